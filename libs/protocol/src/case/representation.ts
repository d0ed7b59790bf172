import { refuse, type Refusal } from '@amparo/event-sourcing';
import { countsAsChild, type AgeBand } from './age-band';

/** Who was appointed to decide for a child, and whether a conflict with it has come to light since. The newest appointment counts. */
export type Representation = Readonly<{ guardian?: string; guardians: Readonly<Record<string, 'APPOINTED' | 'CONFLICTED'>> }>;
export type RepresentationRefusal = 'GUARDIAN_REQUIRED' | 'NOT_A_CHILD' | 'GUARDIAN_NOT_APPOINTED' | 'GUARDIAN_CONFLICTED';

/**
 * Rule 2: an adult decides herself; for a child, and while the age is unknown, a guardian who was appointed and is not in conflict:
 * nobody's word for it counts. Undefined where this is theirs to decide.
 */
export function representationRefusal(by: 'SURVIVOR' | 'GUARDIAN', ageBand: AgeBand, { guardian, guardians }: Representation): Refusal<RepresentationRefusal> | undefined {
  const child = countsAsChild(ageBand);
  if (by === 'SURVIVOR') return child ? refuse('GUARDIAN_REQUIRED', 'for a child, or while the age is unknown, a guardian decides') : undefined;
  if (!child) return refuse('NOT_A_CHILD', 'an adult decides herself');
  if (guardian === undefined) return refuse('GUARDIAN_NOT_APPOINTED', 'a guardian is appointed first');
  return guardians[guardian] === 'CONFLICTED' ? refuse('GUARDIAN_CONFLICTED', 'the guardian is in conflict with the child: another is appointed first') : undefined;
}
