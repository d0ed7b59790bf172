import { refuse, unreachable, type Decision, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import {
  carePlanEvents,
  decideCarePlan,
  evolveCarePlan,
  noCarePlan,
  type CarePlan,
  type CarePlanCommand,
  type CarePlanEvent,
  type CarePlanFacts,
  type CarePlanRefusal,
} from './care-plan';
import {
  decideReintegration,
  evolveReintegration,
  noReintegration,
  reintegrationEvents,
  type Reintegration,
  type ReintegrationCommand,
  type ReintegrationEvent,
  type ReintegrationFacts,
  type ReintegrationRefusal,
} from './reintegration';
import { decideSafety, evolveSafety, noSafety, safetyEvents, type Safety, type SafetyCommand, type SafetyEvent, type SafetyFacts, type SafetyRefusal } from './safety';
import { serves, type ServingReferral } from './serving';

/** What is done with her and for her, and what happens to her meanwhile: plan and assistance, safety, reintegration. */
export type CareCommand = CarePlanCommand | SafetyCommand | ReintegrationCommand;
export type CareEvent = CarePlanEvent | SafetyEvent | ReintegrationEvent;

export const careEvents: EventDefinitions<CareEvent['type']> = { ...carePlanEvents, ...safetyEvents, ...reintegrationEvents };

export type Care = Readonly<{ plan: CarePlan; safety: Safety; reintegration: Reintegration }>;
export const noCare: Care = { plan: noCarePlan, safety: noSafety, reintegration: noReintegration };

/**
 * The lead's compartment always may; `serving`: so may the unit that serves her under the referral it names. What happened
 * is taken `whenClosed` too, and what does not need her `afterDeath`.
 */
type Rule = Readonly<{ serving?: true; whenClosed?: true; afterDeath?: true }>;
const agreedWithHer: Rule = {};
const hers: Rule = { whenClosed: true };
const happened: Rule = { whenClosed: true, afterDeath: true };
const happenedWhereSheIsServed: Rule = { ...happened, serving: true };

export const careRules: Readonly<Record<CareCommand['type'], Rule>> = {
  AssessNeeds: agreedWithHer,
  AgreeCarePlan: agreedWithHer,
  ReviseCarePlan: agreedWithHer,
  CompletePlanItem: happenedWhereSheIsServed,
  RecordAssistance: happenedWhereSheIsServed,
  RecordServiceRefusal: hers,
  RecordUnmetNeed: happenedWhereSheIsServed,
  ReportSafetyIncident: happenedWhereSheIsServed,
  NoteInterview: happenedWhereSheIsServed,
  RequestNonPunishment: agreedWithHer,
  DecideNonPunishment: happenedWhereSheIsServed,
  RecordDeath: happened,
  AgreeReintegrationPlan: agreedWithHer,
  RecordFollowUp: hers,
  RecordContactLost: hers,
  RecordContactRegained: hers,
  RaiseGrievance: happenedWhereSheIsServed,
  AnswerGrievance: happenedWhereSheIsServed,
};
export const isCareCommand = <C extends { type: string }>(command: C | CareCommand): command is CareCommand => Object.hasOwn(careRules, command.type);

/** Of the rest of the case, what only she could give. */
const onlySheCould: readonly string[] = ['GiveConsent', 'AgreeSafeContact', 'ExplainRights', 'ExtendRecovery'];
/** Her death closes nothing by itself; what needs her is over. */
export function endedWithHer({ safety }: Care, command: { type: string }): boolean {
  if (safety.died === undefined) return false;
  return isCareCommand(command) ? !careRules[command.type].afterDeath : onlySheCould.includes(command.type);
}

/** What a handler reads for these decisions in other streams. */
export type CareReadings = Readonly<{ under?: ServingReferral }> & Omit<CarePlanFacts & SafetyFacts & ReintegrationFacts, 'subject' | 'ageBand' | 'guardianship' | 'by' | 'leads' | 'under'>;
export type CareFacts = CareReadings & Pick<CarePlanFacts, 'subject' | 'ageBand' | 'guardianship' | 'by' | 'leads'> & Readonly<{ closed: boolean }>;

export type CareRefusal = CarePlanRefusal | SafetyRefusal | ReintegrationRefusal | 'NOT_FOUND' | 'CASE_CLOSED' | 'SURVIVOR_DIED';
export const survivorDied = refuse('SURVIVOR_DIED' as const, 'she died: what only she could give is not recorded any more');

export function decideCare(command: CareCommand, care: Care, { under, closed, ...facts }: CareFacts): Decision<CareEvent, CareRefusal> {
  const rule = careRules[command.type];
  const serving = !facts.leads && rule.serving === true && serves(facts.by, under);
  if (!facts.leads && !serving) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  if (closed && !rule.whenClosed) return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  if (endedWithHer(care, command)) return survivorDied;
  const named = serving ? (command.input as { under?: string }).under : undefined;
  const acts = { ...facts, ...(named !== undefined && { under: named }) };
  switch (command.type) {
    case 'AssessNeeds':
    case 'AgreeCarePlan':
    case 'ReviseCarePlan':
    case 'CompletePlanItem':
    case 'RecordAssistance':
    case 'RecordServiceRefusal':
    case 'RecordUnmetNeed':
      return decideCarePlan(command, care.plan, acts);
    case 'ReportSafetyIncident':
    case 'NoteInterview':
    case 'RequestNonPunishment':
    case 'DecideNonPunishment':
    case 'RecordDeath':
      return decideSafety(command, care.safety, acts);
    case 'AgreeReintegrationPlan':
    case 'RecordFollowUp':
    case 'RecordContactLost':
    case 'RecordContactRegained':
    case 'RaiseGrievance':
    case 'AnswerGrievance':
      return decideReintegration(command, care.reintegration, acts);
    default:
      return unreachable(command);
  }
}

export function evolveCare(care: Care, event: Recorded<CareEvent>): Care {
  switch (event.type) {
    case 'NeedsAssessed':
    case 'CarePlanAgreed':
    case 'CarePlanRevised':
    case 'PlanItemCompleted':
    case 'AssistanceProvided':
    case 'ServiceRefusedBySurvivor':
    case 'UnmetNeedRecorded':
      return { ...care, plan: evolveCarePlan(care.plan, event) };
    case 'SafetyIncidentReported':
    case 'InterviewNoted':
    case 'NonPunishmentRequested':
    case 'NonPunishmentDecided':
    case 'SurvivorDied':
      return { ...care, safety: evolveSafety(care.safety, event) };
    case 'ReintegrationPlanAgreed':
    case 'FollowUpRecorded':
    case 'ContactLost':
    case 'ContactRegained':
    case 'GrievanceRaised':
    case 'GrievanceAnswered':
      return { ...care, reintegration: evolveReintegration(care.reintegration, event) };
    default:
      return unreachable(event);
  }
}
