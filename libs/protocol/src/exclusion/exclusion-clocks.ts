import { exclusionConfirmationDue } from '../clocks';
import { toAudit, type ClockedStream } from '../running-clock';

export const exclusionClockNames = ['CONFIRMATION'] as const;

/** Rule 8: an exclusion's clock lies with audit from its start, and nobody else sees it. */
export const exclusionClocks: ClockedStream = {
  stream: 'exclusion',
  knows: {},
  movedUp: 'ExclusionEscalated',
  clocks: [
    {
      clock: 'CONFIRMATION' satisfies (typeof exclusionClockNames)[number],
      starts: ['ExclusionPlaced'],
      stops: ['ExclusionConfirmed', 'ExclusionLifted'],
      due: ({ run, policy }) => exclusionConfirmationDue(run.at, policy),
      from: 'AUDIT',
      next: toAudit,
    },
  ],
};
