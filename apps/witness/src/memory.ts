import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { Frontier, type StreamHead } from '@amparo/evidence';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { CannotWitness } from './configuration';

export const witnessRoles = ['plain', 'auditing'] as const;
export type Role = (typeof witnessRoles)[number];

/** Whose memory it is. One key, one use: a witness never changes its role. */
export type Identity = Readonly<{ name: string; role: Role; vkey: string }>;

/** The latest checkpoint that was cosigned for a log: `note` has the log's signature and the witness's. */
export type Cosigned = Readonly<{ size: number; root: Uint8Array; note: string }>;

/** A stream as the replay knows it after one of its events, which has log index `idx`. */
export type ReplayedHead = StreamHead & Readonly<{ idx: number; recordedAt: string }>;

type HeadRow = { stream: string; idx: number; seq: number; head: Buffer; case_id: string | null; investigation: string | null; recorded_at: string };
type ReplayRow = { size: number; edge: Buffer };

const split = (edge: Buffer): Uint8Array[] => Array.from({ length: edge.length / 32 }, (_, i) => edge.subarray(i * 32, i * 32 + 32));
const headOf = ({ stream, idx, seq, head, case_id, investigation, recorded_at }: HeadRow): ReplayedHead => ({
  stream,
  idx,
  seq,
  head,
  recordedAt: recorded_at,
  ...(case_id !== null && { case: case_id }),
  ...(investigation !== null && { investigation }),
});

/** What a witness must never forget, and how far an auditing one has read. What was written is durable (`synchronous = FULL`). */
export class WitnessMemory {
  private constructor(
    private readonly db: Database.Database,
    readonly identity: Identity,
  ) {}

  /** Makes the memory of a new witness. @throws CannotWitness when there is one. */
  static create(folder: string, { name, role, vkey }: Identity): void {
    const path = join(folder, 'witness.sqlite');
    if (existsSync(path)) throw new CannotWitness(`${path} is there already: a witness keeps its memory; name another place`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const db = openSqlite(path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(`
      CREATE TABLE witness (name TEXT NOT NULL, role TEXT NOT NULL, vkey TEXT NOT NULL) STRICT;
      CREATE TABLE cosigned (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
      CREATE TABLE replay (origin TEXT NOT NULL, upto TEXT NOT NULL, size INTEGER NOT NULL, edge BLOB NOT NULL, PRIMARY KEY (origin, upto)) STRICT;
      CREATE TABLE head (origin TEXT NOT NULL, stream TEXT NOT NULL, idx INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
        case_id TEXT, investigation TEXT, recorded_at TEXT NOT NULL, PRIMARY KEY (origin, stream, idx)) STRICT, WITHOUT ROWID;
      CREATE INDEX head_idx ON head (origin, idx);
    `);
    db.prepare('INSERT INTO witness VALUES (?, ?, ?)').run(name, role, vkey);
    db.close();
  }

  /** @throws CannotWitness when it is gone, or another process has it. */
  static open(folder: string): WitnessMemory {
    const path = join(folder, 'witness.sqlite');
    if (!existsSync(path)) {
      throw new CannotWitness(`${path} is not there. A new witness is made with init; one that lost its memory can be shown another history: it needs a new key, and the policies that name the old one another line`);
    }
    const db = openSqlite(path);
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec('BEGIN IMMEDIATE; COMMIT');
      const identity = db.prepare<[], Identity>('SELECT name, role, vkey FROM witness').get();
      if (!identity) throw new Error('no identity');
      return new WitnessMemory(db, identity);
    } catch (error) {
      db.close();
      throw new CannotWitness(`${path} cannot be used (${(error as Error).message}): another process has it, or it is damaged`, { cause: error });
    }
  }

  cosigned(origin: string): Cosigned | undefined {
    return this.db.prepare<[string], Cosigned>('SELECT size, root, note FROM cosigned WHERE origin = ?').get(origin);
  }

  /** Remembers a checkpoint, with the replay's state at its size, in one durable step. `decide` sees what is remembered and may refuse. */
  cosign<Refused>(origin: string, decide: (latest: Cosigned | undefined) => Cosigned | Refused, replayed?: Frontier): Cosigned | Refused {
    return this.db
      .transaction(() => {
        const next = decide(this.cosigned(origin));
        if (!isCosigned(next)) return next;
        this.db.prepare('INSERT INTO cosigned VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note').run(origin, next.size, next.root, next.note);
        if (replayed) {
          this.keep(origin, 'cosigned', replayed);
          // Of every stream only its state at the cosigned size is needed further on.
          this.db.prepare('DELETE FROM head WHERE origin = @origin AND EXISTS (SELECT 1 FROM head later WHERE later.origin = @origin AND later.stream = head.stream AND later.idx > head.idx AND later.idx < @size)').run({ origin, size: next.size });
        }
        return next;
      })
      .immediate();
  }

  /** How far the leaves of a log were read: to the cosigned size, or further on the way to the next. */
  replayed(origin: string, upto: 'cosigned' | 'read'): Frontier {
    const row = this.db.prepare<[string, string], ReplayRow>('SELECT size, edge FROM replay WHERE origin = ? AND upto = ?').get(origin, upto);
    return row ? new Frontier(row.size, split(row.edge)) : new Frontier();
  }

  /** What was read further, durably in one step. */
  read(origin: string, edge: Frontier, heads: readonly ReplayedHead[]): void {
    const insert = this.db.prepare('INSERT INTO head VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.db.transaction(() => {
      for (const one of heads) insert.run(origin, one.stream, one.idx, one.seq, one.head, one.case ?? null, one.investigation ?? null, one.recordedAt);
      this.keep(origin, 'read', edge);
    })();
  }

  /** Forgets what was read beyond the cosigned size. @returns the edge there. */
  forget(origin: string): Frontier {
    const edge = this.replayed(origin, 'cosigned');
    this.db.transaction(() => {
      this.db.prepare('DELETE FROM head WHERE origin = ? AND idx >= ?').run(origin, edge.size);
      this.keep(origin, 'read', edge);
    })();
    return edge;
  }

  /** A stream's state before the event of a log index. */
  headOf(origin: string, stream: string): ReplayedHead | undefined {
    const row = this.db.prepare<[string, string], HeadRow>('SELECT * FROM head WHERE origin = ? AND stream = ? ORDER BY idx DESC LIMIT 1').get(origin, stream);
    return row && headOf(row);
  }

  /** Every stream's state after the first `size` leaves; `size` at least the cosigned one. */
  *headsAt(origin: string, size: number): Iterable<ReplayedHead> {
    const rows = this.db.prepare<[string, number], HeadRow>('SELECT stream, max(idx) AS idx, seq, head, case_id, investigation, recorded_at FROM head WHERE origin = ? AND idx < ? GROUP BY stream');
    for (const row of rows.iterate(origin, size)) yield headOf(row);
  }

  close(): void {
    this.db.close();
  }

  private keep(origin: string, upto: 'cosigned' | 'read', edge: Frontier): void {
    this.db.prepare('INSERT INTO replay VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET size = excluded.size, edge = excluded.edge').run(origin, upto, edge.size, Buffer.concat(edge.hashes()));
  }
}

const isCosigned = (value: unknown): value is Cosigned => typeof value === 'object' && value !== null && 'note' in value;
