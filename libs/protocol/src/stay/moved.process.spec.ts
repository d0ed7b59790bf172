import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import type { Recorded } from '@amparo/event-sourcing';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '../events';
import { moved } from './moved.process';
import type { EndMovedStay, StayEvent } from './stay';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (stay: string, event: StayEvent, how: object = {}, of = 'her-case'): Recorded<ProtocolEvent> =>
  ({ ...recorded(event, { stream: `stay-${stay}`, ...how }), envelope: { case: of } }) as unknown as Recorded<ProtocolEvent>;
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T12:00:00.000Z`;
const admits = (stay: string, at = day(5), recordedAt = at, of = 'her-case') => on(stay, { type: 'SurvivorAdmitted', data: { unit: 'cc-1', place: 'p', dependants: [], met: [] } }, { at, recordedAt }, of);
const discharges = (stay: string) => on(stay, { type: 'SurvivorDischarged', data: { reason: 'MOVED' } });
const leaves = (stay: string) => on(stay, { type: 'SurvivorLeftFreely', data: {} });

/** The stays that each event makes it end. */
function told(history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[] {
  return history.map((event) =>
    moved
      .react(event, memory)
      .map(({ stream, command }) => {
        const { stay } = (command(meta()) as EndMovedStay).input;
        expect(stream).toBe(`stay-${stay}`);
        return stay;
      })
      .join(' '),
  );
}

describe('who was admitted to another house', () => {
  it('has left the one before, whether that house says so or not', () => {
    expect(told([admits('a'), admits('b', day(9))])).toEqual(['', 'a']);
    for (const goes of [discharges, leaves]) expect(told([admits('a'), goes('a'), admits('b', day(9))])).toEqual(['', '', '']);
  });

  it('lives where she came last, though an earlier admission is written down later', () => {
    expect(told([admits('b', day(9)), admits('a', day(5), day(10))])).toEqual(['', 'a']);
    expect(told([admits('a', day(5), day(5)), admits('b', day(5), day(6))])).toEqual(['', 'a']);
  });

  it('is one person: others in other cases live where they live', () => expect(told([admits('a'), admits('b', day(9), day(9), 'another-case')])).toEqual(['', '']));

  it('told again, from any point and with its memory ahead, ends the same or what is not ended yet', () => {
    const history = [admits('a'), admits('b', day(9)), discharges('a'), admits('c', day(12)), discharges('b')];
    expect(told(history)).toEqual(['', 'a', '', 'b', '']);
    for (let from = 0; from <= history.length; from++) {
      const memory = remembering();
      told(history, memory);
      const ended = told(history.slice(from), memory).flatMap((stays) => stays.split(' ')).filter((stay) => stay !== '');
      expect(ended).not.toContain('c');
      expect(memory.beginning('housed', '').map(({ key }) => key)).toEqual(['her-case c']);
    }
  });

  it('waits for nothing', () => expect(moved.due({ kind: 'housed', key: 'a', due: day(5), data: {} })).toBeUndefined());
});
