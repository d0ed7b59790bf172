import { isDeepStrictEqual } from 'node:util';
import { eventId } from '@amparo/evidence';
import { isRefusal, type Command, type CommandMeta, type Recorded, type Upcasts } from '@amparo/event-sourcing';
import { toRecorded, type EventStore, type StoredEvent } from '@amparo/event-store';
import { protocolEvents, protocolUpcasts, type ProtocolEvent } from './events';
import type { ProcessItem, ProcessMemory } from './process-memory';
import type { Outcome } from './recorder.handlers';

/** A command to give, and the stream it goes to: with the cause it makes the command's id. */
type Given = Readonly<{ stream: string; command: (meta: CommandMeta) => Command }>;

/** A process manager: events in, commands out. */
export type Process = Readonly<{
  /** Remembers what it must, and says what is to be done because of this event. */
  react(event: Recorded<ProtocolEvent>, memory: ProcessMemory): readonly Given[];
  /** What is to be done when an item is due; undefined for another process's item. `cause` is a UUID. */
  due(item: ProcessItem): (Given & Readonly<{ cause: string }>) | undefined;
}>;

export type Clock = () => string;
/** Milliseconds since some moment, that go on evenly whatever is done to the clock. */
export type Ticks = () => number;
type Ask = (command: Command) => Promise<Outcome>;

const pause = 1_000;
const atOnce = 100;
/** An item that was given too early, or could not be recorded, is given again after this. */
const postponed = 60_000;
/** A clock that moves by more than this between two looks was set, and is watched so long before anything is due by it. */
const jump = 60_000;
const settled = 10 * 60_000;

/**
 * Follows the store for all process managers. A command's id comes of its cause and its target: after a stop anywhere, what is
 * given again was given before, and nothing is repeated. A command that cannot be recorded now is given again, never passed over.
 */
export class Follower {
  private readonly stop = new AbortController();
  private running: Promise<unknown> | undefined;
  private wake: NodeJS.Timeout | undefined;
  /** Clock less ticks at the last look, and from which tick on the clock is believed. */
  private offset: number | undefined;
  private believedFrom = 0;

  constructor(
    private readonly store: EventStore,
    private readonly memory: ProcessMemory,
    private readonly processes: readonly Process[],
    private readonly ask: Ask,
    private readonly now: Clock,
    private readonly upcasts: Upcasts = protocolUpcasts,
    private readonly ticks: Ticks = () => performance.now(),
  ) {}

  /** Catches up, gives what has come due meanwhile, then follows. */
  start(): void {
    this.running = Promise.all([this.follow(), this.watch()]);
  }

  async close(): Promise<void> {
    this.stop.abort();
    clearTimeout(this.wake);
    await this.running;
  }

  /** Takes in everything the store holds now. */
  async catchUp(): Promise<void> {
    for await (const events of this.store.readAll(this.memory.checkpoint())) await this.take(events);
  }

  /**
   * Gives what is due now, each item once. What was taken or refused is settled; what is not due yet by the events, or cannot be
   * recorded now, is put off, so that it holds up nothing behind it.
   */
  async giveDue(): Promise<void> {
    for (const item of this.memory.due(this.now(), atOnce)) {
      if (this.stop.signal.aborted) return;
      const given = this.processes.map((process) => process.due(item)).find((one) => one !== undefined);
      const outcome = given && (await this.attempt(given, given.cause));
      const again = outcome instanceof Error || (isRefusal(outcome) && outcome.refused === 'NOT_DUE');
      // Its own event may have been taken in meanwhile, and the item be another one by now.
      if (!isDeepStrictEqual(this.memory.find(item.kind, item.key), item)) continue;
      if (again) this.memory.put({ ...item, due: new Date(Date.parse(this.now()) + postponed).toISOString() });
      else this.memory.remove(item.kind, item.key);
    }
  }

  private async follow(): Promise<void> {
    for await (const events of this.store.follow(this.memory.checkpoint(), { signal: this.stop.signal })) await this.take(events);
  }

  private async watch(): Promise<void> {
    while (!this.stop.signal.aborted) {
      // Not before everything is taken in: an item may have been settled long ago.
      if (this.isClockSteady() && this.memory.checkpoint() >= (await this.store.head())) await this.giveDue();
      await this.sleep(pause);
    }
  }

  private async take(events: readonly StoredEvent[]): Promise<void> {
    for (const stored of events) {
      if (!(stored.type in protocolEvents)) continue;
      const event = toRecorded<ProtocolEvent>(stored, this.upcasts) as Recorded<ProtocolEvent>;
      for (const process of this.processes) {
        for (const given of process.react(event, this.memory)) await this.give(given, event.id, event.id);
      }
      if (this.stop.signal.aborted) return; // the checkpoint stays: from there it is taken in again
    }
    this.memory.moveTo(events[events.length - 1]!.position);
  }

  /** Until it is recorded, or refused: a refusal is an answer, and what was to be done is not to be done any more. */
  private async give(given: Given, cause: string, causation: string): Promise<void> {
    for (let attempt = 1; !this.stop.signal.aborted; attempt++) {
      if (!((await this.attempt(given, cause, causation)) instanceof Error)) return;
      await this.sleep(Math.min(pause * attempt, 30_000));
    }
  }

  private attempt({ stream, command }: Given, cause: string, causation?: string): Promise<Outcome | Error> {
    const at = this.now();
    const id = eventId('amparo', stream, cause, 0);
    return this.ask(
      command({
        id,
        actor: { client: 'amparo', assurance: 'AUTHENTICATED' },
        purpose: 'RECORD',
        basis: { kind: 'LEGAL_OBLIGATION' },
        at,
        receivedAt: at,
        correlation: causation ?? id,
        ...(causation !== undefined && { causation }),
      }),
    ).catch((error: Error) => error);
  }

  /**
   * Whether the clock of the machine runs evenly. One that was set ahead would end consents and holds for good before their time,
   * so after a jump nothing is due until it has run evenly for a while: time to be set right. Set back, it only makes things wait.
   */
  private isClockSteady(): boolean {
    const ticks = this.ticks();
    const offset = Date.parse(this.now()) - ticks;
    if (this.offset !== undefined && Math.abs(offset - this.offset) > jump) this.believedFrom = ticks + settled;
    this.offset = offset;
    return ticks >= this.believedFrom;
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.stop.signal.aborted) return resolve();
      this.wake = setTimeout(done, milliseconds);
      this.stop.signal.addEventListener('abort', done, { once: true });
      const { wake, stop } = this;
      function done(): void {
        clearTimeout(wake);
        stop.signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}
