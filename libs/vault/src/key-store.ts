import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from '@amparo/evidence';
import type Database from 'better-sqlite3';
import { openSqlite } from '@amparo/event-store/sqlite/driver';

/** Whose key it is: a subject's of a class, or a compartment's of a month. */
export type KeyRow = Readonly<{ kid: string; owner: string; class: string; dek: Buffer }>;

/** Wraps data keys under a key that lives elsewhere: a key file, a transit service, a KMS. */
export interface KeyWrapper {
  /** Names the wrapping key; a store of keys opens with the one it was made with. */
  readonly id: string;
  wrap(dek: Buffer, bound: object): Buffer;
  /** @throws when the bytes were wrapped under another key or for something else. */
  unwrap(wrapped: Buffer, bound: object): Buffer;
}

/** AES-256-GCM under the key of the key file: iv ‖ ciphertext ‖ tag. What a key is for is bound as additional data. */
export class FileKeyWrapper implements KeyWrapper {
  constructor(
    readonly id: string,
    private readonly kek: Buffer,
  ) {}

  wrap(dek: Buffer, bound: object): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.kek, iv).setAAD(Buffer.from(canonicalJson(bound)));
    return Buffer.concat([iv, cipher.update(dek), cipher.final(), cipher.getAuthTag()]);
  }

  unwrap(wrapped: Buffer, bound: object): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.kek, wrapped.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(canonicalJson(bound)))
      .setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
  }
}

type Row = { kid: string; owner: string; class: string; epoch: number; wrapped: Buffer };

/** The wrapped data keys, in a file of their own that is backed up apart from the events. */
export class KeyStore {
  private readonly db: Database.Database;
  private readonly insert: Database.Statement;
  private readonly confirmation: Database.Statement;
  private readonly byKid: Database.Statement<[string], Row>;
  private readonly newest: Database.Statement<[string, string], Row>;
  private readonly entomb: Database.Statement;
  private readonly remove: Database.Statement;
  private readonly removeBlind: Database.Statement;
  private readonly tomb: Database.Statement<[string, string], number>;
  private readonly insertBlind: Database.Statement;
  private readonly byToken: Database.Statement<[Buffer], string>;
  private readonly sharing: Database.Statement<[string, number, number], { other: string; kind: string }>;

  /** @throws with what to do, when the file is foreign to the wrapping key or damaged. */
  constructor(
    path: string,
    private readonly wrapper: KeyWrapper,
  ) {
    try {
      this.db = openSqlite(path);
      this.db.pragma('journal_mode = WAL');
      this.db.pragma('synchronous = FULL'); // a key that is lost is everything sealed under it
      this.db.pragma('secure_delete = ON'); // a key that is destroyed is overwritten, not marked as free
      this.db.exec(`
        CREATE TABLE IF NOT EXISTS wrapper (id TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS key (
          kid TEXT PRIMARY KEY, owner TEXT NOT NULL, class TEXT NOT NULL, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL,
          confirmed INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS key_owner ON key (owner, class);
        CREATE TABLE IF NOT EXISTS blind (
          token BLOB NOT NULL, owner TEXT NOT NULL, kid TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', PRIMARY KEY (token, owner, kid)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS blind_owner ON blind (owner);
        CREATE TABLE IF NOT EXISTS destroyed (kid TEXT PRIMARY KEY, owner TEXT NOT NULL, class TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS destroyed_owner ON destroyed (owner, class);
      `);
      withKinds(this.db);
      const made = this.db.prepare<[], string>('SELECT id FROM wrapper').pluck().get();
      if (made === undefined) this.db.prepare('INSERT INTO wrapper (id) VALUES (?)').run(wrapper.id);
      else if (made !== wrapper.id) throw new RangeError('another key file');
    } catch (error) {
      if (error instanceof RangeError) throw new Error(`${path} was made with another key file: put back the one that belongs to it`);
      throw new Error(`${path} is damaged or no store of keys: put it back from its newest backup`, { cause: error });
    }
    this.insert = this.db.prepare('INSERT INTO key (kid, owner, class, epoch, wrapped) VALUES (?, ?, ?, ?, ?)');
    this.confirmation = this.db.prepare('UPDATE key SET confirmed = 1 WHERE kid = ?');
    this.byKid = this.db.prepare<[string], Row>('SELECT kid, owner, class, epoch, wrapped FROM key WHERE kid = ?');
    this.newest = this.db.prepare<[string, string], Row>(
      'SELECT kid, owner, class, epoch, wrapped FROM key WHERE owner = ? AND class = ? AND confirmed = 1 ORDER BY epoch DESC LIMIT 1',
    );
    this.entomb = this.db.prepare('INSERT OR IGNORE INTO destroyed (kid, owner, class) SELECT kid, owner, class FROM key WHERE kid = ?');
    this.remove = this.db.prepare('DELETE FROM key WHERE kid = ?');
    this.removeBlind = this.db.prepare('DELETE FROM blind WHERE kid = ?');
    this.tomb = this.db.prepare('SELECT 1 FROM destroyed WHERE owner = ? AND class = ? LIMIT 1');
    this.insertBlind = this.db.prepare('INSERT INTO blind (token, owner, kid, kind) VALUES (?, ?, ?, ?) ON CONFLICT (token, owner, kid) DO UPDATE SET kind = excluded.kind');
    this.byToken = this.db.prepare<[Buffer], string>('SELECT DISTINCT owner FROM blind WHERE token = ? ORDER BY owner').pluck();
    this.sharing = this.db.prepare(`
      SELECT DISTINCT theirs.owner AS other, max(own.kind, theirs.kind) AS kind FROM blind AS own JOIN blind AS theirs USING (token)
      WHERE own.owner = ? AND theirs.owner <> own.owner
        AND (SELECT count(*) FROM (SELECT DISTINCT owner FROM blind AS one WHERE one.token = own.token LIMIT ?)) <= ?
      ORDER BY other, kind`);
  }

