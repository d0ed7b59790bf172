import { base64url, eventId, leafBytes, leafHash, nextHead, type Envelope, type SealedDescriptor, type SealedPart } from '@amparo/evidence';
import { currentSchema, isRefusal, refuse, type Command, type DomainEvent, type Refusal } from '@amparo/event-sourcing';
import { OutcomeUnknown, StreamMoved, type EventStore, type EventToAppend, type Position } from './event-store';
import { commandKey, type Histories, type Appended, type History, type Slice } from './histories';

/** What a part is bound to. */
export type EventIdentity = Readonly<{ id: string; stream: string; type: string; schema: number }>;
/** Fields of one subject and key class, to be sealed as one part. */
export type SealRequest = Readonly<{ subject: string; keyClass: string; fields: Readonly<Record<string, unknown>> }>;
/** @throws SubjectErased when what is said of the subject was erased, and nothing new may be said under its old keys. */
export type Seal = (
  event: EventIdentity,
  requests: readonly SealRequest[],
) => Promise<Readonly<{ descriptors: readonly SealedDescriptor[]; parts: readonly SealedPart[] }>>;

/** Nothing is sealed for a subject whose keys were destroyed before it is reopened. */
export class SubjectErased extends Error {
  constructor() {
    super('what was said of this subject is erased: reopen it before more is said');
  }
}

/** What recording needs beside a decision. */
export interface Recording {
  readonly store: EventStore;
  readonly histories: Histories;
  readonly seal: Seal;
  /** The time now: ISO 8601, UTC, milliseconds. */
  readonly now: () => string;
  /** Keyed digest of a command's input, base64url of 32 bytes: tells two inputs apart and tells nothing of either. */
  readonly digest: (input: object) => string;
  /** 16 random bytes. */
  readonly nonce: () => Uint8Array;
}

/** A command was taken: these events stand in the store, by it or by its first sending. */
export type Accepted = Readonly<{
  stream: string;
  /** Position of the newest of them; of the stream's newest event when nothing had to be written. */
  position: Position;
  leafHash: string;
  events: readonly Appended[];
  /** The command had been taken before; nothing was written now. */
  repeated: boolean;
}>;

export type RecordingRefusal = 'COMMAND_ID_REUSED' | 'AT_IN_FUTURE' | 'LATE_WITHOUT_REASON' | 'TOO_LARGE' | 'ERASED' | 'NOT_FOUND';

export type TransactOptions<F> = Readonly<{
  /** What the decision must know of other streams; read afresh for every attempt. */
  facts?: () => Promise<F>;
  /** The case, or the investigation, that a new stream belongs to; a stream that exists says so itself. */
  case?: string;
  investigation?: string;
  /**
   * What must stand in other streams before the events of the decision do; not called when nothing is to be written. Where it
   * cannot stand there, its refusal is the command's.
   */
  before?: () => Promise<Refusal | undefined | void>;
}>;

const maxAttempts = 20;
const seventyTwoHours = 72 * 3_600_000;

/** Bounded: a larger set of fields would make an event that no bundle of the log can hold. */
const tooLarge = refuse('TOO_LARGE', 'what is to be recorded does not fit one event: shorten it or record it in parts');

/**
 * The one way to write: load, decide, seal, fix the bytes, append at the exact revision, answer from what is read back.
 *
 * The same command of the same client on the same stream writes once; later it gets its first answer, or COMMAND_ID_REUSED
 * when its input is another. Refusals are not stored. A conflict is decided afresh; an unknown outcome is looked up by id, and
 * if nothing is there the same bytes are sent again.
 * @throws when the store stays unreachable or the stream is too contended.
 */
export async function transact<S, C extends Command, E extends DomainEvent, F, R extends string>(
  recording: Recording,
  slice: Slice<S, C, E, F, R>,
  stream: string,
  command: C,
  options: TransactOptions<F> = {},
): Promise<Accepted | Refusal<R | RecordingRefusal>> {
  const { meta } = command;
  const digest = recording.digest({ type: command.type, input: command.input });
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    // A copy: the cached history grows while facts are awaited, and what is decided on must be what is appended to.
    const history = { ...(await recording.histories.load(slice, stream)) };
    const first = firstAnswer(stream, history, command, digest);
    if (first) return first;
    const wrongTime = timeRefusal(command);
    if (wrongTime) return wrongTime;

    const decision = slice.decider.decide(command, history.state, (await options.facts?.()) as F);
    if (isRefusal(decision)) return decision as Refusal<R>;
    if (decision.length === 0) return asItStands(stream, history);
    const fixed = await unlessErased(async () => (await options.before?.()) ?? fix(recording, slice, stream, command, digest, decision, history, options));
    if (isRefusal(fixed)) return fixed as Refusal<R>;
    const bytes = fixed;
    try {
      await send(recording, stream, history.seq, bytes);
    } catch (error) {
      if (error instanceof StreamMoved) continue;
      throw error;
    }
    const after = await recording.histories.load(slice, stream);
    const written = after.commands.get(commandKey(meta.actor.client, meta.id));
    if (written) return accepted(stream, written.events, false);
  }
  throw new Error(`stream ${stream} is too contended: ${maxAttempts} attempts; send the command again`);
}

