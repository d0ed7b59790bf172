import type { RefusalTexts } from './text';

export const exhibitRefusals = {
  ALREADY_COLLECTED: {
    es: 'Esta evidencia ya está registrada.',
    en: 'This exhibit is there already.',
  },
  NOT_THE_CUSTODIAN: {
    es: 'Solo puede hacerlo quien tiene la custodia.',
    en: 'Only who has custody may do this.',
  },
  NOT_OFFERED: {
    es: 'Esa custodia no se le ofreció.',
    en: 'That custody was not offered to you.',
  },
  SEALED_ALREADY: {
    es: 'Ya está sellada. Rompa antes ese sello e indique por qué.',
    en: 'It is sealed already. Break that seal first, and say why.',
  },
  SEAL_FIRST: {
    es: 'La evidencia se entrega sellada. Séllela primero.',
    en: 'An exhibit is handed over sealed. Seal it first.',
  },
  BREAK_SEAL_FIRST: {
    es: 'Lo sellado no se examina. Rompa antes el sello e indique por qué.',
    en: 'What is sealed is not examined. Break the seal first, and say why.',
  },
  EXHIBIT_RETURNED: {
    es: 'La evidencia se devolvió.',
    en: 'The exhibit was given back.',
  },
  DESTRUCTION_ORDERED: {
    es: 'Un tribunal ordenó su destrucción.',
    en: 'A court ordered its destruction.',
  },
} satisfies RefusalTexts;
