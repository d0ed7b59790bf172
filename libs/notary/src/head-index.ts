import type Database from 'better-sqlite3';
import { base64url, emptyHead, fileOf, HeadsTree, nextHead, streamHash, type HeadLeaf, type LogName } from '@amparo/evidence';

/** A leaf as its stream has it. `file` is told with a stream's first event. */
export type StreamLeaf = Readonly<{ hash: Uint8Array; log: LogName; index: number; stream: string; seq: number; file?: string }>;

type Tail = { id: bigint; head: Uint8Array };
type Page = Readonly<{ file: string; hash: string; seq: bigint; head: Buffer }>;

const keptTails = 50_000;
const pageOf = 2_000;

/**
 * The head of every stream after each of its events, so that the heads as of any size of the log can be had again: a bundle
 * that is rendered again needs those of its day. Tables beside the leaf index, made from the store alone.
 */
export class HeadIndex {
  private readonly tails = new Map<string, Tail>();
  private readonly known: Database.Statement<[string], bigint>;
  private readonly begin: Database.Statement;
  private readonly newest: Database.Statement<[bigint], Buffer>;
  private readonly insert: Database.Statement;
  private readonly page: Database.Statement<[number, LogName, number, string, string, number], Page>;

  constructor(db: Database.Database) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS stream (id INTEGER PRIMARY KEY, log TEXT NOT NULL, name TEXT NOT NULL UNIQUE, file TEXT NOT NULL, hash TEXT NOT NULL, first INTEGER NOT NULL) STRICT;
      CREATE UNIQUE INDEX IF NOT EXISTS stream_order ON stream (log, file, hash);
      CREATE TABLE IF NOT EXISTS head (stream INTEGER NOT NULL, idx INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, PRIMARY KEY (stream, idx)) STRICT, WITHOUT ROWID;
    `);
    this.known = db.prepare<[string], bigint>('SELECT id FROM stream WHERE name = ?').pluck();
    this.begin = db.prepare('INSERT INTO stream (log, name, file, hash, first) VALUES (?, ?, ?, ?, ?)');
    this.newest = db.prepare<[bigint], Buffer>('SELECT head FROM head WHERE stream = ? ORDER BY idx DESC LIMIT 1').pluck();
    this.insert = db.prepare('INSERT INTO head (stream, idx, seq, head) VALUES (?, ?, ?, ?)');
    this.page = db.prepare<[number, LogName, number, string, string, number], Page>(`
      SELECT stream.file, stream.hash, head.seq, head.head FROM stream
      JOIN head ON head.stream = stream.id AND head.idx = (SELECT max(idx) FROM head WHERE stream = stream.id AND idx < ?)
      WHERE stream.log = ? AND stream.first < ? AND (stream.file, stream.hash) > (?, ?)
      ORDER BY stream.file, stream.hash LIMIT ?`);
  }

  /** To be called in the order of the store, within the transaction that notes the leaf. */
  add({ hash, log, index, stream, seq, file }: StreamLeaf): void {
    let tail = this.tails.get(stream);
    if (!tail) {
      if (this.tails.size >= keptTails) this.tails.clear();
      const id = this.known.get(stream) ?? BigInt(this.begin.run(log, stream, file ?? fileOf({}), streamHash(stream), index).lastInsertRowid);
      tail = { id, head: this.newest.get(id) ?? emptyHead };
      this.tails.set(stream, tail);
    }
    tail.head = nextHead(tail.head, hash);
    this.insert.run(tail.id, index, seq, tail.head);
  }

  /** What was noted in a transaction that failed is not there. */
  forget(): void {
    this.tails.clear();
  }

  /** The tree of heads over the log's first `asOf` leaves. Other work goes on between its pages. */
  async asOf(log: LogName, asOf: number): Promise<HeadsTree> {
    const tree = new HeadsTree();
    for (let last: HeadLeaf | undefined; ; ) {
      const rows = this.page.all(asOf, log, asOf, last?.file ?? '', last?.stream ?? '', pageOf);
      for (const { file, hash, seq, head } of rows) {
        last = { file, head: base64url(head), seq: Number(seq), stream: hash };
        tree.add(last);
      }
      if (rows.length < pageOf) return tree;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
