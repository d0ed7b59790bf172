import { followUpView } from './care/follow-ups';
import { dueView } from './due/due-row';
import { planItemView } from './care/plan-items';
import { grievanceView } from './grievances/grievances';
import { subjectView } from './case-search/case-search';
import { exhibitView } from './exhibit/exhibit-row';
import { transferView } from './lead-transfers/lead-transfers';
import { investigationView } from './investigation/investigation-row';
import { contactView } from './contact-desk/contact-desk';
import { permitView } from './permits/permits';
import { referralView } from './referral-inbox/referral-inbox';
import { returnView } from './returns/returns';
import { stayView } from './stays/stays';
import type { ManyView, View } from './view';

/** Every list that is kept per compartment. */
export const views: readonly View[] = [referralView, contactView, subjectView, investigationView, exhibitView, grievanceView, stayView, returnView, permitView];
/** Those of which one event may touch many rows. */
export const manyViews: readonly ManyView[] = [planItemView, followUpView, dueView, transferView];

/** Kinds of rows whose lists are paged by what reaches the reader. */
export const kindsByReach: ReadonlySet<string> = new Set([...views, ...manyViews].filter(({ byReach }) => byReach !== undefined).map(({ kind }) => kind));
