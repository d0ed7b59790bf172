import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { proposedFrom, scoreOf, type Likenesses } from './likeness';
import { EndMatch, pairOf, ProposeFoundMatches, subjectStream, type Found, type Pair } from './matching';

const caseOf = (memory: ProcessMemory, subject: string): string | undefined => memory.find('case-of-subject', subject)?.data['case'];
const subjectOf = (memory: ProcessMemory, id: string): string | undefined => memory.find('subject-of-case', id)?.data['subject'];

/** Subjects of whom there is no case are suspects, guardians, agents: nobody's match. */
function pairIn(memory: ProcessMemory, one: string | undefined, other: string | undefined): Pair | undefined {
  const [first, second] = [one, other].map((subject) => ({ subject: subject ?? '', case: caseOf(memory, subject ?? '') ?? '' }));
  return first!.case === '' || second!.case === '' ? undefined : pairOf(first!, second!);
}

/**
 * Proposes to stewards who may be one person, whenever something is said by which she could be found: by keyed hashes of terms, so
 * nothing is opened. From whom one of the cases is kept is asked where somebody asks.
 *
 * What agrees is what agrees now, also of an event taken in again: read with its place in the log, what was not known yet there would
 * count as not differing.
 */
export const matching = (likenesses: Likenesses): Process => {
  function found(memory: ProcessMemory, subject: string | undefined): ReturnType<Process['react']> {
    if (subject === undefined) return [];
    const byStream = new Map<string, Found[]>();
    for (const [other, kinds] of likenesses.of(subject)) {
      const pair = pairIn(memory, subject, other);
      if (pair && scoreOf([...kinds, 'SEX']) >= proposedFrom) byStream.set(pair.subject, [...(byStream.get(pair.subject) ?? []), { ...pair, kinds }]);
    }
    return [...byStream].map(([first, pairs]) => ({ stream: subjectStream(first), command: (meta: CommandMeta) => new ProposeFoundMatches({ subject: first, found: pairs }, meta) }));
  }

  return {
    react({ type, data, stream }, memory) {
      const caseId = stream.slice('case-'.length);
      switch (type) {
        case 'CaseOpened':
          memory.put({ kind: 'case-of-subject', key: data.subject, data: { case: caseId } });
          memory.put({ kind: 'subject-of-case', key: caseId, data: { subject: data.subject } });
          return [];
        case 'SurvivorDescribed':
        case 'AliasRecorded':
        case 'SafeContactAgreed':
          return found(memory, subjectOf(memory, caseId));
        case 'CasesUnmerged': {
          const pair = data.side === 'MERGED' ? pairIn(memory, subjectOf(memory, caseId), subjectOf(memory, data.other)) : undefined;
          return pair ? [{ stream: subjectStream(pair.subject), command: (meta: CommandMeta) => new EndMatch({ subject: pair.subject, other: pair.other }, meta) }] : [];
        }
        default:
          return [];
      }
    },

    due: () => undefined,
  };
};
