import { base64url, sameBytes } from './bytes';
import { parseCheckpoint } from './checkpoint';
import type { Envelope } from './envelope';
import { leafHash } from './leaf';
import { MerkleTree } from './merkle-tree';
import { fileOf, headText, streamHash, type StreamHead } from './stream-heads';

type Row = { readonly key: string; readonly file: string; readonly stream: string; seq: number; head: Uint8Array; leaf: Uint8Array | undefined };
type Before = Readonly<{ index: number; row: Row; seq: number; head: Uint8Array | undefined }>;

/** How far behind its own place a StreamHeads may lie and still be checked: minutes at the highest rate of appending. */
const furthest = 262_144;

/**
 * What a log says of itself, checked while its leaves are read one by one: that the heads which `StreamHeads` commits to are those
 * of its first `asOf` leaves, and that the checkpoint which `CheckpointStamped` holds is one of this log. The token over it is
 * judged where roots are at hand.
 */
export class OwnEventsCheck {
  private readonly rows = new Map<string, Row>();
  /** In their order, but for those that came since. */
  private sorted: Row[] = [];
  private fresh: Row[] = [];
  /** What each of the last leaves replaced, oldest first. */
  private before: Before[] = [];
  private index = 0;
  private origin: unknown;

  /** @param tree of the log, which the caller lets grow leaf by leaf. */
  constructor(private readonly tree: MerkleTree) {}

  /** To be called with each event before `follow`. @returns the reason of a fault. */
  judge({ stream, type, data }: Envelope): string | undefined {
    if (stream !== 'log-protocol' && stream !== 'log-access') return undefined;
    if (type === 'LogOpened') this.origin ??= data['origin'];
    if (type === 'StreamHeads') return this.heads(data);
    if (type === 'CheckpointStamped') return this.stamped(data);
    return undefined;
  }

  /** The head of an event's stream after it. */
  follow({ stream, seq, head, ...belongs }: StreamHead): void {
    let row = this.rows.get(stream);
    if (!row) {
      const [file, hashed] = [fileOf(belongs), streamHash(stream)];
      row = { key: file + hashed, file, stream: hashed, seq, head, leaf: undefined };
      this.rows.set(stream, row);
      this.fresh.push(row);
      this.before.push({ index: this.index, row, seq, head: undefined });
    } else {
      this.before.push({ index: this.index, row, seq: row.seq, head: row.head });
      row.seq = seq;
      row.head = head;
      row.leaf = undefined;
    }
    this.index++;
    if (this.before.length > 2 * furthest) this.before = this.before.slice(-furthest);
  }

  private heads({ asOf, root, size }: Envelope['data']): string | undefined {
    if (!Number.isSafeInteger(asOf) || (asOf as number) > this.index) return 'heads_ahead';
    if ((this.before[0]?.index ?? 0) > (asOf as number)) return 'heads_too_old';
    const found = this.asOf(asOf as number);
    return size === found.size && root === base64url(found.root()) ? undefined : 'heads_mismatch';
  }

  private asOf(asOf: number): MerkleTree {
    // The oldest of what was replaced since is what stood then.
    const then = new Map<Row, Before>();
    for (let i = this.before.length - 1; i >= 0 && this.before[i]!.index >= asOf; i--) then.set(this.before[i]!.row, this.before[i]!);
    if (this.fresh.length > 0) {
      this.sorted = [...this.sorted, ...this.fresh].sort((a, b) => (a.key < b.key ? -1 : 1)); // two runs: the sort merges them
      this.fresh = [];
    }
    const tree = new MerkleTree();
    for (const row of this.sorted) {
      const old = then.get(row);
      if (!old) tree.append((row.leaf ??= leafOf(row)));
      else if (old.head) tree.append(leafOf({ ...row, seq: old.seq, head: old.head }));
    }
    return tree;
  }

  private stamped({ size, body }: Envelope['data']): string | undefined {
    const checkpoint = typeof body === 'string' ? parseCheckpoint(body) : undefined;
    if (!checkpoint || checkpoint.size !== size || checkpoint.size > this.index || checkpoint.origin !== this.origin) return 'stamp_mismatch';
    return sameBytes(this.tree.root(checkpoint.size), checkpoint.root) ? undefined : 'stamp_mismatch';
  }
}

const leafOf = ({ file, head, seq, stream }: Readonly<{ file: string; head: Uint8Array; seq: number; stream: string }>): Uint8Array =>
  leafHash(Buffer.from(headText({ file, head: base64url(head), seq, stream }), 'utf8'));
