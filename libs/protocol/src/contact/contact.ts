import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { Matter } from '../case/case';
import { clocks as ownClocks, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { InstitutionKind } from '../institution/institution';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import type { Sex } from '../unit/unit';
import { sealedFields } from '../sealed-fields';
import { contactClocks, type ContactClock, type EscalateContact } from './contact-clocks';
import {
  concerns,
  decideHandOver,
  evolveDesk,
  handOverEvents,
  handOverPending,
  holds,
  notTheHolder,
  type Desk,
  type HandOverCommand,
  type HandOverEvent,
  type HandOverFacts,
  type HandOverRefusal,
  type ThreatLevel,
} from './hand-over';

export const contactStream = (id: string): string => `contact-${id}`;

export const contactChannels = ['CALL', 'MESSAGE', 'IN_PERSON', 'ONLINE_FORM', 'LETTER', 'OUTREACH'] as const;
/** UNKNOWN: the line stayed silent. */
export const callers = ['SELF', 'THIRD_PARTY', 'UNKNOWN'] as const;
export const threats = ['DEATH_THREAT', 'VIOLENCE', 'WEAPON', 'HELD_AGAINST_HER_WILL', 'FOLLOWED', 'THREAT_TO_FAMILY', 'SELF_HARM'] as const;
export const orientationTopics = [
  'RIGHTS',
  'RESIDENCE_STATUS',
  'DOCUMENTS',
  'LEGAL_AID',
  'HEALTH',
  'PSYCHOLOGICAL_SUPPORT',
  'SHELTER',
  'HOW_TO_COMPLAIN',
  'LABOUR_RIGHTS',
  'CHILDREN',
  'RETURN',
  'SAFETY_PLAN',
  'SOCIAL_PROGRAMMES',
] as const;
export const redirectReasons = ['NOT_OUR_MANDATE', 'OUT_OF_TERRITORY', 'OUTSIDE_THE_COUNTRY'] as const;
export const contactOutcomes = ['ORIENTED', 'CASE_OPENED', 'HELP_SENT', 'HELP_DECLINED', 'LINE_LOST', 'NOT_GENUINE'] as const;
export const contactErrors = ['DUPLICATE', 'MISTYPED', 'TEST'] as const;

type Of = Readonly<{ contact: string }>;
/** A way to call back that is safe for her. */
type CallBack = Readonly<{ address: string; owner?: string; hours?: string; mayLeaveMessage?: boolean; codeWord?: string }>;
/**
 * Whom the contact is about: sex, and whether she is a foreign national, are hers also when somebody else calls for her; language
 * and name are the caller's. As far as they are known and told.
 */
type Clear = Readonly<{ language: string; caller: (typeof callers)[number]; sex: Sex; migrant?: boolean; anonymous: boolean }>;
type Description = Clear & Readonly<{ callerName?: string; callBack?: CallBack }>;

/** `subject` is the contact's own: nobody is searched for, and nobody is known, when the telephone rings. */
export class ReceiveContact extends Command<'ReceiveContact', Of & Description & { subject: string; channel: (typeof contactChannels)[number]; repeats?: string; account?: string }> {
  readonly type = 'ReceiveContact';
}
/** What becomes known later, or was mistaken; the newest description counts. */
export class DescribeCaller extends Command<'DescribeCaller', Of & Description> {
  readonly type = 'DescribeCaller';
}
export class TriageThreat extends Command<'TriageThreat', Of & { level: ThreatLevel; threats?: readonly (typeof threats)[number][]; details?: string }> {
  readonly type = 'TriageThreat';
}
export class TakeComplaint extends Command<'TakeComplaint', Of & { matter: Matter; complaint: string }> {
  readonly type = 'TakeComplaint';
}
export class GiveOrientation extends Command<'GiveOrientation', Of & { topics: readonly (typeof orientationTopics)[number][] }> {
  readonly type = 'GiveOrientation';
}
/** Not ours: she is told where to go, and nothing of her goes there. */
export class RedirectContact extends Command<'RedirectContact', Of & { to: InstitutionKind; reason: (typeof redirectReasons)[number] }> {
  readonly type = 'RedirectContact';
}
export class LinkContactToCase extends Command<'LinkContactToCase', Of & { case: string }> {
  readonly type = 'LinkContactToCase';
}
/** It was another's call. */
export class UnlinkContactFromCase extends Command<'UnlinkContactFromCase', Of & { case: string }> {
  readonly type = 'UnlinkContactFromCase';
}
export class CloseContact extends Command<'CloseContact', Of & { outcome: (typeof contactOutcomes)[number] }> {
  readonly type = 'CloseContact';
}
export class EnterContactInError extends Command<'EnterContactInError', Of & { reason: (typeof contactErrors)[number] }> {
  readonly type = 'EnterContactInError';
}
export type ContactCommand =
  | ReceiveContact
  | DescribeCaller
  | TriageThreat
  | TakeComplaint
  | GiveOrientation
  | HandOverCommand
  | RedirectContact
  | LinkContactToCase
  | UnlinkContactFromCase
  | CloseContact
  | EnterContactInError
  | EscalateContact;

export type ContactEvent =
  | DomainEvent<'ContactReceived', Clear & { unit: string; subject: string; channel: (typeof contactChannels)[number]; repeats?: string }>
  | DomainEvent<'CallerDescribed', Clear>
  | DomainEvent<'ThreatTriaged', { level: ThreatLevel }>
  | DomainEvent<'ComplaintTaken', { matter: Matter }>
  | DomainEvent<'OrientationGiven', { topics: readonly (typeof orientationTopics)[number][] }>
  | HandOverEvent
  | DomainEvent<'ContactRedirected', { to: InstitutionKind; reason: (typeof redirectReasons)[number] }>
  | DomainEvent<'ContactLinkedToCase', { case: string }>
  | DomainEvent<'ContactUnlinkedFromCase', { case: string }>
  | DomainEvent<'ContactClosed', { outcome: (typeof contactOutcomes)[number] }>
  | DomainEvent<'ContactEnteredInError', { reason: (typeof contactErrors)[number] }>
  | DomainEvent<'ContactEscalated', { clock: ContactClock; level: EscalationLevel }>;

const described = { language: 'counts', caller: 'counts', sex: 'counts', migrant: 'counts', anonymous: 'counts' };
const reachable = { callerName: 'CONTACT', callBack: 'CONTACT' } as const;

export const contactEvents: EventDefinitions<ContactEvent['type']> = {
  ContactReceived: {
    category: 'STATUS',
    clear: { unit: 'visibility, counts', subject: 'sealing, erasure', channel: 'counts', repeats: 'counts', ...described },
    sealed: { ...reachable, account: 'PROTECTION' },
  },
  CallerDescribed: { category: 'STATUS', clear: described, sealed: reachable },
  ThreatTriaged: { category: 'STATUS', clear: { level: 'decision, clock' }, sealed: { threats: 'PROTECTION', threatDetails: 'PROTECTION' } },
  ComplaintTaken: { category: 'STATUS', clear: { matter: 'counts' }, sealed: { complaint: 'PROTECTION' } },
  OrientationGiven: { category: 'STATUS', clear: { topics: 'counts' } },
  ...handOverEvents,
  ContactRedirected: { category: 'STATUS', clear: { to: 'counts', reason: 'counts' } },
  ContactLinkedToCase: { category: 'STATUS', clear: { case: 'visibility, exclusion, counts' } },
  ContactUnlinkedFromCase: { category: 'STATUS', clear: { case: 'visibility, exclusion, counts' } },
  ContactClosed: { category: 'STATUS', clear: { outcome: 'counts' } },
  ContactEnteredInError: { category: 'STATUS', clear: { reason: 'counts' } },
  ContactEscalated: { category: 'STATUS', clear: { clock: 'clock', level: 'clock' } },
};

export type Contact =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: 'OPEN' | 'REDIRECTED' | 'CLOSED' | 'ENTERED_IN_ERROR';
      /** What its end gave as reason or outcome. */
      because?: string;
      subject: string;
      desk: Desk;
      danger?: ThreatLevel;
      /** Cases it is linked to. */
      cases: readonly string[];
      clocks: ClockState;
    }>;

