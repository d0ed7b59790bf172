import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { EscalateExclusion } from './exclusion';
import { exclusionClocks } from './exclusion-clocks';

/** Rule 8: an exclusion that nobody confirms is audit's business, and nobody else's. */
export const exclusionEscalation = (policy: ClockPolicy): Process =>
  escalation(exclusionClocks, policy, (exclusion, _moving, meta) => new EscalateExclusion({ exclusion, clock: 'CONFIRMATION', level: 'AUDIT' }, meta));
