import { Command } from '@amparo/event-sourcing';
import { returnFollowUpDue } from '../clocks';
import { upTheLine, type ClockedStream, type EscalationLevel } from '../running-clock';

export const returnClockNames = ['FOLLOW_UP'] as const;
export type ReturnClock = (typeof returnClockNames)[number];

/** The process manager's: nobody asked how she is. */
export class EscalateReturn extends Command<'EscalateReturn', { return: string; clock: ReturnClock; level: EscalationLevel }> {
  readonly type = 'EscalateReturn';
}

/** Visits after her return, by who receives her, or else who notified it. Who was not reached is still to be asked. */
export const returnClocks: ClockedStream = {
  stream: 'return',
  knows: {
    ReturnNotified: ['notifiedBy'],
    ReturnPartyNamed: ({ data }) => {
      const { task, party } = data as Readonly<{ task?: string; party?: string }>;
      return task === 'RECEIVES' && party !== undefined ? { receives: party } : {};
    },
  },
  movedUp: 'ReturnEscalated',
  clocks: [
    {
      clock: 'FOLLOW_UP' satisfies ReturnClock,
      starts: ['ArrivalMet'],
      again: ['ReturnFollowedUp'],
      renews: ({ found }, { told }) => (found === 'NOT_REACHED' ? undefined : told),
      stops: ['ReturnCompleted', 'ReturnEnteredInError'],
      due: ({ run, policy }) => returnFollowUpDue(run.firstAt, run.rounds, policy),
      since: ({ run }) => run.firstAt,
      by: ['receives', 'notifiedBy'],
      next: upTheLine,
    },
  ],
};
