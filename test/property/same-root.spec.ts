import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCheck } from '@amparo/evidence';
import type { EventStore, StoredEvent } from '@amparo/event-store';
import { EventStoreDbStore } from '@amparo/event-store/eventstoredb/eventstoredb';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { Notary } from '@amparo/notary';
import { EventStoreDbDouble } from '../contract/eventstoredb-double';
import { openOffices } from '../e2e/offices';
import { Running } from '../e2e/running';
import { tellCase } from '../e2e/told';

jest.setTimeout(60_000);

async function all(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const some of store.readAll(0n)) events.push(...some);
  return events;
}

const keys = { protocol: Buffer.alloc(32, 1), access: Buffer.alloc(32, 2) };

/** The checkpoints that a notary with these keys signs over a store, of both logs. */
async function checkpoints(folder: string, store: EventStore): Promise<(string | undefined)[]> {
  const notary = Notary.open({ folder, store, host: 'amparo.localhost', keys });
  await notary.start();
  const notes = [notary.checkpoint('protocol'), notary.checkpoint('access')];
  await notary.close();
  return notes;
}

describe('the same history in the embedded store and on EventStoreDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-root-'));
  const server = new EventStoreDbDouble();
  let history: StoredEvent[];
  const stores: Record<string, EventStore> = {};

  beforeAll(async () => {
    const running = await Running.founded();
    await tellCase(running, await openOffices(running));
    history = await all(running.system.store);
    await running.end();
    stores['sqlite'] = SqliteEventStore.open(join(folder, 'events.sqlite'));
    stores['eventstoredb'] = await EventStoreDbStore.connect((await server.start()).connectionString);
    for (const store of Object.values(stores)) {
      for (const event of history) await store.append(event.stream, event.seq - 1, [event]);
    }
  });
  afterAll(async () => {
    for (const store of Object.values(stores)) await store.close();
    server.stop();
    rmSync(folder, { recursive: true });
  });

  it('has the same bytes, sealed parts included, in the same order', async () => {
    const said = (events: readonly StoredEvent[]) =>
      events.map(({ id, type, stream, seq, leaf, parts }) => ({ id, type, stream, seq, leaf: Buffer.from(leaf).toString('base64'), parts: parts.map(({ kid, iv, ct, tag }) => [kid, ...[iv, ct, tag].map((b) => Buffer.from(b).toString('hex'))]) }));
    expect(history.length).toBeGreaterThan(100);
    for (const store of Object.values(stores)) expect(said(await all(store))).toEqual(said(history));
  });

  it('has the same root, and a notary with the same keys signs the same checkpoint to the byte', async () => {
    const notes: (string | undefined)[][] = [];
    for (const [name, store] of Object.entries(stores)) notes.push(await checkpoints(join(folder, name), store));
    expect(notes[0]?.[0]).toContain('amparo.localhost/protocol\n');
    expect(notes[1]).toEqual(notes[0]);
  });

  it('checks without a fault in both', async () => {
    for (const store of Object.values(stores)) {
      const check = new LogCheck();
      for (const event of await all(store)) check.add(event);
      expect(check.faults()).toEqual([]);
    }
  });

  it('has another root when one event is left out, so that this test can fail', async () => {
    const shorter = SqliteEventStore.open(join(folder, 'shorter.sqlite'));
    const without = history.filter(({ stream }) => stream !== history[history.length - 1]!.stream);
    for (const event of without) await shorter.append(event.stream, event.seq - 1, [event]);
    const [whole] = await checkpoints(join(folder, 'sqlite-again'), stores['sqlite']!);
    const [part] = await checkpoints(join(folder, 'shorter'), shorter);
    expect(part?.split('\n')[2]).not.toBe(whole?.split('\n')[2]);
    await shorter.close();
  });
});
