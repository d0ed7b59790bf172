import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Histories, type Recording } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { createKeyFile, Vault } from './index';

const folder = mkdtempSync(join(tmpdir(), 'amparo-vault-'));
afterAll(() => rmSync(folder, { recursive: true }));

let n = 0;
const places = () => {
  const at = { keyFile: join(folder, `key-${++n}.json`), keyStore: join(folder, `keys-${n}.sqlite`) };
  createKeyFile(at.keyFile);
  return at;
};
const recordingOn = (vault: Vault, store = new MemoryEventStore()): Recording => ({
  store,
  histories: new Histories(store),
  seal: vault.seal,
  now: () => '2026-01-05T12:00:00.000Z',
  digest: vault.digest,
  nonce: () => Buffer.alloc(16, 1),
});
const subject = '01936b2e-7c00-8abc-8def-000000000001';
const meta: CommandMeta = {
  id: '01936b2e-7c00-7abc-8def-000000000001',
  actor: { client: 'mmujer-desk', assurance: 'ASSERTED' },
  purpose: 'PROTECTION',
  basis: { kind: 'CONSENT' },
  at: '2026-01-05T12:00:00.000Z',
  receivedAt: '2026-01-05T12:00:00.000Z',
  correlation: 'c-1',
};
const event = { id: '01936b2e-7c00-8abc-8def-000000000002', stream: 'case-1', type: 'SurvivorDescribed', schema: 1 };

