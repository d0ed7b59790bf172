import type { Upcasts } from '@amparo/event-sourcing';
import { caseEvents, caseSlice, type CaseEvent } from './case/case';
import type { EventDefinition } from './event-definition';
import { exclusionEvents, exclusionSlice, type ExclusionEvent } from './exclusion/exclusion';
import { institutionEvents, institutionSlice, type InstitutionEvent } from './institution/institution';
import { permitEvents, permitSlice, type PermitEvent } from './permit/permit';
import { referralEvents, referralSlice, type ReferralEvent } from './referral/referral';
import { returnEvents, returnSlice, type ReturnEvent } from './return/return';
import { subjectEvents, type SubjectEvent } from './subject/subject';
import { unitEvents, unitSlice, type UnitEvent } from './unit/unit';

/** Every event of the protocol. */
export type ProtocolEvent = InstitutionEvent | UnitEvent | SubjectEvent | CaseEvent | ReferralEvent | ReturnEvent | PermitEvent | ExclusionEvent;

/** How every event of the protocol is stored, by type. */
export const protocolEvents: Readonly<Record<ProtocolEvent['type'], EventDefinition>> = {
  ...institutionEvents,
  ...unitEvents,
  ...subjectEvents,
  ...caseEvents,
  ...referralEvents,
  ...returnEvents,
  ...permitEvents,
  ...exclusionEvents,
};

/** How older forms of every event become the current one, by type. Whoever reads events of the protocol reads them through it. */
export const protocolUpcasts: Upcasts = {
  ...institutionSlice.forms.upcasts,
  ...unitSlice.forms.upcasts,
  ...caseSlice.forms.upcasts,
  ...referralSlice.forms.upcasts,
  ...returnSlice.forms.upcasts,
  ...permitSlice.forms.upcasts,
  ...exclusionSlice.forms.upcasts,
};
