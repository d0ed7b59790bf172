import { Command, isRefusal, type Decision, type DomainEvent } from '@amparo/event-sourcing';
import { consentNoticeAt, presumptionDue, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { movesUp, upTheLine, type ClockedStream, type ClockEntry, type ClockState, type EscalationLevel } from '../running-clock';

export const caseClockNames = ['PRESUMPTION', 'CONSENT_END'] as const;
export type CaseClock = (typeof caseClockNames)[number];

/** The process manager's: a clock of the case has run out. `of` is what it ran for, where a case has several at once. */
export class EscalateCase extends Command<'EscalateCase', { case: string; clock: CaseClock; of?: string; level: EscalationLevel }> {
  readonly type = 'EscalateCase';
}

/** Level AGENT is a notice: nothing is missed yet. */
export type CaseClockEvent = DomainEvent<'CaseEscalated', { clock: CaseClock; of?: string; level: EscalationLevel }>;

export const caseClockEvents: EventDefinitions<CaseClockEvent['type']> = {
  // It tells that she was screened, or how long a consent lasts: seen by who leads the case, whatever the category opens to others.
  CaseEscalated: { category: 'PROTECTION', clear: { clock: 'clock', of: 'clock', level: 'clock' } },
};

/** The clocks of a case: one entry each. */
const entries: readonly ClockEntry[] = [
  {
    // Counted from the first screening that nothing was decided on; the presumption of any first responder stops it (rule 1).
    clock: 'PRESUMPTION' satisfies CaseClock,
    starts: ['ScreeningRecorded'],
    stops: ['IdentificationDecided'],
    unless: ({ decision }) => decision === 'PRESUMED' || decision === 'IDENTIFIED',
    due: ({ run, policy }) => presumptionDue(run.at, policy),
    by: 'lead',
    next: upTheLine,
  },
  {
    // A consent ends by itself: notice is given, and nothing moves up. One shorter than the notice is noticed when it is given.
    clock: 'CONSENT_END' satisfies CaseClock,
    of: 'consent',
    starts: ['ConsentGiven'],
    stops: ['ConsentWithdrawn', 'ConsentLapsed'],
    tells: ['until'],
    due: ({ run }) => run.told['until'],
    since: ({ run, policy }) => consentNoticeAt(run.at, run.told['until'] ?? '', policy),
    by: 'lead',
    next: ({ run, policy }) => {
      const at = consentNoticeAt(run.at, run.told['until'] ?? '', policy);
      return run.level === undefined && Date.parse(at) > Date.parse(run.at) ? { level: 'AGENT', at } : undefined;
    },
  },
];

/** A closed case waits for nobody; opened again, what was due is due. */
export const caseClocks: ClockedStream = {
  stream: 'case',
  knows: { CaseOpened: ['lead'], LeadReassigned: ['lead'], LeadTransferAccepted: ['lead'], IdentificationDecided: ['decision'] },
  movedUp: 'CaseEscalated',
  sleeps: ['CaseClosed'],
  wakes: ['CaseReopened'],
  clocks: entries,
};

export function decideEscalation({ input, meta }: EscalateCase, state: ClockState, policy: ClockPolicy): Decision<CaseClockEvent, 'NOT_DUE'> {
  const { clock, of, level } = input;
  const moves = movesUp(caseClocks, state, { clock, of: of ?? '', level }, meta.receivedAt, policy);
  if (isRefusal(moves)) return moves;
  return moves ? [{ type: 'CaseEscalated', data: { clock, level, ...(of !== undefined && { of }) } }] : [];
}
