import { readdirSync, readFileSync } from 'node:fs';
import { createHash, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonicalJson, CanonicalJsonError, parseStrictJson } from './canonical-json';
import { leafHash } from './leaf';
import { emptyRoot, MerkleTree, nodeHash, verifyConsistency, verifyInclusion } from './merkle-tree';
import { NoteError, noteSigner, noteVerifier, openNote } from './signed-note';
import { tlogProof, verifyTlogProof } from './tlog-proof';
import notes from './vectors/signed-note/note-open.json';
import proofs from './vectors/tlog-proof/tlog-proof.json';
import tree8 from './vectors/merkle-rfc6962/tree-8-leaves.json';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const jcs = join(__dirname, 'vectors/jcs-rfc8785');

describe('canonical JSON (RFC 8785)', () => {
  it.each(readdirSync(join(jcs, 'input')).filter((file) => file !== 'values.json'))('has the published form of %s', (file) => {
    const canonical = canonicalJson(JSON.parse(readFileSync(join(jcs, 'input', file), 'utf8')));
    expect(canonical).toBe(readFileSync(join(jcs, 'output', file), 'utf8').trimEnd());
    expect(Buffer.from(canonical).toString('hex')).toBe(readFileSync(join(jcs, 'outhex', file.replace('.json', '.txt')), 'utf8').replace(/\s/g, ''));
  });

  it('has the published form of values.json but for its integer beyond 2^53, which it refuses', () => {
    const text = readFileSync(join(jcs, 'input', 'values.json'), 'utf8');
    expect(() => canonicalJson(JSON.parse(text))).toThrow(CanonicalJsonError);
    const within = (json: string) => json.replace(/1E30|1e\+30/, '9007199254740991');
    expect(canonicalJson(JSON.parse(within(text)))).toBe(within(readFileSync(join(jcs, 'output', 'values.json'), 'utf8').trimEnd()));
  });

  it('writes the first ten thousand published floating-point numbers', () => {
    const statics = [...readFileSync(join(jcs, 'README.md'), 'utf8').matchAll(/0x([0-9a-f]{16})n/g)].map((m) => BigInt(`0x${m[1]}`));
    const last = statics.lastIndexOf(0x0010000000000000n);
    const seeds = statics.filter((x, i) => x !== 0x0010000000000000n || i !== last);
    const bits = new BigUint64Array(1);
    const float = new Float64Array(bits.buffer);
    const hash = createHash('sha256');
    let block: Buffer = Buffer.alloc(32);
    const queue: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      if (i < seeds.length) bits[0] = seeds[i]!;
      else if (i < seeds.length + 2000) bits[0] = 0x0010000000000000n + BigInt(i - seeds.length);
      else {
        let value = 0;
        while (value === 0 || !Number.isFinite(value)) {
          if (queue.length === 0) {
            block = createHash('sha256').update(block).digest();
            queue.push(...[0, 8, 16, 24].map((at) => block.readDoubleLE(at)));
          }
          value = queue.shift()!;
        }
        float[0] = value;
      }
      const value = float[0]!;
      hash.update(`${bits[0]!.toString(16)},${Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : canonicalJson(value)}\n`);
    }
    expect(hash.digest('hex')).toBe('b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892');
  });

  it.each([
    ['undefined', { a: undefined }],
    ['NaN', [NaN]],
    ['an infinity', [Infinity]],
    ['a BigInt', [1n]],
    ['a function', [() => 1]],
    ['a date', [new Date(0)]],
    ['a map', [new Map()]],
    ['a lone surrogate', ['\ud800']],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['an integer beyond 2^53', [2 ** 53]],
  ])('refuses %s', (_what, value) => expect(() => canonicalJson(value)).toThrow(CanonicalJsonError));

  it.each(['{"a":1,"a":2}', '{"a":{"b":1,"\\u0062":2}}', '[9007199254740993]', '["\\ud800"]', '[1e400]', '{"__proto__":1,"__proto__":2}'])(
    'does not read %s, which others read in two ways',
    (json) => expect(() => parseStrictJson(json)).toThrow(CanonicalJsonError),
  );

  it('reads back what it wrote, and writes the same again', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        let text: string;
        try {
          text = canonicalJson(value);
        } catch (error) {
          return error instanceof CanonicalJsonError;
        }
        return canonicalJson(parseStrictJson(text)) === text;
      }),
    ));
});

