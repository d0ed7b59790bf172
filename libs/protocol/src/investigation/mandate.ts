import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { longestMandate, type ClockPolicy } from '../clocks';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import { sealedFields } from '../sealed-fields';
import { orderNumber } from './order-number';

export const mandateKinds = ['NUMBERED_REQUEST', 'REASONED_REQUEST', 'COURT_ORDER'] as const;
export type MandateKind = (typeof mandateKinds)[number];
export const mandateEndings = ['NOT_NEEDED', 'QUASHED', 'INVESTIGATION_CLOSED', 'REASSIGNED'] as const;
type MandateEnding = (typeof mandateEndings)[number];

const onRequest: readonly DataCategory[] = ['STATUS', 'PROTECTION', 'INVESTIGATION'];
const onReasons: readonly DataCategory[] = ['IDENTITY', 'LEGAL'];
const onCourtOrder: readonly DataCategory[] = ['HEALTH', 'PSYCHOSOCIAL', 'WHEREABOUTS'];
/** Rule 10: what each kind of mandate may open. What stands in none of them, no mandate opens; nor therapy notes, on any basis. */
export const mandateOpens: Readonly<Record<MandateKind, readonly DataCategory[]>> = {
  NUMBERED_REQUEST: onRequest,
  REASONED_REQUEST: [...onRequest, ...onReasons],
  COURT_ORDER: [...onRequest, ...onReasons, ...onCourtOrder],
};

type Of = Readonly<{ investigation: string }>;

/** On the basis it states: a numbered request of the prosecution, reasoned where `reasons` are given, or a court's order. */
export class IssueMandate extends Command<'IssueMandate', Of & { mandate: string; case: string; categories: readonly DataCategory[]; until: string; reasons?: string }> {
  readonly type = 'IssueMandate';
}
export class EndMandate extends Command<'EndMandate', Of & { mandate: string; reason: MandateEnding }> {
  readonly type = 'EndMandate';
}
/** The process manager's, when `until` has come. */
export class LapseMandate extends Command<'LapseMandate', Of & { mandate: string }> {
  readonly type = 'LapseMandate';
}
export class DiscloseUnderReserve extends Command<
  'DiscloseUnderReserve',
  Of & { disclosure: string; mandate: string; categories: readonly DataCategory[]; reviewAt: string; shown?: string }
> {
  readonly type = 'DiscloseUnderReserve';
}
/** The process manager's, when `reviewAt` has come. */
export class EndReserve extends Command<'EndReserve', Of & { disclosure: string }> {
  readonly type = 'EndReserve';
}
export type MandateCommand = IssueMandate | EndMandate | LapseMandate | DiscloseUnderReserve | EndReserve;

export type MandateEvent =
  | DomainEvent<
      'MandateIssued',
      { mandate: string; kind: MandateKind; number: string; case: string; to: string; categories: readonly DataCategory[]; until: string }
    >
  | DomainEvent<'MandateEnded', { mandate: string; case: string; reason: MandateEnding }>
  | DomainEvent<'MandateLapsed', { mandate: string; case: string }>
  | DomainEvent<'DisclosureUnderReserve', { disclosure: string; case: string; mandate: string; number: string; categories: readonly DataCategory[]; reviewAt: string }>
  | DomainEvent<'ReserveEnded', { disclosure: string; case: string }>;

export const mandateEvents: EventDefinitions<MandateEvent['type']> = {
  MandateIssued: {
    category: 'INVESTIGATION',
    clear: {
      mandate: 'visibility',
      kind: 'rule 10',
      number: 'rule 10, audit',
      case: 'visibility',
      to: 'visibility',
      categories: 'visibility',
      until: 'clock, visibility',
    },
    sealed: { reasons: 'INVESTIGATION' },
  },
  MandateEnded: { category: 'INVESTIGATION', clear: { mandate: 'visibility', case: 'visibility', reason: 'audit' } },
  MandateLapsed: { category: 'INVESTIGATION', clear: { mandate: 'visibility', case: 'visibility' } },
  DisclosureUnderReserve: {
    category: 'INVESTIGATION',
    clear: { disclosure: 'decision', case: 'visibility', mandate: 'rule 10', number: 'rule 10', categories: 'rule 10', reviewAt: 'clock, visibility' },
    sealed: { shown: 'INVESTIGATION' },
  },
  ReserveEnded: { category: 'INVESTIGATION', clear: { disclosure: 'decision', case: 'visibility' } },
};

type Mandate = Readonly<{ case: string; number: string; categories: readonly DataCategory[]; until: string; ended?: MandateEnding | 'LAPSED' }>;
export type Mandates = Readonly<{
  mandates: Readonly<Record<string, Mandate>>;
  reserves: Readonly<Record<string, { case: string; reviewAt: string; ended: boolean }>>;
}>;

