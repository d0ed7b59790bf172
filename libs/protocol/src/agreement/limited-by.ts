import type { DataCategory } from '../data-category';
import type { Purpose } from '../legal-basis';

/** What the parties of an agreement let pass between them, for one purpose, until it ends. */
export type Terms = Readonly<{ parties: readonly string[]; purpose: Purpose; categories: readonly DataCategory[]; until: string }>;

/**
 * What of the categories that a basis opens may pass from one institution to another for a purpose. Each agreement in force
 * between the two for that purpose lets its own categories pass and no others; where there is none, nothing is limited. What comes
 * out is part of what went in: an agreement never grants.
 */
export function limitedBy(agreements: readonly Terms[], from: string, to: string, purpose: Purpose, categories: readonly DataCategory[]): readonly DataCategory[] {
  if (from === to) return categories;
  return agreements
    .filter((one) => one.purpose === purpose && one.parties.includes(from) && one.parties.includes(to))
    .reduce((passing, one) => passing.filter((category) => one.categories.includes(category)), categories);
}
