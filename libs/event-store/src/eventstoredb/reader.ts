import { addAbortSignal } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessDeniedError, StreamDeletedError, StreamNotFoundError, type EventStoreDBClient, type ReadPosition, type StreamingRead } from '@eventstore/db-client';
import { positionOf, StreamAltered, type ReadEvent } from './stored';

/** How long one read may take, in milliseconds; the client itself would wait for ever. */
const patience = 30_000;
const tries = 5;

/** Milliseconds before the next attempt: 50, 200, 800, then every 2 seconds. */
const backOff = (failures: number): number => Math.min(50 * 4 ** failures, 2_000);

/** @returns at once when the signal aborts. */
export const pause = (failures: number, signal: AbortSignal): Promise<void> => sleep(backOff(failures), undefined, { signal }).catch(() => undefined);

/** Whether a later attempt may succeed where this one failed. */
export const mayPass = (error: unknown): boolean => !(error instanceof StreamAltered || error instanceof AccessDeniedError);

/** Bounded reads, repeated while the server is away for a moment. Reading changes nothing, so repeating is safe. */
export class Reader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly closing: AbortSignal,
  ) {}

  /** The stream's events from a revision on; empty when there is none. */
  async stream(stream: string, from: bigint): Promise<ReadEvent[]> {
    try {
      return await this.read(() => this.client.readStream(stream, { fromRevision: from }));
    } catch (error) {
      if (error instanceof StreamNotFoundError) {
        await this.checkSettings(stream); // a stream that was deleted softly looks like one that never was
        return [];
      }
      if (error instanceof StreamDeletedError) throw new StreamAltered(stream, 'was deleted for good');
      throw error;
    }
  }

  /** Number of the stream's last event, -1 for no stream. */
  async lastOf(stream: string): Promise<number> {
    try {
      const [last] = await this.read(() => this.client.readStream(stream, { fromRevision: 'end', direction: 'backwards', maxCount: 1 }));
      return Number(last?.revision ?? -1);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return -1;
      throw error;
    }
  }

  /** At most `count` events after a position, of whatever stream, and whether the log ended there. */
  async after(position: bigint, count: number): Promise<{ events: ReadEvent[]; ended: boolean }> {
    // The server starts at the position itself, which is the event already seen.
    const asked = position === 0n ? count : count + 1;
    const fromPosition: ReadPosition = position === 0n ? 'start' : { commit: position, prepare: position };
    const read = await this.read(() => this.client.readAll({ fromPosition, maxCount: asked }));
    return { events: read.filter((event) => positionOf(event) > position).slice(0, count), ended: read.length < asked };
  }

  /** At most `count` events before a position or the end, the newest first. */
  before(position: bigint | undefined, count: number): Promise<ReadEvent[]> {
    const fromPosition: ReadPosition = position === undefined ? 'end' : { commit: position, prepare: position };
    return this.read(() => this.client.readAll({ fromPosition, maxCount: count, direction: 'backwards' }));
  }

  /** @throws StreamAltered when the server is told to forget the stream's older events. */
  async checkSettings(stream: string): Promise<void> {
    const { metadata } = await this.patiently(() => this.client.getStreamMetadata(stream));
    for (const [name, value] of [
      ['$maxAge', metadata?.maxAge],
      ['$maxCount', metadata?.maxCount],
      ['$tb', metadata?.truncateBefore],
    ]) {
      if (value !== undefined) throw new StreamAltered(stream, `has ${name} set, so that the server forgets its older events`);
    }
  }

  private read(open: () => StreamingRead<{ event?: ReadEvent }>): Promise<ReadEvent[]> {
    return this.patiently(() => this.collect(open()));
  }

  private async collect(reading: StreamingRead<{ event?: ReadEvent }>): Promise<ReadEvent[]> {
    reading.on('error', () => undefined); // an error may come twice, and the second time nobody listens
    const timer = setTimeout(() => reading.destroy(new Error(`no answer within ${patience} ms`)), patience);
    addAbortSignal(this.closing, reading);
    const events: ReadEvent[] = [];
    try {
      for await (const { event } of reading) if (event) events.push(event);
      return events;
    } catch (error) {
      reading.cancel().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async patiently<T>(read: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      try {
        return await read();
      } catch (error) {
        const answered = error instanceof StreamNotFoundError || error instanceof StreamDeletedError || !mayPass(error);
        if (answered || this.closing.aborted || failures === tries - 1) throw error;
        await pause(failures, this.closing);
      }
    }
  }
}
