import { Command, refuse, unreachable, type Decider, type Decision, type Recorded } from '@amparo/event-sourcing';
import type { Code } from '../case/consent';
import { formsOf } from '../forms';
import { clocks, type ClockPolicy } from '../clocks';
import { actsFor, type Party } from '../party';
import { clocksAfter, movingUp, noClocks, type ClockState, type EscalationLevel } from '../running-clock';
import type { Service } from '../service';
import type { Hold } from '../unit/places';
import { sealedFields } from '../sealed-fields';
import { byLetter, letterRefusal, type Answering, type LetterFacts, type LetterRefusal } from './letter';
import type { Priority } from './priority';
import { acceptanceRefusal, acceptedWith, asOneAnswer, placesNamed, type AcceptanceRefusal } from './referral-acceptance';
import { referralClocks, type ReferralClock } from './referral-clocks';
import { referralEvents, type ReferralEvent } from './referral-events';
import { moves, unanswered, type ReferralStatus } from './referral-moves';
import type { DeclineReason, DiscontinuationReason, DisputeReason, ErrorReason, LapseReason, NextStep, PauseReason, ServiceOutcome, WithdrawalReason } from './referral-reasons';
import { request, type RequestFacts, type RequestReferral, type RequestRefusal } from './referral-request';

export const referralStream = (id: string): string => `referral-${id}`;

type Of = Readonly<{ referral: string }>;
type Because<Reason> = Of & Readonly<{ reason: Reason }>;
type Answer = Of & Answering;

export class AcknowledgeReferral extends Command<'AcknowledgeReferral', Answer> {
  readonly type = 'AcknowledgeReferral';
}
export class RequestInformation extends Command<'RequestInformation', Of & { question: string }> {
  readonly type = 'RequestInformation';
}
export class SupplyInformation extends Command<'SupplyInformation', Of & { answer: string }> {
  readonly type = 'SupplyInformation';
}
export class AcceptReferral extends Command<'AcceptReferral', Answer & { hold?: string; dependantHolds?: readonly string[] }> {
  readonly type = 'AcceptReferral';
}
export class WaitlistReferral extends Command<'WaitlistReferral', Answer> {
  readonly type = 'WaitlistReferral';
}
export class DeclineReferral extends Command<'DeclineReferral', Answer & Because<DeclineReason> & { note?: string }> {
  readonly type = 'DeclineReferral';
}
export class StartService extends Command<'StartService', Answer> {
  readonly type = 'StartService';
}
export class PauseService extends Command<'PauseService', Because<PauseReason>> {
  readonly type = 'PauseService';
}
export class ResumeService extends Command<'ResumeService', Of> {
  readonly type = 'ResumeService';
}
export class CompleteService extends Command<'CompleteService', Answer & { outcome: ServiceOutcome; report?: string }> {
  readonly type = 'CompleteService';
}
export class DiscontinueService extends Command<'DiscontinueService', Answer & Because<DiscontinuationReason>> {
  readonly type = 'DiscontinueService';
}
export class WithdrawReferral extends Command<'WithdrawReferral', Because<WithdrawalReason>> {
  readonly type = 'WithdrawReferral';
}
export class RecordSurvivorDeclined extends Command<'RecordSurvivorDeclined', Of> {
  readonly type = 'RecordSurvivorDeclined';
}
export class LapseReferral extends Command<'LapseReferral', Because<LapseReason>> {
  readonly type = 'LapseReferral';
}
export class DecideNextStep extends Command<'DecideNextStep', Of & { step: NextStep }> {
  readonly type = 'DecideNextStep';
}
export class EnterReferralInError extends Command<'EnterReferralInError', Because<ErrorReason>> {
  readonly type = 'EnterReferralInError';
}
export class ConfirmOutcome extends Command<'ConfirmOutcome', Of> {
  readonly type = 'ConfirmOutcome';
}
export class DisputeOutcome extends Command<'DisputeOutcome', Because<DisputeReason>> {
  readonly type = 'DisputeOutcome';
}
/** The process manager's: a consent this referral rests on is gone. */
export class CloseReferralForConsent extends Command<'CloseReferralForConsent', Of & { consent: string }> {
  readonly type = 'CloseReferralForConsent';
}
/** The process manager's: a clock of this referral has run out. */
export class EscalateReferral extends Command<'EscalateReferral', Of & { clock: ReferralClock; level: EscalationLevel }> {
  readonly type = 'EscalateReferral';
}

