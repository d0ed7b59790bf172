import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkpointBody, leafHash, MerkleTree, noteSigner, signNote } from '@amparo/evidence';
import { LogFiles } from '@amparo/notary';

jest.setTimeout(180_000);

type Question = Readonly<Record<string, unknown>>;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const all = (hashes: readonly Uint8Array[]): string[] => hashes.map(base64);

describe('Go’s sumdb, which we did not write, of our log', () => {
  const place = mkdtempSync(join(tmpdir(), 'amparo-foreign-'));
  const oracle = join(place, 'oracle');
  const signer = noteSigner('amparo.localhost/protocol', createHash('sha256').update('a seed').digest());
  const leafOf = (i: number): Buffer => Buffer.from(`{"event":${i}}`);
  /** A log on disk of so many leaves, published on the way so that tiles are written and replaced. */
  const logOf = (size: number, steps: readonly number[] = []): { folder: string; tree: MerkleTree; note: string } => {
    const folder = mkdtempSync(join(place, 'log-'));
    const files = new LogFiles(folder);
    const tree = new MerkleTree();
    let note = '';
    for (let i = 0; i < size; i++) {
      tree.append(leafHash(leafOf(i)));
      if (i + 1 === size || steps.includes(i + 1)) note = files.publish(tree, signer);
    }
    return { folder, tree, note };
  };
  const answers = (questions: readonly Question[]): string[] => execFileSync(oracle, { input: questions.map((one) => `${JSON.stringify(one)}\n`).join(''), maxBuffer: 2 ** 26 }).toString().trimEnd().split('\n');

  beforeAll(() => {
    // Debian’s package golang-golang-x-mod-dev lies in a GOPATH of its own.
    execFileSync('go', ['build', '-o', oracle, join(__dirname, 'oracle.go')], { env: { ...process.env, GOPATH: '/usr/share/gocode', GO111MODULE: 'off', GOCACHE: join(place, 'cache'), GOFLAGS: '' } });
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('opens our checkpoints under our keys, and none that is changed', () => {
    const note = signNote(checkpointBody({ origin: signer.name, size: 7, root: new MerkleTree().root() }), signer);
    const other = noteSigner(signer.name, Buffer.alloc(32, 9));
    const asked = [
      { Ask: 'checkpoint', Vkey: signer.vkey, Note: note },
      { Ask: 'checkpoint', Vkey: signer.vkey, Note: note.replace('\n7\n', '\n8\n') },
      { Ask: 'checkpoint', Vkey: other.vkey, Note: note },
      { Ask: 'checkpoint', Vkey: signer.vkey.replace('+', '+0'), Note: note },
    ];
    expect(answers(asked).map((one) => one === 'ok')).toEqual([true, false, false, false]);
  });

  it('finds every leaf of every small tree where we say it is, and in no other place', () => {
    const asked: Question[] = [];
    for (let size = 1; size <= 40; size++) {
      const { tree } = logOf(size);
      for (let index = 0; index < size; index++) {
        const question = { Ask: 'inclusion', Leaf: base64(leafOf(index)), Index: index, Size: size, Root: base64(tree.root()), Proof: all(tree.inclusionProof(index, size)) };
        asked.push(question, { ...question, Index: (index + 1) % size, ...(size === 1 && { Leaf: base64(leafOf(9)) }) }, { ...question, Leaf: base64(leafOf(index + 100)) });
      }
    }
    expect(answers(asked).map((one) => one === 'ok')).toEqual(asked.map((_, i) => i % 3 === 0));
  });

  it('finds that our log grew between any two checkpoints, and finds out where one was rewritten', () => {
    const asked: Question[] = [];
    const { tree } = logOf(70);
    for (let old = 1; old <= 70; old++) {
      for (let size = old; size <= 70; size += 7) {
        const question = { Ask: 'consistency', Old: old, Size: size, Was: base64(tree.root(old)), Root: base64(tree.root(size)), Proof: all(tree.consistencyProof(old, size)) };
        asked.push(question, { ...question, Was: base64(leafHash(tree.root(old))) });
      }
    }
    expect(answers(asked).map((one) => one === 'ok')).toEqual(asked.map((_, i) => i % 2 === 0));
  });

  it.each([[1, []], [255, []], [256, []], [257, [100, 256]], [1_000, [1, 300, 600, 999]], [66_000, [20_000, 65_536]]] as const)('reads our tiles of %i leaves, and proves leaves from them alone', (size, steps) => {
    const { folder, note } = logOf(size, steps);
    const question = { Ask: 'tiles', Vkey: signer.vkey, Note: note, Folder: folder, Indexes: [...new Set([0, Math.floor(size / 2), size - 1])] };
    expect(answers([question])).toEqual(['ok']);
    const tile = join(folder, 'tile', '0', size < 256 ? `000.p/${size}` : '000');
    const bytes = readFileSync(tile);
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    expect(answers([question])).not.toEqual(['ok']);
  });

  it('agrees on trees of any size', () => {
    const asked: Question[] = [];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.nat(), fc.nat(), (size, i, j) => {
        const tree = new MerkleTree();
        for (let n = 0; n < size; n++) tree.append(leafHash(leafOf(n)));
        const [index, old] = [i % size, 1 + (j % size)];
        asked.push({ Ask: 'inclusion', Leaf: base64(leafOf(index)), Index: index, Size: size, Root: base64(tree.root()), Proof: all(tree.inclusionProof(index, size)) });
        asked.push({ Ask: 'consistency', Old: old, Size: size, Was: base64(tree.root(old)), Root: base64(tree.root()), Proof: all(tree.consistencyProof(old, size)) });
      }),
    );
    expect(answers(asked)).toEqual(asked.map(() => 'ok'));
  });
});
