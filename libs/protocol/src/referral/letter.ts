import { refuse, type DomainEvent, type Refusal } from '@amparo/event-sourcing';
import type { AttachedRefusal, Digests } from '../attached';
import { dayOf } from '../day';
import { sealedFields } from '../sealed-fields';

/** What a body without a system answered on paper: the day of the letter, its number there, the letter itself. */
export type Letter = Readonly<{ date: string; reference?: string; attachments?: Digests }>;

/** What a unit answers that has a system; by letter, with the letter. */
export type Answering = Readonly<{ letter?: Letter }>;

/** What a decision on a letter must know. */
export type LetterFacts = Readonly<{
  /** Whether a client system reaches the unit addressed. A residential unit always answers itself. */
  hasSystem: boolean;
  /** Whether a file named is not there, or another's. */
  fileUnknown: boolean;
}>;

export type LetterRefusal = 'ANSWERS_ITSELF' | 'LETTER_NOT_NAMED' | 'LETTER_IN_FUTURE' | AttachedRefusal;

/** Undefined where the sender's side may record it for the unit addressed. */
export function letterRefusal({ date, reference, attachments = [] }: Letter, { hasSystem, fileUnknown }: LetterFacts, now: string): Refusal<LetterRefusal> | undefined {
  if (hasSystem) return refuse('ANSWERS_ITSELF', 'a unit that has a system answers in it, and a house where survivors live answers itself');
  if (reference === undefined && attachments.length === 0) return refuse('LETTER_NOT_NAMED', 'give the number of the letter, or attach it');
  if (date > dayOf(now)) return refuse('LETTER_IN_FUTURE', 'a letter is not dated later than today');
  return fileUnknown ? refuse('ATTACHMENT_UNKNOWN', 'upload the letter for this case first') : undefined;
}

/** The answer as it is recorded for another: it says so, and has the letter with what else is said about her. */
export function byLetter<E extends DomainEvent>(event: E, letter: Letter, onBehalfOf: string, subject: string): E {
  return { ...event, data: { ...event.data, onBehalfOf }, ...sealedFields(subject, { ...event.personal?.[0]?.fields, letter }) };
}
