import type { DomainEvent } from '@amparo/event-sourcing';
import type { KeyClass } from '../data-category';
import type { EventDefinitions } from '../event-definition';

/** `kc` recognises a condemned key and opens nothing. */
export type SubjectEvent = DomainEvent<'SubjectKeyCreated', { kid: string; class: KeyClass; kc: string }>;

export const subjectEvents: EventDefinitions<SubjectEvent['type']> = {
  SubjectKeyCreated: { category: 'DIRECTORY', clear: { kid: 'sealing', class: 'sealing', kc: 'erasure' } },
};
