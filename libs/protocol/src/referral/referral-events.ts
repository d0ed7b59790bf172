import type { DomainEvent } from '@amparo/event-sourcing';
import type { Code } from '../case/consent';
import type { EventDefinitions } from '../event-definition';
import type { EscalationLevel } from '../running-clock';
import type { ReferralClock } from './referral-clocks';
import type { DeclineReason, DiscontinuationReason, DisputeReason, ErrorReason, LapseReason, NextStep, PauseReason, ServiceOutcome, WithdrawalReason } from './referral-reasons';
import type { ReferralRequested } from './referral-request';

type ByLetter = Readonly<{ onBehalfOf?: Code }>;
export type ReferralEvent =
  | ReferralRequested
  | DomainEvent<'ReferralAcknowledged', ByLetter>
  | DomainEvent<'InformationRequested', Record<string, never>>
  | DomainEvent<'InformationSupplied', Record<string, never>>
  | DomainEvent<'ReferralAccepted', ByLetter & { hold?: string; dependantHolds?: readonly string[] }>
  | DomainEvent<'ReferralWaitlisted', ByLetter>
  | DomainEvent<'ReferralDeclined', ByLetter & { reason: DeclineReason }>
  | DomainEvent<'ServiceStarted', ByLetter>
  | DomainEvent<'ServicePaused', { reason: PauseReason }>
  | DomainEvent<'ServiceResumed', Record<string, never>>
  /** `hand`: the person who recorded it for another, as a code in this case. */
  | DomainEvent<'ServiceCompleted', ByLetter & { outcome: ServiceOutcome; hand?: string }>
  | DomainEvent<'ServiceDiscontinued', ByLetter & { reason: DiscontinuationReason }>
  | DomainEvent<'ReferralWithdrawn', { reason: WithdrawalReason }>
  | DomainEvent<'ReferralClosedForConsent', { consent: string }>
  | DomainEvent<'SurvivorDeclined', Record<string, never>>
  | DomainEvent<'ReferralLapsed', { reason: LapseReason }>
  | DomainEvent<'ReferralEscalated', { clock: ReferralClock; level: EscalationLevel }>
  | DomainEvent<'NextStepDecided', { step: NextStep }>
  | DomainEvent<'ReferralEnteredInError', { reason: ErrorReason }>
  | DomainEvent<'OutcomeConfirmed', Record<string, never>>
  | DomainEvent<'OutcomeDisputed', { reason: DisputeReason }>;

const answered = { onBehalfOf: 'visibility, rule of bodies without a system' };
const letter = { letter: 'PROTECTION' } as const;

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
  ReferralAcknowledged: { category: 'STATUS', clear: answered, sealed: letter },
  InformationRequested: { category: 'STATUS', clear: {}, sealed: { question: 'PROTECTION' } },
  InformationSupplied: { category: 'STATUS', clear: {}, sealed: { answer: 'PROTECTION' } },
  ReferralAccepted: { category: 'STATUS', clear: { hold: 'rule 5', dependantHolds: 'rule 5', ...answered }, sealed: letter },
  ReferralWaitlisted: { category: 'STATUS', clear: answered, sealed: letter },
  ReferralDeclined: { category: 'STATUS', clear: { reason: 'counts', ...answered }, sealed: { declineNote: 'PROTECTION', ...letter } },
  ServiceStarted: { category: 'STATUS', clear: answered, sealed: letter },
  ServicePaused: { category: 'STATUS', clear: { reason: 'clock' } },
  ServiceResumed: { category: 'STATUS', clear: {} },
  ServiceCompleted: { category: 'STATUS', clear: { outcome: 'counts', hand: 'rule 7', ...answered }, sealed: { report: 'PROTECTION', ...letter } },
  ServiceDiscontinued: { category: 'STATUS', clear: { reason: 'counts', ...answered }, sealed: letter },
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
