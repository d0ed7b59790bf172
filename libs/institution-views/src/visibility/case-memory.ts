import { services, type ConsentHistory, type DataCategory, type ExcludedParty, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { emptyContact, exclusionsByLinks, observeContact, type ContactMemory } from './contact-memory';
import { compartmentOf, type DirectoryMemory } from './directory-memory';
import { end, inForce, type Exclusion, type Held, type Interval } from './interval';

export { inForce };

type Consent = Interval & Readonly<{ receiver: string; categories: readonly DataCategory[]; history: ConsentHistory; until: string }>;
type Referral = {
  readonly from: number;
  /** While it is open to who was addressed; a disputed outcome opens it again. */
  open: Interval[];
  readonly sender: string;
  readonly addressee: string;
  readonly basis: string;
  readonly consents: readonly string[];
  /** What the service cannot be answered without. */
  readonly requires: readonly DataCategory[];
  /** Since when it is accepted. */
  accepted?: number;
};

/** Who had which basis in one case, from where in the order to where. */
export type CaseMemory = {
  leads: Held[];
  consents: Record<string, Consent>;
  referrals: Record<string, Referral>;
  exclusions: Exclusion[];
  /** Compartments that recorded something, from when on. */
  authors: Record<string, number>;
  /** Where the file is a contact. */
  contact?: ContactMemory;
  /** Contacts that were ever linked to the case. */
  contacts?: string[];
};

export const emptyCase = (): CaseMemory => ({ leads: [], consents: {}, referrals: {}, exclusions: [], authors: {} });

/** Events after which a referral opens nothing any more to who was addressed. */
export const closings: readonly string[] = [
  'ReferralDeclined',
  'ServiceCompleted',
  'ServiceDiscontinued',
  'ReferralWithdrawn',
  'ReferralClosedForConsent',
  'SurvivorDeclined',
  'ReferralLapsed',
  'ReferralEnteredInError',
  'OutcomeConfirmed',
];

/** The compartment that recorded an event. */
export const authorOf = (directory: DirectoryMemory, { actor }: Pick<Recorded, 'actor'>): string | undefined =>
  compartmentOf(directory, actor.unit) ?? compartmentOf(directory, actor.institution);

/**
 * Takes in an event of the case, at its index in the log.
 * @returns the compartments whose bases changed by it: what they hold of the case is projected anew.
 */
export function observeCase(memory: CaseMemory, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  const author = authorOf(directory, event);
  if (author !== undefined) memory.authors[author] ??= index;
  const referral = event.stream.startsWith('referral-') ? memory.referrals[event.stream.slice('referral-'.length)] : undefined;
  if (event.stream.startsWith('contact-')) return observeContact((memory.contact ??= emptyContact()), directory, event, index);
  switch (event.type) {
    case 'CaseOpened':
    case 'LeadReassigned': {
      const compartment = compartmentOf(directory, event.data.lead);
      const before = memory.leads.filter((lead) => lead.to === undefined);
      before.forEach((lead) => end(lead, index));
      if (compartment !== undefined) memory.leads.push({ compartment, from: index });
      return [...before.map((lead) => lead.compartment), ...(compartment === undefined ? [] : [compartment])];
    }
    case 'ConsentGiven': {
      const { consent, receiver, categories, history, until } = event.data;
      memory.consents[consent] = { receiver: compartmentOf(directory, receiver) ?? '', categories, history, until, from: index };
      return [];
    }
    case 'ConsentWithdrawn':
    case 'ConsentLapsed':
      return consentEnded(memory, event.data.consent, index);
    case 'ReferralRequested': {
      const { from, to, service, consents } = event.data;
      const basis = basisOf(event);
      const asked: Referral = {
        sender: compartmentOf(directory, from) ?? '',
        addressee: compartmentOf(directory, to) ?? '',
        basis,
        consents,
        requires: services[service]?.requires ?? [],
        from: index,
        // Recorded after a withdrawal it opens nothing: in the order of the record there was no consent any more.
        open: basis !== 'CONSENT' || (consents.length > 0 && consents.every((id) => consentHolds(memory, id, index))) ? [{ from: index }] : [],
      };
      memory.referrals[event.stream.slice('referral-'.length)] = asked;
      return asked.open.length > 0 ? [asked.addressee] : []; // the sender sees nothing more of what was there already
    }
    case 'ReferralAccepted':
      if (referral) referral.accepted ??= index;
      return referral ? [referral.addressee] : [];
    case 'OutcomeDisputed':
      referral?.open.push({ from: index });
      return referral ? [referral.addressee] : [];
    default:
      if (!referral || !closings.includes(event.type)) return [];
      referral.open.forEach((interval) => end(interval, index));
      return [referral.addressee];
  }
}

const basisOf = (event: Recorded<ProtocolEvent>): string => (event as { envelope?: { basis: { kind: string } } }).envelope?.basis.kind ?? 'CONSENT';

export const consentHolds = (memory: CaseMemory, id: string, asOf: number): boolean => {
  const consent = memory.consents[id];
  return consent !== undefined && inForce(consent, asOf);
};

/** What rests on it and is unanswered ends with it; an accepted referral goes on without it. */
function consentEnded(memory: CaseMemory, id: string, index: number): string[] {
  const consent = memory.consents[id];
  if (!consent) return [];
  end(consent, index);
  const resting = Object.values(memory.referrals).filter((referral) => referral.consents.includes(id) && referral.open.some(({ to }) => to === undefined));
  for (const referral of resting) {
    if (referral.accepted !== undefined) continue;
    referral.open.forEach((interval) => end(interval, index));
  }
  return [...new Set([consent.receiver, ...resting.map(({ addressee }) => addressee)])];
}

/** Takes in the placing or lifting of an exclusion that names the case. @returns the compartments it concerns. */
export function observeExclusion(memory: CaseMemory, directory: DirectoryMemory, id: string, party: ExcludedParty | undefined, index: number): string[] {
  if (party) {
    memory.exclusions.push({ id, party, from: index });
    return excludedCompartments(directory, party);
  }
  const ending = memory.exclusions.filter((exclusion) => exclusion.id === id && exclusion.to === undefined);
  ending.forEach((exclusion) => end(exclusion, index));
  return ending.flatMap((exclusion) => excludedCompartments(directory, exclusion.party));
}

/** Exclusions that hold for the file at a moment: its own, and where it is a contact those of the cases it is linked to. */
export const exclusionsOf = ({ exclusions, contact }: CaseMemory, asOf: number): Exclusion[] => [
  ...exclusions.filter((one) => inForce(one, asOf)),
  ...(contact ? exclusionsByLinks(contact, asOf) : []),
];

/** The compartments whose whole file an exclusion closes. An agent, or a unit inside a compartment, is stopped at the gate. */
export function excludedCompartments({ compartments, units }: DirectoryMemory, { kind, id }: ExcludedParty): string[] {
  switch (kind) {
    case 'INSTITUTION':
      return [...compartments].filter(([, institutions]) => institutions.has(id)).map(([compartment]) => compartment);
    case 'UNIT':
      return units.get(id)?.compartment === id ? [id] : [];
    case 'AGENT':
      return [];
  }
}
