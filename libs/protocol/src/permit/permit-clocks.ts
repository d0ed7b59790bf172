import { Command } from '@amparo/event-sourcing';
import { permitRenewalDue } from '../clocks';
import { upTheLine, type ClockedStream, type ClockEntry, type EscalationLevel } from '../running-clock';

export const permitClockNames = ['RENEWAL'] as const;
export type PermitClock = (typeof permitClockNames)[number];

/** The process manager's: a renewal was called due, and nobody applied for it. */
export class EscalatePermit extends Command<'EscalatePermit', { permit: string; clock: PermitClock; level: EscalationLevel }> {
  readonly type = 'EscalatePermit';
}

const over = (): Readonly<Record<string, string>> => ({ until: '' });
const due: ClockEntry['due'] = ({ known: { until }, policy }) => (until ? permitRenewalDue(until, policy) : undefined);

/** The renewal of a permit: applied for in time, or when an application came to nothing, again. What lapsed is not renewed by a clock. */
export const permitClocks: ClockedStream = {
  stream: 'permit',
  knows: {
    // In the case's terms: the lead's unit, whose permit it is to look after.
    PermitApplied: ({ actor: { unit } }) => (unit === undefined ? {} : { applicant: unit }),
    PermitGranted: ['until'],
    PermitRenewed: ['until'],
    PermitUpgraded: ['until'],
    PermitLapsed: over,
    PermitRevoked: over,
    PermitEnteredInError: over,
  },
  movedUp: 'PermitEscalated',
  raised: { PermitRenewalDue: { clock: 'RENEWAL', level: 'SUPERVISOR' } },
  clocks: [
    {
      clock: 'RENEWAL' satisfies PermitClock,
      starts: ['PermitGranted', 'PermitRenewed', 'PermitUpgraded', 'PermitRefused', 'PermitApplicationWithdrawn', 'PermitClosedForConsent'],
      stops: ['PermitApplied', 'PermitLapsed', 'PermitRevoked', 'PermitEnteredInError'],
      unless: ({ until }) => !until,
      due,
      // An application may come to nothing when its renewal is long due.
      since: (told) => [told.run.at, due(told) ?? told.run.at].sort()[0]!,
      by: ['applicant'],
      next: upTheLine,
    },
  ],
};
