import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';
import { IdentificationMutations } from './identification.graphql';
import { identificationHandlers } from './identification.handlers';

@Module({ imports: [CqrsModule], providers: [...caseHandlers, ...identificationHandlers, CaseMutations, IdentificationMutations] })
export class CaseModule {}
