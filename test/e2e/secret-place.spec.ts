import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

/** Streams that may name a house: its own, its institution's, the record of reads, and the log. */
const mayName = /^(unit|institution|access|log)-/;

describe('a house where survivors live', () => {
  let running: Running;
  let offices: Offices;
  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  }, 60_000);
  afterAll(() => running.end());

  it('is named in no stream of a case that it opens, nor in that of the keys made for it', async () => {
    const manager = offices['mmujer-casa shelter_manager'] as Who;
    const before = await running.system.store.head();
    const { id } = await running.record(manager, 'openCase', { matter: 'GENDER_VIOLENCE', kind: 'SURVIVOR' });
    await running.record(manager, 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Luz' });
    const named: string[] = [];
    const streams = new Set<string>();
    for await (const events of running.system.store.readAll(before)) {
      for (const { stream, leaf } of events) {
        if (mayName.test(stream)) continue;
        streams.add(stream.split('-')[0] ?? '');
        const text = JSON.stringify(readLeaf(leaf));
        for (const secret of ['mmujer-casa', manager.client, manager.agent ?? '-', 'institution-mmujer', '"mmujer"']) if (text.includes(secret)) named.push(`${stream} ${secret}`);
      }
    }
    expect([...streams].sort()).toEqual(['case', 'subject']);
    expect(named).toEqual([]);
  });
});
