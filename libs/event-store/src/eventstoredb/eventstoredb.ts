import { randomUUID } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import { isStreamName } from '@amparo/evidence';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { EventStore, OutcomeUnknown, StreamMoved, type EventToAppend, type Position, type StoredEvent } from '../event-store';
import { Bell, followByReading } from '../follow';
import { checkStreamName } from '../stream-name';
import { Appender, letGo } from './appender';
import { mayPass, pause, Reader } from './reader';
import { epochStream, isOurs, positionOf, settingsOf, StreamAltered, toStored, toWrite, type ReadEvent } from './stored';

/** How often a follower looks unasked, in milliseconds, should the server forget to call. */
const pollMilliseconds = 5_000;

/** How many events to look through at once for the newest that is ours. */
const headWindow = 64;

/** The port on a server or cluster of EventStoreDB 22.6 or later, or KurrentDB. See README. */
export class EventStoreDbStore extends EventStore {
  private readonly bell = new Bell();
  private listening: Promise<void> | undefined;

  private constructor(
    private readonly client: EventStoreDBClient,
    private readonly reader: Reader,
    private readonly appender: Appender,
    private readonly closing: AbortController,
    readonly epoch: string,
  ) {
    super();
  }

  /**
   * @param connectionString `esdb://` or `esdb+discover://`; may carry the user, who must be allowed to read `$all`.
   * @throws when an option would break the port, or the server does not answer.
   */
  static async connect(connectionString: string, { appendTimeoutMs = 10_000 } = {}): Promise<EventStoreDbStore> {
    checkOptions(connectionString);
    const open = (): EventStoreDBClient => EventStoreDBClient.connectionString(connectionString);
    const closing = new AbortController();
    const client = open();
    const reader = new Reader(client, closing.signal);
    const appender = new Appender(open, appendTimeoutMs);
    try {
      return new EventStoreDbStore(client, reader, appender, closing, await epochOf(reader, appender));
    } catch (error) {
      await Promise.all([letGo(client), appender.close()]);
      throw new Error('the event store cannot be opened: check that the server runs, its address, certificates and user', { cause: error });
    }
  }

  async append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    checkStreamName(stream);
    if (stream === epochStream) throw new Error(`${epochStream} belongs to the store: choose another stream`);
    if (events.length > 0) return this.appender.append(stream, expected, events.map(toWrite));
    const actual = await this.reader.lastOf(stream);
    if (actual !== expected) throw new StreamMoved(stream, expected, actual);
  }

  async readStream(stream: string, fromSeq = 0): Promise<readonly StoredEvent[]> {
    if (!isStreamName(stream) || stream === epochStream) return [];
    const events = (await this.reader.stream(stream, BigInt(fromSeq))).map(toStored);
    events.forEach(({ seq }, i) => {
      if (seq !== fromSeq + i) throw new StreamAltered(stream, `lacks its events from ${fromSeq + i} to ${seq - 1}`);
    });
    return events;
  }

  async *readAll(after: Position, { batch = 500 } = {}): AsyncIterable<readonly StoredEvent[]> {
    for (let position = after; ; ) {
      const { events, ended } = await this.reader.after(position, batch);
      const ours = await this.logged(events);
      if (ours.length > 0) yield ours;
      const last = events[events.length - 1];
      if (ended || !last) return;
      position = positionOf(last);
    }
  }

  /**
   * Reads, and is called by a subscription when there is more to read. What the subscription delivers is not used: so a batch
   * is fetched when it is asked for, and a subscription that dies loses nothing.
   */
  async *follow(after: Position, { signal, batch }: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    this.listening ??= this.listen();
    const stop = AbortSignal.any([signal, this.closing.signal]);
    const options = { signal: stop, poll: pollMilliseconds, ...(batch !== undefined && { batch }) };
    let position = after;
    for (let failures = 0; !stop.aborted; ) {
      try {
        for await (const events of followByReading(this, this.bell, position, options)) {
          yield events;
          position = events[events.length - 1]!.position;
          failures = 0;
        }
      } catch (error) {
        if (!mayPass(error)) throw error;
        await pause(failures++, stop);
      }
    }
  }

  async head(): Promise<Position> {
    for (let position: bigint | undefined; ; ) {
      const events = await this.reader.before(position, headWindow);
      const newest = events.find(isOurs);
      if (newest) return positionOf(newest);
      const last = events[events.length - 1];
      if (!last) return 0n;
      position = positionOf(last);
    }
  }

  /** Followers end as if they were told to stop. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.listening;
    await Promise.all([this.appender.close(), letGo(this.client)]);
  }

  /** The log's events among what the server holds. */
  private async logged(events: readonly ReadEvent[]): Promise<StoredEvent[]> {
    for (const stream of new Set(events.map(settingsOf))) if (stream !== undefined) await this.reader.checkSettings(stream);
    return events.filter(isOurs).map(toStored);
  }

  /** Rings while the store is open; subscribes again, with back-off, whenever the subscription ends. */
  private async listen(): Promise<void> {
    const { signal } = this.closing;
    for (let failures = 0; !signal.aborted; failures++) {
      const subscription = this.client.subscribeToAll({ fromPosition: 'end' });
      addAbortSignal(signal, subscription);
      subscription.on('error', () => undefined);
      subscription.on('confirmation', () => {
        failures = 0;
        this.bell.ring(); // for what came while nobody listened
      });
      try {
        for await (const _ of subscription) this.bell.ring();
      } catch {
        // the next one
      }
      subscription.unsubscribe().catch(() => undefined);
      await pause(failures, signal);
    }
  }
}

/** Two options that the client offers and the port cannot bear. */
function checkOptions(connectionString: string): void {
  const options = connectionString.slice(connectionString.indexOf('?') + 1).toLowerCase().replace(/[_-]/g, '');
  if (options.includes('throwonappendfailure=false')) throw new Error('throwOnAppendFailure=false reports wrong revisions: remove it');
  if (/nodepreference=(?!leader)/.test(options)) throw new Error('only the leader shows an append to who made it: remove nodePreference');
}

/** The store's epoch, made by the first who connects. */
async function epochOf(reader: Reader, appender: Appender): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const [first] = await reader.stream(epochStream, 0n);
    if (first?.data instanceof Uint8Array) {
      positionOf(first); // a server too old to have one is found out here
      return Buffer.from(first.data).toString();
    }
    try {
      await appender.append(epochStream, -1, [binaryEvent({ type: 'StoreOpened', data: Buffer.from(randomUUID()) })]);
    } catch (error) {
      const lookAgain = error instanceof StreamMoved || error instanceof OutcomeUnknown;
      if (!lookAgain || attempt === 3) throw error;
    }
  }
}
