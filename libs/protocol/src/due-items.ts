import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { caseClocks } from './case/case-clocks';
import { clocks, type ClockPolicy } from './clocks';
import { contactClocks } from './contact/contact-clocks';
import type { ProtocolEvent } from './events';
import { exclusionClocks } from './exclusion/exclusion-clocks';
import { exhibitClocks } from './exhibit/exhibit-clocks';
import { permitClocks } from './permit/permit-clocks';
import { referralClocks } from './referral/referral-clocks';
import { returnClocks } from './return/return-clocks';
import { clocksAfter, noClocks, running, type ClockedStream, type ClockState, type RunningClock } from './running-clock';
import { stayClocks } from './stay/stay-clocks';

/** Every stream that has clocks: one line each. */
export const clockedStreams: readonly ClockedStream[] = [contactClocks, caseClocks, referralClocks, stayClocks, returnClocks, permitClocks, exhibitClocks, exclusionClocks];

/** A clock that runs, and the stream it runs in. */
export type DueItem = RunningClock & Readonly<{ stream: string }>;

/** As much of an event as clocks read: what somebody may see of it is enough. */
export type ToldToClocks = Pick<Recorded<DomainEvent>, 'stream' | 'type' | 'id' | 'at' | 'actor'> & Readonly<{ data: object }>;

/** The event types that may start, stop or move a clock, or tell one something; in the order of the streams and without repetition. */
export const typesOfClocks: readonly ProtocolEvent['type'][] = [
  ...new Set(
    clockedStreams.flatMap(({ knows, movedUp, raised = {}, sleeps = [], wakes = [], clocks: entries }) => [
      ...[...Object.keys(knows), movedUp, ...Object.keys(raised), ...sleeps, ...wakes],
      ...entries.flatMap(({ starts, stops, again = [], pauses = [] }) => [...starts, ...stops, ...again, ...pauses]),
    ]),
  ),
] as ProtocolEvent['type'][];

/** What the clocks of an event's stream know after it; undefined where the stream has none. Plain data: a view may keep it in a row. */
export function clockStateAfter(state: ClockState | undefined, event: ToldToClocks): ClockState | undefined {
  const clocked = clockedOf(event.stream);
  return clocked && clocksAfter(clocked, state ?? noClocks, event);
}

/** What is due in a stream, by what its clocks know. */
export const itemsOf = (stream: string, state: ClockState, policy: ClockPolicy = clocks): readonly DueItem[] => {
  const clocked = clockedOf(stream);
  return clocked ? running(clocked, state, policy).map((one) => ({ ...one, stream })) : [];
};

/**
 * What is due after these events of one or more streams, each in its order; soonest first. Whoever was shown some of the events
 * only gets what those tell. An item of level AUDIT is shown to auditors alone (rule 8).
 */
export function dueItems(events: readonly Recorded<ProtocolEvent>[], policy: ClockPolicy = clocks): readonly DueItem[] {
  const states = new Map<string, ClockState>();
  for (const event of events) {
    const state = clockStateAfter(states.get(event.stream), event);
    if (state) states.set(event.stream, state);
  }
  const items = [...states].flatMap(([stream, state]) => itemsOf(stream, state, policy));
  return items.sort((a, b) => compare(a.due, b.due) || compare(a.stream, b.stream));
}

/** What a coordination body sees of an item: no case, no unit, nobody. */
export type PassedUp = Readonly<{ clock: string; institution: string; days: number }>;

/**
 * An item as a coordination body sees it; undefined when it has not come so far up.
 * @param institutionOf who answers for a unit as the stream names it, a case code resolved; the unit itself goes no further.
 */
export function passedUp({ level, clock, due, by }: DueItem, asOf: string, institutionOf: (unit: string) => string | undefined): PassedUp | undefined {
  const institution = level === 'COORDINATION_BODY' && by !== undefined ? institutionOf(by) : undefined;
  return institution === undefined ? undefined : { clock, institution, days: Math.max(0, Math.floor((Date.parse(asOf) - Date.parse(due)) / 86_400_000)) };
}

const clockedOf = (stream: string): ClockedStream | undefined => clockedStreams.find((one) => stream.startsWith(`${one.stream}-`));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
