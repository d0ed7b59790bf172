import type { DomainEvent } from '@amparo/event-sourcing';

/** What is said about a person in an event, as far as anything is. */
export function sealedFields(subject: string, fields: Readonly<Record<string, unknown>>): Pick<DomainEvent, 'personal'> {
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return Object.keys(said).length > 0 ? { personal: [{ subject, fields: said }] } : {};
}
