import { canonicalJson } from '../canonical-json';
import type { HeadRange } from '../stream-heads';
import { tlogProof } from '../tlog-proof';
import type { Files } from './archive';
import { bag } from './bag';

/** Where a leaf stands in the log, and the hashes that lead from it to the root of the checkpoint. */
export type Placed = Readonly<{ index: number; path: readonly Uint8Array[] }>;
/** A log as of one checkpoint. */
export type LogState = Readonly<{
  /** The signed note. */
  checkpoint: string;
  size: number;
  /** Where a leaf stands, and the hashes that lead from it to the checkpoint; undefined when it is not in the log as of it. */
  place(hash: Uint8Array): Placed | undefined;
  /** RFC 9162 §2.1.4: that the log grew from this size to the checkpoint's. @throws RangeError for a larger one. */
  consistency(from: number): readonly Uint8Array[];
}>;

/** An event as the recipient may read it: its leaf, and of what is sealed the disclosures of the fields they may read. */
export type ShownEvent = Placed & Readonly<{ seq: number; leaf: Uint8Array; disclosures: readonly string[] }>;
/** An event that the recipient may not read: that it is there, and why nothing of it is shown. */
export type WithheldEvent = Placed & Readonly<{ seq: number; leafHash: Uint8Array; reason: string }>;
export type BundledStream = Readonly<{ stream: string; events: readonly (ShownEvent | WithheldEvent)[] }>;

/** The commitment to the last event of every stream, and the part of it that is this file's, with its neighbours. */
export type BundledHeads = Placed & Readonly<{ leaf: Uint8Array; range: HeadRange }>;

/** A checkpoint that was stamped: its event, the text that was stamped, the token, and how it leads to the checkpoint of the bundle. */
export type BundledStamp = Placed & Readonly<{ size: number; leaf: Uint8Array; body: string; token: Uint8Array; consistency: readonly Uint8Array[] }>;

export type BundledLog = Readonly<{ checkpoint: string; streams: readonly BundledStream[] }>;

export type BundleContent = BundledLog &
  Readonly<{
    /** The case or the investigation. */
    file: string;
    export: string;
    /** ISO 8601, UTC, milliseconds. */
    exportedAt: string;
    /** Who asked, on which basis, what was given: everything of `scope.json` that is not told here otherwise. */
    scope: Readonly<Record<string, unknown>>;
    heads?: BundledHeads | undefined;
    stamps: readonly BundledStamp[];
    /** The checkpoint that the recipient holds, and how it leads to this one. */
    known?: Readonly<{ checkpoint: string; consistency: readonly Uint8Array[] }> | undefined;
    access?: BundledLog | undefined;
    erasures?: BundledLog | undefined;
    /** SHA-256 in hex → the file. */
    attachments: Files;
    custody: object;
    /** Of the payload what is read and not relied on: `timeline.html`. */
    derived: Files;
    /** Copies for convenience, guide, verifier, certificates. */
    tags: Files;
  }>;

const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
const json = (value: unknown): Uint8Array => text(canonicalJson(value));
const number = (n: number): string => String(n).padStart(6, '0');
const hashes = (path: readonly Uint8Array[]): string => path.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');

export const isShown = (event: ShownEvent | WithheldEvent): event is ShownEvent => 'leaf' in event;

/** The files of a log's streams, and its checkpoint, under a folder. */
function logFiles(folder: string, { checkpoint, streams }: BundledLog): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([[`${folder}checkpoint`, text(checkpoint)]]);
  for (const { stream, events } of streams) {
    for (const event of events) {
      const at = (kind: string, ending: string): string => `${folder}streams/${stream}/${kind}/${number(event.seq)}.${ending}`;
      files.set(at('proofs', 'tlog-proof'), proofOf(event, checkpoint));
      if (!isShown(event)) files.set(at('withheld', 'leafhash'), text(`${Buffer.from(event.leafHash).toString('hex')}\n`));
      else {
        files.set(at('events', 'json'), event.leaf);
        if (event.disclosures.length > 0) files.set(at('disclosures', 'txt'), text(event.disclosures.map((line) => `${line}\n`).join('')));
      }
    }
  }
  return files;
}

const proofOf = ({ index, path }: Placed, checkpoint: string): Uint8Array => text(tlogProof({ index, proof: path, checkpoint }));

/** The folder a bundle unpacks to. */
export const bundleName = ({ file, export: id }: Pick<BundleContent, 'file' | 'export'>): string => `evidence_${file}_${id}`;

/** Everything of a bundle but the seals, which come after: the same content gives the same bytes. */
export function bundleFiles(content: BundleContent): Map<string, Uint8Array> {
  const { file, exportedAt, scope, checkpoint, streams, heads, stamps, known, access, erasures, attachments, custody, derived, tags } = content;
  const inOrder = [...streams].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  const withheld = inOrder.flatMap(({ stream, events }) => events.flatMap((event) => (isShown(event) ? [] : [{ reason: event.reason, seq: event.seq, stream }])));
  const payload = new Map<string, Uint8Array>([
    ...logFiles('data/', { checkpoint, streams }),
    ['data/scope.json', json({ ...scope, export: content.export, exportedAt, file, withheld })],
    ['data/custody.json', json(custody)],
    ...[...derived].map(([name, bytes]) => [`data/${name}`, bytes] as const),
    ...[...attachments].map(([digest, bytes]) => [`data/attachments/${digest}`, bytes] as const),
    ...(access ? logFiles('data/access/', access) : []),
    ...(erasures ? logFiles('data/erasures/', erasures) : []),
  ]);
  if (known) {
    payload.set('data/checkpoint.prev', text(known.checkpoint));
    payload.set('data/consistency.txt', text(hashes(known.consistency)));
  }
  if (heads) {
    payload.set('data/heads/heads.json', heads.leaf);
    payload.set('data/heads/heads.tlog-proof', proofOf(heads, checkpoint));
    payload.set('data/heads/range.json', json(heads.range));
  }
  for (const stamp of stamps) {
    const at = (ending: string): string => `data/stamps/${number(stamp.size)}.${ending}`;
    payload.set(at('json'), stamp.leaf);
    payload.set(at('tlog-proof'), proofOf(stamp, checkpoint));
    payload.set(at('body'), text(stamp.body));
    payload.set(at('tsr'), stamp.token);
    payload.set(at('consistency'), text(hashes(stamp.consistency)));
  }
  return bag({ identifier: bundleName(content), day: exportedAt.slice(0, 10), payload, tags });
}

/**
 * The stamps that bound the events of these indexes: of each event the earliest that covers it, and the last that was logged before it.
 * @param stamps of a log, oldest first.
 */
export function boundingStamps<Stamp extends Readonly<{ index: number; size: number }>>(stamps: readonly Stamp[], indexes: readonly number[]): Stamp[] {
  const needed = new Set(indexes.flatMap((index) => [stamps.find(({ size }) => size > index), stamps.findLast((stamp) => stamp.index < index)]));
  return stamps.filter((stamp) => needed.has(stamp));
}
