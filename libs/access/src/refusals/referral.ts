import type { RefusalTexts } from './text';

export const referralRefusals = {
  SERVICE_NOT_OFFERED: {
    es: 'La unidad no ofrece ahora ese servicio. Busque otra en el directorio.',
    en: 'The unit does not offer this service now. Look for another in the directory.',
  },
  SUPERSEDES_NOT_ENDED: {
    es: 'Un referimiento solo sustituye a otro suyo que haya terminado.',
    en: 'A referral supersedes one of your own that has ended.',
  },
  ALREADY_REQUESTED: {
    es: 'Este referimiento ya existe.',
    en: 'This referral is there already.',
  },
  NOT_THE_SENDER: {
    es: 'Solo puede hacerlo la parte que la envió.',
    en: 'Only the side that sent it may do this.',
  },
  ALREADY_ASKED: {
    es: 'La información se pide una sola vez. Ahora corresponde responder.',
    en: 'Information is asked for once. Now the referral is to be answered.',
  },
  ANSWERS_ITSELF: {
    es: 'Esa unidad responde por sí misma. Espere su respuesta.',
    en: 'That unit answers itself. Wait for its answer.',
  },
  LETTER_NOT_NAMED: {
    es: 'Indique el número de la carta o adjúntela.',
    en: 'Give the number of the letter, or attach it.',
  },
  LETTER_IN_FUTURE: {
    es: 'La carta lleva una fecha que aún no ha llegado. Compruébela.',
    en: 'The letter is dated later than today. Check its date.',
  },
} satisfies RefusalTexts;
