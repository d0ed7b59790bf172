import {
  base64url,
  emptyHead,
  EnvelopeError,
  eventId,
  leafHash,
  logOf,
  nextHead,
  parseLeaf,
  sameBytes,
  streamHeads,
  type Checkpoint,
  type Envelope,
  type Frontier,
} from '@amparo/evidence';
import type { KnownLog } from './configuration';
import type { LeafSource } from './leaf-source';
import type { ReplayedHead, WitnessMemory } from './memory';

/** Why the leaves of a log are not those of an honest one. `place` names log index, stream and number; nothing that a leaf says. */
export class LeafFault extends Error {
  constructor(
    readonly reason:
      | EnvelopeError['reason']
      | 'other_log'
      | 'log_not_opened'
      | 'id_mismatch'
      | 'seq_gap'
      | 'chain_broken'
      | 'case_differs'
      | 'time_falls'
      | 'heads_too_old'
      | 'heads_ahead'
      | 'heads_mismatch'
      | 'root_mismatch',
    readonly place: string,
  ) {
    super(`${reason} ${place}`);
  }
}

/** Reading goes on with the next request. */
export class StillReading extends Error {}

const fiveMinutes = 5 * 60_000;

/** Reads the leaves that a checkpoint adds and checks that they continue the streams that were read before. */
export class Replay {
  constructor(
    private readonly memory: WitnessMemory,
    private readonly log: KnownLog,
    private readonly source: LeafSource,
  ) {}

  /**
   * Reads up to a checkpoint. What was read is kept, so that a restart goes on from there.
   * @returns the edge of the tree at its size.
   * @throws LeafFault, LeavesUnavailable, or StillReading when `until` (milliseconds, as `performance.now`) has passed.
   */
  async upTo(checkpoint: Checkpoint, until: number): Promise<Frontier> {
    const { origin } = this.log;
    const cosigned = this.memory.replayed(origin, 'cosigned');
    const read = this.memory.replayed(origin, 'read');
    if (read.size > cosigned.size && read.size <= checkpoint.size) {
      try {
        return await this.from(read, cosigned.size, checkpoint, until);
      } catch (error) {
        // What was read on the way may have been of a checkpoint that was never cosigned: the cosigned size decides.
        if (!(error instanceof LeafFault)) throw error;
      }
    }
    try {
      return await this.from(this.memory.forget(origin), cosigned.size, checkpoint, until);
    } catch (error) {
      if (error instanceof LeafFault) this.memory.forget(origin);
      throw error;
    }
  }

  private async from(edge: Frontier, cosigned: number, checkpoint: Checkpoint, until: number): Promise<Frontier> {
    const { origin } = this.log;
    for await (const leaves of this.source.leaves(edge.size, checkpoint.size)) {
      const heads = new Map<string, ReplayedHead>();
      const read: ReplayedHead[] = [];
      for (const leaf of leaves) {
        const envelope = parsed(leaf, edge.size);
        if (envelope.type === 'StreamHeads' && envelope.stream.startsWith('log-')) {
          this.memory.read(origin, edge, read.splice(0));
          this.headsHold(envelope, edge.size, cosigned);
        }
        const head = this.next(envelope, leafHash(leaf), edge.size, heads.get(envelope.stream) ?? this.memory.headOf(origin, envelope.stream));
        heads.set(envelope.stream, head);
        read.push(head);
        edge.append(leafHash(leaf));
      }
      this.memory.read(origin, edge, read);
      if (edge.size < checkpoint.size && performance.now() > until) throw new StillReading(`${edge.size} of ${checkpoint.size} leaves are read`);
    }
    if (edge.size !== checkpoint.size || !sameBytes(edge.root(), checkpoint.root)) throw new LeafFault('root_mismatch', `size ${checkpoint.size}`);
    return edge;
  }

  private next(envelope: Envelope, hash: Uint8Array, idx: number, before: ReplayedHead | undefined): ReplayedHead {
    const { stream, seq, recordedAt } = envelope;
    const refuse = (reason: LeafFault['reason']): never => {
      throw new LeafFault(reason, `${idx} ${stream}/${seq}`);
    };
    const kind = this.log.origin.slice(this.log.origin.lastIndexOf('/') + 1);
    if ((kind === 'protocol' || kind === 'access') && logOf(stream) !== kind) refuse('other_log');
    if (idx === 0 && (envelope.type !== 'LogOpened' || envelope.data['origin'] !== this.log.origin || envelope.data['vkey'] !== this.log.vkey)) refuse('log_not_opened');
    if (!derived(envelope)) refuse('id_mismatch');
    if (seq !== (before ? before.seq + 1 : 0)) refuse('seq_gap');
    const prev = before?.head ?? emptyHead;
    if (envelope.prev !== base64url(prev)) refuse('chain_broken');
    if (before && (envelope.case !== before.case || envelope.investigation !== before.investigation)) refuse('case_differs');
    if (before && Date.parse(recordedAt) < Date.parse(before.recordedAt) - fiveMinutes) refuse('time_falls');
    return {
      stream,
      idx,
      seq,
      head: nextHead(prev, hash),
      recordedAt,
      ...(envelope.case !== undefined && { case: envelope.case }),
      ...(envelope.investigation !== undefined && { investigation: envelope.investigation }),
    };
  }

  /** The heads that the log committed to are the ones that its leaves have; order and number are in the root. */
  private headsHold({ stream, seq, data }: Envelope, idx: number, cosigned: number): void {
    const refuse = (reason: LeafFault['reason']): never => {
      throw new LeafFault(reason, `${idx} ${stream}/${seq}`);
    };
    const { asOf, root, size } = data as Readonly<Record<string, unknown>>;
    if (!Number.isSafeInteger(asOf) || (asOf as number) > idx) refuse('heads_ahead');
    if ((asOf as number) < cosigned) refuse('heads_too_old');
    const found = streamHeads(this.memory.headsAt(this.log.origin, asOf as number));
    if (size !== found.size || root !== base64url(found.root)) refuse('heads_mismatch');
  }
}

function parsed(leaf: Uint8Array, idx: number): Envelope {
  try {
    return parseLeaf(leaf);
  } catch (error) {
    if (error instanceof EnvelopeError) throw new LeafFault(error.reason, `${idx} ${error.place}`);
    throw error;
  }
}

/** Which of its command's events it is, is at most its place in the stream. */
function derived({ id, actor, stream, command, seq }: Envelope): boolean {
  for (let index = 0; index <= seq; index++) if (eventId(actor.client, stream, command.id, index) === id) return true;
  return false;
}
