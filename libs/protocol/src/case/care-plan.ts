import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { isPlanItemDue, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import type { Party } from '../party';
import type { Service } from '../service';
import type { AgeBand } from './age-band';
import { agreementRefusal, type AgreedBy, type AgreementRefusal } from './agreement';
import type { Code } from './consent';
import type { Representation } from './representation';
import { sealedFields } from '../sealed-fields';

export const planItemOutcomes = ['ACHIEVED', 'ACHIEVED_IN_PART', 'NOT_NEEDED_ANY_MORE', 'NOT_POSSIBLE'] as const;
export const unmetReasons = ['NO_CAPACITY', 'CRITERIA_NOT_MET', 'NO_SUCH_SERVICE', 'OUT_OF_TERRITORY', 'NO_INTERPRETER', 'NO_MEANS', 'NOT_SAFE_FOR_HER'] as const;

type Of = Readonly<{ case: string }>;
/** By who serves her: the referral of her case under which it does. */
type Under = Readonly<{ under?: string }>;
/** `continues`: the item of the present plan that goes on as this one. `due` is a day of the calendar. */
type PlannedItem = Readonly<{ id: string; continues?: string; service: Service; unit: string; due: string }>;
type Plan = Of & Readonly<{ items: readonly PlannedItem[]; goals: string; agreedBy?: AgreedBy }>;

export class AssessNeeds extends Command<'AssessNeeds', Of & { needs: readonly Service[]; assessment?: string }> {
  readonly type = 'AssessNeeds';
}
export class AgreeCarePlan extends Command<'AgreeCarePlan', Plan> {
  readonly type = 'AgreeCarePlan';
}
export class ReviseCarePlan extends Command<'ReviseCarePlan', Plan> {
  readonly type = 'ReviseCarePlan';
}
export class CompletePlanItem extends Command<'CompletePlanItem', Of & Under & { item: string; outcome: (typeof planItemOutcomes)[number]; report?: string }> {
  readonly type = 'CompletePlanItem';
}
export class RecordAssistance extends Command<'RecordAssistance', Of & Under & { service: Service; note?: string }> {
  readonly type = 'RecordAssistance';
}
export class RecordServiceRefusal extends Command<'RecordServiceRefusal', Of & { service: Service; words?: string }> {
  readonly type = 'RecordServiceRefusal';
}
export class RecordUnmetNeed extends Command<'RecordUnmetNeed', Of & Under & { service: Service; reason: (typeof unmetReasons)[number]; note?: string }> {
  readonly type = 'RecordUnmetNeed';
}
export type CarePlanCommand = AssessNeeds | AgreeCarePlan | ReviseCarePlan | CompletePlanItem | RecordAssistance | RecordServiceRefusal | RecordUnmetNeed;

type Items = readonly Readonly<{ item: string; service: Service; unit: Code; due: string }>[];
export type CarePlanEvent =
  | DomainEvent<'NeedsAssessed', { needs: readonly Service[] }>
  | DomainEvent<'CarePlanAgreed', { items: Items; agreedBy: AgreedBy }>
  | DomainEvent<'CarePlanRevised', { items: Items; agreedBy: AgreedBy }>
  | DomainEvent<'PlanItemCompleted', { item: string; outcome: (typeof planItemOutcomes)[number]; under?: string }>
  | DomainEvent<'AssistanceProvided', { service: Service; under?: string }>
  | DomainEvent<'ServiceRefusedBySurvivor', { service: Service }>
  | DomainEvent<'UnmetNeedRecorded', { service: Service; reason: (typeof unmetReasons)[number]; under?: string }>;

const plan = { clear: { items: 'clock, counts', agreedBy: 'rule of agreement' }, sealed: { goals: 'PSYCHOSOCIAL' } } as const;

/** What she needs and gets is opened by none but the narrowest of categories: no mandate opens it, a court's order does. */
export const carePlanEvents: EventDefinitions<CarePlanEvent['type']> = {
  NeedsAssessed: { category: 'PSYCHOSOCIAL', clear: { needs: 'counts' }, sealed: { assessment: 'PSYCHOSOCIAL' } },
  CarePlanAgreed: { category: 'PSYCHOSOCIAL', ...plan },
  CarePlanRevised: { category: 'PSYCHOSOCIAL', ...plan },
  PlanItemCompleted: { category: 'PSYCHOSOCIAL', clear: { item: 'clock', outcome: 'counts', under: 'audit' }, sealed: { itemReport: 'PSYCHOSOCIAL' } },
  AssistanceProvided: { category: 'PSYCHOSOCIAL', clear: { service: 'counts', under: 'audit' }, sealed: { assistanceNote: 'PSYCHOSOCIAL' } },
  ServiceRefusedBySurvivor: { category: 'PSYCHOSOCIAL', clear: { service: 'counts' }, sealed: { herWords: 'PSYCHOSOCIAL' } },
  UnmetNeedRecorded: { category: 'PSYCHOSOCIAL', clear: { service: 'counts', reason: 'counts', under: 'audit' }, sealed: { unmetNote: 'PSYCHOSOCIAL' } },
};

type Outcome = (typeof planItemOutcomes)[number];
/** Item → the unit responsible, and how it ended. Without `agreed` there is no plan yet. */
export type CarePlan = Readonly<{ agreed: boolean; items: Readonly<Record<string, Readonly<{ unit: Code; outcome?: Outcome }>>> }>;
export const noCarePlan: CarePlan = { agreed: false, items: {} };

export type CarePlanFacts = Readonly<{
  subject: string;
  ageBand: AgeBand;
  guardianship: Representation;
  by: Party;
  leads: boolean;
  /** The referral under which the actor serves her, where it does not lead. */
  under?: string;
  /** The units that the plan's items name and that are open, as they stand in this case. */
  units?: Readonly<Record<string, Party>>;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type CarePlanRefusal =
  | AgreementRefusal
  | 'UNIT_REQUIRED'
  | 'UNIT_UNKNOWN'
  | 'DATE_OUT_OF_RANGE'
  | 'CARE_PLAN_EXISTS'
  | 'NO_CARE_PLAN'
  | 'PLAN_ITEM_UNKNOWN'
  | 'PLAN_ITEM_ENDED'
  | 'PLAN_ITEM_TWICE'
  | 'ANSWERED_OTHERWISE';

type Decided = Decision<CarePlanEvent, CarePlanRefusal>;

export function decideCarePlan(command: CarePlanCommand, state: CarePlan, facts: CarePlanFacts): Decided {
  const { subject, under } = facts;
  const by = under === undefined ? {} : { under };
  switch (command.type) {
    case 'AssessNeeds': {
      const { needs, assessment } = command.input;
      return [{ type: 'NeedsAssessed', data: { needs: [...new Set(needs)].sort() }, ...sealedFields(subject, { assessment }) }];
    }
    case 'AgreeCarePlan':
      return state.agreed ? refuse('CARE_PLAN_EXISTS', 'there is a plan already: revise it') : planned('CarePlanAgreed', command, state, facts);
    case 'ReviseCarePlan':
      return state.agreed ? planned('CarePlanRevised', command, state, facts) : refuse('NO_CARE_PLAN', 'there is no plan yet: agree one with her');
    case 'CompletePlanItem':
      return complete(command, state, facts);
    case 'RecordAssistance': {
      const { service, note } = command.input;
      if (facts.by.unit === '') return refuse('UNIT_REQUIRED', 'assistance is given by an agent of a unit');
      return [{ type: 'AssistanceProvided', data: { service, ...by }, ...sealedFields(subject, { assistanceNote: note }) }];
    }
    case 'RecordServiceRefusal': {
      const { service, words } = command.input;
      return [{ type: 'ServiceRefusedBySurvivor', data: { service }, ...sealedFields(subject, { herWords: words }) }];
    }
    case 'RecordUnmetNeed': {
      const { service, reason, note } = command.input;
      return [{ type: 'UnmetNeedRecorded', data: { service, reason, ...by }, ...sealedFields(subject, { unmetNote: note }) }];
    }
  }
}

/** A plan is agreed with her as a whole: what she agreed to last is the plan. */
function planned(type: 'CarePlanAgreed' | 'CarePlanRevised', { input, meta }: AgreeCarePlan | ReviseCarePlan, state: CarePlan, facts: CarePlanFacts): Decided {
  const { items, goals, agreedBy } = input;
  const refusal = agreementRefusal(agreedBy, facts);
  if (refusal) return refusal;
  const going = items.flatMap(({ continues }) => (continues === undefined ? [] : [continues]));
  if (new Set(going).size < going.length) return refuse('PLAN_ITEM_TWICE', 'an item goes on as one item, not as two');
  for (const id of going) {
    const known = state.items[id];
    if (!known) return refuse('PLAN_ITEM_UNKNOWN', 'there is no such item in the plan');
    if (known.outcome) return refuse('PLAN_ITEM_ENDED', 'that item has ended: leave it out, or plan a new one');
  }
  if (items.some(({ unit }) => !facts.units?.[unit])) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (!items.every(({ due }) => isPlanItemDue(due, meta.at, facts.clocks))) return refuse('DATE_OUT_OF_RANGE', 'an item is due within two years of the day it was agreed, and not before it');
  const agreed = items.map(({ id, continues, service, unit, due }) => ({ item: continues ?? id, service, unit: facts.units![unit]!.unit, due }));
  return [{ type, data: { items: agreed, agreedBy: agreedBy! }, ...sealedFields(facts.subject, { goals }) }];
}

/** Who serves her completes what it is responsible for, and learns of nothing else. */
function complete({ input }: CompletePlanItem, state: CarePlan, { subject, by, leads, under }: CarePlanFacts): Decided {
  const { item, outcome, report } = input;
  const known = state.items[item];
  if (!known || (!leads && known.unit !== by.unit)) return refuse('PLAN_ITEM_UNKNOWN', 'there is no such item in the plan');
  if (known.outcome === outcome) return [];
  if (known.outcome) return refuse('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');
  return [{ type: 'PlanItemCompleted', data: { item, outcome, ...(under !== undefined && { under }) }, ...sealedFields(subject, { itemReport: report }) }];
}

export function evolveCarePlan(state: CarePlan, { type, data }: Recorded<CarePlanEvent>): CarePlan {
  switch (type) {
    case 'CarePlanAgreed':
    case 'CarePlanRevised': {
      const ended = Object.entries(state.items).filter(([, { outcome }]) => outcome !== undefined);
      return { agreed: true, items: { ...Object.fromEntries(ended), ...Object.fromEntries(data.items.map(({ item, unit }) => [item, { unit }])) } };
    }
    case 'PlanItemCompleted': {
      const known = state.items[data.item];
      return known ? { ...state, items: { ...state.items, [data.item]: { ...known, outcome: data.outcome } } } : state;
    }
    case 'NeedsAssessed':
    case 'AssistanceProvided':
    case 'ServiceRefusedBySurvivor':
    case 'UnmetNeedRecorded':
      return state;
  }
}
