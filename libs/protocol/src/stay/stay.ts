import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { Code } from '../case/consent';
import { clocks as ownClocks, stayReviewDue, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Party } from '../party';
import { sealedFields } from '../sealed-fields';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import { admissionRefusal, ageWithin, criteriaMet, laterRefusal, type admissionCriteria, type AdmissionFacts, type AdmissionRefusal, type Dependants } from './admission';
import { stayClocks, stayReviewedBy, type EscalateStay, type StayClock } from './stay-clocks';

/** A stay has the id of the referral under which she was admitted: there is one stay to a referral, whoever asks, however often. */
export const stayStream = (id: string): string => `stay-${id}`;

export const extensionReasons = ['RISK_CONTINUES', 'NO_OTHER_HOUSING', 'HEALTH', 'PROCEEDINGS', 'AWAITING_RETURN', 'AT_HER_REQUEST'] as const;
export const dischargeReasons = ['HOME_OF_HER_OWN', 'FAMILY', 'MOVED', 'RETURNED', 'HOSPITAL', 'UNIT_CANNOT_GO_ON', 'ADMITTED_IN_ERROR', 'DIED'] as const;
type DischargeReason = (typeof dischargeReasons)[number];

type Of = Readonly<{ stay: string }>;

/** `hold`: another place, where the one she was accepted with is gone. `age`: asked for where her band does not decide. */
export class AdmitSurvivor extends Command<'AdmitSurvivor', { referral: string; hold?: string; dependants: Dependants; age?: number; note?: string }> {
  readonly type = 'AdmitSurvivor';
}
/** One who comes later. */
export class AdmitDependant extends Command<'AdmitDependant', Of & { dependant: string; hold: string }> {
  readonly type = 'AdmitDependant';
}
export class ExtendStay extends Command<'ExtendStay', Of & { until: string; reason: (typeof extensionReasons)[number]; note?: string }> {
  readonly type = 'ExtendStay';
}
export class DischargeSurvivor extends Command<'DischargeSurvivor', Of & { reason: DischargeReason; destination?: string }> {
  readonly type = 'DischargeSurvivor';
}
/** One who leaves before her. */
export class DischargeDependant extends Command<'DischargeDependant', Of & { dependant: string; reason: DischargeReason }> {
  readonly type = 'DischargeDependant';
}
export class RecordSurvivorLeft extends Command<'RecordSurvivorLeft', Of> {
  readonly type = 'RecordSurvivorLeft';
}
/** The process manager's, when a review is due. */
export class RaiseStayReview extends Command<'RaiseStayReview', Of> {
  readonly type = 'RaiseStayReview';
}
/** The process manager's: she was admitted to another house. */
export class EndMovedStay extends Command<'EndMovedStay', Of> {
  readonly type = 'EndMovedStay';
}
export type StayCommand = AdmitSurvivor | AdmitDependant | ExtendStay | DischargeSurvivor | DischargeDependant | RecordSurvivorLeft | RaiseStayReview | EscalateStay | EndMovedStay;

type Placed = Readonly<{ dependant: string; place: string }>;
export type StayEvent =
  | DomainEvent<'SurvivorAdmitted', { unit: Code; place: string; dependants: readonly Placed[]; met: readonly (typeof admissionCriteria)[number][] }>
  | DomainEvent<'DependantAdmitted', Placed>
  | DomainEvent<'StayExtended', { until: string; reason: (typeof extensionReasons)[number] }>
  | DomainEvent<'StayReviewDue', { due: string }>
  | DomainEvent<'StayEscalated', { clock: StayClock; level: EscalationLevel }>
  | DomainEvent<'SurvivorDischarged', { reason: DischargeReason }>
  | DomainEvent<'DependantDischarged', Placed & { reason: DischargeReason }>
  | DomainEvent<'SurvivorLeftFreely', Record<string, never>>;

/**
 * That there is a stay tells that she is, or was, in a house: all of it is WHEREABOUTS, which no basis opens but living there, her
 * consent or a court's order. What others must know the referral tells them: accepted, in service, completed.
 */
