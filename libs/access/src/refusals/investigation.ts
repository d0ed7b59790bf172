import type { RefusalTexts } from './text';

export const investigationRefusals = {
  ALREADY_FILED: {
    es: 'Esta denuncia ya existe.',
    en: 'This complaint is there already.',
  },
  NOT_POLICE: {
    es: 'El Ministerio Público dirige a la policía. Indique una unidad de ella.',
    en: 'The prosecution directs the police. Name a unit of it.',
  },
  ATTACHMENT_UNFOUNDED: {
    es: 'Un caso se vincula por un referimiento suyo aceptado por su unidad, por su propia denuncia o por un requerimiento vigente.',
    en: 'A case is attached on an accepted referral of hers to your unit, on her own complaint, or on a mandate in force.',
  },
  CASE_NOT_ATTACHED: {
    es: 'Ese caso no está vinculado a la investigación. Vincúlelo primero.',
    en: 'That case is not attached to the investigation. Attach it first.',
  },
  SUSPECT_UNKNOWN: {
    es: 'Esa persona no figura como imputada en esta investigación. Nómbrela primero.',
    en: 'That person is no suspect of this investigation. Name them first.',
  },
  WITNESS_UNKNOWN: {
    es: 'A esa persona no se le ha tomado declaración como tal. Para alguien nuevo, deje el campo vacío.',
    en: 'That person was not heard as that before. For somebody new, leave the field out.',
  },
  INTERVIEW_REASON_REQUIRED: {
    es: 'Ella ya declaró. Indique en «again» por qué se le pregunta otra vez.',
    en: 'She has been heard before. Say in "again" why she is asked once more.',
  },
  NOT_CHARGED: {
    es: 'No hay acusación contra esa persona. Regístrela primero.',
    en: 'No charges were brought against that person. Record them first.',
  },
  NOT_CONVICTED: {
    es: 'La reparación sigue a una condena. Registre primero la sentencia.',
    en: 'Reparation follows on a conviction. Record the judgment first.',
  },
  CATEGORY_NOT_OPEN: {
    es: 'Ese requerimiento no abre esa categoría. Pida una con motivos o una orden judicial; algunas no las abre ninguno.',
    en: 'This mandate does not open that category. Give reasons, or get a court order; some no mandate opens.',
  },
  MANDATE_END: {
    es: 'Un requerimiento termina después de ahora y en un año como máximo. Emítalo de nuevo entonces.',
    en: 'A mandate ends later than now and within a year. Issue it again then.',
  },
  MANDATE_UNKNOWN: {
    es: 'Ese requerimiento no se emitió en esta investigación.',
    en: 'No such mandate was issued in this investigation.',
  },
  MANDATE_ENDED: {
    es: 'Ese requerimiento terminó. Emita otro.',
    en: 'That mandate has ended. Issue another.',
  },
  REVIEW_DATE: {
    es: 'La reserva se revisa después de ahora y en un año como máximo.',
    en: 'What is kept back is reviewed later than now and within a year.',
  },
} satisfies RefusalTexts;
