import type Database from 'better-sqlite3';
import type { Visible } from '../case-timeline/case-timeline';
import type { FileRow, FileType } from '../file-row';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { never, type ByReach, type ListPlace } from '../view';
import { everybody, keysOf, ReachIndex } from './reach-index';

export type NumberedEntry = Readonly<{ n: number; entry: Visible }>;
/** A row of a view, and where it stands. `reach`: who finds it, where its lists are paged by what reaches a reader. */
export type PlacedRow = Readonly<{ kind: string; id: string; file: string; lists: readonly string[]; sort: string; row: object; reach?: ByReach | undefined }>;

/** Where a row is kept that stands in no list: what comes next is folded onto it, and nobody reads it. */
const inNoList = '';

/** The file of one compartment: what it may see and nothing else. Lost, it is built again; so the disk is not waited for. */
export class CompartmentFile {
  private readonly db: Database.Database;
  private readonly statements;
  private readonly reached: ReachIndex;
  /** Rows of the batch at hand: a row that changes often is written once. */
  private readonly numbers = new Map<string, number>();
  private readonly changedFiles = new Map<string, FileRow>();
  private readonly changedRows = new Map<string, PlacedRow>();

  constructor(path: string) {
    this.db = openSqlite(path);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = OFF');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS timeline (
        file TEXT NOT NULL, n INTEGER NOT NULL, log_index INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (file, n)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS file_row (
        file TEXT PRIMARY KEY, type TEXT NOT NULL, changed_at TEXT NOT NULL, changed_index INTEGER NOT NULL, row TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS file_changed ON file_row (type, changed_at, file);
      CREATE INDEX IF NOT EXISTS file_feed ON file_row (changed_index, file);
      CREATE TABLE IF NOT EXISTS view_row (
        kind TEXT NOT NULL, id TEXT NOT NULL, list TEXT NOT NULL, sort TEXT NOT NULL, file TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (kind, id, list)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS view_list ON view_row (kind, list, sort, id);
      CREATE INDEX IF NOT EXISTS view_file ON view_row (file, kind);
    `);
    const { db } = this;
    this.reached = new ReachIndex(db);
    this.statements = {
      putProgress: db.prepare('INSERT INTO progress (one, position) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET position = excluded.position'),
      progress: db.prepare<[], string>('SELECT position FROM progress').pluck(),
      last: db.prepare<[string], number>('SELECT coalesce(max(n), 0) FROM timeline WHERE file = ?').pluck(),
      addEntry: db.prepare('INSERT INTO timeline (file, n, log_index, entry) VALUES (?, ?, ?, ?)'),
      entries: db.prepare<[string, number, number], { n: number; entry: string }>('SELECT n, entry FROM timeline WHERE file = ? AND n > ? ORDER BY n LIMIT ?'),
      texts: db.prepare<[string], string>('SELECT entry FROM timeline WHERE file = ? ORDER BY n').pluck(),
      dropEntries: db.prepare('DELETE FROM timeline WHERE file = ?'),
      file: db.prepare<[string], string>('SELECT row FROM file_row WHERE file = ?').pluck(),
      putFile: db.prepare(
        `INSERT INTO file_row (file, type, changed_at, changed_index, row) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (file) DO UPDATE SET changed_at = excluded.changed_at, changed_index = excluded.changed_index, row = excluded.row`,
      ),
      dropFile: db.prepare('DELETE FROM file_row WHERE file = ?'),
      files: db.prepare<[string, string, string, string, number], string>(
        'SELECT row FROM file_row WHERE type = ? AND (changed_at < ? OR (changed_at = ? AND file < ?)) ORDER BY changed_at DESC, file DESC LIMIT ?',
      ).pluck(),
      changes: db.prepare<[number, number, string, number], string>(
        'SELECT row FROM file_row WHERE changed_index > ? OR (changed_index = ? AND file > ?) ORDER BY changed_index, file LIMIT ?',
      ).pluck(),
      row: db.prepare<[string, string], string>('SELECT row FROM view_row WHERE kind = ? AND id = ? LIMIT 1').pluck(),
      rowFile: db.prepare<[string, string], { file: string; row: string }>(`SELECT file, row FROM view_row WHERE kind = ? AND id = ? AND list <> '${inNoList}' LIMIT 1`),
      lists: db.prepare<[string, string], { list: string; file: string }>('SELECT list, file FROM view_row WHERE kind = ? AND id = ?'),
      putRow: db.prepare(
        `INSERT INTO view_row (kind, id, list, sort, file, row) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, id, list) DO UPDATE SET sort = excluded.sort, row = excluded.row`,
      ),
      unlist: db.prepare('DELETE FROM view_row WHERE kind = ? AND id = ? AND list = ?'),
      dropRows: db.prepare('DELETE FROM view_row WHERE file = ?'),
      listed: db.prepare<[string, string, string], { file: string; row: string }>('SELECT file, row FROM view_row WHERE kind = ? AND id = ? AND list = ?'),
      list: db.prepare<[string, string, string, string, string, number], { id: string; sort: string; file: string; row: string }>(
        'SELECT id, sort, file, row FROM view_row WHERE kind = ? AND list = ? AND (sort > ? OR (sort = ? AND id > ?)) ORDER BY sort, id LIMIT ?',
      ),
      // The planner would go through every row of the kind, for the order that its key gives; named, the index of files is used, or preparing fails.
      idsOfFile: db.prepare<[string, string], { id: string; row: string }>('SELECT id, row FROM view_row INDEXED BY view_file WHERE file = ? AND kind = ? GROUP BY id ORDER BY id'),
      ofFile: db.prepare<[string, string], string>('SELECT row FROM view_row INDEXED BY view_file WHERE file = ? AND kind = ? GROUP BY id ORDER BY sort, id').pluck(),
    };
  }

  /** One batch and its checkpoint, together or not at all. */
  write(position: bigint, changes: () => void): void {
    try {
      this.db.transaction(() => {
        changes();
        const moved = this.moved();
        for (const row of this.changedFiles.values()) this.statements.putFile.run(row.file, row.type, row.changedAt, row.changedIndex, JSON.stringify(row));
        for (const row of this.changedRows.values()) this.writeRow(row);
        for (const row of moved) this.reached.move(row.file, keysOf(row));
        this.statements.putProgress.run(String(position));
      })();
    } finally {
      this.numbers.clear();
      this.changedFiles.clear();
      this.changedRows.clear();
    }
  }

  position(): bigint {
    return BigInt(this.statements.progress.get() ?? '0');
  }

  /** Numbers the entry in its file: 1, 2, … over what this compartment sees, so that no gap tells of what it does not. */
  addEntry(file: string, entry: Visible): void {
    const n = (this.numbers.get(file) ?? this.statements.last.get(file) ?? 0) + 1;
    this.numbers.set(file, n);
    this.statements.addEntry.run(file, n, entry.index, JSON.stringify(entry));
  }

  entries(file: string, after = 0, limit = 100_000): NumberedEntry[] {
    return this.statements.entries.all(file, after, limit).map(({ n, entry }) => ({ n, entry: JSON.parse(entry) as Visible }));
  }

  file(id: string): FileRow | undefined {
    return this.changedFiles.get(id) ?? parsed<FileRow>(this.statements.file.get(id));
  }

  /** Within a batch. */
  putFile(row: FileRow): void {
    this.changedFiles.set(row.file, row);
  }

  /** The newest changed first; after a row, exclusive. */
  files(type: FileType, after: Readonly<{ changedAt: string; file: string }> | undefined, limit: number): FileRow[] {
    const { changedAt, file } = after ?? { changedAt: never, file: '' };
    return this.statements.files.all(type, changedAt, changedAt, file, limit).map((row) => JSON.parse(row) as FileRow);
  }

  /** Files in the order in which they changed last; after a row, exclusive. */
  changes(after: Readonly<{ index: number; file: string }>, limit: number): FileRow[] {
    return this.statements.changes.all(after.index, after.index, after.file, limit).map((row) => JSON.parse(row) as FileRow);
  }

  /** A row of a view. The view says of what type it is. */
  row(kind: string, id: string): object | undefined {
    return this.changedRows.get(`${kind} ${id}`)?.row ?? parsed<object>(this.statements.row.get(kind, id));
  }

  /** A row that stands in a list, with the file it belongs to: what may be read of it is decided by the file. */
  rowAndFile<Row>(kind: string, id: string): Readonly<{ file: string; row: Row }> | undefined {
    const found = this.statements.rowFile.get(kind, id);
    return found && { file: found.file, row: JSON.parse(found.row) as Row };
  }

  rowsOf<Row>(file: string, kind: string): Row[] {
    return this.statements.ofFile.all(file, kind).map((row) => JSON.parse(row) as Row);
  }

  /** The rows of a kind in a file, those of the batch at hand included, in the order of their ids. */
  rowsById(file: string, kind: string): Map<string, object> {
    const rows = new Map<string, object>(this.statements.idsOfFile.all(file, kind).map(({ id, row }) => [id, JSON.parse(row) as object]));
    for (const changed of this.changedRows.values()) if (changed.file === file && changed.kind === kind) rows.set(changed.id, changed.row);
    return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Within a batch. */
  putRow(row: PlacedRow): void {
    this.changedRows.set(`${row.kind} ${row.id}`, row);
  }

  private writeRow({ kind, id, file, sort, row, reach, ...placed }: PlacedRow): void {
    const lists = placed.lists.length > 0 ? placed.lists : [inNoList];
    const before = this.statements.lists.all(kind, id);
    for (const { list } of before) if (!lists.includes(list)) this.statements.unlist.run(kind, id, list);
    const text = JSON.stringify(row);
    for (const list of lists) this.statements.putRow.run(kind, id, list, sort, file, text);
    const stood = before.some(({ list }) => list !== inNoList);
    if (reach === undefined || (!stood && placed.lists.length === 0)) return;
    const gated = reach === 'FILE' ? this.file(before[0]?.file ?? file) : undefined; // a row stays with the file it was first put into
    this.reached.place(kind, id, placed.lists, sort, gated ? keysOf(gated) : [everybody]);
  }

  /** Files of the batch whose rows are found under other keys than before. */
  private moved(): FileRow[] {
    return [...this.changedFiles.values()].filter((row) => {
      const before = parsed<FileRow>(this.statements.file.get(row.file));
      return before !== undefined && keysOf(before).join() !== keysOf(row).join();
    });
  }

  /**
   * A list in its order; after a place, exclusive.
   * @param keys of a view whose rows are placed by reach: only those found under one of these.
   */
  list<Row>(kind: string, list: string, after: ListPlace | undefined, limit: number, keys: readonly string[] | 'COMPARTMENT' = 'COMPARTMENT'): (ListPlace & Readonly<{ file: string; row: Row }>)[] {
    const { sort, id } = after ?? { sort: '', id: '' };
    if (keys !== 'COMPARTMENT') {
      return this.reached.places(kind, list, keys, { sort, id }, limit).map((place) => {
        const { file, row } = this.statements.listed.get(kind, place.id, list)!;
        return { ...place, file, row: JSON.parse(row) as Row };
      });
    }
    return this.statements.list.all(kind, list, sort, sort, id, limit).map(({ row, ...place }) => ({ ...place, row: JSON.parse(row) as Row }));
  }

  /**
   * Before a file is projected anew: keeps its rows when its entries begin as they did, else forgets them.
   * @returns how many of the new entries are there already.
   */
  keepBeginning(file: string, entries: readonly Visible[]): number {
    const before = this.statements.texts.all(file);
    if (before.length <= entries.length && before.every((text, i) => text === JSON.stringify(entries[i]))) return before.length;
    this.dropFile(file);
    return 0;
  }

  /** Its basis changed at this place in the log: whoever follows the changes reads it again. */
  touch(file: string, index: number): void {
    const row = this.file(file);
    if (row && row.changedIndex < index) this.putFile({ ...row, changedIndex: index });
  }

  private dropFile(file: string): void {
    this.statements.dropEntries.run(file);
    this.statements.dropFile.run(file);
    this.reached.dropFile(file);
    this.statements.dropRows.run(file);
    this.numbers.delete(file);
    this.changedFiles.delete(file);
    for (const [key, row] of this.changedRows) if (row.file === file) this.changedRows.delete(key);
  }

  /** Every row, for the comparison of two builds. */
  dump(): Readonly<Record<string, readonly unknown[]>> {
    const all = (table: string, order: string): unknown[] => this.db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all();
    return { timeline: all('timeline', 'file, n'), files: all('file_row', 'file'), rows: all('view_row', 'kind, id, list'), reached: all('reached', 'kind, id, list, reach') };
  }

  close(): void {
    this.db.close();
  }
}

const parsed = <Row>(text: string | undefined): Row | undefined => (text === undefined ? undefined : (JSON.parse(text) as Row));
