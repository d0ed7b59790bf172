import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { mandateEnd } from './mandate-end.process';

const until = '2026-02-05T12:00:00.000Z';
const reviewAt = '2026-06-05T12:00:00.000Z';
const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (event: ProtocolEvent, stream = 'investigation-i'): Recorded<ProtocolEvent> => recorded(event, { stream }) as Recorded<ProtocolEvent>;
const issues = (mandate: string) => on({ type: 'MandateIssued', data: { mandate, kind: 'COURT_ORDER', number: 'J-7', case: 'k', to: 'pgr-pett', categories: ['HEALTH'], until } });
const discloses = (disclosure: string) => on({ type: 'DisclosureUnderReserve', data: { disclosure, case: 'k', mandate: 'm', number: 'J-7', categories: ['HEALTH'], reviewAt } });
const ends = on({ type: 'MandateEnded', data: { mandate: 'm', case: 'k', reason: 'QUASHED' } });
const lapses = on({ type: 'MandateLapsed', data: { mandate: 'm', case: 'k' } });
const shows = on({ type: 'ReserveEnded', data: { disclosure: 'd', case: 'k' } });

const told = (history: readonly Recorded<ProtocolEvent>[], memory = remembering()) => {
  for (const event of history) expect(mandateEnd.react(event, memory)).toEqual([]);
  return memory;
};
const due = (memory: SqliteProcessMemory, at = '9999') => memory.due(at, 10).map(({ key }) => key);

describe('a mandate', () => {
  it('is due at its date, not before, and is let lapse in its investigation by a command that it causes', () => {
    const memory = told([issues('m')]);
    expect(due(memory, '2026-02-05T11:59:59.999Z')).toEqual([]);
    const given = mandateEnd.due(memory.due(until, 10)[0]!)!;
    expect(given).toMatchObject({ stream: 'investigation-i', cause: 'm' });
    expect(given.command(meta())).toMatchObject({ type: 'LapseMandate', input: { investigation: 'i', mandate: 'm' } });
  });

  it.each([ends, lapses])('is due no more when it has ended', (event) => expect(due(told([issues('m'), issues('n'), event]))).toEqual(['n']));
});

describe('what is kept back from a case', () => {
  it('is due at its review date, and shown then', () => {
    const memory = told([discloses('d')]);
    expect(due(memory, '2026-06-05T11:59:59.999Z')).toEqual([]);
    expect(mandateEnd.due(memory.due(reviewAt, 10)[0]!)!.command(meta())).toMatchObject({ type: 'EndReserve', input: { investigation: 'i', disclosure: 'd' } });
  });

  it('is due no more when it was shown, and outlives its mandate', () => {
    expect(due(told([discloses('d'), ends]))).toEqual(['d']);
    expect(due(told([discloses('d'), shows]))).toEqual([]);
  });
});

it('minds its own business', () => {
  for (const kind of ['consent', 'hold', 'referral']) expect(mandateEnd.due({ kind, key: 'm', due: until, data: {} })).toBeUndefined();
  expect(due(told([on({ type: 'InvestigationOpened', data: { unit: 'pgr-pett' } })]))).toEqual([]);
});

it('told again, from anywhere, with its memory ahead or lost, remembers the same', () => {
  const history = [issues('m'), discloses('d'), issues('n'), ends, shows];
  expect(due(told(history))).toEqual(['n']);
  for (let from = 0; from <= history.length; from++) expect(due(told(history.slice(from), told(history)))).toEqual(['n']);
});
