import { Module } from '@nestjs/common';
import { CaseFileQueries } from './case-file/case-file.graphql';
import { CaseReader } from './case-reader.graphql';
import { CaseTimelineQueries } from './case-timeline/case-timeline.graphql';
import { ChangeQueries } from './changes/changes.graphql';
import { DirectoryQueries } from './directory/directory.graphql';
import { ExhibitQueries } from './exhibit/exhibit.graphql';
import { InvestigationQueries } from './investigation/investigation.graphql';
import { ListReader } from './list-reader.graphql';
import { ReferralQueries } from './referral-inbox/referral-inbox.graphql';

/** The read side. `ViewStore`, `Opener` and `Reads` come from the app. */
@Module({ providers: [CaseReader, ListReader, CaseFileQueries, CaseTimelineQueries, ReferralQueries, InvestigationQueries, ExhibitQueries, DirectoryQueries, ChangeQueries], exports: [CaseReader] })
export class ViewsModule {}
