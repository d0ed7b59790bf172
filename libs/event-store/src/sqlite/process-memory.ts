import type Database from 'better-sqlite3';
import { openSqlite } from './driver';

type Item = Readonly<{ kind: string; key: string; due?: string; data: Readonly<Record<string, string>> }>;
type Row = { kind: string; key: string; due: string | null; data: string };

/** What process managers remember, in a file of its own. After a crash it is a little behind the store, and the store is followed again from there. */
export class SqliteProcessMemory {
  private readonly db: Database.Database;
  private readonly statements;

  /** @param epoch of the store that is followed. */
  constructor(path: string, epoch: string) {
    this.db = openSqlite(path);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = NORMAL');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, epoch TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS item (kind TEXT NOT NULL, key TEXT NOT NULL, due TEXT, data TEXT NOT NULL, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS item_due ON item (due) WHERE due IS NOT NULL;
    `);
    // Of another store it means nothing here: forgotten, and built again by following this one.
    if (this.db.prepare<[], string>('SELECT epoch FROM progress').pluck().get() !== epoch) {
      this.db.transaction(() => {
        this.db.exec('DELETE FROM item; DELETE FROM progress');
        this.db.prepare("INSERT INTO progress (one, position, epoch) VALUES (1, '0', ?)").run(epoch);
      })();
    }
    this.statements = {
      position: this.db.prepare<[], string>('SELECT position FROM progress').pluck(),
      move: this.db.prepare('UPDATE progress SET position = ?'),
      put: this.db.prepare('INSERT INTO item (kind, key, due, data) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET due = excluded.due, data = excluded.data'),
      remove: this.db.prepare('DELETE FROM item WHERE kind = ? AND key = ?'),
      find: this.db.prepare<[string, string], Row>('SELECT kind, key, due, data FROM item WHERE kind = ? AND key = ?'),
      beginning: this.db.prepare<[string, string, string], Row>('SELECT kind, key, due, data FROM item WHERE kind = ? AND key >= ? AND key < ? ORDER BY key'),
      due: this.db.prepare<[string, number], Row>('SELECT kind, key, due, data FROM item WHERE due <= ? ORDER BY due, kind, key LIMIT ?'),
    };
  }

  checkpoint(): bigint {
    return BigInt(this.statements.position.get() ?? '0');
  }

  moveTo(checkpoint: bigint): void {
    this.statements.move.run(String(checkpoint));
  }

  put({ kind, key, due, data }: Item): void {
    this.statements.put.run(kind, key, due ?? null, JSON.stringify(data));
  }

  remove(kind: string, key: string): void {
    this.statements.remove.run(kind, key);
  }

  find(kind: string, key: string): Item | undefined {
    const row = this.statements.find.get(kind, key);
    return row && itemOf(row);
  }

  beginning(kind: string, prefix: string): readonly Item[] {
    return this.statements.beginning.all(kind, prefix, `${prefix}\uffff`).map(itemOf);
  }

  due(now: string, limit: number): readonly Item[] {
    return this.statements.due.all(now, limit).map(itemOf);
  }

  close(): void {
    this.db.close();
  }
}

const itemOf = ({ kind, key, due, data }: Row): Item => ({ kind, key, data: JSON.parse(data) as Record<string, string>, ...(due !== null && { due }) });
