import { refuse, type Refusal } from '@amparo/event-sourcing';
import { longestPermit, permitFrom, type ClockPolicy } from '../clocks';

/** The first and the last day of a permit, as dates of the calendar. */
export type Term = Readonly<{ from: string; until: string }>;

export type TermRefusal = 'DATE_IMPOSSIBLE' | 'FROM_TOO_FAR' | 'UNTIL_BEFORE_FROM' | 'PERMIT_TOO_LONG' | 'RENEWAL_SHORTENS';

/** Why a permit decided at a time cannot have this term. @param renews the term it prolongs. */
export function termRefusal({ from, until }: Term, decidedAt: string, renews?: Term, policy?: ClockPolicy): Refusal<TermRefusal> | undefined {
  if (!isDay(from) || !isDay(until)) return refuse('DATE_IMPOSSIBLE', 'there is no such day in the calendar');
  const [earliest, latest] = permitFrom(decidedAt, policy);
  if (from < earliest || from > latest) return refuse('FROM_TOO_FAR', 'a permit begins within a year of the decision: check the year, and when it was decided');
  if (until < from) return refuse('UNTIL_BEFORE_FROM', 'a permit does not end before it begins');
  if (until > longestPermit(from, policy)) return refuse('PERMIT_TOO_LONG', 'a permit ends within ten years: check the year');
  if (renews && (until <= renews.until || from < renews.from)) return refuse('RENEWAL_SHORTENS', 'a renewal ends later than what it renews');
  return undefined;
}

/** Not every date that can be written is one: 29 February is so in leap years alone. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
