import type Database from 'better-sqlite3';

/** `AMPR`: a file of ours and no other program's. */
export const applicationId = 0x414d5052;
export const schemaVersion = 1;

/** Envelopes are for ever: no UPDATE, no DELETE. Of sealed parts only those of a condemned key may go. */
export const schema = `
  CREATE TABLE store (epoch TEXT NOT NULL) STRICT;
  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    id       TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    leaf     BLOB    NOT NULL,
    sealed   INTEGER NOT NULL,
    UNIQUE (stream, seq)
  ) STRICT;
  CREATE TABLE part (
    position INTEGER NOT NULL REFERENCES event,
    kid      TEXT    NOT NULL,
    iv       BLOB    NOT NULL,
    ct       BLOB    NOT NULL,
    tag      BLOB    NOT NULL,
    PRIMARY KEY (position, kid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE condemned (kid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TRIGGER store_is_one BEFORE INSERT ON store WHEN (SELECT count(*) FROM store) > 0 BEGIN SELECT raise(ABORT, 'a store has one epoch'); END;
  CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
  CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
  CREATE TRIGGER part_no_update BEFORE UPDATE ON part BEGIN SELECT raise(ABORT, 'sealed parts are never changed'); END;
  CREATE TRIGGER part_delete_condemned BEFORE DELETE ON part WHEN OLD.kid NOT IN (SELECT kid FROM condemned)
    BEGIN SELECT raise(ABORT, 'only parts of a condemned key may be deleted'); END;
`;

export type EventRow = [position: bigint, stream: string, seq: bigint, id: string, type: string, leaf: Buffer, sealed: bigint];

/**
 * Looks whether a file is a store that this version can read.
 * @throws with what to do, when it is damaged, another program's, or a newer version's.
 */
export function checkFile(db: Database.Database, path: string): void {
  let id: unknown;
  let version: unknown;
  let tables: unknown;
  try {
    id = db.pragma('application_id', { simple: true });
    version = db.pragma('user_version', { simple: true });
    tables = db.prepare("SELECT count(*) FROM sqlite_master WHERE name IN ('store', 'event', 'part', 'condemned')").pluck().get();
  } catch (error) {
    throw new Error(`${path} is damaged or no database: restore it from a backup, or name another store`, { cause: error });
  }
  if (id !== applicationId) throw new Error(`${path} is not an event store of this program: name another one`);
  if (version !== schemaVersion) throw new Error(`${path} is a store of version ${String(version)}, this program reads ${schemaVersion}: use the matching program`);
  if (tables !== 4) throw new Error(`${path} is damaged: its tables are not all there; restore it from a backup`);
}
