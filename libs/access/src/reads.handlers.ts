import { randomBytes, randomInt } from 'node:crypto';
import { base64url, emptyHead, eventId, leafBytes, leafHash, nextHead, type Envelope, type SealedDescriptor, type SealedPart } from '@amparo/evidence';
import { OutcomeUnknown, type EventIdentity, type EventStore, type EventToAppend } from '@amparo/event-store';
import { Reads, type PurposefulCaller, type Read, type RecordedIssue } from './reads';

/** What recording a read needs of the world. */
export interface ReadRecording {
  readonly store: EventStore;
  /** Seals fields under the access key of a compartment and month (`2026-11`); the key's creation is in the log before this fulfils. */
  seal(
    event: EventIdentity,
    key: Readonly<{ compartment: string; month: string }>,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<{ descriptors: readonly SealedDescriptor[]; parts: readonly SealedPart[] }>>;
  readonly digest: (input: object) => string;
  readonly now: () => string;
}

type Seen = Readonly<{ case: string; ids: readonly string[] }>;

type Entry = Readonly<{
  type: 'RecordsRead' | 'ReadRefused' | 'BundleIssued';
  caller: PurposefulCaller;
  data: Readonly<Record<string, unknown>>;
  seen: readonly Seen[];
}>;

type Waiting = Entry & Readonly<{ done: (written: Written) => void; failed: (cause: unknown) => void }>;

/** Where an entry stands now. */
type Written = Readonly<{ stream: string; seq: number }>;

type Refusals = { caller: PurposefulCaller; operation: string; asked: Set<string>; count: number };

type Tail = Readonly<{ seq: number; head: Uint8Array }>;

const largestAppend = 128;
const refusalsEvery = 60_000;
const keptIds = 200;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const dateOf = (stream: string): string => stream.slice(-23, -13);

// RFC 9562 §5.7
function uuidv7(milliseconds: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Chance decides the order, so that a member's name tells nothing about the answer's. */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}

/** One sealed member per case: the reads of one survivor's file can be shown without another's. */
const members = (seen: readonly Seen[]): Record<string, Seen> =>
  Object.fromEntries(shuffled(seen).map((one, index) => [`r${String(index).padStart(3, '0')}`, one]));

/**
 * Records reads in `access-{compartment}-{UTC date}-{writer}`, all that wait for one durable write together.
 * One of these lives as long as its process; nobody else writes to its streams.
 */
export class ReadsLog extends Reads {
  private readonly writer = randomBytes(6).toString('hex');
  private readonly tails = new Map<string, Tail>();
  private readonly refusals = new Map<string, Refusals>();
  private readonly timer: NodeJS.Timeout;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly recording: ReadRecording) {
    super();
    this.timer = setInterval(() => void this.flushRefusals().catch(() => undefined), refusalsEvery);
    this.timer.unref();
  }

  override async record(caller: PurposefulCaller, { operation, categories, cases }: Read): Promise<void> {
    if (cases.size === 0) return;
    const seen = [...cases].map(([of, ids]) => ({ case: of, ids }));
    const data = { operation, categories: [...new Set(categories)].sort(), count: seen.length };
    await this.add({ type: 'RecordsRead', caller, data, seen });
  }

  override async issued(caller: PurposefulCaller, { file, export: id, tagManifest, size }: Parameters<Reads['issued']>[1]): Promise<RecordedIssue> {
    const { stream, seq } = await this.add({ type: 'BundleIssued', caller, data: { export: id, size, tagManifest }, seen: [{ case: file, ids: [id] }] });
    const [stored] = await this.recording.store.readStream(stream, seq);
    if (!stored) throw new Error('the issue of a bundle was written and is not there: nothing leaves');
    return { stream, seq, id: stored.id, leafHash: base64url(leafHash(stored.leaf)), position: stored.position };
  }

  override refused(caller: PurposefulCaller, operation: string, asked: readonly string[]): void {
    const key = JSON.stringify([caller.client, caller.agent, caller.purpose, operation]);
    const noted = this.refusals.get(key) ?? { caller, operation, asked: new Set<string>(), count: 0 };
    noted.count += 1;
    for (const id of asked) if (uuid.test(id) && noted.asked.size < keptIds) noted.asked.add(id);
    this.refusals.set(key, noted);
  }

