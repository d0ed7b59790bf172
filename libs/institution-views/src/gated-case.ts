import { gate, type Caller } from '@amparo/access';
import type { DataCategory } from '@amparo/protocol';
import type { FileRow } from './file-row';
import type { Visible, VisiblePart } from './case-timeline/case-timeline';
import { shownAs, type Seen } from './visibility/visibility';

const holds = (until: string | null | undefined, now: string): boolean => until === null || (until !== undefined && until > now);

/** What this caller may be shown of a file that its compartment holds, at this moment; NONE: it must not learn that there is one. */
export function filePass(caller: Caller, row: FileRow | undefined, excluded: readonly string[], now: string): ReadonlySet<DataCategory> | 'NONE' {
  if (!row) return 'NONE';
  const categories = (Object.keys(row.shown) as DataCategory[]).filter((category) => holds(row.shown[category], now));
  const units = row.units.length > 0 ? row.units : (row.named ?? []);
  return gate(caller, { categories, units, excluded, ...(row.assigned !== undefined && { agent: row.assigned }) });
}

/** A row that says for itself what is shown of it, and which units of the compartment it concerns besides those of its file. */
export type Concern = Readonly<{ shown: Seen; units: readonly string[] }>;

/** What this caller may be shown of such a row: as of its file, or, of a unit that the row concerns, of the row alone. */
export function rowPass(caller: Caller, file: FileRow, { shown, units }: Concern, excluded: readonly string[], now: string): ReadonlySet<DataCategory> | 'NONE' {
  const byFile = filePass(caller, { ...file, shown }, excluded, now);
  if (byFile !== 'NONE' || units.length === 0) return byFile;
  const { assigned: _another, ...rest } = file;
  return filePass(caller, { ...rest, shown, units }, excluded, now);
}

/** An entry as it may be shown: its date checked again at reading, so that a late event never discloses. */
export function passed(entry: Visible, pass: ReadonlySet<DataCategory>, now: string): Visible | undefined {
  const category = shownAs(entry.type, entry.data, entry.shown);
  if (category === undefined || !pass.has(category) || !holds(entry.shown[category], now)) return undefined;
  return { ...entry, parts: entry.parts.filter((part: VisiblePart) => pass.has(part.category) && holds(part.until, now)) };
}
