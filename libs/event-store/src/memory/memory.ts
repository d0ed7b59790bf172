import { randomUUID } from 'node:crypto';
import { EventStore, StreamMoved, type EventToAppend, type Position, type StoredEvent } from '../event-store';
import { Bell, followByReading } from '../follow';
import { checkStreamName } from '../stream-name';

const kept = ({ id, type, leaf, parts }: EventToAppend): EventToAppend => ({
  id,
  type,
  leaf: Uint8Array.from(leaf),
  parts: parts.map((part) => ({ kid: part.kid, iv: Uint8Array.from(part.iv), ct: Uint8Array.from(part.ct), tag: Uint8Array.from(part.tag) })),
});

/** The port in memory: for tests and for what may be forgotten. Durable as long as the process. */
export class MemoryEventStore extends EventStore {
  readonly epoch = randomUUID();
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly bell = new Bell();

  async append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    checkStreamName(stream);
    const known = this.streams.get(stream) ?? []; // no await between check and push: this is the lock
    if (known.length - 1 !== expected) throw new StreamMoved(stream, expected, known.length - 1);
    for (const event of events) {
      const stored = { ...kept(event), stream, seq: known.length, position: BigInt(this.log.length + 1) };
      known.push(stored);
      this.log.push(stored);
    }
    if (events.length > 0) this.streams.set(stream, known);
    this.bell.ring();
  }

  async readStream(stream: string, fromSeq = 0): Promise<readonly StoredEvent[]> {
    return (this.streams.get(stream) ?? []).slice(fromSeq);
  }

  async *readAll(after: Position, { batch = 500 } = {}): AsyncIterable<readonly StoredEvent[]> {
    for (let at = Number(after); at < this.log.length; ) {
      const events = this.log.slice(at, at + batch);
      yield events;
      at += events.length;
    }
  }

  follow(after: Position, options: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    return followByReading(this, this.bell, after, options);
  }

  async head(): Promise<Position> {
    return BigInt(this.log.length);
  }

  async close(): Promise<void> {
    this.bell.ring();
  }
}
