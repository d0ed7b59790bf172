import type { Visible } from '../case-timeline/case-timeline';
import type { ManyView } from '../view';

/** A request to lead a case, as who asked or who is addressed sees it. */
export type TransferRow = Readonly<{
  transfer: string;
  case: string;
  from: string;
  to: string;
  reason: string;
  /** SUPERSEDED: another was asked for, or the case has another lead. */
  status: 'REQUESTED' | 'ACCEPTED' | 'DECLINED' | 'SUPERSEDED';
  requestedAt: string;
  endedAt?: string;
  /** Why it was declined. */
  declined?: string;
}>;

const ended = (row: TransferRow, status: TransferRow['status'], { at, data }: Visible): TransferRow => {
  const { reason } = data as { reason?: string };
  return { ...row, status, endedAt: at, ...(status === 'DECLINED' && reason !== undefined && { declined: reason }) };
};

function after(rows: ReadonlyMap<string, TransferRow>, event: Visible, file: string): ReadonlyMap<string, TransferRow> {
  const { transfer = '', from, to, reason } = event.data as Record<string, string | undefined>;
  const changed = new Map<string, TransferRow>();
  for (const [id, row] of rows) {
    if (row.status !== 'REQUESTED') continue;
    if (event.type === 'LeadTransferDeclined') {
      if (id === transfer) changed.set(id, ended(row, 'DECLINED', event));
    } else changed.set(id, ended(row, event.type === 'LeadTransferAccepted' && id === transfer ? 'ACCEPTED' : 'SUPERSEDED', event));
  }
  if (event.type === 'LeadTransferRequested') changed.set(transfer, { transfer, case: file, from: from!, to: to!, reason: reason!, status: 'REQUESTED', requestedAt: event.at });
  return changed;
}

export const transferLists = ['TO_US', 'ASKED'] as const;
export type TransferList = (typeof transferLists)[number];

/** TO_US: what waits for an answer of this compartment. ASKED: what it asked for. What waits stands first, the oldest first. */
export const transferView: ManyView<TransferRow> = {
  kind: 'leadTransfer',
  on: ['LeadTransferRequested', 'LeadTransferAccepted', 'LeadTransferDeclined', 'LeadReassigned'],
  after: (rows, event, { file }) => after(rows, event, file),
  lists: ({ from, to, status }, { own }): TransferList[] => [...(status === 'REQUESTED' && own(to) ? (['TO_US'] as const) : []), ...(own(from) ? (['ASKED'] as const) : [])],
  sort: ({ status, requestedAt }) => `${status === 'REQUESTED' ? 0 : 1} ${requestedAt}`,
};
