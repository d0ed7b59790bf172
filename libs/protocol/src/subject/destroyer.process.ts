import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import { RecordKeyDestroyed } from './erasure';

/** Follows the log and destroys what it says is condemned: the decision was made where no hold could race with it. */
export const destroyer: Process = {
  react({ type, data, stream }) {
    if (type !== 'SubjectKeyCondemned') return [];
    const subject = stream.slice('subject-'.length);
    return [{ stream, command: (meta: CommandMeta) => new RecordKeyDestroyed({ subject, kid: data.kid }, meta) }];
  },

  due: () => undefined,
};
