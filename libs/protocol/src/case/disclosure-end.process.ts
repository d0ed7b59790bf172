import type { Process } from '../follower.process';
import { caseStream } from './case';
import { LapseDisclosure } from './disclosure';

/** A disclosure that no consent ends ends at its date, by an event. */
export const disclosureEnd: Process = {
  react(event, memory) {
    if (event.type === 'DisclosureMade' && event.data.until !== undefined) {
      memory.put({ kind: 'disclosure', key: event.data.disclosure, due: event.data.until, data: { case: event.stream.slice('case-'.length) } });
    }
    if ((event.type === 'DisclosureLapsed' || event.type === 'DisclosureInErrorRecorded') && event.data.disclosure !== undefined) memory.remove('disclosure', event.data.disclosure);
    return [];
  },

  due({ kind, key, data }) {
    if (kind !== 'disclosure') return undefined;
    const id = data['case'] ?? '';
    return { stream: caseStream(id), cause: key, command: (meta) => new LapseDisclosure({ case: id, disclosure: key }, meta) };
  },
};
