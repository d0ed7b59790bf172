import { base64url, sha256 } from './bytes';
import { canonicalJson } from './canonical-json';
import { leafHash } from './leaf';
import { MerkleTree } from './merkle-tree';

/** A stream as `StreamHeads` commits to it. `file` is what belongs together: a case, an investigation, or the rest. */
export type StreamHead = Readonly<{ stream: string; seq: number; head: Uint8Array; case?: string; investigation?: string }>;

/**
 * The commitment to the last event of every stream: names and case ids are hashed, so that a neighbour shown in a bundle
 * tells nothing; leaves are sorted by (file, stream).
 */
export function streamHeads(heads: Iterable<StreamHead>): { leaves: string[]; root: Uint8Array; size: number } {
  const leaves = [...heads]
    .map(({ stream, seq, head, case: caseId, investigation }) => ({
      file: base64url(sha256(caseId ?? investigation ?? '')),
      head: base64url(head),
      seq,
      stream: base64url(sha256(stream)),
    }))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.stream < b.stream ? -1 : 1))
    .map((leaf) => canonicalJson(leaf));
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leafHash(Buffer.from(leaf, 'utf8')));
  return { leaves, root: tree.root(), size: leaves.length };
}
