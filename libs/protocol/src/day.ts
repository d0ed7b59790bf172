const offset = 4 * 3_600_000;

/** The day of the calendar on which a moment falls in America/Santo_Domingo: four hours behind UTC, the whole year. */
export const dayOf = (moment: string): string => new Date(Date.parse(moment) - offset).toISOString().slice(0, 10);