/** What a decision on a contact must know of other streams. */
export type ContactFacts = HandOverFacts &
  Readonly<{
    /** On a reception: how the agent's unit stands. */
    unit?: Readonly<{ door: boolean; closed: boolean }>;
    /** The earlier contact named by the command is one of the agent's compartment. */
    repeatsOwn?: boolean;
    /** The agent's compartment leads the case named by the command, and the agent is not kept from it. */
    leads?: boolean;
    /** The deadlines in force; the protocol's own where none are set. */
    clocks?: ClockPolicy;
  }>;

export type ContactRefusal =
  | HandOverRefusal
  | 'NOT_FOUND'
  | 'UNIT_REQUIRED'
  | 'UNIT_CLOSED'
  | 'ALREADY_RECEIVED'
  | 'EARLIER_CONTACT_UNKNOWN'
  | 'ANONYMOUS_CALLER'
  | 'CONTACT_ENDED'
  | 'IN_DANGER'
  | 'NOT_LINKED'
  | 'NOT_DUE';

type Decided = Decision<ContactEvent, ContactRefusal>;
type Known = Exclude<Contact, { status: 'NONE' }>;
const notFound = refuse('NOT_FOUND' as const, 'there is no such contact, or it is not yours');

function decide(command: ContactCommand, state: Contact, facts: ContactFacts): Decided {
  if (command.type === 'ReceiveContact') return receive(command, state, facts);
  if (state.status === 'NONE') return notFound;
  if (command.type === 'EscalateContact') {
    const { clock, level } = command.input;
    return movingUp(contactClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? ownClocks, { type: 'ContactEscalated', data: { clock, level } });
  }
  if (!concerns(state.desk, facts)) return notFound;
  switch (command.type) {
    case 'HandOverContact':
    case 'TakeContact':
    case 'DeclineHandOver':
    case 'TakeBackHandOver':
      return state.status === 'OPEN' ? decideHandOver(command, state.desk, state.danger, state.subject, facts) : ended;
    default:
      return holds(state.desk, facts) ? whenHeld(command, state, facts) : notTheHolder;
  }
}

