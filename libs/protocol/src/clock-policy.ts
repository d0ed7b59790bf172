import { atLeast, clocks, unitOf, type ClockPolicy, type Span } from './clocks';

/** A policy that cannot be taken. `entry` says where: `referralAnswered.URGENT`, `followUp.2`. */
export class ClockPolicyError extends Error {
  constructor(
    readonly entry: string,
    because: string,
  ) {
    super(`${entry}: ${because}`);
  }
}

/** Between what a deadline may be set, both included, and in which units. */
type Limit = readonly [least: Span, most: Span];
const limits = {
  presumptionDecided: ['1 working day', '20 working days'],
  // Thirty days at least: an operator gives her more, never less.
  recovery: ['30 days', '365 days'],
  recoveryExtension: ['30 days', '365 days'],
  riskReview: ['30 days', '731 days'],
  referralAnswered: ['1 hour', '60 days'],
  acceptedInService: ['1 hour', '120 days'],
  outcomeConfirmed: ['1 day', '90 days'],
  nextStepDecided: ['1 day', '90 days'],
  stayReviewed: ['1 day', '90 days'],
  heldPlace: ['1 hour', '72 hours'],
  unnamedPlace: ['2 hours', '144 hours'],
  // An admission that is under way comes in by then.
  givenUpPlace: ['1 hour', '24 hours'],
  permitRenewal: ['7 days', '180 days'],
  // Two hours at most.
  emergencyAccess: ['1 hour', '2 hours'],
  emergencyReviewed: ['1 hour', '7 days'],
  exclusionConfirmed: ['1 hour', '7 days'],
  followUp: ['1 month', '36 months'],
  returnFollowedUp: ['1 month', '36 months'],
  handOverTaken: ['5 minutes', '72 hours'],
  custodyAnswered: ['1 hour', '30 days'],
  consentNotice: ['1 day', '90 days'],
  // Three days at most.
  informationPause: ['1 hour', '3 days'],
  longestConsent: ['30 days', '1827 days'],
  longestMandate: ['30 days', '731 days'],
  longestDisclosure: ['30 days', '731 days'],
  farthestPlanItem: ['30 days', '1827 days'],
  farthestReintegration: ['30 days', '1827 days'],
  permitFrom: ['30 days', '1827 days'],
  longestPermit: ['366 days', '7305 days'],
  supervisorActed: ['1 hour', '60 days'],
} as const satisfies Readonly<Record<Exclude<keyof ClockPolicy, 'daysOff' | 'workedHolidays'>, Limit>>;
/** What is urgent is not put off: no longer than this, whatever the table says for the rest. */
const urgent: Readonly<Record<string, Limit>> = { EMERGENCY: ['1 hour', '72 hours'], URGENT: ['1 hour', '30 days'] };

/** Somebody is on the line, or waits to be called back. */
const urgentHandOver: Readonly<Record<string, Limit>> = { EMERGENCY: ['5 minutes', '60 minutes'], URGENT: ['5 minutes', '12 hours'] };

const clockUnits = ['minute', 'hour', 'day'];
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The policy of an operator's file: what it says, and the protocol's own deadlines for the rest.
 * @param file parsed JSON, such as `{ "heldPlace": "8 hours", "referralAnswered": { "NORMAL": "10 days" }, "daysOff": ["2027-03-24"] }`
 * @throws ClockPolicyError naming the entry that is unknown, no deadline, or outside its limits.
 */
export function clockPolicyFrom(file: unknown): ClockPolicy {
  if (!isObject(file)) throw new ClockPolicyError('(file)', 'is an object of deadlines by name');
  const policy: Record<string, unknown> = { ...clocks };
  for (const [name, value] of Object.entries(file)) policy[name] = entryFrom(name, value);
  for (const table of ['referralAnswered', 'acceptedInService', 'handOverTaken', 'supervisorActed'] as const) inOrder(table, policy[table] as ClockPolicy[typeof table]);
  for (const list of ['followUp', 'returnFollowedUp'] as const) rising(list, policy[list] as ClockPolicy[typeof list]);
  if (atLeast(policy['unnamedPlace'] as Span) <= atLeast(policy['heldPlace'] as Span)) throw new ClockPolicyError('unnamedPlace', 'is longer than heldPlace: who holds a place may still name it');
  return policy as unknown as ClockPolicy;
}

