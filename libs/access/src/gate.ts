import type { DataCategory, Role } from '@amparo/protocol';
import type { Caller } from './caller';
import { keepers, mayAsk, opens, type Reach } from './roles';

/** A row of the caller's own compartment, as far as the gate reads it. Ids are directory ids, never case codes. */
export type GatedRow = Readonly<{
  /** What the compartment's bases open of it. */
  categories: readonly DataCategory[];
  /** Units of this compartment it concerns: opened it, were assigned it, sent it, are addressed. Empty: the whole compartment. */
  units: readonly string[];
  /** The agent of this compartment it is assigned to, where it is. */
  agent?: string;
  /** Agents and units of this compartment that are excluded from the case. */
  excluded: readonly string[];
}>;

const concerns = (row: GatedRow, unit: string | undefined): boolean => row.units.length === 0 || (unit !== undefined && row.units.includes(unit));

function reaches(reach: Reach, caller: Pick<Caller, 'agent' | 'unit'>, row: GatedRow): boolean {
  switch (reach) {
    case 'COMPARTMENT':
      return true;
    case 'UNIT':
      return concerns(row, caller.unit);
    case 'ASSIGNED':
      return row.agent === undefined ? concerns(row, caller.unit) : row.agent === caller.agent;
  }
}

/**
 * The keys under which a row is found by who is let to it by their unit, or because it is assigned to them. `gate` decides all the same:
 * a row that it would show and that stands under none of the keys a caller looks under would be missing.
 */
export function foundUnder({ units, agent }: Pick<GatedRow, 'units' | 'agent'>): string[] {
  const concerned = units.length > 0 ? units : [wholeCompartment];
  return agent === undefined ? concerned.map((unit) => `unit ${unit}`) : [`agent ${agent}`, ...concerned.map((unit) => `assigned ${unit}`)];
}

/** The keys under which everything stands that this caller's roles reach; `'COMPARTMENT'`: one of them reaches all there is. */
export function looksUnder({ agent, unit, roles }: Pick<Caller, 'agent' | 'unit' | 'roles'>): readonly string[] | 'COMPARTMENT' {
  if (agent === undefined) return [];
  const reached = roles.map((role) => opens[role]).filter(({ categories }) => categories.length > 0).map(({ reach }) => reach);
  if (reached.includes('COMPARTMENT')) return 'COMPARTMENT';
  const own = unit === undefined ? [wholeCompartment] : [unit, wholeCompartment];
  const keys: Readonly<Record<Exclude<Reach, 'COMPARTMENT'>, readonly string[]>> = {
    UNIT: own.flatMap((code) => [`unit ${code}`, `assigned ${code}`]),
    ASSIGNED: [`agent ${agent}`, ...own.map((code) => `unit ${code}`)],
  };
  return [...new Set(reached.flatMap((reach) => (reach === 'COMPARTMENT' ? [] : keys[reach])))];
}

/** Stands for the unit of what concerns no one unit. */
const wholeCompartment = '';

/**
 * What this caller may be shown of a row that its compartment holds: narrowed by exclusion, assignment, unit and role.
 * @returns `'NONE'` when the caller must not learn that the row exists, else the categories, never empty.
 */
export function gate(caller: Pick<Caller, 'agent' | 'unit' | 'roles'>, row: GatedRow): ReadonlySet<DataCategory> | 'NONE' {
  if (isExcluded(caller, row.excluded)) return 'NONE';
  const may = new Set(caller.roles.filter((role) => reaches(opens[role].reach, caller, row)).flatMap((role) => opens[role].categories));
  const shown = new Set(row.categories.filter((category) => may.has(category)));
  return shown.size > 0 ? shown : 'NONE';
}

/**
 * Whether this caller may read that something is due. `categories`: everything it tells of, all of it needed. `units`: those of this
 * compartment whose move it is, or that wait for it; where none is, it is for who sees the whole compartment.
 */
export function mayReadDue(caller: Pick<Caller, 'agent' | 'unit' | 'roles'>, { categories, units, agent, excluded }: GatedRow): boolean {
  if (isExcluded(caller, excluded)) return false;
  const row = { categories, units, excluded, ...(agent !== undefined && { agent }) };
  const reached = ({ reach }: Readonly<{ reach: Reach }>): boolean => (reach === 'COMPARTMENT' || units.length > 0) && reaches(reach, caller, row);
  const may = new Set(caller.roles.map((role) => opens[role]).filter(reached).flatMap((of) => of.categories));
  return categories.length > 0 && categories.every((category) => may.has(category));
}

type Asker = Pick<Caller, 'agent' | 'institution' | 'roles'>;

const acts = ({ agent, roles }: Asker, by: readonly Role[]): boolean => agent !== undefined && roles.some((role) => by.includes(role));

/** Whether this caller may read what institutions agreed on among themselves: an agent of one of them, or an auditor. */
export const mayReadTerms = (caller: Asker, parties: readonly string[]): boolean => (caller.agent !== undefined && parties.includes(caller.institution)) || acts(caller, mayAsk.agreementsOfOthers);

/** Whether this caller may read to whom certificates of a course went: an administrator of one of those who gave it. */
export const mayReadHolders = (caller: Asker, providers: readonly string[]): boolean => providers.includes(caller.institution) && acts(caller, mayAsk.holdersOfCertificates);

/** Whether this caller may read what is counted for coordination bodies. */
export const mayReadOverview = (caller: Asker): boolean => acts(caller, mayAsk.overview);

/** Whether this caller may read how many places of a house of this compartment are in use: who directs it. */
export const mayReadOccupancy = (caller: Asker & Pick<Caller, 'compartment'>, compartment: string | undefined): boolean => caller.compartment === compartment && acts(caller, mayAsk.occupancy);

/** A caller without an agent is nobody, and shut out too. */
const isExcluded = ({ agent, unit }: Pick<Caller, 'agent' | 'unit'>, excluded: readonly string[]): boolean =>
  agent === undefined || excluded.includes(agent) || (unit !== undefined && excluded.includes(unit));

/**
 * Whether a caller may read, in clear, of an exhibit in the hands of its compartment: with a role that keeps exhibits, of its own,
 * and of all of them where the role reaches the whole compartment. It opens nothing of the investigation.
 */
export function mayReadCustody(caller: Pick<Caller, 'agent' | 'unit' | 'roles'>, { agents, excluded }: Readonly<{ agents: readonly string[]; excluded: readonly string[] }>): boolean {
  if (isExcluded(caller, excluded)) return false;
  return caller.roles.some((role) => keepers.includes(role) && (opens[role].reach === 'COMPARTMENT' || agents.includes(caller.agent!)));
}
