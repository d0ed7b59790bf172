import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import type { EventToAppend } from '../event-store';

/** The only writer, in a thread of its own: the API's thread never waits for a disk. Imports no file of ours, so that it also runs from compiled text. */
export type Append = Readonly<{ stream: string; expected: number; events: readonly EventToAppend[] }>;
/** What became of an append: its stream was elsewhere, or it is durable. */
export type Written = Readonly<{ actual: number }> | null;
/** The store's file, and the package that drives it. */
export type WriterData = Readonly<{ path: string; driver: string }>;
export type Reply = Readonly<{ written: Written[] }> | Readonly<{ failed: string }>;

const { path, driver } = workerData as WriterData;
const db = new (module.require(driver) as typeof Database)(path, { fileMustExist: true });
db.pragma('synchronous = FULL'); // an acknowledged append survives power loss; this build's default for WAL is NORMAL
if (db.pragma('synchronous', { simple: true }) !== 2 || db.pragma('journal_mode', { simple: true }) !== 'wal') {
  throw new Error('this SQLite would acknowledge what a power failure takes back: it does not run with synchronous=FULL in WAL mode');
}
db.pragma('wal_autocheckpoint = 1000');
db.defaultSafeIntegers(false);
growWal();

/**
 * Makes the WAL as long as it gets before a checkpoint: an fsync of a file that grows waits for the file system's journal too, and
 * costs twice as much. What a transaction spills and takes back stays in the file, to be overwritten.
 */
function growWal(): void {
  const pages = 1_600;
  db.pragma('cache_size = 10');
  db.exec('BEGIN; CREATE TABLE grown (bytes BLOB)');
  db.prepare('INSERT INTO grown VALUES (zeroblob(?))').run(pages * 4_096);
  db.exec('ROLLBACK');
  db.pragma('cache_size = -16000');
}

const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const rollback = db.prepare('ROLLBACK');
const savepoint = db.prepare('SAVEPOINT append');
const release = db.prepare('RELEASE append');
const undo = db.prepare('ROLLBACK TO append');
const last = db.prepare<[string], number>('SELECT seq FROM event WHERE stream = ? ORDER BY seq DESC LIMIT 1').pluck();
const insertEvent = db.prepare('INSERT INTO event (stream, seq, id, type, leaf, sealed) VALUES (?, ?, ?, ?, ?, ?)');
const insertPart = db.prepare('INSERT INTO part (position, kid, iv, ct, tag) VALUES (?, ?, ?, ?, ?)');

function write({ stream, expected, events }: Append): Written {
  const actual = last.get(stream) ?? -1;
  if (actual !== expected) return { actual };
  savepoint.run();
  try {
    events.forEach(({ id, type, leaf, parts }, i) => {
      const { lastInsertRowid } = insertEvent.run(stream, expected + 1 + i, id, type, leaf, parts.length);
      for (const part of parts) insertPart.run(lastInsertRowid, part.kid, part.iv, part.ct, part.tag);
    });
  } catch (error) {
    undo.run();
    release.run();
    throw error;
  }
  release.run();
  return null;
}

parentPort?.on('message', (batch: readonly Append[] | 'close') => {
  if (batch === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  let reply: Reply;
  try {
    begin.run();
    const written = batch.map(write);
    commit.run();
    reply = { written };
  } catch (error) {
    if (db.inTransaction) rollback.run();
    reply = { failed: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
