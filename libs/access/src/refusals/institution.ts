import type { RefusalTexts } from './text';

export const institutionRefusals = {
  CLIENT_NAME: {
    es: 'El identificador de un sistema empieza por el código de su institución y un guion.',
    en: "The id of a client begins with its institution's code and a hyphen.",
  },
  COMPARTMENT_UNKNOWN: {
    es: 'Ese compartimento no existe. Sepárelo primero.',
    en: 'There is no such compartment. Wall it first.',
  },
  NOT_PROPOSED: {
    es: 'Ese nombramiento no se ha propuesto. Propóngalo primero.',
    en: 'That appointment was not proposed. Propose it first.',
  },
  COMPARTMENT_TAKEN: {
    es: 'Ya existe un compartimento con ese código. Elija otro código.',
    en: 'A compartment of this code is there already. Choose another code.',
  },
  CERTIFICATE_REQUIRED: {
    es: 'Una acreditación se apoya en un certificado del agente. Indique el curso y el certificado.',
    en: 'An accreditation rests on a certificate of the agent. Name the course and the certificate.',
  },
  CERTIFICATE_REVOKED: {
    es: 'Ese certificado se revocó. Indique otro.',
    en: 'That certificate was revoked. Name another one.',
  },
  ACCREDITED_OTHERWISE: {
    es: 'El agente ya está acreditado sobre otra base. Revoque primero esa acreditación.',
    en: 'The agent is accredited on something else. Revoke that accreditation first.',
  },
} satisfies RefusalTexts;
