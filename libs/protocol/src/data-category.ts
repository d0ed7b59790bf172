/** What kind of knowledge about a person something is (consents, bases and roles open categories, never fields). */
export const dataCategories = [
  'STATUS',
  'IDENTITY',
  'CONTACT',
  'WHEREABOUTS',
  'PROTECTION',
  'HEALTH',
  'PSYCHOSOCIAL',
  'LEGAL',
  'MIGRATION',
  'CHILDREN',
  'INVESTIGATION',
  'REINTEGRATION',
] as const;
export type DataCategory = (typeof dataCategories)[number];

/** What is erased or held together: one data key per subject and class. */
export const keyClasses = ['identity', 'care', 'investigation'] as const;
export type KeyClass = (typeof keyClasses)[number];

const classOf: Readonly<Record<DataCategory, KeyClass>> = {
  IDENTITY: 'identity',
  CONTACT: 'identity',
  WHEREABOUTS: 'identity',
  CHILDREN: 'identity',
  STATUS: 'care',
  PROTECTION: 'care',
  HEALTH: 'care',
  PSYCHOSOCIAL: 'care',
  LEGAL: 'care',
  MIGRATION: 'care',
  REINTEGRATION: 'care',
  INVESTIGATION: 'investigation',
};

export const keyClassOf = (category: DataCategory): KeyClass => classOf[category];
