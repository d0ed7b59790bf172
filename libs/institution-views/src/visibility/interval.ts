import type { ExcludedParty } from '@amparo/protocol';

/** From one place in the log's order to another; still open without `to`. Nothing is ever removed, so any moment can be asked about. */
export type Interval = { from: number; to?: number };
export type Exclusion = Interval & Readonly<{ id: string; party: ExcludedParty }>;

export const inForce = ({ from, to }: Interval, asOf: number): boolean => from <= asOf && (to === undefined || to > asOf);

export const isOpen = ({ to }: Interval): boolean => to === undefined;

export const end = (interval: Interval, at: number): void => {
  interval.to ??= at;
};

/** A compartment that leads, or has the contact on its desk; of a lead the unit as the case names it. */
export type Held = Interval & Readonly<{ compartment: string; unit?: string }>;
