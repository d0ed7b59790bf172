import { readLeaf, type Envelope } from '@amparo/evidence';
import type { StoredEvent } from '@amparo/event-store';

/** An event as it stands in the store, its sealed fields opened. */
export type Said = Readonly<{ id: string; stream: string; type: string; at: string; data: Readonly<Record<string, unknown>>; fields: Readonly<Record<string, unknown>>; envelope: Envelope }>;
type Opens = (event: StoredEvent, envelope: Envelope) => Readonly<Record<string, unknown>>;

/** @param opens the sealed fields of an event. */
export function said(stored: StoredEvent, opens: Opens): Said {
  const envelope = readLeaf(stored.leaf);
  const { id, stream, type, at, data } = envelope;
  return { id, stream, type, at, data, fields: opens(stored, envelope), envelope };
}

/**
 * A case as its events tell it, told over and over by searching all of them: no fold, no state, nothing of the read side. What it
 * leaves out the stories do not contain.
 */
export function naiveFile(id: string, all: readonly Said[]): object {
  const events = all.filter(({ stream }) => stream === `case-${id}`);
  const of = (...types: string[]): Said[] => events.filter(({ type }) => types.includes(type));
  const last = (...types: string[]): Said | undefined => of(...types).at(-1);
  const opened = of('CaseOpened')[0]!;
  const assigned = last('CaseAssigned');
  const described = last('SurvivorDescribed');
  const languages = last('LanguageNeedRecorded');
  const { matter, kind, lead } = opened.data;
  return {
    id,
    matter,
    kind,
    lead,
    open: last('CaseClosed', 'CaseReopened')?.type !== 'CaseClosed',
    openedAt: opened.at,
    ...(assigned && { assigned: assigned.data['agent'] }),
    ...(described && { description: { ...described.data, ...described.fields } }),
    languages: languages?.data['languages'] ?? [],
    interpreter: languages?.data['interpreter'] ?? false,
    contacts: of('SafeContactAgreed').map(({ data: { contact }, fields }) => {
      const revoked = of('SafeContactRevoked').find(({ data }) => data['contact'] === contact);
      return { id: contact, fields, ...(revoked && { revoked: revoked.data['reason'] }) };
    }),
    screenings: of('ScreeningRecorded').map(({ at, data, fields }) => ({ id: data['screening'], at, fields })),
    consents: of('ConsentGiven', 'ConsentRefused').map(({ type, at, data, fields }) => {
      const end = type === 'ConsentGiven' ? of('ConsentWithdrawn', 'ConsentLapsed').find((one) => one.data['consent'] === data['consent']) : undefined;
      const status = type === 'ConsentRefused' ? 'REFUSED' : { ConsentWithdrawn: 'WITHDRAWN', ConsentLapsed: 'LAPSED' }[end?.type ?? ''] ?? 'GIVEN';
      return { ...data, ...fields, status, at, ...(end && { endedAt: end.at }) };
    }),
    corrections: of('EntryCorrected').map(({ at, data, fields }) => ({ corrects: data['corrects'], reason: data['reason'], at, fields })),
    disclosures: [],
  };
}

/** How a referral stands, by its events. */
export function naiveReferral(id: string, all: readonly Said[]): Readonly<Record<string, unknown>> {
  const events = all.filter(({ stream }) => stream === `referral-${id}`);
  const requested = events[0]!;
  const { from, to, service, priority, supersedes } = requested.data;
  const moved = events.filter(({ type }) => type in statuses);
  return { referral: id, from, to, service, priority, requestedAt: requested.at, supersedes, status: statuses[moved.at(-1)!.type] };
}

const statuses: Readonly<Record<string, string>> = {
  ReferralRequested: 'REQUESTED',
  ReferralAcknowledged: 'ACKNOWLEDGED',
  ReferralAccepted: 'ACCEPTED',
  ReferralWaitlisted: 'WAITLISTED',
  ReferralDeclined: 'DECLINED',
  ReferralWithdrawn: 'WITHDRAWN',
  ReferralClosedForConsent: 'CONSENT_WITHDRAWN',
  ReferralLapsed: 'LAPSED',
  ReferralEnteredInError: 'ENTERED_IN_ERROR',
  SurvivorDeclined: 'SURVIVOR_DECLINED',
  ServiceStarted: 'IN_SERVICE',
  ServicePaused: 'ON_HOLD',
  ServiceResumed: 'IN_SERVICE',
  ServiceCompleted: 'COMPLETED',
  ServiceDiscontinued: 'DISCONTINUED',
  OutcomeConfirmed: 'CONFIRMED',
  OutcomeDisputed: 'IN_SERVICE',
};
