import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { Matter } from '../case/case';
import type { ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Party } from '../party';
import { sealedFields } from '../sealed-fields';
import { courtEvents, decideCourt, evolveCourt, type Court, type CourtCommand, type CourtEvent, type CourtRefusal } from './court';
import { decideMandate, endAll, evolveMandates, inForce, mandateEvents, type MandateCommand, type MandateEvent, type MandateRefusal, type Mandates } from './mandate';
import { decideTestimony, evolveInterviews, testimonyEvents, type Interviews, type TestimonyCommand, type TestimonyEvent, type TestimonyRefusal } from './testimony';

export const investigationStream = (id: string): string => `investigation-${id}`;

export const complainants = ['SURVIVOR', 'RELATIVE', 'THIRD_PARTY', 'INSTITUTION', 'ANONYMOUS', 'EX_OFFICIO'] as const;
export type Complainant = (typeof complainants)[number];
export const redirectionReasons = ['OTHER_MATTER', 'OTHER_TERRITORY', 'INVESTIGATED_ELSEWHERE', 'NO_OFFENCE'] as const;
export const attachmentBases = ['REFERRAL', 'COMPLAINT', 'MANDATE'] as const;
export type AttachmentBasis = (typeof attachmentBases)[number];
export const investigationClosings = ['JUDGED', 'DISMISSED', 'ARCHIVED', 'JOINED_TO_ANOTHER', 'NOT_OURS'] as const;
export const investigationReopenings = ['NEW_EVIDENCE', 'SUSPECT_FOUND', 'ORDERED_BY_COURT', 'CLOSED_IN_ERROR'] as const;

type Of = Readonly<{ investigation: string }>;

/** `file` is the subject under whose key everything is sealed that is said in the investigation and of no one person alone. */
export class FileComplaint extends Command<
  'FileComplaint',
  Of & { file: string; to: string; matter: Matter; complainant: Complainant; account: string; complainantName?: string; complainantContact?: string }
> {
  readonly type = 'FileComplaint';
}
export class RedirectComplaint extends Command<'RedirectComplaint', Of & { reason: (typeof redirectionReasons)[number]; matter?: Matter; to?: string }> {
  readonly type = 'RedirectComplaint';
}
export class OpenInvestigation extends Command<'OpenInvestigation', Of> {
  readonly type = 'OpenInvestigation';
}
/** A unit of the police works under the prosecutor's direction: it may collect exhibits, and sees nothing. */
export class DirectPolice extends Command<'DirectPolice', Of & { unit: string }> {
  readonly type = 'DirectPolice';
}
/** Says which case it is about, and why it may be said; opens nothing. `ref` is the referral or the mandate. */
export class AttachCase extends Command<'AttachCase', Of & { case: string; on: AttachmentBasis; ref?: string }> {
  readonly type = 'AttachCase';
}
export class NameSuspect extends Command<
  'NameSuspect',
  Of & { suspect: string; official: boolean; suspectName: string; aliases?: readonly string[]; description?: string }
> {
  readonly type = 'NameSuspect';
}
export class CloseInvestigation extends Command<'CloseInvestigation', Of & { reason: (typeof investigationClosings)[number] }> {
  readonly type = 'CloseInvestigation';
}
export class ReopenInvestigation extends Command<'ReopenInvestigation', Of & { reason: (typeof investigationReopenings)[number] }> {
  readonly type = 'ReopenInvestigation';
}
/** After the unit that has it was excluded; by who placed or confirmed the exclusion. */
export class ReassignInvestigation extends Command<'ReassignInvestigation', Of & { exclusion: string; to: string }> {
  readonly type = 'ReassignInvestigation';
}
export type InvestigationCommand =
  | FileComplaint
  | RedirectComplaint
  | OpenInvestigation
  | DirectPolice
  | AttachCase
  | NameSuspect
  | CloseInvestigation
  | ReopenInvestigation
  | ReassignInvestigation
  | MandateCommand
  | TestimonyCommand
  | CourtCommand;

export type InvestigationEvent =
  | DomainEvent<'ComplaintFiled', { file: string; to: string; matter: Matter; complainant: Complainant }>
  | DomainEvent<'ComplaintRedirected', { reason: (typeof redirectionReasons)[number]; matter?: Matter; to?: string }>
  | DomainEvent<'InvestigationOpened', { unit: string }>
  | DomainEvent<'PoliceDirected', { unit: string }>
  | DomainEvent<'CaseAttached', { case: string; on: AttachmentBasis; ref?: string }>
  | DomainEvent<'SuspectNamed', { suspect: string; official: boolean }>
  | DomainEvent<'InvestigationClosed', { reason: (typeof investigationClosings)[number] }>
  | DomainEvent<'InvestigationReopened', { reason: (typeof investigationReopenings)[number] }>
  | DomainEvent<'InvestigationReassigned', { to: string }>
  | MandateEvent
  | TestimonyEvent
  | CourtEvent;

