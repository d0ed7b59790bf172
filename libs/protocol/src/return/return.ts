import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { countsAsChild, type AgeBand } from '../case/age-band';
import type { Code, Consents, consenters } from '../case/consent';
import { representationRefusal, type Representation, type RepresentationRefusal } from '../case/representation';
import { clocks as ownClocks, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { InstitutionKind } from '../institution/institution';
import { actsFor, type Party } from '../party';
import type { ErrorReason } from '../referral/referral-reasons';
import type { Service } from '../service';
import { sealedFields } from '../sealed-fields';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import { returnClocks, type EscalateReturn, type ReturnClock } from './return-clocks';
import { returnMoves, type ReturnStatus } from './return-moves';
import { concernsMigrationControl, migrationControl, namingRefusal, nobody, planRefusal, type Named, type ReturnTask, type SharingRefusal } from './return-sharing';

export const returnStream = (id: string): string => `return-${id}`;

export const returnKinds = ['VOLUNTARY', 'DEPORTED'] as const;
export const returnDirections = ['INBOUND', 'OUTBOUND'] as const;
export const returnOrders = ['COURT_ORDER', 'DEPORTATION'] as const;
export const travelDocuments = ['PASSPORT', 'EMERGENCY_PASSPORT', 'SAFE_CONDUCT', 'BIRTH_CERTIFICATE'] as const;
export const returnRisks = ['LOW', 'MEDIUM', 'HIGH'] as const;
export const arrivalPlaces = ['AIRPORT', 'LAND_BORDER', 'SEAPORT'] as const;
export const returnFindings = ['SAFE', 'AT_RISK', 'TRAFFICKED_AGAIN', 'NOT_REACHED'] as const;
export const returnOutcomes = ['REINTEGRATED', 'SHE_ENDED_IT', 'CONTACT_LOST', 'LEFT_AGAIN', 'DIED'] as const;
export const returnCancellationReasons = ['SHE_DECIDED_OTHERWISE', 'RISK', 'ORDER_LIFTED', 'NOT_ADMITTED', 'CONTACT_LOST', 'DIED'] as const;

type Of = Readonly<{ return: string }>;
type Consenter = (typeof consenters)[number];

export class NotifyReturn extends Command<
  'NotifyReturn',
  Of & { case: string; kind: (typeof returnKinds)[number]; direction: (typeof returnDirections)[number]; country: string; under?: string; circumstances?: string }
> {
  readonly type = 'NotifyReturn';
}
export class IssueTravelDocument extends Command<'IssueTravelDocument', Of & { document: (typeof travelDocuments)[number]; documentNumber?: string; expiresOn?: string }> {
  readonly type = 'IssueTravelDocument';
}
export class AssessReturnRisk extends Command<'AssessReturnRisk', Of & { level: (typeof returnRisks)[number]; assessment?: string }> {
  readonly type = 'AssessReturnRisk';
}
/** Her own decision; `insists`: she was told that the risk is high, and wants to return. */
export class ConsentToReturn extends Command<'ConsentToReturn', Of & { by: Consenter; language: string; insists?: boolean; interpreterName?: string; witnessName?: string }> {
  readonly type = 'ConsentToReturn';
}
/** She is returned without being asked: recorded as what it is. */
export class RecordReturnOrder extends Command<'RecordReturnOrder', Of & { order: (typeof returnOrders)[number] }> {
  readonly type = 'RecordReturnOrder';
}
export class NameReturnParty extends Command<'NameReturnParty', Of & { unit: string; task: ReturnTask; consents: readonly string[]; arrival?: string }> {
  readonly type = 'NameReturnParty';
}
export class MeetArrival extends Command<'MeetArrival', Of & { place: (typeof arrivalPlaces)[number]; condition?: string }> {
  readonly type = 'MeetArrival';
}
export class ShareReturnPlan extends Command<'ShareReturnPlan', Of & { with: readonly string[]; consents: readonly string[]; plan: string }> {
  readonly type = 'ShareReturnPlan';
}
export class DeliverSupport extends Command<'DeliverSupport', Of & { service: Service; report?: string }> {
  readonly type = 'DeliverSupport';
}
export class FollowUpReturn extends Command<'FollowUpReturn', Of & { found: (typeof returnFindings)[number]; report?: string }> {
  readonly type = 'FollowUpReturn';
}
export class CompleteReturn extends Command<'CompleteReturn', Of & { outcome: (typeof returnOutcomes)[number] }> {
  readonly type = 'CompleteReturn';
}
export class CancelReturn extends Command<'CancelReturn', Of & { reason: (typeof returnCancellationReasons)[number] }> {
  readonly type = 'CancelReturn';
}
export class EnterReturnInError extends Command<'EnterReturnInError', Of & { reason: ErrorReason }> {
  readonly type = 'EnterReturnInError';
}
type Moving =
  | IssueTravelDocument
  | AssessReturnRisk
  | ConsentToReturn
  | RecordReturnOrder
  | NameReturnParty
  | MeetArrival
  | ShareReturnPlan
  | DeliverSupport
  | FollowUpReturn
  | CompleteReturn
  | CancelReturn
  | EnterReturnInError;
export type ReturnCommand = NotifyReturn | Moving | EscalateReturn;

export type ReturnEvent =
  | DomainEvent<'ReturnNotified', { kind: (typeof returnKinds)[number]; direction: (typeof returnDirections)[number]; notifiedBy: Code }>
  | DomainEvent<'TravelDocumentIssued', { document: (typeof travelDocuments)[number] }>
  | DomainEvent<'ReturnRiskAssessed', { level: (typeof returnRisks)[number] }>
  | DomainEvent<'ReturnConsented', { by: Consenter; language: string; insists: boolean }>
  | DomainEvent<'ReturnOrdered', { order: (typeof returnOrders)[number] }>
  | DomainEvent<'ReturnPartyNamed', { party: Code; task: ReturnTask; consents: readonly string[] }>
  | DomainEvent<'ArrivalMet', { metBy: Code; place: (typeof arrivalPlaces)[number] }>
  | DomainEvent<'ReturnPlanShared', { with: readonly Code[]; consents: readonly string[] }>
  | DomainEvent<'SupportDelivered', { service: Service }>
  | DomainEvent<'ReturnFollowedUp', { found: (typeof returnFindings)[number] }>
  | DomainEvent<'ReturnEscalated', { clock: ReturnClock; level: EscalationLevel }>
  | DomainEvent<'ReturnCompleted', { outcome: (typeof returnOutcomes)[number] }>
  | DomainEvent<'ReturnCancelled', { reason: (typeof returnCancellationReasons)[number] }>
  | DomainEvent<'ReturnEnteredInError', { reason: ErrorReason }>;

export const returnEvents: EventDefinitions<ReturnEvent['type']> = {
  ReturnNotified: {
    category: 'STATUS',
    clear: { kind: 'decision, counts', direction: 'decision, counts', notifiedBy: 'visibility' },
    sealed: { country: 'PROTECTION', circumstances: 'PROTECTION' },
  },
  TravelDocumentIssued: { category: 'STATUS', clear: { document: 'counts' }, sealed: { documentNumber: 'IDENTITY', expiresOn: 'IDENTITY' } },
  ReturnRiskAssessed: { category: 'PROTECTION', clear: { level: 'decision' }, sealed: { assessment: 'PROTECTION' } },
  ReturnConsented: {
    category: 'STATUS',
    clear: { by: 'rule 2', language: 'rule 2', insists: 'decision' },
    sealed: { interpreterName: 'IDENTITY', witnessName: 'IDENTITY' },
  },
  ReturnOrdered: { category: 'STATUS', clear: { order: 'decision, counts' } },
  ReturnPartyNamed: { category: 'STATUS', clear: { party: 'visibility', task: 'visibility', consents: 'visibility, rule 4' }, sealed: { arrival: 'WHEREABOUTS' } },
  ArrivalMet: { category: 'STATUS', clear: { metBy: 'visibility', place: 'counts' }, sealed: { condition: 'PROTECTION' } },
  ReturnPlanShared: { category: 'REINTEGRATION', clear: { with: 'visibility', consents: 'visibility, rule 2' }, sealed: { plan: 'REINTEGRATION' } },
  SupportDelivered: { category: 'REINTEGRATION', clear: { service: 'counts' }, sealed: { report: 'REINTEGRATION' } },
  ReturnFollowedUp: { category: 'REINTEGRATION', clear: { found: 'clock, counts' }, sealed: { report: 'REINTEGRATION' } },
  ReturnEscalated: { category: 'REINTEGRATION', clear: { clock: 'clock', level: 'clock' } },
  ReturnCompleted: { category: 'STATUS', clear: { outcome: 'counts' } },
  ReturnCancelled: { category: 'STATUS', clear: { reason: 'counts' } },
  ReturnEnteredInError: { category: 'STATUS', clear: { reason: 'counts' } },
};

export type Return =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: ReturnStatus;
      /** What brought it to its status: who decided, which order, where she arrived, why it ended. */
      because?: string;
      direction: (typeof returnDirections)[number];
      notifiedBy: Code;
      risk?: (typeof returnRisks)[number];
      insists: boolean;
      order?: (typeof returnOrders)[number];
      parties: Readonly<Partial<Record<ReturnTask, Readonly<{ party: Code; consents: readonly string[] }>>>>;
      with: readonly Code[];
      clocks: ClockState;
    }>;

