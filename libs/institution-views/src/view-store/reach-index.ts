import type Database from 'better-sqlite3';
import { foundUnder } from '@amparo/access';
import { concernedUnits, type FileRow } from '../file-row';
import type { ListPlace } from '../view';

/** The keys under which rows of a file are found. */
export const keysOf = (file: FileRow): string[] => foundUnder({ units: concernedUnits(file), ...(file.assigned !== undefined && { agent: file.assigned }) });

/** The key of what is found by everybody. */
export const everybody = '';

type Entry = Readonly<{ list: string; reach: string; sort: string }>;

/**
 * Where the rows of lists stand for who does not see the whole compartment: by the units their file concerns and by whom it is assigned to. It
 * follows from the rows and from the row of their file, so that a page costs by what a reader is shown, however many units there are beside theirs.
 */
export class ReachIndex {
  private readonly statements;

  constructor(db: Database.Database) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS reached (
        kind TEXT NOT NULL, id TEXT NOT NULL, list TEXT NOT NULL, reach TEXT NOT NULL, sort TEXT NOT NULL, PRIMARY KEY (kind, id, list, reach)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS reached_list ON reached (kind, list, reach, sort, id);
    `);
    this.statements = {
      entries: db.prepare<[string, string], Entry>('SELECT list, reach, sort FROM reached WHERE kind = ? AND id = ?'),
      put: db.prepare('INSERT INTO reached (kind, id, list, reach, sort) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id, list, reach) DO UPDATE SET sort = excluded.sort'),
      remove: db.prepare('DELETE FROM reached WHERE kind = ? AND id = ? AND list = ? AND reach = ?'),
      removeFile: db.prepare('DELETE FROM reached WHERE (kind, id) IN (SELECT kind, id FROM view_row INDEXED BY view_file WHERE file = ?)'),
      rows: db.prepare<[string], { kind: string; id: string }>('SELECT DISTINCT kind, id FROM view_row INDEXED BY view_file WHERE file = ?'),
      list: db.prepare<[string, string, string, string, string, number], ListPlace>(
        'SELECT sort, id FROM reached WHERE kind = ? AND list = ? AND reach = ? AND (sort, id) > (?, ?) ORDER BY sort, id LIMIT ?',
      ),
    };
  }

  /** Within a batch: the row stands in these lists, under these keys, and nowhere else. */
  place(kind: string, id: string, lists: readonly string[], sort: string, keys: readonly string[]): void {
    const before = this.statements.entries.all(kind, id);
    for (const { list, reach } of before) if (!lists.includes(list) || !keys.includes(reach)) this.statements.remove.run(kind, id, list, reach);
    for (const list of lists) {
      for (const reach of keys) {
        if (!before.some((one) => one.list === list && one.reach === reach && one.sort === sort)) this.statements.put.run(kind, id, list, reach, sort);
      }
    }
  }

  /** Within a batch: the rows of a file that stand here are found under these keys from now on, but for those that everybody finds. */
  move(file: string, keys: readonly string[]): void {
    for (const { kind, id } of this.statements.rows.all(file)) {
      const before = this.statements.entries.all(kind, id);
      if (before.length > 0 && before.every(({ reach }) => reach !== everybody)) this.place(kind, id, [...new Set(before.map(({ list }) => list))], before[0]!.sort, keys);
    }
  }

  /** Within a batch, before the rows of the file go. */
  dropFile(file: string): void {
    this.statements.removeFile.run(file);
  }

  /** The places in a list that stand under one of the keys, each once, in the order of the list; after a place, exclusive. */
  places(kind: string, list: string, keys: readonly string[], { sort, id }: ListPlace, limit: number): ListPlace[] {
    const places = new Map([everybody, ...keys].flatMap((key) => this.statements.list.all(kind, list, key, sort, id, limit).map((place) => [place.id, place] as const)));
    return [...places.values()].sort(inOrder).slice(0, limit);
  }
}

/** As SQLite compares text: by its bytes. */
const inOrder = (a: ListPlace, b: ListPlace): number => Buffer.compare(Buffer.from(a.sort), Buffer.from(b.sort)) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
