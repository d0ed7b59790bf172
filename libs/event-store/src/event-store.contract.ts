import { StreamMoved, type EventStore, type EventToAppend, type StoredEvent } from './event-store';

let n = 0;
const uuid = (): string => `01936b2e-7c00-8abc-8def-${(++n).toString(16).padStart(12, '0')}`;

/** An event whose bytes are opaque, as they are to a store. */
export const opaque = (text: string, parts = 0): EventToAppend => ({
  id: uuid(),
  type: 'Noted',
  leaf: Buffer.from(text),
  parts: Array.from({ length: parts }, (_, i) => ({ kid: uuid(), iv: Buffer.alloc(12, i), ct: Buffer.from(`sealed ${text} ${i}`), tag: Buffer.alloc(16, i) })),
});

const texts = (events: readonly StoredEvent[]): string[] => events.map(({ leaf }) => Buffer.from(leaf).toString());

async function all(store: EventStore, after = 0n, batch = 500): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const some of store.readAll(after, { batch })) events.push(...some);
  return events;
}

/** What every adapter must do; each sentence of the port's comment is a test. An adapter's spec is one call to this. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>): void {
  describe(`${name} is an event store`, () => {
    let store: EventStore;
    const fresh = (): string => `contract-${name.replace(/[^a-z0-9]/gi, '').toLowerCase()}-${++n}`;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('reads an unknown stream as empty', async () => expect(await store.readStream(fresh())).toEqual([]));

    it('gives back the bytes and the parts as they went in, numbered from zero in order', async () => {
      const stream = fresh();
      const events = [opaque('a', 2), opaque('b'), opaque('c', 1)];
      await store.append(stream, -1, events);
      const read = await store.readStream(stream);
      expect(read.map(({ id, type, seq, stream: s }) => ({ id, type, seq, stream: s }))).toEqual(
        events.map(({ id, type }, seq) => ({ id, type, seq, stream })),
      );
      read.forEach((event, i) => {
        expect(Buffer.from(event.leaf).equals(events[i]!.leaf)).toBe(true);
        expect(event.parts.map(({ kid, iv, ct, tag }) => [kid, ...[iv, ct, tag].map((b) => Buffer.from(b).toString('hex'))])).toEqual(
          events[i]!.parts.map(({ kid, iv, ct, tag }) => [kid, ...[iv, ct, tag].map((b) => Buffer.from(b).toString('hex'))]),
        );
      });
      expect(texts(await store.readStream(stream, 1))).toEqual(['b', 'c']);
    });

    it('goes on from the exact revision only', async () => {
      const stream = fresh();
      await store.append(stream, -1, [opaque('a'), opaque('b')]);
      for (const expected of [-1, 0, 2, 7]) {
        await expect(store.append(stream, expected, [opaque('c')])).rejects.toMatchObject({ name: 'StreamMoved', stream, expected, actual: 1 });
      }
      await store.append(stream, 1, [opaque('c')]);
      expect(texts(await store.readStream(stream))).toEqual(['a', 'b', 'c']);
    });

    it('refuses a revision for a stream that does not exist', async () => {
      await expect(store.append(fresh(), 0, [opaque('a')])).rejects.toBeInstanceOf(StreamMoved);
    });

    it('lets exactly one of many racing appends win', async () => {
      const stream = fresh();
      const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, i) => store.append(stream, -1, [opaque(`racer ${i}`)])));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(outcomes.filter((o) => o.status === 'rejected' && !(o.reason instanceof StreamMoved))).toEqual([]);
      expect(await store.readStream(stream)).toHaveLength(1);
    });

    it('keeps all of an append or nothing', async () => {
      const stream = fresh();
      await store.append(stream, -1, [opaque('a')]);
      await expect(store.append(stream, -1, [opaque('b'), opaque('c')])).rejects.toThrow();
      expect(texts(await store.readStream(stream))).toEqual(['a']);
    });

    it('does not mind what a caller does to its buffers afterwards', async () => {
      const stream = fresh();
      const event = opaque('before');
      await store.append(stream, -1, [event]);
      event.leaf.fill(0x78);
      expect(texts(await store.readStream(stream))).toEqual(['before']);
    });

    it('has one order of all events, read in batches after any position', async () => {
      const streams = [fresh(), fresh()];
      const start = await store.head();
      await store.append(streams[0]!, -1, [opaque('1'), opaque('2')]);
      await store.append(streams[1]!, -1, [opaque('3')]);
      await store.append(streams[0]!, 1, [opaque('4')]);
      const events = await all(store, start, 3);
      expect(texts(events)).toEqual(['1', '2', '3', '4']);
      expect(events.every(({ position }, i) => i === 0 || position > events[i - 1]!.position)).toBe(true);
      expect(texts(await all(store, events[1]!.position))).toEqual(['3', '4']);
      expect(await store.head()).toBe(events[3]!.position);
    });

    it('shows a reader no event before one it has seen, whoever appends meanwhile', async () => {
      const start = await store.head();
      const streams = Array.from({ length: 40 }, fresh);
      const appending = Promise.all(streams.map((stream) => store.append(stream, -1, [opaque(stream)])));
      const seen: StoredEvent[] = [];
      while (seen.length < streams.length) {
        seen.push(...(await all(store, seen[seen.length - 1]?.position ?? start)));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await appending;
      expect(texts(seen)).toEqual(texts(await all(store, start)));
    });

    it('follows: what is there, then what comes, until it is told to stop', async () => {
      const stream = fresh();
      const start = await store.head();
      await store.append(stream, -1, [opaque('there')]);
      const stop = new AbortController();
      const seen: string[] = [];
      const following = (async () => {
        for await (const events of store.follow(start, { signal: stop.signal, batch: 2 })) {
          seen.push(...texts(events));
          if (seen.length === 4) stop.abort();
        }
      })();
      await store.append(stream, 0, [opaque('came')]);
      await store.append(stream, 1, [opaque('and'), opaque('went')]);
      await following;
      expect(seen).toEqual(['there', 'came', 'and', 'went']);
    });

    it('asks a slow follower for no batch before it is ready', async () => {
      const stream = fresh();
      const start = await store.head();
      await store.append(stream, -1, Array.from({ length: 10 }, (_, i) => opaque(`${i}`)));
      const stop = new AbortController();
      const sizes: number[] = [];
      for await (const events of store.follow(start, { signal: stop.signal, batch: 4 })) {
        sizes.push(events.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (sizes.reduce((a, b) => a + b) === 10) stop.abort();
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    });

    it.each(['case', 'Case-1', 'case-', '$case-1', 'case_1', `case-${'x'.repeat(130)}`])('refuses the stream name %j before it is written', async (stream) => {
      const before = await store.head();
      await expect(store.append(stream, -1, [opaque('a')])).rejects.toThrow('a stream name is');
      expect(await store.head()).toBe(before);
    });

    it('keeps a leaf of 65,535 bytes', async () => {
      const stream = fresh();
      await store.append(stream, -1, [opaque('x'.repeat(65_535), 1)]);
      expect((await store.readStream(stream))[0]!.leaf).toHaveLength(65_535);
    });
  });
}
