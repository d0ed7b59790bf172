import type { Offices } from './offices';
import type { Running, Who } from './running';

const administration = { 'purpose-of-use': 'ADMINISTRATION' };

/** An agent of the special prosecutor who may identify: appointed by two administrators, accredited, with a token of their own. */
export async function accreditedAuthority(running: Running, offices: Offices, name: string): Promise<Who> {
  const office = offices['pgr-pett prosecutor'];
  if (!office) throw new Error('the special prosecutor has no office');
  const [first, second] = [running.administrator(0), running.administrator(1)];
  const proposed = { institution: 'pgr', agentName: name, roles: ['identification_authority'], unit: 'pgr-pett' };
  const { id: agent } = await running.record(first, 'proposeAgentAppointment', proposed, administration);
  await running.record(second, 'appointAgent', { institution: 'pgr', agent }, administration);
  await running.record(first, 'accreditAgent', { institution: 'pgr', agent, accreditation: 'IDENTIFICATION' }, administration);
  return { ...office, agent, own: true };
}
