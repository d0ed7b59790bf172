import type { ClockPolicy, Priority, ReferralStatus, Service } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { referralAfter, type ReferralRow } from '../referral-inbox/referral-inbox';

/** The clock that runs in a state, and whose move it is; in the others none does. */
const clockIn: Readonly<Partial<Record<ReferralStatus, string>>> = {
  REQUESTED: 'ANSWER',
  ACKNOWLEDGED: 'ANSWER',
  WAITLISTED: 'ANSWER',
  ACCEPTED: 'SERVICE',
  COMPLETED: 'OUTCOME',
  DECLINED: 'NEXT_STEP',
  LAPSED: 'NEXT_STEP',
  DISCONTINUED: 'NEXT_STEP',
};
const served: readonly ReferralStatus[] = ['IN_SERVICE', 'ON_HOLD'];

/** What must be remembered of a referral to take it out of a count again: of no case, and with institutions in place of units. */
export type CountedReferral = Readonly<{
  row: Omit<ReferralRow, 'case'>;
  /** The clock that was moved up to the coordination bodies, while it runs. */
  escalated?: string;
}>;
export const countedKind = 'counted-referral';

/** Referrals that stand alike: which institution's move it is, until when; without a clock she is served. */
export type OpenReferrals = Readonly<{ institution: string; service: Service; priority: Priority; clock?: string; dueAt?: string; escalated: boolean; count: number }>;
export const openKind = 'open-referrals';

type Told = Pick<Visible, 'stream' | 'type' | 'at'> & Readonly<{ data: object }>;
/** One that stands in a count: which, and what is the same of all of them. */
export type Cell = Readonly<{ kind: string; code: string; row: object }>;

/** The referral after its next event. `ownerOf` gives the institution behind a unit, or behind its code: of a house no more than that is kept. */
export function countedAfter(before: CountedReferral | undefined, { stream, type, at, data }: Told, ownerOf: (code: string) => string | undefined, clocks: ClockPolicy): CountedReferral {
  const { from, to, clock, level } = data as Readonly<Record<string, string>>;
  const sides = { ...(from !== undefined && { from: ownerOf(from) ?? '' }), ...(to !== undefined && { to: ownerOf(to) ?? '' }) };
  const { case: _none, ...row } = referralAfter(before && { ...before.row, case: '' }, { stream, type, at, data: { ...data, ...sides } }, '', clocks);
  const escalated = type === 'ReferralEscalated' && level === 'COORDINATION_BODY' ? clock : before?.escalated;
  return { row, ...(escalated !== undefined && escalated === clockIn[row.status] && { escalated }) };
}

/** The counts in which a referral stands. What was entered in error stands in none. */
export function cellsOf({ row, escalated }: CountedReferral): Cell[] {
  const { status, from, to, service, priority, dueAt, dueBy } = row;
  if (from === undefined || to === undefined || service === undefined || priority === undefined || status === 'ENTERED_IN_ERROR') return [];
  if (dueAt === undefined && !served.includes(status)) return [];
  const institution = dueBy === 'SENDER' ? from : to;
  const clock = clockIn[status];
  const open = { institution, service, priority, ...(clock !== undefined && { clock }), ...(dueAt !== undefined && { dueAt }), escalated: escalated !== undefined };
  return [{ kind: openKind, code: `${institution} ${service} ${priority} ${clock ?? ''} ${dueAt ?? ''} ${escalated === undefined ? '' : 'ESCALATED'}`, row: open }];
}

export const clockStates = ['NONE', 'RUNNING', 'OVERDUE'] as const;
export type ClockState = (typeof clockStates)[number];
export type ReferralCount = Readonly<{
  institution: string;
  service: Service;
  priority: Priority;
  clock?: string;
  state: ClockState;
  referrals: number;
  /** Moved up to the coordination bodies. */
  escalated: number;
  /** Whole days since the one that waits longest was due. */
  daysOverdue: number;
}>;

const day = 86_400_000;

/** The counts as they stand at a moment, in the order of institutions and services. */
export function countsAt(open: readonly OpenReferrals[], now: string): ReferralCount[] {
  const counts = new Map<string, ReferralCount>();
  for (const { institution, service, priority, clock, dueAt, escalated, count } of open) {
    const state: ClockState = dueAt === undefined ? 'NONE' : dueAt <= now ? 'OVERDUE' : 'RUNNING';
    const key = [institution, service, priority, clock ?? '', state].join(' ');
    const before = counts.get(key) ?? { institution, service, priority, ...(clock !== undefined && { clock }), state, referrals: 0, escalated: 0, daysOverdue: 0 };
    const late = dueAt === undefined ? 0 : Math.max(Math.floor((Date.parse(now) - Date.parse(dueAt)) / day), 0);
    counts.set(key, { ...before, referrals: before.referrals + count, escalated: before.escalated + (escalated ? count : 0), daysOverdue: Math.max(before.daysOverdue, late) });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
