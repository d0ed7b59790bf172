import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BodyMutations } from './body.graphql';
import { bodyHandlers } from './body.handlers';

@Module({ imports: [CqrsModule], providers: [...bodyHandlers, BodyMutations] })
export class BodyModule {}
