import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PermitMutations } from './permit.graphql';
import { permitHandlers } from './permit.handlers';

@Module({ imports: [CqrsModule], providers: [...permitHandlers, PermitMutations] })
export class PermitModule {}
