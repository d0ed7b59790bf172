import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { recoveryEnd } from './recovery-end.process';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (stream: string, event: ProtocolEvent, id = 'e'): Recorded<ProtocolEvent> => recorded(event, { stream, id }) as Recorded<ProtocolEvent>;
const starts = (id: string, until: string) => on(`case-${id}`, { type: 'RecoveryAndReflectionStarted', data: { until } }, `start of ${id}`);
const extended = (id: string, until: string) => on(`case-${id}`, { type: 'RecoveryAndReflectionExtended', data: { until, reason: 'HEALTH' } }, `extension of ${id}`);
const ends = (id: string) => on(`case-${id}`, { type: 'RecoveryAndReflectionEnded', data: {} });
const february = '2026-02-04T12:00:00.000Z';
const march = '2026-03-04T12:00:00.000Z';

/** What is due at a time after a history, as `STREAM COMMAND CASE because of CAUSE`. */
function dueAt(now: string, ...history: Recorded<ProtocolEvent>[]): string[] {
  const memory = remembering();
  for (const event of history) expect(recoveryEnd.react(event, memory)).toEqual([]);
  return memory.due(now, 10).map((item) => {
    const { stream, cause, command } = recoveryEnd.due(item)!;
    const { type, input } = command(meta());
    return `${stream} ${type} ${Object.values(input).join(' ')} because of ${cause}`;
  });
}

describe('the recovery period', () => {
  it('is due to end at its date, not before', () => {
    expect(dueAt('2026-02-04T11:59:59.999Z', starts('k', february))).toEqual([]);
    expect(dueAt(february, starts('k', february), starts('l', march))).toEqual(['case-k EndRecovery k because of start of k']);
  });

  it('extended, it is due at the later date, and once', () => {
    expect(dueAt(february, starts('k', february), extended('k', march))).toEqual([]);
    expect(dueAt(march, starts('k', february), extended('k', march))).toEqual(['case-k EndRecovery k because of extension of k']);
  });

  it('ended, it is due no more; told again from any point it comes to the same', () => {
    const history = [starts('k', february), extended('k', march), ends('k')];
    expect(dueAt('9999', ...history)).toEqual([]);
    for (let from = 0; from <= history.length; from++) expect(dueAt('9999', ...history, ...history.slice(from))).toEqual([]);
  });

  it('is its own business: what other processes wait for is not', () => {
    for (const kind of ['consent', 'hold', 'weighed']) expect(recoveryEnd.due({ kind, key: 'k', due: february, data: {} })).toBeUndefined();
  });
});
