import type { Placed } from '../visibility/seen';

/** Where an event stands and when it happened: enough to find it in the log, in a bundle, in `oversightTimeline`. */
export type EntryPlace = Readonly<{ index: number; id: string; stream: string; seq: number; type: string; at: string; recordedAt: string }>;

export const placeOfEntry = ({ index, event: { id, stream, seq, type, at, recordedAt } }: Placed): EntryPlace => ({ index, id, stream, seq, type, at, recordedAt });
