import type { RefusalTexts } from './text';

export const stayRefusals = {
  REFERRAL_NOT_ACCEPTED: {
    es: 'Ingresa con un referimiento que su unidad aceptó y que no ha terminado. Acéptelo primero.',
    en: 'She comes with a referral that your unit has accepted and that has not ended. Accept it first.',
  },
  CRITERIA_NOT_MET: {
    es: 'No cumple los criterios de admisión de la unidad. La unidad responsable del caso registra la necesidad no cubierta y la refiere a otra; si falta la descripción, complétela.',
    en: 'She does not meet the criteria of the unit. The lead of the case records the unmet need and refers her elsewhere; if she is not described yet, describe her.',
  },
  AGE_NEEDED: {
    es: 'Su rango de edad cruza el límite de la unidad. Indique su edad en años cumplidos, dentro de ese rango.',
    en: 'Her age band reaches over the limit of the unit. Say her age in completed years, within that band.',
  },
  STAY_ENDED: {
    es: 'Ya salió de la casa. Para volver hace falta un nuevo referimiento.',
    en: 'She has left the house. To come back she needs a new referral.',
  },
  ALREADY_LEFT: {
    es: 'Ya consta su salida. Lo registrado permanece.',
    en: 'It is on record already that she is gone. What is recorded stays.',
  },
  UNTIL_NOT_LATER: {
    es: 'Una estadía se prorroga hasta después de su próxima revisión.',
    en: 'A stay is extended to later than its next review.',
  },
  STAY_TOO_LONG: {
    es: 'Una estadía se prorroga como máximo treinta días desde la decisión; entonces se revisa de nuevo.',
    en: 'A stay is extended by thirty days from its decision at most. Then it is reviewed again.',
  },
} satisfies RefusalTexts;
