import { Module } from '@nestjs/common';
import { CareQueries } from './care/care.graphql';
import { CaseFileQueries } from './case-file/case-file.graphql';
import { CaseReader } from './case-reader.graphql';
import { CaseTimelineQueries } from './case-timeline/case-timeline.graphql';
import { ChangeQueries } from './changes/changes.graphql';
import { DirectoryQueries } from './directory/directory.graphql';
import { ExclusionQueries } from './exclusions/exclusions.graphql';
import { GrievanceQueries } from './grievances/grievances.graphql';
import { ListReader } from './list-reader.graphql';
import { OversightQueries } from './oversight/oversight.graphql';
import { ReferralQueries } from './referral-inbox/referral-inbox.graphql';
import { SurvivorFileQueries } from './survivor-file/survivor-file.graphql';

const queries = [CaseFileQueries, CaseTimelineQueries, ReferralQueries, DirectoryQueries, ChangeQueries, CareQueries, GrievanceQueries, OversightQueries, ExclusionQueries, SurvivorFileQueries];

/** The read side. `ViewStore`, `FileHistory`, `Opener` and `Reads` come from the app. */
@Module({ providers: [CaseReader, ListReader, ...queries], exports: [CaseReader] })
export class ViewsModule {}
