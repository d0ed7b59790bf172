import type { RefusalTexts } from './text';

export const contactRefusals = {
  ALREADY_RECEIVED: {
    es: 'Este contacto ya está registrado.',
    en: 'This contact is on record already.',
  },
  NOT_A_DOOR: {
    es: 'Esa unidad no recibe primeros contactos. Regístrelo en la línea o en una oficina; para remitir a la persona, abra un caso.',
    en: 'That unit receives no first contacts. Let the hotline or an office record it; to refer her, open a case.',
  },
  EARLIER_CONTACT_UNKNOWN: {
    es: 'Su compartimento no tiene ese contacto anterior.',
    en: 'Your compartment has no such earlier contact.',
  },
  ANONYMOUS_CALLER: {
    es: 'Quien llama desea el anonimato: no registre nombre ni número, o indique que los dio.',
    en: 'The caller stays anonymous: record no name and no number, or say that she gave them.',
  },
  CONTACT_ENDED: {
    es: 'El contacto terminó. Registre uno nuevo que nombre a este como anterior.',
    en: 'The contact has ended. Record a new one that names this one as the earlier.',
  },
  NOT_THE_HOLDER: {
    es: 'Solo puede hacerlo la unidad que tiene el contacto. Si se le pasó a usted, recíbalo primero.',
    en: 'Only the desk that holds the contact may do this. If it was handed over to you, take it first.',
  },
  HAND_OVER_PENDING: {
    es: 'El contacto se está pasando a otra unidad. Espere a que lo reciba, o recupérelo.',
    en: 'The contact is being handed over. Wait until it is taken, or take it back.',
  },
  HAND_OVER_BASIS: {
    es: 'Indique por qué se pasa: con su acuerdo (CONSENT), por un peligro alto o inmediato ya valorado (VITAL_INTERESTS), o por una norma, con su número (LEGAL_OBLIGATION).',
    en: 'Say why it is handed over: she agrees (CONSENT), the danger triaged is high or immediate (VITAL_INTERESTS), or an act demands it, with its number (LEGAL_OBLIGATION).',
  },
  NOT_HANDED_OVER: {
    es: 'No hay un contacto pasado a su unidad que espere respuesta.',
    en: 'No contact that was handed over to your unit waits for an answer.',
  },
  IN_DANGER: {
    es: 'Está en peligro inmediato. Pase el contacto, envíe ayuda o vuelva a valorar el peligro.',
    en: 'She is in immediate danger. Hand the contact over, send help, or triage again.',
  },
  NOT_LINKED: {
    es: 'Vincule primero el contacto con el caso.',
    en: 'Link the contact to the case first.',
  },
} satisfies RefusalTexts;
