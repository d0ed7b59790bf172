import { base64url, fromBase64url, sameBytes } from './bytes';
import { EnvelopeError, parseLeaf, type Envelope, type SealedPart } from './envelope';
import { emptyHead, eventId, leafHash, logOf, nextHead } from './leaf';
import { MerkleTree } from './merkle-tree';
import { OwnEventsCheck } from './own-events-check';
import { ctHash } from './sealed-part';

export type LogName = 'protocol' | 'access';

/** A stored event, as any store gives it back. `position` is only repeated in places. */
export type CheckedEvent = Readonly<{
  position: bigint;
  stream: string;
  seq: number;
  id: string;
  type: string;
  leaf: Uint8Array;
  parts: readonly SealedPart[];
}>;

/** What somebody kept of a log: its leaf hashes in order. Trees and signatures over them are compared by the caller. */
export type KnownLeaves = Readonly<{ size: number; leaf: (index: number) => Uint8Array }>;

/** A stable reason and where; the list of reasons is in the README. */
export type Fault = Readonly<{ reason: string; place: string }>;

type StreamState = Readonly<{ seq: number; head: Uint8Array; recordedAt: string; case: string | undefined; investigation: string | undefined }>;
/** Where something is, told when it is asked: most events are asked nothing. */
type Place = () => string;

const fiveMinutes = 5 * 60_000;
/** How far ahead a known leaf is looked for before the one at hand counts as changed. */
const window = 64;

/** Compares leaves with the known ones in one pass, and tells changed, missing, unknown and displaced leaves apart. */
class Comparison {
  private at = 0;
  private readonly missing = new Map<string, number>();
  private readonly unexpected: { hash: string; at: number; place: string }[] = [];

  constructor(
    private readonly log: LogName,
    private readonly known: KnownLeaves,
  ) {}

  add(hash: Uint8Array, place: Place): void {
    if (this.at < this.known.size && sameBytes(hash, this.known.leaf(this.at))) {
      this.at++;
      return;
    }
    if (this.at >= this.known.size && this.missing.size === 0) return; // newer than what is known
    for (let ahead = this.at + 1; ahead < Math.min(this.known.size, this.at + window); ahead++) {
      if (!sameBytes(hash, this.known.leaf(ahead))) continue;
      for (; this.at < ahead; this.at++) this.miss(this.at);
      this.at++;
      return;
    }
    this.unexpected.push({ hash: base64url(hash), at: this.at, place: place() });
    // A changed leaf takes the place of the one it was; one that is only displaced stands elsewhere among the missing.
    if (!this.missing.has(base64url(hash)) && this.at < this.known.size) this.miss(this.at++);
  }

  faults(): Fault[] {
    for (; this.at < this.known.size; this.at++) this.miss(this.at);
    const faults: Fault[] = [];
    for (const { hash, at, place } of this.unexpected) {
      const index = this.missing.get(hash);
      if (index !== undefined) {
        this.missing.delete(hash);
        faults.push({ reason: 'leaf_displaced', place: `${this.log}/${index} ${place}` });
      } else if ([...this.missing.values()].includes(at)) {
        this.missing.delete([...this.missing].find(([, i]) => i === at)![0]);
        faults.push({ reason: 'leaf_changed', place: `${this.log}/${at} ${place}` });
      } else {
        faults.push({ reason: 'leaf_unknown', place: `${this.log} ${place}` });
      }
    }
    for (const index of this.missing.values()) faults.push({ reason: 'leaf_missing', place: `${this.log}/${index}` });
    return faults;
  }

  private miss(index: number): void {
    this.missing.set(base64url(this.known.leaf(index)), index);
  }
}

/**
 * The check of a whole store, event by event in its order: every leaf canonical and of the closed form, every id derived, every
 * stream without gap and chained, every sealed part the one the envelope names, every log's leaves the known ones, and what a log says
 * of itself (heads, stamped checkpoints) so.
 */
export class LogCheck {
  readonly trees: Readonly<Record<LogName, MerkleTree>> = { protocol: new MerkleTree(), access: new MerkleTree() };
  private readonly found: Fault[] = [];
  private readonly streams = new Map<string, StreamState>();
  private readonly own: Readonly<Record<LogName, OwnEventsCheck>> = { protocol: new OwnEventsCheck(this.trees.protocol), access: new OwnEventsCheck(this.trees.access) };
  private readonly comparisons: Partial<Record<LogName, Comparison>> = {};
  events = 0;

