import { refuse, type Refusal } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { Purpose } from '../legal-basis';

/** What the parties of an agreement let pass between them, for one purpose, until it ends. */
export type Terms = Readonly<{ parties: readonly string[]; purpose: Purpose; categories: readonly DataCategory[]; until: string }>;

/**
 * What of the categories that a basis opens may pass from one institution to another for a purpose. Each agreement in force
 * between the two for that purpose lets its own categories pass and no others; where there is none, nothing is limited. What comes
 * out is part of what went in: an agreement never grants.
 */
export function limitedBy(agreements: readonly Terms[], from: string, to: string, purpose: Purpose, categories: readonly DataCategory[]): readonly DataCategory[] {
  if (from === to) return categories;
  return agreements
    .filter((one) => one.purpose === purpose && one.parties.includes(from) && one.parties.includes(to))
    .reduce((passing, one) => passing.filter((category) => one.categories.includes(category)), categories);
}

/** Agreements in force, and the institutions that own or run either side: what one of them must not let pass, the other does not get. */
export type Sharing = Readonly<{ agreements: readonly Terms[]; from: readonly string[]; to: readonly string[] }>;

/** What a basis opens, and what for: a consent is for a purpose of its own. */
export type Opened = Readonly<{ purpose: Purpose; categories: readonly DataCategory[] }>;

/**
 * Why what is needed may not pass, whoever asks: a referral, a return, a permit. Undefined where agreements let enough of what was
 * opened pass. @param at when it happened: an agreement whose date has come limits nothing any more, its event there or not.
 */
export function agreementRefusal({ agreements, from, to }: Sharing, needed: readonly DataCategory[], opened: readonly Opened[], at: string): Refusal<'AGREEMENT_TOO_NARROW'> | undefined {
  const standing = agreements.filter(({ until }) => until > at);
  const passing = opened.flatMap(({ purpose, categories }) => from.reduce((left, one) => to.reduce((rest, other) => limitedBy(standing, one, other, purpose, rest), left), categories));
  return needed.every((category) => passing.includes(category))
    ? undefined
    : refuse('AGREEMENT_TOO_NARROW', 'what is needed here is a category that the agreement between the two institutions does not let pass');
}
