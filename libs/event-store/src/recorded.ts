import { readLeaf, type Envelope } from '@amparo/evidence';
import { upcast, type DomainEvent, type Recorded, type Upcasts } from '@amparo/event-sourcing';
import type { StoredEvent } from './event-store';

/** The event of a stored one, in its current form; what is sealed stays so. */
export function toRecorded<E extends DomainEvent>(stored: StoredEvent, upcasts: Upcasts): Recorded<E> & { readonly envelope: Envelope } {
  const envelope = readLeaf(stored.leaf);
  const { id, stream, seq, type, schema, at, recordedAt, actor, authority } = envelope;
  const data = upcast(upcasts, type, schema, envelope.data);
  return { id, stream, seq, type, data, at, recordedAt, actor, ...(authority && { authority }), envelope } as unknown as Recorded<E> & { readonly envelope: Envelope };
}
