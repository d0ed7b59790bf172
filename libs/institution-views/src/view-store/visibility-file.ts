import type Database from 'better-sqlite3';
import { exclusionLists, type ExclusionRow } from '../exclusions/exclusions';
import type { StewardKind, StewardRow } from '../steward-list';
import { emptyCase, type CaseMemory } from '../visibility/case-memory';
import { emptyDirectory, type DirectoryMemory } from '../visibility/directory-memory';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

export type EventPlace = Readonly<{ index: number; stream: string; seq: number }>;
/** A file (case, investigation, contact) that a compartment must still take in, and the index of what changed its basis last. */
export type Dirty = Readonly<{ compartment: string; file: string; index: number }>;

const mostCases = 5_000;
/** Grows with every change of what views hold: rows of another form are not read but built again. */
const formOfViews = 9;

/** What visibility remembers, and the directory that everybody reads. The API never opens it for a caller; it answers questions about it. */
export class VisibilityFile {
  private readonly db: Database.Database;
  private readonly statements;
  private readonly cases = new Map<string, CaseMemory>();
  /** Of the batch at hand, not yet written. */
  private readonly pendingExclusions = new Map<string, readonly string[]>();
  private readonly pendingBetween: { pair: readonly [string, string]; file: string }[] = [];
  readonly directory: DirectoryMemory = emptyDirectory();

