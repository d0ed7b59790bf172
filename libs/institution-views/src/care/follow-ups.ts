import { followUpDue, followUpMonths, type ProtocolEvent } from '@amparo/protocol';
import type { FilePlace, ManyView } from '../view';
import type { Visible } from '../case-timeline/case-timeline';

/** One of the follow-ups after reintegration began. */
export type FollowUpRow = Readonly<{
  case: string;
  month: number;
  dueAt: string;
  /** How the last one of this month went; who was not reached is still to be reached. */
  outcome?: string;
  /** Until when it may be shown. */
  until: string | null;
}>;

const on: readonly ProtocolEvent['type'][] = ['ReintegrationPlanAgreed', 'FollowUpRecorded', 'LeadReassigned', 'LeadTransferAccepted', 'SurvivorDied', 'EntryCorrected'];

/** Whether a follow-up is still to be made. */
export const isOutstanding = (outcome: string | undefined): boolean => outcome === undefined || outcome === 'NOT_REACHED';

const idOf = (file: string, month: number): string => `${file} ${String(month).padStart(2, '0')}`;

function after(rows: ReadonlyMap<string, FollowUpRow>, event: Visible, { file, clocks }: FilePlace): ReadonlyMap<string, FollowUpRow> {
  switch (event.type) {
    case 'ReintegrationPlanAgreed': {
      const { startsOn } = event.data as { startsOn: string };
      const until = event.shown.REINTEGRATION ?? null;
      return new Map(
        followUpMonths(clocks).map((month) => {
          const dueAt = followUpDue(startsOn, month);
          const before = rows.get(idOf(file, month));
          // With another start they begin anew.
          return [idOf(file, month), before?.dueAt === dueAt ? { ...before, until } : { case: file, month, dueAt, until }];
        }),
      );
    }
    case 'FollowUpRecorded': {
      const { month, outcome } = event.data as { month: number; outcome: string };
      const row = rows.get(idOf(file, month));
      return row ? new Map([[idOf(file, month), { ...row, outcome }]]) : new Map();
    }
    default:
      return rows; // who makes them, and whether they are made at all, is said by the case
  }
}

/** The lead's, what is due first. They go on after the case is closed, and end with her death. */
export const followUpView: ManyView<FollowUpRow> = {
  kind: 'followUp',
  on,
  after,
  lists: ({ outcome }, { row, own }) => ['ALL', ...(isOutstanding(outcome) && own(row.lead) && row.died === undefined ? ['DUE'] : [])],
  sort: ({ dueAt }) => dueAt,
};
