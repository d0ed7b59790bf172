import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { careHandlers } from './care.handlers';
import { CarePlanMutations } from './care-plan.graphql';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';
import { ReintegrationMutations } from './reintegration.graphql';
import { SafetyMutations } from './safety.graphql';

@Module({ imports: [CqrsModule], providers: [...caseHandlers, ...careHandlers, CaseMutations, CarePlanMutations, SafetyMutations, ReintegrationMutations] })
export class CaseModule {}