/** What a decision on a return must know of other streams. */
export type ReturnFacts = Readonly<{
  by: Party;
  /** The mandates of the institutions behind who acts. */
  byKinds: readonly InstitutionKind[];
  subject: string;
  standsIn: boolean;
  lead?: Party;
  ageBand: AgeBand;
  guardianship: Representation;
  languages: readonly string[];
  consents: Consents;
  caseOpen: boolean;
  /** Code in the return's events → whose it is. */
  parties: Readonly<Record<Code, Party>>;
  /** On a notification: the case's referral under which the sender serves her. */
  under?: Readonly<{ status: string; to: string }>;
  /** Those whom the command names, in its order. */
  named: readonly Named[];
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type ReturnRefusal =
  | SharingRefusal
  | 'NOT_FOUND'
  | 'UNIT_REQUIRED'
  | 'ALREADY_THERE'
  | 'CASE_CLOSED'
  | 'NOT_THE_LEAD'
  | 'NOT_NAMED_FOR_IT'
  | 'WRONG_STATE'
  | 'ANSWERED_OTHERWISE'
  | 'ORDER_REQUIRED'
  | 'RISK_NOT_ASSESSED'
  | 'HIGH_RISK'
  | RepresentationRefusal
  | 'LANGUAGE_NOT_HERS'
  | 'NOT_DUE';

type Decided = Decision<ReturnEvent, ReturnRefusal>;
type Known = Exclude<Return, { status: 'NONE' }>;
const no = (code: ReturnRefusal, because: string): Decided => refuse(code, because);
const notFound = no('NOT_FOUND', 'there is no such return, or it is not yours');
const unitRequired = no('UNIT_REQUIRED', 'this is done by an agent of a unit');
const orderRequired = no('ORDER_REQUIRED', 'from here she returns on her own decision or by order of a court: give its number');
const unassessed = no('RISK_NOT_ASSESSED', 'assess first what awaits her: nobody is returned into a risk that nobody looked at');

function decide(command: ReturnCommand, state: Return, facts: ReturnFacts): Decided {
  if (command.type === 'NotifyReturn') return state.status === 'NONE' ? notify(command, facts) : no('ALREADY_THERE', 'this return is there already');
  if (state.status === 'NONE') return notFound;
  if (command.type === 'EscalateReturn') {
    const { clock, level } = command.input;
    return movingUp(returnClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? ownClocks, { type: 'ReturnEscalated', data: { clock, level } });
  }
  const sides = sidesOf(state, facts);
  if (!sides.party) return notFound;
  if (facts.by.unit === '') return unitRequired;
  if (concernsMigrationControl(facts.byKinds)) return migrationControl;
  const move = returnMoves[command.type];
  if (move.by === 'HOME' && !sides.HOME) return no('NOT_THE_LEAD', 'only the lead of the case, or who notified the return, may do this');
  if (!sides[move.by]) return no('NOT_NAMED_FOR_IT', 'this return does not name you for this');
  if (move.to === state.status) return state.because === becauseOf(command) ? [] : no('ANSWERED_OTHERWISE', 'this was recorded otherwise before; what is recorded stays');
  if (!move.from.includes(state.status)) return no('WRONG_STATE', `not possible while the return is ${state.status}`);
  return happens(command, state, facts);
}

/** Which sides who acts is on; `party`: whether the return is theirs to know of at all. */
function sidesOf(state: Known, { by, lead, standsIn, parties }: ReturnFacts): Readonly<Record<'HOME' | 'ARRIVAL' | 'SUPPORT' | 'party', boolean>> {
  const of = (code: Code | undefined): Party | undefined => (code === undefined ? undefined : parties[code]);
  const known = [state.notifiedBy, state.parties.MEETS?.party, state.parties.RECEIVES?.party, ...state.with].map(of);
  const HOME = by.compartment === lead?.compartment || actsFor(by, of(state.notifiedBy), standsIn);
  return {
    HOME,
    ARRIVAL: HOME || actsFor(by, of(state.parties.MEETS?.party), standsIn),
    SUPPORT: HOME || actsFor(by, of(state.parties.RECEIVES?.party), standsIn) || state.with.some((code) => of(code)?.compartment === by.compartment),
    party: HOME || known.some((party) => party?.compartment === by.compartment),
  };
}

/** The lead notifies, and who serves her already, a consulate for one; to anybody else there is no such case. */
function notify({ input }: NotifyReturn, facts: ReturnFacts): Decided {
  const { by, lead, under } = facts;
  const serves = under !== undefined && ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'].includes(under.status) && under.to === by.unit;
  if (by.compartment !== lead?.compartment && !serves) return notFound;
  if (by.unit === '') return unitRequired;
  if (concernsMigrationControl(facts.byKinds)) return migrationControl;
  if (!facts.caseOpen) return no('CASE_CLOSED', 'the case is closed: reopen it first');
  const { kind, direction, country, circumstances } = input;
  // Deported are nationals, from abroad. Whoever is here is not sent away but by a court.
  if (kind === 'DEPORTED' && direction === 'OUTBOUND') return orderRequired;
  return [{ type: 'ReturnNotified', data: { kind, direction, notifiedBy: by.unit }, ...sealedFields(facts.subject, { country, circumstances }) }];
}

function happens(command: Moving, state: Known, facts: ReturnFacts): Decided {
  const about = { ...facts, basis: command.meta.basis, at: command.meta.at };
  switch (command.type) {
    case 'IssueTravelDocument': {
      const { document, documentNumber, expiresOn } = command.input;
      return [{ type: 'TravelDocumentIssued', data: { document }, ...sealedFields(facts.subject, { documentNumber, expiresOn }) }];
    }
    case 'AssessReturnRisk':
      return [{ type: 'ReturnRiskAssessed', data: { level: command.input.level }, ...sealedFields(facts.subject, { assessment: command.input.assessment }) }];
    case 'ConsentToReturn':
      return consent(command, state, facts);
    case 'RecordReturnOrder': {
      const { order } = command.input;
      const ofCourt = order === 'COURT_ORDER' && about.basis.kind === 'COURT_ORDER' && about.basis.ref !== undefined;
      return ofCourt || (order === 'DEPORTATION' && state.direction === 'INBOUND') ? [{ type: 'ReturnOrdered', data: { order } }] : orderRequired;
    }
    case 'NameReturnParty': {
      const { task, consents, arrival } = command.input;
      const [named] = facts.named;
      const refusal = namingRefusal(task, named ?? nobody, state.order !== undefined, { ...about, relied: consents });
      if (refusal) return refusal;
      const { unit, compartment } = named!.party!;
      const data = { party: unit, task, consents: compartment === facts.by.compartment ? [] : consents };
      const before = state.parties[task];
      const same = before?.party === unit && [...before.consents].sort().join() === [...data.consents].sort().join();
      return same && arrival === undefined ? [] : [{ type: 'ReturnPartyNamed', data, ...sealedFields(facts.subject, { arrival }) }];
    }
    case 'MeetArrival': {
      if (state.risk === undefined && state.order !== 'DEPORTATION') return unassessed;
      const { place, condition } = command.input;
      // Whoever was named to meet her did, also where another records it for them.
      return [{ type: 'ArrivalMet', data: { metBy: state.parties.MEETS?.party ?? facts.by.unit, place }, ...sealedFields(facts.subject, { condition }) }];
    }
    case 'ShareReturnPlan': {
      const { consents, plan } = command.input;
      const refusal = planRefusal(facts.named, { ...about, relied: consents });
      if (refusal) return refusal;
      const receivers = [...new Set(facts.named.map(({ party }) => party!.unit))].sort();
      return [{ type: 'ReturnPlanShared', data: { with: receivers, consents }, ...sealedFields(facts.subject, { plan }) }];
    }
    case 'DeliverSupport':
      return [{ type: 'SupportDelivered', data: { service: command.input.service }, ...sealedFields(facts.subject, { report: command.input.report }) }];
    case 'FollowUpReturn':
      return [{ type: 'ReturnFollowedUp', data: { found: command.input.found }, ...sealedFields(facts.subject, { report: command.input.report }) }];
    case 'CompleteReturn':
      return state.risk === undefined ? unassessed : [{ type: 'ReturnCompleted', data: { outcome: command.input.outcome } }];
    case 'CancelReturn':
      return [{ type: 'ReturnCancelled', data: { reason: command.input.reason } }];
    case 'EnterReturnInError':
      return [{ type: 'ReturnEnteredInError', data: { reason: command.input.reason } }];
    default:
      return unreachable(command);
  }
}

/** Her decision, made in knowledge: on a risk that was assessed, in a language she understands, and against a high one only if she insists. */
function consent({ input }: ConsentToReturn, { risk }: Known, facts: ReturnFacts): Decided {
  const { by, language, interpreterName, witnessName, insists = false } = input;
  const child = countsAsChild(facts.ageBand);
  if (risk === undefined) return unassessed;
  const notTheirs = representationRefusal(by, facts.ageBand, facts.guardianship);
  if (notTheirs) return notTheirs;
  if (!facts.languages.includes(language) && interpreterName === undefined) {
    return no('LANGUAGE_NOT_HERS', 'record her languages, or name the interpreter: she decides in a language she understands');
  }
  // Nobody insists on behalf of a child.
  if (risk === 'HIGH' && (child || !insists)) return no('HIGH_RISK', 'the risk of being trafficked again is high: she does not return unless she insists, and a child does not');
  return [{ type: 'ReturnConsented', data: { by, language, insists: risk === 'HIGH' }, ...sealedFields(facts.subject, { interpreterName, witnessName }) }];
}

function becauseOf({ input }: Moving): string | undefined {
  const { by, order, place, outcome, reason } = input as { by?: string; order?: string; place?: string; outcome?: string; reason?: string };
  return by ?? order ?? place ?? outcome ?? reason;
}

function evolve(old: Return, event: Recorded<ReturnEvent>): Return {
  const { type, data } = event;
  if (type === 'ReturnNotified') {
    const { kind, direction, notifiedBy } = data;
    const before = { direction, notifiedBy, insists: false, parties: {}, with: [], clocks: clocksAfter(returnClocks, noClocks, event) };
    return kind === 'DEPORTED' ? { ...before, status: 'ORDERED', because: 'DEPORTATION', order: 'DEPORTATION' } : { ...before, status: 'NOTIFIED' };
  }
  if (old.status === 'NONE') return old;
  const state = { ...old, clocks: clocksAfter(returnClocks, old.clocks, event) };
  const now = (status: ReturnStatus, because?: string): Known => {
    const { because: _before, ...rest } = state;
    return { ...rest, status, ...(because !== undefined && { because }) };
  };
  switch (type) {
    case 'TravelDocumentIssued':
    case 'SupportDelivered':
    case 'ReturnFollowedUp':
    case 'ReturnEscalated':
      return state;
    case 'ReturnRiskAssessed': {
      // She decided on another risk than this: she is asked again.
      const askAgain = data.level === 'HIGH' && state.status === 'CONSENTED' && !state.insists;
      return { ...(askAgain ? now('NOTIFIED') : state), risk: data.level };
    }
    case 'ReturnConsented':
      return { ...now('CONSENTED', data.by), insists: data.insists };
    case 'ReturnOrdered':
      return { ...now('ORDERED', data.order), order: data.order };
    case 'ReturnPartyNamed':
      return { ...state, parties: { ...state.parties, [data.task]: { party: data.party, consents: data.consents } } };
    case 'ArrivalMet':
      return now('ARRIVED', data.place);
    case 'ReturnPlanShared':
      return { ...state, with: [...new Set([...state.with, ...data.with])].sort() };
    case 'ReturnCompleted':
      return now('COMPLETED', data.outcome);
    case 'ReturnCancelled':
      return now('CANCELLED', data.reason);
    case 'ReturnEnteredInError':
      return now('ENTERED_IN_ERROR', data.reason);
    default:
      return unreachable(type);
  }
}

export const survivorReturn: Decider<Return, ReturnCommand, ReturnEvent, ReturnFacts, ReturnRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const returnSlice = { decider: survivorReturn, forms: formsOf(returnEvents) };
