import { existsSync } from 'node:fs';
import { places } from '../../apps/api/src/config';
import { deadlinesOf } from '../../apps/api/src/deadlines';
import { readStore } from '../../apps/api/src/system';
import { rebuildViews } from '../../apps/api/src/views';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';

const query = '{ cases(first: 100) { edges { node { id open lead } } } }';

describe('views that are built again while they are read', () => {
  let running: Running;
  let offices: Offices;
  const azua = (): Who => offices['mmujer-azua caseworker'] as Who;
  const cases = async (): Promise<string> => (await running.ask(azua(), query)).text;
  const open = () => running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    for (let i = 0; i < 5; i++) await open();
  }, 60_000);
  afterAll(() => running.end());

  it('take over with nobody noticing: what is asked meanwhile is answered, what is recorded meanwhile is there', async () => {
    const { views } = running.system;
    const before = views.store.version;
    const answered = JSON.parse(await cases()) as { data: { cases: { edges: { node: { id: string } }[] } } };
    const store = await readStore(running.config);
    const building = rebuildViews(places(running.config).views, store, deadlinesOf(running.config));
    const recorded = [await open(), await open()];
    await building;
    await store.close();
    const errors: unknown[] = [];
    await eventually(async () => {
      errors.push(...(await running.ask(azua(), query)).errors);
      return views.store.version !== before;
    });
    expect(errors).toEqual([]);
    const later = await open();
    const ids = (JSON.parse(await cases()) as typeof answered).data.cases.edges.map(({ node }) => node.id);
    const expected = [...answered.data.cases.edges.map(({ node }) => node.id), ...recorded.map(({ id }) => id), later.id];
    expect([...ids].sort()).toEqual([...expected].sort());
    expect(existsSync(before)).toBe(true); // whoever still reads it reads to the end
  });

  it('are what the next start serves, and the old ones are gone', async () => {
    const served = running.system.views.store.version;
    await running.stop();
    await running.start();
    expect(running.system.views.store.version).toBe(served);
    expect((await running.ask(azua(), query)).errors).toEqual([]);
  });

  it('change nothing when the new ones cannot be served', async () => {
    const { projector, store } = running.system.views;
    const served = store.version;
    await expect(projector.switchTo('/dev/null/nowhere')).rejects.toThrow();
    expect(store.version).toBe(served);
    await open();
    expect((await running.ask(azua(), query)).errors).toEqual([]);
  });
});
