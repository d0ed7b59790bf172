import type { SealedDescriptor } from '@amparo/evidence';
import type { Actor, Recorded } from '@amparo/event-sourcing';
import type { DataCategory, ProtocolEvent } from '@amparo/protocol';
import { decodedFor, standsFor, type DirectoryMemory } from '../visibility/directory-memory';
import { clearFor, partUntil, type Seen } from '../visibility/visibility';

/** A sealed part as a row keeps it: still sealed, with its category and until when it may be opened. */
export type VisiblePart = Readonly<{
  category: DataCategory;
  until: string | null;
  descriptor: SealedDescriptor;
  iv: string;
  ct: string;
  tag: string;
}>;

/** An event of a file as one compartment may see it. Everything else a compartment is shown of the file is folded from these. */
export type Visible = Readonly<{
  id: string;
  /** Index in the protocol log. */
  index: number;
  stream: string;
  type: ProtocolEvent['type'];
  schema: number;
  at: string;
  recordedAt: string;
  actor: Actor;
  data: Readonly<Record<string, unknown>>;
  shown: Seen;
  parts: readonly VisiblePart[];
  /** It puts an exhibit into the hands of somebody of this compartment, or offers it. */
  intoHands?: true;
}>;

/** As much of an event as its sealed parts are bound to, and these. */
export type SealedEntry = Pick<Visible, 'id' | 'stream' | 'type' | 'schema' | 'parts'>;

export type SealedParts = readonly Readonly<{ descriptor: SealedDescriptor; iv: Uint8Array; ct: Uint8Array; tag: Uint8Array }>[];

/** Members of `data` and `actor` that hold a code. */
const coded = ['lead', 'from', 'to', 'unit', 'agent', 'client', 'receiver', 'onBehalfOf', 'against', 'party', 'notifiedBy', 'metBy', 'with'];

/** The row of an event for a compartment: clear fields, and only the sealed parts whose category it may see. */
export function visible(event: Recorded<ProtocolEvent>, schema: number, index: number, sealed: SealedParts, shown: Seen, compartment: string, directory: DirectoryMemory): Visible {
  const ofOwn = (code: unknown): unknown => (typeof code === 'string' ? decodedFor(directory, compartment, code) : code);
  const decode = <T extends object>(members: T): T => {
    let decoded = members;
    for (const name of coded) {
      const code = (members as Record<string, unknown>)[name];
      const own = Array.isArray(code) ? code.map(ofOwn) : ofOwn(code);
      if (own !== code) decoded = { ...decoded, [name]: own };
    }
    const { items } = members as { items?: unknown };
    return Array.isArray(items) ? { ...decoded, items: items.map((item: object) => decode(item)) } : decoded;
  };
  const { id, stream, type, at, recordedAt, actor } = event;
  return {
    id,
    index,
    stream,
    type,
    schema,
    at,
    recordedAt,
    actor: decode(actor),
    data: { ...decode(clearFor(event, directory, compartment, shown)), ...(event.type === 'SurvivorAdmitted' && 'WHEREABOUTS' in shown && { unit: standsFor(directory, event.data.unit) }) },
    shown,
    parts: sealed.flatMap((part) => {
      const open = partUntil(event, part.descriptor.names, shown);
      return open ? [keptPart(part, open)] : [];
    }),
  };
}

/** A sealed part in the form of a row. */
export const keptPart = ({ descriptor, iv, ct, tag }: SealedParts[number], open: Pick<VisiblePart, 'category' | 'until'>): VisiblePart => ({ ...open, descriptor, iv: text(iv), ct: text(ct), tag: text(tag) });

const text = ({ buffer, byteOffset, byteLength }: Uint8Array): string => Buffer.from(buffer, byteOffset, byteLength).toString('base64url');
