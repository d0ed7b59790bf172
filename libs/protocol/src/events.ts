import { caseEvents, type CaseEvent } from './case/case.events';
import type { EventDefinition } from './event-definition';
import { exclusionEvents, type ExclusionEvent } from './exclusion/exclusion.events';
import { institutionEvents, type InstitutionEvent } from './institution/institution.events';
import { referralEvents, type ReferralEvent } from './referral/referral.events';
import { subjectEvents, type SubjectEvent } from './subject/subject.events';
import { unitEvents, type UnitEvent } from './unit/unit.events';

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
