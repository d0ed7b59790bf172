import { eventId } from '@amparo/evidence';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { refuse, type Command } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { consentEnd } from './case/consent-end.process';
import { Follower } from './follower.process';
import type { ProtocolEvent } from './events';
import type { Outcome } from './recorder.handlers';
import { placeHold } from './unit/place-hold.process';

const uuid = (n: number): string => `01936b2e-7c00-8abc-8def-${n.toString(16).padStart(12, '0')}`;
const [consent, hold] = [uuid(1_000), uuid(1_001)];
const until = '2026-07-05T00:00:00.000Z';
const done: Outcome = { events: [] } as never;

const gives: ProtocolEvent = {
  type: 'ConsentGiven',
  data: { consent, receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'ASSISTANCE', until, history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR' },
};
const requests: ProtocolEvent = { type: 'ReferralRequested', data: { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] } };
const withdraws: ProtocolEvent = { type: 'ConsentWithdrawn', data: { consent, by: 'SURVIVOR' } };
const holds: ProtocolEvent = { type: 'PlaceHeld', data: { hold, until } };

let store: MemoryEventStore;
const opened: SqliteProcessMemory[] = [];
beforeEach(() => void (store = new MemoryEventStore()));
afterEach(() => opened.splice(0).forEach((memory) => memory.close()));

async function record(stream: string, event: ProtocolEvent | { type: string; data: object }): Promise<string> {
  const seq = (await store.readStream(stream)).length;
  const id = uuid(Number(await store.head()) + 1);
  const leaf = Buffer.from(JSON.stringify({ ...recorded(event as ProtocolEvent, { id, stream, seq }), schema: 1 }));
  await store.append(stream, seq - 1, [{ id, type: event.type, leaf, parts: [] }]);
  return id;
}

/** A follower of the store, with what it was given and what it remembers. */
function follower(answer: (command: Command) => Promise<Outcome> = () => Promise.resolve(done), now = '2026-01-05T12:00:00.000Z', memory = new SqliteProcessMemory(':memory:', store.epoch)) {
  if (!opened.includes(memory)) opened.push(memory);
  const asked: Command[] = [];
  const ask = (command: Command): Promise<Outcome> => {
    asked.push(command);
    return answer(command);
  };
  return { asked, memory, follower: new Follower(store, memory, [consentEnd, placeHold], ask, () => now) };
}
const ids = (commands: readonly Command[]): string[] => commands.map(({ meta }) => meta.id);

