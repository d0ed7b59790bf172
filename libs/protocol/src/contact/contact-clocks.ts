import { Command } from '@amparo/event-sourcing';
import { handOverDue } from '../clocks';
import type { Priority } from '../referral/priority';
import { upTheLine, type ClockedStream, type ClockState, type EscalationLevel } from '../running-clock';
import type { ThreatLevel } from './hand-over';

export const contactClockNames = ['HAND_OVER'] as const;
export type ContactClock = (typeof contactClockNames)[number];

/** The process manager's: nobody takes what was handed over. */
export class EscalateContact extends Command<'EscalateContact', { contact: string; clock: ContactClock; level: EscalationLevel }> {
  readonly type = 'EscalateContact';
}

/** How much a contact presses. What nobody triaged may be danger. */
const priorities: Readonly<Record<ThreatLevel, Priority>> = { IMMEDIATE: 'EMERGENCY', HIGH: 'URGENT', LOW: 'NORMAL', NONE: 'NORMAL' };
const pressing = ({ priority }: ClockState['known']): Priority => (priority as Priority | undefined) ?? 'URGENT';

/** A contact that is handed over lies on the desk it came from until it is taken: whoever it is offered to must answer. */
export const contactClocks: ClockedStream = {
  stream: 'contact',
  knows: {
    ContactReceived: () => ({ priority: 'URGENT' satisfies Priority }),
    ThreatTriaged: ({ data }) => ({ priority: priorities[(data as Readonly<{ level: ThreatLevel }>).level] ?? 'URGENT' }),
  },
  movedUp: 'ContactEscalated',
  clocks: [
    {
      clock: 'HAND_OVER' satisfies ContactClock,
      starts: ['ContactHandedOver'],
      stops: ['ContactTaken', 'HandOverDeclined', 'HandOverTakenBack', 'ContactEnteredInError'],
      tells: ['to'],
      due: ({ run, known, policy }) => handOverDue(run.at, pressing(known), policy),
      by: ['to'],
      next: upTheLine,
    },
  ],
};
