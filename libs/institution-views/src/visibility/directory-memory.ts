import type { InstitutionKind, ProtocolEvent, Terms } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import type { Interval } from './interval';

type KnownUnit = Readonly<{ compartment: string; institution: string; operator: string }>;

/** What visibility must know of the directory. Units and compartments are never renamed or moved: what was read once stays true. */
export type DirectoryMemory = {
  units: Map<string, KnownUnit>;
  institutions: Map<string, InstitutionKind>;
  /** Compartment → institutions that own or run it. */
  compartments: Map<string, Set<string>>;
  /** Case code → the residential unit it stands for or belongs to, and what it stands for. */
  codes: Map<string, Readonly<{ unit: string; of: string }>>;
  /** Sharing agreements, while they are in force: they limit what passes between their parties. */
  agreements: Map<string, Interval & Readonly<{ terms: Terms }>>;
  /** `institution/agent` → the compartment it works in. Agents move: it is asked where something happens in the log, and kept as it was there. */
  agents: Map<string, string>;
};

export const emptyDirectory = (): DirectoryMemory => ({ units: new Map(), institutions: new Map(), compartments: new Map(), codes: new Map(), agreements: new Map(), agents: new Map() });

/** @returns whether the event told something of the directory. */
export function observeDirectory(memory: DirectoryMemory, event: Recorded<ProtocolEvent>): boolean {
  switch (event.type) {
    case 'InstitutionRegistered':
      memory.institutions.set(event.data.code, event.data.kind);
      belongs(memory, event.data.code, event.data.code);
      return true;
    case 'UnitOpened': {
      const { unit, compartment, institution, operator } = event.data;
      memory.units.set(unit, { compartment, institution, operator });
      // A compartment of its own is its owner's and its operator's, whoever else walled that code meanwhile.
      if (compartment === unit) memory.compartments.set(compartment, new Set([institution, operator]));
      else belongs(memory, compartment, institution);
      return true;
    }
    case 'CompartmentWalled':
      if (!memory.compartments.has(event.data.compartment)) belongs(memory, event.data.compartment, event.stream.slice('institution-'.length));
      return true;
    case 'CaseCodeIssued':
      memory.codes.set(event.data.code, { unit: event.stream.slice('unit-'.length), of: event.data.of });
      return true;
    case 'AgentAppointed':
    case 'AgentAssigned':
      memory.agents.set(agentKey(event.stream.slice('institution-'.length), event.data.agent), event.data.compartment);
      return true;
    default:
      return false;
  }
}

export const agentKey = (institution: string, agent: string): string => `${institution}/${agent}`;

/** The compartment an agent works in, as of what was taken in last. */
export const compartmentOfAgent = ({ agents }: DirectoryMemory, { institution, agent }: Readonly<{ institution: string; agent: string }>): string | undefined =>
  agents.get(agentKey(institution, agent));

function belongs({ compartments }: DirectoryMemory, compartment: string, institution: string): void {
  compartments.set(compartment, (compartments.get(compartment) ?? new Set()).add(institution));
}

/** Whether a compartment is migration control's. */
export const isMigrationControl = ({ compartments, institutions }: DirectoryMemory, compartment: string): boolean =>
  [...(compartments.get(compartment) ?? [])].some((code) => institutions.get(code) === 'MIGRATION_CONTROL');

/** The compartment of a unit, institution, compartment or case code. */
export function compartmentOf(memory: DirectoryMemory, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const unit = memory.codes.get(code)?.unit ?? code;
  return memory.units.get(unit)?.compartment ?? (memory.compartments.has(unit) ? unit : undefined);
}

/** The unit that a code of an event stands for. */
const unitOf = ({ codes, units }: DirectoryMemory, code: string): KnownUnit | undefined => units.get(codes.get(code)?.unit ?? code);

/** Institutions that own or run who sends, and who receives: what an agreement of one with another withholds does not pass. */
export type Between = Readonly<{ from: readonly string[]; to: readonly string[] }>;

/** Institutions that own or run a unit, with others that are known to stand behind it. */
export function institutionsOf(memory: DirectoryMemory, code: string, ...others: readonly (string | undefined)[]): string[] {
  const unit = unitOf(memory, code);
  const named = [...(unit ? [unit.institution, unit.operator] : memory.institutions.has(code) ? [code] : []), ...others];
  return [...new Set(named.filter((one): one is string => one !== undefined))].sort();
}

/** The institution whose unit it is: that is as much as is counted of it. */
export const ownerOf = (memory: DirectoryMemory, code: string): string | undefined => unitOf(memory, code)?.institution;

/** What a code stands for: to be told to who is shown where she is. */
export const standsFor = ({ codes }: DirectoryMemory, code: string): string => codes.get(code)?.of ?? code;

/** A code as its own house reads it; to everybody else a code stays a code. */
export function decodedFor(memory: DirectoryMemory, compartment: string, code: string): string {
  const known = memory.codes.get(code);
  return known && memory.units.get(known.unit)?.compartment === compartment ? known.of : code;
}
