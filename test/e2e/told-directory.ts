import type { Offices } from './offices';
import type { Running, Who } from './running';

/** What institutions learnt, plan and agree on: ids that somebody could have come to know, and what is for some of them alone. */
export type ToldDirectory = Readonly<{ course: string; body: string; plan: string; agreement: string; title: string; administrators: Offices }>;

const administration = { 'purpose-of-use': 'ADMINISTRATION' };
const oversight = { 'purpose-of-use': 'OVERSIGHT' };

/** An administrator of an institution's own, appointed by two persons of the founding one. */
export async function appointAdministrator(running: Running, institution: string): Promise<Who> {
  const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution, agentName: `Administradora de ${institution}`, roles: ['administrator'] }, administration);
  await running.record(running.administrator(1), 'appointAgent', { institution, agent }, administration);
  return { client: `${institution}-desk`, institution, compartment: institution, agent, own: true };
}

/** Of Azua; an office’s, that everybody reads. */
export const dutyLine = '+1 809 555 0147';

/** A body with a plan, the duty line of an office, and an agreement of two institutions that is proposed and limits nothing yet. */
export async function tellDirectory(running: Running, offices: Offices): Promise<ToldDirectory> {
  const administrators: Record<string, Who> = {};
  for (const institution of ['mmujer', 'dgm']) administrators[`${institution} administrator`] = await appointAdministrator(running, institution);
  const coordinator = offices['mmujer-ciprom coordinator'] as Who;
  await running.record(coordinator, 'constituteBody', { body: 'ciprom', name: 'Comité Interinstitucional de Protección a la Mujer Migrante' }, oversight);
  const { id: plan } = await running.record(coordinator, 'adoptPlan', { body: 'ciprom', name: 'Plan Nacional', fromYear: 2025, untilYear: 2027 }, oversight);
  await running.record(coordinator, 'planAction', { plan, title: 'Abrir un refugio', axis: 'PROTECTION', institution: 'mmujer', due: '2027-06-30', indicator: 'END-2.3.7' }, oversight);
  await running.record(offices['mmujer-azua supervisor'] as Who, 'declareDutyLine', { unit: 'mmujer-azua', telephone: dutyLine });
  const title = 'Convenio de residencia «ñ» 2026';
  const terms = { for: 'RESIDENCE', categories: ['MIGRATION', 'STATUS'], until: new Date(Date.now() + 365 * 86_400_000).toISOString() };
  const { id: agreement } = await running.record(administrators['mmujer administrator'] as Who, 'proposeAgreement', { title, with: ['dgm'], ...terms }, administration);
  const { data } = await running.ask(coordinator, '{ courses(provider: "mmujer") { edges { node { id } } } }');
  const [course] = (data?.['courses'] as { edges: { node: { id: string } }[] }).edges;
  return { course: course?.node.id ?? '', body: 'ciprom', plan, agreement, title, administrators };
}
