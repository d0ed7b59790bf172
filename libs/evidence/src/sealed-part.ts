import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { base64url, sameBytes, sha256 } from './bytes';
import { canonicalJson } from './canonical-json';
import type { SealedDescriptor, SealedPart } from './envelope';

/** What of an event its sealed parts are bound to, with `kid`, as additional data. */
export type EventIdentity = Readonly<{ id: string; stream: string; type: string; schema: number }>;

/** The part cannot be what the envelope says it is. */
export class SealedPartError extends Error {
  constructor(readonly reason: 'sealed_part_mismatch' | 'not_decryptable' | 'malformed_plaintext' | 'disclosure_mismatch') {
    super(reason);
    this.name = 'SealedPartError';
  }
}

/** K = HMAC-SHA-256(DEK, `enc/v1` ‖ event id): one key an event, so a disclosed event key opens no other. */
const eventKey = (dek: Uint8Array, id: string): Buffer => createHmac('sha256', dek).update(`enc/v1${id}`).digest();

const additionalData = (event: EventIdentity, kid: string): Buffer =>
  Buffer.from(`{"id":"${event.id}","kid":"${kid}","schema":${event.schema},"stream":"${event.stream}","type":"${event.type}"}`);

/** Recognises a data key without opening anything with it. */
export const keyCommitment = (dek: Uint8Array): Uint8Array => createHmac('sha256', dek).update('commit/v1').digest();

/** RFC 9901 §4.2.1: the disclosure of one line `["salt","name",value]`. */
const disclosureOf = (line: string): string => Buffer.from(line, 'utf8').toString('base64url');
/** RFC 9901 §4.2.3: the digest of a disclosure. */
const digestOf = (disclosure: string): string => base64url(sha256(disclosure));

/** base64url SHA-256(iv ‖ ct ‖ tag). */
export const ctHash = (part: SealedPart): string => base64url(sha256(Buffer.concat([part.iv, part.ct, part.tag])));

/**
 * Seals fields of one subject and key class.
 * @param salts 16 random bytes per field.
 * @param iv 12 random bytes.
 * @param dek 32 bytes.
 * @throws CanonicalJsonError when a value has no JSON form.
 */
export function sealPart(input: {
  dek: Uint8Array;
  kid: string;
  event: EventIdentity;
  fields: Readonly<Record<string, unknown>>;
  salts: Readonly<Record<string, Uint8Array>>;
  iv: Uint8Array;
}): { descriptor: SealedDescriptor; part: SealedPart } {
  const names = Object.keys(input.fields).sort();
  const lines = names.map((name) => canonicalJson([base64url(input.salts[name]!), name, input.fields[name]]));
  const cipher = createCipheriv('aes-256-gcm', eventKey(input.dek, input.event.id), input.iv);
  cipher.setAAD(additionalData(input.event, input.kid));
  const ct = Buffer.concat([cipher.update(lines.join('\n'), 'utf8'), cipher.final()]);
  const part = { kid: input.kid, iv: input.iv, ct, tag: cipher.getAuthTag() };
  return { descriptor: { kid: input.kid, ctHash: ctHash(part), names, _sd: lines.map((line) => digestOf(disclosureOf(line))) }, part };
}

/**
 * Opens a part and checks it against what the envelope says: ciphertext, names, places and digests.
 * @returns the fields, and the disclosures that show them one by one to somebody who holds the envelope.
 * @throws SealedPartError when anything differs.
 */
export function openPart(input: { dek: Uint8Array; descriptor: SealedDescriptor; part: SealedPart; event: EventIdentity }): {
  fields: Record<string, unknown>;
  disclosures: string[];
} {
  const { dek, descriptor, part, event } = input;
  if (part.kid !== descriptor.kid || ctHash(part) !== descriptor.ctHash) throw new SealedPartError('sealed_part_mismatch');
  let plaintext: string;
  try {
    const decipher = createDecipheriv('aes-256-gcm', eventKey(dek, event.id), part.iv, { authTagLength: 16 });
    decipher.setAAD(additionalData(event, part.kid));
    decipher.setAuthTag(part.tag);
    plaintext = Buffer.concat([decipher.update(part.ct), decipher.final()]).toString('utf8');
  } catch {
    throw new SealedPartError('not_decryptable');
  }
  const lines = plaintext.split('\n');
  if (lines.length !== descriptor.names.length) throw new SealedPartError('malformed_plaintext');
  const fields: Record<string, unknown> = {};
  const disclosures = lines.map((line, i) => {
    const disclosure = disclosureOf(line);
    if (digestOf(disclosure) !== descriptor._sd[i]) throw new SealedPartError('disclosure_mismatch');
    const parsed = JSON.parse(line) as unknown;
    if (!Array.isArray(parsed) || parsed.length !== 3 || parsed[1] !== descriptor.names[i]) throw new SealedPartError('disclosure_mismatch');
    fields[descriptor.names[i]!] = parsed[2];
    return disclosure;
  });
  return { fields, disclosures };
}

/** The parts of one event in one piece, for stores that hold a leaf and one other blob; nothing for no parts. */
export const encodeParts = (parts: readonly SealedPart[]): Uint8Array =>
  parts.length === 0
    ? new Uint8Array(0)
    : Buffer.from(canonicalJson(parts.map(({ kid, iv, ct, tag }) => ({ kid, iv: base64url(iv), ct: base64url(ct), tag: base64url(tag) }))));

/** @throws SyntaxError when the bytes are not what `encodeParts` makes. */
export function decodeParts(bytes: Uint8Array): SealedPart[] {
  if (bytes.length === 0) return [];
  const parts = JSON.parse(Buffer.from(bytes).toString('utf8')) as { kid: string; iv: string; ct: string; tag: string }[];
  const decoded = parts.map(({ kid, iv, ct, tag }) => ({
    kid,
    iv: Buffer.from(iv, 'base64url'),
    ct: Buffer.from(ct, 'base64url'),
    tag: Buffer.from(tag, 'base64url'),
  }));
  if (!sameBytes(encodeParts(decoded), bytes)) throw new SyntaxError('not the encoding of sealed parts');
  return decoded;
}
