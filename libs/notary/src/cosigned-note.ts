import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosignaturesOf, openNote, noteVerifier, parseCheckpoint, splitNote, witnessed, type Checkpoint, type Cosignature, type Policy } from '@amparo/evidence';
import { writeDurably } from './durable-file';

type Best = Readonly<{ note: string; checkpoint: Checkpoint; cosignatures: readonly Cosignature[] }>;

/**
 * The newest checkpoint of a log that witnesses cosigned, kept in the file `cosigned` beside the log. A note that reaches the quorum
 * is not given up for a newer one that does not; at one size the newest cosignature of each key counts.
 */
export class CosignedNote {
  private best: Best | undefined;
  /** A newer one that is not as good yet: cosignatures come one by one. */
  private gathering: Best | undefined;
  private readonly path: string;

  /** @param folder of the log. @throws with what to do, when the file is not one of this log. */
  constructor(
    folder: string,
    vkey: string,
    private readonly policy: Policy,
  ) {
    this.path = join(folder, 'cosigned');
    if (!existsSync(this.path)) return;
    const note = readFileSync(this.path, 'utf8');
    try {
      const { text } = openNote(note, [noteVerifier(vkey)]);
      this.best = { note, checkpoint: parseCheckpoint(text)!, cosignatures: cosignaturesOf(note, policy) };
    } catch (error) {
      throw new Error(`${this.path} is no cosigned checkpoint of this log: put back the log and the keys that belong together`, { cause: error });
    }
  }

  /** The log's signature first, then the cosignatures by witnesses of the policy. */
  get note(): string | undefined {
    return this.best?.note;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.best?.checkpoint;
  }

  /** Takes cosignatures of a checkpoint in; durable once it returns. @param note the log's own note. */
  add(note: string, cosignatures: readonly Cosignature[]): void {
    const { text, lines } = splitNote(note);
    const checkpoint = parseCheckpoint(text)!;
    const same = [this.best, this.gathering].find((one) => one && splitNote(one.note).text === text);
    if (!same && checkpoint.size < ((this.gathering ?? this.best)?.checkpoint.size ?? 0)) return;
    const newest = new Map<string, Cosignature>();
    for (const one of [...(same?.cosignatures ?? []), ...cosignatures]) {
      const { vkey } = one.witness.verifier;
      if ((newest.get(vkey)?.time ?? 0) <= one.time) newest.set(vkey, one);
    }
    const kept = [...newest.values()];
    const own = lines.filter(({ name }) => name === checkpoint.origin).map(({ line }) => line);
    const next = { note: `${text}\n${[...own, ...kept.map(({ line }) => line)].join('\n')}\n`, checkpoint, cosignatures: kept };
    if (this.best && same !== this.best && this.rank(kept) < this.rank(this.best.cosignatures)) {
      this.gathering = next;
      return;
    }
    if (same !== this.best) this.gathering = undefined;
    if (next.note !== this.best?.note) writeDurably(this.path, next.note);
    this.best = next;
  }

  private rank(cosignatures: readonly Cosignature[]): number {
    const { quorum, audited } = witnessed(cosignatures, this.policy);
    return (quorum ? 2 : 0) + (audited ? 1 : 0);
  }
}
