import { recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { MatchEvent, ProtocolEvent } from '@amparo/protocol';
import { matchAfter, type MatchRow } from './matches';

const told = (event: ProtocolEvent, agent?: string): Recorded<ProtocolEvent> =>
  recorded(event, { stream: 'subject-a', actor: { client: agent === undefined ? 'amparo' : 'auditoria-desk', assurance: 'AUTHENTICATED', ...(agent !== undefined && { agent }) } }) as Recorded<ProtocolEvent>;
const proposed = (score = 8): MatchEvent => ({ type: 'MatchProposed', data: { other: 'b', case: 'one', otherCase: 'two', score, agreeing: ['DOCUMENT'], differing: [] } });
const confirmed: MatchEvent = { type: 'MatchConfirmed', data: { other: 'b' } };
const rejected: MatchEvent = { type: 'MatchRejected', data: { other: 'b', reason: 'RELATIVE' } };
const rowOf = (...events: Recorded<ProtocolEvent>[]): MatchRow | undefined => events.reduce<MatchRow | undefined>((row, event, i) => matchAfter(row, event, i + 5), undefined);
const waiting = { id: 'a b', placed: 5, files: ['one', 'two'], score: 8, agreeing: ['DOCUMENT'], differing: [], status: 'PROPOSED', proposedAt: '2026-01-05T12:00:00.000Z' };

describe('the row of a match', () => {
  it('keeps its place in the list, whatever becomes of it', () => {
    expect(rowOf(told(proposed()))).toEqual(waiting);
    for (const events of [[proposed(20)], [confirmed], [rejected, proposed(20)]]) expect(rowOf(told(proposed()), ...events.map((event) => told(event, 'ag-1')))?.placed).toBe(5);
  });

  it('says who proposed it as long as it waits, found again by the server or not', () => {
    expect(rowOf(told(proposed(3), 'ag-1'), told(proposed()))).toEqual({ ...waiting, proposedBy: 'ag-1' });
    expect(rowOf(told(proposed(3), 'ag-1'), told(rejected, 'ag-2'), told(proposed()))).toEqual(waiting);
  });

  it('says who decided last and why; nobody did where the server ended it, and nothing is decided while it waits again', () => {
    expect(rowOf(told(proposed()), told(confirmed, 'ag-1'))).toMatchObject({ status: 'CONFIRMED', decidedBy: 'ag-1' });
    const ended = rowOf(told(proposed()), told(confirmed, 'ag-1'), told({ ...rejected, data: { other: 'b', reason: 'UNMERGED' } }));
    expect(ended).toEqual({ ...waiting, status: 'REJECTED', reason: 'UNMERGED', decidedAt: waiting.proposedAt });
    expect(rowOf(told(proposed()), told(rejected, 'ag-1'), told(proposed(20)))).toEqual({ ...waiting, score: 20 });
  });

  it('is of no event that proposed nothing before', () => {
    for (const event of [confirmed, rejected]) expect(rowOf(told(event))).toBeUndefined();
    expect(rowOf(told({ type: 'SubjectKeyCreated', data: { kid: 'k', class: 'care', kc: 'c' } }))).toBeUndefined();
  });
});
