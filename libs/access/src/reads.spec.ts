import { randomBytes } from 'node:crypto';
import { LogCheck, openPart, readLeaf, sealPart, type Envelope } from '@amparo/evidence';
import { OutcomeUnknown, type EventToAppend, type StoredEvent } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import type { PurposefulCaller, Read } from './reads';
import { ReadsLog, type ReadRecording } from './reads.handlers';

const caller: PurposefulCaller = {
  client: 'mmujer-desk',
  institution: 'mmujer',
  compartment: 'mmujer',
  agent: 'ag-00000000000000aa',
  person: 'p-1',
  unit: 'mmujer-azua',
  roles: ['caseworker'],
  assurance: 'ASSERTED',
  purpose: 'ASSISTANCE',
  language: 'es',
  requestId: '01890a5d-ac96-774b-bcce-b302099a8057',
};
const cases = ['01890a5d-0000-774b-8cce-b302099a8001', '01890a5d-0000-774b-8cce-b302099a8002', '01890a5d-0000-774b-8cce-b302099a8003'] as const;
const read = (...of: readonly string[]): Read => ({
  operation: 'caseFile',
  categories: ['STATUS', 'IDENTITY', 'STATUS'],
  cases: new Map(of.map((id) => [id, [`${id}-event`]])),
});

/** A store whose appends can be held, fail, or succeed without saying so. */
class Troubled extends MemoryEventStore {
  trouble: 'none' | 'fails' | 'unsaid' | 'lost' = 'none';
  appends = 0;
  held: Promise<void> = Promise.resolve();
  override async append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    await this.held;
    this.appends += 1;
    const { trouble } = this;
    if (trouble === 'fails') throw new Error('disk full');
    if (trouble !== 'none') this.trouble = 'none';
    if (trouble !== 'lost') await super.append(stream, expected, events);
    if (trouble !== 'none') throw new OutcomeUnknown(stream);
  }
}

