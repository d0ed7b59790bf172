import { Command } from '@amparo/event-sourcing';
import { custodyDue } from '../clocks';
import { toSupervisor, type ClockedStream, type EscalationLevel } from '../running-clock';

export const exhibitClockNames = ['CUSTODY'] as const;
export type ExhibitClock = (typeof exhibitClockNames)[number];

/** The process manager's: custody was offered, and nobody answers. */
export class EscalateExhibit extends Command<'EscalateExhibit', { exhibit: string; clock: ExhibitClock; level: EscalationLevel }> {
  readonly type = 'EscalateExhibit';
}

/** Custody that is offered is answered. It moves up to the supervising prosecutor and no further: an investigation is none of a coordination body's business. */
export const exhibitClocks: ClockedStream = {
  stream: 'exhibit',
  knows: {
    CustodyOffered: ({ data }) => {
      const { to } = data as Readonly<{ to?: Readonly<{ agent: string }> }>;
      return to ? { offeredTo: to.agent } : {};
    },
  },
  movedUp: 'ExhibitEscalated',
  clocks: [
    {
      clock: 'CUSTODY' satisfies ExhibitClock,
      starts: ['CustodyOffered'],
      // Offered to another.
      again: ['CustodyOffered'],
      // What was offered was offered sealed.
      stops: ['CustodyAccepted', 'CustodyRefused', 'CustodyReassigned', 'SealBroken', 'ExhibitReturned'],
      due: ({ run, policy }) => custodyDue(run.at, policy),
      by: ['offeredTo'],
      next: toSupervisor,
    },
  ],
};
