import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';

export const planStream = (id: string): string => `plan-${id}`;

/** The three matrices of a national plan. */
export const planAxes = ['PREVENTION', 'DETECTION_AND_PROSECUTION', 'PROTECTION'] as const;
export type PlanAxis = (typeof planAxes)[number];
export const actionStatuses = ['NOT_STARTED', 'UNDER_WAY', 'DONE', 'DROPPED'] as const;
type ActionStatus = (typeof actionStatuses)[number];

type Of = Readonly<{ plan: string }>;
/** `progress` in percent; `evidence` is the number of a document or the code of a count. */
type Report = Readonly<{ status: ActionStatus; progress: number; evidence?: string }>;
type Action = Readonly<{ title: string; axis: PlanAxis; institution: string; due: string; indicator: string }>;

/** For whole years, the last one included. */
export class AdoptPlan extends Command<'AdoptPlan', Of & { body: string; name: string; fromYear: number; untilYear: number }> {
  readonly type = 'AdoptPlan';
}
/** `institution` is responsible for it; `due` is a day of the calendar. */
export class PlanAction extends Command<'PlanAction', Of & { action: string } & Action> {
  readonly type = 'PlanAction';
}
export class ReportAction extends Command<'ReportAction', Of & { action: string } & Report> {
  readonly type = 'ReportAction';
}
export type PlanCommand = AdoptPlan | PlanAction | ReportAction;

export type PlanEvent =
  | DomainEvent<'PlanAdopted', { body: string; name: string; fromYear: number; untilYear: number }>
  | DomainEvent<'ActionPlanned', { action: string } & Action>
  | DomainEvent<'ActionReported', { action: string } & Report>;

export const planEvents: EventDefinitions<PlanEvent['type']> = {
  PlanAdopted: {
    category: 'DIRECTORY',
    clear: { body: 'who may act, oversight', name: 'oversight', fromYear: 'due dates', untilYear: 'due dates' },
  },
  ActionPlanned: {
    category: 'DIRECTORY',
    clear: { action: 'oversight', title: 'oversight', axis: 'counts', institution: 'who may act, oversight', due: 'clock', indicator: 'counts' },
  },
  ActionReported: {
    category: 'DIRECTORY',
    clear: { action: 'oversight', status: 'clock, counts', progress: 'counts', evidence: 'oversight' },
  },
};

export type Plan = Readonly<{
  adopted?: Readonly<{ body: string; fromYear: number; untilYear: number }>;
  actions: Readonly<Record<string, Readonly<{ institution: string; plannedAt: string; newest?: Report & Readonly<{ at: string }> }>>>;
}>;

export type PlanFacts = Readonly<{
  /** The body that adopts, or adopted, the plan is there. */
  bodyKnown: boolean;
  /** The agent is a coordinator of that body's secretariat. */
  ofSecretariat: boolean;
  /** The institution that the agent acts for. */
  institution: string;
  /** Whether the institution named as responsible is a member of the body. */
  member: boolean;
}>;

export type PlanRefusal =
  | 'NOT_FOUND'
  | 'BODY_UNKNOWN'
  | 'NOT_THE_SECRETARIAT'
  | 'ALREADY_REGISTERED'
  | 'NOT_A_MEMBER'
  | 'OUTSIDE_THE_PLAN'
  | 'ACTION_UNKNOWN'
  | 'NOT_RESPONSIBLE'
  | 'PROGRESS_CONTRADICTS'
  | 'DATES_REVERSED';

type Decided = Decision<PlanEvent, PlanRefusal>;
const notSecretariat = refuse('NOT_THE_SECRETARIAT' as const, 'only a coordinator of the secretariat of the body may do this');

function decide(command: PlanCommand, state: Plan, facts: PlanFacts): Decided {
  if (command.type === 'AdoptPlan') return adopt(command, state, facts);
  if (!state.adopted) return refuse('NOT_FOUND', 'there is no such plan');
  switch (command.type) {
    case 'PlanAction': {
      const { action, title, axis, institution, due, indicator } = command.input;
      if (!facts.ofSecretariat) return notSecretariat;
      if (state.actions[action]) return [];
      if (!facts.member) return refuse('NOT_A_MEMBER', 'a member of the body is responsible for an action: admit the institution first');
      const year = Number(due.slice(0, 4));
      if (year < state.adopted.fromYear || year > state.adopted.untilYear) return refuse('OUTSIDE_THE_PLAN', 'an action is due in a year of the plan');
      return [{ type: 'ActionPlanned', data: { action, title, axis, institution, due, indicator } }];
    }
    case 'ReportAction':
      return report(command, state, facts);
    default:
      return unreachable(command);
  }
}

function adopt({ input }: AdoptPlan, { adopted }: Plan, { bodyKnown, ofSecretariat }: PlanFacts): Decided {
  const { body, name, fromYear, untilYear } = input;
  if (adopted) return refuse('ALREADY_REGISTERED', 'this plan is there already');
  if (!bodyKnown) return refuse('BODY_UNKNOWN', 'there is no such body: constitute it first');
  if (!ofSecretariat) return notSecretariat;
  if (untilYear < fromYear) return refuse('DATES_REVERSED', 'a plan ends in the year it begins or later');
  return [{ type: 'PlanAdopted', data: { body, name, fromYear, untilYear } }];
}

/** How far an action is, by who is responsible for it: what was reported before stays beside it. */
function report({ input, meta }: ReportAction, { actions }: Plan, facts: PlanFacts): Decided {
  const { action, status, progress, evidence } = input;
  const known = actions[action];
  if (!known) return refuse('ACTION_UNKNOWN', 'there is no such action in this plan');
  if (known.institution !== facts.institution) return refuse('NOT_RESPONSIBLE', 'the institution that is responsible for the action reports on it');
  if (contradicts(status, progress)) return refuse('PROGRESS_CONTRADICTS', 'what is not started stands at 0, what is done at 100, what is under way below');
  if (meta.at < known.plannedAt) return refuse('DATES_REVERSED', 'an action is reported on after it was planned');
  const { newest } = known;
  if (newest && newest.status === status && newest.progress === progress && newest.evidence === evidence && newest.at <= meta.at) return [];
  return [{ type: 'ActionReported', data: { action, status, progress, ...(evidence !== undefined && { evidence }) } }];
}

const contradicts = (status: ActionStatus, progress: number): boolean =>
  (status === 'NOT_STARTED' && progress !== 0) || (status === 'DONE' && progress !== 100) || (status === 'UNDER_WAY' && progress >= 100);

function evolve(state: Plan, { type, data, at }: Recorded<PlanEvent>): Plan {
  switch (type) {
    case 'PlanAdopted':
      return { ...state, adopted: { body: data.body, fromYear: data.fromYear, untilYear: data.untilYear } };
    case 'ActionPlanned':
      return { ...state, actions: { ...state.actions, [data.action]: { institution: data.institution, plannedAt: at } } };
    case 'ActionReported': {
      const { action, ...said } = data;
      const known = state.actions[action];
      // A report of an earlier day that comes late supersedes nothing.
      if (!known || (known.newest && known.newest.at > at)) return state;
      return { ...state, actions: { ...state.actions, [action]: { ...known, newest: { ...said, at } } } };
    }
    default:
      return unreachable(type);
  }
}

export const plan: Decider<Plan, PlanCommand, PlanEvent, PlanFacts, PlanRefusal> = { initial: { actions: {} }, decide, evolve };
export const planSlice = { decider: plan, forms: formsOf(planEvents) };
