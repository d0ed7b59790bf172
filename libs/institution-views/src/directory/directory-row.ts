import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '@amparo/protocol';
import type { SealedParts } from '../case-timeline/case-timeline';

/** An event as the directory reads it: whole, for what it says names nobody; a name that it seals stays sealed. */
export type DirectoryFact = Readonly<{ event: Recorded<ProtocolEvent>; schema: number; parts: SealedParts }>;

/** What a row may ask of the others. */
export type KnownUnits = Readonly<{ residential(unit: string): boolean }>;

/** Rows of the directory: kept once, for everybody. A view is its reducer, as those of a compartment are. */
export type DirectoryView<Row extends object = object> = Readonly<{
  kind: string;
  /** Code of the row an event is about; undefined: not this view's business. */
  about(event: Recorded<ProtocolEvent>): string | undefined;
  /** The row after the event; undefined: there is none. */
  after(row: Row | undefined, fact: DirectoryFact, known: KnownUnits): Row | undefined;
}>;

/** What a stream is of, where it is of this kind: `course-7` is of `7`. */
export const idIn = (prefix: string, { stream }: Pick<Recorded, 'stream'>): string | undefined => (stream.startsWith(`${prefix}-`) ? stream.slice(prefix.length + 1) : undefined);
