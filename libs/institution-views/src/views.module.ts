import { Module } from '@nestjs/common';
import { CaseFileQueries } from './case-file/case-file.graphql';
import { CaseReader } from './case-reader.graphql';
import { CaseTimelineQueries } from './case-timeline/case-timeline.graphql';
import { ContactQueries } from './contact-desk/contact-desk.graphql';
import { DirectoryQueries } from './directory/directory.graphql';
import { ListReader } from './list-reader.graphql';
import { ReferralQueries } from './referral-inbox/referral-inbox.graphql';

/** The read side. `ViewStore`, `Opener` and `Reads` come from the app. */
@Module({ providers: [CaseReader, ListReader, CaseFileQueries, CaseTimelineQueries, ReferralQueries, ContactQueries, DirectoryQueries], exports: [CaseReader] })
export class ViewsModule {}
