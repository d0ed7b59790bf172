import { EventStore, type Position, type StoredEvent } from '@amparo/event-store';

/** A store as it was when its newest event was the one at a position. To be read and not written. */
export class StoreUntil extends EventStore {
  readonly epoch: string;

  constructor(
    private readonly store: EventStore,
    private readonly last: Position,
  ) {
    super();
    this.epoch = store.epoch;
  }

  override append(stream: string): Promise<never> {
    return Promise.reject(new Error(`stream ${stream} is read as it was: nothing is appended to it`));
  }

  override async readStream(stream: string, fromSeq?: number): Promise<readonly StoredEvent[]> {
    return (await this.store.readStream(stream, fromSeq)).filter(({ position }) => position <= this.last);
  }

  override async *readAll(after: Position, options?: { batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    for await (const events of this.store.readAll(after, options)) {
      const then = events.filter(({ position }) => position <= this.last);
      if (then.length > 0) yield then;
      if (then.length < events.length) return;
    }
  }

  /** What was is all there: it ends instead of waiting. */
  override follow(after: Position, { batch }: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    return this.readAll(after, batch === undefined ? {} : { batch });
  }

  override async head(): Promise<Position> {
    const head = await this.store.head();
    return head < this.last ? head : this.last;
  }

  override close(): Promise<void> {
    return Promise.resolve(); // it is not its own
  }
}
