import type { ExcludedParty } from '@amparo/protocol';
import { observeExclusion, type CaseMemory } from './case-memory';
import type { DirectoryMemory } from './directory-memory';
import { isOpen } from './interval';
import { shutFromMandates } from './mandate-memory';

/** What is remembered of a file, by its id. Whatever is asked for is changed. */
type Memories = (file: string) => CaseMemory;
/** A file that an exclusion reached, and the compartments it concerns there. */
export type Reached = Readonly<{ exclusion: string; file: string; compartments: readonly string[] }>;
type Placed = Readonly<{ id: string; party: ExcludedParty }>;

/** Shuts a party out of a file: with a case out of every investigation that names it, and with these out of what their mandates open. */
export function shutOut(memories: Memories, directory: DirectoryMemory, file: string, { id, party }: Placed, index: number): Reached[] {
  const memory = memories(file);
  if (memory.exclusions.some((one) => one.id === id && isOpen(one))) return [];
  const compartments = observeExclusion(memory, directory, id, party, index);
  return [
    { exclusion: id, file, compartments },
    ...memory.mandates.investigations.flatMap((one) => shutOut(memories, directory, one, { id, party }, index)),
    ...(memory.investigation?.cases ?? []).flatMap((one) => shutFrom(memories, one, file, { id, party }, index)),
  ];
}

/** The investigation names the case from now on: who is excluded from the case is shut out of the investigation, and of its mandates who is shut out of it. */
export function link(memories: Memories, directory: DirectoryMemory, investigation: string, caseId: string, index: number): Reached[] {
  const [file, her] = [memories(investigation), memories(caseId)];
  if (!file.investigation || file.investigation.cases.includes(caseId)) return [];
  file.investigation.cases.push(caseId);
  her.mandates.investigations.push(investigation);
  return [
    ...her.exclusions.filter(isOpen).flatMap((one) => shutOut(memories, directory, investigation, one, index)),
    ...file.exclusions.filter(isOpen).flatMap((one) => shutFrom(memories, caseId, investigation, one, index)),
  ];
}

function shutFrom(memories: Memories, caseId: string, investigation: string, { id, party }: Placed, index: number): Reached[] {
  return [{ exclusion: id, file: caseId, compartments: shutFromMandates(memories(caseId).mandates, investigation, id, party, index) }];
}
