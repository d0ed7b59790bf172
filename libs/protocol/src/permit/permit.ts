import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { Code, Consents } from '../case/consent';
import { clocks as ownClocks, permitEnds, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { InstitutionKind } from '../institution/institution';
import { actsFor, type Party } from '../party';
import type { ErrorReason } from '../referral/referral-reasons';
import { sealedFields } from '../sealed-fields';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import { applicationRefusal, noAuthority, type ApplicationRefusal, type Authority } from './permit-application';
import { permitClocks, type EscalatePermit, type PermitClock } from './permit-clocks';
import { permitMoves, type PermitAsk, type PermitStatus } from './permit-moves';
import { termRefusal, type Term, type TermRefusal } from './permit-term';

export const permitStream = (id: string): string => `permit-${id}`;

export const permitClasses = ['BUSINESS_VISA', 'HUMANITARIAN', 'TEMPORARY_RESIDENCE', 'PERMANENT_RESIDENCE'] as const;
export type PermitClass = (typeof permitClasses)[number];
export const permitRefusalReasons = ['REQUIREMENTS_NOT_MET', 'DOCUMENTS_MISSING', 'NOT_COMPETENT', 'PUBLIC_ORDER'] as const;
export const permitRevocationReasons = ['OBTAINED_BY_FRAUD', 'CONDITIONS_NOT_MET', 'REPLACED', 'AT_HER_REQUEST'] as const;
export const applicationWithdrawalReasons = ['AT_HER_REQUEST', 'NOT_NEEDED', 'APPLIED_TO_WRONG_UNIT'] as const;

/** How firm a stay is; an upgrade goes up. */
const rank: Readonly<Record<PermitClass, number>> = { BUSINESS_VISA: 1, HUMANITARIAN: 1, TEMPORARY_RESIDENCE: 2, PERMANENT_RESIDENCE: 3 };

type Of = Readonly<{ permit: string }>;
type Applying = Of & Readonly<{ consents: readonly string[]; grounds?: string }>;
type Granting = Of & Term & Readonly<{ documentNumber?: string }>;

export class ApplyForPermit extends Command<'ApplyForPermit', Applying & { case: string; to: string; class: PermitClass }> {
  readonly type = 'ApplyForPermit';
}
export class ApplyForRenewal extends Command<'ApplyForRenewal', Applying & { to?: string }> {
  readonly type = 'ApplyForRenewal';
}
export class ApplyForUpgrade extends Command<'ApplyForUpgrade', Applying & { to?: string; class: PermitClass }> {
  readonly type = 'ApplyForUpgrade';
}
export class GrantPermit extends Command<'GrantPermit', Granting & { class: PermitClass }> {
  readonly type = 'GrantPermit';
}
export class RenewPermit extends Command<'RenewPermit', Granting> {
  readonly type = 'RenewPermit';
}
export class UpgradePermit extends Command<'UpgradePermit', Granting & { class: PermitClass }> {
  readonly type = 'UpgradePermit';
}
export class RefusePermit extends Command<'RefusePermit', Of & { reason: (typeof permitRefusalReasons)[number]; note?: string }> {
  readonly type = 'RefusePermit';
}
export class WithdrawPermitApplication extends Command<'WithdrawPermitApplication', Of & { reason: (typeof applicationWithdrawalReasons)[number] }> {
  readonly type = 'WithdrawPermitApplication';
}
export class RevokePermit extends Command<'RevokePermit', Of & { reason: (typeof permitRevocationReasons)[number]; note?: string }> {
  readonly type = 'RevokePermit';
}
export class EnterPermitInError extends Command<'EnterPermitInError', Of & { reason: ErrorReason }> {
  readonly type = 'EnterPermitInError';
}
/** The process manager's: a consent that the application rests on is gone. */
export class ClosePermitForConsent extends Command<'ClosePermitForConsent', Of & { consent: string }> {
  readonly type = 'ClosePermitForConsent';
}
/** The process manager's, sixty days before its end. */
export class RaisePermitRenewal extends Command<'RaisePermitRenewal', Of> {
  readonly type = 'RaisePermitRenewal';
}
/** The process manager's, when its last day is over. */
export class LapsePermit extends Command<'LapsePermit', Of> {
  readonly type = 'LapsePermit';
}

type Application = ApplyForPermit | ApplyForRenewal | ApplyForUpgrade;
type Answer = GrantPermit | RenewPermit | UpgradePermit | RefusePermit | WithdrawPermitApplication;
type Timed = ClosePermitForConsent | RaisePermitRenewal | LapsePermit;
export type PermitCommand = Application | Answer | RevokePermit | EnterPermitInError | Timed | EscalatePermit;

export type PermitEvent =
  | DomainEvent<'PermitApplied', { asks: PermitAsk; class: PermitClass; to: Code; consents: readonly string[] }>
  | DomainEvent<'PermitGranted', { class: PermitClass } & Term>
  | DomainEvent<'PermitRenewed', Term>
  | DomainEvent<'PermitUpgraded', { class: PermitClass } & Term>
  | DomainEvent<'PermitRefused', { reason: (typeof permitRefusalReasons)[number] }>
  | DomainEvent<'PermitApplicationWithdrawn', { reason: (typeof applicationWithdrawalReasons)[number] }>
  | DomainEvent<'PermitClosedForConsent', { consent: string }>
  | DomainEvent<'PermitRenewalDue', { until: string }>
  | DomainEvent<'PermitEscalated', { clock: PermitClock; level: EscalationLevel }>
  | DomainEvent<'PermitLapsed', { until: string }>
  | DomainEvent<'PermitRevoked', { reason: (typeof permitRevocationReasons)[number] }>
  | DomainEvent<'PermitEnteredInError', { reason: ErrorReason }>;

const term = { from: 'clock, counts', until: 'clock' };
const document = { documentNumber: 'MIGRATION' } as const;

export const permitEvents: EventDefinitions<PermitEvent['type']> = {
  PermitApplied: {
    category: 'MIGRATION',
    clear: { asks: 'clock, decision', class: 'decision, counts', to: 'visibility', consents: 'visibility, rules 2 and 3' },
    sealed: { grounds: 'MIGRATION' },
  },
  PermitGranted: { category: 'MIGRATION', clear: { class: 'decision, counts', ...term }, sealed: document },
  PermitRenewed: { category: 'MIGRATION', clear: term, sealed: document },
  PermitUpgraded: { category: 'MIGRATION', clear: { class: 'decision, counts', ...term }, sealed: document },
  PermitRefused: { category: 'MIGRATION', clear: { reason: 'counts' }, sealed: { refusalNote: 'MIGRATION' } },
  PermitApplicationWithdrawn: { category: 'MIGRATION', clear: { reason: 'counts' } },
  PermitClosedForConsent: { category: 'MIGRATION', clear: { consent: 'visibility' } },
  PermitRenewalDue: { category: 'MIGRATION', clear: { until: 'clock' } },
  PermitEscalated: { category: 'MIGRATION', clear: { clock: 'clock', level: 'clock' } },
  PermitLapsed: { category: 'MIGRATION', clear: { until: 'clock' } },
  PermitRevoked: { category: 'MIGRATION', clear: { reason: 'counts' }, sealed: { revocationNote: 'MIGRATION' } },
  PermitEnteredInError: { category: 'MIGRATION', clear: { reason: 'counts' } },
};

export type Permit =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: PermitStatus;
      /** The authority applied to last. */
      to: Code;
      class: PermitClass;
      /** The term granted last. */
      term?: Term;
      /** The application that waits for its answer. */
      pending?: Readonly<{ asks: PermitAsk; consents: readonly string[] }>;
      /** The newest answer, and to what it was given. */
      answered?: Readonly<{ asks: PermitAsk; answer: string }>;
      /** Why it was revoked or entered in error. */
      because?: string;
      clocks: ClockState;
    }>;

