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
  unnamedPlace: 12 * hour,
  givenUpPlace: hour,
  stayReviewed: 30 * day,
  informationPause: 3 * day,
  longestConsent: 731 * day,
  longestMandate: 366 * day,
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
/** The last day a mandate issued now, or the review of what is kept back now, may name. */
export const longestMandate = (issuedAt: string): string => after(issuedAt, clocks.longestMandate);
/**
 * When a place is freed that was taken and is named by no acceptance and no admission. Longer than a hold by hours: whoever
 * still means to name it must do so while the hold would have lasted.
 */
export const unnamedUntil = (takenAt: string): string => after(takenAt, clocks.unnamedPlace);
/** When a place is freed whose referral has ended: by then an admission that was under way has come in, or was refused. */
export const givenUpUntil = (endedAt: string): string => after(endedAt, clocks.givenUpPlace);
/** When a stay is reviewed: Act 88-03, article 4. Also the farthest end an extension decided now may have. */
export const stayReviewDue = (admittedAt: string): string => after(admittedAt, clocks.stayReviewed);
