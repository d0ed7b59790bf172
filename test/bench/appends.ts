import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { protocolEvents, type Chained } from './events';
import { line, rate, rates } from './measure';

const rounds = 5;
const milliseconds = 1_000;

/** The disk's own limit: the same bytes over a preallocated file, each waited for. */
function overwriting(path: string, events: readonly Chained[]): () => Promise<number> {
  const size = 64 << 20;
  const file = openSync(path, 'w');
  writeSync(file, Buffer.alloc(size));
  fdatasyncSync(file);
  closeSync(file);
  return async () => {
    const open = openSync(path, 'r+');
    let at = 0;
    let n = 0;
    const result = await rate(milliseconds, () => {
      const { leaf, parts } = events[n++ % events.length]!;
      const bytes = Buffer.concat([leaf, ...parts.flatMap(({ iv, ct, tag }) => [iv, ct, tag])]);
      if (at + bytes.length > size) at = 0;
      writeSync(open, bytes, 0, bytes.length, at);
      at += bytes.length;
      fdatasyncSync(open);
    });
    closeSync(open);
    return result;
  };
}

/**
 * Durable appends, each of one event, by so many callers at once. Events are made before the clock starts, as those of the raw
 * writes are; when they run out, the round is over.
 */
function appending(store: SqliteEventStore, callers: number, make: () => readonly Chained[]): () => Promise<number> {
  return async () => {
    const events = make();
    const start = performance.now();
    const until = start + milliseconds;
    let done = 0;
    const caller = async (): Promise<void> => {
      while (done < events.length && performance.now() < until) {
        const event = events[done++]!;
        await store.append(`bench-${event.id}`, -1, [event]);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return (done * 1_000) / (performance.now() - start);
  };
}

export async function appends(folder: string): Promise<void> {
  const sample = [...protocolEvents(2_000)];
  let first = 1_000_000;
  const make = (count: number) => (): Chained[] => [...protocolEvents(count, (first += count) - count)];
  const store = SqliteEventStore.open(join(folder, 'appends.sqlite'));
  const seen = await rates(rounds, {
    raw: overwriting(join(folder, 'raw.bin'), sample),
    made: () => rate(milliseconds, make(500), 500),
    one: appending(store, 1, make(10_000)),
    sixtyFour: appending(store, 64, make(30_000)),
    many: appending(store, 256, make(40_000)),
  });
  await store.close();
  line('raw: overwrite of the same bytes + fdatasync', seen.raw, 'writes/s');
  line('making the events: seal, canonical bytes, hash', seen.made, 'events/s');
  line('durable appends of events made before, 1 caller', seen.one, 'events/s', { ratio: seen.one / seen.raw, of: 'raw', reach: 0.8 });
  line('durable appends of events made before, 64 callers', seen.sixtyFour, 'events/s', { ratio: seen.sixtyFour / seen.raw, of: 'raw', reach: 5 });
  line('durable appends of events made before, 256 callers', seen.many, 'events/s', { ratio: seen.many / seen.raw, of: 'raw', reach: 8 });
}
