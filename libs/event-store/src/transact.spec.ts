import { randomBytes, createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, parseLeaf } from '@amparo/evidence';
import { Command, refuse, type CommandMeta, type Decider, type DomainEvent, type Upcasts } from '@amparo/event-sourcing';
import { OutcomeUnknown, type EventStore, type EventToAppend } from './event-store';
import { Histories, type Slice } from './histories';
import { MemoryEventStore } from './memory/memory';
import { SqliteEventStore } from './sqlite/sqlite';
import { transact, type Accepted, type Recording } from './transact';

class Note extends Command<'Note', { text: string; times?: number }> {
  readonly type = 'Note';
}
type Noted = DomainEvent<'Noted', { text: string }>;

/** A stream of notes: the same text twice writes nothing, `forbidden` is refused. */
const notes: Decider<readonly string[], Note, Noted, void, 'FORBIDDEN'> = {
  initial: [],
  decide: ({ input }, state) =>
    input.text === 'forbidden'
      ? refuse('FORBIDDEN', 'not this one')
      : state.includes(input.text)
        ? []
        : Array.from({ length: input.times ?? 1 }, () => ({ type: 'Noted', data: { text: input.text } })),
  evolve: (state, { data }) => [...state, data.text],
};
const slice = (upcasts: Upcasts = {}): Slice<readonly string[], Note, Noted, void, 'FORBIDDEN'> => ({
  decider: notes,
  forms: { upcasts, keyClass: () => 'care' },
});
const slices = slice();

let n = 0;
const uuid = (): string => `01936b2e-7c00-7abc-8def-${(++n).toString(16).padStart(12, '0')}`;
const meta = (over: Partial<CommandMeta> = {}): CommandMeta => ({
  id: uuid(),
  actor: { client: 'mmujer-desk', agent: 'ag-1', assurance: 'ASSERTED' },
  purpose: 'PROTECTION',
  basis: { kind: 'CONSENT' },
  at: '2026-01-05T12:00:00.000Z',
  receivedAt: '2026-01-05T12:00:00.000Z',
  correlation: 'c-1',
  ...over,
});
const recordingOn = (store: EventStore): Recording => ({
  store,
  histories: new Histories(store),
  seal: () => Promise.resolve({ descriptors: [], parts: [] }),
  now: () => '2026-01-05T12:00:01.000Z',
  digest: (input) => createHash('sha256').update(canonicalJson(input)).digest('base64url'),
  nonce: () => randomBytes(16),
});
const events = (outcome: unknown): string[] => (outcome as Accepted).events.map(({ id }) => id);

