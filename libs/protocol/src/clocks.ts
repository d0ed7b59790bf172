import type { Priority } from './referral/priority';

const hour = 3_600_000;
const day = 24 * hour;

/** The deadlines of the protocol, in milliseconds: one table. Working days come with the Dominican calendar. */
export const clocks = {
  referralAnswered: { EMERGENCY: 24 * hour, URGENT: 72 * hour, NORMAL: 14 * day },
  acceptedInService: { EMERGENCY: 24 * hour, URGENT: 7 * day, NORMAL: 30 * day },
  outcomeConfirmed: 14 * day,
  nextStepDecided: 14 * day,
  heldPlace: 6 * hour,
  informationPause: 3 * day,
  longestConsent: 731 * day,
  recovery: 30 * day,
  recoveryExtension: 90 * day,
  riskReview: 366 * day,
  emergencyAccess: 2 * hour,
  emergencyReviewed: 72 * hour,
} as const satisfies Record<string, number | Record<Priority, number>>;

const after = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString();

/**
 * When a referral must be answered. One request for information stops the clock until it is supplied, three days at most, and
 * never an emergency's, nor one that has run out.
 */
export function answerDue(requestedAt: string, priority: Priority, information?: { askedAt: string; suppliedAt?: string }): string {
  const due = after(requestedAt, clocks.referralAnswered[priority]);
  if (!information || priority === 'EMERGENCY' || Date.parse(information.askedAt) >= Date.parse(due)) return due;
  const { askedAt, suppliedAt } = information;
  const waited = suppliedAt === undefined ? clocks.informationPause : Date.parse(suppliedAt) - Date.parse(askedAt);
  // Both times are as somebody told them: an answer told to be older than the question stops nothing.
  return after(due, Math.min(Math.max(waited, 0), clocks.informationPause));
}

/** When an accepted referral must be in service. */
export const serviceDue = (acceptedAt: string, priority: Priority): string => after(acceptedAt, clocks.acceptedInService[priority]);
/** When a completed service must be confirmed or disputed. */
export const outcomeDue = (completedAt: string): string => after(completedAt, clocks.outcomeConfirmed);
/** When the sender of a referral that ended without service must have decided what comes next. */
export const nextStepDue = (endedAt: string): string => after(endedAt, clocks.nextStepDecided);
/** Until when a place is held. */
export const holdUntil = (heldAt: string): string => after(heldAt, clocks.heldPlace);
/** The last day a consent given now may name as its end. */
export const longestConsent = (givenAt: string): string => after(givenAt, clocks.longestConsent);
/** The first day on which a recovery and reflection period that begins now may end. */
export const recoveryUntil = (startedAt: string): string => after(startedAt, clocks.recovery);
/** How far one extension of the recovery period may go. */
export const farthestExtension = (until: string): string => after(until, clocks.recoveryExtension);
/** Whether a risk assessed now may wait until that day to be assessed again. */
export const isReviewDay = (localDay: string, assessedAt: string): boolean =>
  localDay > assessedAt.slice(0, 10) && localDay <= after(assessedAt, clocks.riskReview).slice(0, 10);
/** When emergency access that is opened now ends. */
export const emergencyAccessUntil = (openedAt: string): string => after(openedAt, clocks.emergencyAccess);
/** When it must have been reviewed. */
export const emergencyReviewDue = (openedAt: string): string => after(openedAt, clocks.emergencyReviewed);