describe('the vault', () => {
  it('finds a subject by the very term that was said, after a restart too, and keeps no term', async () => {
    const at = places();
    const vault = Vault.open(at);
    await vault.createSubjectKeys(recordingOn(vault), subject, meta);
    vault.makeFindable(subject, 'identity', [{ kind: 'DOCUMENT', term: 'HT canario7741' }]);
    vault.makeFindable(subject, 'identity', [{ kind: 'DOCUMENT', term: 'HT canario7741' }]);
    vault.close();
    const again = Vault.open(at);
    expect(again.find({ kind: 'DOCUMENT', term: 'HT canario7741' })).toEqual([subject]);
    for (const other of [{ kind: 'PHONE', term: 'HT canario7741' }, { kind: 'DOCUMENT', term: 'HT canario774' }]) expect(again.find(other)).toEqual([]);
    again.close();
    expect(readFileSync(at.keyStore).includes('canario7741')).toBe(false);
  });

  it('tells by which kinds of terms subjects are alike, the same of either, and of nobody alone', async () => {
    const vault = Vault.open(places());
    const [one, other, third] = ['1', '2', '3'].map((n) => `01936b2e-7c00-8abc-8def-00000000000${n}`) as [string, string, string];
    for (const who of [one, other, third]) await vault.createSubjectKeys(recordingOn(vault), who, { ...meta, id: who.replace('-8abc', '-7abc') });
    vault.makeFindable(one, 'identity', [{ kind: 'SOUND', term: 'a b' }, { kind: 'SOUND', term: 'a c' }, { kind: 'DOCUMENT', term: '1' }]);
    expect(vault.alike(one, 9)).toEqual(new Map());
    vault.makeFindable(other, 'identity', [{ kind: 'SOUND', term: 'a b' }, { kind: 'SOUND', term: 'a c' }, { kind: 'PHONE', term: '1' }]);
    vault.makeFindable(third, 'identity', [{ kind: 'DOCUMENT', term: '1' }]);
    expect(vault.alike(one, 9)).toEqual(new Map([[other, ['SOUND']], [third, ['DOCUMENT']]]));
    expect(vault.alike(other, 9)).toEqual(new Map([[one, ['SOUND']]]));
    vault.close();
  });

  it('does not count what too many share: it tells nobody apart', async () => {
    const vault = Vault.open(places());
    const many = Array.from({ length: 4 }, (_, n) => `01936b2e-7c00-8abc-8def-00000000000${n}`);
    for (const [n, who] of many.entries()) {
      await vault.createSubjectKeys(recordingOn(vault), who, { ...meta, id: who.replace('-8abc', '-7abc') });
      vault.makeFindable(who, 'identity', [{ kind: 'DOCUMENT', term: 'DO 000' }, ...(n < 3 ? [{ kind: 'PHONE', term: '1' }] : [])]);
    }
    expect(vault.alike(many[0]!, 3)).toEqual(new Map([[many[1], ['PHONE']], [many[2], ['PHONE']]]));
    expect([...vault.alike(many[0]!, 4).keys()]).toEqual(many.slice(1));
    vault.close();
  });

  it('opens a store of before the kinds: the kind is that of the newer row, and where both are older none is told', async () => {
    const at = places();
    const vault = Vault.open(at);
    const [one, other] = ['1', '2'].map((n) => `01936b2e-7c00-8abc-8def-00000000000${n}`) as [string, string];
    for (const who of [one, other]) await vault.createSubjectKeys(recordingOn(vault), who, { ...meta, id: who.replace('-8abc', '-7abc') });
    for (const who of [one, other]) vault.makeFindable(who, 'identity', [{ kind: 'DOCUMENT', term: '1' }]);
    vault.close();
    const db = openSqlite(at.keyStore);
    db.exec('ALTER TABLE blind DROP COLUMN kind');
    db.close();
    const again = Vault.open(at);
    expect(again.find({ kind: 'DOCUMENT', term: '1' })).toEqual([one, other]);
    expect(again.alike(one, 9)).toEqual(new Map());
    again.makeFindable(one, 'identity', [{ kind: 'PHONE', term: '2' }]);
    again.makeFindable(other, 'identity', [{ kind: 'PHONE', term: '2' }]);
    expect(again.alike(one, 9)).toEqual(new Map([[other, ['PHONE']]]));
    again.makeFindable(other, 'identity', [{ kind: 'DOCUMENT', term: '1' }]); // said again
    expect(again.alike(one, 9)).toEqual(new Map([[other, ['DOCUMENT', 'PHONE']]]));
    again.close();
  });

  it('seals nothing for a subject whose keys are not logged', () => {
    const vault = Vault.open(places());
    expect(() => vault.seal(event, [{ subject, keyClass: 'identity', fields: { givenName: 'x' } }])).toThrow('not created yet');
    vault.close();
  });

  it('opens what it sealed, after a restart too, a part for each key class', async () => {
    const at = places();
    const vault = Vault.open(at);
    await vault.createSubjectKeys(recordingOn(vault), subject, meta);
    const sealed = await vault.seal(event, [
      { subject, keyClass: 'identity', fields: { givenName: 'Ana' } },
      { subject, keyClass: 'care', fields: { note: 'n' } },
    ]);
    expect(sealed.parts.map(({ kid }) => kid)).toEqual([...sealed.parts.map(({ kid }) => kid)].sort());
    vault.close();
    const again = Vault.open(at);
    const opened = sealed.descriptors.map((descriptor, i) => again.open(event, descriptor, sealed.parts[i]!));
    expect(Object.assign({}, ...opened)).toEqual({ givenName: 'Ana', note: 'n' });
    expect(again.open(event, { ...sealed.descriptors[0]!, kid: subject }, sealed.parts[0]!)).toBe('ERASED');
    again.close();
  });

  it('creates a subject its keys once, however often and at the same time it is asked', async () => {
    const vault = Vault.open(places());
    const recording = recordingOn(vault);
    await Promise.all(Array.from({ length: 8 }, () => vault.createSubjectKeys(recording, subject, meta)));
    await vault.createSubjectKeys(recording, subject, { ...meta, id: '01936b2e-7c00-7abc-8def-000000000009' });
    const stored = await recording.store.readStream(`subject-${subject}`);
    expect(stored.map(({ type }) => type)).toEqual(['SubjectKeyCreated', 'SubjectKeyCreated', 'SubjectKeyCreated']);
    await vault.seal(event, [{ subject, keyClass: 'investigation', fields: { ground: 'x' } }]);
    vault.close();
  });

  it('makes one access key for a compartment and month', async () => {
    const vault = Vault.open(places());
    const recording = recordingOn(vault);
    const kid = await vault.accessKey(recording, 'mmujer', '2026-01', meta);
    expect(await vault.accessKey(recording, 'mmujer', '2026-01', meta)).toBe(kid);
    expect(await vault.accessKey(recording, 'pgr', '2026-01', { ...meta, id: '01936b2e-7c00-7abc-8def-00000000000a' })).not.toBe(kid);
    expect(await recording.store.readStream('log-access')).toHaveLength(2);
    const { descriptors, parts } = await vault.sealReads(event, 'mmujer', '2026-01', { r000: { case: 'c', ids: [] } });
    expect(vault.open(event, descriptors[0]!, parts[0]!)).toEqual({ r000: { case: 'c', ids: [] } });
    vault.close();
  });

  it('gives a unit one code in a case, and another in every other case', () => {
    const vault = Vault.open(places());
    const code = vault.caseCode('case-a', 'UNIT', 'casa-malala');
    expect(code).toMatch(/^cc-[0-9a-f]{24}$/);
    expect(vault.caseCode('case-a', 'UNIT', 'casa-malala')).toBe(code);
    expect(vault.caseCode('case-b', 'UNIT', 'casa-malala')).not.toBe(code);
    expect(vault.caseCode('case-a', 'AGENT', 'casa-malala')).not.toBe(code);
    vault.close();
  });

  it('keeps its key file to its owner, and never overwrites one', () => {
    const { keyFile } = places();
    expect(statSync(keyFile).mode & 0o777).toBe(0o400);
    expect(() => createKeyFile(keyFile)).toThrow('never overwritten');
  });

  it('says what to do with a key file that is missing, open to others, damaged or another one', () => {
    const at = places();
    Vault.open(at).close();
    expect(() => Vault.open({ ...at, keyFile: join(folder, 'nowhere.json') })).toThrow('is missing or cannot be read');
    expect(() => Vault.open({ ...at, keyFile: places().keyFile })).toThrow('was made with another key file');
    const open = join(folder, 'open.json');
    writeFileSync(open, '{}', { mode: 0o644 });
    expect(() => Vault.open({ ...at, keyFile: open })).toThrow('can be read by others');
    chmodSync(open, 0o600);
    expect(() => Vault.open({ ...at, keyFile: open })).toThrow('is not a key file of this program');
    const noise = join(folder, 'noise.sqlite');
    writeFileSync(noise, 'no database'.repeat(100));
    expect(() => Vault.open({ ...at, keyStore: noise })).toThrow('is damaged or no store of keys');
  });
});
