import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sameBytes, sha256 } from './bytes';

/** c2sp.org/signed-note, with Ed25519 keys (type 0x01). */
export type NoteSigner = Readonly<{ name: string; vkey: string; sign: (message: Uint8Array) => Uint8Array }>;
export type NoteVerifier = Readonly<{
  name: string;
  keyId: Uint8Array;
  verify: (message: Uint8Array, signature: Uint8Array) => boolean;
  /** The key as other programs read it: SubjectPublicKeyInfo (RFC 8410), PEM. */
  pem: () => string;
}>;

export class NoteError extends Error {
  constructor(readonly reason: 'malformed_note' | 'malformed_vkey' | 'unknown_key' | 'bad_signature') {
    super(reason);
    this.name = 'NoteError';
  }
}

const ed25519 = 0x01;
const nameOk = (name: string): boolean => name.length > 0 && !/[\s+]/u.test(name);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Strict: exactly the base64 of some bytes, as C2SP text files have it. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const keyIdOf = (name: string, key: Uint8Array): Uint8Array => sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).subarray(0, 4);

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** The signer of a name (for a log: its origin) from a 32-byte Ed25519 seed. */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (!nameOk(name) || seed.length !== 32) throw new NoteError('malformed_vkey');
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const typed = Buffer.concat([Buffer.of(ed25519), createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spki.length)]);
  const id = Buffer.from(keyIdOf(name, typed)).toString('hex');
  return { name, vkey: `${name}+${id}+${base64(typed)}`, sign: (message) => sign(null, message, key) };
}

/** @throws NoteError when the text is no Ed25519 verifier key of c2sp.org/signed-note. */
export function noteVerifier(vkey: string): NoteVerifier {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? [];
  const typed = key === undefined ? undefined : fromBase64(key);
  if (name === undefined || id === undefined || !nameOk(name) || typed?.length !== 33 || typed[0] !== ed25519) throw new NoteError('malformed_vkey');
  const keyId = keyIdOf(name, typed);
  if (Buffer.from(keyId).toString('hex') !== id) throw new NoteError('malformed_vkey');
  const publicKey: KeyObject = createPublicKey({ key: Buffer.concat([spki, typed.subarray(1)]), format: 'der', type: 'spki' });
  return { name, keyId, verify: (message, signature) => verify(null, message, publicKey, signature), pem: () => publicKey.export({ format: 'pem', type: 'spki' }).toString() };
}

/** The note of a text, which ends in a newline, with one signature line. Ed25519 is deterministic: the same text, the same note. */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || !text.isWellFormed()) throw new NoteError('malformed_note');
  const keyId = Buffer.from(signer.vkey.slice(signer.name.length + 1, signer.name.length + 9), 'hex');
  return `${text}\n— ${signer.name} ${base64(Buffer.concat([keyId, signer.sign(Buffer.from(text, 'utf8'))]))}\n`;
}

/**
 * The text of a note that at least one of the verifiers has signed; signatures by other keys are passed over.
 * @throws NoteError when the note is malformed, a known key's signature is wrong, or no known key has signed.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): { text: string; signedBy: NoteVerifier[] } {
  // The signatures follow the last blank line; no control characters but the newline.
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || !note.isWellFormed() || [...note].some((c) => c !== '\n' && c < ' ')) throw new NoteError('malformed_note');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > 100) throw new NoteError('malformed_note');
  const signedBy: NoteVerifier[] = [];
  for (const line of lines) {
    const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const signature = encoded === undefined ? undefined : fromBase64(encoded);
    if (name === undefined || !nameOk(name) || !signature || signature.length < 5) throw new NoteError('malformed_note');
    const verifier = verifiers.find((v) => v.name === name && sameBytes(v.keyId, signature.subarray(0, 4)));
    if (!verifier || signedBy.includes(verifier)) continue;
    if (!verifier.verify(Buffer.from(text, 'utf8'), signature.subarray(4))) throw new NoteError('bad_signature');
    signedBy.push(verifier);
  }
  if (signedBy.length === 0) throw new NoteError('unknown_key');
  return { text, signedBy };
}
