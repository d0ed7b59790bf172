import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CourtMutations } from './court.graphql';
import { InvestigationMutations } from './investigation.graphql';
import { investigationHandlers } from './investigation.handlers';
import { MandateMutations } from './mandate.graphql';
import { TestimonyMutations } from './testimony.graphql';

@Module({ imports: [CqrsModule], providers: [...investigationHandlers, InvestigationMutations, MandateMutations, TestimonyMutations, CourtMutations] })
export class InvestigationModule {}
