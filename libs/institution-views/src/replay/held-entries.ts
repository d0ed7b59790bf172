import type { DataCategory } from '@amparo/protocol';
import type { Seen } from '../visibility/seen';

/** The indexes of entries that were open to a compartment in these categories. */
export type HeldEntries = Readonly<{ categories: readonly DataCategory[]; entries: readonly number[] }>;

/** Entries by the categories in which they were open at a time, in the order of their first. */
export function groupedHeld(held: readonly Readonly<{ index: number; shown: Seen }>[], time: string): readonly HeldEntries[] {
  const groups = new Map<string, { categories: readonly DataCategory[]; entries: number[] }>();
  for (const { index, shown } of held) {
    const all = Object.entries(shown) as [DataCategory, string | null][];
    const categories = all.flatMap(([category, until]) => (until === null || until > time ? [category] : [])).sort();
    const group = groups.get(categories.join(' ')) ?? { categories, entries: [] };
    group.entries.push(index);
    groups.set(categories.join(' '), group);
  }
  return [...groups.values()];
}
