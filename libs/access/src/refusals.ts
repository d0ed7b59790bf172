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
    es: 'No quedan plazas: todas están reservadas u ocupadas. Pregunte a otra unidad; si ninguna la recibe, regístrelo en el caso como necesidad no cubierta. En una emergencia, quien dirige la unidad puede autorizar una más.',
    en: 'No place is left: every one is held or taken. Ask another unit; if none takes her in, record it in the case as an unmet need. In an emergency who directs the unit may authorise one more.',
  },
  PLACE_LEFT: {
    es: 'Queda una plaza. Reserve esa.',
    en: 'There is a place left. Hold that one.',
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
  RECORD_ANEW: {
    es: 'Lo que leen las reglas no se corrige: vuelva a registrarlo con la misma acción.',
    en: 'What the rules read is not corrected: record it anew by the same action.',
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
  NOT_MERGED: {
    es: 'Este caso no continúa en ningún otro.',
    en: 'This case goes on in no other.',
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
    es: 'El consentimiento debe terminar después del momento en que se otorga.',
    en: 'A consent ends later than it is given.',
  },
  UNTIL_TOO_FAR: {
    es: 'La fecha final está demasiado lejos. Elija una más próxima y vuelva a pedir el consentimiento entonces.',
    en: 'The end lies too far off. Choose a nearer one, and ask again then.',
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
  COMPARTMENT_TAKEN: {
    es: 'Ya existe un compartimento con ese código. Elija otro código.',
    en: 'A compartment of this code is there already. Choose another code.',
  },
  UNIT_CODE: {
    es: 'El código de una unidad lleva un guion; sin guion es el de una institución.',
    en: 'The code of a unit has a hyphen; one without is an institution’s.',
  },
  CONSENT_TOO_NARROW: {
    es: 'Hace falta una categoría que ningún consentimiento indicado cubre.',
    en: 'A category is needed that no consent named here covers.',
  },
  BASIS_NOT_OPEN: {
    es: 'Esa base legal no lo permite. Indique su número u otra base.',
    en: 'This legal basis does not open this. Give its number, or another basis.',
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
  SURVIVOR_DIED: {
    es: 'Consta que falleció. Lo que solo ella podía dar ya no se registra. Si fue otra persona, corrija esa entrada.',
    en: 'It is on record that she died. What only she could give is not recorded any more. If it was somebody else, correct that entry.',
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

  OWN_UNIT: {
    es: 'Va dirigido a otra unidad que la suya.',
    en: 'It goes to another unit than your own.',
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
    es: 'El estado actual no lo permite. Consúltelo de nuevo.',
    en: 'Not possible in its present state. Read it again.',
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
  PLACE_EACH: {
    es: 'Cada persona ocupa una plaza propia. Reserve una para cada una.',
    en: 'Everybody takes a place of their own. Hold one for each.',
  },
  OVERCAPACITY_FOR_EMERGENCY: {
    es: 'Una plaza por encima de la capacidad es solo para un referimiento de emergencia.',
    en: 'A place beyond the capacity is for an emergency referral only.',
  },

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
  DEPENDANT_UNKNOWN: {
    es: 'No hay tal caso abierto de una persona a su cargo. Compruebe el identificador.',
    en: 'There is no such open case of a dependant in her care. Check the id.',
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

  ALREADY_RECEIVED: {
    es: 'Este contacto ya está registrado.',
    en: 'This contact is on record already.',
  },
  NOT_A_DOOR: {
    es: 'Esa unidad no recibe primeros contactos. Regístrelo en la línea o en una oficina; para remitir a la persona, abra un caso.',
    en: 'That unit receives no first contacts. Let the hotline or an office record it; to refer her, open a case.',
  },
  EARLIER_CONTACT_UNKNOWN: {
    es: 'Su compartimento no tiene ese contacto anterior.',
    en: 'Your compartment has no such earlier contact.',
  },
  ANONYMOUS_CALLER: {
    es: 'Quien llama desea el anonimato: no registre nombre ni número, o indique que los dio.',
    en: 'The caller stays anonymous: record no name and no number, or say that she gave them.',
  },
  CONTACT_ENDED: {
    es: 'El contacto terminó. Registre uno nuevo que nombre a este como anterior.',
    en: 'The contact has ended. Record a new one that names this one as the earlier.',
  },
  NOT_THE_HOLDER: {
    es: 'Solo puede hacerlo la unidad que tiene el contacto. Si se le pasó a usted, recíbalo primero.',
    en: 'Only the desk that holds the contact may do this. If it was handed over to you, take it first.',
  },
  HAND_OVER_PENDING: {
    es: 'El contacto se está pasando a otra unidad. Espere a que lo reciba, o recupérelo.',
    en: 'The contact is being handed over. Wait until it is taken, or take it back.',
  },
  HAND_OVER_BASIS: {
    es: 'Indique por qué se pasa: con su acuerdo (CONSENT), por un peligro alto o inmediato ya valorado (VITAL_INTERESTS), o por una norma, con su número (LEGAL_OBLIGATION).',
    en: 'Say why it is handed over: she agrees (CONSENT), the danger triaged is high or immediate (VITAL_INTERESTS), or an act demands it, with its number (LEGAL_OBLIGATION).',
  },
  NOT_HANDED_OVER: {
    es: 'No hay un contacto pasado a su unidad que espere respuesta.',
    en: 'No contact that was handed over to your unit waits for an answer.',
  },
  IN_DANGER: {
    es: 'Está en peligro inmediato. Pase el contacto, envíe ayuda o vuelva a valorar el peligro.',
    en: 'She is in immediate danger. Hand the contact over, send help, or triage again.',
  },
  NOT_LINKED: {
    es: 'Vincule primero el contacto con el caso.',
    en: 'Link the contact to the case first.',
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

  CERTIFICATE_REQUIRED: {
    es: 'Una acreditación se apoya en un certificado del agente. Indique el curso y el certificado.',
    en: 'An accreditation rests on a certificate of the agent. Name the course and the certificate.',
  },
  CERTIFICATE_UNKNOWN: {
    es: 'A esa persona no se le otorgó ese certificado en ese curso.',
    en: 'No such certificate of that course was awarded to this person.',
  },
  CERTIFICATE_REVOKED: {
    es: 'Ese certificado se revocó. Indique otro.',
    en: 'That certificate was revoked. Name another one.',
  },
  ACCREDITED_OTHERWISE: {
    es: 'El agente ya está acreditado sobre otra base. Revoque primero esa acreditación.',
    en: 'The agent is accredited on something else. Revoke that accreditation first.',
  },
  HOURS_REVERSED: {
    es: 'Un horario termina después de empezar. Lo que sigue tras la medianoche va con el día siguiente.',
    en: 'Hours end later than they begin. What goes on after midnight goes with the day that follows.',
  },
  COURSE_NOT_OVER: {
    es: 'Un certificado se otorga cuando el curso ha terminado. Compruebe la fecha.',
    en: 'A certificate is awarded when the course is over. Check the date.',
  },
  DATE_IN_FUTURE: {
    es: 'La fecha está en el futuro. Compruébela.',
    en: 'The date lies in the future. Check it.',
  },
  DATES_REVERSED: {
    es: 'Lo que termina o sigue no puede ser anterior a lo que empieza. Compruebe las fechas.',
    en: 'What ends or follows cannot come before what begins. Check the dates.',
  },

  BODY_UNKNOWN: {
    es: 'Ese órgano de coordinación no está constituido. Constitúyalo primero.',
    en: 'That coordination body is not there. Constitute it first.',
  },
  NOT_THE_SECRETARIAT: {
    es: 'Solo puede hacerlo la coordinación de la secretaría de ese órgano.',
    en: 'Only a coordinator of the secretariat of that body may do this.',
  },
  COORDINATES_THE_BODY: {
    es: 'La institución que coordina el órgano es miembro mientras lo coordina.',
    en: 'The institution that coordinates the body is a member of it for as long.',
  },
  NOT_A_MEMBER: {
    es: 'De una acción responde un miembro del órgano. Incorpore primero a la institución.',
    en: 'A member of the body is responsible for an action. Admit the institution first.',
  },
  OUTSIDE_THE_PLAN: {
    es: 'La acción vence en un año que el plan no abarca. Compruebe la fecha.',
    en: 'The action is due in a year outside the plan. Check the date.',
  },
  ACTION_UNKNOWN: {
    es: 'En ese plan no hay tal acción.',
    en: 'There is no such action in that plan.',
  },
  NOT_RESPONSIBLE: {
    es: 'De una acción informa la institución responsable.',
    en: 'The institution that is responsible for an action reports on it.',
  },
  PROGRESS_CONTRADICTS: {
    es: 'El avance contradice el estado: lo no iniciado está en 0, lo terminado en 100, lo que está en marcha por debajo de 100.',
    en: 'The progress contradicts the status: what is not started stands at 0, what is done at 100, what is under way below 100.',
  },

  OTHER_PARTY_REQUIRED: {
    es: 'Un convenio es entre dos instituciones al menos. Nombre a otra.',
    en: 'An agreement is between two institutions at least. Name another one.',
  },
  TERMS_DIFFER: {
    es: 'Lo que firma no es lo propuesto. Lea de nuevo el convenio o proponga otro.',
    en: 'What you sign is not what was proposed. Read the agreement again, or propose another.',
  },
  AGREEMENT_ENDED: {
    es: 'El convenio ha terminado. Proponga otro.',
    en: 'The agreement has ended. Propose another.',
  },
  AGREEMENT_TOO_NARROW: {
    es: 'El servicio necesita una categoría que el convenio entre las dos instituciones no deja pasar.',
    en: 'The service needs a category that the agreement between the two institutions does not let pass.',
  },
  NOTHING_NAMED: {
    es: 'Una exclusión nombra los casos o la investigación de que aparta.',
    en: 'An exclusion names the cases or the investigation it keeps from.',
  },
  ALREADY_FILED: {
    es: 'Esta denuncia ya existe.',
    en: 'This complaint is there already.',
  },
  NOT_PROSECUTION: {
    es: 'Esto corresponde a una unidad del Ministerio Público.',
    en: 'This is for a unit of the prosecution.',
  },
  NOT_POLICE: {
    es: 'El Ministerio Público dirige a la policía. Indique una unidad de ella.',
    en: 'The prosecution directs the police. Name a unit of it.',
  },
  INVESTIGATION_NOT_OPEN: {
    es: 'La investigación no está abierta. Ábrala o reábrala primero.',
    en: 'The investigation is not open. Open or reopen it first.',
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
  ORDER_NUMBER_REQUIRED: {
    es: 'Indique en «basis» la clase y el número del requerimiento o de la decisión judicial.',
    en: 'Give in "basis" the kind and the number of the request or of the court\'s decision.',
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
  ALREADY_COLLECTED: {
    es: 'Esta evidencia ya está registrada.',
    en: 'This exhibit is there already.',
  },
  NOT_THE_CUSTODIAN: {
    es: 'Solo puede hacerlo quien tiene la custodia.',
    en: 'Only who has custody may do this.',
  },
  NOT_OFFERED: {
    es: 'Esa custodia no se le ofreció.',
    en: 'That custody was not offered to you.',
  },
  SEALED_ALREADY: {
    es: 'Ya está sellada. Rompa antes ese sello e indique por qué.',
    en: 'It is sealed already. Break that seal first, and say why.',
  },
  SEAL_FIRST: {
    es: 'La evidencia se entrega sellada. Séllela primero.',
    en: 'An exhibit is handed over sealed. Seal it first.',
  },
  BREAK_SEAL_FIRST: {
    es: 'Lo sellado no se examina. Rompa antes el sello e indique por qué.',
    en: 'What is sealed is not examined. Break the seal first, and say why.',
  },
  EXHIBIT_RETURNED: {
    es: 'La evidencia se devolvió.',
    en: 'The exhibit was given back.',
  },
  DESTRUCTION_ORDERED: {
    es: 'Un tribunal ordenó su destrucción.',
    en: 'A court ordered its destruction.',
  },
  CONSENT_FOR_OTHER_PURPOSE: {
    es: 'Ese consentimiento se dio para otra finalidad. Pida uno para esta.',
    en: 'That consent was given for another purpose. Ask for one for this.',
  },
  ALREADY_THERE: {
    es: 'Ya existe.',
    en: 'It is there already.',
  },
  NOT_THE_LEAD: {
    es: 'Solo puede hacerlo la unidad responsable del caso o quien notificó el retorno.',
    en: 'Only the lead of the case, or who notified the return, may do this.',
  },
  NOT_NAMED_FOR_IT: {
    es: 'Este retorno no designa a su unidad para eso. Pídalo a la unidad responsable.',
    en: 'This return does not name your unit for this. Ask the lead.',
  },
  ORDER_REQUIRED: {
    es: 'Desde aquí retorna por decisión propia o por orden judicial. Indique el número de la orden como base legal.',
    en: 'From here she returns on her own decision or by order of a court. Give its number as the legal basis.',
  },
  RISK_NOT_ASSESSED: {
    es: 'Evalúe primero qué riesgo le espera. Nadie retorna a un riesgo que no se ha evaluado.',
    en: 'Assess first what awaits her. Nobody is returned into a risk that nobody looked at.',
  },
  HIGH_RISK: {
    es: 'El riesgo de nueva victimización es alto: una adulta retorna solo si insiste; una niña, no. Busque otra salida con ella.',
    en: 'The risk of being trafficked again is high: an adult returns only if she insists, a child does not. Look for another way with her.',
  },
  NOT_A_SIGNATORY: {
    es: 'El plan de retorno se comparte con las instituciones firmantes del memorando. Para otras, pida un referimiento.',
    en: 'A return plan is shared with signatories of the memorandum. Refer her to others.',
  },

  NOT_MIGRATION_CONTROL: {
    es: 'El permiso se solicita a control migratorio. Busque la unidad en el directorio.',
    en: 'A permit is applied for at migration control. Look the unit up in the directory.',
  },
  NOT_THE_APPLICANT: {
    es: 'Solo puede hacerlo la unidad responsable del caso.',
    en: 'Only the lead of the case may do this.',
  },
  NOT_THE_AUTHORITY: {
    es: 'Solo puede hacerlo la autoridad a la que se solicitó.',
    en: 'Only the authority applied to may do this.',
  },
  NOT_APPLIED_FOR: {
    es: 'No hay solicitud pendiente a la que esto responda.',
    en: 'No application is waiting that this would answer.',
  },
  ALREADY_APPLIED: {
    es: 'Hay una solicitud pendiente. Espere la respuesta o retírela.',
    en: 'An application is waiting already. Await the answer, or withdraw it.',
  },
  NOT_AN_UPGRADE: {
    es: 'Una mejora da una estadía más firme que la que tiene. Para la misma clase, solicite la renovación.',
    en: 'An upgrade gives a firmer stay than the one she has. For the same class apply for its renewal.',
  },
  DATE_IMPOSSIBLE: {
    es: 'Esa fecha no existe en el calendario.',
    en: 'There is no such day in the calendar.',
  },
  FROM_TOO_FAR: {
    es: 'Un permiso empieza dentro de un año de la decisión. Compruebe el año y cuándo se decidió.',
    en: 'A permit begins within a year of the decision. Check the year, and when it was decided.',
  },
  UNTIL_BEFORE_FROM: {
    es: 'Un permiso no termina antes de empezar. Compruebe las dos fechas.',
    en: 'A permit does not end before it begins. Check both dates.',
  },
  PERMIT_TOO_LONG: {
    es: 'Un permiso termina dentro de diez años. Compruebe el año.',
    en: 'A permit ends within ten years. Check the year.',
  },
  RENEWAL_SHORTENS: {
    es: 'Una renovación termina después de lo que renueva. Compruebe las fechas.',
    en: 'A renewal ends later than what it renews. Check the dates.',
  },
};

/** The text of a refusal. A code without a row gets its code as text: dull, but it says nothing it should not. */
export const refusalText = (code: string, language: Language): string => refusalTexts[code]?.[language] ?? code;
