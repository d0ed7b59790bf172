/**
 * A unit and its compartment as they stand in the events of one case: directory codes, or, for a residential unit, its code in
 * this case for both. Decisions compare parties and nothing else, so that a secret place is never named.
 */
export type Party = Readonly<{ unit: string; compartment: string }>;

/** Whether a party acts for another: the same unit, or the same compartment for those who may stand in for its units. */
export const actsFor = (by: Party, party: Party | undefined, standsIn: boolean): boolean =>
  party !== undefined && by.compartment === party.compartment && (by.unit === party.unit || standsIn);
