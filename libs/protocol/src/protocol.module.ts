import { Global, Module } from '@nestjs/common';
import { CaseModule } from './case/case.module';
import { ExclusionModule } from './exclusion/exclusion.module';
import { ExhibitModule } from './exhibit/exhibit.module';
import { Directory } from './institution/directory.handlers';
import { InstitutionModule } from './institution/institution.module';
import { InvestigationModule } from './investigation/investigation.module';
import { ProcessModule } from './process.module';
import { ReferralModule } from './referral/referral.module';
import { UnitModule } from './unit/unit.module';

/** The write side. `Recorder` comes from the app, which chooses the adapters. */
@Global()
@Module({
  imports: [InstitutionModule, UnitModule, CaseModule, ReferralModule, ExclusionModule, InvestigationModule, ExhibitModule, ProcessModule],
  providers: [Directory],
  exports: [Directory],
})
export class ProtocolModule {}
