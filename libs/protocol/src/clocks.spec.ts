import fc from 'fast-check';
import {
  after as afterSpan,
  answerDue,
  atLeast,
  clocks,
  consentNoticeAt,
  emergencyReviewDue,
  exclusionConfirmationDue,
  followUpDue,
  followUpMonths,
  followUpOpens,
  givenUpUntil,
  holdUntil,
  isPlanItemDue,
  isReintegrationStart,
  longestConsent,
  longestMandate,
  nextStepDue,
  outcomeDue,
  pausedUntil,
  permitEnds,
  permitRenewalDue,
  presumptionDue,
  recoveryEnds,
  returnFollowUpDue,
  serviceDue,
  stayReviewDue,
  supervisorDue,
  unnamedUntil,
  type ClockPolicy,
  type Span,
} from './clocks';
import { endOfDay } from './day';
import { priorities, type Priority } from './referral/priority';

// A Monday before Independence Day: clocks run through nights, week-ends, holidays and the end of a month.
const noon = '2026-02-23T12:00:00.000Z';
const hour = 3_600_000;
const after = (at: string, hours: number): string => new Date(Date.parse(at) + hours * hour).toISOString();

describe('the clocks of the protocol', () => {
  it.each<[string, string, string]>([
    ['an EMERGENCY is answered within 24 hours', answerDue(noon, 'EMERGENCY'), '2026-02-24T12:00:00.000Z'],
    ['an URGENT referral within 72 hours', answerDue(noon, 'URGENT'), '2026-02-26T12:00:00.000Z'],
    ['a NORMAL one within 14 days', answerDue(noon, 'NORMAL'), '2026-03-09T12:00:00.000Z'],
    ['an accepted EMERGENCY is in service within 24 hours', serviceDue(noon, 'EMERGENCY'), '2026-02-24T12:00:00.000Z'],
    ['an accepted URGENT referral within 7 days', serviceDue(noon, 'URGENT'), '2026-03-02T12:00:00.000Z'],
    ['an accepted NORMAL one within 30 days', serviceDue(noon, 'NORMAL'), '2026-03-25T12:00:00.000Z'],
    ['an outcome is confirmed or disputed within 14 days', outcomeDue(noon), '2026-03-09T12:00:00.000Z'],
    ['the next step is decided within 14 days', nextStepDue(noon), '2026-03-09T12:00:00.000Z'],
    ['a place is held for 6 hours', holdUntil(noon), '2026-02-23T18:00:00.000Z'],
    ['a presumption is decided within 5 working days, the holiday not counted', presumptionDue(noon), '2026-03-04T04:00:00.000Z'],
    ['recovery and reflection lasts 30 days at least', recoveryEnds(noon), '2026-03-25T12:00:00.000Z'],
    ['a stay is reviewed after 30 days', stayReviewDue(noon), '2026-03-25T12:00:00.000Z'],
    ['emergency access is reviewed within 72 hours', emergencyReviewDue(noon), '2026-02-26T12:00:00.000Z'],
    ['an exclusion is confirmed within 72 hours', exclusionConfirmationDue(noon), '2026-02-26T12:00:00.000Z'],
    ['notice is given 30 days before a consent ends', consentNoticeAt(noon, '2026-06-30T04:00:00.000Z'), '2026-05-31T04:00:00.000Z'],
    ['notice of a shorter consent is given with it', consentNoticeAt(noon, '2026-03-01T04:00:00.000Z'), noon],
    ['a supervisor has 24 hours in an emergency', supervisorDue(noon, 'EMERGENCY'), '2026-02-24T12:00:00.000Z'],
    ['and 7 days where nothing presses', supervisorDue(noon, 'NORMAL'), '2026-03-02T12:00:00.000Z'],
    ['a mandate lasts a year, and a day in case it is a leap year', longestMandate(noon), '2027-02-24T12:00:00.000Z'],
    ['a taken place that nobody names is freed after 12 hours', unnamedUntil(noon), '2026-02-24T00:00:00.000Z'],
    ['a place whose referral has ended after 1 hour', givenUpUntil(noon), '2026-02-23T13:00:00.000Z'],
    ['a consent lasts two years, one of them a leap year', longestConsent(noon), '2028-02-24T12:00:00.000Z'],
    ['a permit until 4 January ends when that day is over in Santo Domingo', permitEnds('2027-01-04'), '2027-01-05T04:00:00.000Z'],
    ['one until a leap day when that is', permitEnds('2028-02-29'), '2028-03-01T04:00:00.000Z'],
    ['one until the end of a year in the next', permitEnds('2026-12-31'), '2027-01-01T04:00:00.000Z'],
    ['its renewal is applied for sixty days before', permitRenewalDue('2027-01-04'), '2026-11-06T04:00:00.000Z'],
    ['a leap day among them', permitRenewalDue('2028-03-31'), '2028-02-01T04:00:00.000Z'],
  ])('%s', (_, due, expected) => expect(due).toBe(expected));

  it('are what an operator sets', () => {
    const own: ClockPolicy = { ...clocks, presumptionDecided: '2 working days', daysOff: ['2026-02-24'], referralAnswered: { ...clocks.referralAnswered, NORMAL: '10 days' } };
    expect(presumptionDue(noon, own)).toBe('2026-02-27T04:00:00.000Z');
    expect(answerDue(noon, 'NORMAL', undefined, own)).toBe('2026-03-05T12:00:00.000Z');
  });

  const spans = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('hours', 'days', 'working days', 'months')).map(([amount, unit]) => `${amount} ${unit}` as Span);
  const instants = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString());

  it('are due later the later they begin, never before they began', () =>
    fc.assert(
      fc.property(instants, fc.nat(90 * 86_400_000), spans, (at, more, span) => {
        const later = new Date(Date.parse(at) + more).toISOString();
        expect(afterSpan(later, span) >= afterSpan(at, span)).toBe(true);
        expect(afterSpan(at, span) >= at).toBe(true);
        expect(Date.parse(afterSpan(at, span)) - Date.parse(at)).toBeGreaterThanOrEqual(span.endsWith('hours') || span.endsWith(' days') ? atLeast(span) - (span.includes('working') ? 86_400_000 : 0) : 0);
      }),
    ));

  it.each<[string, string, readonly (string | undefined)[]]>([
    ['on a day that every month has', noon, ['2026-03-24T04:00:00.000Z', '2026-05-24T04:00:00.000Z', '2026-08-24T04:00:00.000Z', '2027-02-24T04:00:00.000Z', undefined]],
    ['on a 31st', '2026-01-31T12:00:00.000Z', ['2026-03-01T04:00:00.000Z', '2026-05-01T04:00:00.000Z', '2026-08-01T04:00:00.000Z', '2027-02-01T04:00:00.000Z', undefined]],
    ['on a leap day', '2028-02-29T23:30:00.000Z', ['2028-03-30T04:00:00.000Z', '2028-05-30T04:00:00.000Z', '2028-08-30T04:00:00.000Z', '2029-03-01T04:00:00.000Z', undefined]],
  ])('who arrived %s is asked after 1, 3, 6 and 12 months how she is', (_, arrived, dues) =>
    expect(dues.map((_due, done) => returnFollowUpDue(arrived, done))).toEqual(dues));

  it('answers with instants that can be compared as text: UTC, milliseconds, whatever zone the moment was told in', () => {
    expect(holdUntil('2026-12-31T20:30:00-04:00')).toBe('2027-01-01T06:30:00.000Z');
    expect(answerDue('2028-02-28T12:00:00.000Z', 'EMERGENCY')).toBe('2028-02-29T12:00:00.000Z');
  });
});

