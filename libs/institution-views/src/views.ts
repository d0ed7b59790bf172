import { subjectView } from './case-search/case-search';
import { exhibitView } from './exhibit/exhibit-row';
import { investigationView } from './investigation/investigation-row';
import { referralView } from './referral-inbox/referral-inbox';
import type { View } from './view';

/** Every list that is kept per compartment. */
export const views: readonly View[] = [referralView, subjectView, investigationView, exhibitView];
