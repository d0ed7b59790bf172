import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { OutcomeUnknown, StreamMoved, type StoredEvent } from '@amparo/event-store';
import { eventStoreContract, opaque } from '@amparo/event-store/event-store.contract';
import { EventStoreDbStore } from '@amparo/event-store/eventstoredb/eventstoredb';
import { EventStoreDbDouble } from './eventstoredb-double';

const running: EventStoreDbDouble[] = [];
const open: EventStoreDbStore[] = [];

async function serve(options?: { batches?: boolean }): Promise<EventStoreDbDouble> {
  const server = await new EventStoreDbDouble(options).start();
  running.push(server);
  return server;
}

async function connect(server: EventStoreDbDouble, appendTimeoutMs = 10_000): Promise<EventStoreDbStore> {
  const store = await EventStoreDbStore.connect(server.connectionString, { appendTimeoutMs });
  open.push(store);
  return store;
}

async function letGo(): Promise<void> {
  await Promise.all(open.splice(0).map((store) => store.close()));
  for (const server of running.splice(0)) server.stop();
}

async function all(store: EventStoreDbStore, batch = 500): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const some of store.readAll(0n, { batch })) events.push(...some);
  return events;
}

const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

afterAll(letGo);
eventStoreContract('eventstoredb', async () => EventStoreDbStore.connect((await serve()).connectionString));
eventStoreContract('eventstoredb call by call', async () => EventStoreDbStore.connect((await serve({ batches: false })).connectionString));
eventStoreContract('eventstoredb cluster', async () => EventStoreDbStore.connect((await serve()).clusterConnectionString));

