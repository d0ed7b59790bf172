import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { verifyInclusion } from './merkle-tree';
import { fromBase64, NoteError, openNote, type NoteVerifier } from './signed-note';

const header = 'c2sp.org/tlog-proof@v1';

/** c2sp.org/tlog-proof without extra data: one event's proof in one file, ending in the checkpoint's bytes. This is a receipt. */
export const tlogProof = (input: { index: number; proof: readonly Uint8Array[]; checkpoint: string }): string =>
  [header, `index ${input.index}`, ...input.proof.map((hash) => Buffer.from(hash).toString('base64')), '', input.checkpoint].join('\n');

export type ProofVerdict =
  | Readonly<{ ok: true; index: number; checkpoint: Checkpoint; signedBy: readonly NoteVerifier[] }>
  | Readonly<{ ok: false; reason: 'malformed_proof' | 'malformed_checkpoint' | 'wrong_origin' | 'inclusion_mismatch' | NoteError['reason'] }>;

/** Whether a receipt proves that the leaf stands in the log of one of the verifiers. */
export function verifyTlogProof(text: string, leaf: Uint8Array, verifiers: readonly NoteVerifier[]): ProofVerdict {
  const blank = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(blank, 0)).split('\n');
  const index = /^index (0|[1-9]\d*)$/.exec(lines[1] ?? '')?.[1];
  const proof = lines.slice(2).map(fromBase64);
  if (lines[0] !== header || index === undefined || proof.length > 63 || proof.some((hash) => hash?.length !== 32)) {
    return { ok: false, reason: 'malformed_proof' };
  }
  try {
    const note = openNote(text.slice(blank + 2), verifiers);
    const checkpoint = parseCheckpoint(note.text);
    if (!checkpoint) return { ok: false, reason: 'malformed_checkpoint' };
    if (!note.signedBy.some(({ name }) => name === checkpoint.origin)) return { ok: false, reason: 'wrong_origin' };
    return verifyInclusion(leaf, Number(index), checkpoint.size, proof as Uint8Array[], checkpoint.root)
      ? { ok: true, index: Number(index), checkpoint, signedBy: note.signedBy }
      : { ok: false, reason: 'inclusion_mismatch' };
  } catch (error) {
    if (error instanceof NoteError) return { ok: false, reason: error.reason };
    throw error;
  }
}
