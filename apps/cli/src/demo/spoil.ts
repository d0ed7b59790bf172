import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { checkStore } from '../store-check';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

/** One change to a copy of the store, and the places of which the check must name one. */
type Spoiling = Readonly<{ what: string; spoil: (db: Database.Database) => readonly string[] }>;

type Stored = { position: number; stream: string; seq: number; leaf: Buffer };
const middle = (db: Database.Database, where = '1 = 1'): Stored =>
  db.prepare(`SELECT position, stream, seq, leaf FROM event WHERE ${where} ORDER BY position LIMIT 1 OFFSET (SELECT count(*) / 2 FROM event WHERE ${where})`).get() as Stored;

const flipped = (bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  const at = Math.floor(changed.length / 2);
  changed[at] = changed[at]! ^ 0x01;
  return changed;
};

const spoilings: readonly Spoiling[] = [
  {
    what: 'one byte of an event changed',
    spoil: (db) => {
      const { position, stream, seq, leaf } = middle(db);
      db.prepare('UPDATE event SET leaf = ? WHERE position = ?').run(flipped(leaf), position);
      return [`${stream}/${seq}`];
    },
  },
  {
    what: 'one event removed',
    spoil: (db) => {
      const { position, stream, seq } = middle(db, "stream LIKE 'referral-%' AND seq = 1");
      const after = db.prepare('SELECT count(*) FROM event WHERE stream = ? AND seq > ?').pluck().get(stream, seq) as number;
      const index = db.prepare("SELECT count(*) FROM event WHERE position < ? AND stream != 'log-access' AND stream NOT LIKE 'access-%'").pluck().get(position) as number;
      db.prepare('DELETE FROM part WHERE position = ?').run(position);
      db.prepare('DELETE FROM event WHERE position = ?').run(position);
      return [after > 0 ? `${stream}/${seq + 1}` : `protocol/${index}`];
    },
  },
  {
    what: 'two events swapped',
    spoil: (db) => {
      const a = middle(db, "stream LIKE 'case-%'");
      const b = db.prepare("SELECT position, stream, seq FROM event WHERE position > ? AND stream != ? AND stream NOT LIKE '%access%' ORDER BY position LIMIT 1").get(a.position, a.stream) as Stored;
      const move = db.prepare('UPDATE event SET position = ? WHERE position = ?');
      const movePart = db.prepare('UPDATE part SET position = ? WHERE position = ?');
      for (const [to, from] of [[-1, a.position], [a.position, b.position], [b.position, -1]] as const) {
        move.run(to, from);
        movePart.run(to, from);
      }
      // Which of the two is displaced is a matter of where one stands.
      return [`${b.stream}/${b.seq} position ${a.position}`, `${a.stream}/${a.seq} position ${b.position}`];
    },
  },
  {
    what: 'a sealed part changed',
    spoil: (db) => {
      const { position, kid, ct } = db.prepare('SELECT position, kid, ct FROM part ORDER BY position LIMIT 1 OFFSET (SELECT count(*) / 2 FROM part)').get() as { position: number; kid: string; ct: Buffer };
      db.prepare('UPDATE part SET ct = ? WHERE position = ? AND kid = ?').run(flipped(ct), position, kid);
      return [`position ${position} ${kid}`];
    },
  },
];

/** Spoils a copy in each way, checks it, and says whether the change was found where it was made. */
export async function spoilCopies(data: string): Promise<{ what: string; where: string; found: boolean; fault: string; code: number }[]> {
  const results = [];
  for (const { what, spoil } of spoilings) {
    const copy = mkdtempSync(join(tmpdir(), 'amparo-spoilt-'));
    try {
      cpSync(data, copy, { recursive: true });
      const db = openSqlite(join(copy, 'events.sqlite'));
      db.pragma('foreign_keys = OFF');
      // Whoever owns the file can take the guards off: what cannot be taken off is the log.
      for (const trigger of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all() as string[]) db.exec(`DROP TRIGGER ${trigger}`);
      const where = spoil(db);
      db.close();
      const { faults } = await checkStore(copy);
      const located = faults.find(({ place }) => where.some((one) => place.includes(one)));
      const shown = located ?? faults[0];
      results.push({ what, where: where.join(' and '), found: located !== undefined, fault: shown ? `${shown.reason} ${shown.place}` : 'nothing', code: faults.length > 0 ? 1 : 10 });
    } finally {
      rmSync(copy, { recursive: true });
    }
  }
  return results;
}
