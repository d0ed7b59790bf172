import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { RaiseStayReview } from './stay';
import { EscalateStay, stayClocks, type StayClock } from './stay-clocks';

/** A stay that is due is raised for review; a review that nobody decides moves up. */
export const stayEscalation = (policy: ClockPolicy): Process =>
  escalation(stayClocks, policy, (stay, { clock, level }, meta) =>
    level === 'SUPERVISOR' ? new RaiseStayReview({ stay }, meta) : new EscalateStay({ stay, clock: clock as StayClock, level }, meta),
  );
