import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { sealedFields } from '../sealed-fields';

/** What the kind of an incident says in clear is no more than a count needs; who is behind it is told in the sealed account. */
export const incidentKinds = ['THREAT', 'APPROACHED', 'FOLLOWED', 'ASSAULT', 'FAMILY_THREATENED', 'PLACE_KNOWN', 'DATA_EXPOSED', 'DISAPPEARED'] as const;
export const incidentSeverities = ['LOW', 'SERIOUS', 'IMMEDIATE_DANGER'] as const;
export const interviewPurposes = ['IDENTIFICATION', 'STATEMENT', 'HEALTH', 'PSYCHOLOGICAL', 'NEEDS', 'RESIDENCE'] as const;
export const interviewAgainReasons = ['AT_HER_REQUEST', 'NEW_FACTS', 'ORDERED', 'ANOTHER_LANGUAGE', 'BROKEN_OFF'] as const;
export const nonPunishmentDecisions = ['GRANTED', 'REFUSED'] as const;

type Of = Readonly<{ case: string }>;
type Under = Readonly<{ under?: string }>;

export class ReportSafetyIncident extends Command<
  'ReportSafetyIncident',
  Of & Under & { kind: (typeof incidentKinds)[number]; severity: (typeof incidentSeverities)[number]; account: string }
> {
  readonly type = 'ReportSafetyIncident';
}
export class NoteInterview extends Command<
  'NoteInterview',
  Of & Under & { for: (typeof interviewPurposes)[number]; again?: (typeof interviewAgainReasons)[number]; interviewer: string }
> {
  readonly type = 'NoteInterview';
}
export class RequestNonPunishment extends Command<'RequestNonPunishment', Of & { request: string; offences: string }> {
  readonly type = 'RequestNonPunishment';
}
export class DecideNonPunishment extends Command<'DecideNonPunishment', Of & Under & { request: string; decision: (typeof nonPunishmentDecisions)[number]; reasons: string }> {
  readonly type = 'DecideNonPunishment';
}
export class RecordDeath extends Command<'RecordDeath', Of & { circumstances: string }> {
  readonly type = 'RecordDeath';
}
export type SafetyCommand = ReportSafetyIncident | NoteInterview | RequestNonPunishment | DecideNonPunishment | RecordDeath;

export type SafetyEvent =
  | DomainEvent<'SafetyIncidentReported', { kind: (typeof incidentKinds)[number]; severity: (typeof incidentSeverities)[number]; under?: string }>
  | DomainEvent<'InterviewNoted', { for: (typeof interviewPurposes)[number]; again?: (typeof interviewAgainReasons)[number]; under?: string }>
  | DomainEvent<'NonPunishmentRequested', { request: string; hand: string }>
  | DomainEvent<'NonPunishmentDecided', { request: string; decision: (typeof nonPunishmentDecisions)[number]; under?: string }>
  | DomainEvent<'SurvivorDied', Record<string, never>>;

export const safetyEvents: EventDefinitions<SafetyEvent['type']> = {
  SafetyIncidentReported: { category: 'PROTECTION', clear: { kind: 'counts', severity: 'clock', under: 'audit' }, sealed: { account: 'PROTECTION' } },
  InterviewNoted: { category: 'PROTECTION', clear: { for: 'rule of interviews, counts', again: 'counts', under: 'audit' }, sealed: { interviewer: 'PROTECTION' } },
  NonPunishmentRequested: { category: 'LEGAL', clear: { request: 'decision', hand: 'rule 7' }, sealed: { offences: 'LEGAL' } },
  NonPunishmentDecided: { category: 'LEGAL', clear: { request: 'decision', decision: 'counts', under: 'audit' }, sealed: { decisionReasons: 'LEGAL' } },
  SurvivorDied: { category: 'STATUS', clear: {}, sealed: { circumstances: 'PROTECTION' } },
};

