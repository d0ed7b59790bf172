import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { RaisePermitRenewal } from './permit';
import { EscalatePermit, permitClocks, type PermitClock } from './permit-clocks';

/** A renewal is called due while there is time to apply; one that nobody applies for moves up. */
export const permitEscalation = (policy: ClockPolicy): Process =>
  escalation(permitClocks, policy, (permit, { clock, level }, meta) =>
    level === 'SUPERVISOR' ? new RaisePermitRenewal({ permit }, meta) : new EscalatePermit({ permit, clock: clock as PermitClock, level }, meta),
  );
