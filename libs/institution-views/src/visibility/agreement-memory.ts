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

/** Everything in a file that passes between institutions: to whom, and for which purposes. */
function passages({ referrals, consents, named, openings }: CaseMemory): { to: string; between: Between; purposes: readonly (Purpose | undefined)[] }[] {
  const asked = [...Object.values(referrals).map((one) => ({ to: one.addressee, one })), ...Object.values(named).flat().map((one) => ({ to: one.compartment, one }))];
  return [
    ...asked.map(({ to, one }) => ({ to, between: one.between, purposes: one.basis === 'CONSENT' ? one.consents.map((id) => consents[id]?.purpose) : [one.purpose] })),
    ...Object.values(openings.disclosures).map(({ receiver, between, purpose }) => ({ to: receiver, between, purposes: [purpose] })),
  ];
}

/** Compartments whose part in a file changes when these terms begin or cease to limit. */
export const limitedIn = (memory: CaseMemory, { parties, purpose }: Terms): string[] =>
  passages(memory).flatMap(({ to, between, purposes }) => (purposes.includes(purpose) && pairsOf(between).some((pair) => pair.every((one) => parties.includes(one))) ? [to] : []));

/** Between whom an event lets something pass that did not before. */
export const betweenOf = ({ referrals, named, openings }: CaseMemory, { type, stream }: Recorded<ProtocolEvent>, index: number): readonly Between[] => {
  const referral = type === 'ReferralRequested' ? referrals[stream.slice('referral-'.length)] : undefined;
  const since = [...(named[stream] ?? []), ...Object.values(openings.disclosures)].filter(({ from }) => from === index);
  return [...(referral ? [referral] : []), ...since].map(({ between }) => between);
};
