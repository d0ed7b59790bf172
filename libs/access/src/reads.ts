import type { DataCategory, Purpose } from '@amparo/protocol';
import type { Caller } from './caller';

/** A caller who said what for. */
export type PurposefulCaller = Caller & Readonly<{ purpose: Purpose }>;

/** What is about to be shown. */
export type Read = Readonly<{
  /** Name of the query, as in the schema. */
  operation: string;
  /** Categories of survivor data in the answer; `STATUS` when it shows no more than that something is. */
  categories: readonly DataCategory[];
  /** Case id → ids of what is shown of it (referrals, events, …). */
  cases: ReadonlyMap<string, readonly string[]>;
}>;

/** The event that says so: with its leaf hash its receipt can be asked for. */
export type RecordedIssue = Readonly<{ stream: string; id: string; seq: number; leafHash: string; position: bigint }>;

/**
 * The record of reads. A read of survivor data is durable in `log-access` before its answer leaves; if it cannot be
 * recorded, nothing is answered. Every query that shows survivor data awaits `record` before it returns.
 */
export abstract class Reads {
  /** Fulfils once the read is durable. An answer that shows no case is not a read and writes nothing. @throws when it cannot be recorded. */
  abstract record(caller: PurposefulCaller, read: Read): Promise<void>;

  /**
   * Puts on record that a bundle of a file was issued, by the SHA-256 of its tag manifest in hex. Fulfils once that is durable: only then
   * the bundle leaves. @throws when it cannot be recorded.
   */
  abstract issued(caller: PurposefulCaller, bundle: Readonly<{ file: string; export: string; tagManifest: string; size: number }>): Promise<RecordedIssue>;

  /** Notes that nothing was shown of what was asked for by id. Aggregated: durable within the minute, and when the server stops. */
  abstract refused(caller: PurposefulCaller, operation: string, asked: readonly string[]): void;
}
