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
  TOO_LARGE: {
    es: 'Lo enviado no cabe en un registro. Acórtelo o regístrelo en partes.',
    en: 'This does not fit one record. Shorten it or record it in parts.',
  },

  NOT_ENTITLED: {
    es: 'Solo puede hacerlo la administración de la institución, o la de la institución fundadora.',
    en: 'Only administrators of the institution, or of the founding one, may do this.',
  },
  ALREADY_REGISTERED: {
    es: 'Ya existe una con ese código. Use el que hay o elija otro código.',
    en: 'There is one of this code already. Use it, or choose another code.',
  },
  INSTITUTION_UNKNOWN: {
    es: 'Esa institución no está registrada. Regístrela primero.',
    en: 'That institution is not registered. Register it first.',
  },
  TWO_PERSONS_REQUIRED: {
    es: 'Hacen falta dos personas distintas. Pida a otra que lo complete.',
    en: 'Two different persons are needed. Ask another one to complete it.',
  },
  NOT_ONESELF: {
    es: 'Nadie decide sobre sí mismo. Pídalo a otra persona de la administración.',
    en: 'Nobody decides about themselves. Ask another administrator.',
  },
  CLIENT_NAME: {
    es: 'El identificador de un sistema empieza por el código de su institución y un guion.',
    en: "The id of a client begins with its institution's code and a hyphen.",
  },
  COMPARTMENT_UNKNOWN: {
    es: 'Ese compartimento no existe. Sepárelo primero.',
    en: 'There is no such compartment. Wall it first.',
  },
  UNIT_UNKNOWN: {
    es: 'Esa unidad no existe o no está abierta. Búsquela en el directorio.',
    en: 'There is no such unit, or it is not open. Look it up in the directory.',
  },
  AGENT_UNKNOWN: {
    es: 'Ese agente no pertenece a su institución o compartimento.',
    en: 'There is no such agent in your institution or compartment.',
  },
  NOT_PROPOSED: {
    es: 'Ese nombramiento no se ha propuesto. Propóngalo primero.',
    en: 'That appointment was not proposed. Propose it first.',
  },
  WALL_FIRST: {
    es: 'Una unidad de este tipo tiene compartimento propio. Sepárelo primero, con el código de la unidad.',
    en: 'A unit of this kind has a compartment of its own. Wall it first, under the code of the unit.',
  },
  UNIT_CLOSED: {
    es: 'La unidad está cerrada.',
    en: 'The unit is closed.',
  },
  NO_PLACE_LEFT: {
    es: 'No quedan plazas: todas están reservadas u ocupadas. Pregunte a otra unidad.',
    en: 'No place is left: every one is held or taken. Ask another unit.',
  },
  NOT_DUE: {
    es: 'Todavía no ha vencido.',
    en: 'It is not due yet.',
  },

  UNIT_REQUIRED: {
    es: 'Esto lo hace un agente asignado a una unidad. Pida su asignación a la administración.',
    en: 'This is done by an agent of a unit. Ask your administrators to assign you to one.',
  },
  ALREADY_OPEN: {
    es: 'El caso ya está abierto.',
    en: 'The case is open already.',
  },
  CASE_CLOSED: {
    es: 'El caso está cerrado. Reábralo primero.',
    en: 'The case is closed. Reopen it first.',
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
  OWN_COMPARTMENT: {
    es: 'Quien sustituye a la unidad responsable no ocupa su lugar. Nombre una unidad de otro compartimento.',
    en: 'Who replaces a lead does not take its place. Name a unit of another compartment.',
  },
  FIELD_UNKNOWN: {
    es: 'La entrada no tiene ese campo. Compruebe los nombres de los campos.',
    en: 'The entry has no such field. Check the names of the fields.',
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
  DEPENDANT_UNKNOWN: {
    es: 'No hay tal caso de una persona a su cargo que sea también suyo. Ábralo como DEPENDANT a cargo de este caso.',
    en: 'There is no such case of a dependant in her care that is yours too. Open it as DEPENDANT in care of this case.',
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
  CONSENT_FOR_OTHER_PURPOSE: {
    es: 'Ese consentimiento se dio para otra finalidad. Pida uno para esta.',
    en: 'That consent was given for another purpose. Ask for one for this.',
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

  RECEIVER_UNKNOWN: {
    es: 'La unidad o institución receptora no existe. Búsquela en el directorio.',
    en: 'There is no such unit or institution to receive it. Look it up in the directory.',
  },
  LANGUAGE_NOT_HERS: {
    es: 'El consentimiento se pide en un idioma que ella entiende. Registre sus idiomas o indique quién interpretó.',
    en: 'Consent is asked in a language she understands. Record her languages, or name the interpreter.',
  },
  GUARDIAN_REQUIRED: {
    es: 'Por una niña, o mientras no se sepa la edad, consiente quien la representa.',
    en: 'For a child, or while the age is unknown, a guardian consents.',
  },
  NOT_A_CHILD: {
    es: 'Una persona adulta decide por sí misma.',
    en: 'An adult decides herself.',
  },
  UNTIL_NOT_IN_FUTURE: {
    es: 'El consentimiento debe terminar después de hoy.',
    en: 'A consent ends later than now.',
  },
  UNTIL_TOO_FAR: {
    es: 'El consentimiento termina como máximo en dos años. Vuelva a pedirlo entonces.',
    en: 'A consent ends within two years. Ask again then.',
  },
  MIGRATION_CONTROL_LIMIT: {
    es: 'Control migratorio solo recibe datos migratorios, para la residencia, con consentimiento que lo nombre u orden judicial.',
    en: 'Migration control receives migration data only, for residence, on a consent that names it or a court order.',
  },
  CONSENT_UNKNOWN: {
    es: 'Ese consentimiento no se dio en este caso.',
    en: 'No such consent was given in this case.',
  },
  CONSENT_REQUIRED: {
    es: 'Indique el consentimiento dado en este caso en que se apoya, u otra base legal.',
    en: 'Name the consent of this case that it rests on, or another legal basis.',
  },
  CONSENT_ENDED: {
    es: 'Ese consentimiento se retiró o caducó. Vuelva a pedirlo.',
    en: 'That consent was withdrawn or has lapsed. Ask again.',
  },
  CONSENT_FOR_ANOTHER: {
    es: 'Ese consentimiento nombra a otra receptora.',
    en: 'That consent names another receiver.',
  },
  CONSENT_TOO_NARROW: {
    es: 'El servicio necesita una categoría que ningún consentimiento indicado cubre.',
    en: 'The service needs a category that no consent named here covers.',
  },
  BASIS_NOT_OPEN: {
    es: 'Esa base legal no permite este referimiento. Indique su número u otra base.',
    en: 'This legal basis does not open this referral. Give its number, or another basis.',
  },

  OWN_UNIT: {
    es: 'Un referimiento va a otra unidad.',
    en: 'A referral goes to another unit.',
  },
  SERVICE_NOT_OFFERED: {
    es: 'La unidad no ofrece ahora ese servicio. Busque otra en el directorio.',
    en: 'The unit does not offer this service now. Look for another in the directory.',
  },
  SUPERSEDES_NOT_ENDED: {
    es: 'Un referimiento solo sustituye a otro suyo que haya terminado.',
    en: 'A referral supersedes one of your own that has ended.',
  },
  ALREADY_REQUESTED: {
    es: 'Este referimiento ya existe.',
    en: 'This referral is there already.',
  },
  NOT_THE_ADDRESSEE: {
    es: 'Solo puede hacerlo la unidad destinataria o su supervisión.',
    en: 'Only the unit addressed, or its supervisor, may do this.',
  },
  NOT_THE_SENDER: {
    es: 'Solo puede hacerlo la parte que la envió.',
    en: 'Only the side that sent it may do this.',
  },
  SUPERVISOR_REQUIRED: {
    es: 'Esto lo decide una supervisora o un supervisor.',
    en: 'A supervisor decides this.',
  },
  WRONG_STATE: {
    es: 'El estado actual del referimiento no lo permite. Consúltelo de nuevo.',
    en: "Not possible in the referral's present state. Read it again.",
  },
  ANSWERED_OTHERWISE: {
    es: 'Ya se respondió de otra manera. Lo registrado permanece.',
    en: 'This was answered otherwise before. What is recorded stays.',
  },
  ALREADY_ASKED: {
    es: 'La información se pide una sola vez. Ahora corresponde responder.',
    en: 'Information is asked for once. Now the referral is to be answered.',
  },
  HOLD_REQUIRED: {
    es: 'Una unidad residencial acepta con una plaza reservada. Reserve una primero.',
    en: 'A residential unit accepts with a place it holds. Hold one first.',
  },
  HOLD_ENDED: {
    es: 'Esa plaza ya no está reservada. Reserve otra.',
    en: 'That place is not held any more. Hold one again.',
  },

  PARTY_UNKNOWN: {
    es: 'Ese agente, unidad o institución no existe.',
    en: 'There is no such agent, unit or institution.',
  },
  ALREADY_PLACED: {
    es: 'Esta exclusión ya existe.',
    en: 'This exclusion is there already.',
  },
  OTHER_INSTITUTION_REQUIRED: {
    es: 'La confirma otra institución que la que la pidió.',
    en: "Another institution than the placer's confirms.",
  },
  EXCLUSION_LIFTED: {
    es: 'La exclusión se levantó. Pida una nueva.',
    en: 'The exclusion was lifted. Place a new one.',
  },
};

/** The text of a refusal. A code without a row gets its code as text: dull, but it says nothing it should not. */
export const refusalText = (code: string, language: Language): string => refusalTexts[code]?.[language] ?? code;
