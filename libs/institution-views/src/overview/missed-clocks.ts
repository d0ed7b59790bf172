import { clockStateAfter, itemsOf, passedUp, typesOfClocks, type ClockPolicy, type ClockState, type ToldToClocks } from '@amparo/protocol';
import type { Cell } from './overview';

/** What must be remembered of a stream to take it out of a count again: institutions in place of units, and of houses no more than whose they are. */
export type CountedClocks = Readonly<{ clocks: ClockState }>;
export const countedClocksKind = 'counted-clocks';

/** Clocks of an institution that were missed together: moved up to the coordination bodies, due at the same time. */
export type MissedClocks = Readonly<{ clock: string; institution: string; due: string; count: number }>;
export const missedKind = 'missed-clocks';

/** Members of an event that name a unit, or its code in a case. */
const units = ['lead', 'from', 'to', 'unit', 'notifiedBy', 'party'];
type OwnerOf = (code: string) => string | undefined;

/** What an event says, with institutions in place of units. */
function withInstitutions<T extends object>(members: T, ownerOf: OwnerOf): T {
  const { items, ...rest } = members as Readonly<Record<string, unknown>>;
  const named = Object.entries(rest).map(([name, value]) => [name, units.includes(name) && typeof value === 'string' ? (ownerOf(value) ?? '') : value]);
  return { ...Object.fromEntries(named), ...(Array.isArray(items) && { items: items.map((item: object) => withInstitutions(item, ownerOf)) }) } as T;
}

/** Rule 8, and an investigation is none of a coordination body's business: nothing of them is even remembered here. */
const countedNowhere = /^(exclusion|exhibit)-/;

/** The stream after its next event; the same where nothing is counted by it. */
export function countedClocksAfter(before: CountedClocks | undefined, event: ToldToClocks, ownerOf: OwnerOf): CountedClocks | undefined {
  const { stream, type, actor } = event;
  if (countedNowhere.test(stream)) return undefined;
  const { unit } = actor;
  if (!(typesOfClocks as readonly string[]).includes(type)) return before;
  const told = { ...event, data: withInstitutions(event.data, ownerOf), actor: { client: actor.client, assurance: actor.assurance, ...(unit !== undefined && { unit: ownerOf(unit) ?? '' }) } };
  const clocks = clockStateAfter(before?.clocks, told);
  return clocks ? { clocks } : before;
}

/** The counts in which a stream stands. */
export function cellsOfClocks(stream: string, { clocks }: CountedClocks, policy: ClockPolicy): Cell[] {
  return itemsOf(stream, clocks, policy).flatMap((item) => {
    const up = passedUp(item, item.due, (institution) => institution || undefined);
    return up ? [{ kind: missedKind, code: `${up.institution} ${up.clock} ${item.due}`, row: { clock: up.clock, institution: up.institution, due: item.due } }] : [];
  });
}

/** Clocks that coordination bodies are told of: which, whose, how many, and for how many whole days the longest has been missed. */
export type MissedCount = Readonly<{ institution: string; clock: string; missed: number; days: number }>;

/** The counts as they stand at a moment, in the order of institutions and clocks. */
export function missedAt(all: readonly MissedClocks[], now: string): MissedCount[] {
  const counts = new Map<string, MissedCount>();
  for (const { clock, institution, due, count } of all) {
    const key = `${institution} ${clock}`;
    const { missed, days } = counts.get(key) ?? { missed: 0, days: 0 };
    const up = passedUp({ stream: '', clock, of: '', since: due, due, level: 'COORDINATION_BODY', by: institution, cause: '' }, now, (one) => one);
    counts.set(key, { institution, clock, missed: missed + count, days: Math.max(days, up?.days ?? 0) });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
