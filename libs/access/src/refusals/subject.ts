import type { RefusalTexts } from './text';

export const subjectRefusals = {
  HOLD_UNKNOWN: {
    es: 'No hay tal conservación ordenada sobre esta persona.',
    en: 'There is no such legal hold on this person.',
  },
  LIFT_NOT_REQUESTED: {
    es: 'La institución que ordenó la conservación no ha solicitado su fin.',
    en: 'The institution that placed the hold has not asked for its end.',
  },
  NOT_THE_PLACER: {
    es: 'El fin de la conservación lo solicita la institución que la ordenó.',
    en: 'The institution that placed the hold asks for its end.',
  },
  NOTHING_TO_HOLD: {
    es: 'Lo que se quiere conservar ya está suprimido o condenado. Indique lo que aún existe.',
    en: 'What is to be kept is erased already, or condemned to be. Name what is still there.',
  },
  ERASURE_UNKNOWN: {
    es: 'Nadie ha solicitado esa supresión.',
    en: 'Nobody has asked for this erasure.',
  },
  ERASURE_WAITS: {
    es: 'Hay otra supresión sin respuesta. Respóndala primero.',
    en: 'Another erasure waits for an answer. Answer that first.',
  },
  NOTHING_TO_ERASE: {
    es: 'Lo indicado ya está suprimido, o lo estará cuando termine la conservación ordenada.',
    en: 'This is erased already, or will be when nothing holds it any more.',
  },
  NOTHING_ERASED: {
    es: 'De esta persona no hay nada suprimido. Puede seguir registrando.',
    en: 'Nothing of this person is erased. Go on as you are.',
  },
  STILL_OPEN: {
    es: 'Todavía se trabaja en ese caso o contacto. Ciérrelo primero.',
    en: 'Somebody still works on this case or contact. Close it first.',
  },
  MATCH_UNKNOWN: {
    es: 'Nadie ha propuesto que esos dos casos sean de una misma persona.',
    en: 'Nobody has proposed that these two cases are about one person.',
  },
} satisfies RefusalTexts;
