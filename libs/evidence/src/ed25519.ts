import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Ed25519 of RFC 8032, without cofactor; nothing that two verifiers could judge differently is let in. */

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
/** d of the curve: −121665/121666. */
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const mod = (n: bigint): bigint => ((n % p) + p) % p;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = (b * b) % p) if (e & 1n) result = (result * b) % p;
  return result;
}

/** y of the points of order 1, 2, 4 and 8. */
const smallOrder = new Set([
  1n,
  p - 1n,
  0n,
  littleEndian(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex')),
  littleEndian(Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex')),
]);

/** Whether 32 bytes are the one encoding (RFC 8032 §5.1.3) of a point of the curve that is not of small order. */
export function isAcceptableKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const y = littleEndian(Buffer.from(bytes).fill(bytes[31]! & 0x7f, 31));
  if (y >= p || smallOrder.has(y)) return false;
  const square = mod(y * y - 1n) * power(d * y * y + 1n, p - 2n);
  return power(square, (p - 1n) / 2n) === 1n;
}

/** The public key of 32 bytes; undefined unless {@link isAcceptableKey}. */
export const publicKeyOf = (bytes: Uint8Array): KeyObject | undefined =>
  isAcceptableKey(bytes) ? createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' }) : undefined;

/** S below the group's order (RFC 8032 §5.1.7), then the equation without cofactor. */
export const verifies = (key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === 64 && littleEndian(signature.subarray(32)) < order && verify(null, message, key, signature);

/** Key and signing function of a 32-byte seed. */
export function signingKey(seed: Uint8Array): { publicKey: Uint8Array; sign: (message: Uint8Array) => Uint8Array } {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  return { publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spki.length), sign: (message) => sign(null, message, key) };
}
