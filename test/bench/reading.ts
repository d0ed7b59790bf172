import { join } from 'node:path';
import { leafHash, LogCheck, MerkleTree, nodeHash, readLeaf } from '@amparo/evidence';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { protocolEvents } from './events';
import { line, rate, rates } from './measure';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

const count = 100_000;
const rounds = 5;

const timed = async (size: number, run: () => Promise<void> | void): Promise<number> => {
  const start = performance.now();
  await run();
  return (size * 1_000) / (performance.now() - start);
};

async function filled(path: string): Promise<SqliteEventStore> {
  const store = SqliteEventStore.open(path);
  let pending: Promise<void>[] = [];
  for (const event of protocolEvents(count)) {
    pending.push(store.append(event.stream, event.seq - 1, [event]));
    if (event.seq === 9 && pending.length >= 1_000) {
      await Promise.all(pending);
      pending = [];
    }
  }
  await Promise.all(pending);
  return store;
}

/** Reading all of it, and checking all of it, beside a bare scan of the same file. */
export async function reading(folder: string): Promise<void> {
  const path = join(folder, 'reading.sqlite');
  const store = await filled(path);
  const db = openSqlite(path, { readonly: true });
  const scan = db.prepare('SELECT position, stream, seq, id, type, leaf, sealed FROM event WHERE position > ? ORDER BY position LIMIT 500').raw();
  const parts = db.prepare('SELECT position, kid, iv, ct, tag FROM part WHERE position BETWEEN ? AND ? ORDER BY position, kid').raw();
  const seen = await rates(rounds, {
    bare: () =>
      timed(count, () => {
        for (let after = 0; ; ) {
          const rows = scan.all(after) as [number, string, number, string, string, Buffer, number][];
          if (rows.length === 0) return;
          parts.all(rows[0]![0], rows[rows.length - 1]![0]);
          for (const row of rows) JSON.parse(row[5].toString('utf8'));
          after = rows[rows.length - 1]![0];
        }
      }),
    all: () =>
      timed(count, async () => {
        for await (const events of store.readAll(0n)) for (const { leaf } of events) readLeaf(leaf);
      }),
    check: () =>
      timed(count, async () => {
        const check = new LogCheck();
        for await (const events of store.readAll(0n)) for (const event of events) check.add(event);
        if (check.faults().length > 0) throw new Error('the benchmark made a log that does not check');
      }),
  });
  await store.close();
  db.close();
  line('raw: bare SQLite scan + JSON.parse', seen.bare, 'events/s');
  line('read-all + parse', seen.all, 'events/s', { ratio: seen.all / seen.bare, of: 'raw', reach: 0.8 });
  line('check-log', seen.check, 'events/s', { ratio: seen.check / seen.all, of: 'read-all', reach: 0.5 });
}

/** The tree beside the bare hash calls it cannot do without. */
export async function merkle(): Promise<void> {
  const leaves = [...protocolEvents(20_000)].map(({ leaf }) => leaf);
  const hashes = leaves.map(leafHash);
  const seen = await rates(rounds, {
    append: () =>
      rate(
        500,
        () => {
          const tree = new MerkleTree();
          for (const hash of hashes) tree.append(hash);
        },
        hashes.length,
      ),
    nodes: () =>
      rate(
        500,
        () => {
          let last = hashes[0]!;
          for (let i = 1; i < hashes.length; i++) last = nodeHash(last, hashes[i]!);
        },
        hashes.length,
      ),
    bare: () =>
      rate(
        500,
        () => {
          let last = hashes[0]!;
          for (const leaf of leaves) leafHash(leaf);
          for (let i = 1; i < leaves.length; i++) last = nodeHash(last, hashes[i]!);
        },
        leaves.length,
      ),
    whole: () =>
      rate(
        500,
        () => {
          const tree = new MerkleTree();
          for (const leaf of leaves) tree.append(leafHash(leaf));
          tree.root();
        },
        leaves.length,
      ),
  });
  line('raw: a node hash for each leaf', seen.nodes, 'leaves/s');
  line('Merkle append', seen.append, 'leaves/s', { ratio: seen.append / seen.nodes, of: 'raw' }, { mark: 120_000 });
  line('raw: a leaf hash and a node hash for each leaf', seen.bare, 'leaves/s');
  line('recomputation of the tree', seen.whole, 'leaves/s', { ratio: seen.whole / seen.bare, of: 'raw', reach: 0.7 });
}