describe('a request for information', () => {
  const asked = after(noon, 20);
  it.each<[string, Priority, { askedAt: string; suppliedAt?: string }, string]>([
    ['stops the clock as long as it takes', 'URGENT', { askedAt: asked, suppliedAt: after(asked, 5) }, after(noon, 72 + 5)],
    ['stops it not at all when it is answered at once', 'URGENT', { askedAt: asked, suppliedAt: asked }, after(noon, 72)],
    ['stops it for three days while nobody answers', 'NORMAL', { askedAt: asked }, after(noon, 17 * 24)],
    ['stops it for three days and not longer', 'NORMAL', { askedAt: asked, suppliedAt: after(asked, 24 * 9) }, after(noon, 17 * 24)],
    ['stops it for three days to the millisecond', 'URGENT', { askedAt: asked, suppliedAt: after(asked, 72) }, after(noon, 144)],
    ['never stops an EMERGENCY’s', 'EMERGENCY', { askedAt: asked, suppliedAt: after(asked, 5) }, after(noon, 24)],
    ['never stops an EMERGENCY’s while nobody answers either', 'EMERGENCY', { askedAt: asked }, after(noon, 24)],
    ['stops no clock that has run out', 'URGENT', { askedAt: after(noon, 72) }, after(noon, 72)],
    ['stops none by an answer told to be older than the question', 'URGENT', { askedAt: asked, suppliedAt: after(asked, -5) }, after(noon, 72)],
    ['stops one that is about to', 'URGENT', { askedAt: after(noon, 71), suppliedAt: after(noon, 73) }, after(noon, 74)],
  ])('%s', (_, priority, information, due) => expect(answerDue(noon, priority, information)).toBe(due));

  it('says until when the clock stands still, while it does', () => {
    expect(pausedUntil(noon, 'NORMAL', { askedAt: asked })).toBe(after(asked, 72));
    expect(pausedUntil(noon, 'NORMAL', { askedAt: asked, suppliedAt: after(asked, 1) })).toBeUndefined();
    expect(pausedUntil(noon, 'EMERGENCY', { askedAt: asked })).toBeUndefined();
    expect(pausedUntil(noon, 'URGENT', { askedAt: after(noon, 72) })).toBeUndefined();
  });

  it('never makes an answer due earlier, nor later by more than three days', () =>
    fc.assert(
      fc.property(fc.constantFrom(...priorities), fc.nat(20 * 24), fc.option(fc.integer({ min: -48, max: 20 * 24 }), { nil: undefined }), (priority, asking, supplying) => {
        const askedAt = after(noon, asking);
        const due = answerDue(noon, priority, { askedAt, ...(supplying !== undefined && { suppliedAt: after(askedAt, supplying) }) });
        const plain = Date.parse(answerDue(noon, priority));
        expect(Date.parse(due) - plain).toBeGreaterThanOrEqual(0);
        expect(Date.parse(due) - plain).toBeLessThanOrEqual(priority === 'EMERGENCY' || Date.parse(askedAt) >= plain ? 0 : atLeast(clocks.informationPause));
      }),
    ));
});

