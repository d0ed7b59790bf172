import type { RefusalTexts } from './text';

export const planRefusals = {
  NOT_A_MEMBER: {
    es: 'De una acción responde un miembro del órgano. Incorpore primero a la institución.',
    en: 'A member of the body is responsible for an action. Admit the institution first.',
  },
  OUTSIDE_THE_PLAN: {
    es: 'La acción vence en un año que el plan no abarca. Compruebe la fecha.',
    en: 'The action is due in a year outside the plan. Check the date.',
  },
  ACTION_UNKNOWN: {
    es: 'En ese plan no hay tal acción.',
    en: 'There is no such action in that plan.',
  },
  NOT_RESPONSIBLE: {
    es: 'De una acción informa la institución responsable.',
    en: 'The institution that is responsible for an action reports on it.',
  },
  PROGRESS_CONTRADICTS: {
    es: 'El avance contradice el estado: lo no iniciado está en 0, lo terminado en 100, lo que está en marcha por debajo de 100.',
    en: 'The progress contradicts the status: what is not started stands at 0, what is done at 100, what is under way below 100.',
  },
} satisfies RefusalTexts;
