import { refuse, type Refusal } from '@amparo/event-sourcing';
import type { Hold } from '../unit/places';
import type { Priority } from './priority';

export type AcceptanceRefusal = 'HOLD_REQUIRED' | 'HOLD_ENDED' | 'PLACE_EACH' | 'OVERCAPACITY_FOR_EMERGENCY';

/** The place she is accepted with, and one for each who comes along. */
type Accepting = Readonly<{ hold?: string; dependantHolds?: readonly string[] }>;

/** The places an acceptance names, hers first. */
export const placesNamed = ({ hold, dependantHolds = [] }: Accepting): readonly string[] => (hold === undefined ? [] : [hold, ...dependantHolds]);

/** The same places are the same answer. */
export const asOneAnswer = (input: Accepting): string | undefined => placesNamed(input).join(' ') || undefined;
export const acceptedWith = ({ hold, dependantHolds = [] }: Accepting): Accepting => ({ ...(hold !== undefined && { hold }), ...(dependantHolds.length > 0 && { dependantHolds }) });

/** Rule 5: a residential unit accepts with places that it holds; beyond its capacity an emergency only. Undefined when it may. */
export function acceptanceRefusal(input: Accepting, priority: Priority, holds: Readonly<Record<string, Hold>>, now: string): Refusal<AcceptanceRefusal> | undefined {
  const places = placesNamed(input);
  if (places.length === 0) return refuse('HOLD_REQUIRED', 'a residential unit accepts with a place it holds: hold one first');
  if (new Set(places).size < places.length) return refuse('PLACE_EACH', 'everybody takes a place of their own');
  return placesRefusal(places, priority, holds, now);
}

/** What stands against taking these places now. */
export function placesRefusal(places: readonly string[], priority: Priority, holds: Readonly<Record<string, Hold>>, now: string): Refusal<'HOLD_ENDED' | 'OVERCAPACITY_FOR_EMERGENCY'> | undefined {
  for (const place of places) {
    const hold = holds[place];
    if (!hold || hold.until <= now) return refuse('HOLD_ENDED', 'that place is not held any more: hold one again');
    if (hold.over && priority !== 'EMERGENCY') return refuse('OVERCAPACITY_FOR_EMERGENCY', 'a place beyond those declared is for an emergency');
  }
  return undefined;
}
