import type { Visible } from '../case-timeline/case-timeline';

/** Whom a grievance concerns: a unit and, where she named one, a person, as a code of the case. */
export type Concerned = Readonly<{ unit: string; person?: string }>;
/** By the id of a grievance, and of each event that is about one. */
export type Grievances = Readonly<Record<string, Concerned>>;
/** Who asks, as far as a grievance can concern them: their unit, and their person as a code of the case. */
export type Asking = Readonly<{ unit?: string; person?: string }>;

const telling: readonly Visible['type'][] = ['GrievanceRaised', 'GrievanceAnswered'];

/** Whom an event of a file is about, as a grievance or a correction of one. */
function concernedBy(grievances: Grievances, { type, data }: Visible): Concerned | undefined {
  const { grievance, against, concerns, corrects } = data as Partial<Record<string, string>>;
  if (type === 'GrievanceRaised') return { unit: against!, ...(concerns !== undefined && { person: concerns }) };
  return grievances[(type === 'GrievanceAnswered' ? grievance : corrects) ?? ''];
}

/** The grievances of a file after a visible event, and whether the event is about a unit of the compartment itself. */
export function grievancesAfter(before: Grievances, event: Visible, ownUnit: (code: string) => boolean): Readonly<{ grievances: Grievances; ofOwn: boolean }> {
  const concerned = concernedBy(before, event);
  if (!concerned) return { grievances: before, ofOwn: false };
  const { grievance } = event.data as { grievance?: string };
  const grievances = { ...before, [event.id]: concerned, ...(grievance !== undefined && { [grievance]: concerned }) };
  return { grievances, ofOwn: ownUnit(concerned.unit) };
}

export const isConcerned = ({ unit, person }: Concerned, asking: Asking): boolean => unit === asking.unit || (person !== undefined && person === asking.person);

/**
 * Whether an entry of a file is kept from who asks: a grievance, its answer and their corrections, from the unit and the person
 * it concerns, whoever recorded it. An answer to a grievance that their compartment is not shown is its recorder's alone.
 */
export function isKeptFrom(grievances: Grievances, entry: Visible, asking: Asking): boolean {
  const concerned = concernedBy(grievances, entry);
  if (concerned) return isConcerned(concerned, asking);
  return telling.includes(entry.type) && entry.actor.unit !== asking.unit;
}