/** What a decision on a permit must know of other streams. */
export type PermitFacts = Readonly<{
  by: Party;
  /** The mandates of the institutions behind who acts. */
  byKinds: readonly InstitutionKind[];
  subject: string;
  standsIn: boolean;
  lead?: Party;
  /** The authority applied to. */
  to?: Party;
  consents: Consents;
  caseOpen: boolean;
  /** On an application: the authority it names. */
  authority?: Authority;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type PermitRefusal =
  | ApplicationRefusal
  | TermRefusal
  | 'NOT_FOUND'
  | 'UNIT_REQUIRED'
  | 'ALREADY_THERE'
  | 'CASE_CLOSED'
  | 'NOT_THE_APPLICANT'
  | 'NOT_THE_AUTHORITY'
  | 'NOT_APPLIED_FOR'
  | 'ALREADY_APPLIED'
  | 'NOT_AN_UPGRADE'
  | 'WRONG_STATE'
  | 'ANSWERED_OTHERWISE'
  | 'NOT_DUE';

type Decided = Decision<PermitEvent, PermitRefusal>;
type Known = Exclude<Permit, { status: 'NONE' }>;
const no = (code: PermitRefusal, because: string): Decided => refuse(code, because);
const notFound = no('NOT_FOUND', 'there is no such permit, or it is not yours');
const unitRequired = no('UNIT_REQUIRED', 'this is done by an agent of a unit');
const answeredOtherwise = no('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');

function decide(command: PermitCommand, state: Permit, facts: PermitFacts): Decided {
  const { by, lead, to, standsIn } = facts;
  const leads = by.compartment === lead?.compartment;
  if (command.type === 'ApplyForPermit') {
    if (state.status !== 'NONE') return no('ALREADY_THERE', 'this permit is there already');
    if (!leads) return notFound;
    if (!facts.caseOpen) return no('CASE_CLOSED', 'the case is closed: reopen it first');
    return apply(command, 'GRANT', command.input.class, facts);
  }
  if (state.status === 'NONE') return notFound;
  if (command.type === 'EscalatePermit') {
    const { clock, level } = command.input;
    return movingUp(permitClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? ownClocks, { type: 'PermitEscalated', data: { clock, level } });
  }
  const move = permitMoves[command.type];
  if (move.by === 'PROCESS') return inTime(command as Timed, state, facts.clocks);
  if (!leads && by.compartment !== to?.compartment) return notFound;
  if (by.unit === '') return unitRequired;
  const decides = actsFor(by, to, standsIn) && facts.byKinds.includes('MIGRATION_CONTROL');
  if (move.by === 'LEAD' && !leads) return no('NOT_THE_APPLICANT', 'only the lead of the case may do this');
  if (move.by === 'AUTHORITY' && !decides) return no('NOT_THE_AUTHORITY', 'only the authority applied to may do this');
  if (!leads && !decides) return no('NOT_THE_AUTHORITY', 'only the authority applied to may do this');
  return moved(command as Exclude<PermitCommand, ApplyForPermit | Timed | EscalatePermit>, state, facts);
}

function moved(command: Exclude<PermitCommand, ApplyForPermit | Timed | EscalatePermit>, state: Known, facts: PermitFacts): Decided {
  const again = (command.type === 'RevokePermit' && state.status === 'REVOKED') || (command.type === 'EnterPermitInError' && state.status === 'ENTERED_IN_ERROR');
  if (again) return state.because === command.input.reason ? [] : answeredOtherwise;
  const wrong = outOfTurn(command, state);
  if (wrong) return wrong;
  switch (command.type) {
    case 'ApplyForRenewal':
      return apply(command, 'RENEWAL', state.class, facts);
    case 'ApplyForUpgrade':
      return rank[command.input.class] > rank[state.class] ? apply(command, 'UPGRADE', command.input.class, facts) : notAnUpgrade;
    case 'RevokePermit':
      return [{ type: 'PermitRevoked', data: { reason: command.input.reason }, ...sealedFields(facts.subject, { revocationNote: command.input.note }) }];
    case 'EnterPermitInError':
      return [{ type: 'PermitEnteredInError', data: { reason: command.input.reason } }];
    case 'WithdrawPermitApplication':
      return [{ type: 'PermitApplicationWithdrawn', data: { reason: command.input.reason } }];
    default:
      return answer(command, state, facts);
  }
}

const notAnUpgrade = no('NOT_AN_UPGRADE', 'an upgrade gives her a firmer stay than she has');

/** Whether there is anything to do: an application waits for its one answer, and only one waits at a time. */
function outOfTurn(command: Exclude<PermitCommand, ApplyForPermit | Timed | EscalatePermit>, state: Known): Decided | undefined {
  const { from, pending } = permitMoves[command.type];
  const { pending: waiting, answered } = state;
  const given = answerOf(command);
  if (given !== undefined && !waiting && answered && state.status !== 'ENTERED_IN_ERROR' && pending?.includes(answered.asks)) {
    return answered.answer === given ? [] : answeredOtherwise;
  }
  if (!from.includes(state.status)) return no('WRONG_STATE', `not possible while the permit is ${state.status}`);
  if (pending === undefined) return undefined;
  if (pending.length === 0) return waiting ? no('ALREADY_APPLIED', 'an application waits for its answer: withdraw it first') : undefined;
  return waiting && pending.includes(waiting.asks) ? undefined : no('NOT_APPLIED_FOR', 'nothing was applied for that this would answer');
}

function apply({ input: { consents, grounds }, meta }: Application, asks: PermitAsk, permitClass: PermitClass, facts: PermitFacts): Decided {
  if (facts.by.unit === '') return unitRequired;
  const authority = facts.authority ?? noAuthority;
  const refusal = applicationRefusal({ authority, consents: facts.consents, relied: consents, basis: meta.basis, at: meta.at });
  if (refusal) return refusal;
  return [{ type: 'PermitApplied', data: { asks, class: permitClass, to: authority.party!.unit, consents }, ...sealedFields(facts.subject, { grounds }) }];
}

/** The authority's answer, while what the application rests on still holds. */
function answer(command: GrantPermit | RenewPermit | UpgradePermit | RefusePermit, state: Known, facts: PermitFacts): Decided {
  const { at } = command.meta;
  const gone = state.pending!.consents.some((id) => {
    const consent = facts.consents[id];
    return !consent || consent.ended !== undefined || consent.until <= at;
  });
  if (gone) return no('CONSENT_ENDED', 'the consent that the application rests on was withdrawn or has lapsed');
  if (command.type === 'RefusePermit') return [{ type: 'PermitRefused', data: { reason: command.input.reason }, ...sealedFields(facts.subject, { refusalNote: command.input.note }) }];
  const { from, until, documentNumber } = command.input;
  if (command.type === 'UpgradePermit' && rank[command.input.class] <= rank[state.class]) return notAnUpgrade;
  const wrong = termRefusal({ from, until }, at, command.type === 'RenewPermit' ? state.term : undefined, facts.clocks);
  if (wrong) return wrong;
  const number = sealedFields(facts.subject, { documentNumber });
  switch (command.type) {
    case 'GrantPermit':
      return [{ type: 'PermitGranted', data: { class: command.input.class, from, until }, ...number }];
    case 'RenewPermit':
      return [{ type: 'PermitRenewed', data: { from, until }, ...number }];
    case 'UpgradePermit':
      return [{ type: 'PermitUpgraded', data: { class: command.input.class, from, until }, ...number }];
    default:
      return unreachable(command);
  }
}

/** What comes by itself: nothing is refused but what comes too early. */
function inTime(command: Timed, state: Known, policy: ClockPolicy = ownClocks): Decided {
  const { receivedAt } = command.meta;
  if (!permitMoves[command.type].from.includes(state.status)) return [];
  if (command.type === 'ClosePermitForConsent') {
    const { consent } = command.input;
    return state.pending?.consents.includes(consent) ? [{ type: 'PermitClosedForConsent', data: { consent } }] : [];
  }
  const { until } = state.term!;
  if (command.type === 'LapsePermit') return permitEnds(until) <= receivedAt ? [{ type: 'PermitLapsed', data: { until } }] : notDue;
  return movingUp(permitClocks, state.clocks, { clock: 'RENEWAL', of: '', level: 'SUPERVISOR' }, command.meta, policy, { type: 'PermitRenewalDue', data: { until } });
}
const notDue = no('NOT_DUE', 'it is not due yet');

/** An answer as it can be compared with another; undefined for what is none. */
function answerOf(command: PermitCommand): string | undefined {
  switch (command.type) {
    case 'GrantPermit':
    case 'UpgradePermit':
      return `${command.input.class} ${command.input.from} ${command.input.until}`;
    case 'RenewPermit':
      return `${command.input.from} ${command.input.until}`;
    case 'RefusePermit':
    case 'WithdrawPermitApplication':
      return command.input.reason;
    default:
      return undefined;
  }
}

function evolve(before: Permit, event: Recorded<PermitEvent>): Permit {
  const { type, data } = event;
  if (type === 'PermitApplied') {
    const { asks, class: permitClass, to, consents } = data;
    const pending = { asks, consents };
    if (before.status === 'NONE') return { status: 'APPLIED', to, class: permitClass, pending, clocks: clocksAfter(permitClocks, noClocks, event) };
    const { answered: _before, ...rest } = before;
    return { ...rest, to, pending, clocks: clocksAfter(permitClocks, before.clocks, event) };
  }
  if (before.status === 'NONE') return before;
  const state = { ...before, clocks: clocksAfter(permitClocks, before.clocks, event) };
  /** Without the application that was answered. */
  const answering = (text: string | undefined, status: PermitStatus, more: Partial<Known> = {}): Permit => {
    const { pending, ...rest } = state;
    const answered = text === undefined || !pending ? {} : { answered: { asks: pending.asks, answer: text } };
    return { ...rest, ...answered, ...more, status };
  };
  /** An application for a new permit ends it; one for more leaves her what she has. */
  const without = (status: PermitStatus): PermitStatus => (state.pending?.asks === 'GRANT' ? status : state.status);
  const ended = (status: PermitStatus, because: string): Permit => {
    const { pending: _pending, ...rest } = state;
    return { ...rest, status, because };
  };
  switch (type) {
    case 'PermitGranted':
    case 'PermitUpgraded': {
      const { class: permitClass, from, until } = data;
      return answering(`${permitClass} ${from} ${until}`, 'GRANTED', { class: permitClass, term: { from, until } });
    }
    case 'PermitRenewed':
      return answering(`${data.from} ${data.until}`, 'GRANTED', { term: { from: data.from, until: data.until } });
    case 'PermitRefused':
      return answering(data.reason, without('REFUSED'));
    case 'PermitApplicationWithdrawn':
      return answering(data.reason, without('WITHDRAWN'));
    case 'PermitClosedForConsent':
      return answering(undefined, without('CONSENT_WITHDRAWN'));
    case 'PermitRenewalDue':
    case 'PermitEscalated':
      return state;
    case 'PermitLapsed':
      return { ...state, status: 'LAPSED' };
    case 'PermitRevoked':
      return ended('REVOKED', data.reason);
    case 'PermitEnteredInError':
      return ended('ENTERED_IN_ERROR', data.reason);
    default:
      return unreachable(type);
  }
}

export const permit: Decider<Permit, PermitCommand, PermitEvent, PermitFacts, PermitRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const permitSlice = { decider: permit, forms: formsOf(permitEvents) };
