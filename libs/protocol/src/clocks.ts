import { dayBegins, dayOf, endOfDay, monthsLater } from './day';
import type { Priority } from './referral/priority';
import { workingDaysAfter, type DayList } from './working-days';

/** A deadline in words. Minutes, hours and days run through nights, week-ends and holidays; working days and months end with the day. */
export type Span = `${number} ${Unit}s` | `1 ${Unit}`;
type Unit = 'minute' | 'hour' | 'day' | 'working day' | 'month';

/** The deadlines of the protocol: one table. An operator's file may set other ones, within limits (`clock-policy.ts`). */
export type ClockPolicy = Readonly<{
  presumptionDecided: Span;
  recovery: Span;
  /** How far one extension of it may go. */
  recoveryExtension: Span;
  riskReview: Span;
  referralAnswered: Readonly<Record<Priority, Span>>;
  acceptedInService: Readonly<Record<Priority, Span>>;
  outcomeConfirmed: Span;
  nextStepDecided: Span;
  stayReviewed: Span;
  heldPlace: Span;
  unnamedPlace: Span;
  givenUpPlace: Span;
  permitRenewal: Span;
  emergencyAccess: Span;
  emergencyReviewed: Span;
  exclusionConfirmed: Span;
  /** Whole months of the calendar after the day on which reintegration began: a follow-up is known by how many they are. */
  followUp: readonly Span[];
  /** After she arrived. */
  returnFollowedUp: readonly Span[];
  /** By how much it presses: immediate danger is an emergency, what nobody triaged is urgent. */
  handOverTaken: Readonly<Record<Priority, Span>>;
  custodyAnswered: Span;
  consentNotice: Span;
  informationPause: Span;
  longestConsent: Span;
  longestMandate: Span;
  longestDisclosure: Span;
  farthestPlanItem: Span;
  farthestReintegration: Span;
  permitFrom: Span;
  longestPermit: Span;
  /** How long a missed clock lies with a supervisor before it goes to the coordination body. */
  supervisorActed: Readonly<Record<Priority, Span>>;
}> &
  DayList;

export const clocks: ClockPolicy = {
  presumptionDecided: '5 working days',
  recovery: '30 days',
  recoveryExtension: '90 days',
  riskReview: '366 days',
  referralAnswered: { EMERGENCY: '24 hours', URGENT: '72 hours', NORMAL: '14 days' },
  acceptedInService: { EMERGENCY: '24 hours', URGENT: '7 days', NORMAL: '30 days' },
  outcomeConfirmed: '14 days',
  nextStepDecided: '14 days',
  stayReviewed: '30 days',
  heldPlace: '6 hours',
  unnamedPlace: '12 hours',
  givenUpPlace: '1 hour',
  permitRenewal: '60 days',
  emergencyAccess: '2 hours',
  emergencyReviewed: '72 hours',
  exclusionConfirmed: '72 hours',
  followUp: ['1 month', '3 months', '6 months', '12 months'],
  returnFollowedUp: ['1 month', '3 months', '6 months', '12 months'],
  // Both desks of an emergency, *212 and 911, are staffed day and night; an office is, the next day.
  handOverTaken: { EMERGENCY: '15 minutes', URGENT: '1 hour', NORMAL: '24 hours' },
  // A journey across the country and a week-end: meanwhile the exhibit is on its way between two hands.
  custodyAnswered: '72 hours',
  consentNotice: '30 days',
  informationPause: '3 days',
  longestConsent: '731 days',
  longestMandate: '366 days',
  longestDisclosure: '366 days',
  farthestPlanItem: '731 days',
  farthestReintegration: '366 days',
  permitFrom: '366 days',
  longestPermit: '3653 days',
  supervisorActed: { EMERGENCY: '24 hours', URGENT: '72 hours', NORMAL: '7 days' },
  daysOff: [],
  workedHolidays: [],
};

const hour = 3_600_000;
const moved = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString();
const lengthOf = (span: Span): readonly [amount: number, unit: Unit] => {
  const space = span.indexOf(' ');
  return [Number(span.slice(0, space)), span.slice(space + 1).replace(/s$/, '') as Unit];
};
export const unitOf = (span: Span): string => lengthOf(span)[1];

/** A span in milliseconds; working days and months as long as they are at least. For comparing and pausing, not for due dates. */
export function atLeast(span: Span): number {
  const [amount, unit] = lengthOf(span);
  return unit === 'minute' ? (amount * hour) / 60 : amount * hour * (unit === 'hour' ? 1 : unit === 'month' ? 28 * 24 : 24);
}

