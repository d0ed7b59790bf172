import { EventStore, type EventToAppend, type Position, type StoredEvent } from '@amparo/event-store';
import type { Witnesses } from '@amparo/notary';

/** The store takes nothing: no witness has been reached, so nobody knows whether it is the one that was witnessed. */
export class StoreClosed extends Error {
  constructor() {
    super('closed until a witness is reached');
    this.name = 'StoreClosed';
  }
}

/** A store that takes nothing while it is closed, whoever asks; it is read as ever. */
export class GuardedStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly isOpen: () => boolean,
  ) {
    super();
  }
  override get epoch(): string {
    return this.store.epoch;
  }
  override async append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    if (!this.isOpen()) throw new StoreClosed();
    return this.store.append(stream, expected, events);
  }
  override readStream(stream: string, fromSeq?: number): Promise<readonly StoredEvent[]> {
    return this.store.readStream(stream, fromSeq);
  }
  override readAll(after: Position, options?: { batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    return this.store.readAll(after, options);
  }
  override follow(after: Position, options: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    return this.store.follow(after, options);
  }
  override head(): Promise<Position> {
    return this.store.head();
  }
  override close(): Promise<void> {
    return this.store.close();
  }
}

/** How often witnesses are looked for while none is reached, at most, in milliseconds. */
const look = 10_000;

/**
 * Whether the system may take commands and show what it knows of survivors. Where witnesses are configured it begins closed: it
 * opens by itself once one is reached and has seen nothing else than what the store holds.
 */
export class Admission {
  private admitted = true;
  private timer: NodeJS.Timeout | undefined;
  private admit!: () => void;
  private contradict!: (error: Error) => void;
  /** Fulfils when it opens. */
  readonly opened = new Promise<void>((done) => {
    this.admit = done;
  });
  /** Fulfils when a witness that is reached late has seen another history: then the process must end. */
  readonly contradicted = new Promise<Error>((done) => {
    this.contradict = done;
  });

  constructor(
    private readonly witnesses: Witnesses | undefined,
    private readonly every: number,
    private readonly said: (line: string) => void,
  ) {}

  readonly isOpen = (): boolean => this.admitted;

  /** Nothing is taken from now on until {@link begin} has found a witness. */
  close(): void {
    this.admitted = false;
  }

  /**
   * Compares with the witnesses, and begins to collect cosignatures.
   * @throws StoreContradicted when one that is reached has seen another history.
   */
  async begin(): Promise<void> {
    if (!this.witnesses) {
      this.open();
      return;
    }
    if (await this.tried(this.witnesses)) return;
    this.said('No witness is reached: closed, health, directory, checkpoints and proofs only. Opens by itself when one is reached.\n');
    this.lookAgain(this.witnesses);
  }

  /** Ends the search for witnesses. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private lookAgain(witnesses: Witnesses): void {
    this.timer = setTimeout(() => {
      void this.tried(witnesses).then(
        (open) => {
          if (open) this.said('A witness is reached: open.\n');
          else if (this.timer) this.lookAgain(witnesses);
        },
        (error: Error) => this.contradict(error),
      );
    }, Math.min(this.every, look));
    this.timer.unref();
  }

  private async tried(witnesses: Witnesses): Promise<boolean> {
    if ((await witnesses.compare()) === 0) return false;
    this.open();
    witnesses.start();
    return true;
  }

  private open(): void {
    this.admitted = true;
    this.admit();
  }
}
