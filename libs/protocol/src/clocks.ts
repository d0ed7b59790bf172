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

/** When a day of the calendar is over in America/Santo_Domingo: four hours behind UTC, the whole year. */
const dayOver = (date: string): string => after(`${date}T04:00:00.000Z`, day);
/** When a permit ends that is valid until this day, the day itself included. */
export const permitEnds = (until: string): string => dayOver(until);
/** When the renewal of a permit must have been applied for. */
export const permitRenewalDue = (until: string): string => after(dayOver(until), -clocks.permitRenewal);
/** The days between which a permit decided at a time may begin. */
export const permitFrom = (decidedAt: string): readonly [string, string] => [after(decidedAt, -clocks.permitFrom).slice(0, 10), after(decidedAt, clocks.permitFrom).slice(0, 10)];
/** The last day that a permit which begins on this day may name as its end. */
export const longestPermit = (from: string): string => after(`${from}T00:00:00.000Z`, clocks.longestPermit).slice(0, 10);
/** When the next visit after a return is due; undefined after the last. @param done how often she was asked since she arrived. */
export function returnFollowUpDue(arrivedAt: string, done: number): string | undefined {
  const months = clocks.returnFollowedUp[done];
  return months === undefined ? undefined : monthsAfter(arrivedAt, months);
}

/** The same day of a later month, or that month's last. */
function monthsAfter(at: string, months: number): string {
  const date = new Date(at);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0); // the last day of that month
  date.setUTCDate(Math.min(dayOfMonth, date.getUTCDate()));
  return date.toISOString();
}
