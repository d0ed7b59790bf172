import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { compartmentOf, type DirectoryMemory } from './directory-memory';

/** How the lead works and is late, what she told others and did not want, and what she complains of: no business of who serves her, unless it recorded it. */
const leadsOwn: readonly ProtocolEvent['type'][] = [
  'CaseAssigned',
  'LeadReassigned',
  'LeadTransferRequested',
  'LeadTransferAccepted',
  'LeadTransferDeclined',
  'EmergencyAccessOpened',
  'EmergencyAccessEnded',
  'EmergencyAccessReviewed',
  'DisclosureMade',
  'DisclosureLapsed',
  'DisclosureInErrorRecorded',
  'CaseLinked',
  'CaseMergedInto',
  'CasesMerged',
  'CasesUnmerged',
  'ConsentRefused',
  'ServiceRefusedBySurvivor',
  'GrievanceRaised',
  'GrievanceAnswered',
  'CaseEscalated',
];

/** Kept from whom it would reach by an ordinary basis; of a grievance, from the compartment that it concerns. */
export type Withheld = Readonly<{ concerns?: string }>;

/** By the id of an event, of a grievance by its own too. */
type Remembered = { withheld: Record<string, Withheld> };

/** Remembers what a later event can be about: a correction names an event, an answer a grievance. */
export function observeWithheld(memory: Remembered, directory: DirectoryMemory, event: Recorded<ProtocolEvent>): void {
  if (!leadsOwn.includes(event.type)) return;
  const concerns =
    event.type === 'GrievanceRaised' ? compartmentOf(directory, event.data.against) : event.type === 'GrievanceAnswered' ? memory.withheld[event.data.grievance]?.concerns : undefined;
  const withheld = concerns === undefined ? {} : { concerns };
  memory.withheld[event.id] = withheld;
  if (event.type === 'GrievanceRaised') memory.withheld[event.data.grievance] = withheld;
}

/** How an event is withheld; a correction is as what it corrects. */
export const withheldAs = ({ withheld }: Readonly<Remembered>, event: Recorded<ProtocolEvent>): Withheld | undefined =>
  withheld[event.type === 'EntryCorrected' ? event.data.corrects : event.id];
