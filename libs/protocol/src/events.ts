import type { Upcasts } from '@amparo/event-sourcing';
import { agreementEvents, agreementSlice, type AgreementEvent } from './agreement/agreement';
import { bodyEvents, bodySlice, type BodyEvent } from './body/body';
import { caseEvents, caseSlice, type CaseEvent } from './case/case';
import { courseEvents, courseSlice, type CourseEvent } from './course/course';
import { contactEvents, contactSlice, type ContactEvent } from './contact/contact';
import type { EventDefinition } from './event-definition';
import { exclusionEvents, exclusionSlice, type ExclusionEvent } from './exclusion/exclusion';
import { exhibitEvents, exhibitSlice, type ExhibitEvent } from './exhibit/exhibit';
import { institutionEvents, institutionSlice, type InstitutionEvent } from './institution/institution';
import { planEvents, planSlice, type PlanEvent } from './plan/plan';
import { investigationEvents, investigationSlice, type InvestigationEvent } from './investigation/investigation';
import { referralSlice } from './referral/referral';
import { referralEvents, type ReferralEvent } from './referral/referral-events';
import { stayEvents, staySlice, type StayEvent } from './stay/stay';
import { permitEvents, permitSlice, type PermitEvent } from './permit/permit';
import { returnEvents, returnSlice, type ReturnEvent } from './return/return';
import { erasureSlice } from './subject/erasure';
import { matchingSlice } from './subject/matching';
import { subjectEvents, type SubjectEvent } from './subject/subject';
import { unitEvents, unitSlice, type UnitEvent } from './unit/unit';

/** Every event of the protocol. */
export type ProtocolEvent =
  | InstitutionEvent
  | UnitEvent
  | SubjectEvent
  | ContactEvent
  | CaseEvent
  | ReferralEvent
  | ExclusionEvent
  | CourseEvent
  | BodyEvent
  | PlanEvent
  | AgreementEvent
  | InvestigationEvent
  | ExhibitEvent
  | StayEvent
  | ReturnEvent
  | PermitEvent;

/** How every event of the protocol is stored, by type. */
export const protocolEvents: Readonly<Record<ProtocolEvent['type'], EventDefinition>> = {
  ...institutionEvents,
  ...unitEvents,
  ...subjectEvents,
  ...contactEvents,
  ...caseEvents,
  ...referralEvents,
  ...stayEvents,
  ...returnEvents,
  ...permitEvents,
  ...exclusionEvents,
  ...courseEvents,
  ...bodyEvents,
  ...planEvents,
  ...agreementEvents,
  ...investigationEvents,
  ...exhibitEvents,
};

/** How older forms of every event become the current one, by type. Whoever reads events of the protocol reads them through it. */
export const protocolUpcasts: Upcasts = {
  ...institutionSlice.forms.upcasts,
  ...unitSlice.forms.upcasts,
  ...erasureSlice.forms.upcasts,
  ...matchingSlice.forms.upcasts,
  ...contactSlice.forms.upcasts,
  ...caseSlice.forms.upcasts,
  ...referralSlice.forms.upcasts,
  ...staySlice.forms.upcasts,
  ...returnSlice.forms.upcasts,
  ...permitSlice.forms.upcasts,
  ...exclusionSlice.forms.upcasts,
  ...courseSlice.forms.upcasts,
  ...bodySlice.forms.upcasts,
  ...planSlice.forms.upcasts,
  ...agreementSlice.forms.upcasts,
  ...investigationSlice.forms.upcasts,
  ...exhibitSlice.forms.upcasts,
};
