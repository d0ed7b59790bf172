import { refuse, type Refusal } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { Purpose } from '../legal-basis';
import type { Party } from '../party';
import type { Consents } from './consent';

export type RelianceRefusal = 'CONSENT_REQUIRED' | 'CONSENT_ENDED' | 'CONSENT_FOR_ANOTHER' | 'CONSENT_FOR_OTHER_PURPOSE' | 'CONSENT_TOO_NARROW';

/** For what consents are relied on: by whom they must have been given to, what for, and what they must cover together. */
export type Reliance = Readonly<{ to: Party; purpose: Purpose; categories: readonly DataCategory[]; at: string }>;

export const names = (receiver: string, { unit, compartment }: Party): boolean => receiver === unit || receiver === compartment;

/** Rule 2: consents of hers, in force, each naming this receiver and this purpose, which together cover the categories. */
export function relianceRefusal(ids: readonly string[], consents: Consents, { to, purpose, categories, at }: Reliance): Refusal<RelianceRefusal> | undefined {
  if (ids.length === 0) return refuse('CONSENT_REQUIRED', 'name the consent this rests on, or another legal basis');
  for (const id of ids) {
    const consent = Object.hasOwn(consents, id) ? consents[id] : undefined;
    if (!consent) return refuse('CONSENT_REQUIRED', 'no such consent was given in this case');
    if (consent.ended || consent.until <= at) return refuse('CONSENT_ENDED', 'that consent was withdrawn or has lapsed');
    if (!names(consent.receiver, to)) return refuse('CONSENT_FOR_ANOTHER', 'that consent names another receiver');
    if (consent.purpose !== purpose) return refuse('CONSENT_FOR_OTHER_PURPOSE', 'that consent was given for another purpose');
  }
  const covered = new Set(ids.flatMap((id) => consents[id]!.categories));
  return categories.every((category) => covered.has(category)) ? undefined : refuse('CONSENT_TOO_NARROW', 'no consent named here covers what is shared');
}
