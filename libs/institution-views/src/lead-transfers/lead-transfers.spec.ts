import { clocks } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { FileRow } from '../file-row';
import { transferView, type TransferRow } from './lead-transfers';

type Told = readonly [type: string, data: object];
const requested = (transfer: string, from: string, to: string): Told => ['LeadTransferRequested', { transfer, from, to, reason: 'CAPACITY', consents: [], hand: 'h' }];
const accepted = (transfer: string, lead: string): Told => ['LeadTransferAccepted', { transfer, lead }];
const declined = (transfer: string): Told => ['LeadTransferDeclined', { transfer, reason: 'NO_CAPACITY' }];

/** The lists after these events, as the projector keeps them: list → rows in their order. */
function listed(mine: string, ...told: readonly Told[]): Record<string, string[]> {
  const rows = new Map<string, TransferRow>();
  const place = { file: 'k', own: (code: string | undefined) => code === mine, row: {} as FileRow, clocks };
  told.forEach(([type, data], n) => {
    const event = { id: `e${n}`, type, at: `2026-01-0${n + 1}`, data } as unknown as Visible;
    for (const [id, row] of transferView.after(new Map(rows), event, place)) rows.set(id, row);
  });
  const lists: Record<string, string[]> = {};
  for (const row of [...rows.values()].sort((a, b) => (transferView.sort(a) < transferView.sort(b) ? -1 : 1)))
    for (const list of transferView.lists(row, place)) lists[list] = [...(lists[list] ?? []), `${row.transfer} ${row.status}${row.declined ? ` ${row.declined}` : ''}`];
  return lists;
}

describe('requests to lead a case', () => {
  it('wait for who is asked, and stand with who asked, until they are answered', () => {
    expect(listed('conani', requested('t', 'azua', 'conani'))).toEqual({ TO_US: ['t REQUESTED'] });
    expect(listed('azua', requested('t', 'azua', 'conani'))).toEqual({ ASKED: ['t REQUESTED'] });
    expect(listed('pgr', requested('t', 'azua', 'conani'))).toEqual({});
    expect(listed('azua', requested('t', 'azua', 'conani'), declined('t'))).toEqual({ ASKED: ['t DECLINED NO_CAPACITY'] });
    expect(listed('conani', requested('t', 'azua', 'conani'), accepted('t', 'conani'))).toEqual({});
    expect(listed('azua', requested('t', 'azua', 'conani'), accepted('t', 'conani'))).toEqual({ ASKED: ['t ACCEPTED'] });
  });

  it('end when another is asked for, or another unit leads; what was answered stays as it was', () => {
    const first = [requested('t', 'azua', 'conani'), declined('t'), requested('u', 'azua', 'pgr')] as const;
    expect(listed('azua', ...first)).toEqual({ ASKED: ['u REQUESTED', 't DECLINED NO_CAPACITY'] });
    expect(listed('azua', ...first, requested('v', 'azua', 'conani'))).toEqual({ ASKED: ['v REQUESTED', 't DECLINED NO_CAPACITY', 'u SUPERSEDED'] });
    expect(listed('pgr', ...first, requested('v', 'azua', 'conani'))).toEqual({});
    expect(listed('azua', ...first, ['LeadReassigned', { lead: 'bani' }])).toEqual({ ASKED: ['t DECLINED NO_CAPACITY', 'u SUPERSEDED'] });
    expect(listed('azua', ...first, declined('t'))).toEqual({ ASKED: ['u REQUESTED', 't DECLINED NO_CAPACITY'] });
  });
});
