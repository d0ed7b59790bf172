import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

const query = 'query ($by: CaseSearch!) { findCases(by: $by) { edges { node { id } } } }';

describe('an exact search', () => {
  let running: Running;
  let offices: Offices;
  let survivor = '';
  const who = (name: string): Who => offices[name] as Who;
  const found = async (name: string, by: object): Promise<string[]> => {
    const { data } = await running.ask(who(name), query, { by });
    return (data as { findCases: { edges: { node: { id: string } }[] } }).findCases.edges.map(({ node }) => node.id);
  };
  const azua = 'mmujer-azua caseworker';
  const pett = 'pgr-pett prosecutor';
  const document = { document: { number: 'ht 12345-67', country: 'HT' } };
  const phone = { phone: '+1 (809) 555-0100' };
  const name = { name: { givenName: 'MIRLANDE', familyName: 'toussaint', birthYear: 1990 } };

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    survivor = (await running.record(who(azua), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(who(azua), 'recordLanguageNeed', { case: survivor, languages: ['hat'], interpreter: false });
    const said = { ageBand: '30-38', sex: 'FEMALE', givenName: 'Mirlande', familyName: 'Toussaint', birthDate: '1990-05-06', documents: [{ kind: 'PASSPORT', number: 'HT1234567', country: 'HT' }] };
    await running.record(who(azua), 'describeSurvivor', { case: survivor, ...said });
    await running.record(who(azua), 'agreeSafeContact', { case: survivor, channel: 'PHONE', address: '809 555 0100', owner: 'una vecina' });
  }, 60_000);
  afterAll(() => running.end());

  it.each([['document', document], ['phone', phone], ['name and year of birth', name]] as const)('finds by %s, however it is written', async (_, by) => {
    expect(await found(azua, by)).toEqual([survivor]);
  });

  it('finds nothing similar', async () => {
    for (const by of [{ document: { number: 'HT1234568', country: 'HT' } }, { document: { number: 'HT1234567', country: 'DO' } }, { phone: '809 555 0101' }, { name: { ...name.name, birthYear: 1991 } }]) {
      expect(await found(azua, by)).toEqual([]);
    }
  });

  it('finds nothing for who holds no such case, nor for who holds it and may not read the name', async () => {
    for (const other of Object.keys(offices)) if (!other.startsWith('mmujer-azua')) expect([other, await found(other, name)]).toEqual([other, []]);
    const until = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const given = { case: survivor, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', language: 'hat', by: 'SURVIVOR', until, history: 'ALL', textVersion: '1' };
    const { id: consent } = await running.record(who(azua), 'giveConsent', given);
    const { id: referral } = await running.record(who(azua), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] });
    await running.record(who(pett), 'acceptReferral', { referral });
    for (const by of [document, phone, name]) expect(await found(pett, by)).toEqual([]);
  });

  it('is for one thing at a time', async () => {
    for (const by of [{}, { ...document, ...phone }, { phone: 'her sister' }]) {
      const { errors } = await running.ask(who(azua), query, { by });
      expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
  });
});
