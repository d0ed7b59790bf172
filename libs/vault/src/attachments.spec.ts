import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Histories, type Recording } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { AttachmentDamaged, checkAttachments, createKeyFile, Vault, type Attachments, type Under } from './index';

const place = mkdtempSync(join(tmpdir(), 'amparo-attachments-'));
afterAll(() => rmSync(place, { recursive: true }));

const at = '2026-01-05T12:00:00.000Z';
const meta: CommandMeta = {
  id: '01936b2e-7c00-7abc-8def-000000000001',
  actor: { client: 'mmujer-desk', assurance: 'ASSERTED' },
  purpose: 'PROTECTION',
  basis: { kind: 'CONSENT' },
  at,
  receivedAt: at,
  correlation: 'c-1',
};
const [her, hisName] = ['01936b2e-7c00-8abc-8def-000000000001', '01936b2e-7c00-8abc-8def-000000000002'];
const care: Under = { subject: her, keyClass: 'care' };
const azua = 'mmujer';
const keyPlaces = { keyFile: join(place, 'key.json'), keyStore: join(place, 'keys.sqlite') };

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const chunk = 65_536;
/** What an upload brings: pieces of this many bytes. */
async function* pieces(bytes: Buffer, of = 10_000): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += of) yield bytes.subarray(from, from + of);
}
async function bytesOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of content) all.push(piece);
  return Buffer.concat(all);
}

