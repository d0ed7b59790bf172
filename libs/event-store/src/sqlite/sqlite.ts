import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { SealedPart } from '@amparo/evidence';
import { EventStore, type EventToAppend, type Position, type StoredEvent } from '../event-store';
import { Bell, followByReading } from '../follow';
import { checkStreamName } from '../stream-name';
import { applicationId, checkFile, schema, schemaVersion, type EventRow } from './schema';
import { Writer } from './writer';
import { openSqlite } from './driver';

const columns = 'position, stream, seq, id, type, leaf, sealed';

/** How often a reader beside another process's writer looks for more, in milliseconds. */
const pollMilliseconds = 200;

type PartRow = [position: bigint, kid: string, iv: Buffer, ct: Buffer, tag: Buffer];

/** The store in one SQLite file: one writing process, readers beside it. See README, "Life of an append". */
export class SqliteEventStore extends EventStore {
  readonly epoch: string;
  private readonly bell = new Bell();
  private readonly byStream: Database.Statement<[string, number], EventRow>;
  private readonly partsOfStream: Database.Statement<[string, number], PartRow>;
  private readonly byPosition: Database.Statement<[bigint, number], EventRow>;
  private readonly partsBetween: Database.Statement<[bigint, bigint], PartRow>;
  private readonly newest: Database.Statement<[], bigint>;

  private constructor(
    private readonly reader: Database.Database,
    private readonly writer: Writer | undefined,
    private readonly lock: Database.Database | undefined,
  ) {
    super();
    this.epoch = reader.prepare<[], string>('SELECT epoch FROM store').pluck().get() ?? '';
    this.byStream = reader.prepare<[string, number], EventRow>(`SELECT ${columns} FROM event WHERE stream = ? AND seq >= ? ORDER BY seq`).raw();
    this.partsOfStream = reader
      .prepare<[string, number], PartRow>('SELECT p.position, kid, iv, ct, tag FROM event e JOIN part p USING (position) WHERE stream = ? AND seq >= ? ORDER BY seq, kid')
      .raw();
    this.byPosition = reader.prepare<[bigint, number], EventRow>(`SELECT ${columns} FROM event WHERE position > ? ORDER BY position LIMIT ?`).raw();
    this.partsBetween = reader
      .prepare<[bigint, bigint], PartRow>('SELECT position, kid, iv, ct, tag FROM part WHERE position BETWEEN ? AND ? ORDER BY position, kid')
      .raw();
    this.newest = reader.prepare<[], bigint>('SELECT coalesce(max(position), 0) FROM event').pluck();
  }

  /**
   * Opens a store; makes it when it is not there, unless read-only.
   * @throws with what to do, when the file is damaged, foreign or of another version, or another process writes to it.
   */
  static open(path: string, { readOnly = false } = {}): SqliteEventStore {
    if (readOnly) {
      if (!existsSync(path)) throw new Error(`${path} is not there: name a store, or make one with amparo init`);
      return new SqliteEventStore(openReader(path), undefined, undefined);
    }
    const lock = takeLock(path);
    try {
      if (!existsSync(path)) create(path);
      const reader = openReader(path);
      const bell: { ring?: () => void } = {};
      const store = new SqliteEventStore(reader, new Writer(path, () => bell.ring?.()), lock);
      bell.ring = () => store.bell.ring();
      return store;
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  async append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    checkStreamName(stream);
    if (!this.writer) throw new Error('this store is open for reading only');
    await this.writer.append(stream, expected, events);
  }

  async readStream(stream: string, fromSeq = 0): Promise<readonly StoredEvent[]> {
    const rows = this.byStream.all(stream, fromSeq);
    return stored(rows, rows.some(([, , , , , , sealed]) => sealed > 0n) ? this.partsOfStream.all(stream, fromSeq) : []);
  }

  async *readAll(after: Position, { batch = 500 } = {}): AsyncIterable<readonly StoredEvent[]> {
    for (let position = after; ; ) {
      const rows = this.byPosition.all(position, batch);
      const last = rows[rows.length - 1]?.[0];
      if (last === undefined) return;
      yield stored(rows, rows.some(([, , , , , , sealed]) => sealed > 0n) ? this.partsBetween.all(rows[0]![0], last) : []);
      position = last;
      await new Promise((resolve) => setImmediate(resolve)); // others get their turn between batches
    }
  }

  follow(after: Position, options: { signal: AbortSignal; batch?: number }): AsyncIterable<readonly StoredEvent[]> {
    return followByReading(this, this.bell, after, this.writer ? options : { ...options, poll: pollMilliseconds });
  }

  async head(): Promise<Position> {
    return this.newest.get() ?? 0n;
  }

  async close(): Promise<void> {
    this.bell.ring();
    this.reader.close();
    await this.writer?.close(); // the last one out folds the write-ahead log into the file: closed, a store is one file
    this.lock?.close();
  }
}

function stored(rows: readonly EventRow[], parts: readonly PartRow[]): StoredEvent[] {
  let at = 0;
  return rows.map(([position, stream, seq, id, type, leaf]) => {
    const own: SealedPart[] = [];
    for (; at < parts.length && parts[at]![0] === position; at++) {
      const [, kid, iv, ct, tag] = parts[at]!;
      own.push({ kid, iv, ct, tag });
    }
    return { position, stream, seq: Number(seq), id, type, leaf, parts: own };
  });
}

function openReader(path: string): Database.Database {
  let db: Database.Database;
  try {
    db = openSqlite(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new Error(`${path} cannot be opened: check that it is a file this user may read`, { cause: error });
  }
  try {
    checkFile(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
  return db.defaultSafeIntegers(true);
}

function create(path: string): void {
  closeSync(openSync(path, 'wx', 0o600));
  const db = openSqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.transaction(() => {
    db.exec(schema);
    db.prepare('INSERT INTO store (epoch) VALUES (?)').run(randomUUID());
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${schemaVersion}`);
  })();
  db.close();
}

/**
 * Held for the life of the process and let go by the system however it ends: an exclusive transaction on a file beside the
 * store, so that readers of the store are not kept out.
 */
function takeLock(path: string): Database.Database {
  const lock = openSqlite(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new Error(`another process writes to ${path}: stop it, or read beside it with a read-only verb`, { cause: error });
  }
}
