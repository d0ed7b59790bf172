import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import type { Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '../events';
import { stay, type RaiseStayReview, type StayEvent } from './stay';
import { stayReview } from './stay-review.process';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (event: StayEvent, id: string, of = 'r'): Recorded<ProtocolEvent> => recorded(event, { id, stream: `stay-${of}` }) as Recorded<ProtocolEvent>;
const admits: StayEvent = { type: 'SurvivorAdmitted', data: { unit: 'cc-1', place: 'p', dependants: [], met: [] } };
const extends_ = (until: string): StayEvent => ({ type: 'StayExtended', data: { until, reason: 'HEALTH' } });
const raised = (due: string): StayEvent => ({ type: 'StayReviewDue', data: { due } });
const day30 = '2026-02-04T12:00:00.000Z';
const day50 = '2026-02-24T12:00:00.000Z';

/** What it waits for after a history. */
function waits(...history: Recorded<ProtocolEvent>[]) {
  const memory = remembering();
  for (const event of history) expect(stayReview.react(event, memory)).toEqual([]);
  return memory.due('9999', 10);
}

describe('the review of a stay', () => {
  it('is due on its thirtieth day, and raised in the stay by a command that the admission causes', () => {
    const [item, ...others] = waits(on(admits, 'admission'));
    expect([item!.due, others]).toEqual([day30, []]);
    const due = stayReview.due(item!)!;
    expect(due).toMatchObject({ stream: 'stay-r', cause: 'admission' });
    const command = due.command(meta({ at: day30, receivedAt: day30 })) as RaiseStayReview;
    given(stay)(admits).when(command, { by: { unit: '', compartment: '' }, subject: '' }).then(raised(day30));
  });

  it('is due again at the end of each extension, caused by that extension: so none is taken for another that was raised', () => {
    expect(waits(on(admits, 'admission'), on(extends_(day50), 'extension'))).toMatchObject([{ due: day50, data: { cause: 'extension' } }]);
    expect(waits(on(admits, 'admission'), on(raised(day30), 'raised'), on(extends_(day50), 'extension'))).toMatchObject([{ due: day50, data: { cause: 'extension' } }]);
  });

  it('is due no more when it was raised, or when she is gone', () => {
    const ends: StayEvent[] = [raised(day30), { type: 'SurvivorDischarged', data: { reason: 'FAMILY' } }, { type: 'SurvivorLeftFreely', data: {} }];
    for (const end of ends) expect(waits(on(admits, 'admission'), on(admits, 'of another', 's'), on(end, 'end'))).toMatchObject([{ key: 's' }]);
  });

  it('waits for her however many come and go with her, and told again for the same', () => {
    const comes: StayEvent = { type: 'DependantAdmitted', data: { dependant: 'son', place: 'q' } };
    const goes: StayEvent = { type: 'DependantDischarged', data: { dependant: 'son', place: 'q', reason: 'FAMILY' } };
    const history = [on(admits, 'admission'), on(comes, 'comes'), on(goes, 'goes')];
    expect(waits(...history)).toMatchObject([{ key: 'r', due: day30 }]);
    expect(waits(...history, ...history)).toEqual(waits(...history));
  });

  it('is its own business: what other processes wait for is not', () => expect(stayReview.due({ kind: 'hold', key: 'r', due: day30, data: { cause: 'c' } })).toBeUndefined());
});
