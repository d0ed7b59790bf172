import { fromBase64url, noteVerifier, openNote, parseCheckpoint, type Checkpoint, type LogName } from '@amparo/evidence';
import { logNames, type Notary } from '@amparo/notary';

/** Header with the newest checkpoint that a client kept: its note, whole, in base64url. */
export const knownCheckpoint = 'known-checkpoint';

/**
 * What an answer says of it. CONTINUED with the proof, in base64, that `checkpoint` continues it; CONTRADICTED: our own key signed
 * another state of that size, so the client holds the proof of a rewritten log; AHEAD: this server is behind it.
 */
type Answer = Readonly<{ log: 'PROTOCOL' | 'ACCESS'; from: number; stands: 'CONTINUED' | 'CONTRADICTED' | 'AHEAD'; to?: number; proof?: readonly string[]; checkpoint?: string }>;

const longest = 8_192;

/** The checkpoints that every answer carries, and how they continue the ones that clients kept. */
export class Checkpoints {
  constructor(private readonly notary: Notary) {}

  newest(): string | undefined {
    return this.notary.checkpoint('protocol');
  }

  /** Whether the header may stand: absent, or a checkpoint of one of the logs under its signature. */
  accepts(header: string | undefined): boolean {
    return header === undefined || this.read(header) !== undefined;
  }

  /** @param fault told when a checkpoint that we signed is not continued. */
  answerTo(header: string | undefined, fault: (cause: Error) => void): Answer | undefined {
    const known = header === undefined ? undefined : this.read(header);
    if (!known) return undefined;
    const { log, checkpoint } = known;
    const base = { log: log === 'protocol' ? 'PROTOCOL' : 'ACCESS', from: checkpoint.size } as const;
    const newest = this.notary.checkpoint(log);
    const standing = this.notary.log(log).standing(checkpoint);
    if (standing.stands === 'CONTINUED') {
      const { to, proof } = standing.consistency;
      return { ...base, stands: 'CONTINUED', to, proof: proof.map((hash) => Buffer.from(hash).toString('base64')), ...(newest !== undefined && { checkpoint: newest }) };
    }
    fault(new Error(`a client holds a signed checkpoint of the ${log} log, size ${checkpoint.size}, that this log ${standing.stands === 'AHEAD' ? 'does not reach' : 'contradicts'}`));
    return { ...base, stands: standing.stands };
  }

  private read(header: string): { log: LogName; checkpoint: Checkpoint } | undefined {
    if (header.length > longest) return undefined;
    for (const log of logNames) {
      const { origin, vkey } = this.notary.published(log);
      try {
        const checkpoint = parseCheckpoint(openNote(Buffer.from(fromBase64url(header)).toString('utf8'), [noteVerifier(vkey)]).text);
        if (checkpoint?.origin === origin) return { log, checkpoint };
      } catch {
        continue; // not of this log
      }
    }
    return undefined;
  }
}
