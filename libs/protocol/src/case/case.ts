import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Screening } from '../htcds';
import type { Party } from '../party';
import type { Sex } from '../unit/unit';
import { clocks, type ClockPolicy } from '../clocks';
import { clocksAfter, noClocks, type ClockState } from '../running-clock';
import { sealedFields } from '../sealed-fields';
import { countsAsChild, type AgeBand } from './age-band';
import { caseClockEvents, caseClocks, decideEscalation, type CaseClockEvent, type EscalateCase } from './case-clocks';
import {
  careEvents,
  decideCare,
  endedWithHer,
  evolveCare,
  isCareCommand,
  noCare,
  survivorDied,
  type Care,
  type CareCommand,
  type CareEvent,
  type CareReadings,
  type CareRefusal,
} from './care';
import { conceptEvents, decideConcept, evolveConcepts, isConceptCommand, isConceptEvent, noConcepts, type ConceptCommand, type ConceptEvent, type ConceptFacts, type ConceptRefusal, type ConceptState } from './concepts';
import { voidFor, type Code } from './consent';
import { afterCorrection, isAnothersDeath } from './safety';

export const caseStream = (id: string): string => `case-${id}`;

export const matters = ['TRAFFICKING', 'SMUGGLING', 'GENDER_VIOLENCE', 'LABOUR', 'RETURN'] as const;
export type Matter = (typeof matters)[number];
export const caseKinds = ['SURVIVOR', 'DEPENDANT'] as const;
export const correctionReasons = ['MISTYPED', 'MISHEARD', 'MISTRANSLATED', 'WRONG_PERSON', 'NEW_INFORMATION'] as const;
export const closingReasons = ['REINTEGRATED', 'RETURNED', 'AT_HER_REQUEST', 'CONTACT_LOST', 'DIED', 'OPENED_IN_ERROR', 'REDIRECTED'] as const;
export const reopeningReasons = ['CAME_BACK', 'NEW_RISK', 'CLOSED_IN_ERROR', 'TRAFFICKED_AGAIN'] as const;

type Of = Readonly<{ case: string }>;
/** As far as it is known and she wants it recorded. */
type Description = Readonly<{
  ageBand: AgeBand;
  sex: Sex;
  foreignNational?: boolean;
  givenName?: string;
  familyName?: string;
  birthDate?: string;
  nationalities?: readonly string[];
  documents?: readonly Readonly<{ kind: string; number: string; country: string }>[];
}>;

export class OpenCase extends Command<'OpenCase', Of & { subject: string; matter: Matter; kind: (typeof caseKinds)[number]; careOf?: string }> {
  readonly type = 'OpenCase';
}
export class AssignCase extends Command<'AssignCase', Of & { agent: string; unit: string }> {
  readonly type = 'AssignCase';
}
export class DescribeSurvivor extends Command<'DescribeSurvivor', Of & Description> {
  readonly type = 'DescribeSurvivor';
}
export class RecordLanguageNeed extends Command<'RecordLanguageNeed', Of & { languages: readonly string[]; interpreter: boolean }> {
  readonly type = 'RecordLanguageNeed';
}
export class RecordScreening extends Command<'RecordScreening', Of & Screening & { screening: string }> {
  readonly type = 'RecordScreening';
}
export class CorrectEntry extends Command<
  'CorrectEntry',
  Of & { corrects: string; reason: (typeof correctionReasons)[number]; corrected: readonly Readonly<{ field: string; value: string }>[]; note?: string }
> {
  readonly type = 'CorrectEntry';
}
export class CloseCase extends Command<'CloseCase', Of & { reason: (typeof closingReasons)[number] }> {
  readonly type = 'CloseCase';
}
export class ReopenCase extends Command<'ReopenCase', Of & { reason: (typeof reopeningReasons)[number] }> {
  readonly type = 'ReopenCase';
}
/** After the lead was excluded; by who placed or confirmed the exclusion. */
export class ReassignLead extends Command<'ReassignLead', Of & { exclusion: string; lead: string }> {
  readonly type = 'ReassignLead';
}
type OwnCommand =
  | OpenCase
  | AssignCase
  | DescribeSurvivor
  | RecordLanguageNeed
  | RecordScreening
  | CorrectEntry
  | CloseCase
  | ReopenCase
  | ReassignLead
  | EscalateCase;

