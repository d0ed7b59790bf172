import { stayReviewDue } from '../clocks';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { RaiseStayReview, stayStream } from './stay';

/** Act 88-03, article 4: after thirty days a stay is reviewed. The day escalates, and never discharges. */
export const stayReview: Process = {
  react(event, memory) {
    const stay = event.stream.slice('stay-'.length);
    switch (event.type) {
      case 'SurvivorAdmitted':
        wait(memory, stay, stayReviewDue(event.at), event.id);
        return [];
      case 'StayExtended':
        wait(memory, stay, event.data.until, event.id);
        return [];
      case 'StayReviewDue':
      case 'SurvivorDischarged':
      case 'SurvivorLeftFreely':
        memory.remove('stay', stay);
        return [];
      default:
        return [];
    }
  },

  due({ kind, key, data }) {
    if (kind !== 'stay') return undefined;
    return { stream: stayStream(key), cause: data['cause'] ?? '', command: (meta) => new RaiseStayReview({ stay: key }, meta) };
  },
};

/** Caused by what set the day: each day of a stay is raised once, and none for another. */
const wait = (memory: ProcessMemory, stay: string, due: string, cause: string): void => memory.put({ kind: 'stay', key: stay, due, data: { cause } });
