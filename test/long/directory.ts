import { AdmitClient, AppointAgent, DeclareCapacity, OfferService, OpenUnit, ProposeAgentAppointment, RegisterInstitution, SetCriteria, WallCompartment, type Criteria, type Role } from '@amparo/protocol';
import { institutions, serviceLanguages, type DemoInstitution, type DemoUnit } from '../../apps/cli/src/demo/directory';
import { clientOf, compartmentOf } from '../../apps/cli/src/demo/load-directory';
import type { InProcess } from '../../apps/cli/src/history/in-process';
import type { Worker, Year } from './year';

/** How many cases a year a case worker leads; there are as many case workers as that takes. */
const casesEach = 150;

/** The share of all cases that a unit leads, in hundredths: as the stories choose the leads. */
const share: Readonly<Record<string, number>> = { 'mmujer-trata': 16, 'mirex-consular': 14, 'conani-proteccion': 9, 'mt-inspeccion': 6 };
const shareOfOffice = 0.9;

const people = (unit: DemoUnit, role: Role, cases: number): number =>
  role === 'caseworker' ? Math.max(1, Math.ceil(((share[unit.code] ?? (unit.kind === 'OFFICE' ? shareOfOffice : 2)) * cases) / 100 / casesEach)) : 1;

const staffOf = (unit: DemoUnit): readonly Role[] => unit.staff ?? (unit.kind === 'OFFICE' ? ['caseworker', 'supervisor'] : []);

/** Institutions, units and who works there, through the same commands, before the year begins. */
export async function openDirectory(year: Year, api: InProcess, [first, second]: readonly [Worker, Worker], cases: number): Promise<void> {
  const clients = new Set([first.client]);
  for (const { code, name, kind } of institutions()) {
    if (code !== first.institution) await year.do(first, RegisterInstitution, { institution: code, name, kind, illustrative: true });
  }
  for (const institution of institutions()) {
    for (const unit of institution.units) {
      await openUnit(year, first, institution, unit);
      const client = clientOf(institution, unit);
      if (!clients.has(client)) await year.do(first, AdmitClient, { institution: institution.code, client, compartment: compartmentOf(institution, unit) });
      clients.add(client);
      for (const role of staffOf(unit)) {
        for (let i = people(unit, role, cases); i > 0; i--) {
          const { id: agent } = await year.do(first, ProposeAgentAppointment, { institution: institution.code, agentName: `${role} ${i} de ${unit.name}`, roles: [role], unit: unit.code });
          await year.do(second, AppointAgent, { institution: institution.code, agent });
          const authority = (await api.directory.agent(institution.code, agent))?.authority;
          year.appointed({ client, institution: institution.code, compartment: compartmentOf(institution, unit), unit: unit.code, role, agent, ...(authority && { authority }) });
        }
      }
    }
  }
}

async function openUnit(year: Year, first: Worker, { code: institution }: DemoInstitution, unit: DemoUnit): Promise<void> {
  const { code, name, kind, operator, residential = false, territory, illustrative = true, wall } = unit;
  if (wall) await year.do(first, WallCompartment, { institution, compartment: code, kind: wall });
  await year.do(first, OpenUnit, { unit: code, name, institution, kind, residential, illustrative, ...(operator !== undefined && { operator }), ...(territory !== undefined && { territory }) });
  for (const service of unit.services ?? []) await year.do(first, OfferService, { unit: code, service, languages: serviceLanguages });
  if (unit.criteria) await year.do(first, SetCriteria, { unit: code, criteria: unit.criteria as Criteria });
  if (unit.places !== undefined) await year.do(first, DeclareCapacity, { unit: code, places: unit.places });
}
