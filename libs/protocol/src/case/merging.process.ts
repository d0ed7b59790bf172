import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import { caseStream } from './case';
import { LinkBack, RecordMerger, RecordUnmerging } from './merging';

/** What two cases share is written in the one by a command, and in the other because of it. */
export const merging: Process = {
  react({ type, data, stream }) {
    const own = stream.slice('case-'.length);
    switch (type) {
      case 'CaseLinked':
        return [{ stream: caseStream(data.other), command: (meta: CommandMeta) => new LinkBack({ case: data.other, other: own }, meta) }];
      case 'CaseMergedInto':
        return [{ stream: caseStream(data.into), command: (meta: CommandMeta) => new RecordMerger({ case: data.into, other: own }, meta) }];
      case 'CasesUnmerged':
        if (data.side === 'INTO') return [];
        return [{ stream: caseStream(data.other), command: (meta: CommandMeta) => new RecordUnmerging({ case: data.other, other: own, entries: data.entries }, meta) }];
      default:
        return [];
    }
  },

  due: () => undefined,
};
