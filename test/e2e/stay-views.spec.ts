import { randomUUID } from 'node:crypto';
import { openHouses } from './houses';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const hours = (many: number): string => new Date(Date.now() + many * 3_600_000).toISOString();
const year = 365 * 24;
/** All that a consent may name. */
const everything = ['STATUS', 'IDENTITY', 'CONTACT', 'WHEREABOUTS', 'PROTECTION', 'LEGAL', 'MIGRATION', 'CHILDREN', 'REINTEGRATION'];

describe('a stay in a house, as others than the house read it', () => {
  let running: Running;
  let offices: Offices;
  let second: Who;
  let survivor = '';
  let daughter = '';
  let stay = '';
  let admittedAt = '';
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const casa = (): Who => who('mmujer-casa shelter_manager');
  const pett = (own = false): Who => who('pgr-pett prosecutor', own);
  const consent = async (receiver: string, categories: readonly string[], purpose: string): Promise<string> =>
    (await running.record(azua(), 'giveConsent', { case: survivor, receiver, categories, for: purpose, language: 'spa', by: 'SURVIVOR', until: hours(year), history: 'ALL', textVersion: '2026-1' })).id;
  /** Everything that somebody reads of her case, as one text. */
  const read = async (by: Who): Promise<string> => {
    const ask = `query ($id: ID!) { case(id: $id) { id returns { edges { node { id } } } permits { edges { node { id } } } }
      caseTimeline(case: $id, first: 100) { edges { node { type at recordedAt unit agent clear { name value } opened { name value } } } } stays { edges { node { id unit since dependants } } } }`;
    const { text, errors } = await running.ask(by, ask, { id: survivor });
    if (errors.length > 0) throw new Error(text);
    return text;
  };
  const tells = async (by: Who): Promise<string[]> => {
    const text = await read(by);
    return Object.entries({ stay: 'SurvivorAdmitted', id: `"id":"${stay}"`, house: 'mmujer-casa', date: admittedAt, daughter }).flatMap(([what, told]) => (text.includes(told) ? [what] : []));
  };

  beforeAll(async () => {
    running = await Running.founded();
    offices = { ...(await openOffices(running)), ...(await openHouses(running)) };
    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'mmujer', agentName: 'Otra encargada', roles: ['shelter_manager'], unit: 'mmujer-casa' }, administration);
    await running.record(running.administrator(1), 'appointAgent', { institution: 'mmujer', agent }, administration);
    second = { ...casa(), agent };
    const open = async (more: object): Promise<string> => {
      const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', ...more });
      await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
      await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
      return id;
    };
    survivor = await open({ kind: 'SURVIVOR' });
    daughter = await open({ kind: 'DEPENDANT', careOf: survivor });
    stay = (await running.record(azua(), 'requestReferral', { case: survivor, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).id;
    const places = [(await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' })).id, (await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' })).id];
    await running.record(casa(), 'acceptReferral', { referral: stay, hold: places[0], dependantHolds: [places[1]] });
    admittedAt = new Date().toISOString();
    await running.record(casa(), 'admitSurvivor', { referral: stay, dependants: [{ case: daughter, hold: places[1] }], at: admittedAt });
  });
  afterAll(() => running.end());

  it('is the house’s: there her stay, its date and her daughter are read', async () => {
    expect(await tells(casa())).toEqual(['stay', 'id', 'house', 'date', 'daughter']);
  });

  it('is no business of who serves her: with an accepted referral, on the widest consent, a provider reads no stay, no house and no date of it', async () => {
    const wide = await consent('pgr-pett', everything, 'ASSISTANCE');
    const { id: referral } = await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [wide] });
    await running.record(pett(), 'acceptReferral', { referral });
    await running.record(pett(), 'startService', { referral });
    expect(await read(pett())).toContain('Altagracia');
    expect(await tells(pett())).toEqual([]);
  });

  it('is told to a prosecutor on a court’s order that names WHEREABOUTS, the house by its name, nobody who came with her, and no longer than it stands', async () => {
    const of = { investigation: (await running.record(pett(true), 'fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'EX_OFFICIO', account: 'Un bar.' })).id };
    await running.record(pett(true), 'openInvestigation', of);
    const issue = async (categories: string[], basis: object) => (await running.record(pett(true), 'issueMandate', { ...of, case: survivor, categories, until: hours(24), basis })).id;
    await issue(['STATUS', 'PROTECTION'], { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-1' });
    expect(await tells(pett())).toEqual([]);
    const mandate = await issue(['WHEREABOUTS'], { kind: 'COURT_ORDER', ref: 'JUZGADO-2026-7' });
    expect(await tells(pett())).toEqual(['stay', 'house', 'date']);
    // Nobody else holds anything by it: another prosecutor, another house, migration control, who leads.
    for (const other of ['pgr-azua prosecutor', 'casa-malala shelter_manager', 'dgm-sede caseworker', 'mmujer-azua caseworker', 'mmujer-bani caseworker']) expect([other, await tells(who(other))]).toEqual([other, []]);
    await running.record(pett(true), 'endMandate', { ...of, mandate, reason: 'QUASHED' });
    expect(await tells(pett())).toEqual([]);
  });

  it('has nobody of a case in it from which somebody of the house is kept: to her alone the daughter is not there', async () => {
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: second.agent }, cases: [daughter], ground: 'Parentesco.' });
    expect(await tells(second)).toEqual(['stay', 'id', 'house', 'date']);
    expect([/"dependants":0/.test(await read(second)), /"dependants":1/.test(await read(casa()))]).toEqual([true, true]);
    expect(await tells(casa())).toContain('daughter');
  });
});

describe('who is named on a consent that has ended', () => {
  it('is no party to the case any more: who may not place an exclusion is answered as about a case that is not there', async () => {
    const running = await Running.founded();
    const offices = await openOffices(running);
    const [azua, director] = [offices['mmujer-azua caseworker'] as Who, offices['pgr-pett supervisor'] as Who];
    const { id: of } = await running.record(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua, 'recordLanguageNeed', { case: of, languages: ['spa'], interpreter: false });
    await running.record(azua, 'describeSurvivor', { case: of, ageBand: '24-26', sex: 'FEMALE' });
    const party = { kind: 'AGENT', id: offices['mmujer-linea intake']?.agent };
    const place = (id: string) => running.send(director, 'placeExclusion', { party, cases: [id], ground: 'Parentesco.' });
    const nowhere = await place(randomUUID());
    expect(await place(of)).toEqual(nowhere);

    const { id: consent } = await running.record(azua, 'giveConsent', { case: of, receiver: 'pgr-pett', categories: ['REINTEGRATION'], for: 'RETURN', language: 'spa', by: 'SURVIVOR', until: hours(year), history: 'ALL', textVersion: '2026-1' });
    const { id: returning } = await running.record(azua, 'notifyReturn', { case: of, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'ES' });
    await running.record(azua, 'assessReturnRisk', { return: returning, level: 'LOW' });
    await running.record(azua, 'consentToReturn', { return: returning, by: 'SURVIVOR', language: 'spa' });
    await running.record(azua, 'shareReturnPlan', { return: returning, with: ['pgr-pett'], consents: [consent], plan: 'Un capital semilla.' });
    expect(await place(of)).toHaveProperty('position');
    await running.record(azua, 'withdrawConsent', { case: of, consent, by: 'SURVIVOR' });
    expect(await place(of)).toEqual(nowhere);
    await running.end();
  });
});
