import type { View } from '../view';

/** What she complains of, as a compartment that it does not concern, or other units of it, may see it. */
export type GrievanceRow = Readonly<{
  grievance: string;
  case: string;
  /** The unit, or its code in the case. */
  against?: string;
  /** The person, as a code of the case. */
  concerns?: string;
  kind?: string;
  by?: string;
  raisedAt?: string;
  answered: boolean;
  /** Until when it may be shown. */
  until: string | null;
}>;

/** Those that nobody answered, the oldest first. */
export const grievanceView: View<GrievanceRow> = {
  kind: 'grievance',
  about: ({ type, data }) => (type === 'GrievanceRaised' || type === 'GrievanceAnswered' ? (data as { grievance: string }).grievance : undefined),
  after: (row, { type, data, at, shown }, { file }) => {
    const { grievance, against, concerns, kind, by } = data as Record<string, string>;
    const before = row ?? { grievance: grievance!, case: file, answered: false, until: shown.PSYCHOSOCIAL ?? null };
    if (type === 'GrievanceAnswered') return { ...before, answered: true };
    return { ...before, against: against!, kind: kind!, by: by!, raisedAt: at, ...(concerns !== undefined && { concerns }) };
  },
  lists: ({ answered }) => (answered ? [] : ['OPEN']),
  sort: ({ raisedAt = '' }) => raisedAt,
};
