import type { ClockPolicy } from '@amparo/protocol';
import { cellsOfClocks, countedClocksAfter, countedClocksKind, type CountedClocks } from '../overview/missed-clocks';
import { cellsOf, countedAfter, countedKind, type Cell, type CountedReferral } from '../overview/overview';
import { cellsOfNeeds, countedNeedsAfter, countedNeedsKind, type CountedNeeds } from '../overview/unmet-needs';
import type { VisibilityFile } from '../view-store/visibility-file';
import { ownerOf } from '../visibility/directory-memory';
import type { Fact } from './projection';

type Event = Fact['event'];

/** Takes a referral out of the counts it stood in, and into those it stands in now. Within a batch. @returns how many rows changed. */
export function countReferral(visibility: VisibilityFile, event: Event, clocks: ClockPolicy): number {
  const id = event.stream.slice('referral-'.length);
  const before = visibility.row<CountedReferral>(countedKind, id);
  const after = countedAfter(before, event, (code) => ownerOf(visibility.directory, code), clocks);
  return visibility.putRow(countedKind, id, after) + recount(visibility, before ? cellsOf(before) : [], cellsOf(after));
}

/** The same of the missed clocks of any stream of a file. Within a batch. @returns how many rows changed. */
export function countClocks(visibility: VisibilityFile, event: Event, clocks: ClockPolicy): number {
  const { stream } = event;
  const before = visibility.row<CountedClocks>(countedClocksKind, stream);
  const after = countedClocksAfter(before, event, (code) => ownerOf(visibility.directory, code));
  if (!after || after === before) return 0;
  return visibility.putRow(countedClocksKind, stream, after) + recount(visibility, before ? cellsOfClocks(stream, before, clocks) : [], cellsOfClocks(stream, after, clocks));
}

/** The same of the unmet needs of a case, told in it or of a referral, which is counted already: in the order of the log. @returns how many rows changed. */
export function countNeeds(visibility: VisibilityFile, event: Event, file: string): number {
  const before = visibility.row<CountedNeeds>(countedNeedsKind, file) ?? [];
  const referral = event.stream.startsWith('referral-') ? visibility.row<CountedReferral>(countedKind, event.stream.slice('referral-'.length)) : undefined;
  const after = countedNeedsAfter(before, event, (code) => ownerOf(visibility.directory, code), referral?.row);
  if (after === before) return 0;
  return visibility.putRow(countedNeedsKind, file, after) + recount(visibility, cellsOfNeeds(before), cellsOfNeeds(after));
}

function recount(visibility: VisibilityFile, before: readonly Cell[], after: readonly Cell[]): number {
  const codes = (cells: readonly Cell[]): string => JSON.stringify(cells.map(({ kind, code }) => [kind, code]));
  if (codes(before) === codes(after)) return 0;
  let changes = 0;
  for (const [cells, by] of [[before, -1], [after, 1]] as const) {
    for (const { kind, code, row } of cells) {
      const count = (visibility.row<{ count: number }>(kind, code)?.count ?? 0) + by;
      changes += count === 0 ? visibility.dropRow(kind, code) : visibility.putRow(kind, code, { ...row, count });
    }
  }
  return changes;
}
