import { Global, Module } from '@nestjs/common';
import { AgreementModule } from './agreement/agreement.module';
import { BodyModule } from './body/body.module';
import { CaseModule } from './case/case.module';
import { CourseModule } from './course/course.module';
import { ContactModule } from './contact/contact.module';
import { ExclusionModule } from './exclusion/exclusion.module';
import { ExhibitModule } from './exhibit/exhibit.module';
import { Directory } from './institution/directory.handlers';
import { InstitutionModule } from './institution/institution.module';
import { PlanModule } from './plan/plan.module';
import { InvestigationModule } from './investigation/investigation.module';
import { ReferralModule } from './referral/referral.module';
import { StayModule } from './stay/stay.module';
import { PermitModule } from './permit/permit.module';
import { ReturnModule } from './return/return.module';
import { SubjectModule } from './subject/subject.module';
import { UnitModule } from './unit/unit.module';

/** The write side. `Recorder` comes from the app, which chooses the adapters, and whether process managers run beside it (`ProcessModule`). */
@Global()
@Module({
  imports: [
    InstitutionModule,
    UnitModule,
    ContactModule,
    CaseModule,
    ReferralModule,
    ExclusionModule,
    CourseModule,
    BodyModule,
    PlanModule,
    AgreementModule,
    InvestigationModule,
    ExhibitModule,
    StayModule,
    ReturnModule,
    PermitModule,
    SubjectModule,
  ],
  providers: [Directory],
  exports: [Directory],
})
export class ProtocolModule {}