describe('the store on EventStoreDB', () => {
  afterEach(letGo);

  it.each(['lost', 'written, not answered', 'written, then failed', 'ended'] as const)(
    'says that the outcome is unknown when an append is %s, and the same bytes sent again are written once',
    async (fault) => {
      const server = await serve();
      const store = await connect(server, 200);
      await store.append('case-1', -1, [opaque('opened')]);
      const events = [opaque('a', 1), opaque('b')];
      server.faults.push(fault);
      await expect(store.append('case-1', 0, events)).rejects.toBeInstanceOf(OutcomeUnknown);
      await store.append('case-1', 0, events);
      expect(ids(await store.readStream('case-1', 1))).toEqual(ids(events));
    },
  );

  it('leaves nobody waiting when the server ends the stream of appends under many', async () => {
    const server = await serve();
    const store = await connect(server, 200);
    server.faults.push('ended');
    const events = Array.from({ length: 60 }, (_, i) => opaque(`${i}`));
    const outcomes = await Promise.allSettled(events.map((event, i) => store.append(`case-${i}`, -1, [event])));
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toBeInstanceOf(OutcomeUnknown);
      await store.append(`case-${i}`, -1, [events[i]!]);
    }
    expect(ids(await all(store)).sort()).toEqual(ids(events).sort());
  });

  it('lives on when a server that hangs under many large appends goes away', async () => {
    const server = await serve();
    const store = await connect(server, 2_000);
    server.stop();
    server.stalled = true;
    await server.start();
    const appending = Promise.allSettled(Array.from({ length: 60 }, (_, i) => store.append(`case-${i}`, -1, [opaque('x'.repeat(65_000))])));
    await sleep(300);
    server.stop();
    for (const outcome of await appending) expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'OutcomeUnknown' } });
  });

  it('says of a conflict where the stream truly is', async () => {
    const store = await connect(await serve());
    await store.append('case-1', -1, ['a', 'b', 'c', 'd', 'e'].map((text) => opaque(text)));
    await expect(store.append('case-1', 1, [opaque('f')])).rejects.toMatchObject({ name: 'StreamMoved', actual: 4 });
    await expect(store.append('case-2', 1, [opaque('f')])).rejects.toMatchObject({ name: 'StreamMoved', actual: -1 });
    await expect(store.append('case-1', 1, [])).rejects.toBeInstanceOf(StreamMoved);
    await store.append('case-1', 4, []);
  });

  it('appends and reads again after the server was away', async () => {
    const server = await serve();
    const store = await connect(server, 500);
    await store.append('case-1', -1, [opaque('before')]);
    server.stop();
    const event = opaque('while away');
    await expect(store.append('case-1', 0, [event])).rejects.toBeInstanceOf(OutcomeUnknown);
    await server.start();
    expect(await store.readStream('case-1')).toHaveLength(1);
    await store.append('case-1', 0, [event]);
    expect(await store.readStream('case-1')).toHaveLength(2);
  });

  it('follows on after the server was away, without losing or repeating', async () => {
    const server = await serve();
    const store = await connect(server, 500);
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const events of store.follow(0n, { signal: stop.signal, batch: 3 })) {
        seen.push(...ids(events));
        if (seen.length === 30) stop.abort();
      }
    })();
    const written: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 10; i++) {
        const event = opaque(`${round} ${i}`);
        written.push(event.id);
        for (let done = false; !done; ) {
          done = await store.append('case-1', written.length - 2, [event]).then(
            () => true,
            (error) => {
              if (!(error instanceof OutcomeUnknown)) throw error;
              return false;
            },
          );
        }
      }
      if (round === 2) break;
      server.stop();
      await sleep(100);
      await server.start();
    }
    await following;
    expect(seen).toEqual(written);
  });

  it('calls a follower when another process appends', async () => {
    const server = await serve();
    const store = await connect(server);
    const other = await connect(server);
    const stop = new AbortController();
    const started = Date.now();
    const event = opaque('from elsewhere');
    setTimeout(() => void other.append('case-1', -1, [event]), 100);
    for await (const events of store.follow(0n, { signal: stop.signal })) {
      expect(ids(events)).toEqual([event.id]);
      stop.abort();
    }
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('ends its followers when it is closed', async () => {
    const store = await connect(await serve());
    const following = (async () => {
      for await (const _ of store.follow(0n, { signal: new AbortController().signal }));
    })();
    await sleep(50);
    await store.close();
    await following;
  });

  it('keeps bytes that are no text, numbers beyond 2^53 and positions beyond 2^53', async () => {
    const store = await connect(await serve());
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const number = Buffer.from('{"amount":9007199254740993,"big":1e400}');
    const part = { kid: '0192f000-0000-7000-8000-000000000001', iv: bytes.slice(0, 12), ct: bytes, tag: bytes.slice(0, 16) };
    await store.append('case-1', -1, [
      { ...opaque('bytes'), leaf: bytes, parts: [part] },
      { ...opaque('number'), leaf: number },
    ]);
    const [first, second] = await store.readStream('case-1');
    expect([...first!.leaf]).toEqual([...bytes]);
    expect([...first!.parts[0]!.ct]).toEqual([...bytes]);
    expect(Buffer.from(second!.leaf).toString()).toBe(number.toString());
    expect(second!.position).toBeGreaterThan(2n ** 53n);
    expect(await store.head()).toBe(second!.position);
    expect((await all(store)).map(({ position }) => position)).toEqual([first!.position, second!.position]);
  });

  it('has the events of the log only: not the server’s, not its own epoch', async () => {
    const server = await serve();
    const store = await connect(server);
    expect(await store.head()).toBe(0n);
    expect(await all(store)).toEqual([]);
    await store.append('case-1', -1, [opaque('a')]);
    for (let i = 0; i < 70; i++) server.log.append(`$ce-case`, 'any', [{ ...opaque('x'), contentType: 'application/octet-stream', data: Buffer.from('x'), metadata: Buffer.from('') }]);
    expect((await all(store, 2)).map(({ stream }) => stream)).toEqual(['case-1']);
    expect(await store.head()).toBe((await store.readStream('case-1'))[0]!.position);
    expect(await store.readStream('store-epoch')).toEqual([]);
    await expect(store.append('store-epoch', -1, [opaque('a')])).rejects.toThrow('belongs to the store');
  });

  it('has one epoch for all who connect, however many are first', async () => {
    const server = await serve();
    const stores = await Promise.all([connect(server), connect(server), connect(server)]);
    expect(new Set(stores.map(({ epoch }) => epoch)).size).toBe(1);
    expect(stores[0]!.epoch).toMatch(/^[0-9a-f-]{36}$/);
    expect((await connect(await serve())).epoch).not.toBe(stores[0]!.epoch);
  });

  it('refuses options of the client that would break the port, and says when nobody answers', async () => {
    await expect(EventStoreDbStore.connect('esdb://127.0.0.1:1?tls=false&throw_on_append_failure=false')).rejects.toThrow('remove it');
    await expect(EventStoreDbStore.connect('esdb://127.0.0.1:1?tls=false&nodePreference=follower')).rejects.toThrow('remove nodePreference');
    await expect(EventStoreDbStore.connect('esdb://admin:secret@127.0.0.1:1?tls=false')).rejects.toThrow(/^the event store cannot be opened(?!.*secret)/);
  });
});

