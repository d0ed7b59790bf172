import type { RefusalTexts } from './text';

export const subjectRefusals = {
  MATCH_UNKNOWN: {
    es: 'Nadie ha propuesto que esos dos casos sean de una misma persona.',
    en: 'Nobody has proposed that these two cases are about one person.',
  },
} satisfies RefusalTexts;
