import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';
import { GuardianshipMutations } from './guardianship.graphql';
import { IdentificationMutations } from './identification.graphql';
import { identificationHandlers } from './identification.handlers';
import { ProtectionMutations } from './protection.graphql';
import { protectionHandlers } from './protection.handlers';

@Module({ imports: [CqrsModule], providers: [...caseHandlers, ...identificationHandlers, ...protectionHandlers, CaseMutations, IdentificationMutations, GuardianshipMutations, ProtectionMutations] })
export class CaseModule {}
