import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import type { Recorded } from '@amparo/event-sourcing';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '../events';
import { referralEvents, type ReferralEvent } from '../referral/referral-events';
import { FreePlaces } from './places';
import { takenPlace } from './taken-place.process';

const house = 'casa-malala';
const noon = meta().at;
const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

let serial = 0;
const on = (stream: string, event: ProtocolEvent, at = noon): Recorded<ProtocolEvent> => recorded(event, { id: `event-${++serial}`, stream, at, recordedAt: at }) as Recorded<ProtocolEvent>;
const takes = (place: string) => on(`unit-${house}`, { type: 'PlaceTaken', data: { place, claim: 'c' } });
const frees = (place: string) => on(`unit-${house}`, { type: 'PlaceFreed', data: { place } });
const accepts = (referral: string, hold?: string, ...dependantHolds: string[]) =>
  on(`referral-${referral}`, { type: 'ReferralAccepted', data: { ...(hold !== undefined && { hold }), ...(dependantHolds.length > 0 && { dependantHolds }) } });
const ends = (referral: string, type: ReferralEvent['type'] = 'ReferralWithdrawn') => on(`referral-${referral}`, { type, data: {} } as ProtocolEvent);
const admits = (stay: string, place: string, ...others: string[]) =>
  on(`stay-${stay}`, { type: 'SurvivorAdmitted', data: { unit: 'cc-1', place, dependants: others.map((one) => ({ dependant: `case-${one}`, place: one })), met: [] } });
const joins = (stay: string, place: string) => on(`stay-${stay}`, { type: 'DependantAdmitted', data: { dependant: `case-${place}`, place } });
const departs = (stay: string, place: string) => on(`stay-${stay}`, { type: 'DependantDischarged', data: { dependant: `case-${place}`, place, reason: 'FAMILY' } });
const discharges = (stay: string) => on(`stay-${stay}`, { type: 'SurvivorDischarged', data: { reason: 'FAMILY' } });
const leaves = (stay: string) => on(`stay-${stay}`, { type: 'SurvivorLeftFreely', data: {} });

