/** Bands of the Counter-Trafficking Data Collaborative; UNKNOWN counts as a child until the age is assessed. */
export const ageBands = ['0-8', '9-17', '18-20', '21-23', '24-26', '27-29', '30-38', '39-47', '48+', 'UNKNOWN'] as const;
export type AgeBand = (typeof ageBands)[number];

/** Age unknown counts as a child until it is assessed. */
export const countsAsChild = (band: AgeBand): boolean => band === '0-8' || band === '9-17' || band === 'UNKNOWN';
