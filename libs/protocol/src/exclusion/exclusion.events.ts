import type { DomainEvent } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';

export const partyKinds = ['AGENT', 'UNIT', 'INSTITUTION'] as const;
/** Who must not see: by directory id. An institution stands for all its compartments. */
export type Party = Readonly<{ kind: (typeof partyKinds)[number]; id: string }>;

export type ExclusionEvent =
  | DomainEvent<'ExclusionPlaced', { party: Party; cases: readonly string[] }>
  | DomainEvent<'ExclusionConfirmed', Record<string, never>>
  | DomainEvent<'ExclusionLifted', { reason: 'UNFOUNDED' | 'ENDED' }>;

export const exclusionEvents: EventDefinitions<ExclusionEvent['type']> = {
  ExclusionPlaced: {
    category: 'EXCLUSION',
    clear: { party: 'visibility', cases: 'visibility' },
    sealed: { ground: 'INVESTIGATION' },
  },
  ExclusionConfirmed: { category: 'EXCLUSION', clear: {} },
  ExclusionLifted: { category: 'EXCLUSION', clear: { reason: 'audit' } },
};