const ended = refuse('CONTACT_ENDED' as const, 'the contact has ended: receive a new one, which names this one as the earlier');

function receive({ input }: ReceiveContact, state: Contact, { by, unit, repeatsOwn }: ContactFacts): Decided {
  const { subject, channel, repeats, account, ...description } = input;
  if (state.status !== 'NONE') return refuse('ALREADY_RECEIVED', 'this contact is on record already');
  if (!unit) return refuse('UNIT_REQUIRED', 'a contact is received by an agent of a unit');
  if (unit.closed) return refuse('UNIT_CLOSED', 'the unit is closed');
  if (!unit.door) return refuse('NOT_A_DOOR', 'this unit receives no contacts: let the hotline record it');
  if (repeats !== undefined && !repeatsOwn) return refuse('EARLIER_CONTACT_UNKNOWN', 'name an earlier contact of your own compartment');
  if (tellsTooMuch(description)) return anonymousCaller;
  return [
    {
      type: 'ContactReceived',
      data: { unit: by.unit, subject, channel, ...(repeats !== undefined && { repeats }), ...clear(description) },
      ...sealedFields(subject, { callerName: input.callerName, callBack: input.callBack, account }),
    },
  ];
}

type OfHolder = Exclude<ContactCommand, ReceiveContact | HandOverCommand | EscalateContact>;

/** What only the desk that holds it records; of what has ended, what corrects it and what it came to. */
function whenHeld(command: OfHolder, state: Known, facts: ContactFacts): Decided {
  if (command.type === 'EnterContactInError') return end(command, state, facts);
  if (state.status === 'ENTERED_IN_ERROR') return ended;
  switch (command.type) {
    case 'DescribeCaller': {
      const { callerName, callBack } = command.input;
      return tellsTooMuch(command.input) ? anonymousCaller : [{ type: 'CallerDescribed', data: clear(command.input), ...sealedFields(state.subject, { callerName, callBack }) }];
    }
    case 'LinkContactToCase':
    case 'UnlinkContactFromCase':
      return link(command, state, facts);
    case 'RedirectContact':
    case 'CloseContact':
      return end(command, state, facts);
    default:
      return state.status === 'OPEN' ? observe(command, state) : ended;
  }
}

/** What was observed, said or done is an entry each time. */
function observe(command: TriageThreat | TakeComplaint | GiveOrientation, { subject }: Known): Decided {
  switch (command.type) {
    case 'TriageThreat': {
      const { level, threats: seen, details } = command.input;
      return [{ type: 'ThreatTriaged', data: { level }, ...sealedFields(subject, { threats: seen && [...new Set(seen)].sort(), threatDetails: details }) }];
    }
    case 'TakeComplaint':
      return [{ type: 'ComplaintTaken', data: { matter: command.input.matter }, ...sealedFields(subject, { complaint: command.input.complaint }) }];
    case 'GiveOrientation':
      return [{ type: 'OrientationGiven', data: { topics: [...new Set(command.input.topics)].sort() } }];
  }
}

/** Naming a case takes the right to it: to everybody else there is no such case. */
function link(command: LinkContactToCase | UnlinkContactFromCase, { cases }: Known, { leads }: ContactFacts): Decided {
  const { case: caseId } = command.input;
  if (!leads) return notFound;
  if (command.type === 'LinkContactToCase') return cases.includes(caseId) ? [] : [{ type: 'ContactLinkedToCase', data: { case: caseId } }];
  return cases.includes(caseId) ? [{ type: 'ContactUnlinkedFromCase', data: { case: caseId } }] : [];
}

