import { caseEvents, type CaseEvent } from './case/case';
import type { EventDefinition } from './event-definition';
import { exclusionEvents, type ExclusionEvent } from './exclusion/exclusion';
import { institutionEvents, type InstitutionEvent } from './institution/institution';
import { referralEvents, type ReferralEvent } from './referral/referral';
import { subjectEvents, type SubjectEvent } from './subject/subject';
import { unitEvents, type UnitEvent } from './unit/unit';

/** Every event of the protocol. */
export type ProtocolEvent = InstitutionEvent | UnitEvent | SubjectEvent | CaseEvent | ReferralEvent | ExclusionEvent;

/** How every event of the protocol is stored, by type. */
export const protocolEvents: Readonly<Record<ProtocolEvent['type'], EventDefinition>> = {
  ...institutionEvents,
  ...unitEvents,
  ...subjectEvents,
  ...caseEvents,
  ...referralEvents,
  ...exclusionEvents,
};
