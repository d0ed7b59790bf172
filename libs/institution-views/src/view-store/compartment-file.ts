import type Database from 'better-sqlite3';
import type { CaseRow } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';
import type { ReferralRow } from '../referral-inbox/referral-inbox';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

export type NumberedEntry = Readonly<{ n: number; entry: Visible }>;
export type Direction = 'IN' | 'OUT';

/** The file of one compartment: what it may see and nothing else. Lost, it is built again; so the disk is not waited for. */
export class CompartmentFile {
  private readonly db: Database.Database;
  private readonly statements;
  /** Rows of the batch at hand: a row that changes often is written once. */
  private readonly numbers = new Map<string, number>();
  private readonly changedCases = new Map<string, CaseRow>();
  private readonly changedReferrals = new Map<string, Readonly<{ row: ReferralRow; directions: readonly Direction[] }>>();

  constructor(path: string) {
    this.db = openSqlite(path);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = OFF');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS timeline (
        case_id TEXT NOT NULL, n INTEGER NOT NULL, log_index INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (case_id, n)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS case_row (case_id TEXT PRIMARY KEY, changed_at TEXT NOT NULL, row TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS case_changed ON case_row (changed_at, case_id);
      CREATE TABLE IF NOT EXISTS referral_row (
        referral TEXT PRIMARY KEY, case_id TEXT NOT NULL, incoming INTEGER NOT NULL, outgoing INTEGER NOT NULL,
        status TEXT NOT NULL, due_at TEXT NOT NULL, row TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS referral_case ON referral_row (case_id);
      CREATE INDEX IF NOT EXISTS referral_in ON referral_row (incoming, due_at, referral);
      CREATE INDEX IF NOT EXISTS referral_out ON referral_row (outgoing, due_at, referral);
    `);
    const { db } = this;
    this.statements = {
      putProgress: db.prepare('INSERT INTO progress (one, position) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET position = excluded.position'),
      progress: db.prepare<[], string>('SELECT position FROM progress').pluck(),
      last: db.prepare<[string], number>('SELECT coalesce(max(n), 0) FROM timeline WHERE case_id = ?').pluck(),
      addEntry: db.prepare('INSERT INTO timeline (case_id, n, log_index, entry) VALUES (?, ?, ?, ?)'),
      entries: db.prepare<[string, number, number], { n: number; entry: string }>('SELECT n, entry FROM timeline WHERE case_id = ? AND n > ? ORDER BY n LIMIT ?'),
      texts: db.prepare<[string], string>('SELECT entry FROM timeline WHERE case_id = ? ORDER BY n').pluck(),
      dropEntries: db.prepare('DELETE FROM timeline WHERE case_id = ?'),
      case: db.prepare<[string], string>('SELECT row FROM case_row WHERE case_id = ?').pluck(),
      putCase: db.prepare('INSERT INTO case_row (case_id, changed_at, row) VALUES (?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET changed_at = excluded.changed_at, row = excluded.row'),
      dropCase: db.prepare('DELETE FROM case_row WHERE case_id = ?'),
      cases: db.prepare<[string, string, string, number], string>(
        'SELECT row FROM case_row WHERE changed_at < ? OR (changed_at = ? AND case_id < ?) ORDER BY changed_at DESC, case_id DESC LIMIT ?',
      ).pluck(),
      referral: db.prepare<[string], string>('SELECT row FROM referral_row WHERE referral = ?').pluck(),
      ofCase: db.prepare<[string], string>('SELECT row FROM referral_row WHERE case_id = ? ORDER BY referral').pluck(),
      putReferral: db.prepare(
        `INSERT INTO referral_row (referral, case_id, incoming, outgoing, status, due_at, row) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (referral) DO UPDATE SET incoming = excluded.incoming, outgoing = excluded.outgoing, status = excluded.status, due_at = excluded.due_at, row = excluded.row`,
      ),
      dropReferrals: db.prepare('DELETE FROM referral_row WHERE case_id = ?'),
      inbox: db.prepare<[string, string, string, number], string>(
        'SELECT row FROM referral_row WHERE incoming = 1 AND (due_at > ? OR (due_at = ? AND referral > ?)) ORDER BY due_at, referral LIMIT ?',
      ).pluck(),
      outbox: db.prepare<[string, string, string, number], string>(
        'SELECT row FROM referral_row WHERE outgoing = 1 AND (due_at > ? OR (due_at = ? AND referral > ?)) ORDER BY due_at, referral LIMIT ?',
      ).pluck(),
    };
  }

  /** One batch and its checkpoint, together or not at all. */
  write(position: bigint, changes: () => void): void {
    try {
      this.db.transaction(() => {
        changes();
        for (const row of this.changedCases.values()) this.statements.putCase.run(row.case, row.changedAt, JSON.stringify(row));
        for (const { row, directions } of this.changedReferrals.values()) this.writeReferral(row, directions);
        this.statements.putProgress.run(String(position));
      })();
    } finally {
      this.numbers.clear();
      this.changedCases.clear();
      this.changedReferrals.clear();
    }
  }

  position(): bigint {
    return BigInt(this.statements.progress.get() ?? '0');
  }

  /** Numbers the entry in its case: 1, 2, … over what this compartment sees, so that no gap tells of what it does not. */
  addEntry(caseId: string, entry: Visible): void {
    const n = (this.numbers.get(caseId) ?? this.statements.last.get(caseId) ?? 0) + 1;
    this.numbers.set(caseId, n);
    this.statements.addEntry.run(caseId, n, entry.index, JSON.stringify(entry));
  }

  entries(caseId: string, after = 0, limit = 100_000): NumberedEntry[] {
    return this.statements.entries.all(caseId, after, limit).map(({ n, entry }) => ({ n, entry: JSON.parse(entry) as Visible }));
  }

  case(caseId: string): CaseRow | undefined {
    return this.changedCases.get(caseId) ?? parsed<CaseRow>(this.statements.case.get(caseId));
  }

  /** Within a batch. */
  putCase(row: CaseRow): void {
    this.changedCases.set(row.case, row);
  }

  /** The newest changed first; after a row, exclusive. */
  cases(after: Readonly<{ changedAt: string; case: string }> | undefined, limit: number): CaseRow[] {
    const { changedAt, case: id } = after ?? { changedAt: '9999', case: '' };
    return this.statements.cases.all(changedAt, changedAt, id, limit).map((row) => JSON.parse(row) as CaseRow);
  }

  referral(id: string): ReferralRow | undefined {
    return this.changedReferrals.get(id)?.row ?? parsed<ReferralRow>(this.statements.referral.get(id));
  }

  referralsOf(caseId: string): ReferralRow[] {
    return this.statements.ofCase.all(caseId).map((row) => JSON.parse(row) as ReferralRow);
  }

  /** Within a batch. */
  putReferral(row: ReferralRow, directions: readonly Direction[]): void {
    this.changedReferrals.set(row.referral, { row, directions });
  }

  private writeReferral(row: ReferralRow, directions: readonly Direction[]): void {
    // What is due next stands first; what nothing is due of, last.
    const due = row.dueAt ?? '9999';
    this.statements.putReferral.run(row.referral, row.case, Number(directions.includes('IN')), Number(directions.includes('OUT')), row.status, due, JSON.stringify(row));
  }

  /** Earliest due first; after a row, exclusive. */
  referrals(direction: Direction, after: Readonly<{ dueAt: string; referral: string }> | undefined, limit: number): ReferralRow[] {
    const { dueAt, referral } = after ?? { dueAt: '', referral: '' };
    const statement = direction === 'IN' ? this.statements.inbox : this.statements.outbox;
    return statement.all(dueAt, dueAt, referral, limit).map((row) => JSON.parse(row) as ReferralRow);
  }

  /**
   * Before a case is projected anew: keeps its rows when its entries begin as they did, else forgets them.
   * @returns how many of the new entries are there already.
   */
  keepBeginning(caseId: string, entries: readonly Visible[]): number {
    const before = this.statements.texts.all(caseId);
    if (before.length <= entries.length && before.every((text, i) => text === JSON.stringify(entries[i]))) return before.length;
    this.dropCase(caseId);
    return 0;
  }

  private dropCase(caseId: string): void {
    this.statements.dropEntries.run(caseId);
    this.statements.dropCase.run(caseId);
    this.statements.dropReferrals.run(caseId);
    this.numbers.delete(caseId);
    this.changedCases.delete(caseId);
    for (const [id, { row }] of this.changedReferrals) if (row.case === caseId) this.changedReferrals.delete(id);
  }

  /** Every row, for the comparison of two builds. */
  dump(): Readonly<Record<string, readonly unknown[]>> {
    const all = (table: string, order: string): unknown[] => this.db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all();
    return { timeline: all('timeline', 'case_id, n'), cases: all('case_row', 'case_id'), referrals: all('referral_row', 'referral') };
  }

  close(): void {
    this.db.close();
  }
}

const parsed = <Row>(text: string | undefined): Row | undefined => (text === undefined ? undefined : (JSON.parse(text) as Row));
