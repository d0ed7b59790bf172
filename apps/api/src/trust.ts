import { keySetAt, type TrustedIssuer } from '@amparo/access/tokens.handlers';
import type { Config } from './config';
import { issuerKeySet } from './issuer';

/** Whose tokens hold here: the configured issuer's, or in development those of `amparo token`. */
export const trustedIssuers = (config: Config): TrustedIssuer[] => [
  {
    issuer: config.issuer,
    audience: config.audience,
    keys: config.keySet ? keySetAt(config.keySet) : keySetAt(new URL(config.issuer), () => Promise.resolve(Response.json(issuerKeySet(config)))),
  },
];
