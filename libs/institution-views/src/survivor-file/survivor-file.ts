import { protocolEvents, type DataCategory } from '@amparo/protocol';
import type { RecordedRead } from '../file-history';
import type { PlacedFact } from '../projector/projection';
import type { CaseMemory } from '../visibility/case-memory';

type Part = PlacedFact['fact']['parts'][number];
/** An event of her file, what of it is said about her, and whether something was that is destroyed. */
export type OwnEntry = Readonly<{ entry: PlacedFact; parts: readonly Part[]; erased: boolean }>;

/** What is sealed under her own keys. What is said in her file about others is not hers to read, nor a steward's what only its author may see. */
export function ownEntries(history: readonly PlacedFact[], { authorOnly }: Pick<CaseMemory, 'authorOnly'>, keys: ReadonlySet<string>): OwnEntry[] {
  const entries = history.filter(({ fact }) => !authorOnly.includes(fact.event.id));
  return entries.map((entry) => {
    const hers = (entry.fact.event.envelope.sealed ?? []).filter(({ kid }) => keys.has(kid));
    const parts = entry.fact.parts.filter(({ descriptor }) => keys.has(descriptor.kid));
    return { entry, parts, erased: parts.length < hers.length };
  });
}

/** The categories of what entries say. */
export function categoriesOf(entries: readonly OwnEntry[]): DataCategory[] {
  const said = entries.flatMap(({ entry: { fact }, parts }) => {
    const { type, data } = fact.event;
    const names = parts.flatMap(({ descriptor }) => descriptor.names).map((name) => protocolEvents[type].sealed?.[name]);
    return names.flatMap((category) => (category === 'AS_CORRECTED' ? [(data as { category: DataCategory }).category] : category === undefined ? [] : [category]));
  });
  return [...new Set<DataCategory>(['STATUS', ...said])];
}

/** The investigations that showed something of her case under a reserve which has ended. */
export const reservesEnded = ({ reserves }: CaseMemory): readonly string[] => [...new Set(Object.values(reserves).flatMap(({ investigation, to }) => (to === undefined ? [] : [investigation])))];

/** What was shown of her case under reserve, from the day on which the reserve ended. */
export function disclosed(investigation: readonly PlacedFact[], { reserves }: CaseMemory): PlacedFact[] {
  return investigation.filter(({ fact: { event } }) => event.type === 'DisclosureUnderReserve' && reserves[event.data.disclosure]?.to !== undefined);
}

/** Whether a read is not told yet: while something is under reserve, nothing is that who investigates has read. */
export const isDeferred = ({ reserves }: CaseMemory, { compartment }: RecordedRead): boolean =>
  Object.values(reserves).some((reserve) => reserve.compartment === compartment && reserve.to === undefined);
