import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const asked = 'query ($list: LeadTransferList!, $atLeast: String) { leadTransfers(list: $list, atLeast: $atLeast) { edges { node { id case from to status declined } } } }';

describe('requests to lead a case', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string): Who => ({ ...(offices[name] as Who) });
  const azua = (): Who => who('mmujer-azua caseworker');
  const conani = (): Who => who('conani-proteccion caseworker');
  async function list(by: Who, which: 'TO_US' | 'ASKED', atLeast: string): Promise<object[]> {
    const { data, text } = await running.ask(by, asked, { list: which, atLeast });
    if (!data?.['leadTransfers']) throw new Error(text);
    return (data['leadTransfers'] as { edges: { node: object }[] }).edges.map(({ node }) => node);
  }
  const order = { kind: 'COURT_ORDER', ref: '12-2026' };
  const opened = async (): Promise<string> => (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
  const request = (id: string, to: string) => running.record(azua(), 'requestLeadTransfer', { case: id, to, reason: 'MANDATE', consents: [], basis: order, note: 'Por mandato.' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('wait in the list of the unit asked, and stand in that of who asked; no other unit of either side, and nobody else, has them', async () => {
    const id = await opened();
    // Of the lead's compartment, and concerned by the case otherwise.
    await running.record(azua(), 'requestReferral', { case: id, to: 'mmujer-bani', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: order });
    const { id: transfer, position } = await request(id, 'mmujer-casa');
    expect((await running.ask(who('mmujer-bani caseworker'), 'query ($atLeast: String) { cases(atLeast: $atLeast) { edges { node { id } } } }', { atLeast: position })).text).toContain(id);
    const waiting = [{ id: transfer, case: id, from: 'mmujer-azua', status: 'REQUESTED', declined: null }];
    expect(await list(who('mmujer-casa shelter_manager'), 'TO_US', position)).toMatchObject(waiting);
    for (const by of [azua(), who('mmujer-azua supervisor')]) expect(await list(by, 'ASKED', position)).toMatchObject(waiting);
    // A house is named to itself alone.
    expect(JSON.stringify(await list(azua(), 'ASKED', position))).not.toContain('mmujer-casa');
    const others = Object.entries(offices).filter(([name]) => !/^mmujer-(azua|casa)/.test(name));
    expect(others.length).toBeGreaterThan(5);
    for (const [name, by] of others) for (const which of ['TO_US', 'ASKED'] as const) expect([name, which, await list(by, which, position)]).toEqual([name, which, []]);
  });

  it('are gone from the list of who declined, and stay with who asked, with the reason; asked of another, they wait there', async () => {
    const id = await opened();
    const { id: transfer, position } = await request(id, 'conani-proteccion');
    expect(await list(conani(), 'TO_US', position)).toMatchObject([{ id: transfer, case: id }]);
    const refused = await running.record(conani(), 'declineLeadTransfer', { case: id, transfer, reason: 'NO_CAPACITY' });
    expect(await list(conani(), 'TO_US', refused.position)).toEqual([]);
    const again = await request(id, 'pgr-pett');
    expect(await list(who('pgr-pett prosecutor'), 'TO_US', again.position)).toMatchObject([{ id: again.id, to: 'pgr-pett' }]);
    const mine = (await list(azua(), 'ASKED', again.position)).filter((one) => (one as { case: string }).case === id);
    expect(mine).toMatchObject([{ status: 'REQUESTED', to: 'pgr-pett' }, { status: 'DECLINED', declined: 'NO_CAPACITY' }]);
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: who('pgr-pett prosecutor').agent }, cases: [id], ground: 'Familiar del investigado' });
    expect(await list(who('pgr-pett prosecutor'), 'TO_US', again.position)).toEqual([]);
  });

  it('are, once accepted, no business of who led before', async () => {
    const id = await opened();
    const { id: transfer } = await request(id, 'conani-proteccion');
    const { position } = await running.record(conani(), 'acceptLeadTransfer', { case: id, transfer });
    for (const by of [azua(), conani()]) for (const which of ['TO_US', 'ASKED'] as const) expect(JSON.stringify(await list(by, which, position))).not.toContain(id);
  });

  it('leave who led before its own entries, and no word of who leads: not in the file, not in a list, and nothing is due there', async () => {
    const id = await opened();
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '18-20', sex: 'FEMALE', givenName: 'Rosalía', familyName: 'Peralta', documents: [{ kind: 'PASSPORT', number: 'SC4471902', country: 'HT' }] });
    await running.record(azua(), 'agreeReintegrationPlan', { case: id, startsOn: new Date().toISOString().slice(0, 10), supports: ['Livelihood'], aims: 'Un salón.', agreedBy: 'SURVIVOR' });
    await running.record(who('mmujer-azua supervisor'), 'assignCase', { case: id, agent: azua().agent, unit: 'mmujer-azua' });
    const { id: transfer, position } = await request(id, 'conani-proteccion');
    const row = 'edges { node { id lead assigned } }';
    async function said(by: Who, atLeast: string): Promise<unknown[]> {
      const { data, text } = await running.ask(by, `query ($id: ID!, $atLeast: String) { case(id: $id, atLeast: $atLeast) { id lead assigned } cases(first: 100) { ${row} } findCases(by: { document: { number: "SC4471902", country: "HT" } }) { ${row} } followUps(first: 100) { edges { node { case } } } }`, { id, atLeast });
      if (!data) throw new Error(text);
      const nodes = (list: string) => (data[list] as { edges: { node: { id?: string; case?: string } }[] }).edges.map(({ node }) => node).filter((node) => (node.id ?? node.case) === id);
      return [data['case'], ...nodes('cases'), ...nodes('findCases'), nodes('followUps').length];
    }
    const led = { id, lead: 'mmujer-azua', assigned: azua().agent };
    expect(await said(azua(), position)).toEqual([led, led, led, 4]);

    const before = new Date().toISOString();
    const accepted = await running.record(conani(), 'acceptLeadTransfer', { case: id, transfer });
    const left = { id, lead: null, assigned: null };
    expect(await said(azua(), accepted.position)).toEqual([left, left, left, 0]);
    const now = { id, lead: 'conani-proteccion', assigned: null };
    expect((await said(conani(), accepted.position)).slice(0, 2)).toEqual([now, now]);
    // As it stood at another time, it led or did not; what it recorded it keeps.
    const stood = async (asOf: string) => (await running.ask(azua(), 'query ($id: ID!, $asOf: DateTime) { case(id: $id, asOf: $asOf) { lead description { name } } }', { id, asOf })).data?.['case'];
    const description = expect.arrayContaining([{ name: 'givenName' }]) as unknown;
    expect(await stood(before)).toMatchObject({ lead: 'mmujer-azua', description });
    expect(await stood(new Date().toISOString())).toMatchObject({ lead: null, description });
  });
});
