import { answerDue, nextStepDue, outcomeDue, pausedUntil, serviceDue, type Information } from '../clocks';
import { upTheLine, type ClockedStream, type Run } from '../running-clock';
import type { Priority } from './priority';

export const escalationClocks = ['ANSWER', 'SERVICE', 'OUTCOME', 'NEXT_STEP'] as const;
export type ReferralClock = (typeof escalationClocks)[number];

const withdrawn: readonly string[] = ['ReferralWithdrawn', 'SurvivorDeclined', 'ReferralEnteredInError'];
const withoutService: readonly string[] = ['ReferralDeclined', 'ReferralLapsed', 'ServiceDiscontinued'];

const priority = (known: Readonly<Record<string, string>>): Priority => (known['priority'] ?? 'NORMAL') as Priority;
const information = ({ askedAt, suppliedAt }: Run): Information | undefined => (askedAt === undefined ? undefined : { askedAt, ...(suppliedAt !== undefined && { suppliedAt }) });

/**
 * The clocks of a referral. Acknowledging and waiting lists stop none. None runs while she is served, so a pause of the service
 * stops none either.
 */
export const referralClocks: ClockedStream = {
  stream: 'referral',
  knows: { ReferralRequested: ['from', 'to', 'priority'] },
  movedUp: 'ReferralEscalated',
  clocks: [
    {
      clock: 'ANSWER' satisfies ReferralClock,
      starts: ['ReferralRequested'],
      stops: ['ReferralAccepted', ...withoutService, ...withdrawn, 'ReferralClosedForConsent'],
      pauses: ['InformationRequested', 'InformationSupplied'],
      due: ({ run, known, policy }) => answerDue(run.at, priority(known), information(run), policy),
      pausedUntil: ({ run, known, policy }) => (run.askedAt === undefined ? undefined : pausedUntil(run.at, priority(known), { askedAt: run.askedAt }, policy)),
      by: ['to'],
      next: upTheLine,
    },
    {
      clock: 'SERVICE' satisfies ReferralClock,
      starts: ['ReferralAccepted'],
      stops: ['ServiceStarted', ...withoutService, ...withdrawn],
      due: ({ run, known, policy }) => serviceDue(run.at, priority(known), policy),
      by: ['to'],
      next: upTheLine,
    },
    {
      clock: 'OUTCOME' satisfies ReferralClock,
      starts: ['ServiceCompleted'],
      stops: ['OutcomeConfirmed', 'OutcomeDisputed', ...withdrawn],
      due: ({ run, policy }) => outcomeDue(run.at, policy),
      by: ['from'],
      next: upTheLine,
    },
    {
      clock: 'NEXT_STEP' satisfies ReferralClock,
      starts: withoutService,
      stops: ['NextStepDecided', ...withdrawn],
      due: ({ run, policy }) => nextStepDue(run.at, policy),
      by: ['from'],
      next: upTheLine,
    },
  ],
};
