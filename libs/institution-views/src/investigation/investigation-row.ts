import type { Visible } from '../case-timeline/case-timeline';
import { never, type View } from '../view';

export const investigationStates = ['FILED', 'REDIRECTED', 'OPEN', 'CLOSED'] as const;
export type InvestigationState = (typeof investigationStates)[number];

/** An investigation in the list of those a compartment has. */
export type InvestigationRow = Readonly<{
  investigation: string;
  state: InvestigationState;
  /** Why it was redirected or closed. */
  because?: string;
  matter?: string;
  complainant?: string;
  /** Whose it is. */
  unit?: string;
  filedAt?: string;
  openedAt?: string;
  endedAt?: string;
  suspects: number;
  /** Mandates that have not ended, with their ends. */
  mandates: Readonly<Record<string, string>>;
}>;

export const unfiled = (investigation: string): InvestigationRow => ({ investigation, state: 'FILED', suspects: 0, mandates: {} });

/** The row after a visible event of the investigation. */
export function investigationAfter(row: InvestigationRow | undefined, event: Visible): InvestigationRow {
  const before: InvestigationRow = row ?? unfiled(event.stream.slice('investigation-'.length));
  const { because: _because, endedAt: _endedAt, ...running } = before;
  const { to, unit, matter, complainant, reason, mandate, until } = event.data as Record<string, string>;
  switch (event.type) {
    case 'ComplaintFiled':
      return { ...before, state: 'FILED', matter: matter!, complainant: complainant!, unit: to!, filedAt: event.at };
    case 'ComplaintRedirected':
      return { ...before, state: 'REDIRECTED', because: reason!, endedAt: event.at };
    case 'InvestigationOpened':
      return { ...running, state: 'OPEN', unit: unit!, openedAt: event.at };
    case 'InvestigationClosed':
      return { ...before, state: 'CLOSED', because: reason!, endedAt: event.at };
    case 'InvestigationReopened':
      return { ...running, state: 'OPEN' };
    case 'InvestigationReassigned':
      return { ...before, unit: to! };
    case 'SuspectNamed':
      return { ...before, suspects: before.suspects + 1 };
    case 'MandateIssued':
      return { ...before, mandates: { ...before.mandates, [mandate!]: until! } };
    case 'MandateEnded':
    case 'MandateLapsed': {
      const { [mandate!]: _ended, ...others } = before.mandates;
      return { ...before, mandates: others };
    }
    default:
      return before;
  }
}

/** All of them, and by state: the one that waits longest first. */
export const investigationView: View<InvestigationRow> = {
  kind: 'investigation',
  // What is shown of it in the file of a case is no row of this list.
  about: ({ stream, shown }) => (stream.startsWith('investigation-') && 'INVESTIGATION' in shown ? stream.slice('investigation-'.length) : undefined),
  after: (row, event) => investigationAfter(row, event),
  lists: ({ state }) => ['ALL', state],
  sort: ({ filedAt }) => filedAt ?? never,
};
