import type { DataCategory } from '@amparo/protocol';
import type { PlacedFact } from '../projector/projection';
import type { CaseMemory } from '../visibility/case-memory';
import { compartmentOf, type DirectoryMemory } from '../visibility/directory-memory';
import { categoryOfType, partUntil, seen, shownAs } from '../visibility/visibility';

/** An event and which of its sealed fields are named: never what they say. Codes of the case stay codes, whoever reads. */
export type Held = Readonly<{ entry: PlacedFact; sealed: readonly string[] }>;

const fieldsOf = ({ fact }: PlacedFact): readonly string[] => (fact.event.envelope.sealed ?? []).flatMap(({ names }) => names);

/** Envelopes of everything. */
export const everything = (history: readonly PlacedFact[]): Held[] => history.map((entry) => ({ entry, sealed: fieldsOf(entry) }));

/** A moment: an index in the log, and the time (ISO 8601) at which what ends by its date is looked at. */
export type Moment = Readonly<{ index: number; time: string }>;

/**
 * What a compartment held of a case at a moment, by the one function that decides who sees what. What was erased since is named still:
 * it was there to be read.
 * @param within the categories that the reader is told of; none is left out when absent.
 */
export function heldBy(
  history: readonly PlacedFact[],
  memory: CaseMemory,
  directory: DirectoryMemory,
  compartment: string,
  { index, time }: Moment,
  within?: ReadonlySet<DataCategory>,
): Held[] {
  const lasts = (until: string | null | undefined): boolean => until === null || (until !== undefined && until > time);
  const told = (category: DataCategory): boolean => within === undefined || within.has(category);
  return history.flatMap((entry): Held[] => {
    const { fact, placed } = entry;
    if (placed.index > index) return [];
    const shown = seen(memory, directory, placed, compartment, index);
    const { type, data } = fact.event;
    const [own, category] = [categoryOfType(type, data), shownAs(type, data, shown)];
    if (own === undefined || category === undefined || !told(own) || !lasts(shown[category])) return [];
    const sealed = (fact.event.envelope.sealed ?? []).flatMap(({ names }) => {
      const part = partUntil(fact.event, names, shown);
      return part && told(part.category) && lasts(part.until) ? names : [];
    });
    return [{ entry, sealed }];
  });
}

/**
 * The compartment somebody asks about. A house is asked about by its code in this case alone: by its name, or by its code in
 * another case, the answer would tell who lives there.
 */
export function askedAbout(history: readonly PlacedFact[], directory: DirectoryMemory, named: string, residential: (compartment: string) => boolean): string | undefined {
  const compartment = compartmentOf(directory, named);
  if (compartment === undefined || !residential(compartment)) return compartment === named ? compartment : undefined;
  const { codes } = directory;
  if (codes.get(named)?.of !== compartment) return undefined;
  return history.some(({ fact: { event } }) => JSON.stringify([event.actor, event.data]).includes(`"${named}"`)) ? compartment : undefined;
}

/** The categories that orders of a court open in a case to a compartment at a time, as an investigation records them. */
export function ordered(investigation: readonly PlacedFact[], directory: DirectoryMemory, caseId: string, compartment: string, time: string): ReadonlySet<DataCategory> {
  const orders = new Map<string, readonly DataCategory[]>();
  for (const { fact } of investigation) {
    const { type, data } = fact.event;
    if (type === 'MandateIssued' && data.kind === 'COURT_ORDER' && data.case === caseId && data.until > time && compartmentOf(directory, data.to) === compartment) orders.set(data.mandate, data.categories);
    if (type === 'MandateEnded' || type === 'MandateLapsed') orders.delete(data.mandate);
  }
  return new Set([...orders.values()].flat());
}