describe('a day of the calendar', () => {
  it('ends at midnight in Santo Domingo, at four in UTC, all year', () => {
    expect(endOfDay('2026-01-05')).toBe('2026-01-06T04:00:00.000Z');
    expect(endOfDay('2026-07-31')).toBe('2026-08-01T04:00:00.000Z');
    expect(endOfDay('2028-02-29')).toBe('2028-03-01T04:00:00.000Z');
  });
});

describe('a follow-up after reintegration', () => {
  it.each<[string, number, string, string]>([
    ['2026-01-05', 1, '2026-01-05T04:00:00.000Z', '2026-02-06T04:00:00.000Z'],
    ['2026-01-05', 3, '2026-02-05T04:00:00.000Z', '2026-04-06T04:00:00.000Z'],
    ['2026-01-05', 6, '2026-04-05T04:00:00.000Z', '2026-07-06T04:00:00.000Z'],
    ['2026-01-05', 12, '2026-07-05T04:00:00.000Z', '2027-01-06T04:00:00.000Z'],
    ['2026-01-31', 1, '2026-01-31T04:00:00.000Z', '2026-03-01T04:00:00.000Z'],
    ['2028-01-31', 1, '2028-01-31T04:00:00.000Z', '2028-03-01T04:00:00.000Z'],
    ['2026-11-30', 3, '2026-12-30T04:00:00.000Z', '2027-03-01T04:00:00.000Z'],
    ['2028-02-29', 12, '2028-08-29T04:00:00.000Z', '2029-03-01T04:00:00.000Z'],
  ])('of what began on %s: that of month %i opens and is due', (startsOn, month, opens, due) =>
    expect([followUpOpens(startsOn, month), followUpDue(startsOn, month)]).toEqual([opens, due]));

  it('opens before it is due, and each is due after the one before, whatever the day', () =>
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const startsOn = date.toISOString().slice(0, 10);
        const dues = followUpMonths().map((month) => followUpDue(startsOn, month));
        expect([...dues].sort()).toEqual(dues);
        for (const month of followUpMonths()) expect(followUpOpens(startsOn, month) < followUpDue(startsOn, month)).toBe(true);
      }),
    ));
});

describe('a day that somebody names', () => {
  it.each([
    ['the day before it was agreed', '2026-02-22', false],
    ['the same day', '2026-02-23', true],
    ['two years later', '2028-02-23', true],
    ['a day more than that', '2028-02-25', false],
    ['a year mistyped', '2206-02-23', false],
    ['the first day there is', '0001-01-01', false],
    ['the last day there is', '9999-12-31', false],
  ])('%s as due for an item of a plan: %s is %s', (_, localDay, may) => expect(isPlanItemDue(localDay, noon)).toBe(may));

  it('is told by the calendar of Santo Domingo: late in the evening it is still today', () => {
    expect(isPlanItemDue('2026-02-23', '2026-02-24T03:59:59.999Z')).toBe(true);
    expect(isPlanItemDue('2026-02-23', '2026-02-24T04:00:00.000Z')).toBe(false);
  });

  it.each([
    ['a year before', '2025-02-23', true],
    ['more than that', '2025-02-21', false],
    ['a year later', '2027-02-23', true],
    ['more than that', '2027-02-26', false],
    ['the last day there is', '9999-12-31', false],
  ])('%s as the start of reintegration: %s is %s', (_, localDay, may) => expect(isReintegrationStart(localDay, noon)).toBe(may));
});
