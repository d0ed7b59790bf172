import { Command } from '@amparo/event-sourcing';
import { stayReviewDue, type ClockPolicy } from '../clocks';
import { running, upTheLine, type ClockedStream, type ClockState, type EscalationLevel } from '../running-clock';

export const stayClockNames = ['REVIEW'] as const;
export type StayClock = (typeof stayClockNames)[number];

/** The process manager's: nobody decided on the review that was raised. */
export class EscalateStay extends Command<'EscalateStay', { stay: string; clock: StayClock; level: EscalationLevel }> {
  readonly type = 'EscalateStay';
}

/** Act 88-03, article 4: after thirty days a stay is reviewed. The day escalates, and never discharges. */
export const stayClocks: ClockedStream = {
  stream: 'stay',
  knows: { SurvivorAdmitted: ['unit'] },
  movedUp: 'StayEscalated',
  raised: { StayReviewDue: { clock: 'REVIEW', level: 'SUPERVISOR' } },
  clocks: [
    {
      clock: 'REVIEW' satisfies StayClock,
      starts: ['SurvivorAdmitted'],
      again: ['StayExtended'],
      stops: ['SurvivorDischarged', 'SurvivorLeftFreely'],
      tells: ['until'],
      due: ({ run, policy }) => run.told['until'] ?? stayReviewDue(run.at, policy),
      by: ['unit'],
      next: upTheLine,
    },
  ],
};

/** Until when a stay may last before it is reviewed; undefined when she has left. */
export const stayReviewedBy = (state: ClockState, policy: ClockPolicy): string | undefined => running(stayClocks, state, policy)[0]?.due;
