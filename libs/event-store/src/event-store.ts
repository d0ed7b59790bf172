import type { SealedPart } from '@amparo/evidence';

/** Place in the store's one order; exclusive in `after`. Comparable only within one `epoch`. */
export type Position = bigint;

/** An event whose bytes are fixed. `id`, `type`, `stream` and `seq` repeat what the leaf says; a store does not parse it. */
export type EventToAppend = Readonly<{
  id: string;
  type: string;
  /** Canonical bytes of the envelope, at most 65,535. */
  leaf: Uint8Array;
  /** The encrypted parts, sorted by `kid`; stored beside the leaf and no part of it. */
  parts: readonly SealedPart[];
}>;

export type StoredEvent = EventToAppend & Readonly<{ position: Position; stream: string; seq: number }>;

/** Somebody else appended to the stream first, or the stream already holds these events. Load it again and decide afresh. */
export class StreamMoved extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`stream ${stream} is at ${actual}, expected ${expected}`);
    this.name = 'StreamMoved';
  }
}

/** The store did not say whether it kept the events. Look for them by id; if they are not there, append the same bytes again. */
export class OutcomeUnknown extends Error {
  constructor(stream: string, options?: ErrorOptions) {
    super(`the store did not answer for ${stream}: look for the events, then append the same bytes again`, options);
    this.name = 'OutcomeUnknown';
  }
}

/**
 * An append-only store of streams in one global order.
 *
 * An append is all or nothing, and durable once its promise fulfils.
 * Expected revision is exact: of two appends that expect the same revision of a stream, exactly one succeeds.
 * Bytes come back as they went in; what a caller does to its buffers afterwards changes nothing stored.
 * Events have one order without gaps for readers: a reader that has seen a position never later finds an event before it.
 * Readers see only what is durable.
 * Stream names match `[a-z]+(-[a-z0-9]+)+` and have at most 128 characters; anything else is refused before it is written.
 */
export abstract class EventStore {
  /** Names this store's order; positions of another epoch mean nothing here. */
  abstract readonly epoch: string;

  /**
   * @param expected number of the stream's last event, -1 for a stream that must not exist yet.
   * @throws StreamMoved when the stream is elsewhere, OutcomeUnknown when nobody can say.
   */
  abstract append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void>;

  /** The stream's events from `fromSeq` on, in order; empty for an unknown stream. */
  abstract readStream(stream: string, fromSeq?: number): Promise<readonly StoredEvent[]>;

  /** All events after a position, in order, in batches; ends at the head as it is when reached. */
  abstract readAll(after: Position, options?: { batch?: number }): AsyncIterable<readonly StoredEvent[]>;

  /** As `readAll`, but waits for more instead of ending. No batch is fetched before the consumer asks for it. Ends when `signal` aborts. */
  abstract follow(after: Position, options: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]>;

  /** Position of the newest event; 0n when empty. */
  abstract head(): Promise<Position>;

  abstract close(): Promise<void>;
}