type OwnEvent =
  | DomainEvent<'CaseOpened', { matter: Matter; kind: (typeof caseKinds)[number]; subject: string; lead: Code; careOf?: string }>
  | DomainEvent<'CaseAssigned', { agent: Code; unit: Code }>
  | DomainEvent<'SurvivorDescribed', { ageBand: AgeBand; sex: Sex; foreignNational?: boolean }>
  | DomainEvent<'LanguageNeedRecorded', { languages: readonly string[]; interpreter: boolean }>
  | DomainEvent<'ScreeningRecorded', { screening: string }>
  | DomainEvent<'LeadReassigned', { lead: Code }>
  | DomainEvent<'EntryCorrected', { corrects: string; category: DataCategory; reason: (typeof correctionReasons)[number]; undoes?: 'SurvivorDied' }>
  | DomainEvent<'CaseClosed', { reason: (typeof closingReasons)[number] }>
  | DomainEvent<'CaseReopened', { reason: (typeof reopeningReasons)[number] }>
  | CaseClockEvent;

export type CaseCommand = OwnCommand | CareCommand | ConceptCommand;
export type CaseEvent = OwnEvent | CareEvent | ConceptEvent;

const identity = { givenName: 'IDENTITY', familyName: 'IDENTITY', birthDate: 'IDENTITY', nationalities: 'IDENTITY', documents: 'IDENTITY' } as const;
const screening = {
  acts: 'PROTECTION',
  means: 'PROTECTION',
  exploitation: 'PROTECTION',
  recruitment: 'PROTECTION',
  relationToTrafficker: 'PROTECTION',
  industry: 'PROTECTION',
  countryOfExploitation: 'PROTECTION',
  ageWhenTrafficked: 'PROTECTION',
  note: 'PROTECTION',
} as const satisfies Record<keyof Screening, DataCategory>;

export const caseEvents: EventDefinitions<CaseEvent['type']> = {
  CaseOpened: {
    category: 'STATUS',
    clear: { matter: 'counts', kind: 'counts', subject: 'sealing, erasure', lead: 'visibility', careOf: 'dependants' },
  },
  CaseAssigned: { category: 'STATUS', clear: { agent: 'gate', unit: 'gate' } },
  SurvivorDescribed: { category: 'STATUS', clear: { ageBand: 'rules 1, 2, 5', sex: 'rule 5, counts', foreignNational: 'counts' }, sealed: identity },
  LanguageNeedRecorded: { category: 'STATUS', clear: { languages: 'rule 2', interpreter: 'rule 2' } },
  ScreeningRecorded: { category: 'PROTECTION', clear: { screening: 'clock' }, sealed: screening },
  LeadReassigned: { category: 'STATUS', clear: { lead: 'visibility' } },
  EntryCorrected: {
    category: 'AS_CORRECTED',
    clear: { corrects: 'decision, views', category: 'visibility', reason: 'audit', undoes: 'visibility' },
    sealed: { corrected: 'AS_CORRECTED', correctionNote: 'AS_CORRECTED' },
  },
  CaseClosed: { category: 'STATUS', clear: { reason: 'counts' } },
  CaseReopened: { category: 'STATUS', clear: { reason: 'counts' } },
  ...careEvents,
  ...caseClockEvents,
  ...conceptEvents,
};

export type Case = Readonly<{
  opened?: Readonly<{ subject: string; lead: Code; matter: Matter; kind: (typeof caseKinds)[number]; careOf?: string }>;
  closed?: string;
  assigned?: Readonly<{ agent: Code; unit: Code }>;
  ageBand: AgeBand;
  /** How her age became known; absent while nothing was said of it. */
  ageBy?: 'DESCRIPTION' | 'ASSESSMENT';
  sex: Sex;
  languages: readonly string[];
  care: Care;
  /** Event id → type, of what may be corrected. */
  entries: Readonly<Record<string, CaseEvent['type']>>;
  clocks: ClockState;
}> &
  ConceptState;

/** What a decision on a case must know of other streams. */
export type CaseFacts = Readonly<{
  /** The agent or unit named by the command, as it stands in this case's events. */
  named?: Party & Readonly<{ agent?: Code }>;
  care?: CareReadings;
  /** The exclusion named by the command is confirmed, keeps the lead from this case, and the agent placed or confirmed it. */
  mayReassign?: boolean;
  /** The unit named by the command is kept from this case. */
  namedExcluded?: boolean;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}> &
  ConceptFacts;

export type CaseRefusal =
  | ConceptRefusal
  | CareRefusal
  | 'NOT_FOUND'
  | 'UNIT_REQUIRED'
  | 'ALREADY_OPEN'
  | 'CASE_CLOSED'
  | 'CLOSED_OTHERWISE'
  | 'NOT_CLOSED'
  | 'AGENT_UNKNOWN'
  | 'UNIT_UNKNOWN'
  | 'ENTRY_UNKNOWN'
  | 'FIELD_UNKNOWN'
  | 'RECORD_ANEW'
  | 'OWN_COMPARTMENT'
  | 'AGE_ASSESSMENT_REQUIRED'
  | 'CASE_MERGED';

type Decided = Decision<CaseEvent, CaseRefusal>;
const notFound: Decided = refuse('NOT_FOUND', 'there is no such case, or it is not yours');