describe('an attachment', () => {
  let vault: Vault;
  let kids: Readonly<Record<string, string>>;
  let folder: string;
  let attachments: Attachments;
  const files = (of: 'waiting' | 'kept'): string[] => readdirSync(join(folder, of)).map((name) => join(folder, of, name));
  const upload = (bytes: Buffer, under = care, by = azua) => attachments.upload(under, by, 'application/pdf', pieces(bytes));
  const kept = async (bytes: Buffer, under = care): Promise<string> => {
    const { digest } = await upload(bytes, under);
    expect(await attachments.keep(under, azua, digest)).toBe(true);
    return digest;
  };
  const read = async (digest: string, kid = kids['care']!): Promise<Buffer> => {
    const opened = await attachments.read(kid, digest);
    if (opened === 'ERASED') throw new Error('its key is gone');
    return bytesOf(opened.content);
  };

  beforeAll(async () => {
    createKeyFile(keyPlaces.keyFile);
    vault = Vault.open(keyPlaces);
    const store = new MemoryEventStore();
    const recording: Recording = { store, histories: new Histories(store), seal: vault.seal, now: () => at, digest: vault.digest, nonce: () => Buffer.alloc(16) };
    for (const subject of [her, hisName]) await vault.createSubjectKeys(recording, subject, meta);
    const created = (await store.readStream(`subject-${her}`)).map(({ leaf }) => (JSON.parse(Buffer.from(leaf).toString()) as { data: { kid: string; class: string } }).data);
    kids = Object.fromEntries(created.map(({ kid, class: keyClass }) => [keyClass, kid]));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(place, 'folder-'));
    attachments = vault.attachments(folder);
  });
  afterAll(() => vault.close());

  it.each([1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17])('of %d bytes comes back as it was uploaded, with its type, its size and the digest events name it by', async (size) => {
    const letter = randomBytes(size);
    const digest = await kept(letter);
    expect(digest).toBe(sha256(letter));
    expect(await attachments.read(kids['care']!, digest)).toMatchObject({ type: 'application/pdf', size });
    expect((await read(digest)).equals(letter)).toBe(true);
  });

  it('lies on disk under names and in bytes that tell nobody who holds the document that it is here', async () => {
    const letter = Buffer.from('%PDF carta de la inspección de trabajo, a nombre de Altagracia'.repeat(2_000));
    const digest = await kept(letter);
    for (const path of [...files('waiting'), ...files('kept')]) {
      const stored = readFileSync(path);
      expect(path).not.toContain(digest);
      for (const secret of ['Altagracia', digest, Buffer.from(digest, 'hex')]) expect(stored.includes(secret)).toBe(false);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
    expect((await kept(letter, { subject: hisName, keyClass: 'care' })) === digest).toBe(true);
    expect(files('kept')).toHaveLength(2); // of another subject it is another file
  });

  it('is kept once it is named, by the compartment that uploaded it and under the key class it was uploaded for', async () => {
    const { digest } = await upload(Buffer.from('carta'));
    expect(files('kept')).toEqual([]);
    for (const [under, by] of [[care, 'pgr-pett'], [{ ...care, keyClass: 'identity' }, azua], [{ ...care, subject: hisName }, azua]] as const) {
      expect(await attachments.waits(under, by, digest)).toBe(false);
      expect(await attachments.keep(under, by, digest)).toBe(false);
    }
    expect(await attachments.waits(care, azua, digest)).toBe(true);
    expect(await attachments.keep(care, azua, digest)).toBe(true);
    expect(await attachments.keep(care, azua, digest)).toBe(true);
    expect(files('kept')).toHaveLength(1);
  });

  it('uploaded again is the same one', async () => {
    const first = await upload(Buffer.from('carta'));
    expect(await upload(Buffer.from('carta'))).toEqual(first);
    expect(files('waiting')).toHaveLength(1);
  });

  it('leaves nothing behind when the upload breaks off, or is turned down at its end', async () => {
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.alloc(3 * chunk);
      throw new Error('connection lost');
    };
    await expect(attachments.upload(care, azua, 'image/png', broken())).rejects.toThrow('connection lost');
    const refuse = (): void => {
      throw new Error('another digest was announced');
    };
    await expect(attachments.upload(care, azua, 'image/png', pieces(Buffer.from('carta')), refuse)).rejects.toThrow('announced');
    expect([...files('waiting'), ...files('kept')]).toEqual([]);
  });

  it('of 20 MiB passes through a chunk at a time: neither way is more in hand than a piece and two chunks', async () => {
    const piece = Buffer.alloc(256 * 1_024, 'folio ');
    const total = 80 * piece.length;
    let given = 0;
    let most = 0;
    const path = (): string | undefined => files('waiting')[0];
    const source = async function* (): AsyncGenerator<Buffer> {
      for (; given < total; given += piece.length) {
        const draft = path();
        if (draft) most = Math.max(most, given - statSync(draft).size);
        yield piece;
      }
    };
    const { digest, size } = await attachments.upload(care, azua, 'application/pdf', source());
    expect([size, given]).toEqual([total, total]);
    expect(most).toBeLessThanOrEqual(2 * chunk); // what was given before the newest piece is on disk already
    await attachments.keep(care, azua, digest);
    const opened = await attachments.read(kids['care']!, digest);
    if (opened === 'ERASED') throw new Error('its key is there');
    const whole = createHash('sha256');
    let largest = 0;
    let chunks = 0;
    for await (const bytes of opened.content) {
      largest = Math.max(largest, bytes.length);
      chunks++;
      whole.update(bytes);
    }
    expect([largest, chunks, whole.digest('hex')]).toEqual([chunk, total / chunk, digest]);
  });

  it('that nobody named is swept when its time is over, and so is half an upload; what is named or still new stays', async () => {
    const named = await kept(Buffer.from('named'));
    const { digest: old } = await upload(Buffer.from('old'));
    writeFileSync(join(folder, 'waiting', 'half.tmp'), 'half');
    for (const path of files('waiting')) utimesSync(path, 1, 1);
    const { digest: fresh } = await upload(Buffer.from('fresh'));
    expect(await attachments.sweep(Date.now() - 60_000)).toBe(3);
    expect(await attachments.waits(care, azua, fresh)).toBe(true);
    expect(await attachments.keep(care, azua, old)).toBe(false);
    expect((await read(named)).toString()).toBe('named');
  });

  describe('that is not what was kept', () => {
    const size = 3 * chunk + 100;
    const sealed = chunk + 16;
    const header = (bytes: Buffer): number => bytes.indexOf(0x0a) + 1;
    const flip = (bytes: Buffer, place: number): Buffer => {
      bytes[place]! ^= 1;
      return bytes;
    };
    const chunkOf = (bytes: Buffer, index: number): Buffer => bytes.subarray(header(bytes) + index * sealed, header(bytes) + (index + 1) * sealed);
    const spoilt: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
      'by a letter of its type': (bytes) => Buffer.from(bytes.toString('latin1').replace('application/pdf', 'application/pdg'), 'latin1'),
      'by a bit of its first chunk': (bytes) => flip(bytes, header(bytes) + 5),
      'by a bit of its last chunk': (bytes) => flip(bytes, header(bytes) + 3 * sealed + 5),
      'with two chunks changed round': (bytes) => {
        const [one, two] = [Buffer.from(chunkOf(bytes, 1)), Buffer.from(chunkOf(bytes, 2))];
        two.copy(bytes, header(bytes) + sealed);
        one.copy(bytes, header(bytes) + 2 * sealed);
        return bytes;
      },
      'without its last chunk': (bytes) => Buffer.concat([bytes.subarray(0, header(bytes) + 3 * sealed), bytes.subarray(-32)]),
      'with a chunk behind its last': (bytes) => Buffer.concat([bytes.subarray(0, -32), chunkOf(bytes, 0), bytes.subarray(-32)]),
      'as it breaks off': (bytes) => bytes.subarray(0, 5_000),
      'as it is empty': () => Buffer.alloc(0),
    };
    it.each(Object.entries(spoilt))('%s is not given out as whole, and is found without a key', async (_, spoil) => {
      const digest = await kept(randomBytes(size));
      const [path = ''] = files('kept');
      const checked = async (): Promise<boolean[]> => {
        const found: boolean[] = [];
        for await (const { intact } of checkAttachments(folder)) found.push(intact);
        return found;
      };
      expect(await checked()).toEqual([true, true]);
      const spoiltBytes = spoil(readFileSync(path));
      rmSync(path);
      writeFileSync(path, spoiltBytes);
      await expect(read(digest)).rejects.toBeInstanceOf(AttachmentDamaged);
      expect((await checked()).sort()).toEqual([false, true]);
    });

    it('is found by its last chunk when it is another file in its place', async () => {
      const digest = await kept(randomBytes(size));
      const [path = ''] = files('kept');
      rmSync(path);
      await kept(randomBytes(size));
      renameSync(files('kept')[0]!, path);
      await expect(read(digest)).rejects.toBeInstanceOf(AttachmentDamaged);
    });
  });

  it('goes with its key: nothing opens it any more, and what is left of it is removed, and nothing else', async () => {
    const doomed = await kept(Buffer.from('carta de ella'), { subject: her, keyClass: 'identity' });
    const other = await kept(Buffer.from('carta'));
    expect((await read(doomed, kids['identity'])).toString()).toBe('carta de ella');
    const db = openSqlite(keyPlaces.keyStore);
    db.prepare('DELETE FROM key WHERE kid = ?').run(kids['identity']);
    db.close();
    vault.close();
    vault = Vault.open(keyPlaces);
    attachments = vault.attachments(folder);
    expect(await attachments.read(kids['identity']!, doomed)).toBe('ERASED');
    expect(() => vault.seal({ id: '01936b2e-7c00-8abc-8def-000000000009', stream: 'case-1', type: 'T', schema: 1 }, [{ subject: her, keyClass: 'identity', fields: { x: 1 } }])).toThrow();
    expect(await attachments.forget(kids['identity']!)).toBe(2);
    expect((await read(other)).toString()).toBe('carta');
    expect([files('waiting').length, files('kept').length]).toEqual([1, 1]);
  });
});
