import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PlanMutations } from './plan.graphql';
import { planHandlers } from './plan.handlers';

@Module({ imports: [CqrsModule], providers: [...planHandlers, PlanMutations] })
export class PlanModule {}
