import { ofInvestigation } from '../visibility/investigation-memory';
import type { Placed } from '../visibility/seen';

/**
 * Where an event stands and when it happened: enough to find it in the log, in a bundle, in `oversightTimeline`. An investigation that
 * opened something in the case is not named: it is its holder's, and audit reads that it did.
 */
export type EntryPlace = Readonly<{ index: number; id: string; stream: string; seq?: number; type: string; at: string; recordedAt: string }>;

export function placeOfEntry({ index, event: { id, stream, seq, type, at, recordedAt } }: Placed): EntryPlace {
  const where = ofInvestigation(stream) ? { stream: 'investigation' } : { stream, seq };
  return { index, id, ...where, type, at, recordedAt };
}
