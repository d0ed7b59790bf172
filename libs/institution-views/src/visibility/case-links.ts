import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { excludedCompartments, waiting, type CaseMemory } from './case-memory';
import { emptyContact, isLink, type CaseLink, type LinkEvent } from './contact-memory';
import type { DirectoryMemory } from './directory-memory';
import { end, inForce } from './interval';

/** What is remembered of a file. */
type Memories = (file: string) => CaseMemory;
/** Compartments whose basis in a file changed by what happened in another. */
type Changed = Readonly<{ file: string; compartments: readonly string[] }>;

/**
 * What an event, taken in by its own file, changes in others: a contact follows the cases it is linked to, in who leads them and
 * who is kept from them; and the case of a dependant learns when they live in a house with her, and when no more.
 */
export function observeLinks(memories: Memories, directory: DirectoryMemory, file: string, event: Recorded<ProtocolEvent>, index: number): Changed[] {
  if (event.stream.startsWith('stay-')) return livingAlong(memories, directory, file, event, index);
  if (isLink(event)) return [{ file, compartments: linkedOrUnlinked(memories, directory, file, event, index) }];
  const { leads, contacts } = memories(file);
  return contacts !== undefined && leads.some(({ from, to }) => from === index || to === index) ? contactsFollow(memories, directory, file, index) : [];
}

/** Rule 8 asks of each case whether they live there; a stay is told in hers alone. */
function livingAlong(memories: Memories, directory: DirectoryMemory, file: string, event: Recorded<ProtocolEvent>, index: number): Changed[] {
  const id = event.stream.slice('stay-'.length);
  const stay = memories(file).stays[id];
  if (!stay) return [];
  const comeIn = (dependant: string): Changed => {
    stay.with = [...(stay.with ?? []), dependant];
    const theirs = memories(dependant);
    theirs.along = [...(theirs.along ?? []), { stay: id, compartment: stay.compartment, from: index }];
    return { file: dependant, compartments: waiting(theirs, directory, stay.compartment, index) };
  };
  const leave = (dependant: string): Changed => {
    for (const one of memories(dependant).along ?? []) if (one.stay === id) end(one, index);
    return { file: dependant, compartments: [stay.compartment] };
  };
  switch (event.type) {
    case 'SurvivorAdmitted':
      return event.data.dependants.map(({ dependant }) => comeIn(dependant));
    case 'DependantAdmitted':
      return [comeIn(event.data.dependant)];
    case 'DependantDischarged':
      return [leave(event.data.dependant)];
    case 'SurvivorDischarged':
    case 'SurvivorLeftFreely':
      return (stay.with ?? []).map(leave);
    default:
      return [];
  }
}

/** Brings the contacts ever linked to a case up to it, after its lead or its exclusions changed. */
export function contactsFollow(memories: Memories, directory: DirectoryMemory, caseId: string, index: number): Changed[] {
  const of = memories(caseId);
  return (of.contacts ?? []).flatMap((file) => {
    const link = memories(file).contact?.links[caseId];
    return link ? [{ file, compartments: follow(link, of, directory, index) }] : [];
  });
}

function linkedOrUnlinked(memories: Memories, directory: DirectoryMemory, file: string, { type, data }: LinkEvent, index: number): string[] {
  const of = memories(data.case);
  const { links } = (memories(file).contact ??= emptyContact());
  const link = (links[data.case] ??= { linked: [], leads: [], exclusions: [] });
  if (!of.contacts?.includes(file)) of.contacts = [...(of.contacts ?? []), file];
  const changed = follow(link, of, directory, index);
  if (type === 'ContactLinkedToCase') link.linked.push({ from: index });
  else link.linked.forEach((one) => end(one, index));
  return [...changed, ...link.exclusions.filter((one) => inForce(one, index)).flatMap(({ party }) => excludedCompartments(directory, party))];
}

/** @returns the compartments that lead or are kept away since now, or no more. */
function follow(link: CaseLink, { leads, exclusions }: CaseMemory, directory: DirectoryMemory, index: number): string[] {
  const leading = followed(link.leads, leads, ({ compartment }) => compartment, index);
  const kept = followed(link.exclusions, exclusions, ({ id }) => id, index);
  return [...leading.map(({ compartment }) => compartment), ...kept.flatMap(({ party }) => excludedCompartments(directory, party))];
}

/** Ends in `mine` what is open no more in `theirs`, and begins what is. @returns what ended or began. */
function followed<One extends { from: number; to?: number }>(mine: One[], theirs: readonly One[], name: (one: One) => string, index: number): One[] {
  const isOpen = ({ to }: One): boolean => to === undefined;
  const open = theirs.filter(isOpen);
  const ending = mine.filter((one) => isOpen(one) && !open.some((other) => name(other) === name(one)));
  const beginning = open.filter((one) => !mine.some((other) => isOpen(other) && name(other) === name(one))).map((one) => ({ ...one, from: index }));
  ending.forEach((one) => end(one, index));
  mine.push(...beginning);
  return [...ending, ...beginning];
}
