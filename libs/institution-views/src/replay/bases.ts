import type { DataCategory } from '@amparo/protocol';
import { passing } from '../visibility/agreement-memory';
import { authorOf, inForce, type CaseMemory } from '../visibility/case-memory';
import { consentHolds } from '../visibility/consent-memory';
import type { DirectoryMemory } from '../visibility/directory-memory';
import { ofInvestigation } from '../visibility/investigation-memory';
import type { PlacedFact } from '../projector/projection';
import type { Moment } from '../oversight/oversight';

/** Why a compartment held something. `TOLD`: a disclosure was made to it; `ASKED_TO_LEAD`: it had not answered yet. */
export const basisKinds = ['LEAD', 'AUTHOR', 'SENDER', 'ADDRESSEE', 'HOUSING', 'NAMED', 'ASKED_TO_LEAD', 'MANDATE', 'TOLD', 'EMERGENCY'] as const;
export type BasisKind = (typeof basisKinds)[number];

/** A consent that held: what it covered, and what of that the sharing agreements in force let pass. */
export type Relied = Readonly<{ consent: string; given: number; categories: readonly DataCategory[]; passed: readonly DataCategory[]; purpose: string; history: string; until: string }>;

export type Basis = Readonly<{
  kind: BasisKind;
  /** Index of the event that it came from. */
  from: number;
  /** The referral, stay, stream, mandate, disclosure, access or request that it is about. */
  of?: string;
  task?: string;
  /** Legal basis, where it is not consent that counts. */
  legal?: string;
  purpose?: string;
  /** Index of the acceptance. */
  accepted?: number;
  /** Where the event names them itself. */
  categories?: readonly DataCategory[];
  consents?: readonly Relied[];
  until?: string;
}>;

/** By compartment, the bases in force at a moment, in the order in which they came about. Read from what visibility remembers; exclusions are not looked at. */
export function basesAt(history: readonly PlacedFact[], memory: CaseMemory, directory: DirectoryMemory, { index, time }: Moment): ReadonlyMap<string, readonly Basis[]> {
  const bases = new Map<string, Basis[]>();
  const lasts = (until: string | undefined): boolean => until === undefined || until > time;
  const hold = (compartment: string, basis: Basis): void => {
    if (compartment !== '') bases.set(compartment, [...(bases.get(compartment) ?? []), basis]);
  };
  const reliedOn = (ids: readonly string[], between: CaseMemory['referrals'][string]['between']): Relied[] =>
    [...ids].sort().flatMap((id) => {
      const consent = memory.consents[id];
      if (!consent || !consentHolds(memory, id, index) || !lasts(consent.until)) return [];
      const { from: given, categories, purpose, history: reach, until } = consent;
      return [{ consent: id, given, categories, passed: passing(directory, between, purpose, categories, index), purpose, history: reach, until }];
    });

  for (const { compartment, from, to } of memory.leads) if (inForce({ from, ...(to !== undefined && { to }) }, index)) hold(compartment, { kind: 'LEAD', from });
  for (const [compartment, from] of authors(history, directory, index)) hold(compartment, { kind: 'AUTHOR', from });
  for (const [of, referral] of Object.entries(memory.referrals)) {
    const { from, sender, addressee, basis, purpose, accepted, between, consents, open } = referral;
    if (from <= index) hold(sender, { kind: 'SENDER', from, of });
    if (!open.some((one) => inForce(one, index))) continue;
    const since = accepted !== undefined && accepted <= index ? { accepted } : {};
    hold(addressee, { kind: 'ADDRESSEE', from, of, legal: basis, ...since, ...(basis === 'CONSENT' ? { consents: reliedOn(consents, between) } : { purpose }) });
  }
  for (const [of, stay] of Object.entries(memory.stays)) if (inForce(stay, index)) hold(stay.compartment, { kind: 'HOUSING', from: stay.from, of });
  for (const [of, named] of Object.entries(memory.named)) {
    for (const { compartment, task, basis, purpose, consents, between, ...interval } of named) {
      if (interval.from > index || (task !== 'NOTIFIES' && !inForce(interval, index))) continue;
      hold(compartment, { kind: 'NAMED', from: interval.from, of, task, legal: basis, ...(basis === 'CONSENT' ? { consents: reliedOn(consents, between) } : { purpose }) });
    }
  }
  const { emergencies, disclosures, transfers } = memory.openings;
  for (const [of, { addressee, ...interval }] of Object.entries(transfers)) if (inForce(interval, index)) hold(addressee, { kind: 'ASKED_TO_LEAD', from: interval.from, of });
  for (const [of, mandate] of Object.entries(memory.mandates.issued)) {
    const { compartment, categories, until, from } = mandate;
    if (inForce(mandate, index) && lasts(until)) hold(compartment, { kind: 'MANDATE', from, of, categories, until });
  }
  for (const [of, told] of Object.entries(disclosures)) {
    const { receiver, categories, purpose, consents, between, until, from } = told;
    if (!inForce(told, index) || !lasts(until)) continue;
    hold(receiver, { kind: 'TOLD', from, of, categories, purpose, ...(consents.length > 0 && { consents: reliedOn(consents, between) }), ...(until !== undefined && { until }) });
  }
  for (const [of, access] of Object.entries(emergencies)) {
    const { compartment, further, until, from } = access;
    if (inForce(access, index) && lasts(until)) hold(compartment, { kind: 'EMERGENCY', from, of, categories: further, until });
  }
  for (const held of bases.values()) held.sort((a, b) => a.from - b.from || compare(a.kind, b.kind) || compare(a.of ?? '', b.of ?? ''));
  return bases;
}

/** Compartments that ever had a basis by then: when it has ended something may be left of it, the bare end of a referral for one. */
export function everHeld(memory: CaseMemory, index: number): readonly string[] {
  const { leads, referrals, stays, named, openings, mandates } = memory;
  const { emergencies, disclosures, transfers } = openings;
  const begun = [
    ...[...leads, ...Object.values(stays), ...Object.values(named).flat(), ...Object.values(mandates.issued), ...Object.values(emergencies)],
    ...Object.values(referrals).flatMap(({ from, sender, addressee }) => [sender, addressee].map((compartment) => ({ compartment, from }))),
    ...Object.values(disclosures).map(({ receiver: compartment, from }) => ({ compartment, from })),
    ...Object.values(transfers).map(({ addressee: compartment, from }) => ({ compartment, from })),
  ];
  return [...new Set(begun.flatMap(({ compartment, from }) => (from <= index && compartment !== '' ? [compartment] : [])))];
}

/** Who recorded something in the case, and where first. */
function authors(history: readonly PlacedFact[], directory: DirectoryMemory, index: number): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { placed } of history) {
    const author = placed.index <= index && !ofInvestigation(placed.event.stream) ? authorOf(directory, placed.event) : undefined;
    if (author !== undefined && !first.has(author)) first.set(author, placed.index);
  }
  return first;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
