import type { Process } from '../follower.process';
import { caseStream } from './case';
import { EndRecovery } from './recovery';

/** The recovery period ends at its date, by an event. */
export const recoveryEnd: Process = {
  react(event, memory) {
    const key = event.stream.slice('case-'.length);
    switch (event.type) {
      case 'RecoveryAndReflectionStarted':
      case 'RecoveryAndReflectionExtended':
        memory.put({ kind: 'recovery', key, due: event.data.until, data: { cause: event.id } });
        return [];
      case 'RecoveryAndReflectionEnded':
        memory.remove('recovery', key);
        return [];
      default:
        return [];
    }
  },

  due({ kind, key, data }) {
    if (kind !== 'recovery') return undefined;
    return { stream: caseStream(key), cause: data['cause'] ?? key, command: (meta) => new EndRecovery({ case: key }, meta) };
  },
};
