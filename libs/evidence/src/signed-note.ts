import { sameBytes, sha256 } from './bytes';
import { publicKeyOf, signingKey, verifies } from './ed25519';

/** c2sp.org/signed-note, with Ed25519 keys (type 0x01). */
export type NoteSigner = Readonly<{ name: string; vkey: string; sign: (message: Uint8Array) => Uint8Array }>;
export type NoteVerifier = Readonly<{
  name: string;
  keyId: Uint8Array;
  verify: (message: Uint8Array, signature: Uint8Array) => boolean;
  /** The 32 bytes of the key. */
  key: Uint8Array;
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

/** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
const keyIdOf = (name: string, typed: Uint8Array): Uint8Array => sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);

/** The verifier key of a name, a signature type and a public key, as text. @throws NoteError when the name cannot stand in a note. */
export function vkeyOf(name: string, type: number, publicKey: Uint8Array): string {
  if (!nameOk(name)) throw new NoteError('malformed_vkey');
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  return `${name}+${Buffer.from(keyIdOf(name, typed)).toString('hex')}+${base64(typed)}`;
}

/**
 * What a verifier key of an Ed25519 type says.
 * @throws NoteError when the text is no verifier key of that type, or its key is not canonical or of small order.
 */
export function parseVkey(vkey: string, type: number) {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? [];
  const typed = key === undefined ? undefined : fromBase64(key);
  if (name === undefined || id === undefined || !nameOk(name) || typed?.length !== 33 || typed[0] !== type) throw new NoteError('malformed_vkey');
  const keyId = keyIdOf(name, typed);
  const publicKey = publicKeyOf(typed.subarray(1));
  if (Buffer.from(keyId).toString('hex') !== id || !publicKey) throw new NoteError('malformed_vkey');
  return { name, keyId, publicKey, bytes: typed.subarray(1) };
}

/** The signer of a name (for a log: its origin) from a 32-byte Ed25519 seed. */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (!nameOk(name) || seed.length !== 32) throw new NoteError('malformed_vkey');
  const key = signingKey(seed);
  return { name, vkey: vkeyOf(name, ed25519, key.publicKey), sign: key.sign };
}

/** @throws NoteError when the text is no Ed25519 verifier key of c2sp.org/signed-note. */
export function noteVerifier(vkey: string): NoteVerifier {
  const { name, keyId, publicKey, bytes: key } = parseVkey(vkey, ed25519);
  const pem = (): string => publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { name, keyId, key, verify: (message, signature) => verifies(publicKey, message, signature), pem };
}

/** A signature line of a note: `— name base64(key id ‖ signature)` and LF. */
export const signatureLine = (vkey: string, signature: Uint8Array): string => {
  const name = vkey.slice(0, vkey.indexOf('+'));
  return `— ${name} ${base64(Buffer.concat([Buffer.from(vkey.slice(name.length + 1, name.length + 9), 'hex'), signature]))}\n`;
};

/** The note of a text, which ends in a newline, with one signature line. Ed25519 is deterministic: the same text, the same note. */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || !text.isWellFormed()) throw new NoteError('malformed_note');
  return `${text}\n${signatureLine(signer.vkey, signer.sign(Buffer.from(text, 'utf8')))}`;
}

/** A signature line taken apart; `line` is as it stood, without its LF. */
export type SignatureLine = Readonly<{ name: string; keyId: Uint8Array; signature: Uint8Array; line: string }>;

/** Signature lines, each ended by LF. @throws NoteError when one is malformed. */
export function signatureLines(lines: string): SignatureLine[] {
  if (!lines.endsWith('\n')) throw new NoteError('malformed_note');
  return lines
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
      const signature = encoded === undefined ? undefined : fromBase64(encoded);
      if (name === undefined || !nameOk(name) || !signature || signature.length < 5) throw new NoteError('malformed_note');
      return { name, keyId: signature.subarray(0, 4), signature: signature.subarray(4), line };
    });
}

/** A note's text and its signature lines, nothing of which is verified. @throws NoteError when the note is malformed. */
export function splitNote(note: string): { text: string; lines: SignatureLine[] } {
  // The signatures follow the last blank line; no control characters but the newline.
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || !note.isWellFormed() || [...note].some((c) => c !== '\n' && c < ' ')) throw new NoteError('malformed_note');
  const lines = signatureLines(note.slice(end + 2));
  if (lines.length > 100) throw new NoteError('malformed_note');
  return { text: note.slice(0, end + 1), lines };
}

/**
 * The text of a note that at least one of the verifiers has signed; signatures by other keys are passed over.
 * @throws NoteError when the note is malformed, a known key's signature is wrong, or no known key has signed.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): { text: string; signedBy: NoteVerifier[] } {
  const { text, lines } = splitNote(note);
  const signedBy: NoteVerifier[] = [];
  for (const { name, keyId, signature } of lines) {
    const verifier = verifiers.find((v) => v.name === name && sameBytes(v.keyId, keyId));
    if (!verifier || signedBy.includes(verifier)) continue;
    if (!verifier.verify(Buffer.from(text, 'utf8'), signature)) throw new NoteError('bad_signature');
    signedBy.push(verifier);
  }
  if (signedBy.length === 0) throw new NoteError('unknown_key');
  return { text, signedBy };
}
