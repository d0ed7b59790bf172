import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { ViewStore } from '@amparo/institution-views';
import type { CompartmentFile } from '@amparo/institution-views/view-store/compartment-file';

/** Counts the transactions in which files are written. */
export class CountedViews extends ViewStore {
  transactions = 0;
  override compartment(code: string): CompartmentFile {
    this.transactions++;
    return super.compartment(code);
  }
}

/**
 * The database's own limit: texts inserted so many to a transaction, under a key of a file and a number.
 * @param synchronous whether it waits for the disk at the end of each.
 * @returns rows a second.
 */
export function inserting(path: string, rows: readonly string[], most: number, synchronous: 'OFF' | 'FULL' = 'OFF'): number {
  const db = openSqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.exec('CREATE TABLE raw (file TEXT NOT NULL, n INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (file, n)) STRICT, WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO raw (file, n, row) VALUES (?, ?, ?)');
  const start = performance.now();
  for (let at = 0; at < rows.length; at += most) {
    db.transaction(() => rows.slice(at, at + most).forEach((row, i) => insert.run(row.slice(0, 36), at + i, row)))();
  }
  const seconds = (performance.now() - start) / 1_000;
  db.close();
  return rows.length / seconds;
}
