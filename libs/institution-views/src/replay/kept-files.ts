import type { PlacedFact } from '../projector/projection';
import type { CaseMemory } from '../visibility/case-memory';
import { ofInvestigation } from '../visibility/investigation-memory';

type Named = Readonly<Record<'dependant' | 'other' | 'into' | 'careOf' | 'case', string | undefined>>;
type Admitted = Readonly<{ dependants?: readonly Readonly<{ case: string }>[] }>;

/**
 * The history of a case, as it may be told to who is kept from other files that it names: of these there is nothing in it, no link, no
 * merger, no dependant, no investigation (rule 8: they get the answer of a file that does not exist).
 * @param isKept whether the reader is kept from a file.
 */
export const withoutKept = (history: readonly PlacedFact[], isKept: (file: string) => boolean): readonly PlacedFact[] => history.flatMap((entry) => toldOf(entry, isKept) ?? []);

/** What is remembered of the case, without what those files open in it: else somebody would hold what nothing told gave them. */
export function memoryWithoutKept(memory: CaseMemory, isKept: (file: string) => boolean): CaseMemory {
  const issued = Object.fromEntries(Object.entries(memory.mandates.issued).filter(([, { investigation }]) => !isKept(investigation)));
  return { ...memory, mandates: { ...memory.mandates, issued } };
}

function toldOf(entry: PlacedFact, isKept: (file: string) => boolean): PlacedFact | undefined {
  const { event } = entry.placed;
  const { type, stream, data } = event;
  // What an investigation records names this case, which is not kept.
  if (ofInvestigation(stream)) return isKept(stream.slice(stream.indexOf('-') + 1)) ? undefined : entry;
  const { dependant, other, into, careOf, case: who } = data as unknown as Named;
  if ([dependant, other, into, who].some((file) => file !== undefined && isKept(file))) return undefined;
  if (type === 'CaseOpened' && careOf !== undefined && isKept(careOf)) {
    const { careOf: _kept, ...rest } = data as object & { careOf?: string };
    return withData(entry, rest);
  }
  const { dependants } = data as Admitted;
  return type === 'SurvivorAdmitted' && dependants?.some((one) => isKept(one.case)) ? withData(entry, { ...data, dependants: dependants.filter((one) => !isKept(one.case)) }) : entry;
}

function withData({ fact, placed }: PlacedFact, data: object): PlacedFact {
  const event = { ...fact.event, data } as typeof fact.event;
  return { fact: { ...fact, event }, placed: { ...placed, event } };
}
