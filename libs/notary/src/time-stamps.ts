import { randomBytes } from 'node:crypto';
import { maxTimeStampBytes, TimeStampError, verifyTimeStamp, type TimeStamp } from '@amparo/evidence';

/** Where stamps come from, the best first. Authorities may answer over plain HTTP: what they answer is checked against the roots. */
export type TimeAuthorities = Readonly<{
  addresses: readonly URL[];
  /** Roots that authorities are trusted under, DER. */
  roots: readonly Uint8Array[];
  /** Milliseconds for one authority. */
  timeout?: number;
}>;

/** No authority gave a stamp that holds; `failures` says why, an authority each. */
export class NoTimeStamp extends Error {
  constructor(readonly failures: readonly string[]) {
    super(`no authority gave a time stamp: ${failures.join('; ')}`);
    this.name = 'NoTimeStamp';
  }
}

const sha256Algorithm = Buffer.from('300d06096086480165030402010500', 'hex');

/**
 * TimeStampReq of RFC 3161 §2.4.1, DER: version 1, a SHA-256 imprint, the nonce, and certReq, without which nobody could check the
 * answer in ten years.
 * @param nonce 8 bytes, the first from 0x01 to 0x7f: a positive integer of one form.
 */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new RangeError(`a SHA-256 digest has 32 bytes, not ${digest.length}`);
  if (nonce.length !== 8 || nonce[0]! < 0x01 || nonce[0]! > 0x7f) throw new RangeError('a nonce is a positive integer of 8 bytes');
  const imprint = Buffer.concat([sha256Algorithm, Buffer.of(0x04, 32), digest]);
  const body = Buffer.concat([Buffer.of(0x02, 1, 1, 0x30, imprint.length), imprint, Buffer.of(0x02, 8), nonce, Buffer.of(0x01, 1, 0xff)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function freshNonce(): Uint8Array {
  const nonce = randomBytes(8);
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  return nonce;
}

/**
 * A stamp over a digest from the first authority whose answer holds.
 * @returns the answer as it came (TimeStampResp, DER: a `.tsr` file).
 * @throws NoTimeStamp when none does.
 */
export async function timeStamp({ addresses, roots, timeout = 10_000 }: TimeAuthorities, digest: Uint8Array): Promise<{ answer: Uint8Array; stamp: TimeStamp }> {
  const failures: string[] = [];
  for (const address of addresses) {
    const nonce = freshNonce();
    try {
      const answer = await ask(address, timeStampRequest(digest, nonce), timeout);
      return { answer, stamp: verifyTimeStamp(answer, digest, roots, nonce) };
    } catch (error) {
      failures.push(`${address.host}: ${error instanceof TimeStampError ? error.reason : reasonOf(error)}`);
    }
  }
  throw new NoTimeStamp(failures);
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error & { cause?: Partial<NodeJS.ErrnoException> };
  return cause ? `${message} (${cause.code ?? cause.message})` : message;
};

async function ask(address: URL, request: Uint8Array, timeout: number): Promise<Uint8Array> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: Buffer.from(request),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  if (answer.status !== 200 || !answer.body) {
    await answer.body?.cancel();
    throw new Error(`answered ${answer.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxTimeStampBytes) throw new Error('answered more than a time stamp can be');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
