import {
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  WrongExpectedVersionError,
  type EventData,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { OutcomeUnknown, StreamMoved } from '../event-store';
import { StreamAltered } from './stored';

/**
 * Most appends under way at once. The client writes them to one stream that holds 16 messages; whatever waits behind a full
 * stream is rejected where nobody can catch it, and takes the process down.
 */
const mostUnderWay = 15;

/** How long to wait for a client to let go of its calls, in milliseconds: after a clean end by the server it never says so. */
const farewell = 250;

/**
 * Appends through a client of its own, which does nothing else. A client that left an outcome unknown is not used again: its
 * stream may be dead without knowing it. The next one opens only when the last one's calls are gone, because pending appends
 * are global to the process and an end of one client's stream rejects them all.
 */
export class Appender {
  private current: EventStoreDBClient;
  private ready: Promise<EventStoreDBClient>;
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly open: () => EventStoreDBClient,
    private readonly timeoutMs: number,
  ) {
    this.current = open();
    this.ready = Promise.resolve(this.current);
  }

  /** @throws StreamMoved, OutcomeUnknown, or what the server refuses for good. */
  async append(stream: string, expected: number, events: EventData[]): Promise<void> {
    if (this.underWay === mostUnderWay) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.underWay++;
    try {
      await this.send(stream, expected, events);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.underWay--;
    }
  }

  async close(): Promise<void> {
    await letGo(await this.ready);
  }

  private async send(stream: string, expected: number, events: EventData[]): Promise<void> {
    const client = await this.ready;
    const options = { expectedRevision: expected === -1 ? ('no_stream' as const) : BigInt(expected), deadline: this.timeoutMs };
    let last: bigint;
    try {
      last = (await within(this.timeoutMs, client.appendToStream(stream, events, options))).nextExpectedRevision;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) {
        throw new StreamMoved(stream, expected, typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : -1);
      }
      const refusal = forGood(stream, error);
      if (refusal) throw refusal;
      this.replace(client);
      throw new OutcomeUnknown(stream, { cause: error });
    }
    // A stream that was deleted softly takes "must not exist" and goes on where it was.
    if (last !== BigInt(expected + events.length)) throw new StreamAltered(stream, `numbers its events from ${last + 1n - BigInt(events.length)}: it was deleted`);
  }

  private replace(failed: EventStoreDBClient): void {
    if (this.current !== failed) return; // another append that failed with it was faster
    const next = this.open();
    this.current = next;
    this.ready = letGo(failed).then(() => next);
  }
}

/** What the server refused and will refuse again; anything else may have been written. */
function forGood(stream: string, error: unknown): Error | undefined {
  if (error instanceof StreamDeletedError) return new StreamAltered(stream, 'was deleted for good');
  if (error instanceof AccessDeniedError) return new Error(`the server lets this user not append to ${stream}: give it the right`, { cause: error });
  if (error instanceof MaxAppendSizeExceededError) {
    return new Error(`the server takes ${error.maxAppendSize} bytes in one append and ${stream} needs more: raise MaxAppendSize there`, { cause: error });
  }
  if (error instanceof InvalidArgumentError) return error;
  return undefined;
}

/** Ends a client's calls. */
export const letGo = (client: EventStoreDBClient): Promise<void> => within(farewell, client.dispose()).catch(() => undefined);

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
