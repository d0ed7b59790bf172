import { commandId, type Partner } from './partner';
import { institutions, serviceLanguages, type DemoInstitution, type DemoUnit } from './directory';

/** An agent that the demonstration appointed. */
export type Staff = Readonly<{ client: string; institution: string; compartment: string; unit: string; role: string; agent: string }>;

/** Two administrators, two persons: one proposes, the other appoints. */
export type Administrators = Readonly<{ first: Partner; second: Partner; founding: string }>;

export const compartmentOf = (institution: DemoInstitution, unit: DemoUnit): string => (unit.wall ? unit.code : institution.code);
export const clientOf = (institution: DemoInstitution, unit: DemoUnit): string => {
  const compartment = compartmentOf(institution, unit);
  return compartment.startsWith(`${institution.code}-`) || compartment === institution.code ? `${compartment}-desk` : `${institution.code}-${compartment}-desk`;
};

async function openUnit({ first }: Administrators, institution: DemoInstitution, unit: DemoUnit): Promise<void> {
  const { code, name, kind, operator, residential = false, territory, illustrative, wall } = unit;
  if (wall) await first.do('wallCompartment', { institution: institution.code, compartment: code, kind: wall });
  await first.do('openUnit', { unit: code, name, institution: institution.code, kind, residential, operator, territory, illustrative });
  for (const service of unit.services ?? []) await first.do('offerService', { unit: code, service, languages: serviceLanguages });
  if (unit.criteria) await first.do('setCriteria', { unit: code, criteria: unit.criteria });
  if (unit.places !== undefined) await first.do('declareCapacity', { unit: code, places: unit.places });
}

async function appoint({ first, second }: Administrators, institution: DemoInstitution, unit: DemoUnit, role: string): Promise<Staff> {
  const { id: agent } = await first.do('proposeAgentAppointment', { institution: institution.code, agentName: `${role} de ${unit.name}`, roles: [role], unit: unit.code });
  await second.do('appointAgent', { institution: institution.code, agent });
  return { client: clientOf(institution, unit), institution: institution.code, compartment: compartmentOf(institution, unit), unit: unit.code, role, agent };
}

/** Loads the whole directory through the API. @returns the agents, to act for. */
export async function loadDirectory(administrators: Administrators, progress: (done: number, of: number) => void): Promise<Staff[]> {
  const all = institutions();
  const units = all.flatMap((institution) => institution.units.map((unit) => ({ institution, unit })));
  for (const { code, name, kind } of all) {
    if (code !== administrators.founding) await administrators.first.do('registerInstitution', { institution: code, name, kind, illustrative: true });
  }
  const staff: Staff[] = [];
  const admitted = new Set([`${administrators.founding}-desk`]);
  for (const [i, { institution, unit }] of units.entries()) {
    await openUnit(administrators, institution, unit);
    const client = clientOf(institution, unit);
    if (!admitted.has(client)) await administrators.first.do('admitClient', { institution: institution.code, client, compartment: compartmentOf(institution, unit) }, commandId());
    admitted.add(client);
    for (const role of unit.staff ?? []) staff.push(await appoint(administrators, institution, unit, role));
    progress(i + 1, units.length);
  }
  return staff;
}
