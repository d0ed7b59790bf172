import type { DomainEvent } from '@amparo/event-sourcing';
import type { KeyClass } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import { erasureEvents, type ErasureEvent } from './erasure';
import { matchEvents, type MatchEvent } from './matching';

/** `kc` recognises a condemned key and opens nothing. The vault creates keys; holds, erasures and matches are decided beside them, in the same stream. */
export type SubjectEvent = DomainEvent<'SubjectKeyCreated', { kid: string; class: KeyClass; kc: string }> | ErasureEvent | MatchEvent;

export const subjectEvents: EventDefinitions<SubjectEvent['type']> = {
  SubjectKeyCreated: { category: 'DIRECTORY', clear: { kid: 'sealing', class: 'sealing', kc: 'erasure' } },
  ...erasureEvents,
  ...matchEvents,
};