  /** Keeps by what an owner can be found; such a row goes when the key goes that seals what it was made of. */
  keepBlind(rows: readonly Readonly<{ token: Buffer; owner: string; kid: string; kind: string }>[]): void {
    this.db.transaction(() => rows.forEach(({ token, owner, kid, kind }) => this.insertBlind.run(token, owner, kid, kind)))();
  }

  owners(token: Buffer): string[] {
    return this.byToken.all(token);
  }

  /** Other owners that can be found by something this one can be found by, and of which kind it is, once each. What more than `most` share tells nobody apart. */
  sharers(owner: string, most: number): readonly Readonly<{ other: string; kind: string }>[] {
    return this.sharing.all(owner, most + 1, most);
  }

  /** Keeps keys, durably, before anybody hears of them. */
  keep(rows: readonly KeyRow[]): void {
    this.db.transaction(() => {
      for (const { kid, owner, class: keyClass, dek } of rows) {
        const epoch = 1;
        this.insert.run(kid, owner, keyClass, epoch, this.wrapper.wrap(dek, { kid, owner, class: keyClass, epoch }));
      }
    })();
  }

  /** The log has the creation of these keys: from now on things may be sealed under them. Keys not kept here are passed over. */
  confirm(kids: readonly string[]): void {
    this.db.transaction(() => kids.forEach((kid) => this.confirmation.run(kid)))();
  }

  key(kid: string): KeyRow | undefined {
    return this.opened(this.byKid.get(kid));
  }

  /** The key that new things of this owner and class are sealed under. */
  current(owner: string, keyClass: string): KeyRow | undefined {
    return this.opened(this.newest.get(owner, keyClass));
  }

  /** Overwrites a key and the rows that go with it, here and in what was written lately; of one that is gone already it does nothing. */
  destroy(kid: string): void {
    this.db.transaction(() => {
      this.entomb.run(kid);
      this.removeBlind.run(kid);
      this.remove.run(kid);
    })();
    this.db.pragma('wal_checkpoint(TRUNCATE)'); // the pages as they were must not outlive it in the write-ahead log
  }

  /** Whether an owner had a key of this class that was destroyed. */
  isDestroyed(owner: string, keyClass: string): boolean {
    return this.tomb.get(owner, keyClass) !== undefined;
  }

  close(): void {
    this.db.close();
  }

  private opened(row: Row | undefined): KeyRow | undefined {
    if (!row) return undefined;
    const { kid, owner, class: keyClass, epoch, wrapped } = row;
    return { kid, owner, class: keyClass, dek: this.wrapper.unwrap(wrapped, { kid, owner, class: keyClass, epoch }) };
  }
}

/** Stores of before have rows without a kind; it stands in the other's row, or is not known. */
function withKinds(db: Database.Database): void {
  const columns = db.prepare<[], string>("SELECT name FROM pragma_table_info('blind')").pluck().all();
  if (!columns.includes('kind')) db.exec("ALTER TABLE blind ADD COLUMN kind TEXT NOT NULL DEFAULT ''");
}
