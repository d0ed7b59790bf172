import type { Process } from '../follower.process';
import { EndMovedStay, stayStream } from './stay';

/** Of two stays the later one, by when she came in; told together, the one recorded later. */
type Since = Readonly<{ at: string; recordedAt: string; stay: string }>;
const order = ({ at, recordedAt, stay }: Since): string => `${at} ${recordedAt} ${stay}`;

/**
 * Nobody lives in two houses. Who was admitted to another has left the one before, whether that house says so or not: its place
 * is free again, and an exclusion that waits for her to be gone waits no longer.
 */
export const moved: Process = {
  react(event, memory) {
    const stay = event.stream.slice('stay-'.length);
    switch (event.type) {
      case 'SurvivorAdmitted': {
        const caseId = (event as { envelope?: { case?: string } }).envelope?.case ?? '';
        const here: Since = { at: event.at, recordedAt: event.recordedAt, stay };
        memory.put({ kind: 'housed', key: `${caseId} ${stay}`, data: here });
        memory.put({ kind: 'housed-case', key: stay, data: { case: caseId } });
        const all = memory.beginning('housed', `${caseId} `).map(({ data }) => data as Since).sort((a, b) => (order(a) < order(b) ? -1 : 1));
        return all.slice(0, -1).map((one) => ({ stream: stayStream(one.stay), command: (meta) => new EndMovedStay({ stay: one.stay }, meta) }));
      }
      case 'SurvivorDischarged':
      case 'SurvivorLeftFreely': {
        const { case: caseId = '' } = memory.find('housed-case', stay)?.data ?? {};
        memory.remove('housed', `${caseId} ${stay}`);
        memory.remove('housed-case', stay);
        return [];
      }
      default:
        return [];
    }
  },

  due: () => undefined,
};
