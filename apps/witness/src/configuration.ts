import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { noteVerifier, type NoteVerifier } from '@amparo/evidence';

/** What an operator of a witness sets, read once from the environment at start. */
export type WitnessConfig = Readonly<{
  /** What the witness remembers. Lost, it must not sign again. */
  data: string;
  /** Its key, mode 0400. Backed up apart from `data`. */
  keyFile: string;
  /** The logs it knows. */
  logsFile: string;
  /** A bearer token for the leaves, read anew for every fetch; auditing only. */
  tokenFile?: string;
  port: number;
  address: string;
}>;

/** A log that the witness knows. `leaves` is the prefix of its c2sp.org/tlog-tiles, which an auditing witness reads. */
export type KnownLog = Readonly<{ origin: string; vkey: string; verifiers: readonly NoteVerifier[]; leaves?: URL }>;

/** Something the operator must put right before the witness can run. The message says what and how. */
export class CannotWitness extends Error {}

/** @throws CannotWitness naming the variable and what it may be. */
export function witnessConfigFrom(env: Readonly<Record<string, string | undefined>>): WitnessConfig {
  const port = Number(env['PORT'] ?? '4100');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new CannotWitness('PORT is not a port: set a number from 0 to 65535');
  const token = env['AMPARO_WITNESS_TOKEN'];
  return {
    data: resolve(env['AMPARO_WITNESS_DATA'] ?? 'witness/data'),
    keyFile: resolve(env['AMPARO_WITNESS_KEY'] ?? 'witness/key.json'),
    logsFile: resolve(env['AMPARO_WITNESS_LOGS'] ?? 'witness/logs'),
    ...(token === undefined ? {} : { tokenFile: resolve(token) }),
    port,
    address: env['AMPARO_WITNESS_ADDRESS'] ?? '127.0.0.1',
  };
}

/**
 * The logs in a file of lines `log <origin> <vkey> [<address of its tiles>]`; lines that begin with `#` and empty ones are passed
 * over. An origin may stand on several lines, one for each of its keys (its address on the first).
 * @throws CannotWitness naming the line.
 */
export function knownLogs(path: string, auditing: boolean): ReadonlyMap<string, KnownLog> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CannotWitness(`${path} cannot be read: write a line  log <origin> <vkey>${auditing ? ' <address of its tiles>' : ''}  for each log to be witnessed`);
  }
  const logs = new Map<string, KnownLog>();
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const wrong = (what: string): never => {
      throw new CannotWitness(`${path} line ${index + 1}: ${what}`);
    };
    const [verb, origin = '', vkey = '', address, ...more] = line.trim().split(/ +/);
    if (verb !== 'log' || vkey === '' || more.length > 0) wrong('is not  log <origin> <vkey> [<address of its tiles>]');
    const known = logs.get(origin);
    const leaves = address === undefined ? known?.leaves : addressOf(address);
    if (address !== undefined && !leaves) wrong('the address is neither https nor of this machine');
    if (auditing && !leaves) wrong('an auditing witness reads the leaves: name the address of the tiles');
    logs.set(origin, { origin, vkey: known?.vkey ?? vkey, verifiers: [...(known?.verifiers ?? []), verifierOf(vkey, wrong)], ...(leaves && { leaves }) });
  });
  if (logs.size === 0) throw new CannotWitness(`${path} names no log`);
  return logs;
}

function verifierOf(vkey: string, wrong: (what: string) => never): NoteVerifier {
  try {
    return noteVerifier(vkey);
  } catch {
    return wrong('the verifier key is none of c2sp.org/signed-note with Ed25519');
  }
}

/** Leaves and tokens go encrypted, or do not leave the machine. */
function addressOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text.endsWith('/') ? text : `${text}/`) : undefined;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) ? url : undefined;
}
