import { refuse, type Refusal } from '@amparo/event-sourcing';
import type { AgeBand } from './age-band';
import type { consenters } from './consent';
import { representationRefusal, type Representation, type RepresentationRefusal } from './representation';

/** Who agreed to a plan; nobody, when it was made without her. */
export type AgreedBy = (typeof consenters)[number];
export type AgreementRefusal = 'AGREEMENT_REQUIRED' | RepresentationRefusal;

/** Why a plan is none: it is made with her, or, of a child, with who represents it. Undefined when it is one. */
export const agreementRefusal = (agreedBy: AgreedBy | undefined, { ageBand, guardianship }: Readonly<{ ageBand: AgeBand; guardianship: Representation }>): Refusal<AgreementRefusal> | undefined =>
  agreedBy === undefined ? refuse('AGREEMENT_REQUIRED', 'a plan she has not agreed to is no plan') : representationRefusal(agreedBy, ageBand, guardianship);
