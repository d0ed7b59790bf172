import type { ClockPolicy, ProtocolEvent } from '@amparo/protocol';
import type { Visible } from './case-timeline/case-timeline';
import type { FileRow } from './file-row';

/** Where a row is folded: the file (case, investigation or contact) it belongs to, which codes are the compartment's own units, and the deadlines in force. */
export type Place = Readonly<{ file: string; own: (code: string | undefined) => boolean; clocks: ClockPolicy }>;

/**
 * What a view says whose lists are paged by the units that files concern, and by whom these are assigned to: FILE, of a row that nobody is shown who
 * does not pass the gate of its file, EVERYBODY of another.
 */
export type ByReach = 'FILE' | 'EVERYBODY';

/**
 * A list of a compartment: rows folded from what it may see and from nothing else. A view is its reducer; where rows are kept, and how a
 * list of them is read, is the same for all.
 */
export type View<Row extends object = object> = Readonly<{
  kind: string;
  /** Id of the row an event is about; undefined: not this view's business. */
  about(event: Visible): string | undefined;
  after(row: Row | undefined, event: Visible, place: Place): Row;
  /** The lists the row stands in, each in the order of `sort`, ascending. */
  lists(row: Row, place: Place): readonly string[];
  sort(row: Row): string;
  byReach?(row: Row): ByReach;
}>;

/** Where rows of many are folded: as `Place`, with the gate row of the file after the event. */
export type FilePlace = Place & Readonly<{ row: FileRow }>;

/**
 * A list of which one event may touch many rows: a plan begins all its items, her death ends them. Rows that must be met again
 * by a later event stand in a list at every time.
 */
export type ManyView<Row extends object = object> = Readonly<{
  kind: string;
  /** The events that touch it. */
  on: readonly ProtocolEvent['type'][];
  /** From the rows of the file so far, by id: those that are new or changed. */
  after(rows: ReadonlyMap<string, Row>, event: Visible, place: FilePlace): ReadonlyMap<string, Row>;
  lists(row: Row, place: FilePlace): readonly string[];
  sort(row: Row): string;
  byReach?(row: Row): ByReach;
}>;

/** A place in a list, exclusive. */
export type ListPlace = Readonly<{ sort: string; id: string }>;

/** What stands last in a list that is sorted by dates. */
export const never = '9999';

/** The later of two ends; without end there is none later, and what is not shown has none. */
export const laterUntil = (before: string | null, until: string | null | undefined): string | null => (until === undefined || before === null ? before : until === null || until > before ? until : before);
