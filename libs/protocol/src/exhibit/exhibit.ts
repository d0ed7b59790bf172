import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { clocks as ownClocks, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import { orderNumber } from '../investigation/order-number';
import { sealedFields } from '../sealed-fields';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import { exhibitClocks, type EscalateExhibit, type ExhibitClock } from './exhibit-clocks';

export const exhibitStream = (id: string): string => `exhibit-${id}`;

export const exhibitKinds = ['DEVICE', 'DOCUMENT', 'RECORDING', 'MONEY', 'CLOTHING', 'BIOLOGICAL', 'WEAPON', 'OTHER_OBJECT'] as const;
export const sealBreakings = ['EXAMINATION', 'FOUND_BROKEN', 'NEW_SEAL', 'ORDERED_BY_COURT'] as const;
export const custodyRefusals = ['DIGEST_DIFFERS', 'SEAL_BROKEN', 'NOT_THE_ITEM', 'CANNOT_KEEP_IT'] as const;
/** That a custodian is excluded is not among them: who reads the exhibit would learn it (rule 8). It is `BY_ORDER`. */
export const custodyReassignments = ['LEFT', 'SUSPENDED', 'UNREACHABLE', 'BY_ORDER'] as const;
export const examinations = ['DIGITAL', 'BIOLOGICAL', 'DOCUMENT', 'BALLISTIC', 'PHYSICAL'] as const;

type Of = Readonly<{ exhibit: string }>;
type ToAgent = Of & Readonly<{ agent: string; institution: string }>;

/** `sha256` of the item, or of its digital copy: lower-case hex. Who collects it keeps it. */
export class CollectExhibit extends Command<
  'CollectExhibit',
  Of & { investigation: string; kind: (typeof exhibitKinds)[number]; sha256: string; seal: string; item: string; foundAt?: string }
> {
  readonly type = 'CollectExhibit';
}
export class SealExhibit extends Command<'SealExhibit', Of & { seal: string }> {
  readonly type = 'SealExhibit';
}
export class BreakSeal extends Command<'BreakSeal', Of & { reason: (typeof sealBreakings)[number] }> {
  readonly type = 'BreakSeal';
}
export class OfferCustody extends Command<'OfferCustody', ToAgent> {
  readonly type = 'OfferCustody';
}
/** `sha256` as whoever takes it over finds it: where it differs, custody is refused, and stays where it was. */
export class AcceptCustody extends Command<'AcceptCustody', Of & { sha256: string }> {
  readonly type = 'AcceptCustody';
}
export class RefuseCustody extends Command<'RefuseCustody', Of & { reason: Exclude<(typeof custodyRefusals)[number], 'DIGEST_DIFFERS'> }> {
  readonly type = 'RefuseCustody';
}
/** Rule 8: without the consent of a custodian who is gone, or must go. `sha256` as it is found, whatever it is. */
export class ReassignCustody extends Command<'ReassignCustody', ToAgent & { reason: (typeof custodyReassignments)[number]; sha256: string }> {
  readonly type = 'ReassignCustody';
}
export class ExamineExhibit extends Command<'ExamineExhibit', Of & { examination: (typeof examinations)[number]; findings: string }> {
  readonly type = 'ExamineExhibit';
}
export class ReturnExhibit extends Command<'ReturnExhibit', Of & { returnedTo: string }> {
  readonly type = 'ReturnExhibit';
}
/** On a court's order, whose number is its basis. */
export class RecordDestructionOrder extends Command<'RecordDestructionOrder', Of> {
  readonly type = 'RecordDestructionOrder';
}
export type ExhibitCommand =
  | CollectExhibit
  | SealExhibit
  | BreakSeal
  | OfferCustody
  | AcceptCustody
  | RefuseCustody
  | ReassignCustody
  | ExamineExhibit
  | ReturnExhibit
  | RecordDestructionOrder
  | EscalateExhibit;

/** An agent and its institution: the directory knows the person behind them. */
export type Keeper = Readonly<{ agent: string; institution: string }>;

export type ExhibitEvent =
  | DomainEvent<'ExhibitCollected', { kind: (typeof exhibitKinds)[number]; sha256: string; seal: string; custodian: Keeper }>
  | DomainEvent<'ExhibitSealed', { seal: string }>
  | DomainEvent<'SealBroken', { seal: string; reason: (typeof sealBreakings)[number] }>
  | DomainEvent<'CustodyOffered', { to: Keeper }>
  | DomainEvent<'CustodyAccepted', { custodian: Keeper; sha256: string }>
  | DomainEvent<'CustodyRefused', { by: Keeper; reason: (typeof custodyRefusals)[number]; found?: string }>
  | DomainEvent<'CustodyReassigned', { custodian: Keeper; reason: (typeof custodyReassignments)[number]; sha256: string; differs: boolean }>
  | DomainEvent<'ExhibitExamined', { examination: (typeof examinations)[number] }>
  | DomainEvent<'ExhibitReturned', Record<string, never>>
  | DomainEvent<'DestructionOrdered', { number: string }>
  | DomainEvent<'ExhibitEscalated', { clock: ExhibitClock; level: EscalationLevel }>;

export const exhibitEvents: EventDefinitions<ExhibitEvent['type']> = {
  ExhibitCollected: {
    category: 'INVESTIGATION',
    clear: { kind: 'counts', sha256: 'rule 6', seal: 'rule 6', custodian: 'rule 6' },
    sealed: { item: 'INVESTIGATION', foundAt: 'INVESTIGATION' },
  },
  ExhibitSealed: { category: 'INVESTIGATION', clear: { seal: 'rule 6' } },
  SealBroken: { category: 'INVESTIGATION', clear: { seal: 'rule 6', reason: 'audit' } },
  CustodyOffered: { category: 'INVESTIGATION', clear: { to: 'rule 6, clock' } },
  CustodyAccepted: { category: 'INVESTIGATION', clear: { custodian: 'rule 6', sha256: 'rule 6' } },
  CustodyRefused: { category: 'INVESTIGATION', clear: { by: 'rule 6', reason: 'audit', found: 'rule 6' } },
  CustodyReassigned: { category: 'INVESTIGATION', clear: { custodian: 'rule 6', reason: 'audit', sha256: 'rule 6', differs: 'audit' } },
  ExhibitExamined: { category: 'INVESTIGATION', clear: { examination: 'counts' }, sealed: { findings: 'INVESTIGATION' } },
  ExhibitReturned: { category: 'INVESTIGATION', clear: {}, sealed: { returnedTo: 'INVESTIGATION' } },
  DestructionOrdered: { category: 'INVESTIGATION', clear: { number: 'audit' } },
  ExhibitEscalated: { category: 'INVESTIGATION', clear: { clock: 'clock', level: 'clock' } },
};

export type Exhibit =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: 'KEPT' | 'RETURNED';
      sha256: string;
      custodian: Keeper;
      /** The seal on it; none while it is broken. */
      seal?: string;
      broken?: string;
      offered?: Keeper;
      /** Who refused it last, and for which reason or digest. */
      refused?: Readonly<{ agent: string; for: string }>;
      destruction?: string;
      clocks: ClockState;
    }>;

