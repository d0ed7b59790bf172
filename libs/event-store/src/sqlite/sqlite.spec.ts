import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract, opaque } from '../event-store.contract';
import { SqliteEventStore } from './sqlite';
import { openSqlite, sqliteDriver } from './driver';

const folder = mkdtempSync(join(tmpdir(), 'amparo-store-'));
let n = 0;
const file = (): string => join(folder, `store-${++n}.sqlite`);
afterAll(() => rmSync(folder, { recursive: true }));

eventStoreContract('sqlite', async () => SqliteEventStore.open(file()));

describe('the SQLite store', () => {
  it('has everything after it is closed and opened again, under the same epoch', async () => {
    const path = file();
    const store = SqliteEventStore.open(path);
    const event = opaque('kept', 1);
    await store.append('case-1', -1, [event]);
    const { epoch } = store;
    await store.close();
    const again = SqliteEventStore.open(path);
    expect(again.epoch).toBe(epoch);
    expect((await again.readStream('case-1')).map(({ id, parts }) => [id, parts.length])).toEqual([[event.id, 1]]);
    await again.close();
  });

  it('does not write at all with a file that would lose acknowledged appends', async () => {
    const path = file();
    await SqliteEventStore.open(path).close();
    const db = openSqlite(path);
    db.pragma('journal_mode = DELETE');
    db.close();
    const store = SqliteEventStore.open(path);
    await expect(store.append('case-1', -1, [opaque('a')])).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    await store.close();
  });

  it('lets nobody change or delete an envelope, nor a sealed part whose key is not condemned', async () => {
    const path = file();
    const store = SqliteEventStore.open(path);
    const event = opaque('a', 2);
    await store.append('case-1', -1, [event]);
    await store.close();
    const db = openSqlite(path);
    expect(() => db.exec("UPDATE event SET type = 'Other'")).toThrow('events are never changed');
    expect(() => db.exec('DELETE FROM event')).toThrow('events are never deleted');
    expect(() => db.exec("UPDATE part SET kid = 'x'")).toThrow('sealed parts are never changed');
    expect(() => db.exec('DELETE FROM part')).toThrow('only parts of a condemned key may be deleted');
    db.prepare('INSERT INTO condemned (kid) VALUES (?)').run(event.parts[0]!.kid);
    expect(db.prepare('DELETE FROM part WHERE kid = ?').run(event.parts[0]!.kid).changes).toBe(1);
    db.close();
  });

  it('keeps a second writer out for as long as the first lives, and lets readers in', async () => {
    const path = file();
    const store = SqliteEventStore.open(path);
    expect(() => SqliteEventStore.open(path)).toThrow(`another process writes to ${path}`);
    const script = `const D=require('${sqliteDriver}');try{new D(process.argv[1],{timeout:0}).exec('BEGIN EXCLUSIVE');console.log('in')}catch(e){console.log('out')}`;
    expect(execFileSync(process.execPath, ['-e', script, `${path}.lock`], { encoding: 'utf8' }).trim()).toBe('out');
    const reader = SqliteEventStore.open(path, { readOnly: true });
    await store.append('case-1', -1, [opaque('a')]);
    expect(await reader.readStream('case-1')).toHaveLength(1);
    await expect(reader.append('case-1', 0, [opaque('b')])).rejects.toThrow('reading only');
    await reader.close();
    await store.close();
    await SqliteEventStore.open(path).close();
  });

  it('shows a follower in another process what comes', async () => {
    const path = file();
    const store = SqliteEventStore.open(path);
    const reader = SqliteEventStore.open(path, { readOnly: true });
    const stop = new AbortController();
    const following = (async () => {
      for await (const events of reader.follow(0n, { signal: stop.signal })) {
        stop.abort();
        return events.length;
      }
      return 0;
    })();
    await store.append('case-1', -1, [opaque('a')]);
    expect(await following).toBe(1);
    await reader.close();
    await store.close();
  });

  it('says what to do with a file that is damaged, foreign, newer or not there', () => {
    const noise = file();
    writeFileSync(noise, 'not a database, but long enough to be read as the header of one'.repeat(20));
    expect(() => SqliteEventStore.open(noise)).toThrow('is damaged or no database');
    const foreign = file();
    openSqlite(foreign).exec('CREATE TABLE store (epoch TEXT)').close();
    expect(() => SqliteEventStore.open(foreign)).toThrow('is not an event store of this program');
    const newer = file();
    const db = openSqlite(newer);
    db.pragma(`application_id = ${0x414d5052}`);
    db.pragma('user_version = 2');
    db.close();
    expect(() => SqliteEventStore.open(newer)).toThrow('is a store of version 2, this program reads 1');
    expect(() => SqliteEventStore.open(file(), { readOnly: true })).toThrow('is not there');
  });

  it('makes concurrent appends durable together', async () => {
    const store = SqliteEventStore.open(file());
    await Promise.all(Array.from({ length: 300 }, (_, i) => store.append(`case-${i}`, -1, [opaque(`${i}`)])));
    expect(await store.head()).toBe(300n);
    await store.close();
  });

  it('tells every waiting caller that the outcome is unknown when the disk fails', async () => {
    const path = file();
    const store = SqliteEventStore.open(path);
    const db = openSqlite(path);
    db.exec("CREATE TRIGGER broken_disk BEFORE INSERT ON event BEGIN SELECT raise(ABORT, 'disk I/O error'); END");
    db.close();
    const outcomes = await Promise.allSettled([1, 2].map((i) => store.append(`case-${i}`, -1, [opaque('a')])));
    expect(outcomes.map((o) => o.status === 'rejected' && (o.reason as Error).name)).toEqual(['OutcomeUnknown', 'OutcomeUnknown']);
    expect(await store.head()).toBe(0n);
    await store.close();
  });
});
