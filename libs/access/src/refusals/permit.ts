import type { RefusalTexts } from './text';

export const permitRefusals = {
  NOT_MIGRATION_CONTROL: {
    es: 'El permiso se solicita a control migratorio. Busque la unidad en el directorio.',
    en: 'A permit is applied for at migration control. Look the unit up in the directory.',
  },
  NOT_THE_APPLICANT: {
    es: 'Solo puede hacerlo la unidad responsable del caso.',
    en: 'Only the lead of the case may do this.',
  },
  NOT_THE_AUTHORITY: {
    es: 'Solo puede hacerlo la autoridad a la que se solicitó.',
    en: 'Only the authority applied to may do this.',
  },
  NOT_APPLIED_FOR: {
    es: 'No hay solicitud pendiente a la que esto responda.',
    en: 'No application is waiting that this would answer.',
  },
  ALREADY_APPLIED: {
    es: 'Hay una solicitud pendiente. Espere la respuesta o retírela.',
    en: 'An application is waiting already. Await the answer, or withdraw it.',
  },
  NOT_AN_UPGRADE: {
    es: 'Una mejora da una estadía más firme que la que tiene. Para la misma clase, solicite la renovación.',
    en: 'An upgrade gives a firmer stay than the one she has. For the same class apply for its renewal.',
  },
  DATE_IMPOSSIBLE: {
    es: 'Esa fecha no existe en el calendario.',
    en: 'There is no such day in the calendar.',
  },
  FROM_TOO_FAR: {
    es: 'Un permiso empieza dentro de un año de la decisión. Compruebe el año y cuándo se decidió.',
    en: 'A permit begins within a year of the decision. Check the year, and when it was decided.',
  },
  UNTIL_BEFORE_FROM: {
    es: 'Un permiso no termina antes de empezar. Compruebe las dos fechas.',
    en: 'A permit does not end before it begins. Check both dates.',
  },
  PERMIT_TOO_LONG: {
    es: 'Un permiso termina dentro de diez años. Compruebe el año.',
    en: 'A permit ends within ten years. Check the year.',
  },
  RENEWAL_SHORTENS: {
    es: 'Una renovación termina después de lo que renueva. Compruebe las fechas.',
    en: 'A renewal ends later than what it renews. Check the dates.',
  },
} satisfies RefusalTexts;
