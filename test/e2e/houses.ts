import type { Role } from '@amparo/protocol';
import type { Offices } from './offices';
import type { Running, Who } from './running';

type House = Readonly<{ institution: string; unit: string; kind: string; wall?: string; residential?: boolean; staff: readonly Role[] }>;
/** Beside the offices of every journey: the police, Casa Malala, which is the PGR's as the special prosecutor is, and another prosecutor. */
const houses: readonly House[] = [
  { institution: 'pn', unit: 'pn-trata', kind: 'OFFICE', staff: ['caseworker'] },
  { institution: 'pgr', unit: 'casa-malala', kind: 'RESIDENCE', wall: 'RESIDENTIAL', residential: true, staff: ['prosecutor', 'shelter_manager'] },
  { institution: 'pgr', unit: 'pgr-azua', kind: 'PROSECUTOR', wall: 'PROSECUTION', staff: ['prosecutor'] },
];

/** Opens them, with an expert beside the special prosecutor. */
export async function openHouses(running: Running): Promise<Offices> {
  const [first, second] = [running.administrator(0), running.administrator(1)];
  const record = (who: Who, mutation: string, input: object) => running.record(who, mutation, input, { 'purpose-of-use': 'ADMINISTRATION' });
  await record(first, 'registerInstitution', { institution: 'pn', name: 'Policía Nacional', kind: 'POLICE' });
  const people: Record<string, Who> = {};
  for (const { institution, unit, kind, wall, residential = false, staff } of houses) {
    const compartment = wall ? unit : institution;
    const client = `${institution}-${unit}-desk`;
    if (wall) await record(first, 'wallCompartment', { institution, compartment, kind: wall });
    await record(first, 'admitClient', { institution, client, compartment });
    await record(first, 'openUnit', { unit, name: `Unidad ${unit}`, institution, kind, residential });
    for (const role of staff) {
      const { id: agent } = await record(first, 'proposeAgentAppointment', { institution, agentName: `Agente ${unit} ${role}`, roles: [role], unit });
      await record(second, 'appointAgent', { institution, agent });
      people[`${unit} ${role}`] = { client, institution, compartment, agent };
    }
  }
  const { id: agent } = await record(first, 'proposeAgentAppointment', { institution: 'pgr', agentName: 'Perita', roles: ['prosecutor'], unit: 'pgr-pett' });
  await record(second, 'appointAgent', { institution: 'pgr', agent });
  people['pgr-pett expert'] = { client: 'pgr-pett-desk', institution: 'pgr', compartment: 'pgr-pett', agent };
  return people;
}
