import {
  AdmitClient,
  AppointAgent,
  CloseUnit,
  DeclareCapacity,
  OfferService,
  OpenUnit,
  ProposeAgentAppointment,
  RegisterInstitution,
  SetCriteria,
  WallCompartment,
  type Criteria,
  type Role,
} from '@amparo/protocol';
import { institutions, offices, serviceLanguages, type DemoInstitution, type DemoUnit } from '../demo/directory';
import { clientOf, compartmentOf } from '../demo/load-directory';
import { days, moment } from './chance';
import type { Aside, Story, Telling } from './telling';

/** A unit, since when it is open, until when, and why it is not counted among the open ones of its kind. */
type Opening = Readonly<{ institution: DemoInstitution; unit: DemoUnit; on: string; closedOn?: string; aside?: Aside }>;

const registered = '1999-01-04';
/** Illustrative, where the source names no day: offices over the years from 1999, orientation points in 2009 and 2010. */
const openedOn: Readonly<Record<string, string>> = {
  'casa-malala': '2016-05-01',
  'mmujer-linea-212': '2012-03-08',
  's911-despacho': '2014-05-30',
  'mmujer-trata': '2003-08-07',
  'pgr-pett': '2013-06-03',
};

const point = (office: DemoUnit, code = office.code.replace('mmujer-', 'mmujer-pom-')): DemoUnit => ({
  code,
  name: office.name.replace('Oficina de la Mujer', 'Punto de Orientación Migratoria'),
  kind: 'ORIENTATION_POINT',
  ...(office.territory !== undefined && { territory: office.territory }),
  illustrative: true,
});

const office = (code: string, name: string): DemoUnit => ({ code, name, kind: 'OFFICE', illustrative: true });

function openings(): Opening[] {
  const all = institutions();
  const women = all.find(({ code }) => code === 'mmujer')!;
  const foreign = all.find(({ code }) => code === 'mirex')!;
  const children = all.find(({ code }) => code === 'conani')!;
  const standing = all.flatMap((institution) => institution.units.filter(({ kind }) => kind !== 'OFFICE').map((unit) => ({ institution, unit, on: openedOn[unit.code] ?? '2003-01-06' })));
  const own = offices();
  const served = own.map(
    (unit, i): Opening => ({
      institution: women,
      unit: { ...unit, staff: ['caseworker', 'supervisor'] },
      on: i < 32 ? days('1999-02-01', i * 20) : days('2001-03-05', (i - 32) * 150),
      // Open on the last day that counts, closed after it: counted still.
      ...(i === 51 && { closedOn: '2017-12-01' }),
    }),
  );
  const points = own.map((unit, i): Opening => ({ institution: women, unit: point(unit), on: days('2009-02-02', i * 9) }));
  const of = (institution: DemoInstitution, unit: DemoUnit, on: string, aside: Aside, closedOn?: string): Opening => ({ institution, unit, on, aside, ...(closedOn !== undefined && { closedOn }) });
  return [
    ...standing,
    ...served,
    ...points,
    of(women, office('mmujer-los-alcarrizos', 'Oficina de la Mujer, Los Alcarrizos'), '2000-05-02', 'CLOSED', '2008-10-31'),
    of(women, office('mmujer-sabana-perdida', 'Oficina de la Mujer, Sabana Perdida'), '2001-05-02', 'CLOSED', '2011-01-31'),
    of(women, office('mmujer-haina', 'Oficina de la Mujer, Haina'), '2004-05-03', 'CLOSED', '2017-11-30'),
    of(women, office('mmujer-veron', 'Oficina de la Mujer, Verón'), '2017-12-01', 'OUTSIDE'),
    of(women, office('mmujer-guerra', 'Oficina de la Mujer, San Antonio de Guerra'), '2017-12-11', 'OUTSIDE'),
    of(children, office('conani-oficina-norte', 'Oficina Norte'), '2006-03-06', 'NOT_COUNTED'),
    of(women, point(own[0]!, 'mmujer-pom-aeropuerto'), '2009-04-01', 'CLOSED', '2012-06-29'),
    of(women, point(own[1]!, 'mmujer-pom-mercado'), '2010-04-05', 'CLOSED', '2017-11-29'),
    of(women, point(own[2]!, 'mmujer-pom-muelle'), '2017-12-04', 'OUTSIDE'),
    of(foreign, { ...point(own[3]!, 'mirex-punto-madrid'), name: 'Punto de Orientación, Madrid' }, '2011-02-07', 'NOT_COUNTED'),
  ];
}

/** The directory as it came about: institutions, units with who works there, and units that were closed again. */
export const directoryStories = (telling: Telling): Story[] => [registration(telling), ...openings().map((one) => opening(telling, one))];

async function* registration(telling: Telling): Story {
  const [first] = telling.administrators;
  yield moment(registered, 7);
  for (const { code, name, kind } of institutions()) {
    if (code !== first.institution) await telling.do(first, RegisterInstitution, { institution: code, name, kind, illustrative: true });
  }
}

const admitted = new WeakMap<Telling, Set<string>>();

async function* opening(telling: Telling, { institution, unit, on, closedOn, aside }: Opening): Story {
  const [first] = telling.administrators;
  const { code, name, kind, operator, residential = false, territory, illustrative = true, wall } = unit;
  yield moment(on, 8);
  if (wall) await telling.do(first, WallCompartment, { institution: institution.code, compartment: code, kind: wall });
  const opened = await telling.do(first, OpenUnit, { unit: code, name, institution: institution.code, kind, residential, illustrative, ...(operator !== undefined && { operator }), ...(territory !== undefined && { territory }) });
  if (aside) telling.aside(aside, opened);
  for (const service of unit.services ?? []) await telling.do(first, OfferService, { unit: code, service, languages: serviceLanguages });
  if (unit.criteria) await telling.do(first, SetCriteria, { unit: code, criteria: unit.criteria as Criteria });
  if (unit.places !== undefined) await telling.do(first, DeclareCapacity, { unit: code, places: unit.places });
  const clients = admitted.get(telling) ?? new Set([first.client]);
  admitted.set(telling, clients);
  const client = clientOf(institution, unit);
  if (!clients.has(client)) await telling.do(first, AdmitClient, { institution: institution.code, client, compartment: compartmentOf(institution, unit) });
  clients.add(client);
  for (const role of unit.staff ?? []) await appoint(telling, institution, unit, role);
  if (closedOn === undefined) return;
  yield moment(closedOn, 17);
  await telling.do(first, CloseUnit, { unit: code, reason: 'MERGED' });
}

/** Two persons: one proposes, the other appoints. */
async function appoint(telling: Telling, institution: DemoInstitution, unit: DemoUnit, role: Role): Promise<void> {
  const [first, second] = telling.administrators;
  const { id: agent } = await telling.do(first, ProposeAgentAppointment, { institution: institution.code, agentName: `${role} de ${unit.name}`, roles: [role], unit: unit.code });
  await telling.do(second, AppointAgent, { institution: institution.code, agent });
  telling.appointed({ client: clientOf(institution, unit), institution: institution.code, compartment: compartmentOf(institution, unit), unit: unit.code, role, agent });
}
