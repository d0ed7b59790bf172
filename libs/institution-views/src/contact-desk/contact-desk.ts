import type { ContactEvent, ThreatLevel } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { View } from '../view';

/** The lists of a compartment's desks. ELSEWHERE: on a desk of another compartment, which alone tells what becomes of it. */
export const contactLists = ['OPEN', 'OFFERED_TO_US', 'OFFERED_BY_US', 'IN_DANGER', 'ENDED', 'ELSEWHERE'] as const;
export type ContactList = (typeof contactLists)[number];
/** The list of the contacts linked to a case. */
export const contactsOf = (caseId: string): string => `OF ${caseId}`;

export type ContactStatus = 'OPEN' | 'REDIRECTED' | 'CLOSED' | 'ENTERED_IN_ERROR' | 'ELSEWHERE';

/** A contact as one compartment sees it: what stands in clear. */
export type ContactRow = Readonly<{
  contact: string;
  status: ContactStatus;
  channel?: string;
  receivedAt?: string;
  /** The unit that received it. */
  receivedBy?: string;
  language?: string;
  caller?: string;
  sex?: string;
  migrant?: boolean;
  anonymous?: boolean;
  /** The unit it lies with, and the one it is offered to. */
  holder?: string;
  offeredTo?: string;
  offeredAt?: string;
  danger?: ThreatLevel;
  endedAt?: string;
  /** What it came to, or why it ended; where it was redirected, to whom. */
  because?: string;
  redirectedTo?: string;
  /** Cases it is linked to. */
  cases: readonly string[];
  changedAt: string;
}>;

const statusAfter: Readonly<Partial<Record<ContactEvent['type'], ContactStatus>>> = {
  ContactRedirected: 'REDIRECTED',
  ContactClosed: 'CLOSED',
  ContactEnteredInError: 'ENTERED_IN_ERROR',
};

type Own = (code: string | undefined) => boolean;

/** The row after a visible event of the contact. */
export function contactAfter(row: ContactRow | undefined, event: Visible, own: Own): ContactRow {
  const before: ContactRow = row ?? { contact: event.stream.slice('contact-'.length), status: 'ELSEWHERE', cases: [], changedAt: event.at };
  const next = { ...told(before, event), changedAt: event.at };
  const ended = statusAfter[event.type as ContactEvent['type']] ?? (next.endedAt === undefined ? undefined : next.status);
  return { ...next, status: ended ?? (own(next.holder) || own(next.offeredTo) ? 'OPEN' : 'ELSEWHERE') };
}

function told(row: ContactRow, { type, data, at }: Visible): ContactRow {
  const { offeredTo: _to, offeredAt: _at, ...answered } = row;
  const { unit, to, channel, level, reason, outcome, case: caseId } = data as Record<string, string>;
  switch (type as ContactEvent['type']) {
    case 'ContactReceived':
      return { ...described(row, data), channel: channel!, receivedAt: at, receivedBy: unit!, holder: unit! };
    case 'CallerDescribed':
      return described(row, data);
    case 'ThreatTriaged':
      return { ...row, danger: level as ThreatLevel };
    case 'ContactHandedOver':
      return { ...row, offeredTo: to!, offeredAt: at };
    case 'ContactTaken':
      return { ...answered, holder: unit! };
    case 'HandOverDeclined':
    case 'HandOverTakenBack':
      return answered;
    case 'ContactLinkedToCase':
      return { ...row, cases: [...row.cases, caseId!] };
    case 'ContactUnlinkedFromCase':
      return { ...row, cases: row.cases.filter((one) => one !== caseId) };
    case 'ContactRedirected':
      return { ...answered, endedAt: at, because: reason!, redirectedTo: to! };
    case 'ContactClosed':
    case 'ContactEnteredInError':
      return { ...answered, endedAt: at, because: (outcome ?? reason)! };
    default:
      return row;
  }
}

/** The newest description counts, as a whole. */
function described(row: ContactRow, { language, caller, sex, migrant, anonymous }: Visible['data']): ContactRow {
  const { migrant: _before, ...rest } = row;
  return { ...rest, language: language as string, caller: caller as string, sex: sex as string, anonymous: anonymous === true, ...(typeof migrant === 'boolean' && { migrant }) };
}

function deskLists({ status, holder, offeredTo, danger, cases }: ContactRow, own: Own): ContactList[] {
  if (status !== 'OPEN' && own(holder)) return ['ENDED'];
  // Who leads its case and never had it finds it with the case: elsewhere it would be named to those of its desk who may not see the case.
  if (status !== 'OPEN') return holder === undefined && cases.length > 0 ? [] : ['ELSEWHERE'];
  const lists: ContactList[] = [];
  if (own(holder)) lists.push('OPEN');
  if (own(offeredTo)) lists.push('OFFERED_TO_US');
  if (own(holder) && offeredTo !== undefined) lists.push('OFFERED_BY_US');
  if (danger === 'HIGH' || danger === 'IMMEDIATE') lists.push('IN_DANGER');
  return lists;
}

/** Sorts by a time, the newest first: digit for digit the other way round. */
const newestFirst = (at: string): string => at.replace(/\d/g, (digit) => String(9 - Number(digit)));

/** The contacts of a compartment: what is open stands by its age, the oldest first; then what has ended or lies elsewhere, the newest first. */
export const contactView: View<ContactRow> = {
  kind: 'contact',
  about: ({ stream }) => (stream.startsWith('contact-') ? stream.slice('contact-'.length) : undefined),
  after: (row, event, { own }) => contactAfter(row, event, own),
  lists: (row, { own }) => [...deskLists(row, own), ...row.cases.map(contactsOf)],
  sort: ({ status, receivedAt, endedAt, changedAt }) => (status === 'OPEN' ? (receivedAt ?? changedAt) : newestFirst(endedAt ?? changedAt)),
};