const folder = mkdtempSync(join(tmpdir(), 'amparo-transact-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['memory', () => new MemoryEventStore()],
  ['sqlite', () => SqliteEventStore.open(join(folder, `${++n}.sqlite`))],
])('a command on %s', (_name, open: () => EventStore) => {
  let store: EventStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  it('writes canonical leaves, chained, and answers from what is read back', async () => {
    const recording = recordingOn(store);
    const outcome = (await transact(recording, slices, 'case-1', new Note({ text: 'a', times: 2 }, meta()), { case: 'c1' })) as Accepted;
    expect(outcome).toMatchObject({ stream: 'case-1', repeated: false });
    const stored = await store.readStream('case-1');
    expect(stored.map(({ id }) => id)).toEqual(events(outcome));
    expect(stored.map(({ leaf }) => parseLeaf(leaf)).map(({ seq, case: c, data }) => [seq, c, data])).toEqual([
      [0, 'c1', { text: 'a' }],
      [1, 'c1', { text: 'a' }],
    ]);
  });

  it('sent again writes nothing and gets the first answer, after a restart too', async () => {
    const command = new Note({ text: 'a' }, meta());
    const first = await transact(recordingOn(store), slices, 'case-1', command);
    const again = await transact(recordingOn(store), slices, 'case-1', command);
    expect(again).toEqual({ ...first, repeated: true });
    expect(await store.readStream('case-1')).toHaveLength(1);
  });

  it('is refused with the refusal of what must stand elsewhere first, and writes nothing', async () => {
    const command = new Note({ text: 'a' }, meta());
    const before = () => Promise.resolve(refuse('FORBIDDEN', 'there is no room for it'));
    expect(await transact(recordingOn(store), slices, 'case-1', command, { before })).toEqual({ refused: 'FORBIDDEN', because: 'there is no room for it' });
    expect(await store.readStream('case-1')).toEqual([]);
    expect(await transact(recordingOn(store), slices, 'case-1', command, { before: () => Promise.resolve(undefined) })).toMatchObject({ repeated: false });
  });

  it('sent with another input under the same id is refused', async () => {
    const recording = recordingOn(store);
    const first = meta();
    await transact(recording, slices, 'case-1', new Note({ text: 'a' }, first));
    expect(await transact(recording, slices, 'case-1', new Note({ text: 'b' }, first))).toMatchObject({ refused: 'COMMAND_ID_REUSED' });
    expect(await transact(recording, slices, 'case-1', new Note({ text: 'b' }, { ...first, actor: { ...first.actor, client: 'pgr-desk' } }))).toMatchObject({
      repeated: false,
    });
  });

  it('sent sixty-four times at once writes once and all get the same answer', async () => {
    const recording = recordingOn(store);
    const command = new Note({ text: 'a' }, meta());
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => transact(recording, slices, 'case-1', command)));
    expect(new Set(outcomes.map((o) => events(o).join())).size).toBe(1);
    expect(await store.readStream('case-1')).toHaveLength(1);
  });

  it('among sixteen different ones at once loses none', async () => {
    const recording = recordingOn(store);
    const outcomes = await Promise.all(Array.from({ length: 16 }, (_, i) => transact(recording, slices, 'case-1', new Note({ text: `${i}` }, meta()))));
    expect(new Set(outcomes.flatMap(events)).size).toBe(16);
    expect((await store.readStream('case-1')).map(({ seq }) => seq)).toEqual([...Array(16).keys()]);
  });

  it('that changes nothing answers with the stream as it stands', async () => {
    const recording = recordingOn(store);
    const first = (await transact(recording, slices, 'case-1', new Note({ text: 'a' }, meta()))) as Accepted;
    expect(await transact(recording, slices, 'case-1', new Note({ text: 'a' }, meta()))).toMatchObject({ events: [], leafHash: first.leafHash });
  });

  it.each([
    ['forbidden', {}, 'FORBIDDEN'],
    ['a', { at: '2026-01-05T12:00:00.001Z' }, 'AT_IN_FUTURE'],
    ['a', { at: '2026-01-02T11:59:59.999Z' }, 'LATE_WITHOUT_REASON'],
    ['x'.repeat(70_000), {}, 'TOO_LARGE'],
  ])('that is refused writes nothing and is decided afresh', async (text, over, refused) => {
    const recording = recordingOn(store);
    expect(await transact(recording, slices, 'case-1', new Note({ text }, meta(over)))).toMatchObject({ refused });
    expect(await store.head()).toBe(0n);
  });

  it('entered late says so in clear', async () => {
    const recording = recordingOn(store);
    await transact(recording, slices, 'case-1', new Note({ text: 'a' }, meta({ at: '2025-12-01T12:00:00.000Z', late: 'PAPER' })));
    expect(parseLeaf((await store.readStream('case-1'))[0]!.leaf).data).toEqual({ text: 'a', late: 'PAPER' });
  });

  it('reads older forms as current ones', async () => {
    await transact(recordingOn(store), slices, 'case-1', new Note({ text: 'a' }, meta()));
    const newer = slice({ Noted: [(data) => ({ text: `${String(data['text'])}, upcast` })] });
    const recording = recordingOn(store);
    expect((await recording.histories.load(newer, 'case-1')).state).toEqual(['a, upcast']);
    await transact(recording, newer, 'case-1', new Note({ text: 'b' }, meta()));
    expect((await store.readStream('case-1')).map(({ leaf }) => parseLeaf(leaf).schema)).toEqual([1, 2]);
  });
});

/** A store whose appends fail as told: before writing, or after. */
class Unreliable extends MemoryEventStore {
  constructor(private readonly failures: ('before' | 'after')[]) {
    super();
  }
  readonly sent: Uint8Array[] = [];
  override async append(stream: string, expected: number, batch: readonly EventToAppend[]): Promise<void> {
    this.sent.push(...batch.map(({ leaf }) => leaf));
    const failure = this.failures.shift();
    if (failure === 'before') throw new OutcomeUnknown(stream);
    await super.append(stream, expected, batch);
    if (failure === 'after') throw new OutcomeUnknown(stream);
  }
}

describe('an unknown outcome', () => {
  it('is looked up before anything is sent again', async () => {
    const store = new Unreliable(['after']);
    await transact(recordingOn(store), slices, 'case-1', new Note({ text: 'a' }, meta()));
    expect(store.sent).toHaveLength(1);
    expect(await store.readStream('case-1')).toHaveLength(1);
  });

  it('where nothing was written sends the same bytes again', async () => {
    const store = new Unreliable(['before', 'before']);
    await transact(recordingOn(store), slices, 'case-1', new Note({ text: 'a' }, meta()));
    expect(store.sent).toHaveLength(3);
    expect(store.sent.every((leaf) => Buffer.from(leaf).equals(store.sent[0]!))).toBe(true);
  });

  it('that lasts is told to the caller, who may send the command again', async () => {
    const store = new Unreliable(['before', 'before', 'before']);
    const command = new Note({ text: 'a' }, meta());
    await expect(transact(recordingOn(store), slices, 'case-1', command)).rejects.toThrow('did not answer for case-1');
    expect(await transact(recordingOn(store), slices, 'case-1', command)).toMatchObject({ repeated: false });
  });
});