describe('the record of reads', () => {
  const dek = randomBytes(32);
  const kid = '01890a5d-ac96-774b-bcce-b302099a8058';
  let store: Troubled;
  let now: string;
  let keys: string[];
  let log: ReadsLog;
  const recording = (): ReadRecording => ({
    store,
    now: () => now,
    digest: () => Buffer.alloc(32).toString('base64url'),
    seal: async (event, { compartment, month }, fields) => {
      keys.push(`${compartment} ${month}`);
      const salts = Object.fromEntries(Object.keys(fields).map((name) => [name, randomBytes(16)]));
      const { descriptor, part } = sealPart({ dek, kid, event, fields, salts, iv: randomBytes(12) });
      return { descriptors: [descriptor], parts: [part] };
    },
  });
  const stored = async (): Promise<StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for await (const batch of store.readAll(0n)) all.push(...batch);
    return all;
  };
  const envelopes = async (): Promise<Envelope[]> => (await stored()).map(({ leaf }) => readLeaf(leaf));
  const opened = ({ id, stream, type, leaf, parts: [part] }: StoredEvent): Record<string, unknown> => {
    const [descriptor] = readLeaf(leaf).sealed ?? [];
    return openPart({ dek, descriptor: descriptor!, part: part!, event: { id, stream, type, schema: 1 } }).fields;
  };

  beforeEach(() => {
    store = new Troubled();
    now = '2026-01-05T12:00:00.000Z';
    keys = [];
    log = new ReadsLog(recording());
  });
  afterEach(() => log.close());

  it('is durable before the answer leaves', async () => {
    let release = (): void => undefined;
    store.held = new Promise((resolve) => (release = resolve));
    let answered = false;
    const recorded = log.record(caller, read(cases[0])).then(() => (answered = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(answered).toBe(false);
    release();
    await recorded;
    expect(await stored()).toHaveLength(1);
  });

  it('says in clear who, for whom, what for, by which operation, which categories and of how many cases', async () => {
    await log.record({ ...caller, basis: { kind: 'COURT_ORDER', ref: '12-2026' } }, read(cases[0], cases[1]));
    const [envelope] = await envelopes();
    expect(envelope).toMatchObject({
      type: 'RecordsRead',
      actor: { client: 'mmujer-desk', agent: 'ag-00000000000000aa', unit: 'mmujer-azua', institution: 'mmujer', role: 'caseworker', assurance: 'ASSERTED' },
      purpose: 'ASSISTANCE',
      basis: { kind: 'COURT_ORDER', ref: '12-2026' },
      correlation: caller.requestId,
      data: { operation: 'caseFile', categories: ['IDENTITY', 'STATUS'], count: 2 },
    });
    expect(envelope?.stream).toMatch(/^access-mmujer-2026-01-05-[0-9a-f]{12}$/);
    expect(keys).toEqual(['mmujer 2026-01']);
  });

  it('seals the ids shown, one member per case, so that one file never shows another', async () => {
    await log.record(caller, read(...cases));
    const [event] = await stored();
    const fields = opened(event!);
    expect(Object.keys(fields)).toEqual(['r000', 'r001', 'r002']);
    expect(Object.values(fields)).toEqual(expect.arrayContaining(cases.map((id) => ({ case: id, ids: [`${id}-event`] }))));
    expect(Buffer.from(event!.leaf).toString()).not.toContain(cases[0]);
  });

  it('leaves the order of the members to chance', async () => {
    for (let i = 0; i < 40; i++) await log.record(caller, read(...cases));
    const firsts = new Set((await stored()).map((event) => (opened(event)['r000'] as { case: string }).case));
    expect(firsts.size).toBeGreaterThan(1);
  });

  it('writes nothing for an answer that shows no case', async () => {
    await log.record(caller, read());
    expect(await stored()).toEqual([]);
  });

  it('records what waits together in one durable write per compartment, in one chain', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => log.record(n % 2 ? caller : { ...caller, compartment: 'pgr-pett' }, read(cases[0]))));
    expect(store.appends).toBe(2);
    const check = new LogCheck();
    for (const event of await stored()) check.add(event);
    expect(check.faults()).toEqual([]);
    expect((await envelopes()).filter(({ stream }) => stream.startsWith('access-mmujer-')).map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('begins a new stream at midnight UTC, under the same writer', async () => {
    await log.record(caller, read(cases[0]));
    now = '2026-02-01T00:00:00.000Z';
    await log.record(caller, read(cases[0]));
    const [before = '', after = ''] = (await envelopes()).map(({ stream }) => stream);
    expect(after).toBe(before.replace('2026-01-05', '2026-02-01'));
    expect(keys).toEqual(['mmujer 2026-01', 'mmujer 2026-02']);
  });

  it('fails closed: what cannot be recorded is not answered, and the next read is', async () => {
    await log.record(caller, read(cases[0]));
    store.trouble = 'fails';
    await expect(log.record(caller, read(cases[0]))).rejects.toThrow();
    store.trouble = 'none';
    await log.record(caller, read(cases[0]));
    expect((await envelopes()).map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it.each(['unsaid', 'lost'] as const)('is there once when the store’s answer was lost (%s)', async (trouble) => {
    store.trouble = trouble;
    await log.record(caller, read(cases[0]));
    await log.record(caller, read(cases[1]));
    expect((await envelopes()).map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('sums refusals up, with the ids asked for sealed, and has them written when it closes', async () => {
    for (const asked of [cases[0], cases[0], cases[1], 'María Pérez']) log.refused(caller, 'caseFile', [asked]);
    log.refused({ ...caller, purpose: 'RETURN' }, 'caseFile', []);
    await log.close();
    const events = await stored();
    expect(events.map(({ leaf }) => readLeaf(leaf)).map(({ type, data, purpose }) => ({ type, data, purpose }))).toEqual([
      { type: 'ReadRefused', data: { operation: 'caseFile', count: 4 }, purpose: 'ASSISTANCE' },
      { type: 'ReadRefused', data: { operation: 'caseFile', count: 1 }, purpose: 'RETURN' },
    ]);
    expect(Object.values(opened(events[0]!)).map((seen) => (seen as { case: string }).case).sort()).toEqual([cases[0], cases[1]]);
  });
});
