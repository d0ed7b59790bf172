import type { PlacedFact } from '../projector/projection';
import type { Moment } from '../oversight/oversight';
import { placeOfEntry, type EntryPlace } from './entry-place';

/** What was recorded after a moment. */
export type Since = Readonly<{
  entries: readonly EntryPlace[];
  /** Indexes of what had happened by then and was not recorded yet: paper that came late. */
  late: readonly number[];
  /** What corrects an entry that stood there then. */
  corrections: readonly Readonly<{ index: number; corrects: number; type: string; reason: string; category: string; undoes?: string }>[];
  /** What stood there then and was entered in error: a whole stream, by its first event, or a disclosure, by its own. */
  inError: readonly Readonly<{ index: number; annuls: number; type: string }>[];
}>;

/** @param history the events of a case in the order of the log, those recorded since included. */
export function learnedSince(history: readonly PlacedFact[], { index, time }: Moment): Since {
  const before = history.filter(({ placed }) => placed.index <= index);
  const after = history.filter(({ placed }) => placed.index > index);
  const byId = new Map(before.map(({ placed }) => [placed.event.id, placed]));
  const beginning = new Map([...before].reverse().map(({ placed }) => [placed.event.stream, placed.index]));
  const disclosed = new Map(before.flatMap(({ placed: { event, index: at } }) => (event.type === 'DisclosureMade' ? [[event.data.disclosure, at] as const] : [])));

  return {
    entries: after.map(({ placed }) => placeOfEntry(placed)),
    late: after.flatMap(({ placed }) => (placed.event.at <= time ? [placed.index] : [])),
    corrections: after.flatMap(({ placed: { event, index: at } }) => {
      if (event.type !== 'EntryCorrected') return [];
      const { corrects, reason, category, undoes } = event.data;
      const corrected = byId.get(corrects);
      return corrected ? [{ index: at, corrects: corrected.index, type: corrected.event.type, reason, category, ...(undoes !== undefined && { undoes }) }] : [];
    }),
    inError: after.flatMap(({ placed: { event, index: at } }) => {
      const { type, stream, data } = event;
      const annuls = type.endsWith('EnteredInError') ? beginning.get(stream) : type === 'DisclosureInErrorRecorded' ? disclosed.get((data as { disclosure?: string }).disclosure ?? '') : undefined;
      return annuls === undefined ? [] : [{ index: at, annuls, type }];
    }),
  };
}
