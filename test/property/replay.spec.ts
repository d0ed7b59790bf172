import fc from 'fast-check';
import { logOf } from '@amparo/evidence';
import type { EventStore, StoredEvent } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { canonicalReplay, knownInStore, replay, type Audience, type Replay } from '@amparo/institution-views';
import { dataCategories, type DataCategory } from '@amparo/protocol';
import { differencesFromViews } from '../../apps/cli/src/replay-compare';
import { StoreUntil } from '../../apps/cli/src/store-until';
import { openOffices, type Offices } from '../e2e/offices';
import { Running, type Who } from '../e2e/running';
import { tellCase } from '../e2e/told';
import './seed';
import { toldHistory } from './told-history';

jest.setTimeout(300_000);

const audit: Audience = { kind: 'AUDIT' };

async function all(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const some of store.readAll(0n)) events.push(...some);
  return events;
}

/** The store as it was when its newest event of the protocol log was the one at an index, as a store of its own. */
async function truncated(history: readonly StoredEvent[], index: number): Promise<EventStore> {
  const store = new MemoryEventStore();
  let next = 0;
  for (const event of history) {
    if (logOf(event.stream) === 'protocol' && next++ > index) break;
    await store.append(event.stream, event.seq - 1, [event]);
  }
  return store;
}

async function at(store: EventStore, caseId: string, index: number, audience = audit): Promise<Replay | undefined> {
  const { known, times } = await knownInStore(store, caseId);
  return replay(known, { index, time: times[index]! }, audience);
}

