import { Global, Module } from '@nestjs/common';
import { CaseModule } from './case/case.module';
import { ExclusionModule } from './exclusion/exclusion.module';
import { Directory } from './institution/directory.handlers';
import { InstitutionModule } from './institution/institution.module';
import { PermitModule } from './permit/permit.module';
import { ProcessModule } from './process.module';
import { ReferralModule } from './referral/referral.module';
import { ReturnModule } from './return/return.module';
import { UnitModule } from './unit/unit.module';

/** The write side. `Recorder` comes from the app, which chooses the adapters. */
@Global()
@Module({
  imports: [InstitutionModule, UnitModule, CaseModule, ReferralModule, ReturnModule, PermitModule, ExclusionModule, ProcessModule],
  providers: [Directory],
  exports: [Directory],
})
export class ProtocolModule {}
