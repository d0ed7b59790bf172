import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReturnMutations } from './return.graphql';
import { returnHandlers } from './return.handlers';

@Module({ imports: [CqrsModule], providers: [...returnHandlers, ReturnMutations] })
export class ReturnModule {}
