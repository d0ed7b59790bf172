import type { Process } from '../follower.process';
import { investigationStream } from './investigation';
import { EndReserve, LapseMandate } from './mandate';

/** A mandate ends at its date, and what was kept back from a case is shown in it from its review date: each by an event. */
export const mandateEnd: Process = {
  react(event, memory) {
    const data = { investigation: event.stream.slice('investigation-'.length) };
    switch (event.type) {
      case 'MandateIssued':
        memory.put({ kind: 'mandate', key: event.data.mandate, due: event.data.until, data });
        return [];
      case 'MandateEnded':
      case 'MandateLapsed':
        memory.remove('mandate', event.data.mandate);
        return [];
      case 'DisclosureUnderReserve':
        memory.put({ kind: 'reserve', key: event.data.disclosure, due: event.data.reviewAt, data });
        return [];
      case 'ReserveEnded':
        memory.remove('reserve', event.data.disclosure);
        return [];
      default:
        return [];
    }
  },

  due({ kind, key, data }) {
    const investigation = data['investigation'] ?? '';
    const stream = investigationStream(investigation);
    switch (kind) {
      case 'mandate':
        return { stream, cause: key, command: (meta) => new LapseMandate({ investigation, mandate: key }, meta) };
      case 'reserve':
        return { stream, cause: key, command: (meta) => new EndReserve({ investigation, disclosure: key }, meta) };
      default:
        return undefined;
    }
  },
};
