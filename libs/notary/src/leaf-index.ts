import type Database from 'better-sqlite3';
import type { LogName } from '@amparo/evidence';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

export type IndexedLeaf = Readonly<{ hash: Uint8Array; log: LogName; index: number; position: bigint }>;

/** Where a leaf hash stands in its log, and how far the store was read. Made from the store and the tiles alone; may be lost. */
export class LeafIndex {
  private readonly db: Database.Database;
  private readonly insert: Database.Statement;
  private readonly byHash: Database.Statement<[Uint8Array], { log: LogName; idx: bigint }>;
  private readonly sizes: Database.Statement<[LogName], bigint>;
  private readonly last: Database.Statement<[], bigint>;
  private readonly lastHash: Database.Statement<[], Buffer>;

  constructor(path: string) {
    this.db = openSqlite(path);
    this.db.defaultSafeIntegers(true);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = NORMAL');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS leaf (hash BLOB PRIMARY KEY, log TEXT NOT NULL, idx INTEGER NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX IF NOT EXISTS leaf_place ON leaf (log, idx);
      CREATE UNIQUE INDEX IF NOT EXISTS leaf_position ON leaf (position);
    `);
    this.insert = this.db.prepare('INSERT INTO leaf (hash, log, idx, position) VALUES (?, ?, ?, ?)');
    this.byHash = this.db.prepare<[Uint8Array], { log: LogName; idx: bigint }>('SELECT log, idx FROM leaf WHERE hash = ?');
    this.sizes = this.db.prepare<[LogName], bigint>('SELECT coalesce(max(idx), -1) + 1 FROM leaf WHERE log = ?').pluck();
    this.last = this.db.prepare<[], bigint>('SELECT coalesce(max(position), 0) FROM leaf').pluck();
    this.lastHash = this.db.prepare<[], Buffer>('SELECT hash FROM leaf ORDER BY position DESC LIMIT 1').pluck();
  }

  add(leaves: readonly IndexedLeaf[]): void {
    this.db.transaction(() => leaves.forEach(({ hash, log, index, position }) => this.insert.run(hash, log, index, position)))();
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
