import type { RefusalTexts } from './text';

export const bodyRefusals = {
  COORDINATES_THE_BODY: {
    es: 'La institución que coordina el órgano es miembro mientras lo coordina.',
    en: 'The institution that coordinates the body is a member of it for as long.',
  },
} satisfies RefusalTexts;
