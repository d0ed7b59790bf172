import { readFileSync } from 'node:fs';
import { clockPolicyFrom, ClockPolicyError, clocks, type ClockPolicy } from '@amparo/protocol';
import { CannotStart, type Config } from './config';

/**
 * The deadlines in force: the protocol's, and what the operator's file says otherwise.
 * @throws CannotStart naming the file, and the entry of it that cannot be taken.
 */
export function deadlinesOf({ clocks: file }: Pick<Config, 'clocks'>): ClockPolicy {
  if (file === undefined) return clocks;
  try {
    return clockPolicyFrom(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof ClockPolicyError) throw new CannotStart(`AMPARO_CLOCKS, ${file}, ${error.message}`);
    throw new CannotStart(`AMPARO_CLOCKS, ${file}, cannot be read as JSON: ${(error as Error).message}`);
  }
}