function decide(command: CaseCommand, state: Case, facts: CaseFacts): Decided {
  const { opened } = state;
  if (command.type === 'OpenCase') {
    const { subject, matter, kind, careOf } = command.input;
    if (opened) return refuse('ALREADY_OPEN', 'this case is open already');
    if (facts.by.unit === '') return refuse('UNIT_REQUIRED', 'a case is opened by an agent of a unit');
    return [{ type: 'CaseOpened', data: { matter, kind, subject, lead: facts.by.unit, ...(careOf !== undefined && { careOf }) } }];
  }
  if (!opened) return notFound;
  if (command.type === 'EscalateCase') return decideEscalation(command, state.clocks, facts.clocks ?? clocks);
  if (command.type === 'ReassignLead') {
    if (!facts.mayReassign) return notFound;
    if (!facts.named || facts.namedExcluded) return refuse('UNIT_UNKNOWN', 'there is no such unit');
    if (facts.named.compartment === facts.by.compartment) return refuse('OWN_COMPARTMENT', 'who replaces a lead does not take its place');
    return opened.lead === facts.named.unit ? [] : [{ type: 'LeadReassigned', data: { lead: facts.named.unit } }];
  }
  const leads = facts.by.compartment === facts.lead?.compartment;
  if (isCareCommand(command)) {
    return decideCare(command, state.care, { ...(facts.under && { under: facts.under }), ...facts.care, ...(facts.clocks && { clocks: facts.clocks }), by: facts.by, leads, subject: opened.subject, ageBand: state.ageBand, guardianship: state.guardianship, closed: state.closed !== undefined });
  }
  if (isConceptCommand(command)) return decideConcept(command, state, facts);
  if (!leads) return notFound;
  if (command.type === 'ReopenCase' && state.merging.into !== undefined) return refuse('CASE_MERGED', 'the case goes on in another: record there');
  if (command.type === 'ReopenCase') return state.closed === undefined ? refuse('NOT_CLOSED', 'the case is open') : [{ type: 'CaseReopened', data: { reason: command.input.reason } }];
  return state.closed === undefined ? whenOpen(command, state, facts, opened.subject) : whenClosed(command, state);
}

/** A closed case takes what cannot wait: a correction. */
function whenClosed(command: OnOpenCase, state: Case): Decided {
  switch (command.type) {
    case 'CloseCase':
      return state.closed === command.input.reason ? [] : refuse('CLOSED_OTHERWISE', 'the case was closed for another reason; what is recorded stays');
    case 'CorrectEntry':
      return correct(command, state);
    default:
      return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  }
}

type OnOpenCase = Exclude<OwnCommand, OpenCase | ReopenCase | ReassignLead | EscalateCase>;
function whenOpen(command: OnOpenCase, state: Case, facts: CaseFacts, subject: string): Decided {
  if (endedWithHer(state.care, command)) return survivorDied;
  switch (command.type) {
    case 'AssignCase': {
      const { named } = facts;
      if (named?.agent === undefined || named.compartment !== facts.lead?.compartment) return refuse('AGENT_UNKNOWN', 'there is no such agent in your compartment');
      const { agent, unit } = named;
      return state.assigned?.agent === agent && state.assigned.unit === unit ? [] : [{ type: 'CaseAssigned', data: { agent, unit } }];
    }
    case 'DescribeSurvivor': {
      const { case: _case, ageBand, sex, foreignNational, ...fields } = command.input;
      if (needsAssessment(state, ageBand)) return refuse('AGE_ASSESSMENT_REQUIRED', 'whether she counts as a child changes by an assessment of her age');
      return [
        {
          type: 'SurvivorDescribed',
          data: { ageBand, sex, ...(foreignNational !== undefined && { foreignNational }) },
          ...sealedFields(subject, fields),
        },
        ...voidFor(ageBand, state.consents),
      ];
    }
    case 'RecordLanguageNeed': {
      const { languages, interpreter } = command.input;
      return [{ type: 'LanguageNeedRecorded', data: { languages: [...new Set(languages)].sort(), interpreter } }];
    }
    case 'RecordScreening': {
      const { case: _case, screening: id, ...fields } = command.input;
      return [{ type: 'ScreeningRecorded', data: { screening: id }, ...sealedFields(subject, fields) }];
    }
    case 'CorrectEntry':
      return correct(command, state);
    case 'CloseCase':
      return [{ type: 'CaseClosed', data: { reason: command.input.reason } }];
    default:
      return unreachable(command);
  }
}

/** Rule 1: who counts as a child does so until her age is assessed, and what was assessed is not described away. */
const needsAssessment = ({ ageBand, ageBy }: Case, described: AgeBand): boolean =>
  countsAsChild(described) !== countsAsChild(ageBand) && (ageBy === 'ASSESSMENT' || (ageBy === 'DESCRIPTION' && countsAsChild(ageBand)));

