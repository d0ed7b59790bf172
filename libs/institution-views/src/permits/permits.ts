import { permitEnds, permitRenewalDue, type ClockPolicy, type PermitStatus } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { laterUntil, never, type Place, type View } from '../view';

/** A permit as the lead sees it, and the authority that was applied to. */
export type PermitRow = Readonly<{
  permit: string;
  case: string;
  /** Units of this compartment that it was applied to for. */
  units: readonly string[];
  /** Until when something of it may be shown. */
  shownUntil: string | null;
  status: PermitStatus;
  /** The authority applied to last; absent where the application may not be seen any more. */
  to?: string;
  class?: string;
  /** The term granted last. */
  from?: string;
  until?: string;
  /** The application that waits for its answer. */
  asks?: string;
  appliedAt?: string;
  /** When its renewal must have been applied for; when it was, by when it must be answered. */
  dueAt?: string;
  /** Why it was refused, withdrawn, revoked or entered in error. */
  reason?: string;
}>;

type Core = Omit<PermitRow, 'units' | 'shownUntil' | 'dueAt'>;

/** Without the application that was answered, or came to nothing. */
function answered({ asks: _asks, appliedAt: _at, reason: _before, ...row }: Core, more: Partial<Core> = {}): Core {
  return { ...row, ...more };
}

/** An application for a new permit ends it; one for more leaves her what she has. */
const unless = (row: Core, status: PermitStatus): PermitStatus => (row.until === undefined ? status : row.status);

function told(row: Core, { type, at, data }: Visible): Core {
  const { asks, class: permitClass, to, from, until, reason } = data as Record<string, string>;
  const because = reason === undefined ? {} : { reason };
  switch (type) {
    case 'PermitApplied':
      return { ...row, to: to!, asks: asks!, appliedAt: at, ...(asks === 'GRANT' && { class: permitClass! }) };
    case 'PermitGranted':
    case 'PermitUpgraded':
      return answered(row, { status: 'GRANTED', class: permitClass!, from: from!, until: until! });
    case 'PermitRenewed':
      return answered(row, { status: 'GRANTED', from: from!, until: until! });
    case 'PermitRefused':
      return answered(row, { status: unless(row, 'REFUSED'), ...because });
    case 'PermitApplicationWithdrawn':
      return answered(row, { status: unless(row, 'WITHDRAWN'), ...because });
    case 'PermitClosedForConsent':
      return answered(row, { status: unless(row, 'CONSENT_WITHDRAWN') });
    case 'PermitLapsed':
      return { ...row, status: 'LAPSED' };
    case 'PermitRevoked':
      return answered(row, { status: 'REVOKED', ...because });
    case 'PermitEnteredInError':
      return answered(row, { status: 'ENTERED_IN_ERROR', ...because });
    default:
      return row; // that a renewal was called due moves no day
  }
}

/** The day that counts now: an application stops the clock of the renewal, and must be answered before she has no permit. */
function due({ status, until, asks }: Core, clocks: ClockPolicy): string | undefined {
  if (until === undefined || !['GRANTED', 'LAPSED'].includes(status)) return undefined;
  return asks === undefined ? permitRenewalDue(until, clocks) : permitEnds(until);
}

/** The row after a visible event of the permit. */
function permitAfter(row: PermitRow | undefined, event: Visible, { file, own, clocks }: Place): PermitRow {
  const { shownUntil, units, dueAt: _before, ...before }: PermitRow = row ?? { permit: event.stream.slice('permit-'.length), case: file, status: 'APPLIED', shownUntil: '', units: [] };
  const next = told(before, event);
  const dueAt = due(next, clocks);
  const named = next.to !== undefined && own(next.to) && !units.includes(next.to) ? [...units, next.to].sort() : units;
  return { ...next, shownUntil: laterUntil(shownUntil, event.shown.MIGRATION), units: named, ...(dueAt !== undefined && { dueAt }) };
}

const going: readonly PermitStatus[] = ['APPLIED', 'GRANTED', 'LAPSED'];

/** Permits she has, or had and may have again, and those applied for: what is due first stands first, then what waits longest. */
export const permitView: View<PermitRow> = {
  kind: 'permit',
  about: ({ stream }) => (stream.startsWith('permit-') ? stream.slice('permit-'.length) : undefined),
  after: permitAfter,
  lists: ({ status }) => (going.includes(status) ? ['CURRENT'] : ['ENDED']),
  sort: ({ dueAt, appliedAt }) => dueAt ?? `${never} ${appliedAt ?? ''}`,
};
