import { join, resolve } from 'node:path';
import { CannotStart } from './config-error';
import { witnessSettings, type WitnessSettings } from './witness-settings';

/** What an operator sets, read once from the environment at start. */
export type Config = Readonly<{
  /** Events, log and views of the embedded form. */
  data: string;
  /** Key file, log keys, wrapped subject keys. Backed up apart from `data`. */
  keys: string;
  /** Name of the log: `{host}/protocol`, `{host}/access`. */
  host: string;
  port: number;
  address: string;
  production: boolean;
  /** Connection string of an EventStoreDB; absent: the embedded store. */
  eventStore?: string;
  issuer: string;
  audience: string;
  /** Address of the issuer's key set; absent: the development issuer's own key. */
  keySet?: URL;
  logLevel: string;
  /** Bytes that a file attached may have. */
  attachmentLimit: number;
  /** File of the operator's own deadlines; absent: the protocol's. */
  clocks?: string;
  /** Who witnesses the logs; absent: nobody, and the operator alone vouches for them. */
  witnesses?: WitnessSettings;
  /** Time-stamping authorities, the first asked first, and the file of roots they are trusted under; absent: nothing is stamped. */
  timeAuthorities?: Readonly<{ addresses: readonly URL[]; roots: string }>;
  /** What the institution seals bundles with: files (PEM) of an RSA key and of its certificates, its own first; absent: bundles bear no seal. */
  seal?: Readonly<{ key: string; chain: string }>;
  /** File of what auditing witnesses show to read the log's entries: a name and the SHA-256 (hex) of a token a line. */
  witnessTokens?: string;
}>;

export { CannotStart };

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** @throws CannotStart naming the variable and what it may be. */
export function configFrom(env: Readonly<Record<string, string | undefined>>): Config {
  const production = env['NODE_ENV'] === 'production';
  const host = env['AMPARO_HOST'] ?? 'amparo.localhost';
  const port = Number(env['PORT'] ?? '4000');
  const logLevel = env['AMPARO_LOG'] ?? 'info';
  const { AMPARO_ISSUER: issuer, AMPARO_KEY_SET: keySet, AMPARO_EVENTSTORE: eventStore, AMPARO_CLOCKS: clocks, AMPARO_WITNESS_TOKENS: witnessTokens } = env;
  const timeAuthorities = timeAuthoritiesOf(env['AMPARO_TIME_AUTHORITIES'], env['AMPARO_TIME_ROOTS']);
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) throw new CannotStart('AMPARO_HOST is not a host name: set it to the name the log is known by');
  const mebibytes = Number(env['AMPARO_ATTACHMENT_MIB'] ?? '25');
  if (!Number.isInteger(mebibytes) || mebibytes < 1 || mebibytes > 1_024) throw new CannotStart('AMPARO_ATTACHMENT_MIB is not a size: set a whole number of MiB from 1 to 1024');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new CannotStart('PORT is not a port: set a number from 0 to 65535');
  if (!logLevels.includes(logLevel)) throw new CannotStart(`AMPARO_LOG is one of ${logLevels.join(', ')}`);
  if ((issuer === undefined) !== (keySet === undefined)) throw new CannotStart('AMPARO_ISSUER and AMPARO_KEY_SET go together: set both or neither');
  if (production && keySet === undefined) {
    throw new CannotStart('In production tokens come from an issuer of your own: set AMPARO_ISSUER and AMPARO_KEY_SET (the address of its JWKS)');
  }
  const witnesses = witnessSettings(env);
  const { AMPARO_SEAL_KEY: sealKey, AMPARO_SEAL_CHAIN: sealChain } = env;
  if ((sealKey === undefined) !== (sealChain === undefined)) throw new CannotStart('AMPARO_SEAL_KEY and AMPARO_SEAL_CHAIN go together: set both or neither');
  const seal = sealKey === undefined || sealChain === undefined ? undefined : { key: resolve(sealKey), chain: resolve(sealChain) };
  return {
    data: resolve(env['AMPARO_DATA'] ?? 'data'),
    keys: resolve(env['AMPARO_KEYS'] ?? 'keys'),
    host,
    port,
    address: env['AMPARO_ADDRESS'] ?? '127.0.0.1',
    production,
    ...(eventStore === undefined ? {} : { eventStore }),
    issuer: issuer ?? `https://${host}/development-issuer`,
    audience: env['AMPARO_AUDIENCE'] ?? `https://${host}/graphql`,
    ...(keySet === undefined ? {} : { keySet: addressOf(keySet) }),
    logLevel,
    attachmentLimit: mebibytes * 1_048_576,
    ...(clocks === undefined ? {} : { clocks: resolve(clocks) }),
    ...(witnesses && { witnesses }),
    ...(timeAuthorities && { timeAuthorities }),
    ...(seal && { seal }),
    ...(witnessTokens === undefined ? {} : { witnessTokens: resolve(witnessTokens) }),
  };
}

function timeAuthoritiesOf(addresses: string | undefined, roots: string | undefined): Config['timeAuthorities'] {
  if ((addresses === undefined) !== (roots === undefined)) throw new CannotStart('AMPARO_TIME_AUTHORITIES and AMPARO_TIME_ROOTS go together: set both or neither');
  if (addresses === undefined || roots === undefined) return undefined;
  const urls = addresses.split(',').map((address) => (URL.canParse(address.trim()) ? new URL(address.trim()) : undefined));
  if (urls.some((url) => url?.protocol !== 'https:' && url?.protocol !== 'http:')) throw new CannotStart('AMPARO_TIME_AUTHORITIES is not a list of addresses of RFC 3161 authorities, with commas between them');
  return { addresses: urls as URL[], roots: resolve(roots) };
}

function addressOf(keySet: string): URL {
  const url = URL.canParse(keySet) ? new URL(keySet) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))) return url;
  throw new CannotStart('AMPARO_KEY_SET is not an https address of a JSON Web Key Set');
}

/** Where the files of the embedded form lie. */
export const places = ({ data, keys }: Pick<Config, 'data' | 'keys'>) => ({
  events: join(data, 'events.sqlite'),
  log: join(data, 'log'),
  views: join(data, 'views'),
  process: join(data, 'process.sqlite'),
  attachments: join(data, 'attachments'),
  keyFile: join(keys, 'key-file.json'),
  logKeys: join(keys, 'log-keys.json'),
  subjectKeys: join(keys, 'subject-keys.sqlite'),
  issuerKey: join(keys, 'development-issuer.json'),
});
