import { answerDue, nextStepDue, outcomeDue, serviceDue, type ClockPolicy, type Priority, type ReferralEvent, type ReferralStatus, type Service } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { never, type View } from '../view';

/** A referral as one of its sides sees it. Due dates come of the events alone. */
export type ReferralRow = Readonly<{
  referral: string;
  case: string;
  /** Absent where only the closing may be seen. */
  from?: string;
  to?: string;
  service?: Service;
  priority?: Priority;
  status: ReferralStatus;
  requestedAt?: string;
  acceptedAt?: string;
  endedAt?: string;
  reason?: string;
  nextStep?: string;
  askedAt?: string;
  suppliedAt?: string;
  supersedes?: string;
  /** Where the newest answer came by letter: for whom it was recorded, and by which unit. */
  onBehalfOf?: string;
  recordedBy?: string;
  /** When the next move is due, and whose it is. */
  dueAt?: string;
  dueBy?: 'ADDRESSEE' | 'SENDER';
}>;

/** Without `actor`, where nobody asks who recorded it. */
type Told = Pick<Visible, 'stream' | 'type' | 'at' | 'data'> & Partial<Pick<Visible, 'actor'>>;

const statusAfter: Readonly<Partial<Record<ReferralEvent['type'], ReferralStatus>>> = {
  ReferralRequested: 'REQUESTED',
  ReferralAcknowledged: 'ACKNOWLEDGED',
  ReferralAccepted: 'ACCEPTED',
  ReferralWaitlisted: 'WAITLISTED',
  ReferralDeclined: 'DECLINED',
  ServiceStarted: 'IN_SERVICE',
  ServicePaused: 'ON_HOLD',
  ServiceResumed: 'IN_SERVICE',
  ServiceCompleted: 'COMPLETED',
  ServiceDiscontinued: 'DISCONTINUED',
  ReferralWithdrawn: 'WITHDRAWN',
  ReferralClosedForConsent: 'CONSENT_WITHDRAWN',
  SurvivorDeclined: 'SURVIVOR_DECLINED',
  ReferralLapsed: 'LAPSED',
  ReferralEnteredInError: 'ENTERED_IN_ERROR',
  OutcomeConfirmed: 'CONFIRMED',
  OutcomeDisputed: 'IN_SERVICE',
};

/** The row after an event of the referral. */
export function referralAfter(row: ReferralRow | undefined, event: Told, caseId: string, clocks: ClockPolicy): ReferralRow {
  const status = statusAfter[event.type as ReferralEvent['type']];
  const before: ReferralRow = row ?? { referral: event.stream.slice('referral-'.length), case: caseId, status: 'REQUESTED' };
  const { dueAt: _dueAt, dueBy: _dueBy, ...kept } = before;
  return due({ ...byWhom(kept, event), ...(status && { status }), ...told(event) }, clocks);
}

/** Who answers in its own system later has answered itself. */
function byWhom(row: ReferralRow, { type, data, actor }: Told): ReferralRow {
  if (!answers.includes(type)) return row;
  const { onBehalfOf: _letter, recordedBy: _by, ...rest } = row;
  const { onBehalfOf } = data as { onBehalfOf?: string };
  return onBehalfOf === undefined ? rest : { ...rest, onBehalfOf, ...(actor?.unit !== undefined && { recordedBy: actor.unit }) };
}

/** What the unit addressed says, or somebody for it. */
const answers: readonly Told['type'][] = ['ReferralAcknowledged', 'ReferralAccepted', 'ReferralWaitlisted', 'ReferralDeclined', 'ServiceStarted', 'ServiceCompleted', 'ServiceDiscontinued'];

function told({ type, data, at }: Told): Partial<ReferralRow> {
  const { from, to, service, priority, supersedes, reason, outcome, step } = data as Record<string, string>;
  switch (type) {
    case 'ReferralRequested':
      return { from: from!, to: to!, service: service as Service, priority: priority as Priority, requestedAt: at, ...(supersedes !== undefined && { supersedes }) };
    case 'InformationRequested':
      return { askedAt: at };
    case 'InformationSupplied':
      return { suppliedAt: at };
    case 'ReferralAccepted':
      return { acceptedAt: at };
    case 'NextStepDecided':
      return { nextStep: step! };
    case 'ServiceCompleted':
    case 'ReferralDeclined':
    case 'ServiceDiscontinued':
    case 'ReferralWithdrawn':
    case 'ReferralLapsed':
    case 'SurvivorDeclined':
    case 'ReferralClosedForConsent':
    case 'ReferralEnteredInError':
      return { endedAt: at, ...((reason ?? outcome) !== undefined && { reason: (reason ?? outcome)! }) };
    default:
      return {};
  }
}

/** The clock that runs now. Acknowledging stops none. */
function due(row: ReferralRow, clocks: ClockPolicy): ReferralRow {
  const { status, priority, requestedAt, acceptedAt, endedAt, askedAt, suppliedAt, nextStep } = row;
  if (!priority || !requestedAt) return row;
  switch (status) {
    case 'REQUESTED':
    case 'ACKNOWLEDGED':
    case 'WAITLISTED': {
      const information = askedAt === undefined ? undefined : { askedAt, ...(suppliedAt !== undefined && { suppliedAt }) };
      return { ...row, dueAt: answerDue(requestedAt, priority, information, clocks), dueBy: 'ADDRESSEE' };
    }
    case 'ACCEPTED':
      return acceptedAt ? { ...row, dueAt: serviceDue(acceptedAt, priority, clocks), dueBy: 'ADDRESSEE' } : row;
    case 'COMPLETED':
      return endedAt ? { ...row, dueAt: outcomeDue(endedAt, clocks), dueBy: 'SENDER' } : row;
    case 'DECLINED':
    case 'LAPSED':
    case 'DISCONTINUED':
      return endedAt && !nextStep ? { ...row, dueAt: nextStepDue(endedAt, clocks), dueBy: 'SENDER' } : row;
    default:
      return row;
  }
}

/** The inbox holds what is addressed to the compartment, the outbox what it sent: what is due next stands first. */
export const referralView: View<ReferralRow> = {
  kind: 'referral',
  about: ({ stream }) => (stream.startsWith('referral-') ? stream.slice('referral-'.length) : undefined),
  after: (row, event, { file, clocks }) => referralAfter(row, event, file, clocks),
  // Where only the closing may be seen, it closes what was addressed here.
  lists: ({ from, to }, { own }) => [...(to === undefined || own(to) ? ['IN'] : []), ...(own(from) ? ['OUT'] : [])],
  sort: ({ dueAt }) => dueAt ?? never,
  byReach: () => 'FILE',
};
