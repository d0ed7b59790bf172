import { limitedBy, type DataCategory, type ProtocolEvent, type Purpose, type Terms } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import type { CaseMemory } from './case-memory';
import type { Between, DirectoryMemory } from './directory-memory';
import { end, inForce } from './interval';

/** Takes in an event of an agreement, at its index in the log. @returns the terms that begin or cease to limit. */
export function observeAgreement({ agreements }: DirectoryMemory, { type, data, stream }: Recorded<ProtocolEvent>, index: number): Terms | undefined {
  const id = stream.slice('agreement-'.length);
  if (type === 'AgreementInForce') {
    agreements.set(id, { from: index, terms: data });
    return data;
  }
  const known = agreements.get(id);
  if (type !== 'AgreementEnded' || !known) return undefined; // one that was never in force limited nothing
  end(known, index);
  return known.terms;
}

/** Of the categories that a basis opens, those that every agreement in force at `asOf` lets pass. Part of what went in, never more. */
export function passing({ agreements }: DirectoryMemory, { from, to }: Between, purpose: Purpose, categories: readonly DataCategory[], asOf: number): readonly DataCategory[] {
  const limits = [...agreements.values()].flatMap((one) => (inForce(one, asOf) ? [one.terms] : []));
  if (limits.length === 0) return categories;
  return from.reduce((left, sender) => to.reduce((rest, receiver) => limitedBy(limits, sender, receiver, purpose, rest), left), categories);
}

/** Every two institutions between which something passes, each pair in one order. */
export const pairsOf = ({ from, to }: Between): (readonly [string, string])[] =>
  from.flatMap((one) => to.flatMap((other): (readonly [string, string])[] => (one === other ? [] : one < other ? [[one, other]] : [[other, one]])));

/** Compartments whose part in a file changes when these terms begin or cease to limit. */
export const limitedIn = ({ referrals, consents, openings }: CaseMemory, { parties, purpose }: Terms): string[] => [
  ...Object.values(openings.disclosures).flatMap((told) => (told.purpose === purpose && pairsOf(told.between).some((pair) => pair.every((one) => parties.includes(one))) ? [told.receiver] : [])),
  ...Object.values(referrals).flatMap((referral) => {
    const purposes = referral.basis === 'CONSENT' ? referral.consents.map((id) => consents[id]?.purpose) : [referral.purpose];
    const bound = pairsOf(referral.between).some((pair) => pair.every((one) => parties.includes(one)));
    return bound && purposes.includes(purpose) ? [referral.addressee] : [];
  }),
];
