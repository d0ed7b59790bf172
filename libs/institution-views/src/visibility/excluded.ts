import type { ExcludedParty } from '@amparo/protocol';
import { inEffect, type CaseMemory } from './case-memory';
import type { DirectoryMemory } from './directory-memory';

/** Somebody, by directory ids. */
export type Who = Readonly<{ agent?: string | undefined; unit?: string | undefined; institution?: string | undefined; compartment?: string | undefined }>;

/** Whether a party is, or takes in, somebody. */
export function covers({ compartments }: DirectoryMemory, { kind, id }: ExcludedParty, { agent, unit, institution, compartment }: Who): boolean {
  switch (kind) {
    case 'AGENT':
      return id === agent;
    case 'UNIT':
      return id === unit || id === compartment;
    case 'INSTITUTION':
      return id === institution || (compartment !== undefined && compartments.get(compartment)?.has(id) === true);
  }
}

/** Whether an exclusion in effect at a moment keeps somebody from a file. */
export const isExcluded = (memory: CaseMemory, directory: DirectoryMemory, who: Who, asOf: number): boolean =>
  inEffect(memory, who.compartment, asOf).some(({ party }) => covers(directory, party, who));
