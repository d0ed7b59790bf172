import { emptyRoot, nodeHash } from './merkle-tree';

/**
 * The right edge of a tree of RFC 6962 §2.1: what is needed to go on appending and to know the root, 32 bytes for each bit of
 * the size. For whoever reads leaves once and need not prove them.
 */
export class Frontier {
  /** Roots of complete subtrees, largest first, as the binary digits of the size say. */
  private readonly edge: Uint8Array[];

  /** @param edge as {@link Frontier.hashes} gave it. @throws RangeError when it has not a hash for each one of the size's binary digits. */
  constructor(
    private leaves = 0,
    edge: readonly Uint8Array[] = [],
  ) {
    const ones = BigInt(leaves).toString(2).replaceAll('0', '').length;
    if (edge.length !== ones || edge.some((hash) => hash.length !== 32)) throw new RangeError(`an edge of ${leaves} leaves has ${ones} hashes of 32 bytes`);
    this.edge = [...edge];
  }

  get size(): number {
    return this.leaves;
  }

  append(leaf: Uint8Array): void {
    this.leaves++;
    this.edge.push(leaf);
    for (let rest = this.leaves; rest % 2 === 0; rest /= 2) {
      const right = this.edge.pop()!;
      this.edge.push(nodeHash(this.edge.pop()!, right));
    }
  }

  root(): Uint8Array {
    return this.edge.length === 0 ? emptyRoot : this.edge.reduceRight((right, left) => nodeHash(left, right));
  }

  hashes(): readonly Uint8Array[] {
    return [...this.edge];
  }
}
