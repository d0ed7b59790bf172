import type { EventStore, Position, StoredEvent } from './event-store';

/** Wakes the followers of one store. A wake-up while nobody waits is not lost. */
export class Bell {
  private readonly waiting = new Set<() => void>();
  private rung = 0;

  /** What `wait` compares with: taken before looking, so that what comes in between wakes at once. */
  get count(): number {
    return this.rung;
  }

  ring(): void {
    this.rung++;
    for (const wake of this.waiting) wake();
  }

  /** Fulfils on the next ring after `seen`, on abort, or after `milliseconds`. */
  wait(seen: number, signal: AbortSignal | undefined, milliseconds?: number): Promise<void> {
    if (this.rung !== seen || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds);
      this.waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}

/** `follow` for a store whose `readAll` is at hand: reads to the end, waits for the bell, reads on. */
export async function* followByReading(
  store: EventStore,
  bell: Bell,
  after: Position,
  { signal, batch, poll }: { signal: AbortSignal; batch?: number; poll?: number },
): AsyncIterable<readonly StoredEvent[]> {
  let position = after;
  while (!signal.aborted) {
    const seen = bell.count;
    for await (const events of store.readAll(position, batch === undefined ? {} : { batch })) {
      if (signal.aborted) return;
      yield events;
      position = events[events.length - 1]!.position;
    }
    await bell.wait(seen, signal, poll);
  }
}