/** Rule 14: a correction is an event that says what it corrects; it is seen by who sees that. */
function correct({ input }: CorrectEntry, state: Case): Decided {
  const { corrects, reason, corrected, note } = input;
  const type = state.entries[corrects];
  const category = type && correctable(type);
  if (!category) return refuse('ENTRY_UNKNOWN', 'there is no such entry in this case that could be corrected');
  const { clear, sealed } = caseEvents[type];
  // A correction is sealed, and no rule reads what is sealed: corrected here, it would go on with the wrong value.
  if (corrected.some(({ field }) => Object.hasOwn(clear, field))) return refuse('RECORD_ANEW', 'what the rules read is not corrected but recorded anew, by the command that recorded it');
  if (corrected.some(({ field }) => !Object.hasOwn(sealed ?? {}, field))) return refuse('FIELD_UNKNOWN', 'the entry has no such field: check the names');
  const fields = { corrected, ...(note !== undefined && { correctionNote: note }) };
  const subject = state.guardianship.subjects[corrects] ?? state.opened!.subject;
  const anothers = isAnothersDeath(state.care.safety, { corrects, reason });
  return [{ type: 'EntryCorrected', data: { corrects, category, reason, ...(anothers && { undoes: 'SurvivorDied' }) }, ...sealedFields(subject, fields) }];
}

/** The category under which a correction of an event of this type is seen: that of what it says about her. */
function correctable(type: CaseEvent['type']): DataCategory | undefined {
  const { sealed } = caseEvents[type];
  const category = sealed && Object.values(sealed)[0];
  return category === 'AS_CORRECTED' ? undefined : category;
}

function evolve(before: Case, event: Recorded<CaseEvent>): Case {
  const timed = { ...before, clocks: clocksAfter(caseClocks, before.clocks, event) };
  const state = correctable(event.type) ? { ...timed, entries: { ...before.entries, [event.id]: event.type } } : timed;
  switch (event.type) {
    case 'CaseOpened': {
      const { subject, lead, matter, kind, careOf } = event.data;
      return { ...state, opened: { subject, lead, matter, kind, ...(careOf !== undefined && { careOf }) } };
    }
    case 'CaseAssigned':
      return { ...state, assigned: event.data };
    case 'SurvivorDescribed':
      return { ...state, ...(state.ageBy !== 'ASSESSMENT' && { ageBand: event.data.ageBand, ageBy: 'DESCRIPTION' }), sex: event.data.sex };
    case 'AgeAssessed':
      return { ...state, ageBand: event.data.ageBand, ageBy: 'ASSESSMENT' };
    case 'LanguageNeedRecorded':
      return { ...state, languages: event.data.languages };
    case 'ScreeningRecorded':
    case 'CaseEscalated':
      return state;
    case 'EntryCorrected':
      return { ...state, care: { ...state.care, safety: afterCorrection(state.care.safety, event.data) } };
    case 'LeadReassigned':
      return ledBy(state, event.data.lead);
    case 'LeadTransferAccepted':
      return withConcepts(ledBy(state, event.data.lead), event);
    case 'CaseClosed':
      return { ...state, closed: event.data.reason };
    case 'CaseMergedInto':
      return withConcepts({ ...state, closed: state.closed ?? merged }, event);
    case 'CasesUnmerged':
      return withConcepts(event.data.side === 'MERGED' ? unmerged(state) : state, event);
    case 'CaseReopened': {
      const { closed: _closed, ...rest } = state;
      // Trafficked again she is presumed again, and has the whole period again.
      return event.data.reason === 'TRAFFICKED_AGAIN' ? { ...rest, identification: noConcepts.identification } : rest;
    }
    default:
      return isConceptEvent(event) ? withConcepts(state, event) : { ...state, care: evolveCare(state.care, event) };
  }
}

/** A case that goes on in another takes as little as a closed one. */
const merged = 'MERGED';
function unmerged(state: Case): Case {
  const { closed, ...rest } = state;
  return closed === undefined || closed === merged ? rest : state;
}

/** The agent of the former lead stays behind. */
function ledBy({ assigned: _theirs, ...rest }: Case, lead: Code): Case {
  return { ...rest, opened: { ...rest.opened!, lead } };
}

const withConcepts = (state: Case, event: Recorded<ConceptEvent>): Case => ({ ...state, ...evolveConcepts(state, event) });

const initial: Case = {
  ageBand: 'UNKNOWN',
  sex: 'UNKNOWN',
  languages: [],
  care: noCare,
  entries: {},
  clocks: noClocks,
  ...noConcepts,
};

export const caseFile: Decider<Case, CaseCommand, CaseEvent, CaseFacts, CaseRefusal> = { initial, decide, evolve };
export const caseSlice = { decider: caseFile, forms: formsOf(caseEvents) };