describe('what follows the store for the process managers', () => {
  it('gives commands whose id comes of the cause and the stream they go to, for the server itself', async () => {
    await record('case-k', gives);
    await record('referral-r1', requests);
    await record('referral-r2', requests);
    const cause = await record('case-k', withdraws);
    const one = follower();
    await one.follower.catchUp();
    expect(ids(one.asked)).toEqual(['r1', 'r2'].map((r) => eventId('amparo', `referral-${r}`, cause, 0)));
    for (const { meta } of one.asked) expect(meta).toMatchObject({ actor: { client: 'amparo' }, purpose: 'RECORD', causation: cause, correlation: cause });
    expect(one.memory.checkpoint()).toBe(await store.head());
  });

  it('gives what is due with an id that comes of what is due, once, and not before', async () => {
    await record('case-k', gives);
    await record('unit-casa-malala', holds);
    const one = follower(undefined, until);
    await one.follower.catchUp();
    expect(one.asked).toEqual([]);
    await one.follower.giveDue();
    await one.follower.giveDue();
    const due = { LapseConsent: eventId('amparo', 'case-k', consent!, 0), ExpirePlaceHold: eventId('amparo', 'unit-casa-malala', hold!, 0) };
    expect(one.asked.map(({ type, meta }) => [type, meta.id, meta.at])).toEqual(Object.entries(due).map((entry) => [...entry, until]));
    const early = follower(undefined, '2026-07-04T23:59:59.999Z');
    await early.follower.catchUp();
    await early.follower.giveDue();
    expect(early.asked).toEqual([]);
  });

  describe('with more due than it gives at once', () => {
    const first = '2026-07-05T00:00:00.000Z';
    const many = (memory: SqliteProcessMemory): void => {
      for (let i = 0; i < 150; i++) memory.put({ kind: 'hold', key: uuid(i), due: first, data: { unit: 'casa-malala' } });
      memory.put({ kind: 'consent', key: consent!, due: '2026-07-05T00:00:01.000Z', data: { case: 'k' } });
    };
    const behind = ({ asked }: { asked: readonly Command[] }): number => asked.filter(({ type }) => type === 'LapseConsent').length;

    it.each<[string, () => Promise<Outcome>]>([
      ['refused for ever', () => Promise.resolve(refuse('UNIT_UNKNOWN', 'there is no such unit'))],
      ['not due by the events', () => Promise.resolve(refuse('NOT_DUE', 'the place is still held'))],
      ['not to be recorded now', () => Promise.reject(new Error('the disk is full'))],
    ])('is not held up by what is %s', async (_, answer) => {
      const one = follower((command) => (command.type === 'LapseConsent' ? Promise.resolve(done) : answer()), '2026-07-05T01:00:00.000Z');
      many(one.memory);
      for (let round = 0; round < 2; round++) await one.follower.giveDue();
      expect([one.asked.length, behind(one)]).toEqual([151, 1]);
    });

    it('forgets what was refused, and gives again what was not due or could not be recorded, a minute later', async () => {
      const answers: Readonly<Record<string, () => Promise<Outcome>>> = {
        [uuid(1)]: () => Promise.resolve(refuse('UNIT_UNKNOWN', 'there is no such unit')),
        [uuid(2)]: () => Promise.resolve(refuse('NOT_DUE', 'the place is still held')),
        [uuid(3)]: () => Promise.reject(new Error('the disk is full')),
      };
      const times = ['2026-07-05T01:00:00.000Z', '2026-07-05T01:00:59.999Z', '2026-07-05T01:01:00.000Z'];
      const memory = new SqliteProcessMemory(':memory:', store.epoch);
      for (const key of Object.keys(answers)) memory.put({ kind: 'hold', key, due: first, data: { unit: 'casa-malala' } });
      const given: string[][] = [];
      for (const time of times) {
        const one = follower((command) => answers[(command.input as { hold: string }).hold]!(), time, memory);
        await one.follower.giveDue();
        given.push(one.asked.map(({ input }) => (input as { hold: string }).hold));
      }
      expect(given).toEqual([Object.keys(answers), [], [uuid(2), uuid(3)]]);
    });

    it('keeps what its own event has made of an item meanwhile', async () => {
      const memory = new SqliteProcessMemory(':memory:', store.epoch);
      memory.put({ kind: 'hold', key: uuid(1), due: first, data: { unit: 'casa-malala' } });
      const one = follower(
        () => {
          memory.put({ kind: 'hold', key: uuid(1), due: '2027-01-01T00:00:00.000Z', data: { unit: 'casa-malala' } });
          return Promise.resolve(done);
        },
        first,
        memory,
      );
      await one.follower.giveDue();
      expect(memory.find('hold', uuid(1))).toMatchObject({ due: '2027-01-01T00:00:00.000Z' });
    });
  });

  it.each<[string, number, number]>([
    ['waits for a clock that was set ahead to be set right', 7 * 86_400_000, 0],
    ['goes by a clock that stays where it was set, after a while', 7 * 86_400_000, 11 * 60_000],
    ['goes by a clock that was put right by seconds', 59_000, 0],
    ['waits by a clock that was set back', -7 * 86_400_000, 0],
  ])('%s', async (_, jump, while_) => {
    jest.useFakeTimers();
    try {
      await record('unit-casa-malala', holds);
      const memory = new SqliteProcessMemory(':memory:', store.epoch);
      opened.push(memory);
      const start = Date.parse(until) - 30_000;
      let [ticks, set] = [0, 0];
      const asked: Command[] = [];
      const ask = (command: Command): Promise<Outcome> => Promise.resolve(asked.push(command)).then(() => done);
      const one = new Follower(store, memory, [placeHold], ask, () => new Date(start + ticks + set).toISOString(), undefined, () => ticks);
      const goOn = async (ms: number): Promise<void> => {
        for (let gone = 0; gone < ms; gone += 1_000) {
          ticks += 1_000;
          await jest.advanceTimersByTimeAsync(1_000);
        }
      };
      one.start();
      await goOn(5_000);
      expect([asked.length, memory.checkpoint()]).toEqual([0, 1n]);
      set = jump;
      await goOn(5_000);
      const due = jump > 0 && jump < 60_000;
      expect(asked).toHaveLength(due ? 1 : 0);
      await goOn(while_);
      expect(asked).toHaveLength(due || while_ > 0 ? 1 : 0);
      const closed = one.close();
      await jest.runAllTimersAsync();
      await closed;
    } finally {
      jest.useRealTimers();
    }
  });

  it('gives the same again with its memory lost, and nothing with its memory kept', async () => {
    for (const [stream, event] of [['case-k', gives], ['referral-r1', requests], ['case-k', withdraws], ['referral-r2', requests]] as const) await record(stream, event);
    const [first, second] = [follower(), follower()];
    for (const one of [first, second]) await one.follower.catchUp();
    expect(ids(first.asked)).toHaveLength(2);
    expect(ids(second.asked)).toEqual(ids(first.asked));
    const kept = follower(undefined, undefined, first.memory);
    await kept.follower.catchUp();
    expect(kept.asked).toEqual([]);
  });

  it('passes over what is not the protocol’s, and takes a refusal for an answer', async () => {
    await record('course-1', { type: 'CourseScheduled', data: {} });
    await record('case-k', gives);
    await record('referral-r', requests);
    await record('case-k', withdraws);
    const one = follower(() => Promise.resolve(refuse('NOT_FOUND', 'gone')));
    await one.follower.catchUp();
    expect(one.asked).toHaveLength(1);
    expect(one.memory.checkpoint()).toBe(4n);
  });

  it('gives again what cannot be recorded now, under the same id, and goes on after that only', async () => {
    jest.useFakeTimers();
    try {
      await record('case-k', gives);
      await record('referral-r', requests);
      await record('case-k', withdraws);
      let failures = 2;
      const one = follower(() => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : Promise.resolve(done)));
      const caughtUp = one.follower.catchUp();
      await jest.advanceTimersByTimeAsync(999);
      expect([one.asked.length, one.memory.checkpoint()]).toEqual([1, 0n]);
      await jest.advanceTimersByTimeAsync(10_000);
      await caughtUp;
      expect(one.asked).toHaveLength(3);
      expect(new Set(ids(one.asked)).size).toBe(1);
      expect(one.memory.checkpoint()).toBe(3n);
    } finally {
      jest.useRealTimers();
    }
  });

  it('stopped while something cannot be recorded, takes it in again from there', async () => {
    for (const [stream, event] of [['case-k', gives], ['referral-r', requests], ['case-k', withdraws]] as const) await record(stream, event);
    const one = follower(() => Promise.reject(new Error('the disk is full')));
    one.follower.start();
    while (one.asked.length === 0) await new Promise(setImmediate);
    await one.follower.close();
    expect(one.memory.checkpoint()).toBe(0n);
    const again = follower(undefined, undefined, one.memory);
    await again.follower.catchUp();
    expect(ids(again.asked)).toContain(ids(one.asked)[0]);
    expect(again.memory.checkpoint()).toBe(3n);
  });
});
