import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const day = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
type Care = Readonly<{
  plan: { items: { id: string; unit: string; due: string; overdue: boolean; outcome: string | null }[] } | null;
  refusedServices: { service: string }[];
  grievances: { against: string; answered: boolean; fields: { value: string }[] }[];
  interviews: { for: string; interviews: { again: string | null }[] }[];
  reintegration: { followUps: { month: number; outstanding: boolean; outcome: string | null }[] } | null;
}>;
type CaseFile = Readonly<{ died: { at: string; fields: object[] } | null; care: Care }>;

describe('what is done for her, as each side reads it', () => {
  let running: Running;
  let offices: Offices;
  let id: string;
  let shelter: string;
  let standIn: Who;
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const supervisor = (): Who => who('mmujer-azua supervisor');
  const casa = (): Who => who('mmujer-casa shelter_manager');
  const pett = (): Who => who('pgr-pett prosecutor');

  const file = async (by: Who): Promise<CaseFile | null> => {
    const care = 'plan { items { id unit due overdue outcome } } refusedServices { service } grievances { against answered fields { value } } interviews { for interviews { again } } reintegration { followUps { month outstanding outcome } }';
    const { data, text } = await running.ask(by, `query ($id: ID!) { case(id: $id) { died { at fields { name } } care { ${care} } } }`, { id });
    if (!data) throw new Error(text);
    return data['case'] as CaseFile | null;
  };
  const list = async <Node>(by: Who, query: string, selection: string, args = ''): Promise<Node[]> => {
    const { data, text } = await running.ask(by, `{ ${query}${args} { edges { node { ${selection} } } } }`);
    if (!data) throw new Error(text);
    return (data[query] as { edges: { node: Node }[] }).edges.map(({ node }) => node);
  };
  const planItems = (by: Who, args = '') => list<{ id: string; unit: string; due: string; overdue: boolean }>(by, 'planItems', 'id case unit due overdue', args);
  const followUps = async (by: Who) => (await list<{ month: number; outcome: string | null }>(by, 'followUps', 'case month outcome')).map(({ month, outcome }) => [month, outcome]);
  const grievances = async (by: Who) => (await list<{ id: string }>(by, 'grievances', 'id case against kind')).map((one) => one.id);
  const timelineOf = async (by: Who) => (await running.ask(by, 'query ($id: ID!) { caseTimeline(case: $id, first: 100) { edges { node { type } } } }', { id })).text;
  const changed = async (by: Who) => (await running.ask(by, '{ changes { edges { cursor node { file events } } } cases { edges { node { id changedAt } } } }')).text.replace(/"checkpoint":"[^"]*"/, '');
  const record = (by: Who, mutation: string, input: object) => running.record(by, mutation, { case: id, ...input });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'mmujer', agentName: 'Supervisora de Baní', roles: ['supervisor'], unit: 'mmujer-bani' }, administration);
    await running.record(running.administrator(1), 'appointAgent', { institution: 'mmujer', agent }, administration);
    standIn = { ...who('mmujer-bani caseworker'), agent };

    id = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await record(azua(), 'recordLanguageNeed', { languages: ['spa'], interpreter: false });
    await record(azua(), 'describeSurvivor', { ageBand: '24-26', sex: 'FEMALE' });
    const given = { for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', until: new Date(Date.now() + 90 * day).toISOString(), history: 'ALL', textVersion: '1' };
    const refer = async (to: string, service: string, categories: string[]) => {
      const { id: consent } = await record(azua(), 'giveConsent', { ...given, receiver: to, categories });
      return (await record(azua(), 'requestReferral', { to, service, priority: 'NORMAL', consents: [consent] })).id;
    };
    shelter = await refer('mmujer-casa', 'SHELTER', ['STATUS', 'PROTECTION', 'PSYCHOSOCIAL', 'REINTEGRATION']);
    const { id: hold } = await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' });
    await running.record(casa(), 'acceptReferral', { referral: shelter, hold });
    await running.record(pett(), 'acceptReferral', { referral: await refer('pgr-pett', 'LEGAL_AID', ['STATUS']) });
  });
  afterAll(() => running.end());

  it('each unit is shown the items of her plan that it is responsible for, what is due first; a house reads its own name, the lead its code', async () => {
    const item = (service: string, unit: string, days: number) => ({ service, unit, due: inDays(days) });
    await record(azua(), 'agreeCarePlan', { items: [item('LEGAL_AID', 'mmujer-azua', 30), item('PSYCHOLOGICAL_SUPPORT', 'mmujer-azua', 10), item('SHELTER', 'mmujer-casa', 20)], goals: 'Dormir.', agreedBy: 'SURVIVOR' });
    expect((await planItems(azua())).map(({ unit, due, overdue }) => [unit, due, overdue])).toEqual([['mmujer-azua', inDays(10), false], ['mmujer-azua', inDays(30), false]]);
    expect((await planItems(casa())).map(({ unit, due }) => [unit, due])).toEqual([['mmujer-casa', inDays(20)]]);
    expect((await file(casa()))?.care.plan?.items.map(({ unit }) => unit)).toEqual(['mmujer-azua', 'mmujer-azua', 'mmujer-casa']);
    expect((await file(azua()))?.care.plan?.items[2]?.unit).toMatch(/^cc-/);
    for (const by of [pett(), who('mmujer-bani caseworker'), who('dgm-sede caseworker')]) expect(await planItems(by)).toEqual([]);
    expect(await planItems(standIn, '(unit: "mmujer-azua")')).toHaveLength(2);

    const [first] = await planItems(azua());
    await record(azua(), 'completePlanItem', { item: first?.id, outcome: 'ACHIEVED' });
    expect(await planItems(azua())).toHaveLength(1);
    expect((await file(azua()))?.care.plan?.items[1]).toMatchObject({ id: first?.id, outcome: 'ACHIEVED', overdue: false });
  });

  it('what she did not want is the lead’s to know, whatever a receiver may open', async () => {
    await record(azua(), 'recordServiceRefusal', { service: 'HEALTH_CARE', words: 'No quiero.' });
    expect((await file(azua()))?.care.refusedServices).toEqual([{ service: 'HEALTH_CARE' }]);
    expect((await file(casa()))?.care.refusedServices).toEqual([]);
    expect(await timelineOf(casa())).not.toContain('ServiceRefusedBySurvivor');
  });

  it('interviews stand by what they were for, so that nobody asks her again unknowing', async () => {
    const interview = { for: 'STATEMENT', interviewer: 'Fiscal Peña' };
    await record(azua(), 'noteInterview', interview);
    await record(azua(), 'noteInterview', { ...interview, again: 'NEW_FACTS' });
    expect((await file(casa()))?.care.interviews).toEqual([{ for: 'STATEMENT', interviews: [{ again: null }, { again: 'NEW_FACTS' }] }]);
  });

  it('a grievance is kept from the unit it concerns, not even that something changed is told it; another unit of the lead answers', async () => {
    const concerned = [azua(), supervisor(), who('mmujer-azua intake')];
    const before = await Promise.all(concerned.map(changed));
    const grievance = (await record(casa(), 'raiseGrievance', { under: shelter, unit: 'mmujer-azua', agent: azua().agent, kind: 'PRESSURE', by: 'SURVIVOR', words: 'Me presionaron.' })).id;
    expect(await Promise.all(concerned.map(changed))).toEqual(before);
    for (const by of concerned) {
      expect((await file(by))?.care.grievances).toEqual([]);
      expect(await timelineOf(by)).not.toMatch(/Grievance/);
      expect(await grievances(by)).toEqual([]);
    }
    expect((await file(casa()))?.care.grievances).toMatchObject([{ against: 'mmujer-azua', answered: false }]);
    expect(await grievances(pett())).toEqual([]);
    expect(await grievances(standIn)).toEqual([grievance]);
    expect((await file(standIn))?.care.grievances).toMatchObject([{ fields: expect.arrayContaining([{ value: '"Me presionaron."' }]) as object[] }]);
    await record(standIn, 'answerGrievance', { grievance, outcome: 'UPHELD', answer: 'Tenía razón.' });
    expect(await grievances(standIn)).toEqual([]);
    for (const by of concerned) expect(await timelineOf(by)).not.toMatch(/Grievance/);
  });

  it('a grievance about the house reaches no house, whatever consent it has; who is appointed elsewhere is still the person it concerns', async () => {
    const against = { unit: 'mmujer-casa', agent: casa().agent, kind: 'DISRESPECT', by: 'SURVIVOR', words: 'Me gritó.' };
    const grievance = (await record(azua(), 'raiseGrievance', against)).id;
    expect((await file(casa()))?.care.grievances.map((one) => one.against)).toEqual(['mmujer-azua']);
    expect(await timelineOf(casa())).toContain('GrievanceRaised'); // the one it raised itself
    expect((await file(azua()))?.care.grievances).toMatchObject([{ against: expect.stringMatching(/^cc-/) as string }]);
    expect(await grievances(supervisor())).toEqual([grievance]);

    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    const appointed: { agent: string; person: string }[] = [];
    for await (const events of running.system.store.readAll(0n)) {
      for (const { type, leaf } of events) if (type === 'AgentAppointed') appointed.push((JSON.parse(Buffer.from(leaf).toString()) as { data: { agent: string; person: string } }).data);
    }
    const person = appointed.find(({ agent }) => agent === casa().agent)?.person;
    const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'mmujer', agentName: 'La misma', roles: ['supervisor'], unit: 'mmujer-bani', person }, administration);
    await running.record(running.administrator(1), 'appointAgent', { institution: 'mmujer', agent }, administration);
    expect(await grievances({ ...standIn, agent })).toEqual([]);
    expect(await grievances(standIn)).toEqual([grievance]);
  });

  it('follow-ups stand with the lead until she was reached, after the case is closed too', async () => {
    await record(azua(), 'agreeReintegrationPlan', { startsOn: inDays(-40), supports: ['Livelihood'], aims: 'Un salón.', agreedBy: 'SURVIVOR' });
    await record(azua(), 'recordFollowUp', { month: 1, outcome: 'NOT_REACHED' });
    expect(await followUps(azua())).toEqual([[1, 'NOT_REACHED'], [3, null], [6, null], [12, null]]);
    await record(azua(), 'recordFollowUp', { month: 1, outcome: 'WELL' });
    await record(azua(), 'closeCase', { reason: 'REINTEGRATED' });
    expect(await followUps(azua())).toEqual([[3, null], [6, null], [12, null]]);
    expect(await planItems(azua())).toEqual([]);
    expect(await followUps(casa())).toEqual([]); // it may open REINTEGRATION, and does not lead
    await record(azua(), 'reopenCase', { reason: 'CAME_BACK' });
    expect(await planItems(azua())).toHaveLength(1);
  });

  it('that she died stands before everything, to all who know of her; that it was another woman reaches all of them, and why none but who may read it', async () => {
    const { events } = await record(azua(), 'recordDeath', { circumstances: 'Acta del hospital.' });
    expect((await file(pett()))?.died).toMatchObject({ fields: [] });
    expect((await file(azua()))?.died?.fields).toHaveLength(1);
    expect([await followUps(azua()), await planItems(azua())]).toEqual([[], []]);
    await record(azua(), 'correctEntry', { corrects: events[0]?.id, reason: 'WRONG_PERSON', corrected: [{ field: 'circumstances', value: '"De otra mujer."' }] });
    for (const by of [azua(), casa(), pett()]) expect((await file(by))?.died).toBeNull();
    const opened = (await running.ask(pett(), 'query ($id: ID!) { caseTimeline(case: $id, first: 100) { edges { node { type opened { value } } } } }', { id })).text;
    expect(opened).toContain('EntryCorrected');
    expect(opened).not.toContain('De otra mujer');
    expect(await followUps(azua())).toHaveLength(3);
  });

  it('is the same when the views are built anew, in one go', () => sameWhenBuiltAnew(running));
});
