import type { RefusalTexts } from './text';

/** What more than one aggregate, or every command, may be refused for. */
export const generalRefusals = {
  AGREEMENT_TOO_NARROW: {
    es: 'Esto necesita una categoría que el convenio entre las dos instituciones no deja pasar.',
    en: 'This needs a category that the agreement between the two institutions does not let pass.',
  },
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
  ERASED: {
    es: 'Lo dicho de esta persona fue suprimido. Si ha vuelto, pida a la custodia de datos que reabra su expediente.',
    en: 'What was said of this person is erased. If she has come back, ask a data steward to reopen her.',
  },
  CHECKPOINT_UNKNOWN: {
    es: 'El punto de control indicado no es de este registro, o va por delante de él. Envíe el que guardó, tal cual.',
    en: 'The checkpoint given is none of this log, or is ahead of it. Send the one that you kept, as it is.',
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
  UNIT_UNKNOWN: {
    es: 'Esa unidad no existe o no está abierta. Búsquela en el directorio.',
    en: 'There is no such unit, or it is not open. Look it up in the directory.',
  },
  AGENT_UNKNOWN: {
    es: 'Ese agente no pertenece a su institución o compartimento.',
    en: 'There is no such agent in your institution or compartment.',
  },
  UNIT_CLOSED: {
    es: 'La unidad está cerrada.',
    en: 'The unit is closed.',
  },
  NOT_DUE: {
    es: 'Todavía no ha vencido.',
    en: 'It is not due yet.',
  },
  UNIT_REQUIRED: {
    es: 'Esto lo hace un agente asignado a una unidad. Pida su asignación a la administración.',
    en: 'This is done by an agent of a unit. Ask your administrators to assign you to one.',
  },
  CASE_CLOSED: {
    es: 'El caso está cerrado. Reábralo primero.',
    en: 'The case is closed. Reopen it first.',
  },
  OWN_COMPARTMENT: {
    es: 'Quien sustituye a la unidad responsable no ocupa su lugar. Nombre una unidad de otro compartimento.',
    en: 'Who replaces a lead does not take its place. Name a unit of another compartment.',
  },
  RECEIVER_UNKNOWN: {
    es: 'La unidad o institución receptora no existe. Búsquela en el directorio.',
    en: 'There is no such unit or institution to receive it. Look it up in the directory.',
  },
  LANGUAGE_NOT_HERS: {
    es: 'El consentimiento se pide en un idioma que ella entiende. Registre sus idiomas o indique quién interpretó.',
    en: 'Consent is asked in a language she understands. Record her languages, or name the interpreter.',
  },
  MIGRATION_CONTROL_LIMIT: {
    es: 'Control migratorio solo recibe datos migratorios, para la residencia, con consentimiento que lo nombre u orden judicial.',
    en: 'Migration control receives migration data only, for residence, on a consent that names it or a court order.',
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
    es: 'Hace falta una categoría que ningún consentimiento indicado cubre.',
    en: 'A category is needed that no consent named here covers.',
  },
  BASIS_NOT_OPEN: {
    es: 'Esa base legal no lo permite. Indique su número u otra base.',
    en: 'This legal basis does not open this. Give its number, or another basis.',
  },
  SURVIVOR_DIED: {
    es: 'Consta que falleció. Lo que solo ella podía dar ya no se registra. Si fue otra persona, corrija esa entrada.',
    en: 'It is on record that she died. What only she could give is not recorded any more. If it was somebody else, correct that entry.',
  },
  OWN_UNIT: {
    es: 'Va dirigido a otra unidad que la suya.',
    en: 'It goes to another unit than your own.',
  },
  NOT_THE_ADDRESSEE: {
    es: 'Solo puede hacerlo la unidad destinataria o su supervisión.',
    en: 'Only the unit addressed, or its supervisor, may do this.',
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
  CERTIFICATE_UNKNOWN: {
    es: 'A esa persona no se le otorgó ese certificado en ese curso.',
    en: 'No such certificate of that course was awarded to this person.',
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
  NOT_PROSECUTION: {
    es: 'Esto corresponde a una unidad del Ministerio Público.',
    en: 'This is for a unit of the prosecution.',
  },
  INVESTIGATION_NOT_OPEN: {
    es: 'La investigación no está abierta. Ábrala o reábrala primero.',
    en: 'The investigation is not open. Open or reopen it first.',
  },
  ORDER_NUMBER_REQUIRED: {
    es: 'Indique en «basis» la clase y el número del requerimiento o de la decisión judicial.',
    en: 'Give in "basis" the kind and the number of the request or of the court\'s decision.',
  },
  CONSENT_FOR_OTHER_PURPOSE: {
    es: 'Ese consentimiento se dio para otra finalidad. Pida uno para esta.',
    en: 'That consent was given for another purpose. Ask for one for this.',
  },
  ATTACHMENT_UNKNOWN: {
    es: 'Un archivo adjunto no está o su plazo terminó. Súbalo de nuevo para este caso y esta clase de entrada.',
    en: 'A file attached is not there, or its time is over. Upload it again, for this case and this kind of entry.',
  },
  ALREADY_THERE: {
    es: 'Ya existe.',
    en: 'It is there already.',
  },
  DEPENDANT_UNKNOWN: {
    es: 'No hay tal caso abierto de una persona a su cargo. Compruebe el identificador.',
    en: 'There is no such open case of a dependant in her care. Check the id.',
  },
} satisfies RefusalTexts;