describe('a replay of a case in which everything is told', () => {
  let running: Running;
  let offices: Offices;
  let id: string;
  let history: StoredEvent[];
  let store: EventStore;
  let size: number;
  let opened: number;
  let newest: number;
  /** Indexes at which something of the case happened, and their neighbours. */
  let moments: number[];

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    const told = await tellCase(running, offices);
    id = told.case;
    const who = (name: string): Who => ({ ...(offices[name] as Who), own: true });
    // Who prosecutes is kept from it, from there on let in again: what follows from an exclusion begins and ends.
    const { id: exclusion } = await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, cases: [id], ground: 'Filtración.' });
    await running.record(who('mmujer-azua supervisor'), 'confirmExclusion', { exclusion });
    await running.record(who('mmujer-azua caseworker'), 'recordScreening', { case: id, acts: ['Harbouring'], means: [], exploitation: [] });
    await running.record(who('auditoria-sede auditor'), 'liftExclusion', { exclusion, reason: 'UNFOUNDED' });
    await running.record(who('mmujer-azua caseworker'), 'closeCase', { case: id, reason: 'AT_HER_REQUEST' });
    history = await all(running.system.store);
    store = await truncated(history, Infinity);
    const { known, times } = await knownInStore(store, id);
    size = times.length;
    const places = known.history.map(({ placed }) => placed.index);
    [opened, newest] = [places[0]!, places.at(-1)!];
    moments = [...new Set(places.flatMap((index) => [index - 1, index, index + 1]))].filter((index) => index >= opened && index < size);
  });
  afterAll(() => running.end());

  it('remembers of the case by its own fold what the projector remembers, and of who is kept from it', async () => {
    const { visibility } = running.system.views.store;
    await running.system.views.projector.reached(await running.system.store.head(), 5_000);
    const { known } = await knownInStore(running.system.store, id);
    const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
    expect(json(known.memory)).toEqual(json(visibility.case(id)));
    expect(known.memory.exclusions.length).toBeGreaterThan(1);
    expect([known.directory.units, known.directory.codes, known.directory.compartments]).toEqual([visibility.directory.units, visibility.directory.codes, visibility.directory.compartments]);
  });

  it('of a moment is the same from the whole store as from one that ends there: nothing that came after changes what stood', async () => {
    const audiences: Audience[] = [audit, { kind: 'COURT', categories: new Set<DataCategory>(['STATUS', 'PROTECTION']) }];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...moments), fc.constantFrom(...audiences), async (index, audience) => {
        const [whole, ended] = [await at(store, id, index, audience), await at(await truncated(history, index), id, index, audience)];
        expect(whole!.stood).toEqual(ended!.stood);
        expect(whole!.stoodHash).toBe(ended!.stoodHash);
        expect(ended!.since).toEqual({ entries: [], late: [], corrections: [], inError: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('holds what views hold that were built up to there and no further, compartment by compartment', async () => {
    const through = moments.filter((_, i) => i % 6 === 0);
    for (const index of [...through, newest, size - 1]) {
      const { stood, stoodHash } = (await at(store, id, index))!;
      expect([index, await differencesFromViews(store, stood, stoodHash, audit)]).toEqual([index, []]);
    }
    // A replay that says more than the views is found out.
    const { stood, stoodHash } = (await at(store, id, newest))!;
    const [first, ...others] = stood.holders;
    const spoilt = { ...stood, holders: [{ ...first!, held: [] }, ...others] };
    expect(await differencesFromViews(store, spoilt, stoodHash, audit)).toHaveLength(1);
    expect(await differencesFromViews(store, stood, 'another', audit)).toHaveLength(1);
  });

  it('tells an exclusion to audit while it lasts, and then that who is kept away held nothing; a court is told the same as without it', async () => {
    const court: Audience = { kind: 'COURT', categories: new Set(dataCategories) };
    const { known, times } = await knownInStore(store, id);
    const without = { ...known, memory: { ...known.memory, exclusions: [] } };
    const excluding = moments.filter((index) => replay(known, { index, time: times[index]! }, audit)!.stood.exclusions!.some(({ party }) => party.id === 'pgr-pett'));
    expect(excluding.length).toBeGreaterThan(0);
    for (const index of moments) {
      const moment = { index, time: times[index]! };
      const pett = replay(known, moment, audit)!.stood.holders.find(({ compartment }) => compartment === 'pgr-pett');
      if (excluding.includes(index)) expect([index, pett?.held]).toEqual([index, []]);
      expect(canonicalReplay(replay(known, moment, court)!)).toEqual(canonicalReplay(replay(without, moment, court)!));
    }
    expect(canonicalReplay(replay(known, { index: newest, time: times[newest]! }, court)!).json).not.toMatch(/exclusion|investigation-/i);
  });

  it.each([...dataCategories])('can be told to a court within %s alone, and tells no event of another category', async (category) => {
    const replayed = (await at(store, id, newest, { kind: 'COURT', categories: new Set([category]) }))!;
    const entries = replayed.stood.entries.map((one) => one.index);
    const { holders, streams } = replayed.stood;
    expect(holders.flatMap(({ bases }) => bases).every(({ from, consents = [] }) => entries.includes(from) && consents.every(({ given }) => entries.includes(given)))).toBe(true);
    expect(streams.every(({ from, changed }) => entries.includes(from) && entries.includes(changed))).toBe(true);
    expect(category === 'STATUS' ? replayed.stood.status : 'UNKNOWN').toBe(replayed.stood.status);
  });

  it('names no house but by its code, whoever it is told to', async () => {
    for (const audience of [audit, { kind: 'COURT', categories: new Set(dataCategories) } as Audience]) {
      for (const index of moments.filter((_, i) => i % 5 === 0)) {
        const { json } = canonicalReplay((await at(store, id, index, audience))!);
        expect(json).not.toContain('mmujer-casa');
      }
    }
    expect((await at(store, id, newest))!.stood.holders.some(({ compartment }) => compartment.startsWith('cc-'))).toBe(true);
  });

  it('is the same after what is sealed has gone', async () => {
    const erased = new MemoryEventStore();
    for (const event of history) await erased.append(event.stream, event.seq - 1, [{ ...event, parts: [] }]);
    for (const index of [opened, moments[Math.trunc(moments.length / 2)]!, newest]) expect(canonicalReplay((await at(erased, id, index))!)).toEqual(canonicalReplay((await at(store, id, index))!));
  });
});

describe('a replay of the demonstration history', () => {
  it('agrees with views that were built up to that moment, for cases from its beginning, middle and end', async () => {
    const { store, events } = await toldHistory();
    const cases = events.filter(({ type }) => type === 'CaseOpened').map(({ stream }) => stream.slice('case-'.length));
    const chosen = [cases[0]!, cases[Math.trunc(cases.length / 2)]!, cases.at(-1)!];
    for (const id of chosen) {
      const { known, times } = await knownInStore(store, id);
      const places = known.history.map(({ placed }) => placed.index);
      const index = places[Math.trunc(places.length / 2)]!;
      const { stood, stoodHash } = replay(known, { index, time: times[index]! }, audit)!;
      expect(stood.holders.some(({ held = [] }) => held.length > 0)).toBe(true);
      expect([id, await differencesFromViews(new StoreUntil(store, await store.head()), stood, stoodHash, audit)]).toEqual([id, []]);
    }
  });
});
