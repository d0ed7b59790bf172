import type { DataCategory, ExcludedParty, ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { compartmentOf, type DirectoryMemory } from './directory-memory';
import { end, inForce, isOpen, type Exclusion, type Interval } from './interval';

type Mandate = Interval & Readonly<{ investigation: string; compartment: string; categories: readonly DataCategory[]; until: string }>;

/** What investigations opened in one case, and what they kept back from it. */
export type MandateMemory = {
  issued: Record<string, Mandate>;
  /** Who is shut out of an investigation has nothing of its mandates either. */
  shut: (Exclusion & Readonly<{ investigation: string }>)[];
  /** Disclosures under reserve → from where on they are shown in the case. */
  shown: Record<string, number>;
  /** Investigations that name the case: who is excluded from it is shut out of them. */
  investigations: string[];
};

export const noMandates = (): MandateMemory => ({ issued: {}, shut: [], shown: {}, investigations: [] });

/** Takes in an event of an investigation that names the case. @returns the compartments whose bases changed by it. */
export function observeMandate(memory: MandateMemory, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number, leads: readonly string[]): readonly string[] {
  switch (event.type) {
    case 'MandateIssued': {
      const { mandate, to, categories, until } = event.data;
      const compartment = compartmentOf(directory, to) ?? '';
      memory.issued[mandate] = { investigation: event.stream.slice('investigation-'.length), compartment, categories, until, from: index };
      return [compartment];
    }
    case 'MandateEnded':
    case 'MandateLapsed': {
      const mandate = memory.issued[event.data.mandate];
      if (mandate) end(mandate, index);
      return mandate ? [mandate.compartment] : [];
    }
    case 'ReserveEnded':
      memory.shown[event.data.disclosure] ??= index;
      return leads;
    default:
      return [];
  }
}

/** Keeps a party from what the mandates of an investigation open. @returns the compartments that have one: nobody else's file changes. */
export function shutFromMandates(memory: MandateMemory, investigation: string, id: string, party: ExcludedParty, index: number): string[] {
  if (memory.shut.some((one) => one.id === id && one.investigation === investigation && isOpen(one))) return [];
  memory.shut.push({ investigation, id, party, from: index });
  return openedTo(memory, investigation);
}

/** Lets in again whom an exclusion kept from mandates. @returns the compartments that have one. */
export function admitToMandates(memory: MandateMemory, id: string, index: number): string[] {
  const ending = memory.shut.filter((one) => one.id === id && isOpen(one));
  ending.forEach((one) => end(one, index));
  return ending.flatMap(({ investigation }) => openedTo(memory, investigation));
}

const openedTo = ({ issued }: MandateMemory, investigation: string): string[] =>
  Object.values(issued).filter((mandate) => mandate.investigation === investigation && isOpen(mandate)).map(({ compartment }) => compartment);

/** The mandates a compartment holds at a moment, each with the exclusions from its investigation. */
export function mandatesOf(memory: MandateMemory, compartment: string, asOf: number): { mandate: Mandate; shut: readonly Exclusion[] }[] {
  return Object.values(memory.issued)
    .filter((mandate) => mandate.compartment === compartment && inForce(mandate, asOf))
    .map((mandate) => ({ mandate, shut: memory.shut.filter((one) => one.investigation === mandate.investigation && inForce(one, asOf)) }));
}