describe('the Merkle tree (RFC 6962, RFC 9162)', () => {
  const leaves = tree8.leafInputsHex.map((input) => leafHash(Buffer.from(input, 'hex')));
  const grown = (hashes: readonly Uint8Array[]) => {
    const tree = new MerkleTree();
    for (const hash of hashes) tree.append(hash);
    return tree;
  };

  it('has the published nodes of the tree of eight', () => {
    const tree = grown(leaves);
    tree8.nodeHashesByLevelHex.forEach((level, l) => level.forEach((node, i) => expect(hex(tree.node(l, i))).toBe(node)));
  });

  it('has the empty root of SHA-256 of nothing', () => expect(hex(emptyRoot)).toBe(createHash('sha256').digest('hex')));

  /** MTH, PATH and PROOF as RFC 6962 §2.1 defines them, on lists. */
  const slow = {
    k: (n: number) => 2 ** (Math.ceil(Math.log2(n)) - 1),
    root: (d: readonly Uint8Array[]): Uint8Array =>
      d.length === 0 ? emptyRoot : d.length === 1 ? d[0]! : nodeHash(slow.root(d.slice(0, slow.k(d.length))), slow.root(d.slice(slow.k(d.length)))),
    path: (m: number, d: readonly Uint8Array[]): Uint8Array[] => {
      if (d.length === 1) return [];
      const k = slow.k(d.length);
      return m < k ? [...slow.path(m, d.slice(0, k)), slow.root(d.slice(k))] : [...slow.path(m - k, d.slice(k)), slow.root(d.slice(0, k))];
    },
  };
  const many = Array.from({ length: 70 }, (_, i) => leafHash(Buffer.from([i])));

  it('agrees with the definition for every root and inclusion proof up to 70 leaves, and every other index fails', () => {
    const tree = grown(many);
    for (let size = 1; size <= 70; size++) {
      const d = many.slice(0, size);
      const root = tree.root(size);
      expect(hex(root)).toBe(hex(slow.root(d)));
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusionProof(index, size);
        expect(proof.map(hex)).toEqual(slow.path(index, d).map(hex));
        expect(verifyInclusion(many[index]!, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(many[index]!, (index + 1) % 71, size, proof, root)).toBe(false);
        expect(verifyInclusion(many[index]!, index, size, [...proof, root], root)).toBe(false);
      }
    }
  });

  it('proves every pair of sizes up to 70 consistent, and no changed history', () => {
    const tree = grown(many);
    for (let to = 1; to <= 70; to++) {
      for (let from = 1; from <= to; from++) {
        const proof = tree.consistencyProof(from, to);
        expect(verifyConsistency(from, tree.root(from), to, tree.root(to), proof)).toBe(true);
        if (from < to) {
          expect(verifyConsistency(from, many[0]!.subarray().map((b) => b ^ 1), to, tree.root(to), proof)).toBe(false);
          expect(verifyConsistency(from, tree.root(from), to, tree.root(to), proof.slice(1))).toBe(false);
        }
      }
    }
  });

  it('refuses sizes it does not have', () => {
    const tree = grown(leaves);
    expect(() => tree.root(9)).toThrow(RangeError);
    expect(() => tree.inclusionProof(8, 8)).toThrow(RangeError);
    expect(() => tree.consistencyProof(0, 8)).toThrow(RangeError);
  });
});

describe('signed notes and receipts (C2SP)', () => {
  it('give their keys to other programs, whatever characters these have in base64', () => {
    const vkeys = Array.from({ length: 64 }, (_, i) => noteSigner('amparo.localhost/protocol', Buffer.alloc(32, i)).vkey);
    expect(vkeys.filter((vkey) => vkey.split('+').length > 3)).not.toEqual([]);
    for (const vkey of vkeys) {
      const der = createPublicKey(noteVerifier(vkey).pem()).export({ format: 'der', type: 'spki' });
      expect(vkey.endsWith(Buffer.concat([Buffer.of(1), der.subarray(-32)]).toString('base64'))).toBe(true);
    }
  });

  it.each(notes.cases)('judges the published note: $name', ({ keys, noteB64, expect: wanted, verified }) => {
    const verifiers = () => keys.filter((key) => key.split('+')[2]!.startsWith('A')).map(noteVerifier);
    const open = () => openNote(Buffer.from(noteB64, 'base64').toString('utf8'), verifiers());
    if (wanted === 'ok') expect(open().signedBy).toHaveLength(verified!);
    else expect(open).toThrow(NoteError);
  });

  it.each(proofs.marshal.filter(({ extra }) => extra === null))('writes the published proof of index $index', ({ index, hashes, checkpoint, want }) => {
    expect(tlogProof({ index, proof: hashes.map((h) => Buffer.from(h, 'base64')), checkpoint })).toBe(want);
  });

  it.each(proofs.unmarshalErrors)('refuses the published malformed proof %j', (text) => {
    expect(verifyTlogProof(text, Buffer.alloc(32), [])).toMatchObject({ ok: false });
  });
});
