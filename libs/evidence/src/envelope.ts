import { canonicalJson } from './canonical-json';

/** What the envelope says of one encrypted part: enough to check it, nothing to open it. */
export type SealedDescriptor = Readonly<{
  kid: string;
  /** base64url SHA-256(iv ‖ ct ‖ tag). */
  ctHash: string;
  /** Names of the sealed fields, ascending. */
  names: readonly string[];
  /** RFC 9901 §4.2 digests of the disclosures, in the order of `names`. */
  _sd: readonly string[];
}>;

/** The encrypted part itself, stored beside the leaf. */
export type SealedPart = Readonly<{ kid: string; iv: Uint8Array; ct: Uint8Array; tag: Uint8Array }>;

/** The envelope is the leaf. The members below are all there are; optional ones are absent, never null. */
export type Envelope = Readonly<{
  v: 1;
  id: string;
  stream: string;
  seq: number;
  prev: string;
  type: string;
  schema: number;
  case?: string;
  investigation?: string;
  at: string;
  recordedAt: string;
  actor: Readonly<{
    client: string;
    agent?: string;
    unit?: string;
    institution?: string;
    role?: string;
    assurance: 'AUTHENTICATED' | 'ASSERTED';
  }>;
  purpose: string;
  basis: Readonly<{ kind: string; ref?: string }>;
  authority?: Readonly<{ event: string; stream: string; seq: number }>;
  command: Readonly<{ id: string; digest: string }>;
  correlation: string;
  causation?: string;
  nonce: string;
  data: Readonly<Record<string, unknown>>;
  sealed?: readonly SealedDescriptor[];
}>;

/** Why bytes are no envelope of ours. `place` names the member, never its content. */
export class EnvelopeError extends Error {
  constructor(
    readonly reason: 'not_json' | 'not_canonical' | 'too_large' | 'too_deep' | 'not_nfc' | 'unknown_member' | 'missing_member' | 'malformed_member' | 'not_integer',
    readonly place: string,
  ) {
    super(`${reason} ${place}`);
    this.name = 'EnvelopeError';
  }
}

/** The most bytes a leaf may have (entry bundles of c2sp.org/tlog-tiles count in 16 bits). */
export const maxLeafBytes = 65_535;
const maxNesting = 32;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const eventUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const digest = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const sixteenBytes = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const name = /^[a-z]+(-[a-z0-9]+)+$/;
const instant = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const ascii = /^[\x20-\x7e]*$/;

export const isStreamName = (text: string): boolean => text.length <= 128 && name.test(text);
const daysOf = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** `YYYY-MM-DDTHH:mm:ss.sssZ`, of a day that the calendar has. */
export function isInstant(text: string): boolean {
  if (!instant.test(text)) return false;
  const day = Number(text.slice(8, 10));
  return day <= 28 || day <= daysOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

type Check = (value: unknown) => boolean;
const string: Check = (v) => typeof v === 'string' && v.length > 0;
const count: Check = (v) => Number.isSafeInteger(v) && (v as number) >= 0;
const matching =
  (pattern: RegExp): Check =>
  (v) =>
    typeof v === 'string' && pattern.test(v);
const time: Check = (v) => typeof v === 'string' && isInstant(v);
const stream: Check = (v) => typeof v === 'string' && isStreamName(v);
const object = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);

type Members = Readonly<Record<string, { check: Check; optional?: true; members?: Members }>>;

const sealedMembers: Members = {
  kid: { check: matching(uuid) },
  ctHash: { check: matching(digest) },
  names: { check: (v) => Array.isArray(v) && v.length > 0 && v.every((n, i) => typeof n === 'string' && n.length > 0 && (i === 0 || v[i - 1] < n)) },
  _sd: { check: (v) => Array.isArray(v) && v.every(matching(digest)) },
};

