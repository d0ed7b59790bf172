import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { followUpMonths, followUpOpens, isReintegrationStart, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import type { supportPlanTypes } from '../htcds';
import type { Party } from '../party';
import type { AgeBand } from './age-band';
import { agreementRefusal, type AgreedBy, type AgreementRefusal } from './agreement';
import type { Code } from './consent';
import type { Representation } from './representation';
import { sealedFields } from '../sealed-fields';

export const followUpOutcomes = ['WELL', 'NEEDS_SUPPORT', 'AT_RISK', 'NOT_REACHED', 'DID_NOT_WISH'] as const;
export const grievanceKinds = ['DISRESPECT', 'NOT_SERVED', 'DELAY', 'PRESSURE', 'CONFIDENTIALITY', 'DISCRIMINATION', 'ABUSE'] as const;
export const grievanceVoices = ['SURVIVOR', 'GUARDIAN', 'FOR_HER'] as const;
export const grievanceOutcomes = ['UPHELD', 'UPHELD_IN_PART', 'NOT_UPHELD'] as const;

type Of = Readonly<{ case: string }>;
type Under = Readonly<{ under?: string }>;

/** `startsOn` is a day of the calendar: follow-ups count from it. */
export class AgreeReintegrationPlan extends Command<
  'AgreeReintegrationPlan',
  Of & { startsOn: string; supports: readonly (typeof supportPlanTypes)[number][]; aims: string; agreedBy?: AgreedBy }
> {
  readonly type = 'AgreeReintegrationPlan';
}
export class RecordFollowUp extends Command<'RecordFollowUp', Of & { month: number; outcome: (typeof followUpOutcomes)[number]; note?: string }> {
  readonly type = 'RecordFollowUp';
}
export class RecordContactLost extends Command<'RecordContactLost', Of & { lastContact?: string }> {
  readonly type = 'RecordContactLost';
}
export class RecordContactRegained extends Command<'RecordContactRegained', Of> {
  readonly type = 'RecordContactRegained';
}
/** `agent`: whom of the unit it concerns, where she names one. */
export class RaiseGrievance extends Command<
  'RaiseGrievance',
  Of & Under & { grievance: string; unit: string; agent?: string; kind: (typeof grievanceKinds)[number]; by: (typeof grievanceVoices)[number]; words: string }
> {
  readonly type = 'RaiseGrievance';
}
export class AnswerGrievance extends Command<'AnswerGrievance', Of & Under & { grievance: string; outcome: (typeof grievanceOutcomes)[number]; answer: string }> {
  readonly type = 'AnswerGrievance';
}
export type ReintegrationCommand = AgreeReintegrationPlan | RecordFollowUp | RecordContactLost | RecordContactRegained | RaiseGrievance | AnswerGrievance;

export type ReintegrationEvent =
  | DomainEvent<'ReintegrationPlanAgreed', { startsOn: string; agreedBy: AgreedBy }>
  | DomainEvent<'FollowUpRecorded', { month: number; outcome: (typeof followUpOutcomes)[number] }>
  | DomainEvent<'ContactLost', Record<string, never>>
  | DomainEvent<'ContactRegained', Record<string, never>>
  | DomainEvent<
      'GrievanceRaised',
      { grievance: string; against: Code; concerns?: string; kind: (typeof grievanceKinds)[number]; by: (typeof grievanceVoices)[number]; under?: string }
    >
  | DomainEvent<'GrievanceAnswered', { grievance: string; outcome: (typeof grievanceOutcomes)[number]; under?: string }>;

export const reintegrationEvents: EventDefinitions<ReintegrationEvent['type']> = {
  ReintegrationPlanAgreed: {
    category: 'REINTEGRATION',
    clear: { startsOn: 'clock', agreedBy: 'rule of agreement' },
    sealed: { supports: 'REINTEGRATION', aims: 'REINTEGRATION' },
  },
  FollowUpRecorded: { category: 'REINTEGRATION', clear: { month: 'clock', outcome: 'clock, counts' }, sealed: { followUpNote: 'REINTEGRATION' } },
  ContactLost: { category: 'STATUS', clear: {}, sealed: { lastContact: 'CONTACT' } },
  ContactRegained: { category: 'STATUS', clear: {} },
  GrievanceRaised: {
    category: 'PSYCHOSOCIAL',
    clear: { grievance: 'decision', against: 'rule of who answers, visibility', concerns: 'rule 7', kind: 'counts', by: 'counts', under: 'audit' },
    sealed: { herGrievance: 'PSYCHOSOCIAL', concernedAgent: 'PSYCHOSOCIAL' },
  },
  GrievanceAnswered: { category: 'PSYCHOSOCIAL', clear: { grievance: 'decision', outcome: 'counts', under: 'audit' }, sealed: { grievanceAnswer: 'PSYCHOSOCIAL' } },
};

type Grievance = Readonly<{ against: Code; concerns?: string; outcome?: (typeof grievanceOutcomes)[number] }>;
export type Reintegration = Readonly<{
  startsOn?: string;
  /** Month → how the follow-up went, since the present start. */
  followed: Readonly<Partial<Record<number, (typeof followUpOutcomes)[number]>>>;
  lost: boolean;
  grievances: Readonly<Record<string, Grievance>>;
}>;
export const noReintegration: Reintegration = { followed: {}, lost: false, grievances: {} };

export type ReintegrationFacts = Readonly<{
  subject: string;
  ageBand: AgeBand;
  guardianship: Representation;
  by: Party;
  under?: string;
  /** The person who acts, as a code in this case. */
  hand?: string;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
  /** On a grievance: the unit it concerns, and the person behind the agent it names, as codes in this case. */
  concerned?: Readonly<{ unit: Code; hand?: string }>;
}>;

export type ReintegrationRefusal =
  | AgreementRefusal
  | 'DATE_OUT_OF_RANGE'
  | 'NO_REINTEGRATION_PLAN'
  | 'NO_SUCH_FOLLOW_UP'
  | 'NOT_DUE'
  | 'UNIT_UNKNOWN'
  | 'AGENT_UNKNOWN'
  | 'GRIEVANCE_UNKNOWN'
  | 'GRIEVANCE_CONCERNS_YOU'
  | 'ANSWERED_OTHERWISE';

type Decided = Decision<ReintegrationEvent, ReintegrationRefusal>;
const answeredOtherwise: Decided = refuse('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');

export function decideReintegration(command: ReintegrationCommand, state: Reintegration, facts: ReintegrationFacts): Decided {
  const { subject } = facts;
  switch (command.type) {
    case 'AgreeReintegrationPlan': {
      const { startsOn, supports, aims, agreedBy } = command.input;
      const refusal = agreementRefusal(agreedBy, facts);
      if (refusal) return refusal;
      if (!isReintegrationStart(startsOn, command.meta.at, facts.clocks)) return refuse('DATE_OUT_OF_RANGE', 'reintegration starts within a year of the day it was agreed, before or after');
      return [{ type: 'ReintegrationPlanAgreed', data: { startsOn, agreedBy: agreedBy! }, ...sealedFields(subject, { supports: [...new Set(supports)], aims }) }];
    }
    case 'RecordFollowUp':
      return followUp(command, state, facts);
    case 'RecordContactLost':
      return state.lost ? [] : [{ type: 'ContactLost', data: {}, ...sealedFields(subject, { lastContact: command.input.lastContact }) }];
    case 'RecordContactRegained':
      return state.lost ? [{ type: 'ContactRegained', data: {} }] : [];
    case 'RaiseGrievance':
      return raise(command, state, facts);
    case 'AnswerGrievance':
      return answer(command, state, facts);
  }
}

/** One per month that is due; who was not reached then may be reached later. */
function followUp({ input, meta }: RecordFollowUp, { startsOn, followed }: Reintegration, { subject, clocks }: ReintegrationFacts): Decided {
  const { month, outcome, note } = input;
  if (startsOn === undefined) return refuse('NO_REINTEGRATION_PLAN', 'agree a plan of reintegration with her first: follow-ups count from its start');
  if (!followUpMonths(clocks).includes(month)) return refuse('NO_SUCH_FOLLOW_UP', 'no follow-up is made after so many months: it counts for the one that is due');
  if (followed[month] === outcome) return [];
  if (followed[month] !== undefined && followed[month] !== 'NOT_REACHED') return answeredOtherwise;
  if (meta.at < followUpOpens(startsOn, month, clocks)) return refuse('NOT_DUE', 'the follow-up before this one is not even due');
  return [{ type: 'FollowUpRecorded', data: { month, outcome }, ...sealedFields(subject, { followUpNote: note }) }];
}

function raise({ input }: RaiseGrievance, state: Reintegration, { subject, under, concerned }: ReintegrationFacts): Decided {
  const { grievance, kind, by, words, agent } = input;
  if (state.grievances[grievance]) return [];
  if (!concerned) return refuse('UNIT_UNKNOWN', 'there is no such unit');
  if (agent !== undefined && concerned.hand === undefined) return refuse('AGENT_UNKNOWN', 'there is no such agent in that unit');
  const data = { grievance, against: concerned.unit, ...(concerned.hand !== undefined && { concerns: concerned.hand }), kind, by, ...(under !== undefined && { under }) };
  return [{ type: 'GrievanceRaised', data, ...sealedFields(subject, { herGrievance: words, concernedAgent: agent }) }];
}

/** Nobody answers for themselves: not the person it concerns, wherever they act now, and nobody of the unit. */
function answer({ input }: AnswerGrievance, state: Reintegration, { subject, by, under, hand }: ReintegrationFacts): Decided {
  const { grievance, outcome, answer: says } = input;
  const raised = state.grievances[grievance];
  if (!raised) return refuse('GRIEVANCE_UNKNOWN', 'there is no such grievance in this case');
  if (raised.against === by.unit || (raised.concerns !== undefined && raised.concerns === hand)) return refuse('GRIEVANCE_CONCERNS_YOU', 'somebody answers whom it does not concern');
  if (raised.outcome === outcome) return [];
  if (raised.outcome) return answeredOtherwise;
  return [{ type: 'GrievanceAnswered', data: { grievance, outcome, ...(under !== undefined && { under }) }, ...sealedFields(subject, { grievanceAnswer: says }) }];
}

export function evolveReintegration(state: Reintegration, { type, data }: Recorded<ReintegrationEvent>): Reintegration {
  switch (type) {
    case 'ReintegrationPlanAgreed':
      return { ...state, startsOn: data.startsOn, followed: state.startsOn === data.startsOn ? state.followed : {} };
    case 'FollowUpRecorded':
      return { ...state, followed: { ...state.followed, [data.month]: data.outcome } };
    case 'ContactLost':
      return { ...state, lost: true };
    case 'ContactRegained':
      return { ...state, lost: false };
    case 'GrievanceRaised': {
      const { grievance, against, concerns } = data;
      return { ...state, grievances: { ...state.grievances, [grievance]: { against, ...(concerns !== undefined && { concerns }) } } };
    }
    case 'GrievanceAnswered': {
      const raised = state.grievances[data.grievance];
      return raised ? { ...state, grievances: { ...state.grievances, [data.grievance]: { ...raised, outcome: data.outcome } } } : state;
    }
  }
}
