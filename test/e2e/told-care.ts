import type { Running, Who } from './running';

/** What is said about her in what is done for her: `event.field` → text found nowhere else. */
const words = (field: string): string => `canário ${field.replace('.', ' ')} «ñ»`;
const fields = [
  'NeedsAssessed.assessment',
  'CarePlanAgreed.goals',
  'CarePlanRevised.goals',
  'PlanItemCompleted.itemReport',
  'AssistanceProvided.assistanceNote',
  'ServiceRefusedBySurvivor.herWords',
  'UnmetNeedRecorded.unmetNote',
  'SafetyIncidentReported.account',
  'InterviewNoted.interviewer',
  'NonPunishmentRequested.offences',
  'NonPunishmentDecided.decisionReasons',
  'SurvivorDied.circumstances',
  'ReintegrationPlanAgreed.aims',
  'FollowUpRecorded.followUpNote',
  'ContactLost.lastContact',
  'GrievanceRaised.herGrievance',
  'GrievanceAnswered.grievanceAnswer',
];
export const careCanaries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(fields.map((field) => [field, words(field)])),
  'ReintegrationPlanAgreed.supports': 'SexualExploitationRehabilitation',
};
/** Whom a grievance names is an agent's id, which stands in every directory event of that agent. */
export const careNotSearchable: readonly string[] = ['GrievanceRaised.concernedAgent'];

type RecordAs = (name: string, mutation: string, input: object) => Promise<string>;

/** The ids of the items of a plan, in their order, as its lead reads them. */
export async function planItems(running: Running, lead: Who, id: string): Promise<string[]> {
  const query = 'query ($id: ID!) { caseTimeline(case: $id, first: 100) { edges { node { type clear { name value } } } } }';
  const { data } = await running.ask(lead, query, { id });
  const { edges } = data?.['caseTimeline'] as { edges: { node: { type: string; clear: { name: string; value: string }[] } }[] };
  const plan = edges.map(({ node }) => node).filter(({ type }) => ['CarePlanAgreed', 'CarePlanRevised'].includes(type)).at(-1);
  const items = plan?.clear.find(({ name }) => name === 'items')?.value ?? '[]';
  return (JSON.parse(items) as { item: string }[]).map(({ item }) => item);
}

const today = (): string => new Date().toISOString().slice(0, 10);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Everything that is done for her, by the lead and by who serves her under a referral; in the end she dies. */
export async function tellCare(record: RecordAs, id: string, legalAid: string, concerned: string | undefined, firstItem: () => Promise<string | undefined>): Promise<void> {
  const [azua, pett, supervisor] = ['mmujer-azua caseworker', 'pgr-pett prosecutor', 'pgr-pett supervisor'];
  const text = (field: string): string => careCanaries[field] ?? '';
  const of = { case: id };
  const served = { ...of, under: legalAid };
  await record(azua, 'assessNeeds', { ...of, needs: ['LEGAL_AID', 'SHELTER'], assessment: text('NeedsAssessed.assessment') });
  const items = [{ service: 'LEGAL_AID', unit: 'pgr-pett', due: inDays(30) }];
  await record(azua, 'agreeCarePlan', { ...of, items, goals: text('CarePlanAgreed.goals'), agreedBy: 'SURVIVOR' });
  const item = await firstItem();
  await record(azua, 'reviseCarePlan', { ...of, items: [{ ...items[0], continues: item, due: inDays(60) }], goals: text('CarePlanRevised.goals'), agreedBy: 'SURVIVOR' });
  await record(pett, 'completePlanItem', { ...served, item, outcome: 'ACHIEVED', report: text('PlanItemCompleted.itemReport') });
  await record(pett, 'recordAssistance', { ...served, service: 'LEGAL_AID', note: text('AssistanceProvided.assistanceNote') });
  await record(azua, 'recordServiceRefusal', { ...of, service: 'HEALTH_CARE', words: text('ServiceRefusedBySurvivor.herWords') });
  await record(azua, 'recordUnmetNeed', { ...of, service: 'SOCIAL_REINTEGRATION', reason: 'NO_SUCH_SERVICE', note: text('UnmetNeedRecorded.unmetNote') });
  await record(azua, 'reportSafetyIncident', { ...of, kind: 'FOLLOWED', severity: 'SERIOUS', account: text('SafetyIncidentReported.account') });
  await record(pett, 'noteInterview', { ...served, for: 'STATEMENT', interviewer: text('InterviewNoted.interviewer') });
  const request = await record(azua, 'requestNonPunishment', { ...of, offences: text('NonPunishmentRequested.offences') });
  await record(pett, 'decideNonPunishment', { ...served, request, decision: 'GRANTED', reasons: text('NonPunishmentDecided.decisionReasons') });
  await record(azua, 'agreeReintegrationPlan', { ...of, startsOn: today(), supports: [text('ReintegrationPlanAgreed.supports')], aims: text('ReintegrationPlanAgreed.aims'), agreedBy: 'SURVIVOR' });
  await record(azua, 'recordFollowUp', { ...of, month: 1, outcome: 'WELL', note: text('FollowUpRecorded.followUpNote') });
  await record(azua, 'recordContactLost', { ...of, lastContact: text('ContactLost.lastContact') });
  await record(azua, 'recordContactRegained', of);
  const words = text('GrievanceRaised.herGrievance');
  const grievance = await record(azua, 'raiseGrievance', { ...of, unit: 'mmujer-azua', agent: concerned, kind: 'PRESSURE', by: 'SURVIVOR', words });
  await record(supervisor, 'answerGrievance', { ...served, grievance, outcome: 'UPHELD', answer: text('GrievanceAnswered.grievanceAnswer') });
  await record(azua, 'recordDeath', { ...of, circumstances: text('SurvivorDied.circumstances') });
}
