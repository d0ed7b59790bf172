import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { careHandlers } from './care.handlers';
import { CarePlanMutations } from './care-plan.graphql';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';
import { DisclosureMutations } from './disclosure.graphql';
import { disclosureHandlers } from './disclosure.handlers';
import { EmergencyMutations } from './emergency-access.graphql';
import { emergencyHandlers } from './emergency-access.handlers';
import { GuardianshipMutations } from './guardianship.graphql';
import { IdentificationMutations } from './identification.graphql';
import { identificationHandlers } from './identification.handlers';
import { LeadTransferMutations } from './lead-transfer.graphql';
import { leadTransferHandlers } from './lead-transfer.handlers';
import { MergingMutations } from './merging.graphql';
import { mergingHandlers } from './merging.handlers';
import { ProtectionMutations } from './protection.graphql';
import { protectionHandlers } from './protection.handlers';
import { ReintegrationMutations } from './reintegration.graphql';
import { SafetyMutations } from './safety.graphql';

@Module({
  imports: [CqrsModule],
  providers: [
    ...caseHandlers,
    ...careHandlers,
    ...identificationHandlers,
    ...protectionHandlers,
    ...emergencyHandlers,
    ...leadTransferHandlers,
    ...disclosureHandlers,
    ...mergingHandlers,
    CaseMutations,
    CarePlanMutations,
    SafetyMutations,
    ReintegrationMutations,
    IdentificationMutations,
    GuardianshipMutations,
    ProtectionMutations,
    EmergencyMutations,
    LeadTransferMutations,
    DisclosureMutations,
    MergingMutations,
  ],
})
export class CaseModule {}