const envelopeMembers: Members = {
  v: { check: (v) => v === 1 },
  id: { check: matching(eventUuid) },
  stream: { check: stream },
  seq: { check: count },
  prev: { check: matching(digest) },
  type: { check: matching(/^[A-Z][A-Za-z]*$/) },
  schema: { check: (v) => count(v) && v !== 0 },
  case: { check: string, optional: true },
  investigation: { check: string, optional: true },
  at: { check: time },
  recordedAt: { check: time },
  actor: {
    check: object,
    members: {
      client: { check: string },
      agent: { check: string, optional: true },
      unit: { check: string, optional: true },
      institution: { check: string, optional: true },
      role: { check: string, optional: true },
      assurance: { check: (v) => v === 'AUTHENTICATED' || v === 'ASSERTED' },
    },
  },
  purpose: { check: string },
  basis: { check: object, members: { kind: { check: string }, ref: { check: string, optional: true } } },
  authority: {
    check: object,
    optional: true,
    members: { event: { check: matching(eventUuid) }, stream: { check: stream }, seq: { check: count } },
  },
  command: { check: object, members: { id: { check: matching(uuid) }, digest: { check: matching(digest) } } },
  correlation: { check: string },
  causation: { check: string, optional: true },
  nonce: { check: matching(sixteenBytes) },
  data: { check: object },
  sealed: { check: (v) => Array.isArray(v) && v.length > 0, optional: true },
};

function closed(value: Record<string, unknown>, members: Members, place: string): void {
  for (const member in value) {
    if (!Object.hasOwn(members, member)) throw new EnvelopeError('unknown_member', place + member);
  }
  for (const member in members) {
    const rule = members[member]!;
    const found = value[member];
    if (found === undefined) {
      if (rule.optional && !(member in value)) continue;
      throw new EnvelopeError('missing_member', place + member);
    }
    if (!rule.check(found)) throw new EnvelopeError('malformed_member', place + member);
    if (rule.members) closed(found as Record<string, unknown>, rule.members, `${place}${member}.`);
  }
}

/** `data` holds integers, text in NFC, booleans and nothing nested too deeply. */
function contents(value: unknown, place: string, depth: number): void {
  if (depth > maxNesting) throw new EnvelopeError('too_deep', place);
  if (typeof value === 'string') {
    if (!ascii.test(value) && value !== value.normalize('NFC')) throw new EnvelopeError('not_nfc', place);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new EnvelopeError('not_integer', place);
  } else if (Array.isArray(value)) {
    for (const item of value) contents(item, place, depth + 1);
  } else if (object(value)) {
    for (const member in value) {
      contents(member, place, depth);
      contents(value[member], depth === 1 ? member : place, depth + 1);
    }
  } else if (value === null) {
    throw new EnvelopeError('malformed_member', place);
  }
}

function validate(envelope: unknown): asserts envelope is Envelope {
  if (!object(envelope)) throw new EnvelopeError('malformed_member', 'envelope');
  closed(envelope, envelopeMembers, '');
  contents(envelope, 'envelope', 1);
  const parts = (envelope as Envelope).sealed ?? [];
  parts.forEach((part, i) => {
    if (!object(part)) throw new EnvelopeError('malformed_member', 'sealed');
    closed(part, sealedMembers, 'sealed.');
    if (part._sd.length !== part.names.length) throw new EnvelopeError('malformed_member', 'sealed._sd');
    if (i > 0 && parts[i - 1]!.kid >= part.kid) throw new EnvelopeError('malformed_member', 'sealed.kid');
    for (const field of part.names) {
      if (Object.hasOwn((envelope as Envelope).data, field)) throw new EnvelopeError('malformed_member', `data.${field}`);
    }
  });
}

/**
 * The canonical bytes of an envelope: what is stored, hashed and shown to a court, exactly so.
 * @throws EnvelopeError when the envelope is not of the closed form or has more than 65,535 bytes.
 */
export function leafBytes(envelope: Envelope): Uint8Array {
  validate(envelope);
  const bytes = Buffer.from(canonicalJson(envelope), 'utf8');
  if (bytes.length > maxLeafBytes) throw new EnvelopeError('too_large', 'envelope');
  return bytes;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The envelope in bytes that nobody vouches for.
 * @throws EnvelopeError unless the bytes are the canonical bytes of an envelope.
 */
export function parseLeaf(bytes: Uint8Array): Envelope {
  if (bytes.length > maxLeafBytes) throw new EnvelopeError('too_large', 'envelope');
  let value: unknown;
  let text: string;
  try {
    text = decoder.decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new EnvelopeError('not_json', 'envelope');
  }
  let canonical: string;
  try {
    canonical = canonicalJson(value);
  } catch {
    throw new EnvelopeError('not_canonical', 'envelope');
  }
  // A duplicate name, a number or an escape written otherwise, space or another order: the texts differ.
  if (canonical !== text) throw new EnvelopeError('not_canonical', 'envelope');
  validate(value);
  return value;
}

/** The envelope in bytes that our own store gave back: no checks, for readers that must be quick. */
export const readLeaf = (bytes: Uint8Array): Envelope =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Envelope;
