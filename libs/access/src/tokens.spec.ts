import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { KeysUnreachable, keySetAt, TokenRefused, Tokens, type TrustedIssuer } from './tokens.handlers';

const issuer = 'https://issuer.example';
const audience = 'https://amparo.example/graphql';
const start = Date.parse('2026-01-05T12:00:00Z');
const seconds = (at: number): number => Math.floor(at / 1_000);

type Key = Readonly<{ kid: string; open: JWK; privateKey: CryptoKey }>;

async function key(kid: string, algorithm = 'ES256'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { kid, open: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }, privateKey };
}

const claims = {
  iss: issuer,
  aud: audience,
  sub: 'mmujer-desk',
  client_id: 'mmujer-desk',
  jti: '1',
  iat: seconds(start),
  exp: seconds(start) + 300,
  institution: 'mmujer',
  compartment: 'mmujer',
  roles: ['caseworker'],
};

const sign = ({ kid, privateKey }: Key, changed: object = {}, header: object = {}): Promise<string> =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header }).sign(privateKey);

describe('an access token', () => {
  let first: Key;
  let published: JWK[];
  let asked: number;
  let now: number;
  let tokens: Tokens;
  const trusted = (): TrustedIssuer => ({
    issuer,
    audience,
    keys: keySetAt(new URL('https://issuer.example/jwks'), async () => {
      asked += 1;
      return Response.json({ keys: published });
    }),
  });
  const reason = (token: string): Promise<unknown> =>
    tokens.verify(token).then(
      () => 'accepted',
      (cause: unknown) => (cause instanceof TokenRefused ? cause.reason : cause),
    );

  beforeAll(async () => {
    first = await key('first');
  });
  beforeEach(() => {
    published = [first.open];
    asked = 0;
    now = start;
    tokens = new Tokens([trusted()], () => now);
  });

  it('says who the client is and what it may do at most', async () => {
    await expect(tokens.verify(await sign(first))).resolves.toEqual({
      client: 'mmujer-desk',
      institution: 'mmujer',
      compartment: 'mmujer',
      roles: ['caseworker'],
      expires: claims.exp,
    });
  });

  it.each([
    ['another type of token', {}, { typ: 'JWT' }],
    ['no type', {}, { typ: undefined }],
    ['a foreign issuer', { iss: 'https://else.example' }, {}],
    ['a foreign audience', { aud: 'https://else.example' }, {}],
    ['an expiry more than the skew ago', { exp: seconds(start) - 31 }, {}],
    ['no expiry', { exp: undefined }, {}],
    ['a beginning more than the skew ahead', { nbf: seconds(start) + 31 }, {}],
    ['no client', { client_id: undefined }, {}],
    ['no compartment', { compartment: undefined }, {}],
    ['an institution that is no code', { institution: 'PGR/..' }, {}],
    ['a key it is bound to, without the proof', { cnf: { jkt: 'x' } }, {}],
  ])('is refused with %s', async (_, changed, header) => {
    await expect(tokens.verify(await sign(first, changed, header))).rejects.toBeInstanceOf(TokenRefused);
  });

  it.each([
    ['expired within the skew', { exp: seconds(start) - 29 }],
    ['beginning within the skew', { nbf: seconds(start) + 29 }],
  ])('is accepted when %s', async (_, changed) => {
    expect(await reason(await sign(first, changed))).toBe('accepted');
  });

  it('is refused unsigned, signed with a shared secret, or with a key under another name', async () => {
    const other = await key('first');
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' }).sign(new Uint8Array(32));
    for (const token of [unsigned, shared, await sign(other), 'a.b.c']) await expect(tokens.verify(token)).rejects.toBeInstanceOf(TokenRefused);
  });

  it.each(['PS256', 'EdDSA'])('may be signed with %s', async (alg) => {
    const of = await key('other', alg);
    published = [of.open];
    expect(await reason(await sign(of, {}, { alg }))).toBe('accepted');
  });

  it('is not signed with an algorithm off the list', async () => {
    const of = await key('rsa', 'RS256');
    published = [of.open];
    await expect(tokens.verify(await sign(of, {}, { alg: 'RS256' }))).rejects.toBeInstanceOf(TokenRefused);
  });

  it('is remembered until it expires, not longer', async () => {
    const token = await sign(first);
    await tokens.verify(token);
    published = [];
    now = start + 300_000;
    expect(await reason(token)).toBe('accepted');
    now = start + 331_000;
    expect(await reason(token)).toBe('expired');
    expect(asked).toBe(1);
  });

  it('of a new key has the keys read again, at most every half minute', async () => {
    jest.useFakeTimers({ now: start, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    try {
      await tokens.verify(await sign(first));
      const second = await key('second');
      const token = await sign(second);
      await expect(tokens.verify(token)).rejects.toBeInstanceOf(TokenRefused);
      published = [first.open, second.open];
      await expect(tokens.verify(token)).rejects.toBeInstanceOf(TokenRefused);
      expect(asked).toBe(1);
      jest.setSystemTime(start + 30_001);
      expect(await reason(token)).toBe('accepted');
      expect(asked).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is neither accepted nor refused while the keys cannot be read', async () => {
    tokens = new Tokens([{ issuer, audience, keys: keySetAt(new URL('https://issuer.example/jwks'), () => Promise.reject(new Error('down'))) }], () => now);
    await expect(tokens.verify(await sign(first))).rejects.toBeInstanceOf(KeysUnreachable);
    tokens = new Tokens([{ issuer, audience, keys: keySetAt(new URL('https://issuer.example/jwks'), async () => new Response('', { status: 500 })) }], () => now);
    await expect(tokens.verify(await sign(first))).rejects.toBeInstanceOf(KeysUnreachable);
  });
});