/** The places that each event makes it free. */
function told(history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[] {
  return history.map((event) =>
    takenPlace()
      .react(event, memory)
      .map(({ stream, command }) => {
        const { type, input } = command(meta()) as FreePlaces;
        expect([stream, type, input.unit]).toEqual([`unit-${house}`, 'FreePlaces', house]);
        return [...input.places].sort().join(' ');
      })
      .join('; '),
  );
}
const last = (...history: Recorded<ProtocolEvent>[]): string => told(history).pop()!;
const waits = (history: readonly Recorded<ProtocolEvent>[]): string[] => {
  const memory = remembering();
  told(history, memory);
  return memory.due('9999', 10).map(({ key, due }) => `${key} ${due}`);
};

describe('a taken place', () => {
  it('that nobody names is freed after twelve hours, by a command that its taking causes: no stop loses a place for good', () => {
    const memory = remembering();
    const taking = takes('a');
    told([taking], memory);
    expect(memory.due('2026-01-05T23:59:59.999Z', 10)).toEqual([]);
    const [item] = memory.due('2026-01-06T00:00:00.000Z', 10);
    const due = takenPlace().due(item!)!;
    expect(due).toMatchObject({ stream: `unit-${house}`, cause: taking.id });
    expect(due.command(meta())).toEqual(new FreePlaces({ unit: house, places: ['a'] }, meta()));
  });

  it('that a referral or a stay names waits for nothing', () => {
    expect(waits([takes('a'), takes('b'), accepts('r', 'a', 'b')])).toEqual([]);
    expect(waits([takes('a'), admits('r', 'a')])).toEqual([]);
    expect(waits([takes('a'), takes('b'), accepts('r', 'a'), admits('r', 'a'), joins('r', 'b')])).toEqual([]);
    expect(waits([takes('a'), takes('b'), accepts('r', 'a')])).toEqual(['b 2026-01-06T00:00:00.000Z']);
  });

  it.each(['ReferralWithdrawn', 'SurvivorDeclined', 'ReferralLapsed', 'ReferralEnteredInError', 'ServiceDiscontinued', 'ServiceCompleted'] as const)(
    'is freed an hour after %s where she never came: not under an admission that is under way',
    (type) => {
      expect(last(takes('a'), takes('b'), accepts('r', 'a', 'b'), ends('r', type))).toBe('');
      expect(waits([takes('a'), takes('b'), accepts('r', 'a', 'b'), ends('r', type)])).toEqual(['a 2026-01-05T13:00:00.000Z', 'b 2026-01-05T13:00:00.000Z']);
      expect(waits([takes('a'), accepts('r', 'a'), ends('r', type), admits('r', 'a')])).toEqual([]);
      expect(waits([takes('a'), accepts('r', 'a'), admits('r', 'a'), ends('r', type)])).toEqual([]);
      expect(waits([takes('a'), accepts('r', 'a'), ends('another', type)])).toEqual([]);
    },
  );

  it('stays taken through everything else that happens to its referral', () => {
    const over = ['ReferralWithdrawn', 'SurvivorDeclined', 'ReferralLapsed', 'ReferralEnteredInError', 'ServiceDiscontinued', 'ServiceCompleted', 'ReferralRequested', 'ReferralAccepted'];
    for (const type of Object.keys(referralEvents) as ReferralEvent['type'][]) if (!over.includes(type)) expect(waits([takes('a'), accepts('r', 'a'), ends('r', type)])).toEqual([]);
  });

  it('is freed when she leaves, however she leaves, with those of all who are with her still', () => {
    for (const goes of [discharges, leaves]) {
      expect(last(takes('a'), takes('b'), takes('c'), accepts('r', 'a', 'b'), admits('r', 'a', 'b'), joins('r', 'c'), goes('r'))).toBe('a b c');
      expect(told([takes('a'), takes('b'), admits('r', 'a', 'b'), departs('r', 'b'), frees('b'), goes('r')])).toEqual(['', '', '', 'b', '', 'a']);
      expect(last(takes('a'), takes('b'), admits('r', 'a'), admits('another', 'b'), goes('r'))).toBe('a');
    }
  });

  it('promised and not used is freed when she comes in', () => {
    expect(last(takes('a'), takes('b'), takes('c'), accepts('r', 'a', 'b', 'c'), admits('r', 'a', 'b'))).toBe('c');
    expect(last(takes('a'), takes('x'), accepts('r', 'a'), admits('r', 'x'))).toBe('a');
  });

  it('that was freed is nobody’s business any more, and neither is one that never was', () => {
    expect(waits([takes('a'), frees('a')])).toEqual([]);
    expect(last(takes('a'), admits('r', 'a'), frees('a'), leaves('r'))).toBe('');
    expect(told([accepts('r', 'from before places were taken'), admits('r', 'from before places were taken'), leaves('r'), departs('r', 'x'), frees('x'), accepts('s'), ends('s')]).join('')).toBe('');
    expect(takenPlace().due({ kind: 'hold', key: 'a', due: noon, data: {} })).toBeUndefined();
  });
});

describe('told the same history again', () => {
  const history = [takes('a'), takes('b'), takes('c'), accepts('r', 'a', 'b', 'c'), admits('r', 'a', 'b'), frees('c'), takes('d'), joins('r', 'd'), departs('r', 'b'), leaves('r')];
  const remembered = (memory: SqliteProcessMemory) => [memory.due('9999', 10), ...['taken-place', 'place-named'].map((kind) => memory.beginning(kind, ''))];

  it('gives the same, with its memory lost', () => {
    expect(told(history)).toEqual(['', '', '', '', 'c', '', '', '', 'b', 'a b d']);
    expect(told(history)).toEqual(told(history));
  });

  it('from any point of it, with its memory ahead, frees everything that is not freed yet, and remembers the same', () => {
    const whole = told(history);
    for (let from = 0; from <= history.length; from++) {
      const memory = remembering();
      told(history, memory);
      const before = remembered(memory);
      const again = told(history.slice(from), memory);
      // c was freed in this history: where its taking is not told again there is nothing to free
      again.forEach((places, i) => expect(places).toBe(from > 2 && whole[from + i] === 'c' ? '' : whole[from + i]));
      expect(remembered(memory)).toEqual(before);
    }
  });
});