/** The instant a span after another: UTC with milliseconds, so that two compare as text. What starts later never ends earlier. */
export function after(at: string, span: Span, policy: DayList = clocks): string {
  const [amount, unit] = lengthOf(span);
  if (unit === 'working day') return workingDaysAfter(at, amount, policy);
  return unit === 'month' ? endOfDay(monthsLater(dayOf(at), amount)) : moved(at, atLeast(span));
}

const before = (at: string, span: Span): string => moved(at, -atLeast(span));

/** A request for information as told: both times are what somebody said. */
export type Information = Readonly<{ askedAt: string; suppliedAt?: string }>;

/**
 * When a referral must be answered. One request for information stops the clock until it is supplied, three days at most, and
 * never an emergency's, nor one that has run out.
 */
export function answerDue(requestedAt: string, priority: Priority, information?: Information, policy: ClockPolicy = clocks): string {
  const due = after(requestedAt, policy.referralAnswered[priority], policy);
  if (!information || priority === 'EMERGENCY' || Date.parse(information.askedAt) >= Date.parse(due)) return due;
  const { askedAt, suppliedAt } = information;
  const longest = atLeast(policy.informationPause);
  const waited = suppliedAt === undefined ? longest : Date.parse(suppliedAt) - Date.parse(askedAt);
  // An answer told to be older than the question stops nothing.
  return moved(due, Math.min(Math.max(waited, 0), longest));
}

/** Until when an open request for information stops the clock at the latest; undefined when it stops none. */
export function pausedUntil(requestedAt: string, priority: Priority, { askedAt, suppliedAt }: Information, policy: ClockPolicy = clocks): string | undefined {
  const stops = suppliedAt === undefined && answerDue(requestedAt, priority, { askedAt }, policy) > answerDue(requestedAt, priority, undefined, policy);
  return stops ? after(askedAt, policy.informationPause, policy) : undefined;
}

/** When an accepted referral must be in service. */
export const serviceDue = (acceptedAt: string, priority: Priority, policy: ClockPolicy = clocks): string => after(acceptedAt, policy.acceptedInService[priority], policy);
/** When a completed service must be confirmed or disputed. */
export const outcomeDue = (completedAt: string, policy: ClockPolicy = clocks): string => after(completedAt, policy.outcomeConfirmed, policy);
/** When the sender of a referral that ended without service must have decided what comes next. */
export const nextStepDue = (endedAt: string, policy: ClockPolicy = clocks): string => after(endedAt, policy.nextStepDecided, policy);
/** Until when a supervisor must act on what was passed up, before it goes to the coordination body. */
export const supervisorDue = (passedUpAt: string, priority: Priority, policy: ClockPolicy = clocks): string => after(passedUpAt, policy.supervisorActed[priority], policy);
/** Until when a place is held. */
export const holdUntil = (heldAt: string, policy: ClockPolicy = clocks): string => after(heldAt, policy.heldPlace, policy);
/** The last day a consent given now may name as its end. */
export const longestConsent = (givenAt: string, policy: ClockPolicy = clocks): string => after(givenAt, policy.longestConsent, policy);
/** From when notice is given that a consent ends; not before it was given. */
export function consentNoticeAt(givenAt: string, until: string, policy: ClockPolicy = clocks): string {
  const notice = before(until, policy.consentNotice);
  return Date.parse(notice) > Date.parse(givenAt) ? notice : moved(givenAt, 0);
}
/** When a first responder must have decided on a presumption. */
export const presumptionDue = (screenedAt: string, policy: ClockPolicy = clocks): string => after(screenedAt, policy.presumptionDecided, policy);
/** When recovery and reflection ends at the earliest. */
export const recoveryEnds = (startedAt: string, policy: ClockPolicy = clocks): string => after(startedAt, policy.recovery, policy);
/** How far one extension of the recovery period may go. */
export const farthestExtension = (until: string, policy: ClockPolicy = clocks): string => after(until, policy.recoveryExtension, policy);
/** Whether a risk assessed now may wait until that day to be assessed again. */
export const isReviewDay = (day: string, assessedAt: string, policy: ClockPolicy = clocks): boolean =>
  day > dayOf(assessedAt) && day <= dayOf(after(assessedAt, policy.riskReview, policy));
