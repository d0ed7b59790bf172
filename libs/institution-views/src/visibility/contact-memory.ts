import { dataCategories, type ContactEvent, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { compartmentOf, type DirectoryMemory } from './directory-memory';
import { end, inForce, type Exclusion, type Held, type Interval } from './interval';

/** A contact's bond to a case, with what follows from the case: who leads it, and who is kept from it. */
export type CaseLink = {
  /** While it is linked. A wrong link is taken back, and may be made again. */
  linked: Interval[];
  leads: Held[];
  exclusions: Exclusion[];
};

/** Which desks had a contact, which were offered it by whom, and which cases it was linked to. */
export type ContactMemory = {
  holders: Held[];
  offers: (Held & Readonly<{ by: string }>)[];
  links: Record<string, CaseLink>;
};

export const emptyContact = (): ContactMemory => ({ holders: [], offers: [], links: {} });

/** Takes in an event of the contact. @returns the compartments whose bases changed by it. */
export function observeContact(memory: ContactMemory, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  const of = (unit: string): string => compartmentOf(directory, unit) ?? '';
  const holder = memory.holders.find(({ to }) => to === undefined);
  switch (event.type) {
    case 'ContactReceived': {
      const compartment = of(event.data.unit);
      memory.holders.push({ compartment, from: index });
      return [compartment];
    }
    case 'ContactHandedOver': {
      const compartment = of(event.data.to);
      memory.offers.push({ compartment, by: holder?.compartment ?? '', from: index });
      return [compartment];
    }
    case 'ContactTaken': {
      const compartment = of(event.data.unit);
      const addressees = offersEnd(memory, index);
      if (!holder || holder.compartment === compartment) return addressees; // from desk to desk inside a compartment
      end(holder, index);
      memory.holders.push({ compartment, from: index });
      return [...addressees, holder.compartment, compartment];
    }
    case 'HandOverDeclined':
    case 'HandOverTakenBack':
    case 'ContactEnteredInError': // nobody can take it any more
      return offersEnd(memory, index);
    default:
      return [];
  }
}

function offersEnd({ offers }: ContactMemory, index: number): string[] {
  const open = offers.filter(({ to }) => to === undefined);
  open.forEach((offer) => end(offer, index));
  return open.map(({ compartment }) => compartment);
}

export type LinkEvent = Extract<Recorded<ContactEvent>, { type: 'ContactLinkedToCase' | 'ContactUnlinkedFromCase' }>;
export const isLink = (event: Recorded<ProtocolEvent>): event is LinkEvent => event.type === 'ContactLinkedToCase' || event.type === 'ContactUnlinkedFromCase';

/** Who is kept from the contact: from a case it is linked to, whether that was said before the link or after it. */
export const exclusionsByLinks = ({ links }: ContactMemory, asOf: number): Exclusion[] =>
  Object.values(links).flatMap(({ linked, exclusions }) => (linked.some((one) => inForce(one, asOf)) ? exclusions.filter((one) => inForce(one, asOf)) : []));

/** Who is kept from the case that an event of the contact names, linked or not. */
export const exclusionsOfNamed = ({ links }: ContactMemory, event: Recorded<ProtocolEvent>, asOf: number): Exclusion[] =>
  isLink(event) ? (links[event.data.case]?.exclusions ?? []).filter((one) => inForce(one, asOf)) : [];

/** Whether an event tells a desk what became of an offer: who offered how it ended, who was asked that there is nothing to take any more. */
export const endsOfferOf = ({ offers }: ContactMemory, { type }: Recorded<ProtocolEvent>, index: number, compartment: string): boolean =>
  offers.some((offer) => offer.to === index && (offer.by === compartment || (offer.compartment === compartment && type === 'ContactEnteredInError')));

/**
 * What a compartment may see of an event of the contact besides what it recorded itself: who has it on its desk everything, who is
 * offered it what it takes to answer, who passed it on how that ended. A case is named to who leads it.
 */
export function shownOfContact(memory: ContactMemory, event: Recorded<ProtocolEvent>, index: number, compartment: string, asOf: number): readonly DataCategory[] {
  const has = (held: readonly Held[]): boolean => held.some((one) => one.compartment === compartment && inForce(one, asOf));
  if (isLink(event)) return has(memory.links[event.data.case]?.leads ?? []) ? ['STATUS'] : [];
  if (has(memory.holders)) return dataCategories;
  if (has(memory.offers)) return ['STATUS', 'PROTECTION'];
  return endsOfferOf(memory, event, index, compartment) ? ['STATUS'] : [];
}

/** Every compartment that ever had to do with the contact. */
export const contactParties = ({ holders, offers, links }: ContactMemory): string[] => [
  ...[...holders, ...offers, ...Object.values(links).flatMap(({ leads }) => leads)].map(({ compartment }) => compartment),
  ...offers.map(({ by }) => by),
];
