import type Database from 'better-sqlite3';
import type { LogName } from '@amparo/evidence';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { HeadIndex, type StreamLeaf } from './head-index';

/** `own`: an event of the log about itself, which alone is nothing new. */
export type IndexedLeaf = StreamLeaf & Readonly<{ position: bigint; own: boolean }>;

/** Changes with the tables; an index of another form is made anew. */
const form = 2n;

/** Where a leaf hash stands in its log, and how far the store was read. Made from the store and the tiles alone; may be lost. */
export class LeafIndex {
  private readonly db: Database.Database;
  private readonly insert: Database.Statement;
  private readonly byHash: Database.Statement<[Uint8Array], { log: LogName; idx: bigint }>;
  private readonly sizes: Database.Statement<[LogName], bigint>;
  private readonly last: Database.Statement<[], bigint>;
  private readonly lastHash: Database.Statement<[], Buffer>;
  private readonly lastOther: Database.Statement<[LogName], bigint>;
  private readonly places: Database.Statement<[LogName, number, number], bigint>;
  readonly heads: HeadIndex;

  constructor(path: string) {
    this.db = openSqlite(path);
    this.db.defaultSafeIntegers(true);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = NORMAL');
    if (this.db.pragma('user_version', { simple: true }) !== form) this.db.exec(`DROP TABLE IF EXISTS leaf; DROP TABLE IF EXISTS head; DROP TABLE IF EXISTS stream; PRAGMA user_version = ${form}`);
    this.heads = new HeadIndex(this.db);
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS leaf (hash BLOB PRIMARY KEY, log TEXT NOT NULL, idx INTEGER NOT NULL, position INTEGER NOT NULL, own INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX IF NOT EXISTS leaf_place ON leaf (log, idx);
      CREATE UNIQUE INDEX IF NOT EXISTS leaf_position ON leaf (position);
    `);
    this.insert = this.db.prepare('INSERT INTO leaf (hash, log, idx, position, own) VALUES (?, ?, ?, ?, ?)');
    this.byHash = this.db.prepare<[Uint8Array], { log: LogName; idx: bigint }>('SELECT log, idx FROM leaf WHERE hash = ?');
    this.sizes = this.db.prepare<[LogName], bigint>('SELECT coalesce(max(idx), -1) + 1 FROM leaf WHERE log = ?').pluck();
    this.last = this.db.prepare<[], bigint>('SELECT coalesce(max(position), 0) FROM leaf').pluck();
    this.lastHash = this.db.prepare<[], Buffer>('SELECT hash FROM leaf ORDER BY position DESC LIMIT 1').pluck();
    this.lastOther = this.db.prepare<[LogName], bigint>('SELECT idx + 1 FROM leaf WHERE log = ? AND own = 0 ORDER BY idx DESC LIMIT 1').pluck();
    this.places = this.db.prepare<[LogName, number, number], bigint>('SELECT position FROM leaf WHERE log = ? AND idx >= ? AND idx < ? ORDER BY idx').pluck();
  }

  add(leaves: readonly IndexedLeaf[]): void {
    try {
      this.db.transaction(() => {
        for (const leaf of leaves) {
          this.insert.run(leaf.hash, leaf.log, leaf.index, leaf.position, leaf.own ? 1 : 0);
          this.heads.add(leaf);
        }
      })();
    } catch (error) {
      this.heads.forget();
      throw error;
    }
  }

  /** The size of the log that covers its newest event that is not its own; 0 while there is none. */
  others(log: LogName): number {
    return Number(this.lastOther.get(log) ?? 0n);
  }

  /** Positions of the leaves `from` to `to` − 1, in order. */
  positions(log: LogName, from: number, to: number): bigint[] {
    return this.places.all(log, from, to);
  }

  find(hash: Uint8Array): Readonly<{ log: LogName; index: number }> | undefined {
    const row = this.byHash.get(hash);
    return row && { log: row.log, index: Number(row.idx) };
  }

  size(log: LogName): number {
    return Number(this.sizes.get(log) ?? 0n);
  }

  /** Position of the newest event in the index. */
  position(): bigint {
    return this.last.get() ?? 0n;
  }

  /** Hash of the newest event in the index. */
  newest(): Uint8Array | undefined {
    return this.lastHash.get();
  }

  close(): void {
    this.db.close();
  }
}
