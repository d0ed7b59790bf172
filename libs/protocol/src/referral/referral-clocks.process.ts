import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { EscalateReferral } from './referral';
import { referralClocks, type ReferralClock } from './referral-clocks';

/** A referral cannot be forgotten: what nobody answers, begins, confirms or follows up moves up. */
export const referralEscalation = (policy: ClockPolicy): Process =>
  escalation(referralClocks, policy, (referral, { clock, level }, meta) => new EscalateReferral({ referral, clock: clock as ReferralClock, level }, meta));