type Request = Readonly<{ hand: string; decision?: (typeof nonPunishmentDecisions)[number] }>;
export type Safety = Readonly<{
  /** What she was interviewed for already. */
  interviewed: readonly string[];
  requests: Readonly<Record<string, Request>>;
  /** The event that says she died. */
  died?: string;
}>;
export const noSafety: Safety = { interviewed: [], requests: {} };

export type SafetyFacts = Readonly<{
  subject: string;
  under?: string;
  /** The person who acts, as a code in this case. */
  hand?: string;
  /** Whether the actor's unit is a prosecutor's, of the prosecution. */
  prosecutes?: boolean;
}>;

export type SafetyRefusal = 'ALREADY_INTERVIEWED' | 'NON_PUNISHMENT_UNKNOWN' | 'PROSECUTION_ONLY' | 'TWO_PERSONS_REQUIRED' | 'ANSWERED_OTHERWISE';

export function decideSafety(command: SafetyCommand, state: Safety, { subject, under, hand = '', prosecutes }: SafetyFacts): Decision<SafetyEvent, SafetyRefusal> {
  const by = under === undefined ? {} : { under };
  switch (command.type) {
    case 'ReportSafetyIncident': {
      const { kind, severity, account } = command.input;
      return [{ type: 'SafetyIncidentReported', data: { kind, severity, ...by }, ...sealedFields(subject, { account }) }];
    }
    case 'NoteInterview': {
      const { for: purpose, again, interviewer } = command.input;
      const repeated = state.interviewed.includes(purpose);
      if (repeated && again === undefined) return refuse('ALREADY_INTERVIEWED', 'she was interviewed for this before: say why again');
      return [{ type: 'InterviewNoted', data: { for: purpose, ...(repeated && { again: again! }), ...by }, ...sealedFields(subject, { interviewer }) }];
    }
    case 'RequestNonPunishment': {
      const { request, offences } = command.input;
      return state.requests[request] ? [] : [{ type: 'NonPunishmentRequested', data: { request, hand }, ...sealedFields(subject, { offences }) }];
    }
    case 'DecideNonPunishment': {
      const { request, decision, reasons } = command.input;
      const asked = state.requests[request];
      if (!prosecutes) return refuse('PROSECUTION_ONLY', 'the prosecution decides this');
      if (!asked) return refuse('NON_PUNISHMENT_UNKNOWN', 'there is no such request in this case');
      if (asked.hand === hand) return refuse('TWO_PERSONS_REQUIRED', 'another person than who asked decides');
      if (asked.decision === decision) return [];
      if (asked.decision) return refuse('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');
      return [{ type: 'NonPunishmentDecided', data: { request, decision, ...by }, ...sealedFields(subject, { decisionReasons: reasons }) }];
    }
    case 'RecordDeath':
      return state.died === undefined ? [{ type: 'SurvivorDied', data: {}, ...sealedFields(subject, { circumstances: command.input.circumstances }) }] : [];
  }
}

export function evolveSafety(state: Safety, { id, type, data }: Recorded<SafetyEvent>): Safety {
  switch (type) {
    case 'InterviewNoted':
      return state.interviewed.includes(data.for) ? state : { ...state, interviewed: [...state.interviewed, data.for] };
    case 'NonPunishmentRequested':
      return { ...state, requests: { ...state.requests, [data.request]: { hand: data.hand } } };
    case 'NonPunishmentDecided': {
      const asked = state.requests[data.request];
      return asked ? { ...state, requests: { ...state.requests, [data.request]: { ...asked, decision: data.decision } } } : state;
    }
    case 'SurvivorDied':
      return { ...state, died: id };
    case 'SafetyIncidentReported':
      return state;
  }
}

type Correction = Readonly<{ corrects: string; reason: string }>;
/** It was another woman who died: an entry of the wrong person, corrected as such. */
export const isAnothersDeath = ({ died }: Safety, { corrects, reason }: Correction): boolean => died === corrects && reason === 'WRONG_PERSON';

/** Another's death blocks nothing any more. */
export function afterCorrection(state: Safety, correction: Correction): Safety {
  if (!isAnothersDeath(state, correction)) return state;
  const { died: _anothers, ...rest } = state;
  return rest;
}
