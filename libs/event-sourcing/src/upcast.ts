/** The data of an event as it was stored under an older `schema`, made the data of the next one. */
export type Upcast = (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Per event type, the steps from schema 1 to 2, 2 to 3, … in order. A type without an entry was only ever stored as schema 1. */
export type Upcasts = Readonly<Record<string, readonly Upcast[]>>;

/** The schema new events of this type are stored under. */
export const currentSchema = (upcasts: Upcasts, type: string): number => (upcasts[type]?.length ?? 0) + 1;

/**
 * Brings stored data to its current form.
 * @throws if the stored schema is newer than this program knows: reading on would lose what it says.
 */
export function upcast(upcasts: Upcasts, type: string, schema: number, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const current = currentSchema(upcasts, type);
  if (!Number.isInteger(schema) || schema < 1 || schema > current) {
    throw new Error(`${type} is stored as schema ${schema}, this version knows 1 to ${current}: start a newer version`);
  }
  return (upcasts[type] ?? []).slice(schema - 1).reduce<Readonly<Record<string, unknown>>>((form, step) => step(form), data);
}
