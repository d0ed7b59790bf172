import type { Party } from '../party';
import type { ReferralStatus } from '../referral/referral-moves';
import type { Code } from './consent';

/** A referral of the case, as far as it says who serves her. */
export type ServingReferral = Readonly<{ status: string; to: Code; service?: string }>;

const serving: readonly ReferralStatus[] = ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'];

/** Whether somebody acts for the very unit that serves her under this referral of her case: accepted, and not ended. */
export const serves = (by: Party, under: ServingReferral | undefined): boolean =>
  under !== undefined && under.to === by.unit && serving.some((status) => status === under.status);