export type MandateFacts = Readonly<{
  /** The unit that has the investigation. */
  to: string;
  /** Under whose key what is said in the investigation is sealed. */
  file: string;
  /** The case named is there, and not hidden from the agent. */
  caseKnown: boolean;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type MandateRefusal =
  | 'NOT_FOUND'
  | 'ORDER_NUMBER_REQUIRED'
  | 'CATEGORY_NOT_OPEN'
  | 'MANDATE_END'
  | 'MANDATE_UNKNOWN'
  | 'MANDATE_ENDED'
  | 'REVIEW_DATE'
  | 'ANSWERED_OTHERWISE'
  | 'NOT_DUE';

const unknown = refuse('MANDATE_UNKNOWN' as const, 'no such mandate was issued in this investigation');
const beyond = refuse('CATEGORY_NOT_OPEN' as const, 'this mandate does not open that category: it takes a reasoned request or a court order, or is not opened by any');

export const inForce = (mandate: Mandate | undefined, at: string): mandate is Mandate => mandate !== undefined && mandate.ended === undefined && mandate.until > at;

export function decideMandate(command: MandateCommand, state: Mandates, facts: MandateFacts): Decision<MandateEvent, MandateRefusal> {
  const { receivedAt } = command.meta;
  switch (command.type) {
    case 'IssueMandate': {
      const { mandate, case: caseId, categories, until } = command.input;
      const reasons = command.input.reasons?.trim() ? command.input.reasons : undefined;
      const number = orderNumber(command.meta.basis, ['LEGAL_MANDATE', 'COURT_ORDER']);
      if (number === undefined) return refuse('ORDER_NUMBER_REQUIRED', 'a mandate rests on a numbered request or a court order: give its kind and number as the basis');
      const kind = command.meta.basis.kind === 'COURT_ORDER' ? 'COURT_ORDER' : reasons === undefined ? 'NUMBERED_REQUEST' : 'REASONED_REQUEST';
      if (categories.some((category) => !mandateOpens[kind].includes(category))) return beyond;
      if (until <= receivedAt || until > longestMandate(receivedAt, facts.clocks)) return refuse('MANDATE_END', 'a mandate ends later than now and within a year: issue it again then');
      if (!facts.caseKnown) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
      return [
        {
          type: 'MandateIssued',
          data: { mandate, kind, number, case: caseId, to: facts.to, categories: [...new Set(categories)].sort(), until },
          ...sealedFields(facts.file, { reasons }),
        },
      ];
    }
    case 'EndMandate': {
      const { mandate, reason } = command.input;
      const known = state.mandates[mandate];
      if (!known) return unknown;
      if (known.ended === reason) return [];
      return known.ended ? refuse('ANSWERED_OTHERWISE', 'the mandate has ended otherwise; what is recorded stays') : [{ type: 'MandateEnded', data: { mandate, case: known.case, reason } }];
    }
    case 'LapseMandate': {
      const { mandate } = command.input;
      const known = state.mandates[mandate];
      if (!known) return unknown;
      if (known.ended) return [];
      return known.until > receivedAt ? refuse('NOT_DUE', 'the mandate is in force until its date') : [{ type: 'MandateLapsed', data: { mandate, case: known.case } }];
    }
    case 'DiscloseUnderReserve': {
      const { disclosure, mandate, categories, reviewAt, shown } = command.input;
      const known = state.mandates[mandate];
      if (!known) return unknown;
      if (!inForce(known, receivedAt)) return refuse('MANDATE_ENDED', 'that mandate has ended: issue another');
      if (categories.some((category) => !known.categories.includes(category))) return beyond;
      if (reviewAt <= receivedAt || reviewAt > longestMandate(receivedAt, facts.clocks)) return refuse('REVIEW_DATE', 'what is kept back is reviewed later than now and within a year');
      return [
        {
          type: 'DisclosureUnderReserve',
          data: { disclosure, case: known.case, mandate, number: known.number, categories: [...new Set(categories)].sort(), reviewAt },
          ...sealedFields(facts.file, { shown }),
        },
      ];
    }
    case 'EndReserve': {
      const { disclosure } = command.input;
      const known = state.reserves[disclosure];
      if (!known) return refuse('NOT_FOUND', 'there is no such disclosure');
      if (known.ended) return [];
      return known.reviewAt > receivedAt ? refuse('NOT_DUE', 'its review date has not come') : [{ type: 'ReserveEnded', data: { disclosure, case: known.case } }];
    }
    default:
      return unreachable(command);
  }
}

/** The mandates in force, ended together: nothing stays open that nobody investigates any more. */
export const endAll = ({ mandates }: Mandates, reason: MandateEnding): MandateEvent[] =>
  Object.entries(mandates).flatMap(([mandate, { case: caseId, ended }]) => (ended ? [] : [{ type: 'MandateEnded', data: { mandate, case: caseId, reason } }]));

export function evolveMandates(state: Mandates, event: Recorded<MandateEvent>): Mandates {
  const { mandates, reserves } = state;
  switch (event.type) {
    case 'MandateIssued': {
      const { mandate, case: caseId, number, categories, until } = event.data;
      return { ...state, mandates: { ...mandates, [mandate]: { case: caseId, number, categories, until } } };
    }
    case 'MandateEnded':
      return { ...state, mandates: { ...mandates, [event.data.mandate]: { ...mandates[event.data.mandate]!, ended: event.data.reason } } };
    case 'MandateLapsed':
      return { ...state, mandates: { ...mandates, [event.data.mandate]: { ...mandates[event.data.mandate]!, ended: 'LAPSED' } } };
    case 'DisclosureUnderReserve': {
      const { disclosure, case: caseId, reviewAt } = event.data;
      return { ...state, reserves: { ...reserves, [disclosure]: { case: caseId, reviewAt, ended: false } } };
    }
    case 'ReserveEnded':
      return { ...state, reserves: { ...reserves, [event.data.disclosure]: { ...reserves[event.data.disclosure]!, ended: true } } };
    default:
      return unreachable(event);
  }
}
