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
  consentNotice: 30 * day,
  /** Months of the calendar after reintegration began. */
  followUp: [1, 3, 6, 12],
  farthestPlanItem: 731 * day,
  farthestReintegration: 366 * day,
  permitRenewal: 60 * day,
  permitFrom: 366 * day,
  longestPermit: 3_653 * day,
  /** In months after she arrived. */
  returnFollowedUp: [1, 3, 6, 12],
} as const satisfies Record<string, number | readonly number[] | Record<Priority, number>>;

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
/** When she, or who represents her, is told that a consent will end; a consent given for less is announced when it is given. */
export const consentNotice = (until: string): string => after(until, -clocks.consentNotice);

// America/Santo_Domingo is UTC-4 all year: no summer time since the year 2000.
const dayBegins = (localDay: string): string => `${localDay}T04:00:00.000Z`;
/** When a day of the calendar has ended in Santo Domingo: what is due that day is late from then on. */
export const endOfDay = (localDay: string): string => after(dayBegins(localDay), day);

/** The same day some months later, or the last day of a month that has no such day. */
function monthsAfter(localDay: string, months: number): string {
  const [year = 0, month = 0, date = 0] = localDay.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

type FollowUp = (typeof clocks.followUp)[number];
/** When a follow-up must have been made, counted from the day on which reintegration began. */
export const followUpDue = (startsOn: string, month: FollowUp): string => endOfDay(monthsAfter(startsOn, month));
/** From when on a follow-up can be the one of this month: not before the one before it is due. */
export const followUpOpens = (startsOn: string, month: FollowUp): string =>
  dayBegins(monthsAfter(startsOn, clocks.followUp[clocks.followUp.indexOf(month) - 1] ?? 0));

/** Whether an item of a plan may be due that day: not before it was agreed, nor so far off that nobody would ever be reminded. */
export const isPlanItemDue = (localDay: string, agreedAt: string): boolean =>
  endOfDay(localDay) > agreedAt && Date.parse(dayBegins(localDay)) <= Date.parse(agreedAt) + clocks.farthestPlanItem;
/** Whether reintegration may begin that day: near the day on which it was agreed. */
export const isReintegrationStart = (localDay: string, agreedAt: string): boolean =>
  Math.abs(Date.parse(dayBegins(localDay)) - Date.parse(agreedAt)) <= clocks.farthestReintegration;

/** When a permit ends that is valid until this day, the day itself included. */
export const permitEnds = (until: string): string => endOfDay(until);
/** When the renewal of a permit must have been applied for. */
export const permitRenewalDue = (until: string): string => after(endOfDay(until), -clocks.permitRenewal);
/** The days between which a permit decided at a time may begin. */
export const permitFrom = (decidedAt: string): readonly [string, string] => [after(decidedAt, -clocks.permitFrom).slice(0, 10), after(decidedAt, clocks.permitFrom).slice(0, 10)];
/** The last day that a permit which begins on this day may name as its end. */
export const longestPermit = (from: string): string => after(`${from}T00:00:00.000Z`, clocks.longestPermit).slice(0, 10);
/** When the next visit after a return is due; undefined after the last. @param done how often she was asked since she arrived. */
export function returnFollowUpDue(arrivedAt: string, done: number): string | undefined {
  const months = clocks.returnFollowedUp[done];
  return months === undefined ? undefined : `${monthsAfter(arrivedAt.slice(0, 10), months)}${arrivedAt.slice(10)}`;
}
