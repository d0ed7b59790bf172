import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { caseClocks, EscalateCase, type CaseClock } from './case-clocks';

/** Whom nobody decided about after a screening, what was planned and not done, whom nobody followed up, and notice of a consent's end. */
export const caseEscalation = (policy: ClockPolicy): Process =>
  escalation(caseClocks, policy, (id, { clock, of, level }, meta) => new EscalateCase({ case: id, clock: clock as CaseClock, level, ...(of !== '' && { of }) }, meta));
