import type { RefusalTexts } from './text';

export const caseRefusals = {
  FORM_NOT_NAMED: {
    es: 'Indique el número del formulario firmado o adjúntelo.',
    en: 'Give the number of the signed form, or attach it.',
  },
  ALREADY_OPEN: {
    es: 'El caso ya está abierto.',
    en: 'The case is open already.',
  },
  CLOSED_OTHERWISE: {
    es: 'El caso se cerró por otro motivo. Lo registrado permanece.',
    en: 'The case was closed for another reason. What is recorded stays.',
  },
  NOT_CLOSED: {
    es: 'El caso está abierto.',
    en: 'The case is open.',
  },
  CONTACT_UNKNOWN: {
    es: 'Ese contacto seguro no se acordó en este caso.',
    en: 'No such safe contact was agreed in this case.',
  },
  ENTRY_UNKNOWN: {
    es: 'En este caso no hay tal entrada que pueda corregirse.',
    en: 'There is no such entry in this case that could be corrected.',
  },
  RECORD_ANEW: {
    es: 'Lo que leen las reglas no se corrige: vuelva a registrarlo con la misma acción.',
    en: 'What the rules read is not corrected: record it anew by the same action.',
  },
  FIELD_UNKNOWN: {
    es: 'La entrada no tiene ese campo. Compruebe los nombres de los campos.',
    en: 'The entry has no such field. Check the names of the fields.',
  },
  UNTIL_NOT_IN_FUTURE: {
    es: 'El consentimiento debe terminar después del momento en que se otorga.',
    en: 'A consent ends later than it is given.',
  },
  UNTIL_TOO_FAR: {
    es: 'La fecha final está demasiado lejos. Elija una más próxima y vuelva a pedir el consentimiento entonces.',
    en: 'The end lies too far off. Choose a nearer one, and ask again then.',
  },
  CONSENT_UNKNOWN: {
    es: 'Ese consentimiento no se dio en este caso.',
    en: 'No such consent was given in this case.',
  },
  AGREEMENT_REQUIRED: {
    es: 'Un plan que ella no ha aceptado no es un plan. Acuérdelo con ella, o con quien la representa si es una niña.',
    en: 'A plan she has not agreed to is no plan. Agree it with her, or, of a child, with who represents her.',
  },
  DATE_OUT_OF_RANGE: {
    es: 'Esa fecha es demasiado temprana o demasiado lejana. Compruebe el día y el año.',
    en: 'That date is too early or too far off. Check the day and the year.',
  },
  NO_SUCH_FOLLOW_UP: {
    es: 'No hay seguimiento después de tantos meses: indique el que corresponde.',
    en: 'No follow-up is made after so many months: name the one that is due.',
  },
  CARE_PLAN_EXISTS: {
    es: 'Ya hay un plan acordado. Revíselo con ella.',
    en: 'There is a plan already. Revise it with her.',
  },
  NO_CARE_PLAN: {
    es: 'Todavía no hay un plan. Acuerde uno con ella.',
    en: 'There is no plan yet. Agree one with her.',
  },
  PLAN_ITEM_UNKNOWN: {
    es: 'En el plan no hay tal acción, o no es suya. Consulte el plan de nuevo.',
    en: 'There is no such item in the plan, or it is not yours. Read the plan again.',
  },
  PLAN_ITEM_ENDED: {
    es: 'Esa acción ya terminó. Déjela fuera o planifique una nueva.',
    en: 'That item has ended. Leave it out, or plan a new one.',
  },
  PLAN_ITEM_TWICE: {
    es: 'Una acción continúa como una sola. Nómbrela una vez.',
    en: 'An item goes on as one item. Name it once.',
  },
  ALREADY_INTERVIEWED: {
    es: 'Ya fue entrevistada para esto. Use lo que dijo, o indique por qué se la entrevistó de nuevo.',
    en: 'She was interviewed for this before. Use what she said, or say why she was interviewed again.',
  },
  NON_PUNISHMENT_UNKNOWN: {
    es: 'En este caso no hay tal solicitud.',
    en: 'There is no such request in this case.',
  },
  PROSECUTION_ONLY: {
    es: 'Esto lo decide el Ministerio Público.',
    en: 'The prosecution decides this.',
  },
  NO_REINTEGRATION_PLAN: {
    es: 'Los seguimientos se cuentan desde el inicio de la reintegración. Acuerde primero el plan con ella.',
    en: 'Follow-ups count from the start of reintegration. Agree that plan with her first.',
  },
  GRIEVANCE_UNKNOWN: {
    es: 'En este caso no hay tal queja.',
    en: 'There is no such grievance in this case.',
  },
  GRIEVANCE_CONCERNS_YOU: {
    es: 'La queja se refiere a usted o a su unidad. La responde otra persona.',
    en: 'The grievance concerns you or your unit. Somebody else answers it.',
  },
  NOT_COMPETENT: {
    es: 'Decide la autoridad competente, en un caso propio o en uno que le refirieron para identificación y que aceptó. Refiéralo con el servicio IDENTIFICATION.',
    en: 'The competent authority decides, in a case of its own or in one referred to it for identification that it accepted. Refer it for the service IDENTIFICATION.',
  },
  NOT_ACCREDITED: {
    es: 'Lo decide un agente acreditado para identificar. Pida la acreditación a la administración.',
    en: 'An agent accredited for identification decides this. Ask your administrators for the accreditation.',
  },
  NOT_PRESUMED: {
    es: 'Primero se registra la presunción: abre la asistencia y el período de recuperación.',
    en: 'Record the presumption first: it opens assistance and the recovery period.',
  },
  NOT_DECIDED: {
    es: 'La autoridad aún no ha decidido. No hay nada que reconsiderar.',
    en: 'The authority has not decided yet. There is nothing to reconsider.',
  },
  RECOVERY_RUNNING: {
    es: 'Nadie decide antes de que termine el período de recuperación y reflexión, salvo que ella lo pida. Si lo pidió, indíquelo.',
    en: 'Nothing is decided before the recovery and reflection period ends, unless she asks. If she did, say so.',
  },
  RECOVERY_ENDED: {
    es: 'El período de recuperación terminó. Ya no puede prorrogarse.',
    en: 'The recovery period has ended. Nothing is left to extend.',
  },
  RECOVERY_NOT_SHORTENED: {
    es: 'El período de recuperación se prorroga, nunca se acorta. Indique una fecha posterior.',
    en: 'The recovery period is extended, never shortened. Give a later date.',
  },
  EXTENSION_TOO_LONG: {
    es: 'Cada prórroga es de noventa días como máximo. Prorrogue de nuevo cuando termine.',
    en: 'One extension is ninety days at most. Extend it again when that is over.',
  },
  RECONSIDERATION_OPEN: {
    es: 'Esa decisión ya se está reconsiderando.',
    en: 'That decision is being reconsidered already.',
  },
  RECONSIDERATION_UNKNOWN: {
    es: 'En este caso no se pidió tal reconsideración.',
    en: 'No such reconsideration was asked for in this case.',
  },

  GUARDIAN_NOT_APPOINTED: {
    es: 'En este caso no se ha designado a quien la representa. Desígnela primero.',
    en: 'No guardian was appointed in this case. Appoint one first.',
  },
  GUARDIAN_CONFLICTED: {
    es: 'Quien la representa está en conflicto con ella. Designe a otra persona.',
    en: 'The guardian is in conflict with the child. Appoint another one.',
  },
  GUARDIAN_UNKNOWN: {
    es: 'En este caso no se designó a esa persona.',
    en: 'No such guardian was appointed in this case.',
  },
  AGE_ASSESSMENT_REQUIRED: {
    es: 'Que cuente como niña o como adulta cambia con una determinación de la edad, no con una descripción. Regístrela primero.',
    en: 'Whether she counts as a child changes by an assessment of her age, not by a description. Record one first.',
  },
  CHILDRENS_COUNCIL_ONLY: {
    es: 'Lo determina el consejo de la niñez (CONANI).',
    en: 'The council for children (CONANI) determines this.',
  },
  REVIEW_DAY: {
    es: 'El riesgo se revisa dentro de un año, después de hoy. Compruebe la fecha.',
    en: 'A risk is assessed again after today and within a year. Check the date.',
  },
  FLAG_UNKNOWN: {
    es: 'En este caso no se activó tal alerta.',
    en: 'No such flag was raised in this case.',
  },

  EMERGENCY_NOT_NEEDED: {
    es: 'El caso ya está a su alcance.',
    en: 'The case is yours already.',
  },
  EMERGENCY_OPEN: {
    es: 'Su institución ya tiene abierto un acceso de emergencia a este caso.',
    en: 'Emergency access to this case is open to your compartment now.',
  },
  FURTHER_REASON_REQUIRED: {
    es: 'Para ver más que las alertas, indique el motivo adicional.',
    en: 'To see more than the safety flags, give the further reason.',
  },
  ACCESS_UNKNOWN: {
    es: 'En este caso no se abrió tal acceso.',
    en: 'No such access was opened in this case.',
  },
  TRANSFER_WITHIN: {
    es: 'Dentro del mismo compartimento el caso se asigna, no se traspasa.',
    en: 'Within a compartment the case is assigned, not transferred.',
  },
  TRANSFER_UNKNOWN: {
    es: 'En este caso no se pidió tal traspaso.',
    en: 'No such transfer was asked for in this case.',
  },
  TRANSFER_ENDED: {
    es: 'Ese traspaso ya no está pendiente: se pidió otro o cambió la unidad responsable.',
    en: 'That transfer is not asked for any more: another was, or the lead has changed.',
  },
  UNTIL_REQUIRED: {
    es: 'Lo que no se apoya en un consentimiento indica cuándo termina.',
    en: 'What rests on no consent names its end.',
  },
  DISCLOSURE_TOO_LONG: {
    es: 'Una divulgación termina antes. Realícela de nuevo entonces.',
    en: 'A disclosure ends sooner than that. Make it again then.',
  },
  DISCLOSURE_UNKNOWN: {
    es: 'En este caso no se realizó tal divulgación.',
    en: 'No such disclosure was made in this case.',
  },
  CASE_MERGED: {
    es: 'Este caso continúa en otro. Registre allí.',
    en: 'This case goes on in another. Record there.',
  },
  OTHER_CASE_UNKNOWN: {
    es: 'El otro caso no existe o no está a su alcance. Compruebe el identificador.',
    en: 'The other case does not exist or is not yours. Check the id.',
  },
  LEADS_DIFFER: {
    es: 'No se unifican casos de dos unidades responsables: primero se traspasa uno.',
    en: 'Cases of two leads are not merged. One hands over the lead first.',
  },
  MATTERS_DIFFER: {
    es: 'Dos asuntos son dos casos. Vincúlelos.',
    en: 'Two matters are two cases. Link them.',
  },
  OTHER_CASE_MERGED: {
    es: 'El otro caso continúa en un tercero. Unifíquelo con ese.',
    en: 'The other case goes on in a third. Merge into that.',
  },
  MATCH_REQUIRED: {
    es: 'Antes se confirma que ambos casos son de una misma persona.',
    en: 'First it is confirmed that both cases are about one person.',
  },
  NOT_MERGED: {
    es: 'Este caso no continúa en ningún otro.',
    en: 'This case goes on in no other.',
  },
  GUARDIAN_REQUIRED: {
    es: 'Por una niña, o mientras no se sepa la edad, consiente quien la representa.',
    en: 'For a child, or while the age is unknown, a guardian consents.',
  },
  NOT_A_CHILD: {
    es: 'Una persona adulta decide por sí misma.',
    en: 'An adult decides herself.',
  },
} satisfies RefusalTexts;
