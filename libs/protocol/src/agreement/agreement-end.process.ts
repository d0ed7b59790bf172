import type { Process } from '../follower.process';
import { agreementStream, LapseAgreement } from './agreement';

/** An agreement, signed by all or not yet, ends at its date by an event. */
export const agreementEnd: Process = {
  react(event, memory) {
    const agreement = event.stream.slice('agreement-'.length);
    if (event.type === 'AgreementSigned') memory.put({ kind: 'agreement', key: agreement, due: event.data.until, data: {} });
    if (event.type === 'AgreementEnded') memory.remove('agreement', agreement);
    return [];
  },

  due({ kind, key }) {
    if (kind !== 'agreement') return undefined;
    return { stream: agreementStream(key), cause: key, command: (meta) => new LapseAgreement({ agreement: key }, meta) };
  },
};
