import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';

/**
 * The package that drives SQLite under the Node that runs; both have one API. Version 12 ends the process on Node 24.19 and later
 * when a statement is collected as garbage, version 13 on Node 20 when it is loaded.
 */
export const sqliteDriver = Number.parseInt(process.versions.node) >= 22 ? 'better-sqlite3-13' : 'better-sqlite3';

const load = (): typeof Database => {
  try {
    return createRequire(__filename)(sqliteDriver) as typeof Database;
  } catch (error) {
    throw new Error(`${sqliteDriver} does not load on Node ${process.versions.node}: run npm ci with this Node, and see the README for what it compiles with`, { cause: error });
  }
};
const Driver = load();

/** Opens a SQLite file, or makes it. @throws as the driver does. */
export const openSqlite = (path: string, options: Database.Options = {}): Database.Database => new Driver(path, options);