export const stayEvents: EventDefinitions<StayEvent['type']> = {
  SurvivorAdmitted: {
    category: 'WHEREABOUTS',
    clear: { unit: 'visibility, counts', place: 'rule 5', dependants: 'rule 5, counts', met: 'rule 5' },
    sealed: { age: 'WHEREABOUTS', admissionNote: 'WHEREABOUTS' },
  },
  DependantAdmitted: { category: 'WHEREABOUTS', clear: { dependant: 'counts', place: 'rule 5' } },
  StayExtended: { category: 'WHEREABOUTS', clear: { until: 'clock', reason: 'counts' }, sealed: { extensionNote: 'WHEREABOUTS' } },
  StayReviewDue: { category: 'WHEREABOUTS', clear: { due: 'clock' } },
  StayEscalated: { category: 'WHEREABOUTS', clear: { clock: 'clock', level: 'clock' } },
  SurvivorDischarged: { category: 'WHEREABOUTS', clear: { reason: 'counts' }, sealed: { destination: 'WHEREABOUTS' } },
  DependantDischarged: { category: 'WHEREABOUTS', clear: { dependant: 'counts', place: 'rule 5', reason: 'counts' } },
  SurvivorLeftFreely: { category: 'WHEREABOUTS', clear: {} },
};

export type Stay =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: 'HOUSED' | 'DISCHARGED' | 'LEFT';
      /** Why she was discharged. */
      because?: string;
      unit: Code;
      place: string;
      /** Case → place, of who is there with her. */
      dependants: Readonly<Record<string, string>>;
      /** Case → why, of who was there with her and left before. */
      gone: Readonly<Record<string, string>>;
      /** As she was admitted with them. */
      cameWith: readonly Placed[];
      clocks: ClockState;
    }>;
type Known = Exclude<Stay, { status: 'NONE' }>;

