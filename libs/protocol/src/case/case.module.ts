import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';
import { EmergencyMutations } from './emergency-access.graphql';
import { emergencyHandlers } from './emergency-access.handlers';
import { GuardianshipMutations } from './guardianship.graphql';
import { IdentificationMutations } from './identification.graphql';
import { identificationHandlers } from './identification.handlers';
import { LeadTransferMutations } from './lead-transfer.graphql';
import { leadTransferHandlers } from './lead-transfer.handlers';
import { ProtectionMutations } from './protection.graphql';
import { protectionHandlers } from './protection.handlers';

@Module({
  imports: [CqrsModule],
  providers: [
    ...caseHandlers,
    ...identificationHandlers,
    ...protectionHandlers,
    ...emergencyHandlers,
    ...leadTransferHandlers,
    CaseMutations,
    IdentificationMutations,
    GuardianshipMutations,
    ProtectionMutations,
    EmergencyMutations,
    LeadTransferMutations,
  ],
})
export class CaseModule {}