/** What a decision on an exhibit must know of other streams. */
export type ExhibitFacts = Readonly<{
  by: Keeper & Readonly<{ person: string }>;
  /** Under whose key what is said of it is sealed: the file of the investigation. */
  file: string;
  /** The investigation goes on. */
  investigated: boolean;
  /** The agent may collect for it: a prosecutor of its compartment, or the police it directs. */
  collects: boolean;
  /** The agent is a prosecutor of the compartment that has the investigation. */
  prosecutes: boolean;
  /** The agent supervises there. */
  supervises: boolean;
  /** The person behind the custodian. */
  custodian?: string;
  /** The agent named: may act, is of no unit where survivors live, and not excluded. */
  named?: Readonly<{ person: string }>;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;
export type ExhibitRefusal =
  | 'NOT_FOUND'
  | 'ALREADY_COLLECTED'
  | 'INVESTIGATION_NOT_OPEN'
  | 'NOT_THE_CUSTODIAN'
  | 'NOT_OFFERED'
  | 'NOT_PROSECUTION'
  | 'AGENT_UNKNOWN'
  | 'TWO_PERSONS_REQUIRED'
  | 'SUPERVISOR_REQUIRED'
  | 'SEALED_ALREADY'
  | 'SEAL_FIRST'
  | 'BREAK_SEAL_FIRST'
  | 'EXHIBIT_RETURNED'
  | 'DESTRUCTION_ORDERED'
  | 'ORDER_NUMBER_REQUIRED'
  | 'ANSWERED_OTHERWISE'
  | 'NOT_DUE';

type Decided = Decision<ExhibitEvent, ExhibitRefusal>;
const no = (code: ExhibitRefusal, because: string): Decided => refuse(code, because);
const notFound = no('NOT_FOUND', 'there is no such exhibit or investigation, or it is not yours');
const otherwise = no('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');
const twoPersons = no('TWO_PERSONS_REQUIRED', 'custody goes from one person to another');
const notCustodian = no('NOT_THE_CUSTODIAN', 'only who keeps it does this');
const noSuchAgent = no('AGENT_UNKNOWN', 'there is no such agent who could keep it');

type Kept = Exclude<Exhibit, { status: 'NONE' }>;

function decide(command: ExhibitCommand, state: Exhibit, facts: ExhibitFacts): Decided {
  const { by } = facts;
  if (command.type === 'CollectExhibit') return collect(command, state, facts);
  if (state.status === 'NONE') return notFound;
  if (command.type === 'EscalateExhibit') {
    const { clock, level } = command.input;
    return movingUp(exhibitClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? ownClocks, { type: 'ExhibitEscalated', data: { clock, level } });
  }
  const keeps = state.custodian.agent === by.agent;
  const concerned = keeps || [state.offered?.agent, state.refused?.agent].includes(by.agent);
  if (!concerned && !facts.prosecutes && !facts.supervises) return notFound;
  if (state.status === 'RETURNED') return command.type === 'ReturnExhibit' && keeps ? [] : no('EXHIBIT_RETURNED', 'it was given back');
  switch (command.type) {
    case 'AcceptCustody':
    case 'RefuseCustody':
      return answer(command, state, facts);
    case 'ReassignCustody':
      return reassign(command, state, facts);
    case 'RecordDestructionOrder': {
      if (!facts.prosecutes) return no('NOT_PROSECUTION', 'the prosecution records what a court orders');
      const number = orderNumber(command.meta.basis, ['COURT_ORDER']);
      if (number === undefined) return no('ORDER_NUMBER_REQUIRED', 'a court orders this: give COURT_ORDER and the number of its order as the basis');
      if (state.destruction === number) return [];
      return state.destruction === undefined ? [{ type: 'DestructionOrdered', data: { number } }] : otherwise;
    }
    default:
      return keeps ? byCustodian(command, state, facts) : notCustodian;
  }
}

function collect({ input }: CollectExhibit, state: Exhibit, { by, file, collects, investigated }: ExhibitFacts): Decided {
  if (!collects) return notFound;
  if (state.status !== 'NONE') return no('ALREADY_COLLECTED', 'this exhibit is there already');
  if (!investigated) return no('INVESTIGATION_NOT_OPEN', 'the investigation has ended: reopen it first');
  const { kind, sha256, seal, item, foundAt } = input;
  return [
    {
      type: 'ExhibitCollected',
      data: { kind, sha256, seal, custodian: keeper(by) },
      ...sealedFields(file, { item, foundAt }),
    },
  ];
}

const keeper = ({ agent, institution }: Keeper): Keeper => ({ agent, institution });

/** Rule 6: whoever it was offered to, another person than the custodian, who finds the digest that was recorded. */
function answer(command: AcceptCustody | RefuseCustody, state: Kept, { by, custodian }: ExhibitFacts): Decided {
  if (state.offered?.agent !== by.agent) {
    if (command.type === 'AcceptCustody' && state.custodian.agent === by.agent && command.input.sha256 === state.sha256) return [];
    if (state.refused?.agent !== by.agent) return no('NOT_OFFERED', 'it was not offered to you');
    return state.refused.for === (command.type === 'RefuseCustody' ? command.input.reason : command.input.sha256) ? [] : otherwise;
  }
  if (command.type === 'RefuseCustody') return [{ type: 'CustodyRefused', data: { by: keeper(by), reason: command.input.reason } }];
  if (by.person === custodian) return twoPersons;
  const { sha256 } = command.input;
  // A court must see that what was handed over was not what was collected: the attempt is recorded, and the custodian stays answerable.
  if (sha256 !== state.sha256) return [{ type: 'CustodyRefused', data: { by: keeper(by), reason: 'DIGEST_DIFFERS', found: sha256 } }];
  return [{ type: 'CustodyAccepted', data: { custodian: keeper(by), sha256 } }];
}

function reassign({ input }: ReassignCustody, state: Kept, { by, supervises, custodian, named }: ExhibitFacts): Decided {
  if (!supervises) return no('SUPERVISOR_REQUIRED', 'a supervising prosecutor replaces a custodian');
  const { agent, institution, reason, sha256 } = input;
  if (state.custodian.agent === agent) return [];
  if (!named) return noSuchAgent;
  if (named.person === by.person || named.person === custodian) return twoPersons;
  return [{ type: 'CustodyReassigned', data: { custodian: { agent, institution }, reason, sha256, differs: sha256 !== state.sha256 } }];
}

type ByCustodian = SealExhibit | BreakSeal | OfferCustody | ExamineExhibit | ReturnExhibit;

function byCustodian(command: ByCustodian, state: Kept, { by, file, named }: ExhibitFacts): Decided {
  switch (command.type) {
    case 'SealExhibit': {
      const { seal } = command.input;
      if (state.seal === seal) return [];
      return state.seal === undefined ? [{ type: 'ExhibitSealed', data: { seal } }] : no('SEALED_ALREADY', 'it is sealed: break that seal first, and say why');
    }
    case 'BreakSeal': {
      const { reason } = command.input;
      if (state.seal !== undefined) return [{ type: 'SealBroken', data: { seal: state.seal, reason } }];
      return state.broken === reason ? [] : otherwise;
    }
    case 'OfferCustody': {
      const { agent, institution } = command.input;
      if (state.offered?.agent === agent) return [];
      if (!named) return noSuchAgent;
      if (named.person === by.person) return twoPersons;
      return state.seal === undefined ? no('SEAL_FIRST', 'it is handed over sealed: seal it first') : [{ type: 'CustodyOffered', data: { to: { agent, institution } } }];
    }
    case 'ExamineExhibit': {
      const { examination, findings } = command.input;
      if (state.seal !== undefined) return no('BREAK_SEAL_FIRST', 'what is sealed is not examined: break the seal first, and say why');
      return [{ type: 'ExhibitExamined', data: { examination }, ...sealedFields(file, { findings }) }];
    }
    case 'ReturnExhibit':
      if (state.destruction !== undefined) return no('DESTRUCTION_ORDERED', 'a court ordered that it be destroyed');
      return [{ type: 'ExhibitReturned', data: {}, ...sealedFields(file, { returnedTo: command.input.returnedTo }) }];
    default:
      return unreachable(command);
  }
}

function evolve(before: Exhibit, event: Recorded<ExhibitEvent>): Exhibit {
  if (event.type === 'ExhibitCollected') {
    const { sha256, seal, custodian } = event.data;
    return { status: 'KEPT', sha256, seal, custodian, clocks: clocksAfter(exhibitClocks, noClocks, event) };
  }
  if (before.status === 'NONE') return before;
  const state = { ...before, clocks: clocksAfter(exhibitClocks, before.clocks, event) };
  const { offered: _offered, refused: _refused, ...settled } = state;
  switch (event.type) {
    case 'ExhibitSealed': {
      const { broken: _broken, ...rest } = state;
      return { ...rest, seal: event.data.seal };
    }
    case 'SealBroken': {
      // What was offered was offered sealed.
      const { seal: _seal, ...unsealed } = settled;
      return { ...unsealed, broken: event.data.reason };
    }
    case 'CustodyOffered':
      return { ...settled, offered: event.data.to };
    case 'CustodyAccepted':
    case 'CustodyReassigned':
      return { ...settled, custodian: event.data.custodian };
    case 'CustodyRefused':
      return { ...settled, refused: { agent: event.data.by.agent, for: event.data.found ?? event.data.reason } };
    case 'ExhibitExamined':
    case 'ExhibitEscalated':
      return state;
    case 'ExhibitReturned':
      return { ...settled, status: 'RETURNED' };
    case 'DestructionOrdered':
      return { ...state, destruction: event.data.number };
    default:
      return unreachable(event);
  }
}

export const exhibit: Decider<Exhibit, ExhibitCommand, ExhibitEvent, ExhibitFacts, ExhibitRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const exhibitSlice = { decider: exhibit, forms: formsOf(exhibitEvents) };