export const investigationEvents: EventDefinitions<InvestigationEvent['type']> = {
  ComplaintFiled: {
    category: 'INVESTIGATION',
    clear: { file: 'sealing, erasure', to: 'visibility', matter: 'counts', complainant: 'decision, counts' },
    sealed: { account: 'INVESTIGATION', complainantName: 'INVESTIGATION', complainantContact: 'INVESTIGATION' },
  },
  ComplaintRedirected: { category: 'INVESTIGATION', clear: { reason: 'counts', matter: 'counts', to: 'counts' } },
  InvestigationOpened: { category: 'INVESTIGATION', clear: { unit: 'visibility' } },
  PoliceDirected: { category: 'INVESTIGATION', clear: { unit: 'rule 6' } },
  CaseAttached: { category: 'INVESTIGATION', clear: { case: 'decision', on: 'audit', ref: 'audit' } },
  SuspectNamed: {
    category: 'INVESTIGATION',
    clear: { suspect: 'sealing, erasure', official: 'counts' },
    sealed: { suspectName: 'INVESTIGATION', aliases: 'INVESTIGATION', description: 'INVESTIGATION' },
  },
  InvestigationClosed: { category: 'INVESTIGATION', clear: { reason: 'counts' } },
  InvestigationReopened: { category: 'INVESTIGATION', clear: { reason: 'counts' } },
  InvestigationReassigned: { category: 'INVESTIGATION', clear: { to: 'visibility' } },
  ...mandateEvents,
  ...testimonyEvents,
  ...courtEvents,
};

export type Investigation = Readonly<{
  status: 'NONE' | 'FILED' | 'REDIRECTED' | 'OPEN' | 'CLOSED';
  /** What was given as the reason of its redirection or closing. */
  because?: string;
  file: string;
  complainant?: Complainant;
  /** The unit whose it is: the one addressed, then who opened it. */
  unit: string;
  police: readonly string[];
  /** Case → on what it was attached. */
  cases: Readonly<Record<string, readonly string[]>>;
  suspects: readonly string[];
  interviews: Interviews;
  court: Court;
}> &
  Mandates;

