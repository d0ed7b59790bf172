import type { RefusalTexts } from './text';

export const agreementRefusals = {
  OTHER_PARTY_REQUIRED: {
    es: 'Un convenio es entre dos instituciones al menos. Nombre a otra.',
    en: 'An agreement is between two institutions at least. Name another one.',
  },
  TERMS_DIFFER: {
    es: 'Lo que firma no es lo propuesto. Lea de nuevo el convenio o proponga otro.',
    en: 'What you sign is not what was proposed. Read the agreement again, or propose another.',
  },
  AGREEMENT_ENDED: {
    es: 'El convenio ha terminado. Proponga otro.',
    en: 'The agreement has ended. Propose another.',
  },
} satisfies RefusalTexts;
