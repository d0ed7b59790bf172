import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';

jest.setTimeout(60_000);

type Change = Readonly<{ file: string; type: string; events: readonly string[] }>;
const query = 'query ($first: Int, $after: String) { changes(first: $first, after: $after) { edges { cursor node { file type events } } pageInfo { hasNextPage endCursor } } }';

describe('what changed for a compartment', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string): Who => offices[name] as Who;
  const cursors = new Map<string, string>();
  /** What is new since the same desk asked last. */
  const news = async (name: string, first = 50): Promise<readonly Change[]> => {
    const after = cursors.get(name);
    const { data } = await running.ask(who(name), query, { first, ...(after !== undefined && { after }) });
    const { edges, pageInfo } = (data as { changes: { edges: { node: Change }[]; pageInfo: { endCursor?: string } } }).changes;
    if (pageInfo.endCursor) cursors.set(name, pageInfo.endCursor);
    return edges.map(({ node }) => node);
  };
  const azua = 'mmujer-azua caseworker';
  const pett = 'pgr-pett prosecutor';
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString();
  let survivor = '';
  let consent = '';

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    survivor = (await running.record(who(azua), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(who(azua), 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
    await running.record(who(azua), 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
  });
  afterAll(() => running.end());

  it('is told to it once, by ids, and to nobody else', async () => {
    expect(await news(azua)).toMatchObject([{ file: survivor, type: 'CASE', events: [expect.any(String), expect.any(String), expect.any(String)] }]);
    expect(await news(azua)).toEqual([]);
    for (const name of Object.keys(offices)) if (!name.startsWith('mmujer-azua')) expect([name, await news(name)]).toEqual([name, []]);
  });

  it('is told to a receiver when a basis opens, with the events that it opens, older ones too', async () => {
    const given = { case: survivor, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until, history: 'ALL', textVersion: '1' };
    consent = (await running.record(who(azua), 'giveConsent', given)).id;
    expect(await news(pett)).toEqual([]);
    await running.record(who(azua), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] });
    const [change] = await news(pett);
    expect(change?.file).toBe(survivor);
    expect(change?.events.length).toBeGreaterThan(1);
    expect(await news('dgm-sede caseworker')).toEqual([]);
  });

  it('is told when a basis ends: what was shared is taken back, and the closing tells so', async () => {
    await news(azua);
    await running.record(who(azua), 'withdrawConsent', { case: survivor, consent, by: 'SURVIVOR' });
    const told = await eventually(async () => {
      const changes = await news(pett);
      return changes.length > 0 && changes;
    });
    expect(told.map(({ file }) => file)).toEqual([survivor]);
    expect((await news(azua)).map(({ file }) => file)).toEqual([survivor]);
  });

  it('comes in pages: who asks for one at a time misses none', async () => {
    const others: string[] = [];
    for (let i = 0; i < 3; i++) others.push((await running.record(who(azua), 'openCase', { matter: 'LABOUR', kind: 'SURVIVOR' })).id);
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) seen.push(...(await news(azua, 1)).map(({ file }) => file));
    expect(seen).toEqual(others);
  });

  it('is told from the beginning when the cursor is lost', async () => {
    cursors.delete(azua);
    expect((await news(azua)).map(({ file }) => file)).toContain(survivor);
  });
});
