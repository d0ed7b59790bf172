import { sameBytes, sha256 } from './bytes';

/** MTH of no leaves, RFC 6962 §2.1. */
export const emptyRoot: Uint8Array = sha256('');

const pair = Buffer.alloc(65, 0x01);

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
}

/** One level of complete nodes in one growing buffer, 32 bytes each: a million leaves are a few buffers, not two million objects. */
class Level {
  private bytes = Buffer.allocUnsafe(32 * 256);
  length = 0;

  push(hash: Uint8Array): void {
    if ((this.length + 1) * 32 > this.bytes.length) {
      const grown = Buffer.allocUnsafe(this.bytes.length * 2);
      this.bytes.copy(grown);
      this.bytes = grown;
    }
    this.bytes.set(hash, this.length * 32);
    this.length++;
  }

  at(index: number): Uint8Array {
    return this.bytes.subarray(index * 32, index * 32 + 32);
  }
}

const guard = (value: number, most: number, what: string): void => {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) throw new RangeError(`${what} ${value} is not within 0 to ${most}`);
};

/** 2^k for the largest k with 2^k < n (n ≥ 2). Sizes stay below 2^53: numbers, not bigints. */
const split = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** The Merkle tree of RFC 6962 §2.1 over leaf hashes, growing at the right. Node (level, index) is the root of 2^level leaves. */
export class MerkleTree {
  private readonly levels: Level[] = [new Level()];

  get size(): number {
    return this.levels[0]!.length;
  }

  /** Adds a leaf hash (32 bytes) and every node it completes. */
  append(leaf: Uint8Array): void {
    if (leaf.length !== 32) throw new RangeError(`a leaf hash has 32 bytes, not ${leaf.length}`);
    this.levels[0]!.push(leaf);
    for (let level = 0; this.levels[level]!.length % 2 === 0; level++) {
      const below = this.levels[level]!;
      const above = (this.levels[level + 1] ??= new Level());
      above.push(nodeHash(below.at(below.length - 2), below.at(below.length - 1)));
    }
  }

  leaf(index: number): Uint8Array {
    guard(index, this.size - 1, 'leaf');
    return Buffer.from(this.levels[0]!.at(index));
  }

  /** A complete node's hash; its 2^level leaves must all be there. */
  node(level: number, index: number): Uint8Array {
    const row = this.levels[level];
    if (!row) throw new RangeError(`no complete node at level ${level}`);
    guard(index, row.length - 1, 'node');
    return Buffer.from(row.at(index));
  }

  /** MTH of the first `size` leaves. */
  root(size = this.size): Uint8Array {
    guard(size, this.size, 'size');
    return size === 0 ? emptyRoot : this.subtree(0, size);
  }

  /** PATH(index, D[size]) of RFC 6962 §2.1.1, from the leaf up. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    guard(size, this.size, 'size');
    guard(index, size - 1, 'index');
    const path = (start: number, n: number): Uint8Array[] => {
      if (n === 1) return [];
      const k = split(n);
      return index < start + k ? [...path(start, k), this.subtree(start + k, n - k)] : [...path(start + k, n - k), this.subtree(start, k)];
    };
    return path(0, size);
  }

  /** PROOF(oldSize, D[newSize]) of RFC 6962 §2.1.2; empty for equal sizes. */
  consistencyProof(oldSize: number, newSize = this.size): Uint8Array[] {
    guard(newSize, this.size, 'size');
    guard(oldSize, newSize, 'size');
    if (oldSize === 0) throw new RangeError('every tree is consistent with the empty one; there is nothing to prove');
    const prove = (start: number, m: number, n: number, whole: boolean): Uint8Array[] => {
      if (m === n) return whole ? [] : [this.subtree(start, n)];
      const k = split(n);
      return m <= k
        ? [...prove(start, m, k, whole), this.subtree(start + k, n - k)]
        : [...prove(start + k, m - k, n - k, false), this.subtree(start, k)];
    };
    return prove(0, oldSize, newSize, true);
  }

  /** MTH of `n` leaves from `start`, which is a multiple of the largest power of two below `n`. */
  private subtree(start: number, n: number): Uint8Array {
    const level = Math.log2(n);
    if (Number.isInteger(level)) return Buffer.from(this.levels[level]!.at(start / n));
    const k = split(n);
    return nodeHash(this.subtree(start, k), this.subtree(start + k, n - k));
  }
}

/** RFC 9162 §2.1.3.2. @returns whether the proof leads from the leaf to the root. */
export function verifyInclusion(leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(r, root);
}

/** RFC 9162 §2.1.4.2. @returns whether the newer tree extends the older one. Sizes from 1. */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize) || oldSize < 1 || newSize < oldSize) return false;
  if (oldSize === newSize) return proof.length === 0 && sameBytes(oldRoot, newRoot);
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let fr = first;
  let sr = first;
  for (const c of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(fr, oldRoot) && sameBytes(sr, newRoot);
}

