import { Command, type Decision, type DomainEvent } from '@amparo/event-sourcing';
import { consentNoticeAt, emergencyReviewDue, followUpDue, followUpMonths, followUpOpens, presumptionDue, type ClockPolicy } from '../clocks';
import { endOfDay } from '../day';
import type { EventDefinitions } from '../event-definition';
import { movingUp, upTheLine, type ClockedStream, type ClockEntry, type ClockState, type EscalationLevel } from '../running-clock';

export const caseClockNames = ['PRESUMPTION', 'CONSENT_END', 'PLAN_ITEM', 'FOLLOW_UP', 'RECOVERY', 'EMERGENCY_REVIEW'] as const;
export type CaseClock = (typeof caseClockNames)[number];

/** The process manager's: a clock of the case has run out. `of` is what it ran for, where a case has several at once. */
export class EscalateCase extends Command<'EscalateCase', { case: string; clock: CaseClock; of?: string; level: EscalationLevel }> {
  readonly type = 'EscalateCase';
}

/** Level AGENT is a notice: nothing is missed yet. */
export type CaseClockEvent = DomainEvent<'CaseEscalated', { clock: CaseClock; of?: string; level: EscalationLevel }>;

export const caseClockEvents: EventDefinitions<CaseClockEvent['type']> = {
  // It tells that she was screened, how long a consent lasts, what is planned: seen by who leads the case, whatever the category opens to others.
  CaseEscalated: { category: 'PROTECTION', clear: { clock: 'clock', of: 'clock', level: 'clock' } },
};

/** The follow-up that comes next, in months; none after the last, nor before a plan is agreed. What was never made is not made later. */
const nextFollowUp: (told: Parameters<ClockEntry['due']>[0]) => readonly [startsOn: string, month: number] | undefined = ({ run: { told }, policy }) => {
  const { startsOn, month: done = '0' } = told;
  const month = followUpMonths(policy).find((one) => one > Number(done));
  return startsOn === undefined || month === undefined ? undefined : [startsOn, month];
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
    by: ['lead'],
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
    by: ['lead'],
    next: ({ run, policy }) => {
      const at = consentNoticeAt(run.at, run.told['until'] ?? '', policy);
      return run.level === undefined && Date.parse(at) > Date.parse(run.at) ? { level: 'AGENT', at } : undefined;
    },
  },
  {
    // By the unit that is responsible for it, on the day agreed with her. What a revised plan names no more is not planned any more.
    clock: 'PLAN_ITEM' satisfies CaseClock,
    of: 'item',
    each: 'items',
    starts: ['CarePlanAgreed', 'CarePlanRevised'],
    again: ['CarePlanRevised'],
    renews: ({ due, unit }, { told }) => (due === told['due'] && unit === told['unit'] ? undefined : { due: String(due), unit: String(unit) }),
    stops: ['PlanItemCompleted'],
    tells: ['due', 'unit'],
    due: ({ run }) => (run.told['due'] === undefined ? undefined : endOfDay(run.told['due'])),
    by: ['unit'],
    next: upTheLine,
  },
  {
    // Also when her case was closed because she is reintegrated. Who was not reached is still to be asked; another start begins anew.
    clock: 'FOLLOW_UP' satisfies CaseClock,
    starts: ['ReintegrationPlanAgreed'],
    again: ['ReintegrationPlanAgreed', 'FollowUpRecorded'],
    renews: ({ startsOn, month, outcome }, { told }) => {
      if (startsOn !== undefined) return startsOn === told['startsOn'] ? undefined : { startsOn: String(startsOn) };
      return outcome === 'NOT_REACHED' || Number(month) <= Number(told['month'] ?? 0) ? undefined : { ...told, month: String(month) };
    },
    stops: [],
    tells: ['startsOn'],
    whileAsleep: ({ closedAs }) => closedAs === 'REINTEGRATED',
    due: (told) => {
      const next = nextFollowUp(told);
      return next && followUpDue(...next);
    },
    since: (told) => {
      const next = nextFollowUp(told);
      return next ? followUpOpens(...next, told.policy) : told.run.at;
    },
    by: ['lead'],
    next: upTheLine,
  },
  {
    // It ends by itself, by an event at its date; the lead knows until when she is asked nothing.
    clock: 'RECOVERY' satisfies CaseClock,
    starts: ['RecoveryAndReflectionStarted'],
    again: ['RecoveryAndReflectionExtended'],
    stops: ['RecoveryAndReflectionEnded'],
    tells: ['until'],
    due: ({ run }) => run.told['until'],
    by: ['lead'],
    next: () => undefined,
  },
];

/** Rule 9: the supervisor of who opened it is told at once; also when the case is closed, or she has died since. */
const emergencyReview: ClockEntry = {
  clock: 'EMERGENCY_REVIEW' satisfies CaseClock,
  of: 'access',
  starts: ['EmergencyAccessOpened'],
  stops: ['EmergencyAccessReviewed'],
  tells: ['compartment'],
  from: 'SUPERVISOR',
  whileAsleep: () => true,
  due: ({ run, policy }) => emergencyReviewDue(run.at, policy),
  by: ['compartment'],
  next: ({ run }, due) => (run.level === undefined ? { level: 'COORDINATION_BODY', at: due } : undefined),
};

/** Her death closes nothing, and nothing of hers is due any more; unless it was another woman who died. */
const whileSheLives = (entry: ClockEntry): ClockEntry => ({ ...entry, due: (told) => (told.known['died'] ? undefined : entry.due(told)) });

/** A closed case waits for nobody; opened again, what was due is due. */
export const caseClocks: ClockedStream = {
  stream: 'case',
  knows: {
    CaseOpened: ['lead'],
    LeadReassigned: ['lead'],
    LeadTransferAccepted: ['lead'],
    IdentificationDecided: ['decision'],
    CaseClosed: ({ data }) => ({ closedAs: String((data as Readonly<{ reason?: string }>).reason) }),
    SurvivorDied: ({ id }) => ({ died: id }),
    EntryCorrected: ({ data }, { died }) => {
      const { corrects, reason } = data as Readonly<{ corrects?: string; reason?: string }>;
      return corrects === died && reason === 'WRONG_PERSON' ? { died: '' } : {};
    },
  },
  movedUp: 'CaseEscalated',
  sleeps: ['CaseClosed'],
  wakes: ['CaseReopened'],
  clocks: [...entries.map(whileSheLives), emergencyReview],
};

export function decideEscalation({ input, meta }: EscalateCase, state: ClockState, policy: ClockPolicy): Decision<CaseClockEvent, 'NOT_DUE'> {
  const { clock, of, level } = input;
  return movingUp(caseClocks, state, { clock, of: of ?? '', level }, meta, policy, { type: 'CaseEscalated', data: { clock, level, ...(of !== undefined && { of }) } });
}
