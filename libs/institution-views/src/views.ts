import { contactView } from './contact-desk/contact-desk';
import { referralView } from './referral-inbox/referral-inbox';
import type { View } from './view';

/** Every list that is kept per compartment. */
export const views: readonly View[] = [referralView, contactView];
