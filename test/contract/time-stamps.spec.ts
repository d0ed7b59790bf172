import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesOf, TimeStampError, verifyTimeStamp } from '@amparo/evidence';
import { NoTimeStamp, timeStamp, timeStampRequest } from '@amparo/notary';
import { TimeAuthority } from './time-authority';

const text = 'amparo.test/protocol\n7\nrA+\n';
const digest = createHash('sha256').update(text).digest();
const nonce = Buffer.from('4102030405060708', 'hex');

const reasonOf = (answer: Uint8Array, roots: readonly Uint8Array[], over: Uint8Array = digest, its?: Uint8Array): string => {
  try {
    verifyTimeStamp(answer, over, roots, its);
    return 'verified';
  } catch (error) {
    if (error instanceof TimeStampError) return error.reason;
    throw error;
  }
};

describe.each([
  ['RSA', ['rsa:2048']],
  ['ECDSA', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
] as const)('a time stamp of an authority with %s keys', (_, algorithm) => {
  const authority = new TimeAuthority(algorithm);
  const roots = certificatesOf(authority.pem('root'));
  // All of them valid before the token is made: then it is not their time that refuses them.
  authority.issue('web', 'web', 'root');
  authority.issue('loose', 'loose', 'root');
  for (const name of ['another', 'aaa', 'zzz', 'end']) authority.issue(name, 'tsa', 'root');
  authority.issue('below', 'tsa', 'end');
  authority.issue('over', 'tsa', 'root', -1);
  const answer = authority.answer(timeStampRequest(digest, nonce));
  afterAll(() => authority.end());

  it('is asked for as OpenSSL would ask: the same bytes but for the nonce', () => {
    const [data, query] = [join(authority.folder, 'text'), join(authority.folder, 'own.tsq')];
    writeFileSync(data, text);
    authority.openssl('ts', '-query', '-data', data, '-sha256', '-cert', '-no_nonce', '-out', query);
    const theirs = readFileSync(query);
    const ours = Buffer.from(timeStampRequest(digest, nonce));
    const withoutNonce = Buffer.concat([Buffer.of(0x30, ours[1]! - 10), ours.subarray(2, -13), ours.subarray(-3)]);
    expect(withoutNonce.toString('hex')).toBe(theirs.toString('hex'));
    writeFileSync(query, ours);
    expect(authority.openssl('ts', '-query', '-in', query, '-text')).toMatch(/Hash Algorithm: sha256[^]*Nonce: 0x4102030405060708\nCertificate required: yes/);
  });

  it('holds under its root, and says when and who; OpenSSL agrees', () => {
    const stamp = verifyTimeStamp(answer, digest, roots, nonce);
    expect(stamp.signer).toBe('CN=authority,O=Amparo test');
    expect(Math.abs(Date.parse(stamp.time) - Date.now())).toBeLessThan(600_000);
    expect(authority.opensslVerifies(answer, text)).toBe(true);
  });

  it('holds for nothing else', () => {
    expect(reasonOf(answer, roots, createHash('sha256').update('other').digest())).toBe('imprint_mismatch');
    expect(reasonOf(answer, roots, digest, Buffer.from('4102030405060709', 'hex'))).toBe('nonce_mismatch');
    const stranger = new TimeAuthority(algorithm);
    expect(reasonOf(answer, certificatesOf(stranger.pem('root')))).toBe('untrusted_chain');
    void stranger.end();
  });

  it('is refused when any byte is another: never accepted, never a crash', () => {
    for (let at = 0; at < answer.length; at += 17) {
      const spoilt = Buffer.from(answer);
      spoilt[at]! ^= 0x11;
      const said = reasonOf(spoilt, roots);
      // What the signature does not cover is the text around the status, and the certificates that are not used.
      if (said === 'verified') expect(verifyTimeStamp(spoilt, digest, roots)).toEqual(verifyTimeStamp(answer, digest, roots));
    }
    for (const cut of [0, 1, 9, 100, answer.length - 1]) expect(reasonOf(answer.subarray(0, cut), roots)).toMatch(/^(malformed_token|not_granted)$/);
  });

  it('is refused from a certificate that is for another purpose, or not for that one alone', () => {
    expect(reasonOf(authority.forged(answer, 'another'), roots)).toBe('verified'); // so that what follows can fail
    expect(reasonOf(authority.forged(answer, 'web'), roots)).toBe('not_for_time_stamping');
    expect(reasonOf(authority.forged(answer, 'loose'), roots)).toBe('not_for_time_stamping');
  });

  it('is judged at its own time: one that was outside the validity of its certificate then is refused', () => {
    expect(reasonOf(authority.forged(answer, 'over'), roots)).toBe('untrusted_chain');
  });

  it('is refused from a certificate that one without the right to issue has issued', () => {
    expect(reasonOf(authority.forged(answer, 'below', ['end']), roots)).toBe('untrusted_chain');
  });

  it('is of who signed, whatever certificates were put in beside', () => {
    const injected = authority.forged(answer, 'authority', ['aaa', 'zzz']);
    expect(verifyTimeStamp(injected, digest, roots).signer).toBe('CN=authority,O=Amparo test');
  });

  it('names its signer by hash: a certificate of the same issuer and number put in its place is not taken for it', () => {
    const own = certificatesOf(authority.pem('authority'))[0]!;
    const at = Buffer.from(answer).indexOf(Buffer.from(own));
    expect(at).toBeGreaterThan(0);
    const swapped = Buffer.from(answer);
    swapped[at + own.length - 1]! ^= 1; // its signature by the root: issuer, number and key stay
    expect(reasonOf(swapped, roots)).toBe('signer_missing');
  });
});

describe('the client of the authorities', () => {
  const [first, second] = [new TimeAuthority(), new TimeAuthority()];
  const roots = [...certificatesOf(first.pem('root')), ...certificatesOf(second.pem('root'))];
  let addresses: URL[];
  beforeAll(async () => {
    addresses = [await first.start(), await second.start()];
  });
  afterEach(() => {
    first.spoil = (body) => ({ body });
  });
  afterAll(() => Promise.all([first.end(), second.end()]));

  it('asks the first, and the next only when that one gives nothing that holds', async () => {
    const { answer, stamp } = await timeStamp({ addresses, roots }, digest);
    expect(first.opensslVerifies(answer, text)).toBe(true);
    expect([first.asked.length, second.asked.length, stamp.signer]).toEqual([1, 0, 'CN=authority,O=Amparo test']);
    for (const spoil of [
      () => ({ status: 503, body: Buffer.from('busy') }),
      () => ({ body: Buffer.from('no token') }),
      () => ({ body: Buffer.alloc(100_000) }),
      () => ({ body: first.answer(timeStampRequest(createHash('sha256').update('other').digest(), nonce)) }),
      () => ({ body: first.answer(timeStampRequest(digest, nonce)) }), // an older answer, given again
    ]) {
      first.spoil = spoil;
      const before = second.asked.length;
      const other = await timeStamp({ addresses, roots }, digest);
      expect(second.opensslVerifies(other.answer, text)).toBe(true);
      expect(second.asked.length).toBe(before + 1);
    }
  });

  it('says of each why, when none does', async () => {
    first.spoil = () => ({ body: first.answer(timeStampRequest(digest, nonce)) });
    await second.stop();
    const failure: unknown = await timeStamp({ addresses, roots }, digest).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoTimeStamp);
    expect((failure as NoTimeStamp).failures).toEqual([`${addresses[0]!.host}: nonce_mismatch`, expect.stringMatching(/ECONNREFUSED/)]);
  });
});
