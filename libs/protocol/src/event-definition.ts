import type { DataCategory } from './data-category';

/** Events that stand in no case's file. */
const ofNoCase = ['DIRECTORY', 'EXCLUSION', 'MATCH', 'ERASURE'] as const;

/**
 * What is stored of an event type, and in which form. Everything said about a person is sealed; what stands in clear is a
 * closed list, and each field names its reader: the rule, visibility, clock or count that must work without any key.
 */
export type EventDefinition = Readonly<{
  /** Who has no basis for this category does not learn that the event exists. */
  category: DataCategory | (typeof ofNoCase)[number] | 'AS_CORRECTED';
  /** Clear field → who reads it. */
  clear: Readonly<Record<string, string>>;
  /**
   * Sealed field → its category. Fields of one key class form one part, opened as a whole: within an event they
   * therefore share one category. `AS_CORRECTED`: the category named in `data.category`.
   */
  sealed?: Readonly<Record<string, DataCategory | 'AS_CORRECTED'>>;
  /** Shown to the compartment that recorded it and to nobody else, whatever opens its category: therapy notes. Corrections of it too. */
  authorOnly?: true;
}>;

export type EventDefinitions<Type extends string = string> = Readonly<Record<Type, EventDefinition>>;

/** The category under which an event is seen; undefined for what is no event of a case. `data.category` says it of a correction. */
export function categoryIn({ category }: EventDefinition, data: object): DataCategory | undefined {
  if (category === 'AS_CORRECTED') return (data as { category: DataCategory }).category;
  return ofNoCase.some((one) => one === category) ? undefined : (category as DataCategory);
}
