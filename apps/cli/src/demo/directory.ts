import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { InstitutionKind, Role, Service, UnitKind, WallKind } from '@amparo/protocol';

/** The institutions of the national protocol, as the demonstration loads them. Offices are illustrative: one per province and twenty municipalities. */
export type DemoUnit = Readonly<{
  code: string;
  name: string;
  kind: UnitKind;
  operator?: string;
  wall?: WallKind;
  residential?: boolean;
  territory?: string;
  illustrative?: boolean;
  services?: readonly Service[];
  criteria?: Readonly<{ sexes?: readonly string[]; ageFrom?: number; ageTo?: number; dependants?: boolean }>;
  places?: number;
  /** Who works there, one agent a role; units without any are served from their institution. */
  staff?: readonly Role[];
}>;
export type DemoInstitution = Readonly<{ code: string; name: string; kind: InstitutionKind; units: readonly DemoUnit[] }>;

const staff: readonly Role[] = ['caseworker', 'supervisor'];
const house: readonly Role[] = ['shelter_manager', 'supervisor'];
const languages = ['spa', 'hat', 'eng'];

type Territory = Readonly<{ province: string; municipality: string; name: string }>;

const territories = (file: string): Territory[] =>
  parse(readFileSync(join(__dirname, 'rows', file)), { columns: true, trim: true }) as Territory[];

/** `San José de Ocoa` → `san-jose-de-ocoa` */
const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-');

/** 32 provinces and the second municipality of the first twenty provinces that have one: 52 offices. */
export function offices(): DemoUnit[] {
  const provinces = territories('provinces.csv');
  const municipalities = territories('municipalities.csv').filter(({ municipality }) => municipality === '02').slice(0, 20);
  const taken = new Set<string>();
  return [...provinces, ...municipalities].map(({ province, municipality, name }) => {
    const plain = `mmujer-${slug(name)}`;
    const code = taken.has(plain) ? `${plain}-municipio` : plain;
    taken.add(code);
    return {
      code,
      name: `Oficina de la Mujer, ${name}`,
      kind: 'OFFICE',
      territory: `${province}${municipality}`,
      illustrative: true,
      services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT', 'SOCIAL_REINTEGRATION'],
    };
  });
}

const shelter = (code: string, name: string, places: number): DemoUnit => ({
  code,
  name,
  kind: 'SHELTER',
  wall: 'RESIDENTIAL',
  residential: true,
  services: ['SHELTER', 'HEALTH_CARE'],
  criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true },
  places,
  staff: house,
});

