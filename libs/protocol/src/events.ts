import type { Upcasts } from '@amparo/event-sourcing';
import { caseEvents, caseSlice, type CaseEvent } from './case/case';
import type { EventDefinition } from './event-definition';
import { exclusionEvents, exclusionSlice, type ExclusionEvent } from './exclusion/exclusion';
import { institutionEvents, institutionSlice, type InstitutionEvent } from './institution/institution';
import { referralEvents, referralSlice, type ReferralEvent } from './referral/referral';
import { stayEvents, staySlice, type StayEvent } from './stay/stay';
import { subjectEvents, type SubjectEvent } from './subject/subject';
import { unitEvents, unitSlice, type UnitEvent } from './unit/unit';

/** Every event of the protocol. */
export type ProtocolEvent = InstitutionEvent | UnitEvent | SubjectEvent | CaseEvent | ReferralEvent | StayEvent | ExclusionEvent;

/** How every event of the protocol is stored, by type. */
export const protocolEvents: Readonly<Record<ProtocolEvent['type'], EventDefinition>> = {
  ...institutionEvents,
  ...unitEvents,
  ...subjectEvents,
  ...caseEvents,
  ...referralEvents,
  ...stayEvents,
  ...exclusionEvents,
};

/** How older forms of every event become the current one, by type. Whoever reads events of the protocol reads them through it. */
export const protocolUpcasts: Upcasts = {
  ...institutionSlice.forms.upcasts,
  ...unitSlice.forms.upcasts,
  ...caseSlice.forms.upcasts,
  ...referralSlice.forms.upcasts,
  ...staySlice.forms.upcasts,
  ...exclusionSlice.forms.upcasts,
};
