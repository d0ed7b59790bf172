import { randomUUID } from 'node:crypto';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const query = 'query ($id: ID!, $atLeast: String) { caseTimeline(case: $id, atLeast: $atLeast, first: 100) { edges { node { type opened { name value } } } } }';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('what is opened of a case outside a referral', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => ({ ...(offices[name] as Who), own });
  const azua = (): Who => who('mmujer-azua caseworker');
  const conani = (): Who => who('conani-proteccion caseworker', true);
  const shown = async (by: Who, id: string, atLeast: string): Promise<string> => (await running.ask(by, query, { id, atLeast })).text;

  async function opened(): Promise<string> {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(azua(), 'recordAlias', { case: id, alias: 'La Morena' });
    return id;
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('is in an emergency the risk flags in force, and who she is on a further reason alone, until it ends', async () => {
    const id = await opened();
    const raised = await running.record(azua(), 'raiseRiskFlag', { case: id, kind: 'DEATH_THREAT', note: 'La buscan en Azua.' });
    const cleared = await running.record(azua(), 'raiseRiskFlag', { case: id, kind: 'SELF_HARM', note: 'Ya no.' });
    await running.record(azua(), 'clearRiskFlag', { case: id, flag: cleared.id, reason: 'NO_LONGER_SO' });
    expect(await shown(conani(), id, raised.position)).not.toContain('RiskFlagRaised');

    const emergency = { case: id, reason: 'MEDICAL_EMERGENCY', circumstances: 'Herida en la carretera.' };
    const first = await running.record(conani(), 'openEmergencyAccess', emergency);
    const flags = await shown(conani(), id, first.position);
    expect(flags).toContain('La buscan en Azua.');
    for (const kept of ['Ya no.', 'Altagracia', 'La Morena', 'SurvivorDescribed']) expect(flags).not.toContain(kept);

    const file = 'query ($id: ID!, $atLeast: String) { case(id: $id, atLeast: $atLeast) { protection { riskFlags { fields { value } } aliases { at } emergencyAccesses { reason finding } } } }';
    const asked = async (by: Who) => (await running.ask(by, file, { id, atLeast: first.position })).text;
    for (const by of [conani(), azua()]) expect(await asked(by)).toContain('La buscan en Azua.');
    for (const by of [conani(), azua()]) expect(await asked(by)).toContain('"emergencyAccesses":[{"reason":"MEDICAL_EMERGENCY","finding":null}]');
    expect(await asked(conani())).toContain('"aliases":[]');
    expect(await asked(azua())).not.toContain('Ya no.');

    const more = await running.record(conani(), 'openEmergencyAccess', { ...emergency, further: ['IDENTITY'], furtherReason: 'TO_RECOGNISE_HER' });
    expect(await shown(conani(), id, more.position)).toContain('Altagracia');
    await running.record(conani(), 'endEmergencyAccess', { case: id, access: more.id });
    const { position } = await running.record(conani(), 'endEmergencyAccess', { case: id, access: first.id });
    const left = await shown(conani(), id, position);
    expect(left).toContain('EmergencyAccessOpened'); // its own
    for (const gone of ['RiskFlagRaised', 'La buscan', 'Altagracia', 'La Morena']) expect(left).not.toContain(gone);
  });

  it('is told, once it has ended, to who opened it: when, and what a review found, and not what the reviewer noted; to nobody else', async () => {
    const id = await opened();
    const access = await running.record(conani(), 'openEmergencyAccess', { case: id, reason: 'MISSING', circumstances: 'No volvió.' });
    const reviewer = who('mmujer-azua supervisor', true);
    const reviewed = await running.record(reviewer, 'reviewEmergencyAccess', { case: id, access: access.id, finding: 'NOT_JUSTIFIED', note: 'Nadie la echaba de menos.' });
    expect(reviewed.events.map(({ type }) => type)).toEqual(['EmergencyAccessReviewed', 'EmergencyAccessEnded']);
    const file = 'query ($id: ID!, $atLeast: String) { case(id: $id, atLeast: $atLeast) { protection { emergencyAccesses { endedAt finding } } } }';
    for (const by of [conani(), azua()]) {
      const { data } = await running.ask(by, file, { id, atLeast: reviewed.position });
      expect(data).toEqual({ case: { protection: { emergencyAccesses: [{ endedAt: expect.stringMatching(/^2/) as string, finding: 'NOT_JUSTIFIED' }] } } });
    }
    expect(await shown(conani(), id, reviewed.position)).toContain('EmergencyAccessReviewed');
    expect(await shown(conani(), id, reviewed.position)).not.toContain('Nadie la echaba');
    expect(await shown(azua(), id, reviewed.position)).toContain('Nadie la echaba');
    const told = { case: id, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', consents: [], disclosed: 'Copia.', basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: inDays(30) };
    const disclosed = await running.record(azua(), 'makeDisclosure', told);
    const others = await shown(who('pgr-pett prosecutor', true), id, disclosed.position);
    expect(others).toContain('DisclosureMade');
    expect(others).not.toContain('EmergencyAccess');
  });

  it('is by disclosure what an order names, to whom it names, until it was found to be in error', async () => {
    const id = await opened();
    const order = { basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: inDays(30) };
    const told = { case: id, receiver: 'conani-proteccion', categories: ['IDENTITY'], for: 'ASSISTANCE', consents: [], disclosed: 'Su nombre.', ...order };
    const { id: disclosure, position } = await running.record(azua(), 'makeDisclosure', told);
    const seen = await shown(conani(), id, position);
    for (const one of ['Altagracia', 'La Morena', 'DisclosureMade']) expect(seen).toContain(one);
    expect(seen).not.toContain('Su nombre.');
    expect(await shown(who('dgm-sede caseworker', true), id, position)).not.toContain('Altagracia');
    const wrong = await running.record(azua(), 'recordDisclosureInError', { case: id, receiver: 'conani-proteccion', categories: ['IDENTITY'], cause: 'TOO_MUCH', disclosure, account: 'De más.' });
    const after = await shown(conani(), id, wrong.position);
    expect(after).toBe(await shown(conani(), randomUUID(), wrong.position)); // as of a case that is not there
    expect(await shown(azua(), id, wrong.position)).toContain('DisclosureInErrorRecorded');
  });
});