/** An end is given once. What was entered in error may have ended before. */
function end(command: RedirectContact | CloseContact | EnterContactInError, state: Known, { standsIn }: ContactFacts): Decided {
  const event = endOf(command);
  if (state.status === statusAfter[event.type]) {
    return state.because === because(event) ? [] : refuse('ANSWERED_OTHERWISE', 'the contact ended otherwise; what is recorded stays');
  }
  if (event.type !== 'ContactEnteredInError') {
    if (state.status !== 'OPEN') return ended;
    if (state.desk.offeredTo !== undefined) return handOverPending;
  }
  if (state.status === 'OPEN' && state.danger === 'IMMEDIATE' && !helped(event, state, standsIn)) return inDanger;
  if (event.type === 'ContactClosed' && event.data.outcome === 'CASE_OPENED' && state.cases.length === 0) return refuse('NOT_LINKED', 'link the case first');
  return [event];
}

/** A person in immediate danger is let go when help is on its way, somebody leads her case, or a supervisor answers for it. */
const helped = ({ type, data }: Ending, { cases }: Known, standsIn: boolean): boolean =>
  (type === 'ContactClosed' && (data.outcome === 'HELP_SENT' || cases.length > 0)) || (type !== 'ContactRedirected' && standsIn);

const inDanger = refuse('IN_DANGER' as const, 'she is in immediate danger: hand the contact over, send help, or triage again');
const anonymousCaller = refuse('ANONYMOUS_CALLER' as const, 'the caller stays anonymous: record no name and no number, or that she gave them');

type Ending = Extract<ContactEvent, { type: 'ContactRedirected' | 'ContactClosed' | 'ContactEnteredInError' }>;
const statusAfter = { ContactRedirected: 'REDIRECTED', ContactClosed: 'CLOSED', ContactEnteredInError: 'ENTERED_IN_ERROR' } as const;

function endOf(command: RedirectContact | CloseContact | EnterContactInError): Ending {
  switch (command.type) {
    case 'RedirectContact':
      return { type: 'ContactRedirected', data: { to: command.input.to, reason: command.input.reason } };
    case 'CloseContact':
      return { type: 'ContactClosed', data: { outcome: command.input.outcome } };
    case 'EnterContactInError':
      return { type: 'ContactEnteredInError', data: { reason: command.input.reason } };
  }
}

function because({ type, data }: Ending | Recorded<Ending>): string {
  if (type === 'ContactRedirected') return `${data.to} ${data.reason}`;
  return type === 'ContactClosed' ? data.outcome : data.reason;
}

/** An anonymous contact holds nothing of who she is. */
const tellsTooMuch = ({ anonymous, callerName, callBack }: Description): boolean => anonymous && (callerName !== undefined || callBack !== undefined);

const clear = ({ language, caller, sex, migrant, anonymous }: Description): Clear => ({ language, caller, sex, ...(migrant !== undefined && { migrant }), anonymous });

function evolve(before: Contact, event: Recorded<ContactEvent>): Contact {
  if (event.type === 'ContactReceived') {
    const { subject, unit } = event.data;
    return { status: 'OPEN', subject, desk: { holder: unit, held: [unit] }, cases: [], clocks: clocksAfter(contactClocks, noClocks, event) };
  }
  if (before.status === 'NONE') return before;
  const state = { ...before, clocks: clocksAfter(contactClocks, before.clocks, event) };
  switch (event.type) {
    case 'CallerDescribed':
    case 'ComplaintTaken':
    case 'OrientationGiven':
    case 'ContactEscalated':
      return state;
    case 'ThreatTriaged':
      return { ...state, danger: event.data.level };
    case 'ContactHandedOver':
    case 'ContactTaken':
    case 'HandOverDeclined':
    case 'HandOverTakenBack':
      return { ...state, desk: evolveDesk(state.desk, event) };
    case 'ContactLinkedToCase':
      return { ...state, cases: [...state.cases, event.data.case] };
    case 'ContactUnlinkedFromCase':
      return { ...state, cases: state.cases.filter((one) => one !== event.data.case) };
    case 'ContactRedirected':
      return { ...state, status: 'REDIRECTED', because: because(event) };
    case 'ContactClosed':
      return { ...state, status: 'CLOSED', because: because(event) };
    case 'ContactEnteredInError':
      return { ...state, status: 'ENTERED_IN_ERROR', because: because(event) };
    default:
      return unreachable(event);
  }
}

export const contact: Decider<Contact, ContactCommand, ContactEvent, ContactFacts, ContactRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const contactSlice = { decider: contact, forms: formsOf(contactEvents) };
