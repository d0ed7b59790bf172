import type { RefusalTexts } from './text';

export const exclusionRefusals = {
  PARTY_UNKNOWN: {
    es: 'Ese agente, unidad o institución no existe.',
    en: 'There is no such agent, unit or institution.',
  },
  ALREADY_PLACED: {
    es: 'Esta exclusión ya existe.',
    en: 'This exclusion is there already.',
  },
  OTHER_INSTITUTION_REQUIRED: {
    es: 'La confirma otra institución que la que la pidió.',
    en: "Another institution than the placer's confirms.",
  },
  EXCLUSION_LIFTED: {
    es: 'La exclusión se levantó. Pida una nueva.',
    en: 'The exclusion was lifted. Place a new one.',
  },
  NOTHING_NAMED: {
    es: 'Una exclusión nombra los casos o la investigación de que aparta.',
    en: 'An exclusion names the cases or the investigation it keeps from.',
  },
} satisfies RefusalTexts;
