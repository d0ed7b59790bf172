import type { DataCategory, ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';

/** Category → until when it may be shown (ISO 8601), or null without end. */
export type Seen = Partial<Record<DataCategory, string | null>>;

/** An event of a case at its place in the order, and the place where the next of its kind superseded it. */
export type Placed = Readonly<{ event: Recorded<ProtocolEvent>; index: number; supersededAt?: number }>;

/** Adds to what is seen; of two ends the later counts. */
export function widen(shown: Seen, more: Seen): void {
  for (const [category, until] of Object.entries(more) as [DataCategory, string | null][]) {
    const before = shown[category];
    if (before === undefined || until === null || (before !== null && until > before)) shown[category] = until;
  }
}
