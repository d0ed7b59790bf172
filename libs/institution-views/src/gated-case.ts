import { gate, type Caller } from '@amparo/access';
import type { DataCategory } from '@amparo/protocol';
import { concernedUnits, type FileRow } from './file-row';
import type { Visible, VisiblePart } from './case-timeline/case-timeline';
import { shownAs } from './visibility/visibility';

const holds = (until: string | null | undefined, now: string): boolean => until === null || (until !== undefined && until > now);

/** What this caller may be shown of a file that its compartment holds, at this moment; NONE: it must not learn that there is one. */
export function filePass(caller: Caller, row: FileRow | undefined, excluded: readonly string[], now: string): ReadonlySet<DataCategory> | 'NONE' {
  if (!row) return 'NONE';
  const categories = (Object.keys(row.shown) as DataCategory[]).filter((category) => holds(row.shown[category], now));
  return gate(caller, { categories, units: concernedUnits(row), excluded, ...(row.assigned !== undefined && { agent: row.assigned }) });
}

/** What this caller may be shown of a part of a file that concerns these units besides: as of the file, or, of one of them, of that part alone. */
export function partPass(caller: Caller, file: FileRow, units: readonly string[], excluded: readonly string[], now: string): ReadonlySet<DataCategory> | 'NONE' {
  const byFile = filePass(caller, file, excluded, now);
  if (byFile !== 'NONE' || units.length === 0) return byFile;
  const { assigned: _another, ...rest } = file;
  return filePass(caller, { ...rest, units }, excluded, now);
}

/** An entry as it may be shown: its date checked again at reading, so that a late event never discloses. */
export function passed(entry: Visible, pass: ReadonlySet<DataCategory>, now: string): Visible | undefined {
  const category = shownAs(entry.type, entry.data, entry.shown);
  if (category === undefined || !pass.has(category) || !holds(entry.shown[category], now)) return undefined;
  return { ...entry, parts: entry.parts.filter((part: VisiblePart) => pass.has(part.category) && holds(part.until, now)) };
}