export const institutions = (): DemoInstitution[] => [
  {
    code: 'mirex',
    name: 'Ministerio de Relaciones Exteriores',
    kind: 'FOREIGN_AFFAIRS',
    units: [
      { code: 'mirex-consular', name: 'Dirección de Asuntos Consulares', kind: 'HEADQUARTERS', services: ['CONSULAR_ASSISTANCE', 'RETURN_SUPPORT'], staff },
      { code: 'mirex-consulado-puerto-principe', name: 'Consulado en Puerto Príncipe', kind: 'CONSULATE', services: ['CONSULAR_ASSISTANCE'] },
      { code: 'mirex-consulado-madrid', name: 'Consulado en Madrid', kind: 'CONSULATE', services: ['CONSULAR_ASSISTANCE'] },
      { code: 'mirex-citim', name: 'Secretaría de la CITIM', kind: 'SECRETARIAT', wall: 'SECRETARIAT', staff: ['coordinator'] },
      { code: 'mirex-auditoria', name: 'Auditoría del Protocolo', kind: 'AUDIT', wall: 'AUDIT', staff: ['auditor', 'steward'] },
    ],
  },
  {
    code: 'pgr',
    name: 'Procuraduría General de la República',
    kind: 'PROSECUTION',
    units: [
      { code: 'pgr-pett', name: 'Procuraduría Especializada (PETT)', kind: 'PROSECUTOR', wall: 'PROSECUTION', services: ['CRIMINAL_COMPLAINT', 'LEGAL_AID'], staff: ['prosecutor', 'supervisor'] },
      {
        code: 'casa-malala',
        name: 'Casa Malala',
        kind: 'RESIDENCE',
        operator: 'condor',
        wall: 'RESIDENTIAL',
        residential: true,
        services: ['SHELTER', 'PSYCHOLOGICAL_SUPPORT'],
        criteria: { ageFrom: 18, dependants: true },
        places: 40,
        staff: house,
      },
    ],
  },
  {
    code: 'mmujer',
    name: 'Ministerio de la Mujer',
    kind: 'WOMEN',
    units: [
      { code: 'mmujer-trata', name: 'Departamento de Trata', kind: 'HEADQUARTERS', services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT'], staff: [...staff, 'identification_authority', 'steward'] },
      { code: 'mmujer-linea-212', name: 'Línea *212', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake', 'supervisor'] },
      { code: 'mmujer-ciprom', name: 'Secretaría de la CIPROM', kind: 'SECRETARIAT', wall: 'SECRETARIAT', staff: ['coordinator'] },
      shelter('mmujer-casa-norte', 'Casa de Acogida Norte', 30),
      shelter('mmujer-casa-sur', 'Casa de Acogida Sur', 30),
      ...offices(),
    ],
  },
  {
    code: 'conani',
    name: 'Consejo Nacional para la Niñez y la Adolescencia',
    kind: 'CHILDREN',
    units: [
      { code: 'conani-proteccion', name: 'Protección Especial', kind: 'HEADQUARTERS', services: ['CHILD_PROTECTION', 'PSYCHOLOGICAL_SUPPORT'], staff },
      {
        code: 'conani-hogar',
        name: 'Hogar de Paso',
        kind: 'RESIDENCE',
        wall: 'RESIDENTIAL',
        residential: true,
        services: ['SHELTER', 'CHILD_PROTECTION'],
        criteria: { ageTo: 17 },
        places: 40,
        staff: house,
      },
    ],
  },
  {
    code: 'dgm',
    name: 'Dirección General de Migración',
    kind: 'MIGRATION_CONTROL',
    units: [{ code: 'dgm-extranjeria', name: 'Extranjería', kind: 'HEADQUARTERS', services: ['RESIDENCE_STATUS'], staff }],
  },
  { code: 'inm', name: 'Instituto Nacional de Migración', kind: 'MIGRATION_STUDIES', units: [{ code: 'inm-sede', name: 'Sede', kind: 'HEADQUARTERS', services: ['RETURN_SUPPORT'], staff }] },
  { code: 'gcps', name: 'Gabinete de Coordinación de Políticas Sociales', kind: 'SOCIAL_POLICY', units: [{ code: 'gcps-programas', name: 'Programas Sociales', kind: 'HEADQUARTERS', services: ['SOCIAL_REINTEGRATION'], staff }] },
  { code: 'pn', name: 'Policía Nacional', kind: 'POLICE', units: [{ code: 'pn-trata', name: 'Departamento de Investigación de Trata', kind: 'HEADQUARTERS', services: ['CRIMINAL_COMPLAINT'], staff }] },
  { code: 'mispas', name: 'Ministerio de Salud Pública y Asistencia Social', kind: 'HEALTH', units: [{ code: 'mispas-atencion', name: 'Atención a Víctimas', kind: 'HEALTH_CENTRE', services: ['HEALTH_CARE', 'PSYCHOLOGICAL_SUPPORT'], staff }] },
  { code: 'mt', name: 'Ministerio de Trabajo', kind: 'LABOUR', units: [{ code: 'mt-inspeccion', name: 'Inspección de Trabajo', kind: 'HEADQUARTERS', services: ['LABOUR_INSPECTION'], staff }] },
  { code: 's911', name: 'Sistema Nacional 911', kind: 'EMERGENCY_CALLS', units: [{ code: 's911-despacho', name: 'Centro de Despacho', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake', 'supervisor'] }] },
  { code: 'condor', name: 'Conferencia Dominicana de Religiosos y Religiosas', kind: 'CIVIL_SOCIETY', units: [{ code: 'condor-acogida', name: 'Acogida', kind: 'HEADQUARTERS', services: ['SOCIAL_REINTEGRATION'], staff }] },
];

/** What every offered service is offered in. */
export const serviceLanguages = languages;
