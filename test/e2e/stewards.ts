import type { Offices } from './offices';
import type { Running, Who } from './running';

const administration = { 'purpose-of-use': 'ADMINISTRATION' };

/** Another steward beside the one of the offices, by an own token: another person. */
export async function secondSteward(running: Running, offices: Offices): Promise<Who> {
  const steward = offices['auditoria-sede steward'] as Who;
  const proposed = { institution: 'auditoria', agentName: 'Segunda responsable', roles: ['steward'], unit: 'auditoria-sede' };
  const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', proposed, administration);
  await running.record(running.administrator(1), 'appointAgent', { institution: 'auditoria', agent }, administration);
  return { ...steward, agent, own: true };
}

/** Two stewards find that two cases are one person's. */
export async function matched(running: Running, offices: Offices, one: string, other: string): Promise<void> {
  const steward = { ...(offices['auditoria-sede steward'] as Who), own: true };
  await running.record(steward, 'proposeMatch', { case: one, other, agreeing: ['DOCUMENT'] });
  await running.record(await secondSteward(running, offices), 'confirmMatch', { case: other, other: one });
}
