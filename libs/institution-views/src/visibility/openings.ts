import type { DataCategory, ProtocolEvent, Purpose } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { compartmentOf, institutionsOf, type Between, type DirectoryMemory } from './directory-memory';
import { end, inForce, isOpen, type Interval } from './interval';

type Emergency = Interval & Readonly<{ compartment: string; further: readonly DataCategory[]; until: string }>;
type Disclosure = Interval & Readonly<{ receiver: string; between: Between; categories: readonly DataCategory[]; purpose: Purpose; consents: readonly string[]; until?: string }>;

/** What was opened in a case outside a referral, and the risk flags that an emergency shows. */
export type Openings = {
  /** By the id of the access. */
  emergencies: Record<string, Emergency>;
  /** By the id of the disclosure. */
  disclosures: Record<string, Disclosure>;
  /** By the id of the flag: from where to where it was raised, and the event that raised it. */
  flags: Record<string, Interval & Readonly<{ event: string }>>;
  /** By the id of the transfer, while it waits for an answer. */
  transfers: Record<string, Interval & Readonly<{ addressee: string }>>;
};

export const noOpenings = (): Openings => ({ emergencies: {}, disclosures: {}, flags: {}, transfers: {} });

/** Takes in what begins or ends to be open. @returns the compartments whose bases changed by it. */
export function observeOpening(openings: Openings, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  const { emergencies, disclosures, flags } = openings;
  switch (event.type) {
    case 'EmergencyAccessOpened': {
      const { access, compartment: code, further, until } = event.data;
      const compartment = compartmentOf(directory, code) ?? '';
      emergencies[access] = { compartment, further, until, from: index };
      return [compartment];
    }
    case 'EmergencyAccessEnded':
      return ended(emergencies[event.data.access], ({ compartment }) => compartment, index);
    case 'DisclosureMade': {
      const { disclosure, receiver: code, categories, purpose, consents, until } = event.data;
      const receiver = compartmentOf(directory, code) ?? '';
      const between = { from: institutionsOf(directory, event.actor.unit ?? '', event.actor.institution), to: institutionsOf(directory, code) };
      disclosures[disclosure] = { receiver, between, categories, purpose, consents, from: index, ...(until !== undefined && { until }) };
      return [receiver];
    }
    case 'DisclosureLapsed':
    case 'DisclosureInErrorRecorded':
      return event.data.disclosure === undefined ? [] : ended(disclosures[event.data.disclosure], ({ receiver }) => receiver, index);
    case 'RiskFlagRaised':
      flags[event.data.flag] ??= { event: event.id, from: index };
      return [];
    case 'RiskFlagCleared': {
      const flag = flags[event.data.flag];
      if (flag) end(flag, index);
      return Object.values(emergencies).flatMap((one) => (inForce(one, index) ? [one.compartment] : []));
    }
    default:
      return observeTransfer(openings, directory, event, index);
  }
}

/** A transfer waits until it is answered, another is asked for, or the case has another lead. */
function observeTransfer({ transfers }: Openings, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  switch (event.type) {
    case 'LeadTransferRequested':
    case 'LeadReassigned':
    case 'LeadTransferAccepted':
    case 'LeadTransferDeclined': {
      const ending = Object.values(transfers).filter(isOpen);
      ending.forEach((one) => end(one, index));
      const before = ending.map(({ addressee }) => addressee);
      if (event.type !== 'LeadTransferRequested') return before;
      const addressee = compartmentOf(directory, event.data.to) ?? '';
      transfers[event.data.transfer] = { addressee, from: index };
      return [...before, addressee];
    }
    default:
      return [];
  }
}

function ended<One extends Interval>(one: One | undefined, whose: (one: One) => string, index: number): string[] {
  if (!one) return [];
  end(one, index);
  return [whose(one)];
}

/** Compartments that something happening at a place in the log may be shown to, since it is open to them outside a referral; of an emergency access, however it ended, what is found of it. */
export const openedTo = ({ emergencies, disclosures, transfers }: Openings, index: number): string[] => [
  ...Object.values(emergencies).map(({ compartment }) => compartment),
  ...Object.values(disclosures).flatMap((one) => (inForce(one, index) ? [one.receiver] : [])),
  ...Object.values(transfers).flatMap((one) => (inForce(one, index) ? [one.addressee] : [])),
];

/** Whether an event tells that an access of this compartment ended, or what a review found of it. */
export function isOfOwnAccess({ emergencies }: Openings, { type, data }: Recorded<ProtocolEvent>, compartment: string, asOf: number): boolean {
  const access = type === 'EmergencyAccessEnded' || type === 'EmergencyAccessReviewed' ? emergencies[data.access] : undefined;
  return access !== undefined && access.compartment === compartment && access.from <= asOf;
}

/** Whether an event raised a flag that is in force, or corrects what one says. */
export function isFlagInForce({ flags }: Openings, event: Recorded<ProtocolEvent>, asOf: number): boolean {
  const about = event.type === 'EntryCorrected' ? event.data.corrects : event.id;
  return Object.values(flags).some((flag) => flag.event === about && inForce(flag, asOf));
}

/** Her description stands under STATUS: who may know who she is reads it with that. */
export const describesHer = ({ type }: Recorded<ProtocolEvent>, categories: readonly DataCategory[]): boolean => type === 'SurvivorDescribed' && categories.includes('IDENTITY');
