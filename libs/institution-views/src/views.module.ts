import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgreementQueries } from './agreements/agreements.graphql';
import { AttachmentReader } from './attachments/attachment-reader.graphql';
import { CareQueries } from './care/care.graphql';
import { CaseFileQueries } from './case-file/case-file.graphql';
import { CaseReader } from './case-reader.graphql';
import { CaseTimelineQueries } from './case-timeline/case-timeline.graphql';
import { CaseSearchQueries } from './case-search/case-search.graphql';
import { ChangeQueries } from './changes/changes.graphql';
import { BodyQueries } from './coordination/bodies.graphql';
import { PlanQueries } from './coordination/plans.graphql';
import { CourseQueries } from './courses/courses.graphql';
import { ContactQueries } from './contact-desk/contact-desk.graphql';
import { DueQueries } from './due/due.graphql';
import { DirectoryQueries } from './directory/directory.graphql';
import { ExhibitQueries } from './exhibit/exhibit.graphql';
import { InvestigationQueries } from './investigation/investigation.graphql';
import { LeadTransferQueries } from './lead-transfers/lead-transfers.graphql';
import { HistoryReader } from './history-reader.graphql';
import { ListReader } from './list-reader.graphql';
import { StewardList } from './steward-list.graphql';
import { OverviewQueries } from './overview/overview.graphql';
import { ExclusionQueries } from './exclusions/exclusions.graphql';
import { GrievanceQueries } from './grievances/grievances.graphql';
import { ErasureQueries } from './erasure/erasure.graphql';
import { EvidenceBundleMutations } from './evidence-bundle/evidence-bundle.graphql';
import { IssueEvidenceBundleHandler } from './evidence-bundle/evidence-bundle.handlers';
import { Selection } from './evidence-bundle/evidence-bundle';
import { GatedSelection } from './evidence-bundle/selection.graphql';
import { IssuedBundles } from './evidence-bundle/issued-bundles';
import { MatchQueries } from './matches/matches.graphql';
import { OversightQueries } from './oversight/oversight.graphql';
import { CasePermits, PermitQueries } from './permits/permits.graphql';
import { ReferralQueries } from './referral-inbox/referral-inbox.graphql';
import { CaseReturns, ReturnQueries } from './returns/returns.graphql';
import { StayQueries } from './stays/stays.graphql';
import { SurvivorFileQueries } from './survivor-file/survivor-file.graphql';

const ofFiles = [CaseFileQueries, CaseTimelineQueries, ReferralQueries, ContactQueries, InvestigationQueries, ExhibitQueries, CareQueries, GrievanceQueries, DueQueries, LeadTransferQueries];
const ofHerPlace = [StayQueries, ReturnQueries, CaseReturns, PermitQueries, CasePermits];
const acrossFiles = [ChangeQueries, CaseSearchQueries, OversightQueries, ExclusionQueries, ErasureQueries, MatchQueries, SurvivorFileQueries];
const onceForAll = [DirectoryQueries, CourseQueries, BodyQueries, PlanQueries, AgreementQueries, OverviewQueries];

const evidence = [EvidenceBundleMutations, { provide: Selection, useClass: GatedSelection }, IssueEvidenceBundleHandler, { provide: IssuedBundles, useFactory: () => new IssuedBundles() }];

/** The read side. `ViewStore`, `FileHistory`, `EvidenceSource`, `Opener`, `Finder`, `Deadlines` and `Reads` come from the app. */
@Module({ imports: [CqrsModule], providers: [CaseReader, HistoryReader, ListReader, StewardList, AttachmentReader, ...ofFiles, ...ofHerPlace, ...acrossFiles, ...onceForAll, ...evidence], exports: [CaseReader, AttachmentReader, IssuedBundles] })
export class ViewsModule {}
