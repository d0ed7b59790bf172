import { refuse, type Refusal } from '@amparo/event-sourcing';

/** Who was appointed to decide for a child, and whether a conflict with it has come to light since. The newest appointment counts. */
export type Representation = Readonly<{ guardian?: string; guardians: Readonly<Record<string, 'APPOINTED' | 'CONFLICTED'>> }>;
export type RepresentationRefusal = 'GUARDIAN_NOT_APPOINTED' | 'GUARDIAN_CONFLICTED';

/** Rule 2: a guardian decides for a child who was appointed and is not conflicted; nobody's word for it counts. */
export function guardianRefusal({ guardian, guardians }: Representation): Refusal<RepresentationRefusal> | undefined {
  if (guardian === undefined) return refuse('GUARDIAN_NOT_APPOINTED', 'a guardian is appointed first');
  return guardians[guardian] === 'CONFLICTED' ? refuse('GUARDIAN_CONFLICTED', 'the guardian is in conflict with the child: another is appointed first') : undefined;
}
