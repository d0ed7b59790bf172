import type { ClockPolicy } from '../clocks';
import { escalation } from '../escalation.process';
import type { Process } from '../follower.process';
import { contactClocks, EscalateContact, type ContactClock } from './contact-clocks';

/** A call that is handed over and taken by nobody is not lost between two desks. */
export const contactEscalation = (policy: ClockPolicy): Process =>
  escalation(contactClocks, policy, (contact, { clock, level }, meta) => new EscalateContact({ contact, clock: clock as ContactClock, level }, meta));
