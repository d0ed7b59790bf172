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
});
