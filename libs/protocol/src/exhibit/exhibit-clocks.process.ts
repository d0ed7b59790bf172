import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { EscalateExhibit, exhibitClocks, type ExhibitClock } from './exhibit-clocks';

/** An exhibit between two hands, for which nobody answers to the one it was offered to. */
export const exhibitEscalation = (policy: ClockPolicy): Process =>
  escalation(exhibitClocks, policy, (exhibit, { clock, level }, meta) => new EscalateExhibit({ exhibit, clock: clock as ExhibitClock, level }, meta));
