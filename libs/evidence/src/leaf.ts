import { sha256 } from './bytes';
import { canonicalJson } from './canonical-json';

/** Which of the two logs an event of this stream is a leaf of. */
export const logOf = (stream: string): 'protocol' | 'access' =>
  stream === 'log-access' || stream.startsWith('access-') ? 'access' : 'protocol';

/** RFC 6962 §2.1: SHA-256(0x00 ‖ bytes); the prefix keeps a leaf from passing as a node. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  const prefixed = Buffer.allocUnsafe(bytes.length + 1);
  prefixed[0] = 0x00;
  prefixed.set(bytes, 1);
  return sha256(prefixed);
}

/** A stream's head before its first event. */
export const emptyHead: Uint8Array = Buffer.alloc(32);

const chained = Buffer.alloc(65, 0x02);

/** A stream's head after an event: SHA-256(0x02 ‖ prev ‖ leafHash). */
export function nextHead(prev: Uint8Array, leaf: Uint8Array): Uint8Array {
  chained.set(prev, 1);
  chained.set(leaf, 33);
  return sha256(chained);
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/**
 * The id of the event number `index` of a command: UUID version 8 whose first six bytes are those of the command id (so ids
 * of time-ordered commands stay time-ordered) and whose others come from SHA-256(`amparo/event/v1` ‖ JCS([client, stream,
 * commandId, index])). The same command on the same stream always has the same ids.
 */
export function eventId(client: string, stream: string, commandId: string, index: number): string {
  const digest = sha256(`amparo/event/v1${canonicalJson([client, stream, commandId, index])}`);
  let tail = '';
  for (let i = 0; i < 10; i++) {
    const byte = digest[i]!;
    tail += hex(i === 0 ? (byte & 0x0f) | 0x80 : i === 2 ? (byte & 0x3f) | 0x80 : byte);
  }
  return `${commandId.slice(0, 13)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}
