import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { planItems } from './told-care';

jest.setTimeout(60_000);

const day = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const mandate = { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-114' };

describe('what is done with a survivor and for her', () => {
  let running: Running;
  let offices: Offices;
  let id: string;
  let legalAid: string;
  let shelter: string;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const supervisor = (): Who => who('mmujer-azua supervisor');
  const pett = (own = false): Who => who('pgr-pett prosecutor', own);
  const casa = (): Who => who('mmujer-casa shelter_manager');
  const clearOf = async (type: string) => {
    const found = [];
    for await (const events of running.system.store.readAll(0n)) found.push(...events.filter((event) => event.type === type));
    return found.map(({ leaf }) => readLeaf(leaf));
  };
  const plan = (item: object = {}) => ({ case: id, items: [{ service: 'LEGAL_AID', unit: 'pgr-pett', due: inDays(30), ...item }], goals: 'Denunciar y dormir.', agreedBy: 'SURVIVOR' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    id = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', foreignNational: true });
    legalAid = (await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: mandate })).id;
    shelter = (await running.record(azua(), 'requestReferral', { case: id, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).id;
  });
  afterAll(() => running.end());

  it('is recorded by who serves her from the day the referral is accepted, and not before', async () => {
    const assistance = { case: id, under: legalAid, service: 'LEGAL_AID', note: 'Asesorada.' };
    const nowhere = await running.send(pett(), 'recordAssistance', { ...assistance, case: randomUUID() });
    expect(await running.send(pett(), 'recordAssistance', assistance)).toEqual(nowhere);
    await running.record(pett(), 'acceptReferral', { referral: legalAid });
    const hold = await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' });
    await running.record(casa(), 'acceptReferral', { referral: shelter, hold: hold.id });
    await running.record(pett(), 'recordAssistance', assistance);
    expect(await running.send(pett(), 'recordAssistance', { ...assistance, under: shelter })).toEqual(nowhere);
    expect(await running.send(who('dgm-sede caseworker'), 'recordAssistance', assistance)).toEqual(nowhere);
    await running.record(azua(), 'recordAssistance', { case: id, service: 'PSYCHOLOGICAL_SUPPORT' });
    const counted = (await clearOf('AssistanceProvided')).map(({ actor, data }) => [actor.unit, (data as { service: string }).service]);
    expect(counted).toEqual([
      ['pgr-pett', 'LEGAL_AID'],
      ['mmujer-azua', 'PSYCHOLOGICAL_SUPPORT'],
    ]);
  });

  it('names no house: what the shelter reports, and what the plan asks of it, bear its code in the case', async () => {
    await running.record(casa(), 'reportSafetyIncident', { case: id, under: shelter, kind: 'FOLLOWED', severity: 'IMMEDIATE_DANGER', account: 'Un carro gris.' });
    await running.record(azua(), 'agreeCarePlan', { ...plan(), items: [...plan().items, { service: 'SHELTER', unit: 'mmujer-casa', due: inDays(0) }] });
    const [reported] = await clearOf('SafetyIncidentReported');
    const [agreed] = await clearOf('CarePlanAgreed');
    const unit = (agreed?.data as { items: { unit: string }[] }).items[1]?.unit;
    expect(unit).toMatch(/^cc-/);
    expect(reported?.actor).toMatchObject({ unit });
    expect(JSON.stringify([reported, agreed])).not.toContain('mmujer-casa');
  });

  it('follows a plan agreed with her: what was not is refused, and who serves her completes its own item', async () => {
    expect(await running.refusal(azua(), 'reviseCarePlan', { ...plan(), agreedBy: undefined })).toBe('AGREEMENT_REQUIRED');
    expect(await running.refusal(azua(), 'agreeCarePlan', plan())).toBe('CARE_PLAN_EXISTS');
    const [legal, housing] = await planItems(running, azua(), id);
    expect(await running.refusal(pett(), 'completePlanItem', { case: id, under: legalAid, item: housing, outcome: 'ACHIEVED' })).toBe('PLAN_ITEM_UNKNOWN');
    await running.record(casa(), 'completePlanItem', { case: id, under: shelter, item: housing, outcome: 'ACHIEVED' });
    expect((await running.record(azua(), 'completePlanItem', { case: id, item: housing, outcome: 'ACHIEVED' })).events).toEqual([]);
    expect(await running.refusal(azua(), 'completePlanItem', { case: id, item: housing, outcome: 'NOT_POSSIBLE' })).toBe('ANSWERED_OTHERWISE');
    const revision = { ...plan({ continues: legal, due: inDays(60) }), commandId: randomUUID() };
    const first = await running.record(azua(), 'reviseCarePlan', revision);
    expect(await running.record(azua(), 'reviseCarePlan', revision)).toEqual(first);
    expect(await planItems(running, azua(), id)).toEqual([legal]);
  });

  it('spares her a second interview for the same that nobody can give a reason for', async () => {
    const interview = { case: id, for: 'STATEMENT', interviewer: 'Fiscal Peña' };
    await running.record(pett(), 'noteInterview', { ...interview, under: legalAid });
    expect(await running.refusal(azua(), 'noteInterview', interview)).toBe('ALREADY_INTERVIEWED');
    await running.record(azua(), 'noteInterview', { ...interview, again: 'ANOTHER_LANGUAGE' });
  });

  it('asks that she is not punished: the prosecution decides, with its own token, and not the person who asked', async () => {
    const request = (await running.record(azua(), 'requestNonPunishment', { case: id, offences: 'Documento falso.' })).id;
    const decide = { case: id, under: legalAid, request, decision: 'GRANTED', reasons: 'Actuó obligada.' };
    expect(await running.refusal(pett(), 'decideNonPunishment', decide)).toBe('OWN_TOKEN_REQUIRED');
    expect(await running.refusal(who('pgr-pett supervisor', true), 'decideNonPunishment', decide)).toBe('FORBIDDEN_FOR_ROLE');

    // The caseworker who asked is appointed as a prosecutor as well: another agent, the same person.
    const known = (await clearOf('AgentAppointed')).map(({ data }) => data as { agent: string; person: string }).find(({ agent }) => agent === azua().agent);
    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    const appointment = { institution: 'pgr', agentName: 'Agente', roles: ['prosecutor'], unit: 'pgr-pett', person: known?.person };
    const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', appointment, administration);
    await running.record(running.administrator(1), 'appointAgent', { institution: 'pgr', agent }, administration);
    expect(await running.refusal({ ...pett(true), agent }, 'decideNonPunishment', decide)).toBe('TWO_PERSONS_REQUIRED');

    await running.record(pett(true), 'decideNonPunishment', decide);
    expect((await running.record(pett(true), 'decideNonPunishment', decide)).events).toEqual([]);
    expect(await running.refusal(pett(true), 'decideNonPunishment', { ...decide, decision: 'REFUSED' })).toBe('ANSWERED_OTHERWISE');
  });

  it('goes on after the case is closed: follow-ups, contact lost and regained, what she complains of', async () => {
    await running.record(azua(), 'agreeReintegrationPlan', { case: id, startsOn: inDays(0), supports: ['Livelihood'], aims: 'Un salón.', agreedBy: 'SURVIVOR' });
    await running.record(azua(), 'closeCase', { case: id, reason: 'REINTEGRATED' });
    expect(await running.refusal(azua(), 'recordFollowUp', { case: id, month: 3, outcome: 'WELL' })).toBe('NOT_DUE');
    await running.record(azua(), 'recordFollowUp', { case: id, month: 1, outcome: 'NEEDS_SUPPORT' });
    await running.record(azua(), 'recordContactLost', { case: id });
    await running.record(azua(), 'recordContactRegained', { case: id });
    expect(await running.refusal(azua(), 'reviseCarePlan', plan())).toBe('CASE_CLOSED');

    const grievance = (await running.record(casa(), 'raiseGrievance', { case: id, under: shelter, unit: 'mmujer-azua', agent: azua().agent, kind: 'PRESSURE', by: 'SURVIVOR', words: 'Me presionaron.' })).id;
    const [raised] = await clearOf('GrievanceRaised');
    expect(JSON.stringify(raised)).not.toContain(azua().agent);
    const says = { case: id, grievance, outcome: 'UPHELD', answer: 'Tenía razón.' };
    expect(await running.refusal(supervisor(), 'answerGrievance', says)).toBe('GRIEVANCE_CONCERNS_YOU');
    await running.record(who('pgr-pett supervisor'), 'answerGrievance', { ...says, under: legalAid });
    await running.record(azua(), 'reopenCase', { case: id, reason: 'CAME_BACK' });
  });

  describe('is turned down with a code, and nothing is written:', () => {
    const azuas = 'mmujer-azua caseworker';
    it.each<[string, string, string, string, () => object]>([
      ['a plan nobody agreed to', 'AGREEMENT_REQUIRED', azuas, 'reviseCarePlan', () => ({ ...plan(), agreedBy: undefined })],
      ['a plan a guardian agreed to for an adult', 'NOT_A_CHILD', azuas, 'reviseCarePlan', () => ({ ...plan(), agreedBy: 'GUARDIAN' })],
      ['a plan without an item', 'BAD_USER_INPUT', azuas, 'reviseCarePlan', () => ({ ...plan(), items: [] })],
      ['an item due yesterday', 'DATE_OUT_OF_RANGE', azuas, 'reviseCarePlan', () => plan({ due: inDays(-2) })],
      ['an item due in the year 9999', 'DATE_OUT_OF_RANGE', azuas, 'reviseCarePlan', () => plan({ due: '9999-12-31' })],
      ['a day that is none', 'BAD_USER_INPUT', azuas, 'reviseCarePlan', () => plan({ due: '2027-02-30' })],
      ['an item of nobody', 'UNIT_UNKNOWN', azuas, 'reviseCarePlan', () => plan({ unit: 'mmujer-nowhere' })],
      ['an item that goes on from nothing', 'PLAN_ITEM_UNKNOWN', azuas, 'reviseCarePlan', () => plan({ continues: randomUUID() })],
      ['a service that is none', 'BAD_USER_INPUT', azuas, 'recordAssistance', () => ({ case: id, service: 'GOSSIP' })],
      ['an account of 100,000 characters', 'BAD_USER_INPUT', azuas, 'reportSafetyIncident', () => ({ case: id, kind: 'THREAT', severity: 'LOW', account: 'x'.repeat(100_000) })],
      ['text with a character nobody can read', 'BAD_USER_INPUT', azuas, 'recordUnmetNeed', () => ({ case: id, service: 'SHELTER', reason: 'NO_CAPACITY', note: 'a\u0000b' })],
      ['a follow-up of a month that has none', 'NO_SUCH_FOLLOW_UP', azuas, 'recordFollowUp', () => ({ case: id, month: 2, outcome: 'WELL' })],
      ['a follow-up made in the future', 'AT_IN_FUTURE', azuas, 'recordFollowUp', () => ({ case: id, month: 3, outcome: 'WELL', at: new Date(Date.now() + day).toISOString() })],
      ['a second answer for the same month', 'ANSWERED_OTHERWISE', azuas, 'recordFollowUp', () => ({ case: id, month: 1, outcome: 'WELL' })],
      ['reintegration that starts in ten years', 'DATE_OUT_OF_RANGE', azuas, 'agreeReintegrationPlan', () => ({ case: id, startsOn: inDays(3650), supports: [], aims: '', agreedBy: 'SURVIVOR' })],
      ['a grievance about nobody', 'UNIT_UNKNOWN', azuas, 'raiseGrievance', () => ({ case: id, unit: 'mmujer-nowhere', kind: 'DELAY', by: 'SURVIVOR', words: 'Esperé.' })],
      ['a grievance about an agent of another unit', 'AGENT_UNKNOWN', azuas, 'raiseGrievance', () => ({ case: id, unit: 'mmujer-bani', agent: pett().agent, kind: 'DELAY', by: 'SURVIVOR', words: 'Esperé.' })],
      ['an answer to no grievance', 'GRIEVANCE_UNKNOWN', 'mmujer-azua supervisor', 'answerGrievance', () => ({ case: id, grievance: randomUUID(), outcome: 'UPHELD', answer: 'Sí.' })],
      ['an answer by a caseworker', 'FORBIDDEN_FOR_ROLE', azuas, 'answerGrievance', () => ({ case: id, grievance: randomUUID(), outcome: 'UPHELD', answer: 'Sí.' })],
      ['a plan by who serves her', 'NOT_FOUND', 'pgr-pett prosecutor', 'reviseCarePlan', () => plan()],
      ['needs assessed by a stranger', 'NOT_FOUND', 'dgm-sede caseworker', 'assessNeeds', () => ({ case: id, needs: ['SHELTER'] })],
    ])('%s is %s', async (_, code, name, mutation, input) => {
      const before = await running.system.store.head();
      expect(await running.refusal(who(name), mutation, input())).toBe(code);
      expect(await running.system.store.head()).toBe(before);
    });

    it('anything by an agent who is suspended', async () => {
      const [first] = [running.administrator(0)];
      const intake = who('mmujer-azua intake');
      await running.record(first, 'suspendAgent', { institution: 'mmujer', agent: intake.agent, reason: 'LEAVE' });
      const before = await running.system.store.head();
      expect(await running.refusal(intake, 'recordAssistance', { case: id, service: 'LEGAL_AID' })).toBe('AGENT_NOT_ACCEPTED');
      expect(await running.system.store.head()).toBe(before);
      await running.record(first, 'reinstateAgent', { institution: 'mmujer', agent: intake.agent });
    });
  });

  it('is written in whatever script she speaks', async () => {
    await running.record(azua(), 'recordServiceRefusal', { case: id, service: 'HEALTH_CARE', words: 'Mwen pa vle. לא רוצה. 不要。' });
  });

  it('ends with her death as far as it needs her, and not otherwise; the death of somebody else is corrected', async () => {
    const { events } = await running.record(azua(), 'recordDeath', { case: id, circumstances: 'Acta del hospital.' });
    expect((await running.record(supervisor(), 'recordDeath', { case: id, circumstances: 'Otra vez.' })).events).toEqual([]);
    const consent = { case: id, receiver: 'pgr-pett', categories: ['STATUS'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', interpreterName: 'Wideline', until: new Date(Date.now() + 90 * day).toISOString(), history: 'ALL', textVersion: '2026-1' };
    for (const [mutation, input] of [['giveConsent', consent], ['reviseCarePlan', plan()], ['recordFollowUp', { case: id, month: 1, outcome: 'WELL' }]] as const) {
      expect([mutation, await running.refusal(azua(), mutation, input)]).toEqual([mutation, 'SURVIVOR_DIED']);
    }
    await running.record(casa(), 'reportSafetyIncident', { case: id, under: shelter, kind: 'ASSAULT', severity: 'IMMEDIATE_DANGER', account: 'Lo que la mató.' });
    await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'NORMAL', consents: [], basis: mandate });
    await running.record(azua(), 'correctEntry', { case: id, corrects: events[0]?.id, reason: 'WRONG_PERSON', corrected: [{ field: 'circumstances', value: '"De otra mujer."' }] });
    await running.record(azua(), 'giveConsent', consent);
  });
});
