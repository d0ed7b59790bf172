import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** Who may issue tokens for this API, and where its keys are. */
export type TrustedIssuer = Readonly<{
  issuer: string;
  audience: string;
  keys: JWTVerifyGetKey;
}>;

/** What a verified token says. Nothing of it holds before the directory agrees. */
export type Claims = Readonly<{
  client: string;
  institution: string;
  compartment: string;
  roles: readonly string[];
  /** Set in the agent's own token only. */
  agent?: string;
  /** Seconds since 1970. */
  expires: number;
}>;

/** A token that is none of ours, or is no longer. The reason is for the log; the caller learns that it needs a new one. */
export class TokenRefused extends Error {
  constructor(readonly reason: string) {
    super(`token refused: ${reason}`);
    this.name = 'TokenRefused';
  }
}

/** The issuer's keys could not be read. Says nothing about the token. */
export class KeysUnreachable extends Error {
  constructor(options?: ErrorOptions) {
    super("the issuer's keys cannot be read: check its address and that it answers", options);
    this.name = 'KeysUnreachable';
  }
}

// Signatures only, and only by asymmetric keys: a shared secret would let whoever verifies also issue.
const algorithms = ['ES256', 'PS256', 'EdDSA'];
const skewSeconds = 30;
const cachedTokens = 10_000;

/**
 * The key set at an address, read again when a token names a key it does not hold, at most every 30 seconds.
 * @param fetch reads the key set from elsewhere than the network: a file, a test.
 */
export const keySetAt = (address: URL, fetch?: (url: string) => Promise<Response>): JWTVerifyGetKey =>
  createRemoteJWKSet(address, {
    cooldownDuration: 30_000,
    timeoutDuration: 5_000,
    ...(fetch ? { [customFetch]: fetch } : {}),
  });

const code = (value: unknown, claim: string): string => {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9-]{0,99}$/.test(value)) throw new TokenRefused(`claim ${claim} is no code of the directory`);
  return value;
};

function claimsOf(payload: JWTPayload): Claims {
  // RFC 8705 and RFC 9449: a bound token proves nothing without its proof, which this version cannot check.
  if (payload['cnf'] !== undefined) throw new TokenRefused('sender-constrained tokens are not supported yet');
  const roles = payload['roles'];
  return {
    client: code(payload['client_id'], 'client_id'),
    institution: code(payload['institution'], 'institution'),
    compartment: code(payload['compartment'], 'compartment'),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    ...(payload['agent'] === undefined ? {} : { agent: code(payload['agent'], 'agent') }),
    expires: payload.exp ?? 0,
  };
}

/**
 * Verifies access tokens (RFC 9068): `at+jwt`, signature by an allowed algorithm, `iss`, `aud`, `exp`, `nbf` with 30 s of skew.
 * A verified token is remembered by its SHA-256 until it expires; a refused one never is.
 */
export class Tokens {
  private readonly verified = new Map<string, Claims>();

  constructor(
    private readonly issuers: readonly TrustedIssuer[],
    private readonly now: () => number,
  ) {}

  /** @throws TokenRefused, or KeysUnreachable when nobody can say. */
  async verify(token: string): Promise<Claims> {
    const seconds = this.now() / 1_000;
    const digest = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(digest);
    if (known) {
      this.verified.delete(digest);
      if (known.expires + skewSeconds <= seconds) throw new TokenRefused('expired');
      this.verified.set(digest, known); // last used, last to go
      return known;
    }
    const claims = await this.check(token);
    if (this.verified.size >= cachedTokens) this.verified.delete(this.verified.keys().next().value ?? '');
    this.verified.set(digest, claims);
    return claims;
  }

  private async check(token: string): Promise<Claims> {
    let reason = 'issuer';
    for (const { issuer, audience, keys } of this.issuers) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms,
          typ: 'at+jwt',
          clockTolerance: skewSeconds,
          currentDate: new Date(this.now()),
          requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub', 'jti', 'client_id'],
        });
        return claimsOf(payload);
      } catch (cause) {
        if (cause instanceof TokenRefused) throw cause;
        if (cause instanceof errors.JOSEError && !keyTrouble(cause)) reason = `${cause.code} ${claimIn(cause)}`.trim();
        else throw new KeysUnreachable({ cause });
      }
    }
    throw new TokenRefused(reason);
  }
}

// The plain JOSEError is what jose throws when a key set answers badly; its subclasses are about the token.
const keyTrouble = (error: errors.JOSEError): boolean =>
  error.code === 'ERR_JOSE_GENERIC' || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;

const claimIn = (error: errors.JOSEError): string =>
  error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired ? error.claim : '';