  /** Writes what is still waiting, refusals too. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flushRefusals();
    await this.writing;
  }

  private async flushRefusals(): Promise<void> {
    const noted = [...this.refusals];
    this.refusals.clear();
    await Promise.all(
      noted.map(async ([key, refusals]) => {
        const { caller, operation, asked, count } = refusals;
        const seen = [...asked].map((id) => ({ case: id, ids: [] }));
        try {
          await this.add({ type: 'ReadRefused', caller, data: { operation, count }, seen });
        } catch (cause) {
          if (!this.refusals.has(key)) this.refusals.set(key, refusals);
          throw cause;
        }
      }),
    );
  }

  private add(entry: Entry): Promise<Written> {
    return new Promise((done, failed) => {
      this.waiting.push({ ...entry, done, failed });
      this.writing ??= Promise.resolve().then(() => this.write());
    });
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, largestAppend);
      const date = this.recording.now().slice(0, 10);
      const streams = new Map<string, Waiting[]>();
      for (const entry of batch) {
        const stream = `access-${entry.caller.compartment}-${date}-${this.writer}`;
        streams.set(stream, [...(streams.get(stream) ?? []), entry]);
      }
      await Promise.all([...streams].map(([stream, entries]) => this.append(stream, entries)));
    }
    this.writing = undefined; // in the same turn as the last look at what waits
  }

  /** All of these entries or none; never throws, every entry hears of its own. */
  private async append(stream: string, entries: readonly Waiting[]): Promise<void> {
    try {
      let tail = this.tails.get(stream) ?? (await this.tailOf(stream));
      const expected = tail.seq;
      const events: EventToAppend[] = [];
      for (const entry of entries) {
        const event = await this.event(stream, tail, entry);
        events.push(event);
        tail = { seq: tail.seq + 1, head: nextHead(tail.head, leafHash(event.leaf)) };
      }
      await this.durably(stream, expected, events);
      this.tails.set(stream, tail);
      entries.forEach(({ done }, i) => done({ stream, seq: expected + 1 + i }));
    } catch (cause) {
      this.tails.delete(stream);
      for (const { failed } of entries) failed(cause);
    }
    const date = dateOf(stream);
    for (const known of this.tails.keys()) if (dateOf(known) < date) this.tails.delete(known);
  }

  private async durably(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    try {
      await this.recording.store.append(stream, expected, events);
    } catch (cause) {
      if (!(cause instanceof OutcomeUnknown)) throw cause;
      const [first] = await this.recording.store.readStream(stream, expected + 1);
      if (first?.id !== events[0]?.id) await this.recording.store.append(stream, expected, events);
    }
  }

  private async tailOf(stream: string): Promise<Tail> {
    const stored = await this.recording.store.readStream(stream);
    return stored.reduce<Tail>((tail, { seq, leaf }) => ({ seq, head: nextHead(tail.head, leafHash(leaf)) }), { seq: -1, head: emptyHead });
  }

  private async event(stream: string, tail: Tail, { type, caller, data, seen }: Entry): Promise<EventToAppend> {
    const now = this.recording.now();
    const command = uuidv7(Date.parse(now));
    const id = eventId(caller.client, stream, command, 0);
    const schema = 1;
    const key = { compartment: caller.compartment, month: now.slice(0, 7) };
    const { descriptors, parts } =
      seen.length === 0 ? { descriptors: [], parts: [] } : await this.recording.seal({ id, stream, type, schema }, key, members(seen));
    const envelope: Envelope = {
      v: 1,
      id,
      stream,
      seq: tail.seq + 1,
      prev: base64url(tail.head),
      type,
      schema,
      at: now,
      recordedAt: now,
      actor: {
        client: caller.client,
        ...(caller.agent === undefined ? {} : { agent: caller.agent }),
        ...(caller.unit === undefined ? {} : { unit: caller.unit }),
        institution: caller.institution,
        ...(caller.roles[0] === undefined ? {} : { role: caller.roles[0] }),
        assurance: caller.assurance,
      },
      purpose: caller.purpose,
      basis: caller.basis ?? { kind: 'LEGAL_OBLIGATION' },
      ...(caller.authority ? { authority: caller.authority } : {}),
      command: { id: command, digest: this.recording.digest({ type, input: data }) },
      correlation: caller.requestId,
      nonce: base64url(randomBytes(16)),
      data,
      ...(descriptors.length > 0 ? { sealed: descriptors } : {}),
    };
    return { id, type, leaf: leafBytes(envelope), parts };
  }
}
