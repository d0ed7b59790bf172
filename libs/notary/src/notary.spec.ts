import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash, noteVerifier, verifyTlogProof } from '@amparo/evidence';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { Notary } from './index';
import { tilePath } from './tiles';

const keys = { protocol: Buffer.alloc(32, 1), access: Buffer.alloc(32, 2) };
const root = mkdtempSync(join(tmpdir(), 'amparo-notary-'));
afterAll(() => rmSync(root, { recursive: true }));

let n = 0;
const fresh = (): string => join(root, `log-${++n}`);
const open = (store: MemoryEventStore, folder = fresh()): Notary => Notary.open({ folder, store, host: 'amparo.test', keys });

async function grow(store: MemoryEventStore, count: number, stream = 'case-1'): Promise<void> {
  const { length } = await store.readStream(stream);
  for (let i = 0; i < count; i++) {
    await store.append(stream, length - 1 + i, [{ id: `${stream}-${length + i}`, type: 'Noted', leaf: Buffer.from(`${stream} leaf ${length + i}`), parts: [] }]);
  }
}

/** Every file of a log but the index, whose pages depend on how it was filled. */
function files(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.includes('leaf-index') && statSync(join(folder, file)).isFile())
      .sort()
      .map((file) => [file, Buffer.from(leafHash(readFileSync(join(folder, file)))).toString('hex')]),
  );
}

describe('the notary', () => {
  it('names tiles as C2SP does', () => {
    expect(tilePath(0, 0)).toBe('tile/0/000');
    expect(tilePath(1, 1_234_067)).toBe('tile/1/x001/x234/067');
  });

  it('gives a receipt that proves an event without us, once a checkpoint covers it', async () => {
    const store = new MemoryEventStore();
    await grow(store, 300);
    await grow(store, 3, 'access-mmujer-1');
    const notary = open(store);
    await notary.start();
    for (const event of [...(await store.readStream('case-1')), ...(await store.readStream('access-mmujer-1'))]) {
      const hash = leafHash(event.leaf);
      const log = event.stream.startsWith('access') ? 'access' : 'protocol';
      const receipt = notary.receipt(Buffer.from(hash).toString('base64url'))!;
      expect(verifyTlogProof(receipt, hash, [noteVerifier(notary.vkey(log))])).toMatchObject({ ok: true, index: event.seq });
    }
    expect(notary.receipt('AAAA')).toBeUndefined();
    expect(notary.receipt('not base64url!')).toBeUndefined();
    await notary.close();
  });

  it('built in steps, with stops, and built again at once has the same bytes', async () => {
    const store = new MemoryEventStore();
    const folder = fresh();
    for (const more of [1, 254, 2, 300, 513]) {
      const notary = open(store, folder);
      await notary.start();
      await grow(store, more);
      await grow(store, 2, 'access-mmujer-1');
      await new Promise((resolve) => setImmediate(resolve));
      await notary.close();
      const again = open(store, folder);
      await again.start();
      await again.close();
    }
    const whole = fresh();
    const rebuilt = open(store, whole);
    await rebuilt.start();
    await rebuilt.close();
    expect(files(folder)).toEqual(files(whole));
  });

  it('goes on after a crash between tiles, checkpoint and index', async () => {
    const store = new MemoryEventStore();
    const folder = fresh();
    await grow(store, 10);
    const before = open(store, folder);
    await before.start();
    await before.close();
    const index = readFileSync(join(folder, 'leaf-index.sqlite'));
    await grow(store, 600);
    const crashed = open(store, folder);
    await crashed.start();
    await crashed.close();
    writeFileSync(join(folder, 'leaf-index.sqlite'), index); // the index did not get there
    const after = open(store, folder);
    await after.start();
    expect(after.receipt(Buffer.from(leafHash(Buffer.from('case-1 leaf 609'))).toString('base64url'))).toBeDefined();
    await after.close();
  });

  it('does not start on a store that is older than its log, or another one', async () => {
    const store = new MemoryEventStore();
    const folder = fresh();
    await grow(store, 10);
    const notary = open(store, folder);
    await notary.start();
    await notary.close();
    rmSync(join(folder, 'leaf-index.sqlite'));

    const older = new MemoryEventStore();
    await grow(older, 9);
    const behind = open(older, folder);
    await expect(behind.start()).rejects.toThrow('the store is older than its log');

    const other = new MemoryEventStore();
    await grow(other, 10, 'case-2');
    rmSync(join(folder, 'leaf-index.sqlite'));
    await expect(open(other, folder).start()).rejects.toThrow('event 0 of the protocol log is not the one');
  });

  it('does not open a log that other keys signed, or whose tiles were changed', async () => {
    const store = new MemoryEventStore();
    const folder = fresh();
    await grow(store, 10);
    const notary = open(store, folder);
    await notary.start();
    await notary.close();
    expect(() => Notary.open({ folder, store, host: 'amparo.test', keys: { ...keys, protocol: keys.access } })).toThrow('is not signed with the key of this log');
    const tile = join(folder, 'protocol', 'tile/0/000.p/10');
    writeFileSync(tile, readFileSync(tile).fill(0, 5, 6));
    expect(() => open(store, folder)).toThrow('do not have its root');
  });

  it('follows what is appended while it runs', async () => {
    const store = new MemoryEventStore();
    const notary = open(store);
    await notary.start();
    expect(notary.checkpoint('protocol')).toBeUndefined();
    await grow(store, 5);
    for (let i = 0; i < 100 && notary.sequenced() < 5n; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    notary.publish();
    expect(notary.checkpoint('protocol')).toContain('amparo.test/protocol\n5\n');
    await notary.close();
  });
});
