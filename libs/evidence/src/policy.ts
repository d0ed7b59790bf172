import { sameBytes } from './bytes';
import { cosignatureVerifier, type CosignatureVerifier } from './cosignature';
import { isAcceptableKey } from './ed25519';
import { fromBase64, NoteError, splitNote } from './signed-note';

/** What a witness vouches for: `plain` for a log that only grew, `auditing` for its leaves too. */
export type WitnessRole = 'plain' | 'auditing';
export type PolicyWitness = Readonly<{ organisation: string; role: WitnessRole; verifier: CosignatureVerifier }>;

/** Whose cosignatures make a checkpoint witnessed: `k` of the `n` organisations that are not the operator, if at most `f` of them are dishonest. */
export type Policy = Readonly<{ witnesses: readonly PolicyWitness[]; operator: string; quorum: Readonly<{ k: number; n: number; f: number }> }>;

export type PolicyReason =
  | 'malformed_line'
  | 'malformed_vkey'
  | 'key_seen_twice'
  | 'second_operator'
  | 'second_quorum'
  | 'missing_operator'
  | 'missing_quorum'
  | 'wrong_number_of_organisations'
  | 'quorum_too_small';

/** Why a text is no policy. `line` counts from 1; 0 is the file as a whole. */
export class PolicyError extends Error {
  constructor(
    readonly reason: PolicyReason,
    readonly line: number,
  ) {
    super(line === 0 ? `policy: ${reason}` : `policy line ${line}: ${reason}`);
    this.name = 'PolicyError';
  }
}

const count = /^(0|[1-9]\d{0,5})$/;

/** The 32 bytes of any verifier key of an Ed25519 type. */
const keyBytes = (vkey: string): Uint8Array | undefined => fromBase64(vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1))?.subarray(1);

/**
 * The policy in a text of lines, each ended by LF: `witness <organisation> plain|auditing <vkey>`, `operator <organisation>`,
 * `quorum <k> <n> <f>`. Words are parted by one space; there are no comments and no empty lines; the order is free; operator and
 * quorum stand once. `n` is the number of distinct organisations with a witness, the operator not counted, and 2k > n + f.
 * @param others verifier keys that have another use (the logs'): a witness with one of them counts as a key seen twice.
 * @throws PolicyError naming the line.
 */
export function parsePolicy(text: string, others: readonly string[] = []): Policy {
  const witnesses: PolicyWitness[] = [];
  const keys = others.flatMap((vkey) => keyBytes(vkey) ?? []).filter(isAcceptableKey);
  let operator: string | undefined;
  let quorum: Policy['quorum'] | undefined;
  let quorumLine = 0;
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new PolicyError('malformed_line', lines.length + 1);
  lines.forEach((line, index) => {
    const refuse = (reason: PolicyReason): never => {
      throw new PolicyError(reason, index + 1);
    };
    const [verb, first = '', second = '', third = '', ...more] = line.split(' ');
    if (more.length > 0 || !/^[\x21-\x7e]+$/.test(first)) refuse('malformed_line');
    if (verb === 'witness' && (second === 'plain' || second === 'auditing') && third !== '') {
      const verifier = witnessKey(third, index + 1);
      if (keys.some((key) => sameBytes(key, verifier.publicKey))) refuse('key_seen_twice');
      keys.push(verifier.publicKey);
      witnesses.push({ organisation: first, role: second, verifier });
    } else if (verb === 'operator' && line === `operator ${first}`) {
      if (operator !== undefined) refuse('second_operator');
      operator = first;
    } else if (verb === 'quorum' && [first, second, third].every((number) => count.test(number))) {
      if (quorum) refuse('second_quorum');
      quorum = { k: Number(first), n: Number(second), f: Number(third) };
      quorumLine = index + 1;
    } else {
      refuse('malformed_line');
    }
  });
  if (operator === undefined) throw new PolicyError('missing_operator', 0);
  if (!quorum) throw new PolicyError('missing_quorum', 0);
  const { k, n, f } = quorum;
  const organisations = new Set(witnesses.map(({ organisation }) => organisation));
  organisations.delete(operator);
  if (n !== organisations.size || k > n) throw new PolicyError('wrong_number_of_organisations', quorumLine);
  // Any two sets of k share more than f organisations, hence an honest one: no two histories both reach the quorum.
  if (2 * k <= n + f) throw new PolicyError('quorum_too_small', quorumLine);
  return { witnesses, operator, quorum };
}

function witnessKey(vkey: string, line: number): CosignatureVerifier {
  try {
    return cosignatureVerifier(vkey);
  } catch (error) {
    if (error instanceof NoteError) throw new PolicyError('malformed_vkey', line);
    throw error;
  }
}

/** A valid cosignature by a witness of the policy; `time` in seconds since the epoch; `line` as it stood, without its LF. */
export type Cosignature = Readonly<{ witness: PolicyWitness; time: number; line: string }>;

/**
 * The cosignatures in a note by witnesses of the policy, in the note's order, one for each key: the first counts, as in
 * c2sp.org/signed-note. Lines by unknown keys are passed over. Whether the log signed is not looked at: `openNote` tells.
 * @throws NoteError when the note is malformed, or a known key's cosignature is wrong.
 */
export function cosignaturesOf(note: string, policy: Policy): Cosignature[] {
  const { text, lines } = splitNote(note);
  const found: Cosignature[] = [];
  for (const { name, keyId, signature, line } of lines) {
    const witness = policy.witnesses.find(({ verifier }) => verifier.name === name && sameBytes(verifier.keyId, keyId));
    if (!witness || found.some((one) => one.witness === witness)) continue;
    const time = witness.verifier.verify(text, signature);
    if (time === undefined) throw new NoteError('bad_signature');
    found.push({ witness, time, line });
  }
  return found;
}

/** What cosignatures come to under a policy. Times in seconds since the epoch, the newest of each organisation's. */
export type Witnessed = Readonly<{
  /** Organisations other than the operator that cosigned, with the newest time. */
  organisations: ReadonlyMap<string, number>;
  /** k of n, the operator not counted. */
  quorum: boolean;
  /** An auditing witness of another organisation than the operator is among them. */
  audited: boolean;
  /** The newest time among the counted ones. */
  newest?: number;
}>;

/** Counts cosignatures, for example those of one note whose times lie in a span that the caller wants. */
export function witnessed(cosignatures: readonly Cosignature[], policy: Policy): Witnessed {
  const counted = cosignatures.filter(({ witness }) => witness.organisation !== policy.operator);
  const organisations = new Map<string, number>();
  for (const { witness, time } of counted) organisations.set(witness.organisation, Math.max(time, organisations.get(witness.organisation) ?? 0));
  return {
    organisations,
    quorum: organisations.size >= policy.quorum.k,
    audited: counted.some(({ witness }) => witness.role === 'auditing'),
    ...(organisations.size > 0 && { newest: Math.max(...organisations.values()) }),
  };
}
