import { NoteError, parseVkey, signatureLine, vkeyOf } from './signed-note';
import { signingKey, verifies } from './ed25519';

/** c2sp.org/tlog-cosignature: Ed25519, signature type 0x04. Other types (0x06 is ML-DSA-44) are unknown keys here and passed over. */
const cosignatureType = 0x04;

/** A witness's key as others check it. `verify` gives the time that a cosignature bears, in seconds since the epoch, or undefined when it is wrong. */
export type CosignatureVerifier = Readonly<{
  name: string;
  keyId: Uint8Array;
  vkey: string;
  /** The 32 bytes of the public key: one key, one use, whatever its name. */
  publicKey: Uint8Array;
  verify: (text: string, signature: Uint8Array) => number | undefined;
}>;

/** A witness's key as the witness holds it. */
export type Cosigner = Readonly<{
  name: string;
  vkey: string;
  /** The signature line, LF included, over a checkpoint's text. @param time whole seconds since the epoch, from 1. */
  cosign: (text: string, time: number) => string;
}>;

const messageOf = (time: number, text: string): Uint8Array => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');

/** @param seed 32 bytes. @throws NoteError when the name cannot stand in a note. */
export function cosigner(name: string, seed: Uint8Array): Cosigner {
  if (seed.length !== 32) throw new NoteError('malformed_vkey');
  const key = signingKey(seed);
  const vkey = vkeyOf(name, cosignatureType, key.publicKey);
  const cosign = (text: string, time: number): string => {
    if (!Number.isSafeInteger(time) || time < 1) throw new RangeError('a cosignature bears whole seconds since the epoch');
    const stamped = Buffer.alloc(8);
    stamped.writeBigUInt64BE(BigInt(time));
    return signatureLine(vkey, Buffer.concat([stamped, key.sign(messageOf(time, text))]));
  };
  return { name, vkey, cosign };
}

/** @throws NoteError when the text is no verifier key of type 0x04, or its key is not canonical or of small order. */
export function cosignatureVerifier(vkey: string): CosignatureVerifier {
  const { name, keyId, publicKey, bytes } = parseVkey(vkey, cosignatureType);
  const verify = (text: string, signature: Uint8Array): number | undefined => {
    if (signature.length !== 72) return undefined;
    const time = Buffer.from(signature).readBigUInt64BE();
    // A checkpoint's cosignature must bear a time; one beyond 2^53 seconds is of no use to anybody.
    if (time === 0n || time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    return verifies(publicKey, messageOf(Number(time), text), signature.subarray(8)) ? Number(time) : undefined;
  };
  return { name, keyId, vkey, publicKey: bytes, verify };
}
