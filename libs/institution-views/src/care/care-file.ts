import { endOfDay, followUpDue, followUpMonths, type ClockPolicy, type Service } from '@amparo/protocol';
import type { Opened } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';
import { isOutstanding } from './follow-ups';

type Fields = Readonly<Record<string, unknown>>;
/** An entry: who recorded it when, and what is said in it. */
type Noted = Readonly<{ id: string; at: string; unit?: string; fields: Fields }>;
type Item = Readonly<{ id: string; service: Service; unit: string; due: string; dueAt: string; overdue: boolean; outcome?: string; completedAt?: string; fields: Fields }>;
type Plan = Noted & Readonly<{ agreedBy: string; revised: boolean; items: readonly Item[] }>;
type FollowUp = Readonly<{ month: number; dueAt: string; outstanding: boolean; overdue: boolean; outcome?: string; at?: string; fields: Fields }>;
type Request = Noted & Readonly<{ decision?: string; decidedAt?: string; reasons: Fields }>;
type Grievance = Noted & Readonly<{ against: string; kind: string; by: string; answered: boolean; outcome?: string; answeredAt?: string; answer: Fields }>;

/** What is done for her and what happens to her meanwhile, folded from what a compartment may see. */
export type CareFile = Readonly<{
  needs?: Noted & Readonly<{ needs: readonly Service[] }>;
  plan?: Plan;
  assistance: readonly (Noted & Readonly<{ service: Service }>)[];
  refusedServices: readonly (Noted & Readonly<{ service: Service }>)[];
  unmetNeeds: readonly (Noted & Readonly<{ service: Service; reason: string }>)[];
  incidents: readonly (Noted & Readonly<{ kind: string; severity: string }>)[];
  /** In the order in which she was first interviewed for each. */
  interviews: readonly Readonly<{ for: string; interviews: readonly (Noted & Readonly<{ again?: string }>)[] }>[];
  nonPunishment: readonly Request[];
  reintegration?: Noted & Readonly<{ startsOn: string; agreedBy: string; followUps: readonly FollowUp[] }>;
  contactLost?: Noted;
  grievances: readonly Grievance[];
  died?: Noted;
}>;

const none: CareFile = { assistance: [], refusedServices: [], unmetNeeds: [], incidents: [], interviews: [], nonPunishment: [], grievances: [] };

/** @param moment what is overdue is so at this time (ISO 8601), by the deadlines that the operator set. */
export function careFileOf(events: readonly Visible[], opened: Opened, moment: string, clocks: ClockPolicy): CareFile {
  let file: CareFile = none;
  let closed = false;
  for (const event of events) {
    file = after(file, event, opened, clocks);
    closed = event.type === 'CaseClosed' || (closed && event.type !== 'CaseReopened');
  }
  return due(file, closed, moment);
}

const notedOf = (event: Visible, opened: Opened): Noted => {
  const { id, at, actor } = event;
  return { id, at, ...(actor.unit !== undefined && { unit: actor.unit }), fields: opened(event) };
};

/** Each with the id of what it is about replaced. */
const replaced = <T extends Readonly<{ id: string }>>(all: readonly T[], id: string | undefined, change: (one: T) => T): readonly T[] => all.map((one) => (one.id === id ? change(one) : one));

