import type { Criteria, Offer, ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { idIn, type DirectoryView } from './directory-row';

export type InstitutionRow = Readonly<{ code: string; name: string; kind: string; illustrative: boolean; agents: readonly AgentRow[] }>;
/** Agents of residential units are in no directory. */
export type AgentRow = Readonly<{ agent: string; unit?: string; compartment: string; roles: readonly string[]; suspended: boolean; accreditations: readonly string[] }>;
export type UnitRow = Readonly<{
  code: string;
  name: string;
  institution: string;
  operator: string;
  kind: string;
  residential: boolean;
  territory?: string;
  illustrative: boolean;
  open: boolean;
  services: readonly (Offer & Readonly<{ service: string }>)[];
  criteria?: Criteria;
  places: number;
  held: Readonly<Record<string, string>>;
  taken?: readonly string[];
  dutyLine?: string;
}>;

/** The row of an institution after an event of its stream; unchanged when the event says nothing the directory shows. */
function institutionAfter(row: InstitutionRow | undefined, { type, data }: Recorded<ProtocolEvent>, residential: (unit: string) => boolean): InstitutionRow | undefined {
  const agents = (change: (agent: AgentRow) => AgentRow, of: string): InstitutionRow | undefined =>
    row && { ...row, agents: row.agents.map((one) => (one.agent === of ? change(one) : one)) };
  switch (type) {
    case 'InstitutionRegistered':
      return { code: data.code, name: data.name, kind: data.kind, illustrative: data.illustrative === true, agents: [] };
    case 'AgentAppointed': {
      const { agent, unit, compartment, roles } = data;
      if (!row || residential(compartment)) return row;
      return { ...row, agents: [...row.agents, { agent, compartment, roles, suspended: false, accreditations: [], ...(unit !== undefined && { unit }) }] };
    }
    case 'AgentAssigned':
      if (row && residential(data.compartment)) return { ...row, agents: row.agents.filter(({ agent }) => agent !== data.agent) };
      return agents((one) => ({ ...one, unit: data.unit, compartment: data.compartment }), data.agent);
    case 'AgentSuspended':
      return agents((one) => ({ ...one, suspended: true }), data.agent);
    case 'AgentReinstated':
      return agents((one) => ({ ...one, suspended: false }), data.agent);
    case 'AgentAccredited':
      return agents((one) => ({ ...one, accreditations: [...one.accreditations, data.accreditation] }), data.agent);
    case 'AccreditationRevoked':
      return agents((one) => ({ ...one, accreditations: one.accreditations.filter((a) => a !== data.accreditation) }), data.agent);
    default:
      return row;
  }
}

/** The row of a unit after an event of its stream. Of a residential unit no territory is shown: its place is secret. */
export function unitAfter(row: UnitRow | undefined, { type, data }: Recorded<ProtocolEvent>): UnitRow | undefined {
  if (type === 'UnitOpened') {
    const { unit, name, institution, operator, kind, residential, territory, illustrative } = data;
    const shown = { code: unit, name, institution, operator, kind, residential, illustrative: illustrative === true };
    return { ...shown, open: true, services: [], places: 0, held: {}, ...(territory !== undefined && !residential && { territory }) };
  }
  if (!row) return undefined;
  switch (type) {
    case 'UnitClosed':
      return { ...row, open: false };
    case 'ServiceOffered':
      return { ...row, services: [...row.services.filter(({ service }) => service !== data.service), data] };
    case 'ServiceSuspended':
      return { ...row, services: row.services.filter(({ service }) => service !== data.service) };
    case 'CriteriaSet':
      return { ...row, criteria: data.criteria };
    case 'CapacityDeclared':
      return { ...row, places: data.places };
    case 'DutyLineDeclared':
      return row.residential ? row : { ...row, dutyLine: data.telephone };
    case 'PlaceHeld':
    case 'OvercapacityAuthorised':
      return { ...row, held: { ...row.held, [data.hold]: data.until } };
    case 'PlaceHoldExpired': {
      const { [data.hold]: _ended, ...held } = row.held;
      return { ...row, held };
    }
    case 'PlaceTaken': {
      const { [data.place]: _taken, ...held } = row.held;
      return { ...row, held, taken: [...(row.taken ?? []), data.place] };
    }
    case 'PlaceFreed':
      return { ...row, taken: (row.taken ?? []).filter((place) => place !== data.place) };
    default:
      return row;
  }
}

export const institutionView: DirectoryView<InstitutionRow> = {
  kind: 'institution',
  about: (event) => idIn('institution', event),
  after: (row, { event }, { residential }) => institutionAfter(row, event, residential),
};
export const unitView: DirectoryView<UnitRow> = { kind: 'unit', about: (event) => idIn('unit', event), after: (row, { event }) => unitAfter(row, event) };
