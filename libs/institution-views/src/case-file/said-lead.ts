import { inForce } from '../visibility/interval';
import type { CaseMemory } from '../visibility/case-memory';
import { compartmentOf, type DirectoryMemory } from '../visibility/directory-memory';

type Led = Readonly<{ lead?: string; assigned?: string }>;

/**
 * A case as a compartment may be told who leads it, as of a place in the log. Who leads no more keeps the entry by which it did, and was
 * shown none by which another does: of its file stands no lead then, nor whom there the case was assigned to. The present lead is not named to it.
 */
export function withoutFormerLead<File extends Led>(file: File, { leads }: Pick<CaseMemory, 'leads'>, directory: DirectoryMemory, compartment: string, asOf = Number.MAX_SAFE_INTEGER): File {
  if (compartmentOf(directory, file.lead) !== compartment || leads.some((one) => one.compartment === compartment && inForce(one, asOf))) return file;
  const { lead: _former, assigned: _theirs, ...rest } = file;
  return rest as File;
}
