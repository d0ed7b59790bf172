import { EventStore, type EventToAppend, type Position, type StoredEvent } from '@amparo/event-store';

type Append = Readonly<{ stream: string; expected: number; events: readonly EventToAppend[] }>;

/**
 * A store in front of another: appends are gathered in memory, read back from there, and written behind in the order in which they
 * came, many to a commit. For one writer that awaits each command, and for loading alone: what is gathered is not durable yet.
 */
export class GatheredStore extends EventStore {
  private appends: Append[] = [];
  private events: StoredEvent[] = [];
  private readonly byStream = new Map<string, StoredEvent[]>();
  /** Events written to the store behind, and the milliseconds that took. */
  readonly written = { events: 0, milliseconds: 0 };

  private constructor(
    private readonly behind: EventStore,
    private durable: Position,
  ) {
    super();
  }

  static async before(behind: EventStore): Promise<GatheredStore> {
    return new GatheredStore(behind, await behind.head());
  }

  get epoch(): string {
    return this.behind.epoch;
  }

  /** How many events are gathered and not written yet. */
  get gathered(): number {
    return this.events.length;
  }

  override append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    const own = this.byStream.get(stream) ?? [];
    this.byStream.set(stream, own);
    for (const [i, event] of events.entries()) {
      const stored = { ...event, stream, seq: expected + 1 + i, position: this.durable + BigInt(this.events.length + 1) };
      own.push(stored);
      this.events.push(stored);
    }
    this.appends.push({ stream, expected, events });
    return Promise.resolve();
  }

  /** Writes what was gathered, durably. @throws StreamMoved when somebody else wrote to one of the streams. */
  async write(): Promise<void> {
    const start = performance.now();
    await Promise.all(this.appends.map(({ stream, expected, events }) => this.behind.append(stream, expected, events)));
    this.written.milliseconds += performance.now() - start;
    this.written.events += this.events.length;
    const expected = this.durable + BigInt(this.events.length);
    this.durable = await this.behind.head();
    if (this.durable !== expected) throw new Error(`the store is at ${this.durable}, the loader at ${expected}: somebody else writes to it`);
    this.appends = [];
    this.events = [];
    this.byStream.clear();
  }

  override async readStream(stream: string, fromSeq = 0): Promise<readonly StoredEvent[]> {
    const own = this.byStream.get(stream) ?? [];
    if (own.length > 0 && own[0]!.seq <= fromSeq) return own.slice(fromSeq - own[0]!.seq);
    return [...(await this.behind.readStream(stream, fromSeq)), ...own];
  }

  override async *readAll(after: Position, options: { batch?: number } = {}): AsyncIterable<readonly StoredEvent[]> {
    if (after < this.durable) yield* this.behind.readAll(after, options);
    const rest = this.events.slice(after > this.durable ? Number(after - this.durable) : 0);
    if (rest.length > 0) yield rest;
  }

  override follow(): AsyncIterable<readonly StoredEvent[]> {
    throw new Error('nobody follows while the year is told: the views and the log follow the store behind');
  }

  override head(): Promise<Position> {
    return Promise.resolve(this.durable + BigInt(this.events.length));
  }

  override close(): Promise<void> {
    return this.write();
  }
}