  constructor(path: string) {
    this.db = openSqlite(path);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = OFF');
    checkForm(this.db);
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, log_index INTEGER NOT NULL, epoch TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS known (kind TEXT NOT NULL, code TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, code)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS case_memory (case_id TEXT PRIMARY KEY, memory TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS file_event (
        file TEXT NOT NULL, log_index INTEGER NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (file, log_index)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS dirty (compartment TEXT NOT NULL, file TEXT NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY (compartment, file)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS directory_row (kind TEXT NOT NULL, code TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (kind, code)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS exclusion (id TEXT PRIMARY KEY, cases TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS file_between (one TEXT NOT NULL, other TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (one, other, file)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS exclusion_row (id TEXT PRIMARY KEY, row TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS exclusion_list (list TEXT NOT NULL, placed INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (list, placed, id)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS steward_row (
        kind TEXT NOT NULL, id TEXT NOT NULL, placed INTEGER NOT NULL, status TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS steward_placed ON steward_row (kind, placed);
      CREATE INDEX IF NOT EXISTS steward_status ON steward_row (kind, status, placed);
      CREATE TABLE IF NOT EXISTS log_time (log_index INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL) STRICT;
    `);
    const { db } = this;
    this.statements = {
      progress: db.prepare<[], { position: string; log_index: number; epoch: string }>('SELECT position, log_index, epoch FROM progress'),
      putProgress: db.prepare(
        'INSERT INTO progress (one, position, log_index, epoch) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET position = excluded.position, log_index = excluded.log_index',
      ),
      known: db.prepare<[], { kind: string; code: string; value: string }>('SELECT kind, code, value FROM known'),
      putKnown: db.prepare('INSERT INTO known (kind, code, value) VALUES (?, ?, ?) ON CONFLICT (kind, code) DO UPDATE SET value = excluded.value'),
      memory: db.prepare<[string], string>('SELECT memory FROM case_memory WHERE case_id = ?').pluck(),
      putMemory: db.prepare('INSERT INTO case_memory (case_id, memory) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET memory = excluded.memory'),
      addEvent: db.prepare('INSERT INTO file_event (file, log_index, stream, seq) VALUES (?, ?, ?, ?)'),
      events: db.prepare<[string], { log_index: number; stream: string; seq: number }>('SELECT log_index, stream, seq FROM file_event WHERE file = ? ORDER BY log_index'),
      addDirty: db.prepare('INSERT OR REPLACE INTO dirty (compartment, file, log_index) VALUES (?, ?, ?)'),
      dirty: db.prepare<[], { compartment: string; file: string; log_index: number }>('SELECT compartment, file, log_index FROM dirty'),
      clearDirty: db.prepare('DELETE FROM dirty'),
      row: db.prepare<[string, string], string>('SELECT row FROM directory_row WHERE kind = ? AND code = ?').pluck(),
      rows: db.prepare<[string, string, string], string>('SELECT row FROM directory_row WHERE kind = ? AND code >= ? AND code < ? ORDER BY code').pluck(),
      putRow: db.prepare('INSERT INTO directory_row (kind, code, row) VALUES (?, ?, ?) ON CONFLICT (kind, code) DO UPDATE SET row = excluded.row'),
      dropRow: db.prepare('DELETE FROM directory_row WHERE kind = ? AND code = ?'),
      exclusion: db.prepare<[string], string>('SELECT cases FROM exclusion WHERE id = ?').pluck(),
      putExclusion: db.prepare('INSERT INTO exclusion (id, cases) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET cases = excluded.cases'),
      addBetween: db.prepare('INSERT OR IGNORE INTO file_between (one, other, file) VALUES (?, ?, ?)'),
      between: db.prepare<[string, string], string>('SELECT file FROM file_between WHERE one = ? AND other = ?').pluck(),
      exclusionRow: db.prepare<[string], string>('SELECT row FROM exclusion_row WHERE id = ?').pluck(),
      putExclusionRow: db.prepare('INSERT INTO exclusion_row (id, row) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row'),
      listExclusion: db.prepare('INSERT OR IGNORE INTO exclusion_list (list, placed, id) VALUES (?, ?, ?)'),
      exclusionsOf: db.prepare<[string, number, number], string>(
        'SELECT row FROM exclusion_list JOIN exclusion_row USING (id) WHERE list = ? AND placed > ? ORDER BY placed LIMIT ?',
      ).pluck(),
      stewardRow: db.prepare<[string, string], string>('SELECT row FROM steward_row WHERE kind = ? AND id = ?').pluck(),
      putStewardRow: db.prepare('INSERT INTO steward_row (kind, id, placed, status, row) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET status = excluded.status, row = excluded.row'),
      stewardRows: db.prepare<[string, number, number], string>('SELECT row FROM steward_row WHERE kind = ? AND placed > ? ORDER BY placed, id LIMIT ?').pluck(),
      stewardRowsOf: db.prepare<[string, string, number, number], string>('SELECT row FROM steward_row WHERE kind = ? AND status = ? AND placed > ? ORDER BY placed, id LIMIT ?').pluck(),
      timeAt: db.prepare<[number], string>('SELECT recorded_at FROM log_time WHERE log_index = ?').pluck(),
      addTime: db.prepare('INSERT OR IGNORE INTO log_time (log_index, recorded_at) VALUES (?, ?)'),
      indexAt: db.prepare<[string], number>('SELECT coalesce(max(log_index), -1) FROM log_time WHERE recorded_at <= ?').pluck(),
    };
    for (const { kind, code, value } of this.statements.known.all()) this.restore(kind, code, value);
  }

  /** How far the store was taken in, and the index of the next event of the protocol log. */
  progress(): Readonly<{ position: bigint; next: number; epoch: string }> {
    const row = this.statements.progress.get();
    return { position: BigInt(row?.position ?? '0'), next: row?.log_index ?? 0, epoch: row?.epoch ?? '' };
  }

  /** One batch of memory, together or not at all, with what the files must still take in. */
  write(progress: Readonly<{ position: bigint; next: number; epoch: string }>, dirty: readonly Dirty[], changes: () => void): void {
    this.db.transaction(() => {
      changes();
      for (const [id, cases] of this.pendingExclusions) this.statements.putExclusion.run(id, JSON.stringify(cases));
      for (const { pair, file } of this.pendingBetween) this.statements.addBetween.run(...pair, file);
      for (const { compartment, file, index } of dirty) this.statements.addDirty.run(compartment, file, index);
      this.statements.putProgress.run(String(progress.position), progress.next, progress.epoch);
    })();
    this.pendingExclusions.clear();
    this.pendingBetween.length = 0;
  }

  dirty(): Dirty[] {
    return this.statements.dirty.all().map(({ compartment, file, log_index }) => ({ compartment, file, index: log_index }));
  }

  clean(): void {
    this.statements.clearDirty.run();
  }

  case(id: string): CaseMemory {
    const known = this.cases.get(id);
    const text = known ? undefined : this.statements.memory.get(id);
    const memory = known ?? { ...emptyCase(), ...(text === undefined ? {} : (JSON.parse(text) as Partial<CaseMemory>)) };
    this.cases.delete(id);
    this.cases.set(id, memory);
    if (this.cases.size > mostCases) this.cases.delete(this.cases.keys().next().value as string);
    return memory;
  }

  putCase(id: string, memory: CaseMemory): void {
    this.statements.putMemory.run(id, JSON.stringify(memory));
  }

  addEvent(file: string, { index, stream, seq }: EventPlace): void {
    this.statements.addEvent.run(file, index, stream, seq);
  }

  /** Where a file's events stand, in the order of the log. */
  events(file: string): EventPlace[] {
    return this.statements.events.all(file).map(({ log_index, stream, seq }) => ({ index: log_index, stream, seq }));
  }

  addTime(index: number, recordedAt: string): void {
    this.statements.addTime.run(index, recordedAt);
  }

  /** Index of the last event recorded at or before a time; -1 for none. */
  indexAt(time: string): number {
    return this.statements.indexAt.get(time) ?? -1;
  }

  /** When the event at an index was recorded; undefined for one that is not there. */
  timeAt(index: number): string | undefined {
    return this.statements.timeAt.get(index);
  }

  exclusion = (id: string): ExclusionRow | undefined => parsed<ExclusionRow>(this.statements.exclusionRow.get(id));

  putExclusion(row: ExclusionRow): number {
    for (const list of exclusionLists(row)) this.statements.listExclusion.run(list, row.placed, row.exclusion);
    return this.statements.putExclusionRow.run(row.exclusion, JSON.stringify(row)).changes;
  }

  /** A list of exclusions, the first placed first; after an index of the log, exclusive. */
  exclusions(list: string, after: number, limit: number): ExclusionRow[] {
    return this.statements.exclusionsOf.all(list, after, limit).map((row) => JSON.parse(row) as ExclusionRow);
  }

  stewardRow<Row extends StewardRow>(kind: StewardKind, id: string): Row | undefined {
    return parsed<Row>(this.statements.stewardRow.get(kind, id));
  }

  /** Within a batch. @returns how many rows changed. */
  putStewardRow(kind: StewardKind, row: StewardRow): number {
    return this.statements.putStewardRow.run(kind, row.id, row.placed, row.status, JSON.stringify(row)).changes;
  }

  /** Rows of a status, or all, the first begun first; after an index of the log, exclusive. */
  stewardRows<Row extends StewardRow>(kind: StewardKind, status: string | undefined, after: number, limit: number): Row[] {
    const rows = status === undefined ? this.statements.stewardRows.all(kind, after, limit) : this.statements.stewardRowsOf.all(kind, status, after, limit);
    return rows.map((row) => JSON.parse(row) as Row);
  }

  /** The cases an exclusion names: its lifting does not repeat them. */
  keepExclusion(id: string, cases: readonly string[]): void {
    this.pendingExclusions.set(id, cases);
  }

  exclusionCases(id: string): readonly string[] {
    const text = this.statements.exclusion.get(id);
    return this.pendingExclusions.get(id) ?? (text === undefined ? [] : (JSON.parse(text) as string[]));
  }

  /** Something passes between two institutions in this file. */
  keepBetween(pair: readonly [string, string], file: string): void {
    this.pendingBetween.push({ pair, file });
  }

  /** Files in which something passes between any two of these institutions. */
  filesBetween(institutions: readonly string[]): string[] {
    const named = new Set(institutions);
    const pending = this.pendingBetween.flatMap(({ pair, file }) => (pair.every((one) => named.has(one)) ? [file] : []));
    const kept = [...named].flatMap((one) => [...named].flatMap((other) => (one < other ? this.statements.between.all(one, other) : [])));
    return [...new Set([...kept, ...pending])].sort();
  }

  /** Keeps what the directory memory just learnt of this code. */
  keepKnown(kind: 'unit' | 'compartment' | 'code' | 'institution' | 'agreement' | 'agent', code: string): void {
    const { units, compartments, codes, institutions, agreements, agents } = this.directory;
    const known = { unit: units, code: codes, institution: institutions, agreement: agreements, agent: agents };
    const value = kind === 'compartment' ? [...(compartments.get(code) ?? [])] : known[kind].get(code);
    this.statements.putKnown.run(kind, code, JSON.stringify(value ?? null));
  }

  /** A row of the directory. The view of its kind says of what type it is. */
  row<Row>(kind: string, code: string): Row | undefined {
    return parsed<Row>(this.statements.row.get(kind, code));
  }

  /** Rows of a kind whose code begins so, in the order of codes. */
  rows<Row>(kind: string, beginning = ''): Row[] {
    return this.statements.rows.all(kind, beginning, `${beginning}\u{10ffff}`).map((row) => JSON.parse(row) as Row);
  }

  /** Within a batch. @returns how many rows changed. */
  putRow(kind: string, code: string, row: object): number {
    return this.statements.putRow.run(kind, code, JSON.stringify(row)).changes;
  }

  /** Within a batch. @returns how many rows changed. */
  dropRow(kind: string, code: string): number {
    return this.statements.dropRow.run(kind, code).changes;
  }

  dump(): Readonly<Record<string, readonly unknown[]>> {
    const all = (table: string, order: string): unknown[] => this.db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all();
    return {
      known: all('known', 'kind, code'),
      memory: all('case_memory', 'case_id'),
      events: all('file_event', 'file, log_index'),
      between: all('file_between', 'one, other, file'),
      directory: all('directory_row', 'kind, code'),
      exclusions: all('exclusion_row', 'id'),
      stewards: all('steward_row', 'kind, id'),
      exclusionLists: all('exclusion_list', 'list, placed, id'),
    };
  }

  close(): void {
    this.db.close();
  }

  private restore(kind: string, code: string, value: string): void {
    const known = JSON.parse(value) as never;
    if (kind === 'unit') this.directory.units.set(code, known);
    if (kind === 'institution') this.directory.institutions.set(code, known);
    if (kind === 'compartment') this.directory.compartments.set(code, new Set(known as string[]));
    if (kind === 'code') this.directory.codes.set(code, known);
    if (kind === 'agreement') this.directory.agreements.set(code, known);
    if (kind === 'agent') this.directory.agents.set(code, known);
  }
}

/** @throws with what to do, when the views were built by another version of the program. */
function checkForm(db: Database.Database): void {
  const isNew = db.prepare<[], number>("SELECT count(*) FROM sqlite_master WHERE type = 'table'").pluck().get() === 0;
  if (isNew) db.pragma(`user_version = ${formOfViews}`);
  const form = Number(db.pragma('user_version', { simple: true }));
  if (form !== formOfViews) throw new Error(`these views have form ${form}, this program reads ${formOfViews}: amparo rebuild-views builds them again`);
}

const parsed = <Row>(text: string | undefined): Row | undefined => (text === undefined ? undefined : (JSON.parse(text) as Row));
