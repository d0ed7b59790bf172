import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { compartmentOf, compartmentOfAgent, type DirectoryMemory } from './directory-memory';
import { end, inForce, isOpen, type Interval } from './interval';

type Hand = Interval & Readonly<{ as: 'CUSTODIAN' | 'OFFERED'; compartment: string }>;

/** Whose an investigation is, and in whose hands its exhibits are. */
export type InvestigationMemory = {
  holders: (Interval & Readonly<{ compartment: string }>)[];
  /** Cases it names: who is excluded from one of them is shut out of it. */
  cases: string[];
  /** Exhibit → who kept it or was offered it, by the compartment they worked in then. */
  hands: Record<string, Hand[]>;
};

export const emptyInvestigation = (): InvestigationMemory => ({ holders: [], cases: [], hands: {} });

/** Whether a stream is of an investigation or of one of its exhibits. */
export const ofInvestigation = (stream: string): boolean => /^(investigation|exhibit)-/.test(stream);
const exhibitOf = (stream: string): string => stream.slice('exhibit-'.length);

/** The case of an event that opens something in it, or is shown in it one day. */
export function caseOfMandate(event: ProtocolEvent): string | undefined {
  switch (event.type) {
    case 'MandateIssued':
    case 'MandateEnded':
    case 'MandateLapsed':
    case 'DisclosureUnderReserve':
    case 'ReserveEnded':
      return event.data.case;
    default:
      return undefined;
  }
}

/** Takes in an event of the investigation or of an exhibit. @returns the compartments whose bases changed by it. */
export function observeInvestigation(memory: InvestigationMemory, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): readonly string[] {
  switch (event.type) {
    case 'ComplaintFiled':
    case 'InvestigationReassigned':
      return held(memory, compartmentOf(directory, event.data.to), index);
    case 'InvestigationOpened':
      return held(memory, compartmentOf(directory, event.data.unit), index);
    case 'ExhibitCollected':
    case 'CustodyAccepted':
    case 'CustodyReassigned':
      return [...letGo(memory, event.stream, ['CUSTODIAN', 'OFFERED'], index), ...taken(memory, event.stream, 'CUSTODIAN', compartmentOfAgent(directory, event.data.custodian), index)];
    case 'CustodyOffered':
      return [...letGo(memory, event.stream, ['OFFERED'], index), ...taken(memory, event.stream, 'OFFERED', compartmentOfAgent(directory, event.data.to), index)];
    case 'CustodyRefused':
    case 'SealBroken': // what was offered was offered sealed
      return letGo(memory, event.stream, ['OFFERED'], index);
    case 'ExhibitReturned':
      return letGo(memory, event.stream, ['CUSTODIAN', 'OFFERED'], index);
    default:
      return [];
  }
}

function held({ holders }: InvestigationMemory, compartment: string | undefined, index: number): string[] {
  const before = holders.filter(isOpen);
  if (compartment === undefined || before.some((one) => one.compartment === compartment)) return [];
  before.forEach((one) => end(one, index));
  holders.push({ compartment, from: index });
  return [...before.map((one) => one.compartment), compartment];
}

function letGo({ hands }: InvestigationMemory, stream: string, what: readonly Hand['as'][], index: number): string[] {
  const ending = (hands[exhibitOf(stream)] ?? []).filter((hand) => isOpen(hand) && what.includes(hand.as));
  ending.forEach((hand) => end(hand, index));
  return ending.map(({ compartment }) => compartment);
}

function taken({ hands }: InvestigationMemory, stream: string, as: Hand['as'], compartment: string | undefined, index: number): string[] {
  if (compartment === undefined) return [];
  (hands[exhibitOf(stream)] ??= []).push({ as, compartment, from: index });
  return [compartment];
}

export const holds = ({ holders }: InvestigationMemory, compartment: string, asOf: number): boolean => holders.some((one) => one.compartment === compartment && inForce(one, asOf));

/**
 * Whether somebody of a compartment is shown this event because of the exhibit: it keeps it or is offered it at that moment; of
 * what it gave out of its hands it is shown the end.
 */
export const keeps = ({ hands }: InvestigationMemory, compartment: string, stream: string, index: number, asOf: number): boolean =>
  (hands[exhibitOf(stream)] ?? []).some((hand) => hand.compartment === compartment && (inForce(hand, asOf) || (hand.as === 'CUSTODIAN' && hand.to === index)));

/** Whether an event puts the exhibit into the hands of a compartment, or offers it to it. */
export const intoHandsOf = ({ hands }: InvestigationMemory, compartment: string, stream: string, index: number): boolean =>
  (hands[exhibitOf(stream)] ?? []).some((hand) => hand.compartment === compartment && hand.from === index);

/** The compartments that may see something of it at a moment. */
export const concernedBy = ({ holders, hands }: InvestigationMemory, asOf: number): string[] =>
  [...holders, ...Object.values(hands).flat()].filter((one) => inForce(one, asOf)).map(({ compartment }) => compartment);
