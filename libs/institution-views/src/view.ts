import type { ClockPolicy } from '@amparo/protocol';
import type { Visible } from './case-timeline/case-timeline';

/** Where a row is folded: the file (case, investigation or contact) it belongs to, which codes are the compartment's own units, and the deadlines in force. */
export type Place = Readonly<{ file: string; own: (code: string | undefined) => boolean; clocks: ClockPolicy }>;

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
}>;

/** What stands last in a list that is sorted by dates. */
export const never = '9999';
