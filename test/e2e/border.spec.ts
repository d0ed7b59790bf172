import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Rule 3 limits migration control and border functions: a post at the border is one, whoever runs it. */
describe('a border post that the police runs', () => {
  let running: Running;
  let offices: Offices;
  let id = '';
  const azua = (): Who => offices['mmujer-azua caseworker'] as Who;
  const consent = (categories: readonly string[], purpose: string) => ({ case: id, receiver: 'pn-dajabon', categories, for: purpose, language: 'spa', by: 'SURVIVOR', until: inDays(30), history: 'CURRENT', textVersion: '2026-1' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    const record = (mutation: string, input: object) => running.record(running.administrator(0), mutation, input, { 'purpose-of-use': 'ADMINISTRATION' });
    await record('registerInstitution', { institution: 'pn', name: 'Policía Nacional', kind: 'POLICE' });
    await record('admitClient', { institution: 'pn', client: 'pn-desk', compartment: 'pn' });
    for (const [unit, kind] of [['pn-dajabon', 'BORDER_POST'], ['pn-trata', 'OFFICE']]) {
      await record('openUnit', { unit, name: `Unidad ${unit}`, institution: 'pn', kind, residential: false });
      await record('offerService', { unit, service: 'LEGAL_AID', languages: ['spa'] });
    }
    id = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE' });
  });
  afterAll(() => running.end());

  it('is consented to for residence and of migration data alone, as migration control is; another office of the police is not', async () => {
    expect(await running.refusal(azua(), 'giveConsent', consent(['PROTECTION'], 'ASSISTANCE'))).toBe('MIGRATION_CONTROL_LIMIT');
    await running.record(azua(), 'giveConsent', consent(['MIGRATION'], 'RESIDENCE'));
    await running.record(azua(), 'giveConsent', { ...consent(['PROTECTION'], 'ASSISTANCE'), receiver: 'pn-trata' });
  });

  it('is told nothing on another basis, leads no case, and has no part in a return', async () => {
    const basis = { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' };
    const disclosure = { case: id, receiver: 'pn-dajabon', categories: ['STATUS'], for: 'PROTECTION', consents: [], until: inDays(10), disclosed: 'Que viene.', basis };
    expect(await running.refusal(azua(), 'makeDisclosure', disclosure)).toBe('MIGRATION_CONTROL_LIMIT');
    expect(await running.refusal(azua(), 'requestReferral', { case: id, to: 'pn-dajabon', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).toBe('MIGRATION_CONTROL_LIMIT');
    expect(await running.refusal(azua(), 'requestLeadTransfer', { case: id, to: 'pn-dajabon', reason: 'MANDATE', consents: [], basis: { kind: 'COURT_ORDER', ref: '12-2026' } })).toBe('MIGRATION_CONTROL_LIMIT');
    const { id: home } = await running.record(azua(), 'notifyReturn', { case: id, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'HT', circumstances: 'Quiere volver.' });
    expect(await running.refusal(azua(), 'nameReturnParty', { return: home, unit: 'pn-dajabon', task: 'MEETS', consents: [], basis: { kind: 'COURT_ORDER', ref: '33-2026' } })).toBe('MIGRATION_CONTROL_LIMIT');
  });
});
