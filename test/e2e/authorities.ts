import type { Offices } from './offices';
import type { Running, Who } from './running';

const administration = { 'purpose-of-use': 'ADMINISTRATION' };

/** An agent of the special prosecutor who may identify: appointed by two administrators, accredited on a certificate, with a token of their own. */
export async function accreditedAuthority(running: Running, offices: Offices, name: string): Promise<Who> {
  const office = offices['pgr-pett prosecutor'];
  if (!office) throw new Error('the special prosecutor has no office');
  const [first, second] = [running.administrator(0), running.administrator(1)];
  const proposed = { institution: 'pgr', agentName: name, roles: ['identification_authority'], unit: 'pgr-pett' };
  const { id: agent } = await running.record(first, 'proposeAgentAppointment', proposed, administration);
  await running.record(second, 'appointAgent', { institution: 'pgr', agent }, administration);
  const course = { title: 'Diplomado en trata de personas', providers: ['mirex'], from: '2025-02-03', until: '2025-06-30' };
  const { id: held } = await running.record(first, 'scheduleCourse', course, administration);
  const awarded = { course: held, holderName: name, date: '2025-06-30', institution: 'pgr', agent };
  const { id: certificate } = await running.record(first, 'awardCertificate', awarded, administration);
  await running.record(first, 'accreditAgent', { institution: 'pgr', agent, accreditation: 'IDENTIFICATION', course: held, certificate }, administration);
  return { ...office, agent, own: true };
}
