import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsePolicy, PolicyError, type Policy } from '@amparo/evidence';
import type { WitnessAddress } from '@amparo/notary';
import { CannotStart } from './config-error';

/** Who witnesses the logs. `every` is milliseconds between rounds. */
export type WitnessSettings = Readonly<{ policyFile: string; addresses: readonly WitnessAddress[]; every: number }>;

/** @throws CannotStart naming the variable and what it may be. */
export function witnessSettings(env: Readonly<Record<string, string | undefined>>): WitnessSettings | undefined {
  const { AMPARO_POLICY: policy, AMPARO_WITNESSES: witnesses } = env;
  if ((policy === undefined) !== (witnesses === undefined)) throw new CannotStart('AMPARO_POLICY and AMPARO_WITNESSES go together: set both or neither');
  const seconds = Number(env['AMPARO_WITNESS_SECONDS'] ?? '60');
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3_600) throw new CannotStart('AMPARO_WITNESS_SECONDS is not a number of seconds: set a whole number from 1 to 3600');
  if (policy === undefined || witnesses === undefined) return undefined;
  const addresses = witnesses.split(',').map((one) => {
    const [submission = '', monitoring = submission, ...more] = one.trim().split('|').map(prefixOf);
    if (submission === '' || monitoring === '' || more.length > 0) {
      throw new CannotStart('AMPARO_WITNESSES is not a list of addresses: set https prefixes with commas between them, and where a witness is read elsewhere  submission|monitoring');
    }
    return { submission: new URL(submission), monitoring: new URL(monitoring) };
  });
  return { policyFile: resolve(policy), addresses, every: seconds * 1_000 };
}

/** What goes to a witness is signed and names nobody: it may go in the clear. Empty when the text is no address. */
function prefixOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text.endsWith('/') ? text : `${text}/`) : undefined;
  return url && ['https:', 'http:'].includes(url.protocol) ? url.href : '';
}

/** @param logs verifier keys of the logs, which no witness may have. @throws CannotStart naming the file and the line. */
export function readPolicy(file: string, logs: readonly string[]): Policy {
  try {
    return parsePolicy(readFileSync(file, 'utf8'), logs);
  } catch (error) {
    if (error instanceof PolicyError) throw new CannotStart(`AMPARO_POLICY, ${file}: ${error.message}`);
    throw new CannotStart(`AMPARO_POLICY, ${file}, cannot be read: ${(error as Error).message}`);
  }
}
