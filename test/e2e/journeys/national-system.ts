import type { Institution } from '../offices';

/** The national system as far as the journeys go through it: every kind of institution, each with who works there. */
export const nationalSystem: readonly Institution[] = [
  {
    code: 'mirex',
    name: 'Ministerio de Relaciones Exteriores',
    kind: 'FOREIGN_AFFAIRS',
    units: [
      { code: 'mirex-consulado-madrid', kind: 'CONSULATE', services: ['CONSULAR_ASSISTANCE', 'RETURN_SUPPORT'], staff: ['caseworker'] },
      { code: 'mirex-citim', kind: 'SECRETARIAT', wall: 'SECRETARIAT', staff: ['coordinator'] },
    ],
  },
  {
    code: 'mmujer',
    name: 'Ministerio de la Mujer',
    kind: 'WOMEN',
    units: [
      { code: 'mmujer-trata', kind: 'HEADQUARTERS', services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT'], staff: ['caseworker', 'supervisor'] },
      { code: 'mmujer-azua', kind: 'OFFICE', territory: '0200', services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT', 'SOCIAL_REINTEGRATION'], staff: ['intake', 'caseworker', 'supervisor'] },
      { code: 'mmujer-azua-orientacion', kind: 'ORIENTATION_POINT', territory: '0200', services: ['LEGAL_AID'], staff: ['intake'] },
      { code: 'mmujer-bani', kind: 'OFFICE', territory: '1700', services: ['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT'], staff: ['intake', 'caseworker'] },
      { code: 'mmujer-linea', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake', 'supervisor'] },
      { code: 'mmujer-casa', kind: 'SHELTER', wall: 'RESIDENTIAL', residential: true, places: 2, criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true }, services: ['SHELTER'], staff: ['shelter_manager', 'supervisor'] },
      { code: 'mmujer-ciprom', kind: 'SECRETARIAT', wall: 'SECRETARIAT', staff: ['coordinator'] },
    ],
  },
  {
    code: 'pgr',
    name: 'Procuraduría General de la República',
    kind: 'PROSECUTION',
    units: [
      { code: 'pgr-pett', kind: 'PROSECUTOR', wall: 'PROSECUTION', services: ['CRIMINAL_COMPLAINT', 'LEGAL_AID', 'IDENTIFICATION'], staff: ['prosecutor', 'supervisor'] },
      { code: 'casa-malala', kind: 'RESIDENCE', operator: 'condor', wall: 'RESIDENTIAL', residential: true, places: 4, criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true }, services: ['SHELTER', 'PSYCHOLOGICAL_SUPPORT'], staff: ['shelter_manager', 'supervisor'] },
    ],
  },
  { code: 'condor', name: 'Conferencia Dominicana de Religiosos y Religiosas', kind: 'CIVIL_SOCIETY', units: [{ code: 'condor-acogida', kind: 'OFFICE', services: ['SOCIAL_REINTEGRATION'], staff: ['caseworker'] }] },
  {
    code: 'conani',
    name: 'Consejo Nacional para la Niñez y la Adolescencia',
    kind: 'CHILDREN',
    units: [
      { code: 'conani-proteccion', kind: 'OFFICE', services: ['CHILD_PROTECTION'], staff: ['caseworker', 'supervisor'] },
      { code: 'conani-hogar', kind: 'RESIDENCE', wall: 'RESIDENTIAL', residential: true, places: 4, criteria: { ageTo: 17 }, services: ['SHELTER'], staff: ['shelter_manager'] },
    ],
  },
  { code: 'dgm', name: 'Dirección General de Migración', kind: 'MIGRATION_CONTROL', units: [{ code: 'dgm-extranjeria', kind: 'HEADQUARTERS', services: ['RESIDENCE_STATUS'], staff: ['caseworker', 'supervisor'] }] },
  { code: 'inm', name: 'Instituto Nacional de Migración', kind: 'MIGRATION_STUDIES', units: [{ code: 'inm-retornos', kind: 'OFFICE', services: ['RETURN_SUPPORT'], staff: ['caseworker'] }] },
  { code: 'gcps', name: 'Gabinete de Coordinación de Políticas Sociales', kind: 'SOCIAL_POLICY', units: [{ code: 'gcps-programas', kind: 'OFFICE', services: ['SOCIAL_REINTEGRATION'], staff: ['caseworker'] }] },
  { code: 'pn', name: 'Policía Nacional', kind: 'POLICE', units: [{ code: 'pn-trata', kind: 'OFFICE', staff: ['caseworker'] }] },
  { code: 'mispas', name: 'Ministerio de Salud Pública y Asistencia Social', kind: 'HEALTH', units: [{ code: 'mispas-atencion', kind: 'HEALTH_CENTRE', services: ['HEALTH_CARE', 'PSYCHOLOGICAL_SUPPORT'], staff: ['caseworker'] }] },
  { code: 'mt', name: 'Ministerio de Trabajo', kind: 'LABOUR', units: [{ code: 'mt-inspeccion', kind: 'OFFICE', services: ['LABOUR_INSPECTION'], staff: ['caseworker'] }] },
  { code: 'sne911', name: 'Sistema Nacional de Atención a Emergencias y Seguridad 9-1-1', kind: 'EMERGENCY_CALLS', units: [{ code: 'sne911-central', kind: 'HOTLINE', wall: 'HOTLINE', staff: ['intake', 'supervisor'] }] },
  { code: 'auditoria', name: 'Auditoría del Protocolo', kind: 'OVERSIGHT', units: [{ code: 'auditoria-sede', kind: 'AUDIT', wall: 'AUDIT', staff: ['auditor', 'steward'] }] },
];
