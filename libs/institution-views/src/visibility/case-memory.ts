import { protocolEvents, services, type DataCategory, type ExcludedParty, type ProtocolEvent, type Purpose } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { allHold, type Consent } from './consent-memory';
import { emptyContact, exclusionsByLinks, observeContact, type ContactMemory } from './contact-memory';
import { compartmentOf, institutionsOf, type Between, type DirectoryMemory } from './directory-memory';
import { end, inForce, isOpen, type Exclusion, type Held, type Interval } from './interval';
import { emptyInvestigation, observeInvestigation, ofInvestigation, type InvestigationMemory } from './investigation-memory';
import { admitToMandates, mandatesOf, noMandates, observeMandate, type MandateMemory } from './mandate-memory';
import { observeNamed, statedIn, type Named } from './named-memory';
import { noOpenings, observeOpening, type Openings } from './openings';
import type { Reserve } from './reserves';
import { observeWithheld, type Withheld } from './withheld';

export { inForce };

type Referral = {
  readonly from: number;
  /** While it is open to who was addressed; a disputed outcome opens it again. */
  open: Interval[];
  readonly sender: string;
  readonly addressee: string;
  readonly between: Between;
  readonly basis: string;
  /** What for, where it rests on no consent: each consent is for a purpose of its own. */
  readonly purpose: Purpose;
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
  /** Stay → from when to when she lives in a compartment. */
  stays: Record<string, Interval & Readonly<{ compartment: string }> & { with?: string[] }>;
  /** Of a dependant: from when to when they live in a compartment with the survivor whose stay it is. */
  along?: (Interval & Readonly<{ stay: string; compartment: string }>)[];
  /** Whom a return or a permit names, by stream. */
  named: Record<string, Named[]>;
  /** Compartments that recorded something, from when on. */
  authors: Record<string, number>;
  mandates: MandateMemory;
  /** What was opened outside a referral. */
  openings: Openings;
  /** Of the file of an investigation, and of no other. */
  investigation?: InvestigationMemory;
  /** Events that nobody but their author sees, their corrections among them. */
  authorOnly: string[];
  /** By the id of an event, of a grievance by its own too. */
  withheld: Record<string, Withheld>;
  /** By the id of the disclosure. */
  reserves: Record<string, Reserve>;
  /** Where the file is a contact. */
  contact?: ContactMemory;
  /** Contacts that were ever linked to the case. */
  contacts?: string[];
};

