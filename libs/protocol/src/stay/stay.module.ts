import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { StayMutations } from './stay.graphql';
import { stayHandlers } from './stay.handlers';

@Module({ imports: [CqrsModule], providers: [...stayHandlers, StayMutations] })
export class StayModule {}
