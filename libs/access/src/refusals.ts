import type { Language } from './caller';

type Text = Readonly<Record<Language, string>>;

/**
 * What a refusal says to the person who must act on it, by code. The text depends on the code alone: a refusal that hides
 * something is the same to the byte whatever it hides. Every code a decision may give has its row (`refusals.spec.ts`).
 */
export const refusalTexts: Readonly<Record<string, Text>> = {
  NOT_FOUND: {
    es: 'No existe o no está a su alcance. Compruebe el identificador.',
    en: 'It does not exist or is not yours to see. Check the id.',
  },
  COMMAND_ID_REUSED: {
    es: 'Este commandId ya se usó con otros datos. Para una acción nueva, envíe un UUID nuevo.',
    en: 'This commandId was used with other input. Send a new UUID for a new action.',
  },
  AT_IN_FUTURE: {
    es: 'La fecha del hecho está en el futuro. Compruebe la hora y la zona horaria.',
    en: 'The time of the fact lies in the future. Check the time and its zone.',
  },
  LATE_WITHOUT_REASON: {
    es: 'El hecho ocurrió hace más de 72 horas. Indique en «late» por qué se registra tarde.',
    en: 'It happened more than 72 hours ago. Say in "late" why it is recorded late.',
  },
};

/** The text of a refusal. A code without a row gets its code as text: dull, but it says nothing it should not. */
export const refusalText = (code: string, language: Language): string => refusalTexts[code]?.[language] ?? code;