function firstAnswer(stream: string, history: History<unknown>, { meta }: Command, digest: string): Accepted | Refusal<'COMMAND_ID_REUSED'> | undefined {
  const known = history.commands.get(commandKey(meta.actor.client, meta.id));
  if (!known) return undefined;
  return known.digest === digest
    ? accepted(stream, known.events, true)
    : refuse('COMMAND_ID_REUSED', 'this command id was used for another input: send a new command under a new id');
}

function accepted(stream: string, events: readonly Appended[], repeated: boolean): Accepted {
  const last = events[events.length - 1]!;
  return { stream, position: last.position, leafHash: last.leafHash, events: [...events], repeated };
}

/** Already so: nothing was written, and the answer points at the stream's newest event. */
function asItStands(stream: string, { last }: History<unknown>): Accepted | Refusal<'NOT_FOUND'> {
  if (!last) return refuse('NOT_FOUND', 'there is nothing here');
  return { stream, position: last.position, leafHash: last.leafHash, events: [], repeated: false };
}

/** What lies ahead of its recording, or 72 hours behind it without a reason, is recorded nowhere. */
export function timeRefusal({ meta }: Command): Refusal<'AT_IN_FUTURE' | 'LATE_WITHOUT_REASON'> | undefined {
  const late = Date.parse(meta.receivedAt) - Date.parse(meta.at);
  if (late < 0) return refuse('AT_IN_FUTURE', 'what has not happened yet cannot be recorded: check the time given');
  if (late > seventyTwoHours && meta.late === undefined) return refuse('LATE_WITHOUT_REASON', 'an entry later than 72 hours says why it is late');
  return undefined;
}

async function unlessErased<T>(run: () => Promise<T>): Promise<T | Refusal<'ERASED'>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SubjectErased) return refuse('ERASED', error.message);
    throw error;
  }
}

/** The events of a decision as bytes that do not change any more. */
async function fix<E extends DomainEvent>(
  recording: Recording,
  { forms }: Pick<Slice<never, never, never, never, never>, 'forms'>,
  stream: string,
  { meta }: Command,
  digest: string,
  decision: readonly E[],
  history: History<unknown>,
  options: TransactOptions<unknown>,
): Promise<EventToAppend[] | Refusal<'TOO_LARGE'>> {
  const caseId = history.case ?? options.case;
  const investigation = history.investigation ?? options.investigation;
  let { seq, head } = history;
  const events: EventToAppend[] = [];
  for (const [index, { type, data, personal }] of decision.entries()) {
    const identity = { id: eventId(meta.actor.client, stream, meta.id, index), stream, type, schema: currentSchema(forms.upcasts, type) };
    const requests = (personal ?? []).flatMap(({ subject, fields }) => byKeyClass(subject, fields, (field) => forms.keyClass(type, field, data)));
    const { descriptors, parts } = requests.length > 0 ? await recording.seal(identity, requests) : { descriptors: [], parts: [] };
    const recordedAt = recording.now();
    const envelope: Envelope = {
      v: 1,
      ...identity,
      seq: ++seq,
      prev: base64url(head),
      ...(caseId !== undefined && { case: caseId }),
      ...(investigation !== undefined && { investigation }),
      at: meta.at,
      recordedAt: recordedAt > history.recordedAt ? recordedAt : history.recordedAt,
      actor: meta.actor,
      purpose: meta.purpose,
      basis: meta.basis,
      ...(meta.authority && { authority: meta.authority }),
      command: { id: meta.id, digest },
      correlation: meta.correlation,
      ...(meta.causation !== undefined && { causation: meta.causation }),
      nonce: base64url(recording.nonce()),
      data: { ...data, ...(meta.late !== undefined && { late: meta.late }) },
      ...(descriptors.length > 0 && { sealed: descriptors }),
    };
    let leaf: Uint8Array;
    try {
      leaf = leafBytes(envelope);
    } catch (error) {
      if ((error as { reason?: string }).reason === 'too_large') return tooLarge;
      throw error;
    }
    head = nextHead(head, leafHash(leaf));
    events.push({ id: identity.id, type, leaf, parts });
  }
  return events;
}

function byKeyClass(subject: string, fields: Readonly<Record<string, unknown>>, keyClass: (field: string) => string): SealRequest[] {
  const classes = new Map<string, Record<string, unknown>>();
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const name = keyClass(field);
    classes.set(name, { ...classes.get(name), [field]: value });
  }
  return [...classes].map(([name, own]) => ({ subject, keyClass: name, fields: own }));
}

/** Appends bytes that are fixed; after an unknown outcome it looks for them before it sends the same ones again. */
async function send({ store }: Recording, stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      const there = await store.readStream(stream, expected + 1);
      if (there[0]?.id === events[0]!.id) return;
      if (there.length > 0) throw new StreamMoved(stream, expected, there[there.length - 1]!.seq);
      if (attempt === 3) throw error;
    }
  }
}
