import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';

jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('a child, and who decides for it', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const conani = (own = false): Who => who('conani-proteccion caseworker', own);
  const types = async (of: string): Promise<string[]> => (await running.system.store.readStream(`case-${of}`)).map(({ type }) => type);
  const consentTo = (id: string, by: 'SURVIVOR' | 'GUARDIAN') => ({
    case: id,
    receiver: 'pgr-pett',
    categories: ['PROTECTION'],
    for: 'PROSECUTION',
    language: 'spa',
    by,
    until: inDays(90),
    history: 'ALL',
    textVersion: '2026-1',
  });
  const guardian = (id: string, name = 'Tía Rosa') => ({ case: id, kind: 'RELATIVE', check: 'SOCIAL_REPORT', name });

  async function opened(more: object = { kind: 'SURVIVOR' }): Promise<string> {
    const { id } = await running.record(conani(), 'openCase', { matter: 'TRAFFICKING', ...more });
    await running.record(conani(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(conani(), 'describeSurvivor', { case: id, ageBand: '9-17', sex: 'FEMALE' });
    return id;
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('consents by a guardian who was appointed; found in conflict, what rests on that consent and is unanswered is closed', async () => {
    const id = await opened();
    expect(await running.refusal(conani(), 'giveConsent', consentTo(id, 'SURVIVOR'))).toBe('GUARDIAN_REQUIRED');
    expect(await running.refusal(conani(), 'giveConsent', consentTo(id, 'GUARDIAN'))).toBe('GUARDIAN_NOT_APPOINTED');
    const { id: aunt } = await running.record(conani(), 'appointGuardian', guardian(id));
    const { id: consent } = await running.record(conani(), 'giveConsent', consentTo(id, 'GUARDIAN'));
    const { id: referral } = await running.record(conani(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] });
    const found = await running.record(conani(), 'recordGuardianConflict', { case: id, guardian: aunt, account: 'Cobraba por ella.' });
    expect(found.events.map(({ type }) => type)).toEqual(['GuardianConflicted', 'ConsentWithdrawn']);
    await eventually(async () => (await running.system.store.readStream(`referral-${referral}`)).length > 1);
    expect((await running.system.store.readStream(`referral-${referral}`)).map(({ type }) => type)).toEqual(['ReferralRequested', 'ReferralClosedForConsent']);
    expect(await running.refusal(conani(), 'giveConsent', consentTo(id, 'GUARDIAN'))).toBe('GUARDIAN_CONFLICTED');

    const [stored] = (await running.system.store.readStream(`case-${id}`)).filter(({ type }) => type === 'GuardianAppointed');
    const kid = readLeaf(stored!.leaf).sealed?.[0]?.kid;
    const keys = (await running.system.store.readStream(`subject-${aunt}`)).map(({ leaf }) => readLeaf(leaf).data['kid']);
    expect(keys).toContain(kid); // the guardian's name goes when the guardian's keys go, and not with the child's
  });

  it('becomes an adult by an assessment alone', async () => {
    const id = await opened();
    const adult = { case: id, ageBand: '21-23', sex: 'FEMALE' };
    expect(await running.refusal(conani(), 'describeSurvivor', adult)).toBe('AGE_ASSESSMENT_REQUIRED');
    const assessment = { case: id, ageBand: '18-20', method: 'DOCUMENT', report: 'Acta de nacimiento.' };
    expect(await running.refusal(conani(), 'assessAge', assessment)).toBe('OWN_TOKEN_REQUIRED');
    await running.record(conani(true), 'assessAge', assessment);
    await running.record(conani(), 'describeSurvivor', adult);
    await running.record(conani(), 'giveConsent', consentTo(id, 'SURVIVOR'));
    expect(await running.refusal(conani(), 'appointGuardian', guardian(id))).toBe('NOT_A_CHILD');
  });

  it('is asked herself once she was found an adult: what her guardian consented to opens nothing any more', async () => {
    const id = await opened();
    await running.record(conani(), 'appointGuardian', guardian(id));
    await running.record(conani(), 'recordScreening', { case: id, acts: ['Harbouring'], note: 'Cobraban por ella.' });
    const { id: consent } = await running.record(conani(), 'giveConsent', consentTo(id, 'GUARDIAN'));
    const refer = { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] };
    const { id: referral } = await running.record(conani(), 'requestReferral', refer);
    const prosecutor = who('pgr-pett prosecutor');
    const shown = async () => (await running.ask(prosecutor, 'query ($id: ID!) { case(id: $id) { screenings { fields { value } } } }', { id })).text.includes('Cobraban por ella.');
    await eventually(shown);
    const found = await running.record(conani(true), 'assessAge', { case: id, ageBand: '18-20', method: 'DOCUMENT', report: 'Acta de nacimiento.' });
    expect(found.events.map(({ type }) => type)).toEqual(['AgeAssessed', 'ConsentWithdrawn']);
    await eventually(async () => (await running.system.store.readStream(`referral-${referral}`)).length > 1);
    expect((await running.system.store.readStream(`referral-${referral}`)).map(({ type }) => type)).toEqual(['ReferralRequested', 'ReferralClosedForConsent']);
    expect(await shown()).toBe(false);
    expect(await running.refusal(conani(), 'requestReferral', refer)).toBe('CONSENT_ENDED');
    const { id: hers } = await running.record(conani(), 'giveConsent', consentTo(id, 'SURVIVOR'));
    await running.record(conani(), 'requestReferral', { ...refer, consents: [hers] });
    await eventually(shown);
  });

  it('comes along with her mother, and has a case of its own that hers links', async () => {
    const hers = await opened();
    const his = await opened({ kind: 'DEPENDANT', careOf: hers });
    await running.record(conani(), 'linkDependant', { case: hers, dependant: his, relation: 'hijo' });
    const { id: others } = await running.record(who('mmujer-azua caseworker'), 'openCase', { matter: 'TRAFFICKING', kind: 'DEPENDANT', careOf: hers });
    for (const dependant of [others, randomUUID(), hers]) expect(await running.refusal(conani(), 'linkDependant', { case: hers, dependant, relation: 'hijo' })).toBe('DEPENDANT_UNKNOWN');
  });

  it('takes bad input as refusals and errors, and writes nothing of it', async () => {
    const id = await opened();
    const before = await types(id);
    const azua = who('mmujer-azua caseworker');
    const attempts: [string, Who, string, object][] = [
      ['NOT_FOUND', azua, 'appointGuardian', guardian(id)],
      ['NOT_FOUND', azua, 'raiseRiskFlag', { case: id, kind: 'ABDUCTION' }],
      ['NOT_FOUND', azua, 'recordAlias', { case: id, alias: 'La Negra', under: randomUUID() }],
      ['GUARDIAN_UNKNOWN', conani(), 'recordGuardianConflict', { case: id, guardian: randomUUID(), account: 'x' }],
      ['FLAG_UNKNOWN', conani(), 'clearRiskFlag', { case: id, flag: randomUUID(), reason: 'MITIGATED' }],
      ['LANGUAGE_NOT_HERS', conani(), 'explainRights', { case: id, rights: ['PRIVACY'], language: 'hat', textVersion: '1' }],
      ['REVIEW_DAY', conani(), 'assessRisk', { case: id, level: 'HIGH', assessment: 'x', reviewBy: '1926-01-05' }],
      ['BAD_USER_INPUT', conani(), 'assessRisk', { case: id, level: 'HIGH', assessment: 'x', reviewBy: '2026-02-31' }],
      ['BAD_USER_INPUT', conani(), 'appointGuardian', guardian(id, 'a'.repeat(100_000))],
      ['BAD_USER_INPUT', conani(true), 'assessAge', { case: id, ageBand: 'UNKNOWN', method: 'DOCUMENT', report: 'x' }],
      ['FORBIDDEN_FOR_ROLE', who('auditoria-sede auditor'), 'recordAlias', { case: id, alias: 'x' }],
    ];
    for (const [code, asker, mutation, input] of attempts) expect([mutation, await running.refusal(asker, mutation, input)]).toEqual([mutation, code]);
    expect(await types(id)).toEqual(before);
    const flag = { commandId: randomUUID(), case: id, kind: 'ABDUCTION', note: 'Yo vle pran li. 他们想带走她。 🛑' };
    expect(await running.send(conani(), 'raiseRiskFlag', flag)).toEqual(await running.record(conani(), 'raiseRiskFlag', flag));
    expect(await types(id)).toEqual([...before, 'RiskFlagRaised']);
  });
});