/** When emergency access that is opened now ends. */
export const emergencyAccessUntil = (openedAt: string, policy: ClockPolicy = clocks): string => after(openedAt, policy.emergencyAccess, policy);
/** When a stay must be reviewed: after the admission, or after the last extension. */
export const stayReviewDue = (from: string, policy: ClockPolicy = clocks): string => after(from, policy.stayReviewed, policy);
/** When emergency access must be reviewed. */
export const emergencyReviewDue = (openedAt: string, policy: ClockPolicy = clocks): string => after(openedAt, policy.emergencyReviewed, policy);
/** When a second person must have confirmed an exclusion. */
export const exclusionConfirmationDue = (placedAt: string, policy: ClockPolicy = clocks): string => after(placedAt, policy.exclusionConfirmed, policy);
/** When a contact that is handed over must be taken, declined or taken back. */
export const handOverDue = (handedOverAt: string, priority: Priority, policy: ClockPolicy = clocks): string => after(handedOverAt, policy.handOverTaken[priority], policy);
/** When custody that is offered must be accepted or refused. */
export const custodyDue = (offeredAt: string, policy: ClockPolicy = clocks): string => after(offeredAt, policy.custodyAnswered, policy);
/**
 * When a place is freed that was taken and is named by no acceptance and no admission. Longer than a hold by hours: whoever
 * still means to name it must do so while the hold would have lasted.
 */
export const unnamedUntil = (takenAt: string, policy: ClockPolicy = clocks): string => after(takenAt, policy.unnamedPlace, policy);
/** When a place is freed whose referral has ended: by then an admission that was under way has come in, or was refused. */
export const givenUpUntil = (endedAt: string, policy: ClockPolicy = clocks): string => after(endedAt, policy.givenUpPlace, policy);
/** The last day a mandate issued now, or the review of what is kept back now, may name. */
export const longestMandate = (issuedAt: string, policy: ClockPolicy = clocks): string => after(issuedAt, policy.longestMandate, policy);

/** The last day that a disclosure made now may name as its end. */
export const longestDisclosure = (madeAt: string, policy: ClockPolicy = clocks): string => after(madeAt, policy.longestDisclosure, policy);

/** After how many months she is followed up. */
export const followUpMonths = ({ followUp }: ClockPolicy = clocks): readonly number[] => followUp.map((span) => lengthOf(span)[0]);
/** When a follow-up must have been made, counted from the day on which reintegration began. */
export const followUpDue = (startsOn: string, month: number): string => endOfDay(monthsLater(startsOn, month));
/** From when on a follow-up can be the one of this month: not before the one before it is due. */
export function followUpOpens(startsOn: string, month: number, policy: ClockPolicy = clocks): string {
  const before = Math.max(0, ...followUpMonths(policy).filter((one) => one < month));
  return dayBegins(monthsLater(startsOn, before));
}
/** When the next visit after a return is due; undefined after the last. @param done how often she was asked since she arrived. */
export function returnFollowUpDue(arrivedAt: string, done: number, policy: ClockPolicy = clocks): string | undefined {
  const span = policy.returnFollowedUp[done];
  return span === undefined ? undefined : after(arrivedAt, span, policy);
}

/** Whether an item of a plan may be due that day: not before it was agreed, nor so far off that nobody would ever be reminded. */
export const isPlanItemDue = (day: string, agreedAt: string, policy: ClockPolicy = clocks): boolean =>
  endOfDay(day) > agreedAt && dayBegins(day) <= after(agreedAt, policy.farthestPlanItem, policy);
/** Whether reintegration may begin that day: near the day on which it was agreed. */
export const isReintegrationStart = (day: string, agreedAt: string, policy: ClockPolicy = clocks): boolean =>
  Math.abs(Date.parse(dayBegins(day)) - Date.parse(agreedAt)) <= atLeast(policy.farthestReintegration);

/** When a permit ends that is valid until this day, the day itself included. */
export const permitEnds = (until: string): string => endOfDay(until);
/** When the renewal of a permit must have been applied for. */
export const permitRenewalDue = (until: string, policy: ClockPolicy = clocks): string => before(permitEnds(until), policy.permitRenewal);
/** The days between which a permit decided at a time may begin. */
export const permitFrom = (decidedAt: string, policy: ClockPolicy = clocks): readonly [string, string] => [before(decidedAt, policy.permitFrom).slice(0, 10), after(decidedAt, policy.permitFrom).slice(0, 10)];
/** The last day that a permit which begins on this day may name as its end. */
export const longestPermit = (from: string, policy: ClockPolicy = clocks): string => after(`${from}T00:00:00.000Z`, policy.longestPermit).slice(0, 10);
