import type { DataCategory } from './data-category';

/**
 * What is stored of an event type, and in which form. Everything said about a person is sealed; what stands in clear is a
 * closed list, and each field names its reader: the rule, visibility, clock or count that must work without any key.
 */
export type EventDefinition = Readonly<{
  /** Who has no basis for this category does not learn that the event exists. */
  category: DataCategory | 'DIRECTORY' | 'EXCLUSION' | 'MATCH' | 'AS_CORRECTED';
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
