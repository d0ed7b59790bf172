/** Why the law lets this be done or shown. A sharing agreement limits what a basis opens; it never grants. */
export const legalBases = [
  'CONSENT',
  'LEGAL_MANDATE',
  'COURT_ORDER',
  'LEGAL_OBLIGATION',
  'VITAL_INTERESTS',
  'BEST_INTERESTS_OF_CHILD',
  'PUBLIC_STATISTICS',
] as const;
export type LegalBasis = (typeof legalBases)[number];

/** What for. Every command and every read of survivor data states one; a consent names the ones it allows. */
export const purposes = [
  'PROTECTION',
  'ASSISTANCE',
  'RETURN',
  'RESIDENCE',
  'PROSECUTION',
  'OVERSIGHT',
  'AUDIT',
  'STATISTICS',
  'ADMINISTRATION',
  'RECORD',
  'SUBJECT_ACCESS',
] as const;
export type Purpose = (typeof purposes)[number];
