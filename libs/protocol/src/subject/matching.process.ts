import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { type Likenesses, proposedFrom, scoreOf, type DifferenceKind, type LikenessKind } from './likeness';
import { EndMatch, pairOf, type Pair, ProposeFoundMatches, subjectStream } from './matching';

type Survivor = Readonly<{ subject: string; case: string; sex: string }>;

/** A survivor by the stream of her case, and by her subject. Subjects of whom there is no case are suspects, guardians, agents: nobody's match. */
function remember(memory: ProcessMemory, survivor: Survivor): void {
  memory.put({ kind: 'survivor', key: survivor.subject, data: survivor });
  memory.put({ kind: 'case-of-survivor', key: survivor.case, data: { subject: survivor.subject } });
}
const bySubject = (memory: ProcessMemory, subject: string): Survivor | undefined => memory.find('survivor', subject)?.data as Survivor | undefined;
const byCase = (memory: ProcessMemory, id: string): Survivor | undefined => bySubject(memory, memory.find('case-of-survivor', id)?.data['subject'] ?? '');

const unstated: readonly string[] = ['UNKNOWN', ''];

/** What agrees and what differs of two, with what stands in clear of either. */
function compared(kinds: readonly LikenessKind[], one: Survivor, other: Survivor): { agreeing: LikenessKind[]; differing: DifferenceKind[] } {
  if (unstated.includes(one.sex) || unstated.includes(other.sex)) return { agreeing: [...kinds], differing: [] };
  return one.sex === other.sex ? { agreeing: [...kinds, 'SEX'], differing: [] } : { agreeing: [...kinds], differing: ['SEX'] };
}

/**
 * Proposes to stewards who may be one person, in the order of the log, whenever something is said by which she could be found: by keyed
 * hashes of terms and by clear codes alone, so nothing is opened. Whoever may be excluded from which of the cases is left to who asks.
 */
export const matching = (likenesses: Likenesses): Process => {
  function found(memory: ProcessMemory, caseId: string): ReturnType<Process['react']> {
    const one = byCase(memory, caseId);
    if (!one) return [];
    const byStream = new Map<string, (Pair & ReturnType<typeof compared>)[]>();
    for (const [subject, kinds] of likenesses.of(one.subject)) {
      const other = bySubject(memory, subject);
      const pair = other && pairOf(one, other);
      if (!pair) continue;
      const likeness = compared(kinds, one, other);
      if (scoreOf(likeness.agreeing, likeness.differing) >= proposedFrom) byStream.set(pair.subject, [...(byStream.get(pair.subject) ?? []), { ...pair, ...likeness }]);
    }
    return [...byStream].map(([subject, pairs]) => ({ stream: subjectStream(subject), command: (meta: CommandMeta) => new ProposeFoundMatches({ subject, found: pairs }, meta) }));
  }

  return {
    react({ type, data, stream }, memory) {
      const caseId = stream.slice('case-'.length);
      switch (type) {
        case 'CaseOpened':
          remember(memory, { subject: data.subject, case: caseId, sex: '' });
          return [];
        case 'SurvivorDescribed': {
          const survivor = byCase(memory, caseId);
          if (survivor) remember(memory, { ...survivor, sex: data.sex });
          return found(memory, caseId);
        }
        case 'AliasRecorded':
        case 'SafeContactAgreed':
          return found(memory, caseId);
        case 'CasesUnmerged': {
          const [one, other] = [byCase(memory, caseId), byCase(memory, data.other)];
          const pair = data.side === 'MERGED' && one && other ? pairOf(one, other) : undefined;
          return pair ? [{ stream: subjectStream(pair.subject), command: (meta: CommandMeta) => new EndMatch({ subject: pair.subject, other: pair.other }, meta) }] : [];
        }
        default:
          return [];
      }
    },

    due: () => undefined,
  };
};
