import type { RefusalTexts } from './text';

export const courseRefusals = {
  COURSE_NOT_OVER: {
    es: 'Un certificado se otorga cuando el curso ha terminado. Compruebe la fecha.',
    en: 'A certificate is awarded when the course is over. Check the date.',
  },
  DATE_IN_FUTURE: {
    es: 'La fecha está en el futuro. Compruébela.',
    en: 'The date lies in the future. Check it.',
  },
} satisfies RefusalTexts;
