import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

type Item = Readonly<{ id: string; status: string; danger: string | null; offeredTo: string | null }>;
type File = Item & Readonly<{ cases: readonly string[]; account: string | null; reachable: readonly Readonly<{ name: string }>[]; complaints: readonly Readonly<{ complaint: string | null }>[]; handOvers: readonly Readonly<{ status: string }>[] }>;
const item = 'id status danger offeredTo';

describe('what desks read of a contact', () => {
  let running: Running;
  let offices: Offices;
  let contact = '';
  let survivor = '';
  const who = (name: string): Who => offices[name] as Who;
  const linea = 'mmujer-linea intake';
  const azua = 'mmujer-azua caseworker';
  const desks = ['OPEN', 'OFFERED_TO_US', 'OFFERED_BY_US', 'IN_DANGER', 'ENDED', 'ELSEWHERE'];
  const listsOf = async (name: string): Promise<string[]> => {
    const lists: string[] = [];
    for (const list of desks) {
      const { data } = await running.ask(who(name), `query ($list: ContactList!) { contacts(list: $list) { edges { node { ${item} } } } }`, { list });
      if ((data as { contacts: { edges: unknown[] } }).contacts.edges.length > 0) lists.push(list);
    }
    return lists;
  };
  const fileOf = async (name: string, more: object = {}): Promise<File | null> => {
    const query = `query ($id: ID!, $asOfIndex: Int) { contact(id: $id, asOfIndex: $asOfIndex) { ${item} cases account reachable { name } complaints { complaint } handOvers { status } } }`;
    return ((await running.ask(who(name), query, { id: contact, ...more })).data as { contact: File | null }).contact;
  };
  const others = (...insiders: string[]): string[] => Object.keys(offices).filter((name) => !insiders.includes(name) && !name.startsWith('mmujer-azua'));

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    const call = { channel: 'CALL', language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: false, callerName: 'Mirlande', callBack: { address: '809 555 0100' }, account: 'La encierran.' };
    contact = (await running.record(who(linea), 'receiveContact', call)).id;
    await running.record(who(linea), 'triageThreat', { contact, level: 'HIGH', threats: ['HELD_AGAINST_HER_WILL'] });
  }, 60_000);
  afterAll(() => running.end());

  it('is theirs alone whose desk it lies on, and stands among what is open and in danger', async () => {
    expect(await listsOf(linea)).toEqual(['OPEN', 'IN_DANGER']);
    expect(await fileOf(linea)).toMatchObject({ status: 'OPEN', danger: 'HIGH', account: 'La encierran.' });
    for (const name of [...others(linea), azua]) expect([name, await listsOf(name), await fileOf(name)]).toEqual([name, [], null]);
  });

  it('is shown to who is offered it as far as an answer needs: what was said and how great the danger is, not who she is nor her number', async () => {
    await running.record(who(linea), 'handOverContact', { contact, to: 'mmujer-azua', basis: { kind: 'CONSENT' } });
    expect(await listsOf(linea)).toEqual(['OPEN', 'OFFERED_BY_US', 'IN_DANGER']);
    expect(await listsOf(azua)).toEqual(['OFFERED_TO_US', 'IN_DANGER']);
    expect(await fileOf(azua)).toMatchObject({ danger: 'HIGH', account: 'La encierran.', reachable: [], handOvers: [{ status: 'OFFERED' }] });
    for (const name of others(linea)) expect([name, await listsOf(name), await fileOf(name)]).toEqual([name, [], null]);
  });

  it('goes whole to who takes it; who passed it on keeps what it recorded, and learns that it was taken', async () => {
    await running.record(who(azua), 'takeContact', { contact });
    await running.record(who(azua), 'takeComplaint', { contact, matter: 'TRAFFICKING', complaint: 'Le quitaron los papeles.' });
    expect(await listsOf(azua)).toEqual(['OPEN', 'IN_DANGER']);
    expect((await fileOf(azua))?.reachable.map(({ name }) => name)).toContain('callBack');
    expect(await listsOf(linea)).toEqual(['ELSEWHERE']);
    expect(await fileOf(linea)).toMatchObject({ status: 'ELSEWHERE', account: 'La encierran.', complaints: [], handOvers: [{ status: 'TAKEN' }] });
    expect((await fileOf(azua))?.complaints).toEqual([{ complaint: 'Le quitaron los papeles.' }]);
  });

  it('is found from the case it is linked to by who leads that, and names the case to nobody else', async () => {
    survivor = (await running.record(who(azua), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(who(azua), 'linkContactToCase', { contact, case: survivor });
    expect((await fileOf(azua))?.cases).toEqual([survivor]);
    const ofCase = 'query ($case: ID!) { contactsOfCase(case: $case) { edges { node { id } } } }';
    expect((await running.ask(who(azua), ofCase, { case: survivor })).data).toMatchObject({ contactsOfCase: { edges: [{ node: { id: contact } }] } });
    expect((await running.ask(who(linea), ofCase, { case: survivor })).data).toEqual({ contactsOfCase: null });
    expect(JSON.stringify(await fileOf(linea))).not.toContain(survivor);
  });

  it('is kept from whoever is kept from the case, as if it were not there, and given back when the link is taken back', async () => {
    const auditor = { ...who('auditoria-sede auditor') };
    await running.record(auditor, 'placeExclusion', { party: { kind: 'UNIT', id: 'mmujer-linea' }, cases: [survivor], ground: 'Parentesco.' });
    expect([await listsOf(linea), await fileOf(linea)]).toEqual([[], null]);
    await running.record(who(azua), 'unlinkContactFromCase', { contact, case: survivor });
    expect(await listsOf(linea)).toEqual(['ELSEWHERE']);
    expect((await fileOf(azua))?.cases).toEqual([]);
  });

  it('is the same in views that are built again in one go', () => sameWhenBuiltAnew(running));
});
