import { returnFollowUpDue, type ReturnStatus } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { laterUntil, never, type Place, type View } from '../view';

/** A return as one of those who have a part in it sees it. When she arrives, and where, is sealed; it is opened from the timeline. */
export type ReturnRow = Readonly<{
  return: string;
  case: string;
  /** Units of this compartment that it names now: who is not to meet her any more has no part in it. */
  units: readonly string[];
  /** Until when something of it may be shown. */
  shownUntil: string | null;
  /** Absent where only what was recorded here, or its end, may be seen. */
  kind?: string;
  direction?: string;
  notifiedBy?: string;
  notifiedAt?: string;
  status?: ReturnStatus;
  /** By whose decision: hers, her guardian's, or an order. */
  decided?: string;
  insists?: boolean;
  risk?: string;
  meets?: string;
  receives?: string;
  metBy?: string;
  arrivedAt?: string;
  arrivalPlace?: string;
  sharedWith?: readonly string[];
  /** How often she was asked how she is since she arrived. */
  asked: number;
  followUpDue?: string;
  /** Whether somebody of this compartment is to ask her: who receives her, was told her plan, or notified it. */
  follows: boolean;
  outcome?: string;
  endedAt?: string;
}>;

type Told = Partial<Omit<ReturnRow, 'return' | 'case' | 'units' | 'shownUntil' | 'follows' | 'followUpDue'>>;

function told({ type, at, data }: Visible, row: ReturnRow): Told {
  const { kind, direction, notifiedBy, level, by, order, party, task, metBy, place, found, outcome, reason } = data as Record<string, string>;
  switch (type) {
    case 'ReturnNotified': {
      const first = { kind: kind!, direction: direction!, notifiedBy: notifiedBy!, notifiedAt: at };
      return kind === 'DEPORTED' ? { ...first, status: 'ORDERED', decided: 'DEPORTATION' } : { ...first, status: 'NOTIFIED' };
    }
    case 'ReturnRiskAssessed':
      // She decided on another risk than this: she is asked again.
      return level === 'HIGH' && row.status === 'CONSENTED' && !row.insists ? { risk: level, status: 'NOTIFIED' } : { risk: level! };
    case 'ReturnConsented':
      return { status: 'CONSENTED', decided: by!, insists: data['insists'] === true };
    case 'ReturnOrdered':
      return { status: 'ORDERED', decided: order! };
    case 'ReturnPartyNamed':
      return task === 'MEETS' ? { meets: party! } : { receives: party! };
    case 'ArrivalMet':
      return { status: 'ARRIVED', metBy: metBy!, arrivedAt: at, arrivalPlace: place! };
    case 'ReturnPlanShared':
      return { sharedWith: [...new Set([...(row.sharedWith ?? []), ...(data['with'] as string[])])].sort() };
    case 'ReturnFollowedUp':
      // Who was not reached is still to be asked.
      return found === 'NOT_REACHED' ? {} : { asked: row.asked + 1 };
    case 'ReturnCompleted':
      return { status: 'COMPLETED', outcome: outcome!, endedAt: at };
    case 'ReturnCancelled':
      return { status: 'CANCELLED', outcome: reason!, endedAt: at };
    case 'ReturnEnteredInError':
      return { status: 'ENTERED_IN_ERROR', outcome: reason!, endedAt: at };
    default:
      return {};
  }
}

/** The row after a visible event of the return. */
function returnAfter(row: ReturnRow | undefined, event: Visible, { file, own, clocks }: Place): ReturnRow {
  const { followUpDue: _before, ...before }: ReturnRow = row ?? { return: event.stream.slice('return-'.length), case: file, asked: 0, follows: false, units: [], shownUntil: '' };
  const after = { ...before, ...told(event, before) };
  const units = [after.meets, after.receives, after.notifiedBy, ...(after.sharedWith ?? [])].filter((code): code is string => code !== undefined && own(code));
  const next = { ...after, units: [...new Set(units)].sort(), shownUntil: laterUntil(before.shownUntil, event.shown.STATUS) };
  const followUpDue = next.status === 'ARRIVED' && next.arrivedAt !== undefined ? returnFollowUpDue(next.arrivedAt, next.asked, clocks) : undefined;
  const follows = [next.receives, next.notifiedBy, ...(next.sharedWith ?? [])].some(own);
  return { ...next, follows, ...(followUpDue !== undefined && { followUpDue }) };
}

const beforeArrival: readonly (ReturnStatus | undefined)[] = ['NOTIFIED', 'CONSENTED', 'ORDERED'];

/** How near she is: who meets her is named; it is decided; it is to be decided. */
const step = ({ meets, status }: ReturnRow): number => (status === 'NOTIFIED' ? 3 : meets === undefined ? 2 : 1);

/**
 * Those that are expected, the nearest to arrival first, and those that arrived, by who is to be asked next how she is. Of what
 * was notified to others nothing stands in a list but its end, or what was recorded here.
 */
export const returnView: View<ReturnRow> = {
  kind: 'return',
  about: ({ stream }) => (stream.startsWith('return-') ? stream.slice('return-'.length) : undefined),
  after: returnAfter,
  lists: ({ kind, status }) => (kind === undefined ? ['PART'] : beforeArrival.includes(status) ? ['EXPECTED'] : status === 'ARRIVED' ? ['ARRIVED'] : ['ENDED']),
  sort: (row) => (beforeArrival.includes(row.status) ? `${step(row)} ${row.notifiedAt ?? never}` : (row.followUpDue ?? never)),
};
