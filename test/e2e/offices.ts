import type { Role } from '@amparo/protocol';
import type { Running, Who } from './running';

type Unit = Readonly<{
  code: string;
  kind: string;
  /** The institution that runs it, where that is not its owner. */
  operator?: string;
  territory?: string;
  wall?: string;
  residential?: boolean;
  places?: number;
  criteria?: Readonly<{ sexes?: readonly string[]; ageFrom?: number; ageTo?: number; dependants?: boolean }>;
  services?: readonly string[];
  staff: readonly Role[];
}>;
export type Institution = Readonly<{ code: string; name: string; kind: string; units: readonly Unit[] }>;

/** A small part of the national system: enough for every kind of compartment. */
const institutions: readonly Institution[] = [
  {
    code: 'mmujer',
    name: 'Ministerio de la Mujer',
    kind: 'WOMEN',
    units: [
      { code: 'mmujer-azua', kind: 'OFFICE', services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT'], staff: ['caseworker', 'supervisor', 'intake'] },
      { code: 'mmujer-bani', kind: 'OFFICE', services: ['LEGAL_AID'], staff: ['caseworker'] },
      { code: 'mmujer-casa', kind: 'SHELTER', wall: 'RESIDENTIAL', residential: true, services: ['SHELTER'], staff: ['shelter_manager'] },
      { code: 'mmujer-linea', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake'] },
      { code: 'mmujer-ciprom', kind: 'SECRETARIAT', wall: 'SECRETARIAT', staff: ['coordinator'] },
    ],
  },
  {
    code: 'pgr',
    name: 'Procuraduría General de la República',
    kind: 'PROSECUTION',
    units: [{ code: 'pgr-pett', kind: 'PROSECUTOR', wall: 'PROSECUTION', services: ['CRIMINAL_COMPLAINT', 'LEGAL_AID', 'IDENTIFICATION'], staff: ['prosecutor', 'supervisor'] }],
  },
  {
    code: 'conani',
    name: 'Consejo Nacional para la Niñez y la Adolescencia',
    kind: 'CHILDREN',
    units: [{ code: 'conani-proteccion', kind: 'OFFICE', services: ['CHILD_PROTECTION'], staff: ['caseworker', 'supervisor'] }],
  },
  { code: 'dgm', name: 'Dirección General de Migración', kind: 'MIGRATION_CONTROL', units: [{ code: 'dgm-sede', kind: 'HEADQUARTERS', services: ['RESIDENCE_STATUS'], staff: ['caseworker'] }] },
  {
    code: 'sne911',
    name: 'Sistema Nacional de Atención a Emergencias y Seguridad 9-1-1',
    kind: 'EMERGENCY_CALLS',
    units: [{ code: 'sne911-central', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake'] }],
  },
  { code: 'auditoria', name: 'Auditoría del Protocolo', kind: 'OVERSIGHT', units: [{ code: 'auditoria-sede', kind: 'AUDIT', wall: 'AUDIT', staff: ['auditor', 'steward'] }] },
];

/** The other signatories of the memorandum on returns, as far as a return needs them. */
export const signatories: readonly Institution[] = [
  { code: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', units: [{ code: 'mirex-consulado-madrid', kind: 'CONSULATE', services: ['CONSULAR_ASSISTANCE'], staff: ['caseworker'] }] },
  {
    code: 'inm',
    name: 'Instituto Nacional de Migración',
    kind: 'MIGRATION_STUDIES',
    units: [
      { code: 'inm-retornos', kind: 'OFFICE', staff: ['caseworker'] },
      { code: 'inm-archivo', kind: 'OFFICE', staff: ['caseworker'] },
    ],
  },
  { code: 'gcps', name: 'Gabinete de Coordinación de Políticas Sociales', kind: 'SOCIAL_POLICY', units: [{ code: 'gcps-programas', kind: 'OFFICE', staff: ['caseworker'] }] },
];

/** `unit role` → who works there. */
export type Offices = Readonly<Record<string, Who>>;

/** Builds the directory as its administrators would, two persons to every appointment. The founding institution is there already. */
export async function openOffices(running: Running, all: readonly Institution[] = institutions): Promise<Offices> {
  const [first, second] = [running.administrator(0), running.administrator(1)];
  const administration = { 'purpose-of-use': 'ADMINISTRATION' };
  const record = (who: Who, mutation: string, input: object) => running.record(who, mutation, input, administration);
  const offices: Record<string, Who> = {};
  for (const { code: institution, name, kind } of all) {
    if (institution === first.institution) continue;
    await record(first, 'registerInstitution', { institution, name, kind });
    await record(first, 'admitClient', { institution, client: `${institution}-desk`, compartment: institution });
  }
  for (const { code: owner, units } of all) {
    for (const { code: unit, kind, operator, territory, wall, residential = false, places = 3, criteria, services = [], staff } of units) {
      const institution = operator ?? owner;
      const compartment = wall ? unit : institution;
      const client = wall ? `${institution}-${unit.replace(`${institution}-`, '')}-desk` : `${institution}-desk`;
      if (wall) {
        for (const side of new Set([owner, institution])) await record(first, 'wallCompartment', { institution: side, compartment, kind: wall });
        await record(first, 'admitClient', { institution, client, compartment });
      }
      await record(first, 'openUnit', { unit, name: `Unidad ${unit}`, institution: owner, operator, territory, kind, residential });
      if (residential) await record(first, 'declareCapacity', { unit, places });
      if (criteria) await record(first, 'setCriteria', { unit, criteria });
      for (const service of services) await record(first, 'offerService', { unit, service, languages: ['spa', 'hat'] });
      for (const role of staff) {
        const { id: agent } = await record(first, 'proposeAgentAppointment', { institution, agentName: `Agente ${unit} ${role}`, roles: [role], unit });
        await record(second, 'appointAgent', { institution, agent });
        offices[`${unit} ${role}`] = { client, institution, compartment, agent };
      }
    }
  }
  return offices;
}