  constructor(known: Partial<Record<LogName, KnownLeaves>> = {}) {
    for (const log of ['protocol', 'access'] as const) {
      const leaves = known[log];
      if (leaves) this.comparisons[log] = new Comparison(log, leaves);
    }
  }

  add(event: CheckedEvent): void {
    this.events++;
    const place: Place = () => `${event.stream}/${event.seq} position ${event.position}`;
    const hash = leafHash(event.leaf);
    const log = logOf(event.stream);
    this.trees[log].append(hash);
    this.comparisons[log]?.add(hash, place);
    let envelope: Envelope;
    try {
      envelope = parseLeaf(event.leaf);
    } catch (error) {
      if (!(error instanceof EnvelopeError)) throw error;
      this.fault(error.reason, `${place()} ${error.place}`);
      this.follow(event, hash, place);
      return;
    }
    if (envelope.stream !== event.stream || envelope.seq !== event.seq || envelope.id !== event.id || envelope.type !== event.type) {
      this.fault('columns_differ', place());
    }
    const wrong = this.own[log].judge(envelope);
    if (wrong !== undefined) this.fault(wrong, place());
    this.identity(envelope, place);
    this.parts(envelope, event.parts, place);
    this.follow(event, hash, place, envelope);
  }

  /** Every fault found, in the order of the store, then what comparison with the known leaves adds. */
  faults(): readonly Fault[] {
    return [...this.found, ...(['protocol', 'access'] as const).flatMap((log) => this.comparisons[log]?.faults() ?? [])];
  }

  private fault(reason: string, place: string): void {
    this.found.push({ reason, place });
  }

  /** The id is derived from client, stream and command; which of the command's events it is, is at most its place in the stream. */
  private identity({ id, actor, stream, command, seq }: Envelope, place: Place): void {
    for (let index = 0; index <= seq; index++) {
      if (eventId(actor.client, stream, command.id, index) === id) return;
    }
    this.fault('id_mismatch', place());
  }

  private parts(envelope: Envelope, parts: readonly SealedPart[], place: Place): void {
    const named = envelope.sealed ?? [];
    for (const { kid, ctHash: expected } of named) {
      const part = parts.find((p) => p.kid === kid);
      if (!part) this.fault('sealed_part_missing', `${place()} ${kid}`);
      else if (ctHash(part) !== expected) this.fault('sealed_part_mismatch', `${place()} ${kid}`);
    }
    for (const { kid } of parts) if (!named.some((n) => n.kid === kid)) this.fault('sealed_part_unknown', `${place()} ${kid}`);
    if (parts.length > 1 && new Set(parts.map(({ kid }) => kid)).size !== parts.length) this.fault('sealed_part_unknown', place());
  }

  private follow(event: CheckedEvent, hash: Uint8Array, place: Place, envelope?: Envelope): void {
    const before = this.streams.get(event.stream);
    const seq = before ? before.seq + 1 : 0;
    if (event.seq !== seq) this.fault('seq_gap', `${place()} expected ${seq}`);
    let prev = before?.head ?? emptyHead;
    if (envelope) {
      if (envelope.prev !== base64url(prev)) {
        this.fault('chain_broken', place());
        // Goes on from what stands there, so that one change is reported where it is and not on every event after it.
        prev = fromBase64url(envelope.prev);
      }
      if (before) this.succeeds(before, envelope, place);
    }
    const { recordedAt, case: caseId, investigation } = envelope ?? before ?? { recordedAt: '' };
    const head = nextHead(prev, hash);
    this.streams.set(event.stream, { seq: event.seq, head, recordedAt, case: caseId, investigation });
    this.own[logOf(event.stream)].follow({ stream: event.stream, seq: event.seq, head, ...(caseId !== undefined && { case: caseId }), ...(investigation !== undefined && { investigation }) });
  }

  private succeeds(before: StreamState, envelope: Envelope, place: Place): void {
    // Times of one form compare as text; only a fall needs reckoning.
    if (envelope.recordedAt < before.recordedAt && Date.parse(envelope.recordedAt) < Date.parse(before.recordedAt) - fiveMinutes) this.fault('time_falls', place());
    if (envelope.case !== before.case || envelope.investigation !== before.investigation) this.fault('case_differs', place());
  }
}
