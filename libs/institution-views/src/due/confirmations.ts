import { exclusionConfirmationDue, type ClockPolicy } from '@amparo/protocol';
import type { ExclusionRow } from '../exclusions/exclusions';

/** An exclusion that nobody confirmed yet, and until when somebody must. */
export type Confirmation = Readonly<{ exclusion: string; since: string; due: string }>;

/** What audit waits for, soonest first; of several due at once in the order of their ids. */
export const confirmationsDue = (rows: readonly ExclusionRow[], policy: ClockPolicy): Confirmation[] =>
  rows
    .filter(({ confirmedBy, liftedBy }) => confirmedBy === undefined && liftedBy === undefined)
    .map(({ exclusion, placedBy: { at } }) => ({ exclusion, since: at, due: exclusionConfirmationDue(at, policy) }))
    .sort((a, b) => (`${a.due} ${a.exclusion}` < `${b.due} ${b.exclusion}` ? -1 : 1));
