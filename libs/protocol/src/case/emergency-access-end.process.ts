import type { Process } from '../follower.process';
import { caseStream } from './case';
import { LapseEmergencyAccess } from './emergency-access';

/** Emergency access ends after its hours, by an event. */
export const emergencyAccessEnd: Process = {
  react(event, memory) {
    if (event.type === 'EmergencyAccessOpened') {
      const { access, until } = event.data;
      memory.put({ kind: 'emergency-access', key: access, due: until, data: { case: event.stream.slice('case-'.length) } });
    }
    if (event.type === 'EmergencyAccessEnded') memory.remove('emergency-access', event.data.access);
    return [];
  },

  due({ kind, key, data }) {
    if (kind !== 'emergency-access') return undefined;
    const id = data['case'] ?? '';
    return { stream: caseStream(id), cause: key, command: (meta) => new LapseEmergencyAccess({ case: id, access: key }, meta) };
  },
};
