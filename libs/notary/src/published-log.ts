import { hashTile, leafHash, logOf, parseCheckpoint, sameBytes, tileWidth, tlogProof, type Checkpoint, type HeadsTree, type LogName, type MerkleTree } from '@amparo/evidence';
import type { EventStore } from '@amparo/event-store';
import type { LeafIndex } from './leaf-index';

export type Published = Readonly<{ origin: string; vkey: string; note: string | undefined; size: number; tree: MerkleTree }>;

/** That the log of size `to` continues the one of size `from`: RFC 6962 §2.1.2. */
export type Consistency = Readonly<{ from: number; to: number; proof: readonly Uint8Array[] }>;

/** What another holds of the log against what stands here: continued, contradicted, or beyond what was published. */
export type Standing = Readonly<{ stands: 'CONTINUED'; consistency: Consistency }> | Readonly<{ stands: 'CONTRADICTED' | 'AHEAD' }>;

const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

/** One log as its published checkpoints show it. Nothing here tells of a leaf that no checkpoint covers. */
export class PublishedLog {
  constructor(
    readonly name: LogName,
    private readonly published: () => Published,
    private readonly index: LeafIndex,
    private readonly store: EventStore,
  ) {}

  /**
   * The tlog-proof of the leaf at an index, ending in the bytes of a note.
   * @param note a checkpoint of this log, cosigned or not; absent: the newest as it was signed.
   * @returns undefined when the checkpoint does not cover the leaf, or is none of this log.
   */
  proof(index: number, note = this.published().note): string | undefined {
    const { tree } = this.published();
    const checkpoint = note === undefined ? undefined : this.own(note);
    if (note === undefined || !checkpoint || index >= checkpoint.size) return undefined;
    return tlogProof({ index, proof: tree.inclusionProof(index, checkpoint.size), checkpoint: note });
  }

  /** Sizes from 1. @param to absent: the newest checkpoint's. @returns undefined for sizes that no checkpoint covers. */
  consistency(from: number, to?: number): Consistency | undefined {
    const { size, tree } = this.published();
    const newer = to ?? size;
    if (from < 1 || newer < from || newer > size) return undefined;
    return { from, to: newer, proof: tree.consistencyProof(from, newer) };
  }

  /** Where a checkpoint that another holds stands. */
  standing({ size, root }: Pick<Checkpoint, 'size' | 'root'>): Standing {
    const { size: published, tree } = this.published();
    if (size > published) return { stands: 'AHEAD' };
    if (!sameBytes(tree.root(size), root)) return { stands: 'CONTRADICTED' };
    return { stands: 'CONTINUED', consistency: size === 0 ? { from: 0, to: published, proof: [] } : this.consistency(size)! };
  }

  /** c2sp.org/tlog-tiles. Any width that the newest checkpoint covers, also one that is no longer on disk. */
  hashTile(level: number, n: number, width: number): Uint8Array | undefined {
    const { tree, size } = this.published();
    return hashTile(tree, size, level, n, width);
  }

  /** The `width` leaves from `n`·256 on, exact bytes; undefined where no checkpoint covers them. @throws when the store does not have the leaves that the log commits to. */
  async entries(n: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const { tree, size } = this.published();
    const first = n * tileWidth;
    if (first + width > size) return undefined;
    const [begin, ...others] = this.index.positions(this.name, first, first + width);
    const end = others.at(-1) ?? begin;
    if (begin === undefined || end === undefined || others.length + 1 !== width) return undefined; // sequenced, and not in the index yet
    const leaves: Uint8Array[] = [];
    for await (const events of this.store.readAll(begin - 1n)) {
      for (const { stream, leaf, position } of events) if (position <= end && logOf(stream) === this.name) leaves.push(leaf);
      if (events[events.length - 1]!.position >= end) break;
    }
    if (leaves.length !== width || leaves.some((leaf, i) => !sameBytes(leafHash(leaf), tree.leaf(first + i)))) {
      throw new Error(`the store does not have the leaves ${first} to ${first + width - 1} of the ${this.name} log: amparo check-log tells what differs`);
    }
    return leaves;
  }

  /** The tree of heads over the first `asOf` leaves; any size that a checkpoint covers. */
  headsAsOf(asOf: number): Promise<HeadsTree> {
    if (asOf > this.published().size) throw new RangeError(`no checkpoint covers ${asOf} leaves`);
    return this.index.heads.asOf(this.name, asOf);
  }

  /** Size that covers the newest event that is not the log's own. */
  others(): number {
    return this.index.others(this.name);
  }

  private own(note: string): Checkpoint | undefined {
    const { origin, size, tree } = this.published();
    const checkpoint = parseCheckpoint(textOf(note));
    return checkpoint && checkpoint.origin === origin && checkpoint.size <= size && sameBytes(tree.root(checkpoint.size), checkpoint.root) ? checkpoint : undefined;
  }
}
