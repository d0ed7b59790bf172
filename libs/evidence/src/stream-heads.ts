import { base64url, sha256 } from './bytes';
import { leafHash } from './leaf';
import { MerkleTree } from './merkle-tree';

/** A stream as `StreamHeads` commits to it. `file` is what belongs together: a case, an investigation, or the rest. */
export type StreamHead = Readonly<{ stream: string; seq: number; head: Uint8Array; case?: string; investigation?: string }>;

/** The same as a leaf of the tree of heads: base64url of 32 bytes each, `seq` the number of the stream's last event. */
export type HeadLeaf = Readonly<{ file: string; head: string; seq: number; stream: string }>;

/** `data/heads/range.json`: leaf `first + i` is `leaves[i]`, and `proofs[i]` its inclusion proof, base64url, from the leaf up. */
export type HeadRange = Readonly<{ first: number; leaves: readonly HeadLeaf[]; proofs: readonly (readonly string[])[] }>;

/** What a stream belongs to, base64url SHA-256: of its case id, else of its investigation id, else of nothing. */
export const fileOf = ({ case: caseId, investigation }: Readonly<{ case?: string; investigation?: string }>): string => base64url(sha256(caseId ?? investigation ?? ''));

/** A stream's name as a leaf has it. */
export const streamHash = (stream: string): string => base64url(sha256(stream));

/** Negative when `a` stands before `b`: sorted by the pair (file, stream). */
const order = (a: HeadLeaf, b: HeadLeaf): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0);

/** JCS of a leaf; its strings are base64url, so nothing in them is escaped. */
export const headText = ({ file, head, seq, stream }: HeadLeaf): string => `{"file":"${file}","head":"${head}","seq":${seq},"stream":"${stream}"}`;

/** The tree that `StreamHeads` commits to, built leaf by leaf in its order. */
export class HeadsTree {
  private readonly tree = new MerkleTree();
  private readonly rows: HeadLeaf[] = [];

  get size(): number {
    return this.rows.length;
  }

  root(): Uint8Array {
    return this.tree.root();
  }

  /** The bytes of every leaf, as text. */
  leaves(): string[] {
    return this.rows.map(headText);
  }

  /** @throws RangeError when it does not stand behind the leaf before it: order and uniqueness are what completeness rests on. */
  add(leaf: HeadLeaf): void {
    const before = this.rows[this.rows.length - 1];
    if (before && order(before, leaf) >= 0) throw new RangeError('heads are added in their order, each stream once');
    this.rows.push(leaf);
    this.tree.append(leafHash(Buffer.from(headText(leaf), 'utf8')));
  }

  /**
   * Every stream of a file with one neighbour on each side; none at the end of the tree. Of a file without streams, the two
   * between which it would stand.
   */
  range(file: string): HeadRange {
    const firstFrom = (reached: (leaf: HeadLeaf) => boolean): number => {
      let [low, high] = [0, this.size];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (reached(this.rows[middle]!)) high = middle;
        else low = middle + 1;
      }
      return low;
    };
    const first = Math.max(0, firstFrom((leaf) => leaf.file >= file) - 1);
    const end = Math.min(this.size, firstFrom((leaf) => leaf.file > file) + 1);
    const leaves = this.rows.slice(first, end);
    return { first, leaves, proofs: leaves.map((_, i) => this.tree.inclusionProof(first + i).map(base64url)) };
  }
}

/**
 * The commitment to the last event of every stream: names and case ids are hashed, so that a neighbour shown in a bundle
 * tells nothing; leaves are sorted by (file, stream).
 */
export function streamHeads(heads: Iterable<StreamHead>): { leaves: string[]; root: Uint8Array; size: number } {
  const tree = new HeadsTree();
  const rows = [...heads].map((one): HeadLeaf => ({ file: fileOf(one), head: base64url(one.head), seq: one.seq, stream: streamHash(one.stream) }));
  for (const leaf of rows.sort(order)) tree.add(leaf);
  return { leaves: tree.leaves(), root: tree.root(), size: tree.size };
}