export type ReferralCommand =
  | RequestReferral
  | AcknowledgeReferral
  | RequestInformation
  | SupplyInformation
  | AcceptReferral
  | WaitlistReferral
  | DeclineReferral
  | StartService
  | PauseService
  | ResumeService
  | CompleteService
  | DiscontinueService
  | WithdrawReferral
  | RecordSurvivorDeclined
  | LapseReferral
  | DecideNextStep
  | EnterReferralInError
  | ConfirmOutcome
  | DisputeOutcome
  | CloseReferralForConsent
  | EscalateReferral;

export type Referral =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: ReferralStatus;
      /** What the newest answer or ending gave as its reason or outcome. */
      because?: string;
      from: Code;
      to: Code;
      priority: Priority;
      service: Service;
      consents: readonly string[];
      asked: boolean;
      supplied: boolean;
      nextStep?: string;
      /** The places it was accepted with, hers first. */
      places?: readonly string[];
      /** Who recorded for another that it was served: another person confirms. */
      servedBy?: string;
      clocks: ClockState;
    }>;

/** What a decision on a referral must know of other streams. */
export type ReferralFacts = Readonly<{
  by: Party;
  /** Whose keys seal what is said about her. */
  subject: string;
  /** Whether the agent may stand in for other units of its compartment. */
  standsIn: boolean;
  from?: Party;
  to?: Party;
  /** On a request. */
  request?: RequestFacts;
  /** On an acceptance by a residential unit: the places it holds, and those this referral took. */
  holds?: Readonly<Record<string, Hold>>;
  /** On an answer by letter. */
  letter?: LetterFacts;
  /** The person who acts, as a code in this case. */
  hand?: string;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;

export type ReferralRefusal =
  | RequestRefusal
  | 'ALREADY_REQUESTED'
  | 'NOT_THE_ADDRESSEE'
  | 'NOT_THE_SENDER'
  | 'SUPERVISOR_REQUIRED'
  | 'WRONG_STATE'
  | 'ANSWERED_OTHERWISE'
  | 'ALREADY_ASKED'
  | AcceptanceRefusal
  | LetterRefusal
  | 'TWO_PERSONS_REQUIRED'
  | 'NOT_DUE';

type Decided = Decision<ReferralEvent, ReferralRefusal>;
const no = (code: ReferralRefusal, because: string): Decided => refuse(code, because);
const notFound = no('NOT_FOUND', 'there is no such referral, or it is not yours');

type Known = Exclude<Referral, { status: 'NONE' }>;

function decide(command: ReferralCommand, state: Referral, facts: ReferralFacts): Decided {
  if (command.type === 'RequestReferral') return state.status === 'NONE' ? request(command, facts) : no('ALREADY_REQUESTED', 'this referral is there already');
  if (state.status === 'NONE') return notFound;
  if (command.type === 'CloseReferralForConsent') return unanswered.includes(state.status) ? [{ type: 'ReferralClosedForConsent', data: { consent: command.input.consent } }] : [];
  if (command.type === 'EscalateReferral') {
    const { clock, level } = command.input;
    // A missed clock moves up, once to each level; what was answered meanwhile moves nothing.
    return movingUp(referralClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? clocks, { type: 'ReferralEscalated', data: { clock, level } });
  }

  const addressee = actsFor(facts.by, facts.to, facts.standsIn);
  const sender = actsFor(facts.by, facts.from, facts.standsIn);
  const isParty = facts.by.compartment === facts.to?.compartment || facts.by.compartment === facts.from?.compartment;
  if (!isParty) return notFound;
  switch (command.type) {
    case 'RequestInformation':
      if (!addressee) return notAddressee;
      if (!unanswered.includes(state.status)) return wrongState(state);
      return state.asked
        ? no('ALREADY_ASKED', 'information is asked for once; after that a referral is answered')
        : [{ type: 'InformationRequested', data: {}, ...sealedFields(facts.subject, { question: command.input.question }) }];
    case 'SupplyInformation':
      if (!sender) return notSender;
      if (!unanswered.includes(state.status) || !state.asked) return wrongState(state);
      return state.supplied ? [] : [{ type: 'InformationSupplied', data: {}, ...sealedFields(facts.subject, { answer: command.input.answer }) }];
    case 'DecideNextStep':
      if (!sender) return notSender;
      if (!['DECLINED', 'LAPSED', 'DISCONTINUED'].includes(state.status)) return wrongState(state);
      if (state.nextStep === command.input.step) return [];
      return state.nextStep ? answeredOtherwise : [{ type: 'NextStepDecided', data: { step: command.input.step } }];
    default: {
      const move = moves[command.type];
      const { letter } = command.input as Answering;
      if (letter) {
        const refusal = !sender && !addressee ? notSender : letterRefusal(letter, facts.letter!, command.meta.receivedAt);
        if (refusal) return refusal;
      } else if (move.side === 'ADDRESSEE' && !addressee) return notAddressee;
      if (move.side === 'SENDER' && !sender) return notSender;
      if (move.side === 'EITHER' && !addressee && !sender) return notAddressee;
      if (command.type === 'LapseReferral' && !facts.standsIn) return no('SUPERVISOR_REQUIRED', 'a supervisor decides that a referral lapses');
      const because = reasonOf(command);
      if (state.status === move.to && command.type !== 'DisputeOutcome' && command.type !== 'ResumeService' && command.type !== 'StartService') {
        return state.because === because ? [] : answeredOtherwise;
      }
      if (state.status === 'IN_SERVICE' && (command.type === 'StartService' || command.type === 'ResumeService')) return [];
      if (!move.from.includes(state.status)) return endedOtherwise(command, state) ? answeredOtherwise : wrongState(state);
      if (command.type === 'AcceptReferral' && facts.holds) {
        const refusal = acceptanceRefusal(command.input, state.priority, facts.holds, command.meta.receivedAt);
        if (refusal) return refusal;
      }
      if (command.type === 'ConfirmOutcome' && state.servedBy !== undefined && state.servedBy === facts.hand) {
        return no('TWO_PERSONS_REQUIRED', 'another person than who recorded for the unit that she was served confirms it');
      }
      const event = eventOf(command, facts);
      return [letter ? byLetter(event, letter, state.to, facts.subject) : event];
    }
  }
}

const notAddressee = no('NOT_THE_ADDRESSEE', 'only the unit addressed, or its supervisor, may do this');
const notSender = no('NOT_THE_SENDER', 'only the side that sent it may do this');
const answeredOtherwise = no('ANSWERED_OTHERWISE', 'this was answered otherwise before; what is recorded stays');
const wrongState = ({ status }: Known): Decided => no('WRONG_STATE', `not possible while the referral is ${status}`);
/** A second and different answer, as against one that comes out of turn. */
const endedOtherwise = (command: ReferralCommand, { status }: Known): boolean =>
  ['AcceptReferral', 'DeclineReferral', 'WaitlistReferral'].includes(command.type) && ['ACCEPTED', 'DECLINED', 'WAITLISTED'].includes(status);

function reasonOf({ input }: ReferralCommand): string | undefined {
  const { reason, outcome, ...accepting } = input as { reason?: string; outcome?: string } & AcceptReferral['input'];
  return reason ?? outcome ?? asOneAnswer(accepting);
}

type Moving = Exclude<ReferralCommand, RequestReferral | RequestInformation | SupplyInformation | DecideNextStep | EscalateReferral>;
function eventOf(command: Moving, facts: ReferralFacts): ReferralEvent {
  switch (command.type) {
    case 'AcknowledgeReferral':
      return { type: 'ReferralAcknowledged', data: {} };
    case 'AcceptReferral':
      return { type: 'ReferralAccepted', data: acceptedWith(command.input) };
    case 'WaitlistReferral':
      return { type: 'ReferralWaitlisted', data: {} };
    case 'DeclineReferral':
      return { type: 'ReferralDeclined', data: { reason: command.input.reason }, ...sealedFields(facts.subject, { declineNote: command.input.note }) };
    case 'StartService':
      return { type: 'ServiceStarted', data: {} };
    case 'PauseService':
      return { type: 'ServicePaused', data: { reason: command.input.reason } };
    case 'ResumeService':
      return { type: 'ServiceResumed', data: {} };
    case 'CompleteService':
      return { type: 'ServiceCompleted', data: { outcome: command.input.outcome, ...(command.input.letter && { hand: facts.hand! }) }, ...sealedFields(facts.subject, { report: command.input.report }) };
    case 'DiscontinueService':
      return { type: 'ServiceDiscontinued', data: { reason: command.input.reason } };
    case 'WithdrawReferral':
      return { type: 'ReferralWithdrawn', data: { reason: command.input.reason } };
    case 'RecordSurvivorDeclined':
      return { type: 'SurvivorDeclined', data: {} };
    case 'LapseReferral':
      return { type: 'ReferralLapsed', data: { reason: command.input.reason } };
    case 'EnterReferralInError':
      return { type: 'ReferralEnteredInError', data: { reason: command.input.reason } };
    case 'ConfirmOutcome':
      return { type: 'OutcomeConfirmed', data: {} };
    case 'DisputeOutcome':
      return { type: 'OutcomeDisputed', data: { reason: command.input.reason } };
    case 'CloseReferralForConsent':
      return { type: 'ReferralClosedForConsent', data: { consent: command.input.consent } };
  }
}

function evolve(before: Referral, event: Recorded<ReferralEvent>): Referral {
  const { type, data } = event;
  if (type === 'ReferralRequested') {
    const { from, to, priority, service, consents } = data;
    return { status: 'REQUESTED', from, to, priority, service, consents, asked: false, supplied: false, clocks: clocksAfter(referralClocks, noClocks, event) };
  }
  if (before.status === 'NONE') return before;
  const state = { ...before, clocks: clocksAfter(referralClocks, before.clocks, event) };
  const now = (status: ReferralStatus, because?: string, more: Partial<Known> = {}): Referral => {
    const { because: _before, servedBy: _recorded, ...rest } = state;
    return { ...rest, ...more, status, ...(because !== undefined && { because }) };
  };
  switch (type) {
    case 'ReferralAcknowledged':
      return now('ACKNOWLEDGED');
    case 'InformationRequested':
      return { ...state, asked: true };
    case 'InformationSupplied':
      return { ...state, supplied: true };
    case 'ReferralAccepted':
      return now('ACCEPTED', asOneAnswer(data), data.hold === undefined ? {} : { places: placesNamed(data) });
    case 'ReferralWaitlisted':
      return now('WAITLISTED');
    case 'ReferralDeclined':
      return now('DECLINED', data.reason);
    case 'ServiceStarted':
    case 'ServiceResumed':
    case 'OutcomeDisputed':
      return now('IN_SERVICE');
    case 'ServicePaused':
      return now('ON_HOLD', data.reason);
    case 'ServiceCompleted':
      return now('COMPLETED', data.outcome, data.hand === undefined ? {} : { servedBy: data.hand });
    case 'ServiceDiscontinued':
      return now('DISCONTINUED', data.reason);
    case 'ReferralWithdrawn':
      return now('WITHDRAWN', data.reason);
    case 'ReferralClosedForConsent':
      return now('CONSENT_WITHDRAWN', data.consent);
    case 'SurvivorDeclined':
      return now('SURVIVOR_DECLINED');
    case 'ReferralLapsed':
      return now('LAPSED', data.reason);
    case 'ReferralEscalated':
      return state;
    case 'NextStepDecided':
      return { ...state, nextStep: data.step };
    case 'ReferralEnteredInError':
      return now('ENTERED_IN_ERROR', data.reason);
    case 'OutcomeConfirmed':
      return now('CONFIRMED');
    default:
      return unreachable(type);
  }
}

export const referral: Decider<Referral, ReferralCommand, ReferralEvent, ReferralFacts, ReferralRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const referralSlice = { decider: referral, forms: formsOf(referralEvents) };