function entryFrom(name: string, value: unknown): unknown {
  if (name === 'daysOff' || name === 'workedHolidays') return days(name, value);
  if (!Object.hasOwn(limits, name)) throw new ClockPolicyError(name, `is no deadline of the protocol: those are ${Object.keys(clocks).join(', ')}`);
  const limit: Limit = limits[name as keyof typeof limits];
  const before: unknown = clocks[name as keyof typeof limits];
  if (typeof before === 'string') return spanFrom(name, value, limit);
  if (Array.isArray(before)) {
    if (!Array.isArray(value) || value.length === 0 || value.length > 24) throw new ClockPolicyError(name, 'is a list of 1 to 24 deadlines');
    return value.map((one, i) => spanFrom(`${name}.${i}`, one, limit));
  }
  if (!isObject(value)) throw new ClockPolicyError(name, 'is an object of deadlines by priority');
  const table: Record<string, unknown> = { ...(before as object) };
  for (const [priority, one] of Object.entries(value)) {
    if (!Object.hasOwn(table, priority)) throw new ClockPolicyError(`${name}.${priority}`, `is no priority: those are ${Object.keys(table).join(', ')}`);
    table[priority] = spanFrom(`${name}.${priority}`, one, (name === 'handOverTaken' ? urgentHandOver : urgent)[priority] ?? limit);
  }
  return table;
}

function spanFrom(entry: string, value: unknown, [least, most]: Limit): Span {
  const [, amount = '', unit = ''] = (typeof value === 'string' && /^([1-9]\d{0,4}) (minute|hour|day|working day|month)s?$/.exec(value)) || [];
  const span = (amount === '1' ? `1 ${unit}` : `${amount} ${unit}s`) as Span;
  const from = clockUnits.indexOf(unitOf(least));
  const units = from < 0 ? [unitOf(least)] : clockUnits.slice(Math.min(from, 1));
  if (amount === '' || !units.includes(unitOf(span))) throw new ClockPolicyError(entry, `is a whole number and a unit, such as "${least}"; the units here are ${units.map((one) => `${one}s`).join(' and ')}`);
  if (atLeast(span) < atLeast(least) || atLeast(span) > atLeast(most)) throw new ClockPolicyError(entry, `lies between ${least} and ${most}`);
  return span;
}

function days(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new ClockPolicyError(name, 'is a list of days, such as ["2027-03-24"]');
  return value.map((day: unknown, i) => {
    const real = typeof day === 'string' && /^2\d{3}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00.000Z`).toJSON()?.startsWith(day);
    if (!real) throw new ClockPolicyError(`${name}.${i}`, 'is a day of the calendar, such as 2027-03-24');
    return day as string;
  });
}

function inOrder(name: string, { EMERGENCY, URGENT, NORMAL }: ClockPolicy['referralAnswered']): void {
  if (atLeast(EMERGENCY) > atLeast(URGENT)) throw new ClockPolicyError(`${name}.EMERGENCY`, 'is no longer than URGENT');
  if (atLeast(URGENT) > atLeast(NORMAL)) throw new ClockPolicyError(`${name}.URGENT`, 'is no longer than NORMAL');
}

function rising(name: string, spans: readonly Span[]): void {
  spans.forEach((span, i) => {
    if (i > 0 && atLeast(span) <= atLeast(spans[i - 1]!)) throw new ClockPolicyError(`${name}.${i}`, 'comes later than the one before');
  });
}
