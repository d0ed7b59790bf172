import { clockStateAfter, itemsOf, noClocks, typesOfClocks, type ClockState, type DueItem } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { FilePlace, ManyView } from '../view';
import { shownAs, type Seen } from '../visibility/visibility';

/** What is remembered of a clock's start besides the clock: what tells of it, and whose doing it was. */
type Start = Readonly<{ shown: Seen; startedBy?: string; handedHere: boolean }>;
/** What the clocks of a stream know, as far as the compartment sees the stream. It stands in no list. */
type ClocksRow = Readonly<{ is: 'CLOCKS'; state: ClockState; known: Seen; starts: Readonly<Record<string, Start>> }>;
/** A clock that runs. Whose move it is, and whether it is still any business of the compartment, is asked at reading. */
export type DueRow = Readonly<{
  is: 'ITEM';
  item: DueItem;
  /** The file is that of a case. */
  case?: string;
  /** Everything the item tells of, and until when that may be shown. */
  shown: Seen;
  /** Unit that recorded what started it. */
  startedBy?: string;
  /** Who sent the referral. */
  sender?: string;
  /** An exhibit is offered to somebody of this compartment. */
  handedHere: boolean;
}>;
type EndedRow = Readonly<{ is: 'ENDED' }>;
type Row = ClocksRow | DueRow | EndedRow;

export const dueKind = 'due';
/** The list in which everything stands that is due, soonest first. */
export const everythingDue = 'ALL';

const keyOf = ({ clock, of }: Pick<DueItem, 'clock' | 'of'>): string => (of === '' ? clock : `${clock} ${of}`);

function after(rows: ReadonlyMap<string, Row>, event: Visible, { file, clocks, row }: FilePlace): ReadonlyMap<string, Row> {
  const { stream } = event;
  const before = rows.get(stream);
  const known = before?.is === 'CLOCKS' ? before : undefined;
  const state = clockStateAfter(known?.state, event);
  if (!state) return new Map();
  const next = remembered(known, state, event);
  const changed = new Map<string, Row>([[stream, next]]);
  for (const [id, { is }] of rows) if (is === 'ITEM' && id.startsWith(`${stream} `)) changed.set(id, { is: 'ENDED' });
  for (const item of itemsOf(stream, state, clocks)) {
    const { shown, ...start } = next.starts[keyOf(item)] ?? { shown: {}, handedHere: false };
    const sender = state.known['from'];
    const told = { shown: tightest(next.known, shown), ...start, ...(sender !== undefined && { sender }) };
    changed.set(`${stream} ${keyOf(item)}`, { is: 'ITEM', item, ...(row.type === 'CASE' && { case: file }), ...told });
  }
  return changed;
}

/** Adds under which category an event was shown, and until when, to every clock that it moved and to what all of them know. */
function remembered(before: ClocksRow | undefined, state: ClockState, event: Visible): ClocksRow {
  const category = shownAs(event.type, event.data, event.shown);
  const shown: Seen = category === undefined ? {} : { [category]: event.shown[category] ?? null };
  const { runs, known } = before?.state ?? noClocks;
  const starts = Object.entries(state.runs).map(([key, run]): [string, Start] => {
    const { unit } = event.actor;
    const start = before?.starts[key];
    if (start && runs[key] === run) return [key, start];
    if (start && runs[key]?.cause === run.cause) return [key, { ...start, shown: tightest(start.shown, shown) }];
    const earlier = runs[key] === undefined ? {} : (start?.shown ?? {}); // another round tells of the first as well
    return [key, { shown: tightest(earlier, shown), ...(unit !== undefined && { startedBy: unit }), handedHere: event.intoHands === true }];
  });
  const learnt = JSON.stringify(known) !== JSON.stringify(state.known);
  return { is: 'CLOCKS', state, known: learnt ? tightest(before?.known ?? {}, shown) : (before?.known ?? {}), starts: Object.fromEntries(starts) };
}

/** Both, each category until the earlier of its two dates. */
function tightest(one: Seen, other: Seen): Seen {
  const all: Seen = { ...one };
  for (const [category, until] of Object.entries(other) as [keyof Seen, string | null][]) {
    const before = all[category];
    all[category] = before === undefined || before === null ? until : until === null || until > before ? before : until;
  }
  return all;
}

/** Whether all that an item tells of may still be shown at a time, whatever the events have come to. */
export const isShownAt = ({ shown }: Pick<DueRow, 'shown'>, now: string): boolean => Object.values(shown).every((until) => until === null || until > now);

/** What is due in the streams of a compartment's files, folded from what it may see of them and from nothing else. */
export const dueView: ManyView<Row> = {
  kind: dueKind,
  on: typesOfClocks,
  after,
  lists: ({ is }) => (is === 'ITEM' ? [everythingDue] : []),
  sort: (row) => (row.is === 'ITEM' ? row.item.due : ''),
  // Who keeps an exhibit reads what is due of it without passing the gate of the investigation.
  byReach: (row) => (row.is === 'ITEM' && row.handedHere ? 'EVERYBODY' : 'FILE'),
};
