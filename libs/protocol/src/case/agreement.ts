import { refuse, type Refusal } from '@amparo/event-sourcing';
import { countsAsChild, type AgeBand } from './age-band';
import type { consenters } from './consent';

/** Who agreed to a plan; nobody, when it was made without her. */
export type AgreedBy = (typeof consenters)[number];
export type AgreementRefusal = 'AGREEMENT_REQUIRED' | 'GUARDIAN_REQUIRED' | 'NOT_A_CHILD';

/** Why a plan is none: it is made with her, or, of a child, with who represents it. Undefined when it is one. */
export function agreementRefusal(agreedBy: AgreedBy | undefined, ageBand: AgeBand): Refusal<AgreementRefusal> | undefined {
  if (agreedBy === undefined) return refuse('AGREEMENT_REQUIRED', 'a plan she has not agreed to is no plan');
  if (agreedBy === 'SURVIVOR' && countsAsChild(ageBand)) return refuse('GUARDIAN_REQUIRED', 'for a child, or while the age is unknown, a guardian agrees');
  if (agreedBy === 'GUARDIAN' && !countsAsChild(ageBand)) return refuse('NOT_A_CHILD', 'an adult agrees herself');
  return undefined;
}
