import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { farthestExtension, recoveryEnds, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { sealedFields } from '../sealed-fields';

export const recoveryExtensionReasons = ['HEALTH', 'PSYCHOLOGICAL_STATE', 'INTIMIDATION', 'CHILD', 'AT_HER_REQUEST'] as const;
type ExtensionReason = (typeof recoveryExtensionReasons)[number];

/** It only ever becomes longer: nothing ends it before its date. */
export class ExtendRecovery extends Command<'ExtendRecovery', { case: string; until: string; reason: ExtensionReason; note?: string; under?: string }> {
  readonly type = 'ExtendRecovery';
}
/** The process manager's, when `until` has come. */
export class EndRecovery extends Command<'EndRecovery', { case: string }> {
  readonly type = 'EndRecovery';
}
export type RecoveryCommand = ExtendRecovery | EndRecovery;

export type RecoveryEvent =
  | DomainEvent<'RecoveryAndReflectionStarted', { until: string }>
  | DomainEvent<'RecoveryAndReflectionExtended', { until: string; reason: ExtensionReason; under?: string }>
  | DomainEvent<'RecoveryAndReflectionEnded', Record<string, never>>;

export const recoveryEvents: EventDefinitions<RecoveryEvent['type']> = {
  RecoveryAndReflectionStarted: { category: 'PROTECTION', clear: { until: 'rule 1, clock' } },
  RecoveryAndReflectionExtended: {
    category: 'PROTECTION',
    clear: { until: 'rule 1, clock', reason: 'counts', under: 'audit' },
    sealed: { extensionNote: 'PROTECTION' },
  },
  RecoveryAndReflectionEnded: { category: 'PROTECTION', clear: {} },
};

/** Absent before she is presumed a victim. */
export type Recovery = Readonly<{ until: string; ended: boolean }>;

export type RecoveryRefusal = 'NOT_PRESUMED' | 'RECOVERY_ENDED' | 'RECOVERY_NOT_SHORTENED' | 'EXTENSION_TOO_LONG' | 'NOT_DUE';

/**
 * Counted from when the server learned of the presumption, never from when it is said to have been: a date put back must not
 * shorten the time she has.
 */
export const startedAt = (receivedAt: string, policy?: ClockPolicy): RecoveryEvent => ({ type: 'RecoveryAndReflectionStarted', data: { until: recoveryEnds(receivedAt, policy) } });

/** Whether she is in it; its end is an event, and until that is there the date counts too. */
export const isRecovering = (recovery: Recovery | undefined, now: string): boolean => recovery !== undefined && !recovery.ended && recovery.until > now;

type Facts = Readonly<{ subject: string; serves: boolean; clocks?: ClockPolicy }>;

export function decideRecovery({ type, input, meta }: RecoveryCommand, recovery: Recovery | undefined, { subject, serves, clocks }: Facts): Decision<RecoveryEvent, RecoveryRefusal> {
  if (type === 'EndRecovery') {
    if (!recovery || recovery.ended) return [];
    return recovery.until <= meta.receivedAt ? [{ type: 'RecoveryAndReflectionEnded', data: {} }] : refuse('NOT_DUE', 'the period has not ended yet');
  }
  const { until, reason, note, under } = input;
  if (!recovery) return refuse('NOT_PRESUMED', 'the period begins when somebody presumes that she is a victim');
  if (until === recovery.until) return [];
  if (!isRecovering(recovery, meta.receivedAt)) return refuse('RECOVERY_ENDED', 'the period has ended: nothing is left to extend');
  if (until < recovery.until) return refuse('RECOVERY_NOT_SHORTENED', 'the period is extended, never shortened');
  if (until > farthestExtension(recovery.until, clocks)) return refuse('EXTENSION_TOO_LONG', 'extend it by less, and again when that is over');
  return [
    {
      type: 'RecoveryAndReflectionExtended',
      data: { until, reason, ...(serves && under !== undefined && { under }) },
      ...sealedFields(subject, { extensionNote: note }),
    },
  ];
}

export function evolveRecovery(recovery: Recovery | undefined, { type, data }: Recorded<RecoveryEvent>): Recovery | undefined {
  switch (type) {
    case 'RecoveryAndReflectionStarted':
    case 'RecoveryAndReflectionExtended':
      return { until: data.until, ended: false };
    case 'RecoveryAndReflectionEnded':
      return recovery && { ...recovery, ended: true };
  }
}