function after(file: CareFile, event: Visible, opened: Opened, clocks: ClockPolicy): CareFile {
  const { type, data, at } = event;
  const clear = data as Partial<Record<string, string>>;
  const noted = (): Noted => notedOf(event, opened);
  const service = clear['service'] as Service;
  switch (type) {
    case 'NeedsAssessed':
      return { ...file, needs: { ...noted(), needs: data['needs'] as Service[] } };
    case 'CarePlanAgreed':
    case 'CarePlanRevised':
      return { ...file, plan: planned(file.plan, event, noted()) };
    case 'PlanItemCompleted':
      if (!file.plan) return file;
      return { ...file, plan: { ...file.plan, items: replaced(file.plan.items, clear['item'], (item) => ({ ...item, outcome: clear['outcome']!, completedAt: at, fields: opened(event) })) } };
    case 'AssistanceProvided':
      return { ...file, assistance: [...file.assistance, { ...noted(), service }] };
    case 'ServiceRefusedBySurvivor':
      return { ...file, refusedServices: [...file.refusedServices, { ...noted(), service }] };
    case 'UnmetNeedRecorded':
      return { ...file, unmetNeeds: [...file.unmetNeeds, { ...noted(), service, reason: clear['reason']! }] };
    case 'SafetyIncidentReported':
      return { ...file, incidents: [...file.incidents, { ...noted(), kind: clear['kind']!, severity: clear['severity']! }] };
    case 'InterviewNoted':
      return { ...file, interviews: interviewed(file.interviews, clear['for']!, { ...noted(), ...(clear['again'] !== undefined && { again: clear['again'] }) }) };
    case 'NonPunishmentRequested':
      return { ...file, nonPunishment: [...file.nonPunishment, { ...noted(), id: clear['request']!, reasons: {} }] };
    case 'NonPunishmentDecided':
      return { ...file, nonPunishment: replaced(file.nonPunishment, clear['request'], (asked) => ({ ...asked, decision: clear['decision']!, decidedAt: at, reasons: opened(event) })) };
    case 'ReintegrationPlanAgreed':
      return { ...file, reintegration: { ...noted(), startsOn: clear['startsOn']!, agreedBy: clear['agreedBy']!, followUps: begun(file.reintegration, clear['startsOn']!, clocks) } };
    case 'FollowUpRecorded': {
      if (!file.reintegration) return file;
      const { followUps, ...plan } = file.reintegration;
      const done = { outcome: clear['outcome']!, at, fields: opened(event) };
      return { ...file, reintegration: { ...plan, followUps: followUps.map((one) => (one.month === data['month'] ? { ...one, ...done } : one)) } };
    }
    case 'ContactLost':
      return { ...file, contactLost: noted() };
    case 'ContactRegained': {
      const { contactLost: _regained, ...rest } = file;
      return rest;
    }
    case 'GrievanceRaised': {
      const about = { id: clear['grievance']!, against: clear['against']!, kind: clear['kind']!, by: clear['by']! };
      return { ...file, grievances: [...file.grievances, { ...noted(), ...about, answered: false, answer: {} }] };
    }
    case 'GrievanceAnswered':
      return { ...file, grievances: replaced(file.grievances, clear['grievance'], (one) => ({ ...one, answered: true, outcome: clear['outcome']!, answeredAt: at, answer: opened(event) })) };
    case 'SurvivorDied':
      return { ...file, died: noted() };
    case 'EntryCorrected': {
      if (clear['undoes'] !== 'SurvivorDied') return file;
      const { died: _anothers, ...rest } = file;
      return rest;
    }
    default:
      return file;
  }
}

/** What she agreed to last is the plan: an item goes on by its id, what has ended stays, what is not named is not planned any more. */
function planned(before: Plan | undefined, { type, data }: Visible, noted: Noted): Plan {
  const { items, agreedBy } = data as { items: readonly Readonly<{ item: string; service: Service; unit: string; due: string }>[]; agreedBy: string };
  const ended = before?.items.filter(({ outcome }) => outcome !== undefined) ?? [];
  const now = items.map(({ item: id, service, unit, due: day }) => ({ id, service, unit, due: day, dueAt: endOfDay(day), overdue: false, fields: {} }));
  return { ...noted, agreedBy, revised: type === 'CarePlanRevised', items: [...ended, ...now] };
}

function interviewed(before: CareFile['interviews'], purpose: string, one: CareFile['interviews'][number]['interviews'][number]): CareFile['interviews'] {
  const known = before.some((group) => group.for === purpose);
  return known
    ? before.map((group) => (group.for === purpose ? { ...group, interviews: [...group.interviews, one] } : group))
    : [...before, { for: purpose, interviews: [one] }];
}

function begun(before: CareFile['reintegration'], startsOn: string, clocks: ClockPolicy): readonly FollowUp[] {
  if (before?.startsOn === startsOn) return before.followUps;
  return followUpMonths(clocks).map((month) => ({ month, dueAt: followUpDue(startsOn, month), outstanding: true, overdue: false, fields: {} }));
}

/** What is still to be done at a moment. A plan of care is not while the case is closed; nothing is, of a woman who died. */
function due(file: CareFile, closed: boolean, moment: string): CareFile {
  const { plan, reintegration, died } = file;
  const late = (dueAt: string, open: boolean): boolean => open && died === undefined && dueAt <= moment;
  return {
    ...file,
    ...(plan && { plan: { ...plan, items: plan.items.map((item) => ({ ...item, overdue: late(item.dueAt, item.outcome === undefined && !closed) })) } }),
    ...(reintegration && {
      reintegration: {
        ...reintegration,
        followUps: reintegration.followUps.map((one) => {
          const outstanding = isOutstanding(one.outcome) && died === undefined;
          return { ...one, outstanding, overdue: late(one.dueAt, outstanding) };
        }),
      },
    }),
  };
}
