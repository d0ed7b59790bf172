import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { ViewStore } from './view-store';

describe('the views on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'amparo-views-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read again by the version that built them', () => {
    new ViewStore(folder).close();
    expect(() => new ViewStore(folder).close()).not.toThrow();
  });

  it('are not read in another form, and the message says what to do', () => {
    new ViewStore(folder).close();
    const db = openSqlite(join(folder, 'visibility.sqlite'));
    db.pragma('user_version = 1');
    db.close();
    expect(() => new ViewStore(folder)).toThrow('amparo rebuild-views builds them again');
  });

  it('name a compartment by its directory code and by nothing that climbs out', () => {
    const views = new ViewStore(folder);
    for (const code of ['../events', 'a/b', '', 'Pgr']) expect(() => views.compartment(code)).toThrow('directory code');
    views.close();
  });
});
