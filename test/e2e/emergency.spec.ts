import { randomUUID } from 'node:crypto';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const circumstances = 'La encontraron herida en la carretera.';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const all = ['STATUS', 'IDENTITY', 'CONTACT', 'PROTECTION', 'HEALTH', 'PSYCHOSOCIAL', 'LEGAL', 'MIGRATION', 'CHILDREN', 'REINTEGRATION'];

describe('a case that others must come to', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const conani = (own = false): Who => who('conani-proteccion caseworker', own);
  const types = async (of: string): Promise<string[]> => (await running.system.store.readStream(`case-${of}`)).map(({ type }) => type);
  const emergency = (id: string, more: object = {}) => ({ case: id, reason: 'MEDICAL_EMERGENCY', circumstances, ...more });

  async function opened(): Promise<string> {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    return id;
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('opens in an emergency to who knows its exact id, on an own token, and is reviewed by another person', async () => {
    const id = await opened();
    const { id: access } = await running.record(conani(true), 'openEmergencyAccess', emergency(id));
    expect(await running.refusal(conani(true), 'openEmergencyAccess', emergency(id))).toBe('EMERGENCY_OPEN');
    const review = { case: id, access, finding: 'NOT_JUSTIFIED', note: 'No había urgencia.' };
    expect(await running.refusal(conani(true), 'reviewEmergencyAccess', review)).toBe('FORBIDDEN_FOR_ROLE');
    expect(await running.refusal(who('mmujer-casa shelter_manager', true), 'reviewEmergencyAccess', review)).toBe('NOT_FOUND');
    const reviewed = await running.record(who('conani-proteccion supervisor', true), 'reviewEmergencyAccess', review);
    expect(reviewed.events.map(({ type }) => type)).toEqual(['EmergencyAccessReviewed', 'EmergencyAccessEnded']);
    expect((await running.record(who('mmujer-azua supervisor', true), 'reviewEmergencyAccess', review)).events).toEqual([]);
  });

  it('opens the duty line of the unit that leads, as it is stated now, while it is open and to who opened it; a house has none', async () => {
    const id = await opened();
    const office = { unit: 'mmujer-azua', telephone: '+1 809 555 0101' };
    const supervisor = who('mmujer-azua supervisor');
    await running.record(supervisor, 'declareDutyLine', office);
    expect((await running.record(running.administrator(0), 'declareDutyLine', { ...office, telephone: '*212' }, { 'purpose-of-use': 'ADMINISTRATION' })).events).toHaveLength(1);
    const line = async (of: string, by = conani()) => {
      const { data } = await running.ask(by, 'query ($id: ID!) { case(id: $id) { protection { leadDutyLine } } }', { id: of });
      return (data?.['case'] as { protection: { leadDutyLine: string | null } } | null)?.protection.leadDutyLine;
    };
    expect(await line(id)).toBeUndefined();
    const { id: access } = await running.record(conani(true), 'openEmergencyAccess', emergency(id));
    expect([await line(id), await line(id, azua())]).toEqual(['*212', null]);
    await running.record(supervisor, 'declareDutyLine', office);
    expect(await line(id)).toBe(office.telephone);
    await running.record(conani(true), 'endEmergencyAccess', { case: id, access });
    expect(await line(id)).toBeNull();
    const { data } = await running.ask(conani(), '{ units(first: 100) { edges { node { code dutyLine } } } }');
    const stated = (data?.['units'] as { edges: { node: { code: string; dutyLine: string | null } }[] }).edges.flatMap(({ node }) => (node.dutyLine === null ? [] : [[node.code, node.dutyLine]]));
    expect(stated).toEqual([[office.unit, office.telephone]]);

    const casa = who('mmujer-casa shelter_manager');
    expect(await running.refusal(casa, 'declareDutyLine', { unit: 'mmujer-casa', telephone: '809 555 0102' })).toBe('TELEPHONE_OF_A_HOUSE');
    for (const telephone of ['Casa Rosa', '+', '8'.repeat(40)]) expect(await running.refusal(supervisor, 'declareDutyLine', { unit: 'mmujer-azua', telephone })).toBe('BAD_USER_INPUT');
    expect(await running.refusal(who('conani-proteccion supervisor'), 'declareDutyLine', office)).toBe('NOT_ENTITLED');
    const { id: ofHouse } = await running.record(casa, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(conani(true), 'openEmergencyAccess', emergency(ofHouse));
    expect(await line(ofHouse)).toBeNull();
  });

  it('opens to nobody else: not to migration control, not on a partner’s word, not under another id, not to the excluded', async () => {
    const id = await opened();
    const before = await types(id);
    const nowhere = await running.send(conani(true), 'openEmergencyAccess', emergency(randomUUID()));
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND' });
    expect(await running.send(who('dgm-sede caseworker', true), 'openEmergencyAccess', emergency(id))).toEqual(nowhere);
    expect(await running.refusal(conani(), 'openEmergencyAccess', emergency(id))).toBe('OWN_TOKEN_REQUIRED');
    expect(await running.refusal(who('mmujer-bani caseworker', true), 'openEmergencyAccess', emergency(id))).toBe('EMERGENCY_NOT_NEEDED');
    expect(await running.refusal(conani(true), 'openEmergencyAccess', emergency(id, { further: ['WHEREABOUTS'], furtherReason: 'TO_REACH_HER' }))).toBe('BAD_USER_INPUT');
    expect(await running.refusal(conani(true), 'openEmergencyAccess', emergency(id, { circumstances: 'a'.repeat(100_000) }))).toBe('BAD_USER_INPUT');
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: conani().agent }, cases: [id], ground: 'Familiar del investigado' });
    expect(await running.send(conani(true), 'openEmergencyAccess', emergency(id))).toEqual(nowhere);
    expect(await types(id)).toEqual(before);
  });

  it('is handed over to another lead on her consent, and from then on the former one reads nothing new', async () => {
    const id = await opened();
    const consent = { case: id, receiver: 'conani-proteccion', categories: all, for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', until: inDays(90), history: 'ALL', textVersion: '2026-1' };
    const narrow = await running.record(azua(), 'giveConsent', { ...consent, categories: ['STATUS', 'PROTECTION'] });
    const transfer = (consents: string[]) => ({ case: id, to: 'conani-proteccion', reason: 'AT_HER_REQUEST', consents });
    expect(await running.refusal(azua(), 'requestLeadTransfer', transfer([]))).toBe('CONSENT_REQUIRED');
    expect(await running.refusal(azua(), 'requestLeadTransfer', transfer([narrow.id]))).toBe('CONSENT_TOO_NARROW');
    expect(await running.refusal(azua(), 'requestLeadTransfer', { ...transfer([]), to: 'mmujer-bani' })).toBe('TRANSFER_WITHIN');
    const { id: given } = await running.record(azua(), 'giveConsent', consent);
    const { id: asked } = await running.record(azua(), 'requestLeadTransfer', transfer([given]));
    expect(await running.refusal(who('dgm-sede caseworker'), 'acceptLeadTransfer', { case: id, transfer: asked })).toBe('NOT_FOUND');
    expect(await running.refusal(azua(), 'acceptLeadTransfer', { case: id, transfer: asked })).toBe('NOT_THE_ADDRESSEE');
    expect(await running.refusal(conani(), 'recordAlias', { case: id, alias: 'Alta' })).toBe('NOT_FOUND');
    await running.record(conani(), 'acceptLeadTransfer', { case: id, transfer: asked });

    expect(await running.refusal(azua(), 'recordAlias', { case: id, alias: 'Alta' })).toBe('NOT_FOUND');
    const { position } = await running.record(conani(), 'recordAlias', { case: id, alias: 'La Nueva' });
    const query = 'query ($id: ID!, $atLeast: String) { caseTimeline(case: $id, atLeast: $atLeast, first: 100) { edges { node { type opened { name value } } } } }';
    const former = await running.ask(azua(), query, { id });
    const present = await running.ask(conani(), query, { id, atLeast: position });
    expect(present.text).toContain('La Nueva');
    expect(present.text).toContain('Altagracia');
    expect(former.text).toContain('Altagracia'); // its own
    expect(former.text).not.toContain('La Nueva');
  });
});