export type StayFacts = Readonly<{
  by: Party;
  lead?: Party;
  /** Whose keys seal what is said about her. */
  subject: string;
  /** On an admission. */
  admission?: AdmissionFacts;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type StayRefusal = AdmissionRefusal | 'NOT_FOUND' | 'STAY_ENDED' | 'ALREADY_LEFT' | 'ANSWERED_OTHERWISE' | 'UNTIL_NOT_LATER' | 'STAY_TOO_LONG' | 'NOT_DUE';

type Decided = Decision<StayEvent, StayRefusal>;
const no = (code: StayRefusal, because: string): Decided => refuse(code, because);
const notFound = no('NOT_FOUND', 'there is no such stay or referral, or it is not yours');
const stayEnded = no('STAY_ENDED', 'she has left: she comes back with a new referral');
const otherwise = no('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');

function decide(command: StayCommand, state: Stay, facts: StayFacts): Decided {
  if (command.type === 'AdmitSurvivor') return admit(command, state, facts);
  if (state.status === 'NONE') return notFound;
  if (command.type === 'RaiseStayReview') return raiseReview(command, state, facts);
  if (command.type === 'EscalateStay') {
    const { clock, level } = command.input;
    return movingUp(stayClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? ownClocks, { type: 'StayEscalated', data: { clock, level } });
  }
  if (command.type === 'EndMovedStay') return state.status === 'HOUSED' ? [{ type: 'SurvivorDischarged', data: { reason: 'MOVED' } }] : [];

  const houses = facts.by.unit === state.unit;
  // She may tell who leads her case, as well as the house; nobody stands in the way of her going.
  if (command.type === 'RecordSurvivorLeft') return houses || facts.by.compartment === facts.lead?.compartment ? leave(state) : notFound;
  if (!houses) return notFound;
  if (command.type === 'DischargeSurvivor') return discharge(command, state, facts);
  if (state.status !== 'HOUSED') return stayEnded;
  switch (command.type) {
    case 'AdmitDependant':
      return admitDependant(command, state, facts);
    case 'DischargeDependant':
      return dischargeDependant(command, state);
    case 'ExtendStay':
      return extend(command, state, facts);
    default:
      return unreachable(command);
  }
}

function admit({ input, meta }: AdmitSurvivor, state: Stay, facts: StayFacts): Decided {
  const { admission, by, subject } = facts;
  if (!admission?.referral || admission.referral.to !== by.unit) return notFound;
  const place = input.hold ?? admission.referral.places[0];
  const dependants = input.dependants.map(({ case: dependant, hold }) => ({ dependant, place: hold }));
  if (state.status === 'HOUSED') return place === state.place && same(dependants, state.cameWith) ? [] : otherwise;
  if (state.status !== 'NONE') return stayEnded;
  const refusal = admissionRefusal({ ...input, ...(place !== undefined && { place }) }, admission, meta.receivedAt);
  if (refusal) return refusal;
  const { criteria } = admission.house!;
  // Her age in years is kept only where it decided.
  const decided = ageWithin(admission.ageBand, criteria) === 'AGE_NEEDED' ? { age: input.age } : {};
  return [
    {
      type: 'SurvivorAdmitted',
      data: { unit: by.unit, place: place!, dependants, met: criteriaMet(criteria, dependants.length > 0) },
      ...sealedFields(subject, { ...decided, admissionNote: input.note }),
    },
  ];
}

const same = (some: readonly Placed[], others: readonly Placed[]): boolean => {
  const told = (placed: readonly Placed[]): string => placed.map(({ dependant, place }) => `${dependant} ${place}`).sort().join();
  return told(some) === told(others);
};

function admitDependant({ input: { dependant, hold }, meta }: AdmitDependant, state: Known, { admission }: StayFacts): Decided {
  if (state.dependants[dependant] !== undefined) return state.dependants[dependant] === hold ? [] : otherwise;
  if (!admission) return notFound;
  if (hold === state.place || Object.values(state.dependants).includes(hold)) return no('PLACE_EACH', 'everybody takes a place of their own');
  return laterRefusal({ case: dependant, hold }, admission, meta.receivedAt) ?? [{ type: 'DependantAdmitted', data: { dependant, place: hold } }];
}

/** An extension decides the next review; nobody decides more than one such time ahead. */
function extend({ input: { until, reason, note }, meta }: ExtendStay, { clocks: state }: Known, { subject, clocks = ownClocks }: StayFacts): Decided {
  const reviewDue = stayReviewedBy(state, clocks)!;
  if (until === reviewDue) return [];
  if (until < reviewDue || until <= meta.at) return no('UNTIL_NOT_LATER', 'a stay is extended to later than it may last already');
  if (until > stayReviewDue(meta.at, clocks)) return no('STAY_TOO_LONG', 'a stay is extended by thirty days from the decision at most, and then reviewed again');
  return [{ type: 'StayExtended', data: { until, reason }, ...sealedFields(subject, { extensionNote: note }) }];
}

/** It escalates, and never discharges. */
function raiseReview({ meta }: RaiseStayReview, state: Known, { clocks = ownClocks }: StayFacts): Decided {
  const due = stayReviewedBy(state.clocks, clocks);
  if (due === undefined) return [];
  return movingUp(stayClocks, state.clocks, { clock: 'REVIEW', of: '', level: 'SUPERVISOR' }, meta, clocks, { type: 'StayReviewDue', data: { due } });
}

function discharge({ input: { reason, destination } }: DischargeSurvivor, state: Known, { subject }: StayFacts): Decided {
  if (state.status === 'HOUSED') return [{ type: 'SurvivorDischarged', data: { reason }, ...sealedFields(subject, { destination }) }];
  return state.status === 'DISCHARGED' && state.because === reason ? [] : otherwise;
}

function dischargeDependant({ input: { dependant, reason } }: DischargeDependant, { dependants, gone }: Known): Decided {
  const place = dependants[dependant];
  if (place !== undefined) return [{ type: 'DependantDischarged', data: { dependant, place, reason } }];
  if (gone[dependant] === undefined) return no('DEPENDANT_UNKNOWN', 'nobody of that case is here with her');
  return gone[dependant] === reason ? [] : otherwise;
}

/** Rule 5: she may leave freely, whatever else is open or undecided. Only who has left cannot leave again. */
function leave({ status }: Known): Decided {
  switch (status) {
    case 'HOUSED':
      return [{ type: 'SurvivorLeftFreely', data: {} }];
    case 'LEFT':
      return [];
    case 'DISCHARGED':
      return no('ALREADY_LEFT', 'she has left already');
  }
}

function evolve(before: Stay, event: Recorded<StayEvent>): Stay {
  if (event.type === 'SurvivorAdmitted') {
    const { unit, place, dependants } = event.data;
    const places = Object.fromEntries(dependants.map((one) => [one.dependant, one.place]));
    return { status: 'HOUSED', unit, place, dependants: places, gone: {}, cameWith: dependants, clocks: clocksAfter(stayClocks, noClocks, event) };
  }
  if (before.status === 'NONE') return before;
  const state = { ...before, clocks: clocksAfter(stayClocks, before.clocks, event) };
  switch (event.type) {
    case 'DependantAdmitted': {
      const { [event.data.dependant]: _back, ...gone } = state.gone;
      return { ...state, dependants: { ...state.dependants, [event.data.dependant]: event.data.place }, gone };
    }
    case 'DependantDischarged': {
      const { [event.data.dependant]: _left, ...dependants } = state.dependants;
      return { ...state, dependants, gone: { ...state.gone, [event.data.dependant]: event.data.reason } };
    }
    case 'StayExtended':
    case 'StayReviewDue':
    case 'StayEscalated':
      return state;
    case 'SurvivorDischarged':
      return { ...state, status: 'DISCHARGED', because: event.data.reason };
    case 'SurvivorLeftFreely':
      return { ...state, status: 'LEFT' };
    default:
      return unreachable(event);
  }
}

export const stay: Decider<Stay, StayCommand, StayEvent, StayFacts, StayRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const staySlice = { decider: stay, forms: formsOf(stayEvents) };
