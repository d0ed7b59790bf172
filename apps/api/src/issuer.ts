import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { CannotStart, places, type Config } from './config';

/** What a development token shall say. */
export type TokenRequest = Readonly<{ client: string; institution: string; compartment: string; roles: readonly string[]; agent?: string; minutes?: number }>;

function refuseInProduction({ production }: Config): void {
  if (production) throw new CannotStart('The development issuer does not run in production: get tokens from the issuer that AMPARO_ISSUER names');
}

/** Makes the development issuer's key where there is none yet. */
export async function createIssuerKey(config: Config): Promise<void> {
  refuseInProduction(config);
  const { issuerKey } = places(config);
  if (existsSync(issuerKey)) return;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  mkdirSync(dirname(issuerKey), { recursive: true, mode: 0o700 });
  writeFileSync(issuerKey, JSON.stringify({ ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }), { mode: 0o400, flag: 'wx' });
}

const readKey = (config: Config): JWK => JSON.parse(readFileSync(places(config).issuerKey, 'utf8')) as JWK;

/** The development issuer's key set, without what is secret in it. Empty where there is no key yet. */
export function issuerKeySet(config: Config): { keys: JWK[] } {
  refuseInProduction(config);
  if (!existsSync(places(config).issuerKey)) return { keys: [] };
  const { d: _secret, ...open } = readKey(config);
  return { keys: [open] };
}

/** A token as the configured issuer would give it (RFC 9068), for development and tests. */
export async function issueToken(config: Config, { client, institution, compartment, roles, agent, minutes = 60 }: TokenRequest): Promise<string> {
  await createIssuerKey(config);
  const jwk = readKey(config);
  return new SignJWT({ client_id: client, institution, compartment, roles, ...(agent === undefined ? {} : { agent }) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
    .setIssuer(config.issuer)
    .setAudience(config.audience)
    .setSubject(agent ?? client)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${minutes}m`)
    .sign(await importJWK(jwk, 'ES256'));
}
