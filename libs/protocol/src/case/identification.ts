import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
import type { ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import type { Acting, Concept } from './concept';
import {
  decideRecovery,
  evolveRecovery,
  isRecovering,
  recoveryEvents,
  startedAt,
  type Recovery,
  type RecoveryCommand,
  type RecoveryEvent,
  type RecoveryRefusal,
} from './recovery';
import { sealedFields } from '../sealed-fields';
import type { ServingReferral } from './serving';

/** What the competent authority decides; a presumption is anybody's. */
export const authorityDecisions = ['IDENTIFIED', 'NOT_IDENTIFIED'] as const;
export const identificationDecisions = ['PRESUMED', ...authorityDecisions] as const;
type AuthorityDecision = (typeof authorityDecisions)[number];
export const reconsiderationAskers = ['SURVIVOR', 'GUARDIAN', 'LEGAL_REPRESENTATIVE', 'FIRST_RESPONDER', 'SUPPORT_PROVIDER'] as const;
export const reviewReasons = ['ACCREDITATION_REVOKED', 'AGENT_SUSPENDED'] as const;

type Of = Readonly<{ case: string }>;
type Under = Readonly<{ under?: string }>;

/** Any first responder's. */
export class PresumeVictim extends Command<'PresumeVictim', Of & Under & { grounds: string }> {
  readonly type = 'PresumeVictim';
}
/** `atHerRequest`: she asked not to wait for the end of the recovery period. */
export class DecideIdentification extends Command<'DecideIdentification', Of & Under & { decision: AuthorityDecision; atHerRequest?: boolean; grounds: string }> {
  readonly type = 'DecideIdentification';
}
export class RequestReconsideration extends Command<
  'RequestReconsideration',
  Of & Under & { reconsideration: string; by: (typeof reconsiderationAskers)[number]; grounds: string }
> {
  readonly type = 'RequestReconsideration';
}
export class DecideReconsideration extends Command<'DecideReconsideration', Of & Under & { reconsideration: string; decision: AuthorityDecision; grounds: string }> {
  readonly type = 'DecideReconsideration';
}
/** The process manager's: what the decision relied on had been revoked before it was recorded. */
export class RequestDecisionReview extends Command<'RequestDecisionReview', Of & { of: string; because: (typeof reviewReasons)[number] }> {
  readonly type = 'RequestDecisionReview';
}
export type IdentificationCommand = PresumeVictim | DecideIdentification | RequestReconsideration | DecideReconsideration | RequestDecisionReview | RecoveryCommand;

/** `hand`: the person who decided, as a code in this case. `of`: the event of the decision that is in question. */
export type IdentificationEvent =
  | DomainEvent<'IdentificationDecided', { decision: (typeof identificationDecisions)[number]; hand: string; atHerRequest?: true; under?: string }>
  | DomainEvent<'ReconsiderationRequested', { reconsideration: string; of: string; by: (typeof reconsiderationAskers)[number]; under?: string }>
  | DomainEvent<'ReconsiderationDecided', { reconsideration: string; decision: AuthorityDecision; hand: string; under?: string }>
  | DomainEvent<'DecisionReviewRequested', { of: string; because: (typeof reviewReasons)[number] }>
  | RecoveryEvent;

const grounds = { grounds: 'PROTECTION' } as const;
const identificationEvents: EventDefinitions<IdentificationEvent['type']> = {
  IdentificationDecided: {
    category: 'PROTECTION',
    clear: { decision: 'rule 1, clock, counts', hand: 'rule 7', atHerRequest: 'rule 1', under: 'audit' },
    sealed: grounds,
  },
  ReconsiderationRequested: { category: 'PROTECTION', clear: { reconsideration: 'decision', of: 'decision', by: 'counts', under: 'audit' }, sealed: grounds },
  ReconsiderationDecided: {
    category: 'PROTECTION',
    clear: { reconsideration: 'decision', decision: 'rule 1, counts', hand: 'rule 7', under: 'audit' },
    sealed: grounds,
  },
  DecisionReviewRequested: { category: 'PROTECTION', clear: { of: 'decision', because: 'rule 12, audit' } },
  ...recoveryEvents,
};

export type Identification = Readonly<{
  status: 'NONE' | (typeof identificationDecisions)[number];
  /** The authority's decision in force: the event that holds it. */
  decided?: string;
  /** Persons who took a decision of the authority. */
  hands: readonly string[];
  /** Requests by id, and the decision that answered them; a review that was requested has the id of the decision in question. */
  reconsiderations: Readonly<Record<string, Readonly<{ of: string; answered?: AuthorityDecision }>>>;
  recovery?: Recovery;
}>;

/** `competence`: accredited at this moment, and of a unit that neither houses survivors nor controls migration. */
export type IdentificationFacts = Readonly<{ under?: ServingReferral; hand?: string; competence?: 'COMPETENT' | 'NOT_ACCREDITED' | 'NOT_COMPETENT'; clocks?: ClockPolicy }>;

export type IdentificationRefusal =
  | RecoveryRefusal
  | 'NOT_COMPETENT'
  | 'NOT_ACCREDITED'
  | 'NOT_DECIDED'
  | 'RECOVERY_RUNNING'
  | 'RECONSIDERATION_OPEN'
  | 'RECONSIDERATION_UNKNOWN'
  | 'TWO_PERSONS_REQUIRED'
  | 'ANSWERED_OTHERWISE';

type File = Readonly<{ opened?: Readonly<{ subject: string }>; identification: Identification }>;
type Facts = IdentificationFacts & Acting;
type Decided = Decision<IdentificationEvent, IdentificationRefusal>;

const answeredOtherwise: Decided = refuse('ANSWERED_OTHERWISE', 'this was decided otherwise before: ask for a reconsideration');

function decide(command: IdentificationCommand, { opened, identification: state }: File, facts: Facts): Decided {
  const { subject } = opened!;
  const named = (command.input as Under).under;
  const by = { hand: facts.hand ?? '', ...(facts.serves && named !== undefined && { under: named }) };
  switch (command.type) {
    case 'PresumeVictim': {
      if (state.status === 'PRESUMED') return [];
      if (state.status !== 'NONE') return answeredOtherwise;
      const presumed = { type: 'IdentificationDecided', data: { decision: 'PRESUMED', ...by }, ...sealedFields(subject, { grounds: command.input.grounds }) } as const;
      return [presumed, startedAt(command.meta.receivedAt, facts.clocks)];
    }
    case 'DecideIdentification': {
      const { decision, atHerRequest, grounds } = command.input;
      const refusal = competenceRefusal(facts);
      if (refusal) return refusal;
      if (state.status === 'NONE') return refuse('NOT_PRESUMED', 'a presumption comes first: it opens assistance and the recovery period');
      if (state.status === decision) return [];
      if (state.status !== 'PRESUMED') return answeredOtherwise;
      if (isRecovering(state.recovery, command.meta.receivedAt) && !atHerRequest) {
        return refuse('RECOVERY_RUNNING', 'nothing is decided before the recovery period ends, unless she asks');
      }
      return [{ type: 'IdentificationDecided', data: { decision, ...by, ...(atHerRequest && { atHerRequest }) }, ...sealedFields(subject, { grounds }) }];
    }
    case 'RequestReconsideration': {
      const { reconsideration, by: asker, grounds } = command.input;
      if (state.reconsiderations[reconsideration]) return [];
      const of = state.decided;
      if (of === undefined) return refuse('NOT_DECIDED', 'the authority has not decided yet: there is nothing to reconsider');
      if (Object.values(state.reconsiderations).some((one) => one.of === of && !one.answered)) return refuse('RECONSIDERATION_OPEN', 'that decision is being reconsidered');
      const { hand: _hand, ...under } = by;
      return [{ type: 'ReconsiderationRequested', data: { reconsideration, of, by: asker, ...under }, ...sealedFields(subject, { grounds }) }];
    }
    case 'DecideReconsideration':
      return reconsider(command, state, facts, subject, by);
    case 'RequestDecisionReview': {
      const { of, because } = command.input;
      return Object.hasOwn(state.reconsiderations, of) ? [] : [{ type: 'DecisionReviewRequested', data: { of, because } }];
    }
    case 'ExtendRecovery':
    case 'EndRecovery':
      return decideRecovery(command, state.recovery, { ...facts, subject });
    default:
      return unreachable(command);
  }
}

/**
 * The authority decides in a case of its own, or in one that was referred to it for identification and that it accepted: nobody's
 * file is opened to it otherwise.
 */
function competenceRefusal({ leads, under, competence }: Facts): Refusal<'NOT_COMPETENT' | 'NOT_ACCREDITED'> | undefined {
  if ((!leads && under?.service !== 'IDENTIFICATION') || competence === 'NOT_COMPETENT') {
    return refuse('NOT_COMPETENT', 'the competent authority decides, in its own case or in one referred to it for identification');
  }
  return competence === 'COMPETENT' ? undefined : refuse('NOT_ACCREDITED', 'an accredited agent decides');
}

/** By another person than any who decided before, as persons. */
function reconsider({ input }: DecideReconsideration, state: Identification, facts: Facts, subject: string, by: Readonly<{ hand: string; under?: string }>): Decided {
  const { reconsideration, decision, grounds } = input;
  const refusal = competenceRefusal(facts);
  if (refusal) return refusal;
  const asked = Object.hasOwn(state.reconsiderations, reconsideration) ? state.reconsiderations[reconsideration] : undefined;
  if (!asked) return refuse('RECONSIDERATION_UNKNOWN', 'no such reconsideration was asked for in this case');
  if (asked.answered === decision) return [];
  if (asked.answered) return answeredOtherwise;
  if (state.hands.includes(by.hand)) return refuse('TWO_PERSONS_REQUIRED', 'another person than who decided reconsiders');
  return [{ type: 'ReconsiderationDecided', data: { reconsideration, decision, ...by }, ...sealedFields(subject, { grounds }) }];
}

function evolve(state: Identification, event: Recorded<IdentificationEvent>): Identification {
  const { type, data } = event;
  switch (type) {
    case 'IdentificationDecided':
      if (data.decision === 'PRESUMED') return { ...state, status: data.decision };
      return { ...state, status: data.decision, decided: event.id, hands: [...state.hands, data.hand] };
    case 'ReconsiderationRequested':
      return { ...state, reconsiderations: { ...state.reconsiderations, [data.reconsideration]: { of: data.of } } };
    case 'DecisionReviewRequested':
      return { ...state, reconsiderations: { ...state.reconsiderations, [data.of]: { of: data.of } } };
    case 'ReconsiderationDecided': {
      // A decision taken anew answers all that was asked about the one before.
      const of = state.reconsiderations[data.reconsideration]?.of;
      const answered = Object.entries(state.reconsiderations).map(([id, one]) => [id, one.of === of && !one.answered ? { ...one, answered: data.decision } : one]);
      return { ...state, status: data.decision, decided: event.id, hands: [...state.hands, data.hand], reconsiderations: Object.fromEntries(answered) as Identification['reconsiderations'] };
    }
    case 'RecoveryAndReflectionStarted':
    case 'RecoveryAndReflectionExtended':
    case 'RecoveryAndReflectionEnded': {
      const recovery = evolveRecovery(state.recovery, event);
      return recovery ? { ...state, recovery } : state;
    }
    default:
      return unreachable(type);
  }
}

export const identificationConcept: Concept<IdentificationCommand, IdentificationEvent, IdentificationRefusal, Identification, File, IdentificationFacts> = {
  rules: {
    PresumeVictim: { serving: true },
    DecideIdentification: { serving: true },
    RequestReconsideration: { serving: true },
    DecideReconsideration: { serving: true },
    RequestDecisionReview: { others: true, whenClosed: true },
    ExtendRecovery: { serving: true },
    EndRecovery: { others: true, whenClosed: true },
  },
  events: identificationEvents,
  initial: { status: 'NONE', hands: [], reconsiderations: {} },
  decide,
  evolve,
};