describe('a stream that somebody altered on the server', () => {
  afterEach(letGo);

  /** A store whose stream case-1 holds three events, and a client of another program. */
  async function withClient(): Promise<[EventStoreDbStore, EventStoreDBClient]> {
    const server = await serve();
    const store = await connect(server);
    await store.append('case-1', -1, [opaque('a'), opaque('b'), opaque('c')]);
    return [store, EventStoreDBClient.connectionString(server.connectionString)];
  }

  it('stops readers when it was deleted for good', async () => {
    const [store, client] = await withClient();
    await client.tombstoneStream('case-1');
    for (const attempt of [() => store.readStream('case-1'), () => all(store), () => store.append('case-1', 2, [opaque('d')])]) {
      await expect(attempt()).rejects.toThrow('stream case-1 was deleted for good');
    }
    await client.dispose();
  });

  it('stops readers when it was deleted softly', async () => {
    const [store, client] = await withClient();
    await client.deleteStream('case-1');
    await expect(all(store)).rejects.toThrow('stream case-1 has $tb set');
    await expect(store.readStream('case-1')).rejects.toThrow('stream case-1 has $tb set');
    await expect(store.append('case-1', -1, [opaque('again')])).rejects.toThrow('numbers its events from 3');
    await expect(store.readStream('case-1')).rejects.toThrow('lacks its events from 0 to 2');
    await client.dispose();
  });

  it.each([
    ['$maxCount', { maxCount: 1 }],
    ['$maxAge', { maxAge: 3_600 }],
    ['$tb', { truncateBefore: 2 }],
  ])('stops readers while %s is set on it, and lets them go on when it is not', async (name, metadata) => {
    const [store, client] = await withClient();
    await client.setStreamMetadata('case-1', metadata);
    await expect(all(store)).rejects.toThrow(`stream case-1 has ${name} set`);
    const following = (async () => {
      for await (const _ of store.follow(0n, { signal: new AbortController().signal }));
    })();
    await expect(following).rejects.toThrow(`stream case-1 has ${name} set`);
    if (name !== '$maxAge') await expect(store.readStream('case-1')).rejects.toThrow('stream case-1 lacks its events from 0 to 1');
    await client.setStreamMetadata('case-1', {});
    expect(await all(store)).toHaveLength(3);
    await client.dispose();
  });

  it('stops readers when another program wrote to it', async () => {
    const [store, client] = await withClient();
    await client.appendToStream('case-1', { id: opaque('x').id, contentType: 'application/json', type: 'Foreign', data: {}, metadata: undefined });
    await expect(store.readStream('case-1')).rejects.toThrow('holds at 3 an event that this store did not write');
    await expect(all(store)).rejects.toThrow('holds at 3 an event that this store did not write');
    await client.dispose();
  });
});
