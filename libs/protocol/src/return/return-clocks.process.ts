import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { EscalateReturn, returnClocks, type ReturnClock } from './return-clocks';

/** Whom nobody asked how she is since she came back. */
export const returnEscalation = (policy: ClockPolicy): Process =>
  escalation(returnClocks, policy, (id, { clock, level }, meta) => new EscalateReturn({ return: id, clock: clock as ReturnClock, level }, meta));