/** What a decision on an investigation must know of other streams. */
export type InvestigationFacts = Readonly<{
  by: Party;
  /** The agent is of a unit that prosecutes. */
  prosecutes: boolean;
  /** The unit that has it, and its compartment. */
  holder?: Party;
  /** The unit or institution named by the command, if it is there and open. */
  named?: Party & Readonly<{ kind: 'PROSECUTION' | 'POLICE' | 'OTHER' }>;
  /** The case named, if it is there and not hidden from the agent: who it is about, and whether the referral named is hers to this compartment, accepted. */
  case?: Readonly<{ subject: string; referred: boolean }>;
  /** The exclusion named by the command is confirmed, keeps the holder from this investigation, and the agent placed or confirmed it. */
  mayReassign?: boolean;
  /** The unit named by the command is kept from this investigation. */
  namedExcluded?: boolean;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type InvestigationRefusal =
  | MandateRefusal
  | TestimonyRefusal
  | CourtRefusal
  | 'NOT_FOUND'
  | 'UNIT_REQUIRED'
  | 'UNIT_UNKNOWN'
  | 'OWN_COMPARTMENT'
  | 'ALREADY_FILED'
  | 'NOT_PROSECUTION'
  | 'NOT_POLICE'
  | 'INVESTIGATION_NOT_OPEN'
  | 'ATTACHMENT_UNFOUNDED';

type Decided = Decision<InvestigationEvent, InvestigationRefusal>;
const notFound: Decided = refuse('NOT_FOUND', 'there is no such investigation or case, or it is not yours');
const notOpen: Decided = refuse('INVESTIGATION_NOT_OPEN', 'the investigation is not open: open or reopen it first');
const otherwise: Decided = refuse('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');
const noSuchUnit: Decided = refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
const notProsecution: Decided = refuse('NOT_PROSECUTION', 'a unit of the prosecution does this: name one');

/** What is out of the agent's hands: time, an exclusion. */
type ByRule = ReassignInvestigation | Extract<MandateCommand, { type: 'LapseMandate' | 'EndReserve' }>;
const byRule = (command: InvestigationCommand): command is ByRule => ['ReassignInvestigation', 'LapseMandate', 'EndReserve'].includes(command.type);

function decide(command: InvestigationCommand, state: Investigation, facts: InvestigationFacts): Decided {
  if (command.type === 'FileComplaint') return state.status === 'NONE' ? file(command, facts) : refuse('ALREADY_FILED', 'this complaint is there already');
  if (state.status === 'NONE') return notFound;
  if (byRule(command)) return command.type === 'ReassignInvestigation' ? reassign(state, facts) : decideMandate(command, state, mandateFacts(state, facts));
  // What a prosecutor investigates is the business of that compartment alone: the PGR's other hands, Casa Malala's among them, do not see it.
  if (!facts.prosecutes || facts.by.compartment !== facts.holder?.compartment) return notFound;
  switch (command.type) {
    case 'RedirectComplaint': {
      const { reason, matter, to } = command.input;
      if (state.status === 'REDIRECTED') return state.because === reason ? [] : otherwise;
      if (state.status !== 'FILED') return otherwise;
      if (to !== undefined && !facts.named) return noSuchUnit;
      return [{ type: 'ComplaintRedirected', data: { reason, ...(matter !== undefined && { matter }), ...(to !== undefined && { to }) } }];
    }
    case 'OpenInvestigation':
      if (state.status === 'OPEN') return [];
      return state.status === 'FILED' ? [{ type: 'InvestigationOpened', data: { unit: facts.by.unit } }] : otherwise;
    case 'CloseInvestigation': {
      const { reason } = command.input;
      if (state.status === 'CLOSED') return state.because === reason ? [] : otherwise;
      return state.status === 'OPEN' ? [{ type: 'InvestigationClosed', data: { reason } }, ...endAll(state, 'INVESTIGATION_CLOSED')] : notOpen;
    }
    case 'ReopenInvestigation':
      if (state.status === 'OPEN') return [];
      return state.status === 'CLOSED' ? [{ type: 'InvestigationReopened', data: { reason: command.input.reason } }] : notOpen;
    case 'DirectPolice':
      // Evidence does not wait for the opening.
      if (state.status !== 'OPEN' && state.status !== 'FILED') return notOpen;
      if (!facts.named || facts.namedExcluded) return noSuchUnit;
      if (facts.named.kind !== 'POLICE') return refuse('NOT_POLICE', 'the prosecution directs the police: name a unit of it');
      return state.police.includes(facts.named.unit) ? [] : [{ type: 'PoliceDirected', data: { unit: facts.named.unit } }];
    default:
      return state.status === 'OPEN' ? whenOpen(command, state, facts) : notOpen;
  }
}

function file({ input }: FileComplaint, { by, prosecutes, named }: InvestigationFacts): Decided {
  const { file: subject, matter, complainant, account, complainantName, complainantContact } = input;
  if (by.unit === '') return refuse('UNIT_REQUIRED', 'a complaint is filed by an agent of a unit');
  if (!named) return noSuchUnit;
  if (named.kind !== 'PROSECUTION' || (complainant === 'EX_OFFICIO' && !prosecutes)) return notProsecution;
  return [{ type: 'ComplaintFiled', data: { file: subject, to: named.unit, matter, complainant }, ...sealedFields(subject, { account, complainantName, complainantContact }) }];
}

/** Rule 8, as with an excluded lead: whoever replaces it does not take its place; what was opened to the one is not opened to the other. */
function reassign(state: Investigation, { by, named, mayReassign, namedExcluded }: InvestigationFacts): Decided {
  if (!mayReassign) return notFound;
  if (!named || namedExcluded) return noSuchUnit;
  if (named.kind !== 'PROSECUTION') return notProsecution;
  if (named.compartment === by.compartment) return refuse('OWN_COMPARTMENT', 'who replaces a prosecutor does not take its place');
  return state.unit === named.unit ? [] : [{ type: 'InvestigationReassigned', data: { to: named.unit } }, ...endAll(state, 'REASSIGNED')];
}

type Investigating = AttachCase | NameSuspect | Exclude<MandateCommand, ByRule> | TestimonyCommand | CourtCommand;

function whenOpen(command: Investigating, state: Investigation, facts: InvestigationFacts): Decided {
  const survivor = 'case' in command.input && command.input.case !== undefined && state.cases[command.input.case] ? facts.case?.subject : undefined;
  const suspectKnown = 'suspect' in command.input && command.input.suspect !== undefined && state.suspects.includes(command.input.suspect);
  const about = { suspectKnown, ...(survivor !== undefined && { survivor }) };
  switch (command.type) {
    case 'AttachCase':
      return attach(command, state, facts);
    case 'NameSuspect': {
      const { suspect, official, suspectName, aliases, description } = command.input;
      const fields = { suspectName, ...(aliases !== undefined && { aliases }), ...(description !== undefined && { description }) };
      return [{ type: 'SuspectNamed', data: { suspect, official }, personal: [{ subject: suspect, fields }] }];
    }
    case 'IssueMandate':
    case 'EndMandate':
    case 'DiscloseUnderReserve':
      return decideMandate(command, state, mandateFacts(state, facts));
    case 'TakeStatement':
    case 'RecordAdvanceTestimony':
      return decideTestimony(command, state.interviews, about);
    case 'RecordProtectiveMeasure':
    case 'BringCharges':
    case 'RecordHearing':
    case 'RecordJudgment':
    case 'RecordReparation':
      return decideCourt(command, state.court, { file: state.file, ...about });
    default:
      return unreachable(command);
  }
}

/** On her accepted referral to the prosecution, on her complaint, or on a mandate in force for her case. */
function attach({ input, meta }: AttachCase, state: Investigation, facts: InvestigationFacts): Decided {
  const { case: id, on, ref } = input;
  if (!facts.case) return notFound;
  const mandate = state.mandates[ref ?? ''];
  const founded: Readonly<Record<AttachmentBasis, boolean>> = {
    REFERRAL: facts.case.referred,
    COMPLAINT: state.complainant === 'SURVIVOR' && ref === undefined,
    MANDATE: inForce(mandate, meta.receivedAt) && mandate.case === id,
  };
  if (!founded[on]) return refuse('ATTACHMENT_UNFOUNDED', 'a case is attached on an accepted referral of hers to your unit, on her own complaint, or on a mandate in force');
  return state.cases[id]?.includes(`${on} ${ref ?? ''}`) ? [] : [{ type: 'CaseAttached', data: { case: id, on, ...(ref !== undefined && { ref }) } }];
}

const mandateFacts = ({ unit, file: subject }: Investigation, facts: InvestigationFacts) => ({
  to: unit,
  file: subject,
  caseKnown: facts.case !== undefined,
  ...(facts.clocks && { clocks: facts.clocks }),
});

/** Every case that an investigation names. Who is excluded from one of them is shut out of the investigation too. */
export const casesOf = ({ cases, mandates }: Investigation): string[] => [...new Set([...Object.keys(cases), ...Object.values(mandates).map((mandate) => mandate.case)])];

function evolve(state: Investigation, event: Recorded<InvestigationEvent>): Investigation {
  const now = (status: Investigation['status'], because?: string): Investigation => {
    const { because: _before, ...rest } = state;
    return { ...rest, status, ...(because !== undefined && { because }) };
  };
  switch (event.type) {
    case 'ComplaintFiled': {
      const { file: subject, to, complainant } = event.data;
      return { ...state, status: 'FILED', file: subject, unit: to, complainant };
    }
    case 'ComplaintRedirected':
      return now('REDIRECTED', event.data.reason);
    case 'InvestigationOpened':
      return { ...now('OPEN'), unit: event.data.unit };
    case 'PoliceDirected':
      return { ...state, police: [...state.police, event.data.unit] };
    case 'CaseAttached': {
      const { case: id, on, ref } = event.data;
      return { ...state, cases: { ...state.cases, [id]: [...(state.cases[id] ?? []), `${on} ${ref ?? ''}`] } };
    }
    case 'SuspectNamed':
      return { ...state, suspects: [...state.suspects, event.data.suspect] };
    case 'InvestigationClosed':
      return now('CLOSED', event.data.reason);
    case 'InvestigationReopened':
      return now('OPEN');
    case 'InvestigationReassigned':
      return { ...state, unit: event.data.to };
    case 'MandateIssued':
    case 'MandateEnded':
    case 'MandateLapsed':
    case 'DisclosureUnderReserve':
    case 'ReserveEnded':
      return { ...state, ...evolveMandates(state, event) };
    case 'StatementTaken':
    case 'AdvanceTestimonyTaken':
      return { ...state, interviews: evolveInterviews(state.interviews, event) };
    case 'ProtectiveMeasureOrdered':
    case 'ChargesBrought':
    case 'HearingHeld':
    case 'JudgmentGiven':
    case 'ReparationOrdered':
      return { ...state, court: evolveCourt(state.court, event) };
    default:
      return unreachable(event);
  }
}

const initial: Investigation = {
  status: 'NONE',
  file: '',
  unit: '',
  police: [],
  cases: {},
  suspects: [],
  mandates: {},
  reserves: {},
  interviews: {},
  court: { charges: {}, judgments: {}, convicted: false, ordered: [] },
};

export const investigation: Decider<Investigation, InvestigationCommand, InvestigationEvent, InvestigationFacts, InvestigationRefusal> = { initial, decide, evolve };
export const investigationSlice = { decider: investigation, forms: formsOf(investigationEvents) };
