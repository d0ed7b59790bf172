import { createHash } from 'node:crypto';
import { emptyRoot, NoteError, openNote, parseForeignCheckpoint, sameBytes, splitNote, verifyConsistency, type Checkpoint, type Cosigner } from '@amparo/evidence';
import type { KnownLog } from './configuration';
import { LeavesUnavailable } from './leaf-source';
import type { WitnessMemory } from './memory';
import { LeafFault, StillReading, type Replay } from './replay';

/** What a witness answers. `type` is the content type. */
export type Answer = Readonly<{ status: 200 | 400 | 403 | 404 | 409 | 422 | 503; type: string; body: string }>;

type Request = Readonly<{ old: number; proof: readonly Uint8Array[]; text: string; note: string; checkpoint: Checkpoint }>;

const plainText = 'text/plain; charset=utf-8';
const refusal = (status: Exclude<Answer['status'], 200 | 409>, reason: string): Answer => ({ status, type: plainText, body: `${reason}\n` });

/** Reading leaves within one request, in milliseconds; what is not read then is read with the next. */
const patience = 20_000;

/**
 * The rules of c2sp.org/tlog-witness. A checkpoint is remembered, durably and in one step with the checks, before its
 * cosignature is given away: whoever asks again after a crash meets what was remembered.
 */
export class Witness {
  private readonly byHash: ReadonlyMap<string, string>;
  /** One checkpoint of a log at a time. */
  private readonly turns = new Map<string, Promise<unknown>>();

  /** @param replays by origin, for an auditing witness. @param now seconds since the epoch. */
  constructor(
    private readonly memory: WitnessMemory,
    private readonly cosigner: Cosigner,
    private readonly logs: ReadonlyMap<string, KnownLog>,
    private readonly replays: ReadonlyMap<string, Replay> | undefined,
    private readonly now: () => number = () => Math.floor(Date.now() / 1000),
  ) {
    this.byHash = new Map([...logs.keys()].map((origin) => [createHash('sha256').update(origin).digest('hex'), origin]));
  }

  /** `GET <origin hash>/checkpoint`: the latest cosigned note, with the log's signature and ours. */
  latest(originHash: string): string | undefined {
    const origin = this.byHash.get(originHash);
    return origin === undefined ? undefined : this.memory.cosigned(origin)?.note;
  }

  /** `POST add-checkpoint` */
  async addCheckpoint(body: string): Promise<Answer> {
    const request = this.parse(body);
    if ('status' in request) return request;
    const { origin } = request.checkpoint;
    const turn = (this.turns.get(origin) ?? Promise.resolve()).then(() => this.judged(request));
    this.turns.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** Everything that needs no memory. */
  private parse(body: string): Request | Answer {
    const blank = body.indexOf('\n\n');
    const [first = '', ...lines] = body.slice(0, Math.max(blank, 0)).split('\n');
    const digits = /^old (0|[1-9]\d*)$/.exec(first)?.[1];
    const proof = lines.map((line) => Buffer.from(line, 'base64'));
    if (digits === undefined || !Number.isSafeInteger(Number(digits))) return refusal(400, 'the first line is not  old <size>');
    if (lines.length > 63 || proof.some((hash, i) => hash.length !== 32 || hash.toString('base64') !== lines[i])) return refusal(400, 'the proof is not at most 63 lines of base64, a hash each');
    const note = body.slice(blank + 2);
    let text: string;
    try {
      text = splitNote(note).text;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      return refusal(400, 'the checkpoint is no signed note');
    }
    const checkpoint = parseForeignCheckpoint(text);
    if (!checkpoint) return refusal(400, 'the note is no checkpoint');
    const log = this.logs.get(checkpoint.origin);
    if (!log) return refusal(404, 'this witness does not know the log');
    try {
      openNote(note, log.verifiers);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      return refusal(403, error.reason === 'bad_signature' ? 'the signature of the log is wrong' : 'the log has not signed with a key that this witness knows');
    }
    const old = Number(digits);
    if (old > checkpoint.size) return refusal(400, 'the old size is greater than the checkpoint’s');
    return { old, proof, text, note, checkpoint };
  }

  private async judged(request: Request): Promise<Answer> {
    const { checkpoint } = request;
    const early = this.refused(request, this.memory.cosigned(checkpoint.origin));
    if (early) return early;
    const replay = this.replays?.get(checkpoint.origin);
    try {
      const edge = replay && (await replay.upTo(checkpoint, performance.now() + patience));
      const cosigned = this.memory.cosign<Answer>(checkpoint.origin, (latest) => this.refused(request, latest) ?? this.cosigned(request), edge);
      return 'status' in cosigned ? cosigned : { status: 200, type: plainText, body: cosigned.note.slice(cosigned.note.lastIndexOf('\n', cosigned.note.length - 2) + 1) };
    } catch (error) {
      if (error instanceof LeafFault) return refusal(422, error.message);
      if (error instanceof LeavesUnavailable || error instanceof StillReading) return refusal(503, error.message);
      throw error;
    }
  }

  private refused({ old, proof, checkpoint: { size, root } }: Request, latest: Readonly<{ size: number; root: Uint8Array }> = { size: 0, root: emptyRoot }): Answer | undefined {
    if (old !== latest.size) return { status: 409, type: 'text/x.tlog.size', body: `${latest.size}\n` };
    if (size === 0 && !sameBytes(root, emptyRoot)) return refusal(422, 'a checkpoint of no leaves has the root of the empty tree');
    if (old === 0 ? proof.length > 0 : !verifyConsistency(old, latest.root, size, root, proof)) return refusal(422, 'the consistency proof does not lead from what this witness cosigned to the checkpoint');
    return undefined;
  }

  /** The note that is remembered: the log's own signatures and ours, which comes last. */
  private cosigned({ text, note, checkpoint: { origin, size, root } }: Request) {
    const verifiers = this.logs.get(origin)!.verifiers;
    const own = splitNote(note)
      .lines.filter(({ name, keyId }) => verifiers.some((v) => v.name === name && sameBytes(v.keyId, keyId)))
      .map(({ line }) => `${line}\n`);
    return { size, root, note: `${text}\n${[...new Set(own)].join('')}${this.cosigner.cosign(text, this.now())}` };
  }
}