export const emptyCase = (): CaseMemory => ({
  leads: [],
  consents: {},
  referrals: {},
  exclusions: [],
  stays: {},
  named: {},
  authors: {},
  mandates: noMandates(),
  openings: noOpenings(),
  authorOnly: [],
  withheld: {},
  reserves: {},
});

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
  if (ofInvestigation(event.stream)) return observeProsecution(memory, directory, event, index);
  const author = authorOf(directory, event);
  if (author !== undefined) memory.authors[author] ??= index;
  if (protocolEvents[event.type].authorOnly || (event.type === 'EntryCorrected' && memory.authorOnly.includes(event.data.corrects))) memory.authorOnly.push(event.id);
  observeWithheld(memory, directory, event);
  const referral = event.stream.startsWith('referral-') ? memory.referrals[event.stream.slice('referral-'.length)] : undefined;
  if (event.stream.startsWith('contact-')) return observeContact((memory.contact ??= emptyContact()), directory, event, index);
  const opened = observeOpening(memory.openings, directory, event, index);
  switch (event.type) {
    case 'CaseOpened':
    case 'LeadReassigned':
    case 'LeadTransferAccepted': {
      const compartment = compartmentOf(directory, event.data.lead);
      const before = memory.leads.filter((lead) => lead.to === undefined);
      before.forEach((lead) => end(lead, index));
      if (compartment !== undefined) memory.leads.push({ compartment, unit: event.data.lead, from: index });
      return [...opened, ...before.map((lead) => lead.compartment), ...(compartment === undefined ? [] : [compartment])];
    }
    case 'ConsentGiven': {
      const { consent, receiver, categories, purpose, history, until } = event.data;
      memory.consents[consent] = { receiver: compartmentOf(directory, receiver) ?? '', categories, purpose, history, until, from: index };
      // Who leads holds a basis already, and rests on it for where she is.
      return ledNow(memory).filter((lead) => lead === memory.consents[consent]?.receiver && categories.includes('WHEREABOUTS'));
    }
    case 'ConsentWithdrawn':
    case 'ConsentLapsed':
      return consentEnded(memory, event.data.consent, index);
    case 'ReferralRequested': {
      const { from, to, service, consents } = event.data;
      const { basis, purpose } = statedIn(event);
      const asked: Referral = {
        sender: compartmentOf(directory, from) ?? '',
        addressee: compartmentOf(directory, to) ?? '',
        between: { from: institutionsOf(directory, from, event.actor.institution), to: institutionsOf(directory, to) },
        basis,
        purpose,
        consents,
        requires: services[service]?.requires ?? [],
        from: index,
        open: basis !== 'CONSENT' || allHold(memory, consents, index) ? [{ from: index }] : [],
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
    case 'SurvivorAdmitted': {
      const compartment = compartmentOf(directory, event.data.unit) ?? '';
      memory.stays[event.stream.slice('stay-'.length)] = { compartment, from: index };
      return waiting(memory, directory, compartment, index);
    }
    case 'SurvivorDischarged':
    case 'SurvivorLeftFreely': {
      const stay = memory.stays[event.stream.slice('stay-'.length)];
      if (stay) end(stay, index);
      return stay ? [stay.compartment] : [];
    }
    default:
      if (/^(return|permit)-/.test(event.stream)) return observeNamed(memory, directory, event, index);
      if (!referral || !closings.includes(event.type)) return opened;
      referral.open.forEach((interval) => end(interval, index));
      return [referral.addressee];
  }
}

/** In the file of an investigation all that happens in it; in that of a case what investigations open there. */
function observeProsecution(memory: CaseMemory, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  if (event.type === 'ComplaintFiled') memory.investigation ??= emptyInvestigation();
  if (memory.investigation) return [...observeInvestigation(memory.investigation, directory, event, index)];
  return [...observeMandate(memory.mandates, directory, event, index, ledNow(memory))];
}

const ledNow = ({ leads }: CaseMemory): string[] => leads.filter(isOpen).map(({ compartment }) => compartment);

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
  const ending = memory.exclusions.filter((exclusion) => exclusion.id === id && isOpen(exclusion));
  ending.forEach((exclusion) => end(exclusion, index));
  return [...ending.flatMap((exclusion) => excludedCompartments(directory, exclusion.party)), ...admitToMandates(memory.mandates, id, index)];
}

/**
 * The exclusions that somebody of a compartment meets at a moment. Rule 8: a survivor housed there is moved first, and so is who
 * lives there with her. Until they have left, the house goes on as before and so learns of nothing; from then on it is excluded as any other. Single agents are at once.
 */
export function inEffect(memory: CaseMemory, compartment: string | undefined, asOf: number): readonly Exclusion[] {
  const waits = compartment !== undefined && housedIn(memory, compartment, asOf);
  // A contact is kept from whoever is kept from a case it is linked to.
  const all = memory.contact ? [...memory.exclusions, ...exclusionsByLinks(memory.contact, asOf)] : memory.exclusions;
  return all.filter((one) => inForce(one, asOf) && (one.party.kind === 'AGENT' || !waits));
}

const housedIn = ({ stays, along = [] }: CaseMemory, compartment: string, asOf: number): boolean => [...Object.values(stays), ...along].some((stay) => stay.compartment === compartment && inForce(stay, asOf));

/** The compartment, if an exclusion waits for her to leave it: its file changes when she comes. */
export const waiting = (memory: CaseMemory, directory: DirectoryMemory, compartment: string, index: number): string[] =>
  memory.exclusions.some((one) => inForce(one, index) && excludedCompartments(directory, one.party).includes(compartment)) ? [compartment] : [];

/** Agents and units of a compartment that the gate stops: the excluded, and, while the compartment reads the case on a mandate, who is shut out of that investigation. */
export const excludedWithin = (memory: CaseMemory, compartment: string, asOf: number): string[] =>
  [...inEffect(memory, compartment, asOf), ...mandatesOf(memory.mandates, compartment, asOf).flatMap(({ shut }) => shut)].map(({ party }) => party.id);

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
