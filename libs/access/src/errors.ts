import type { Language } from './caller';

type Text = Readonly<Record<Language, string>>;

/**
 * The codes of `extensions.code` that this API gives of its own; Apollo's `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`,
 * `OPERATION_RESOLUTION_FAILURE` and `BAD_REQUEST` stand beside them. The list in the README is checked against this one.
 */
export const errorTexts = {
  UNAUTHENTICATED: {
    es: 'Falta un token válido. Pida uno nuevo al emisor y envíelo en «Authorization: Bearer».',
    en: 'A valid token is missing. Get a new one from the issuer and send it as "Authorization: Bearer".',
  },
  AGENT_NOT_ACCEPTED: {
    es: 'Este sistema no puede actuar por ese agente. Compruebe «On-Behalf-Of» con su administración.',
    en: 'This system cannot act for that agent. Check "On-Behalf-Of" with your administrators.',
  },
  FORBIDDEN_FOR_ROLE: {
    es: 'Ninguna de sus funciones permite esta acción. Pídala a quien la tenga asignada.',
    en: 'None of your roles allows this. Ask somebody whose role does.',
  },
  OWN_TOKEN_REQUIRED: {
    es: 'Esta acción exige el token propio del agente, no la palabra del sistema que lo representa.',
    en: "This demands the agent's own token, not a partner system's word for it.",
  },
  PURPOSE_REQUIRED: {
    es: 'Indique para qué: cabecera «Purpose-Of-Use» o argumento «purpose».',
    en: 'Say what for: the header "Purpose-Of-Use" or the argument "purpose".',
  },
  BAD_USER_INPUT: {
    es: 'Los datos enviados no son válidos. Corrija los campos indicados.',
    en: 'The input is not valid. Correct the fields named.',
  },
  ATTACHMENT_TOO_LARGE: {
    es: 'El archivo está vacío o supera el tamaño permitido. Divídalo o redúzcalo.',
    en: 'The file is empty or over the size allowed. Split it or make it smaller.',
  },
  ATTACHMENT_TYPE: {
    es: 'Se admiten PDF, JPEG, PNG, TIFF y texto UTF-8, y el contenido debe ser lo que dice ser.',
    en: 'PDF, JPEG, PNG, TIFF and UTF-8 text are taken, and the content must be what it says it is.',
  },
  ATTACHMENT_SPOILT: {
    es: 'El archivo no llegó como se envió. Súbalo de nuevo.',
    en: 'The file did not arrive as it was sent. Upload it again.',
  },
  NOT_YET: {
    es: 'La vista aún no llega a esa posición. Repita la consulta en un momento.',
    en: 'The view has not reached that position yet. Ask again in a moment.',
  },
  QUERY_TOO_COMPLEX: {
    es: 'La consulta supera los límites. Pida menos campos o páginas más cortas.',
    en: 'The operation is over the limits. Ask for fewer fields or shorter pages.',
  },
  UNAVAILABLE: {
    es: 'No se pudo responder ahora. Repita con el mismo commandId: nada se escribe dos veces.',
    en: 'This cannot be answered now. Repeat it with the same commandId: nothing is written twice.',
  },
  INTERNAL_SERVER_ERROR: {
    es: 'Error del servidor. Indique el requestId a quien lo opera.',
    en: 'A fault of the server. Give the requestId to its operator.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ErrorCode = keyof typeof errorTexts;
