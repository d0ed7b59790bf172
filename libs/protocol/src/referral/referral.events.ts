import type { DomainEvent } from '@amparo/event-sourcing';
import type { Code } from '../case/case.events';
import type { EventDefinitions } from '../event-definition';
import type { Service } from '../service';

export const priorities = ['EMERGENCY', 'URGENT', 'NORMAL'] as const;
export type Priority = (typeof priorities)[number];

export const declineReasons = ['NO_CAPACITY', 'CRITERIA_NOT_MET', 'OUT_OF_TERRITORY', 'NOT_OUR_MANDATE', 'SERVICE_SUSPENDED', 'NOT_SAFE_FOR_HER'] as const;
export const pauseReasons = ['AT_HER_REQUEST', 'HEALTH', 'TRAVEL', 'AWAITING_DOCUMENTS', 'AWAITING_DECISION'] as const;
export const outcomes = ['SERVED', 'SERVED_IN_PART', 'NOT_NEEDED_ANY_MORE'] as const;
export const discontinuationReasons = ['SHE_LEFT', 'CONTACT_LOST', 'UNIT_CANNOT_GO_ON', 'RISK', 'REFERRED_ELSEWHERE'] as const;
export const withdrawalReasons = ['NOT_NEEDED', 'SERVED_ELSEWHERE', 'SENT_TO_WRONG_UNIT', 'RISK'] as const;
export const lapseReasons = ['NO_ANSWER', 'SURVIVOR_NOT_REACHABLE', 'CASE_CLOSED'] as const;
export const nextSteps = ['NEW_REFERRAL', 'SERVED_BY_SENDER', 'SHE_WANTS_NONE', 'UNMET_NEED'] as const;
export const errorReasons = ['WRONG_PERSON', 'WRONG_CASE', 'DUPLICATE', 'MISTYPED'] as const;
export const disputeReasons = ['NOT_SERVED', 'SERVED_IN_PART', 'WRONG_PERSON'] as const;
export const escalationClocks = ['ANSWER', 'SERVICE', 'OUTCOME', 'NEXT_STEP'] as const;

export type ReferralEvent =
  | DomainEvent<
      'ReferralRequested',
      { from: Code; to: Code; service: Service; priority: Priority; consents: readonly string[]; supersedes?: string }
    >
  | DomainEvent<'ReferralAcknowledged', { onBehalfOf?: Code }>
  | DomainEvent<'InformationRequested', Record<string, never>>
  | DomainEvent<'InformationSupplied', Record<string, never>>
  | DomainEvent<'ReferralAccepted', { hold?: string; onBehalfOf?: Code }>
  | DomainEvent<'ReferralWaitlisted', { onBehalfOf?: Code }>
  | DomainEvent<'ReferralDeclined', { reason: (typeof declineReasons)[number]; onBehalfOf?: Code }>
  | DomainEvent<'ServiceStarted', Record<string, never>>
  | DomainEvent<'ServicePaused', { reason: (typeof pauseReasons)[number] }>
  | DomainEvent<'ServiceResumed', Record<string, never>>
  | DomainEvent<'ServiceCompleted', { outcome: (typeof outcomes)[number] }>
  | DomainEvent<'ServiceDiscontinued', { reason: (typeof discontinuationReasons)[number] }>
  | DomainEvent<'ReferralWithdrawn', { reason: (typeof withdrawalReasons)[number] }>
  | DomainEvent<'ReferralClosedForConsent', { consent: string }>
  | DomainEvent<'SurvivorDeclined', Record<string, never>>
  | DomainEvent<'ReferralLapsed', { reason: (typeof lapseReasons)[number] }>
  | DomainEvent<'ReferralEscalated', { clock: (typeof escalationClocks)[number]; level: 'SUPERVISOR' | 'COORDINATION_BODY' }>
  | DomainEvent<'NextStepDecided', { step: (typeof nextSteps)[number] }>
  | DomainEvent<'ReferralEnteredInError', { reason: (typeof errorReasons)[number] }>
  | DomainEvent<'OutcomeConfirmed', Record<string, never>>
  | DomainEvent<'OutcomeDisputed', { reason: (typeof disputeReasons)[number] }>;

const answered = { onBehalfOf: 'visibility, rule of bodies without a system' };

export const referralEvents: EventDefinitions<ReferralEvent['type']> = {
  ReferralRequested: {
    category: 'STATUS',
    clear: {
      from: 'visibility',
      to: 'visibility',
      service: 'visibility, counts',
      priority: 'clock',
      consents: 'visibility, rule 2',
      supersedes: 'clock',
    },
    sealed: { need: 'PROTECTION' },
  },
  ReferralAcknowledged: { category: 'STATUS', clear: answered },
  InformationRequested: { category: 'STATUS', clear: {}, sealed: { question: 'PROTECTION' } },
  InformationSupplied: { category: 'STATUS', clear: {}, sealed: { answer: 'PROTECTION' } },
  ReferralAccepted: { category: 'STATUS', clear: { hold: 'rule 5', ...answered } },
  ReferralWaitlisted: { category: 'STATUS', clear: answered },
  ReferralDeclined: { category: 'STATUS', clear: { reason: 'counts', ...answered }, sealed: { declineNote: 'PROTECTION' } },
  ServiceStarted: { category: 'STATUS', clear: {} },
  ServicePaused: { category: 'STATUS', clear: { reason: 'clock' } },
  ServiceResumed: { category: 'STATUS', clear: {} },
  ServiceCompleted: { category: 'STATUS', clear: { outcome: 'counts' }, sealed: { report: 'PROTECTION' } },
  ServiceDiscontinued: { category: 'STATUS', clear: { reason: 'counts' } },
  ReferralWithdrawn: { category: 'STATUS', clear: { reason: 'counts' } },
  ReferralClosedForConsent: { category: 'STATUS', clear: { consent: 'visibility' } },
  SurvivorDeclined: { category: 'STATUS', clear: {} },
  ReferralLapsed: { category: 'STATUS', clear: { reason: 'counts' } },
  ReferralEscalated: { category: 'STATUS', clear: { clock: 'clock', level: 'clock' } },
  NextStepDecided: { category: 'STATUS', clear: { step: 'clock' } },
  ReferralEnteredInError: { category: 'STATUS', clear: { reason: 'counts' } },
  OutcomeConfirmed: { category: 'STATUS', clear: {} },
  OutcomeDisputed: { category: 'STATUS', clear: { reason: 'counts' } },
};
