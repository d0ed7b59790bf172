import fc from 'fast-check';
import {
  after as afterSpan,
  answerDue,
  atLeast,
  clocks,
  consentNoticeAt,
  emergencyReviewDue,
  exclusionConfirmationDue,
  followUpsDue,
  holdUntil,
  longestConsent,
  nextStepDue,
  outcomeDue,
  pausedUntil,
  presumptionDue,
  recoveryEnds,
  renewalDue,
  serviceDue,
  stayReviewDue,
  supervisorDue,
  type ClockPolicy,
  type Span,
} from './clocks';
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
    ['a presumption is decided within 5 working days, the holiday not counted', presumptionDue(noon), '2026-03-04T03:59:59.999Z'],
    ['recovery and reflection lasts 30 days at least', recoveryEnds(noon), '2026-03-25T12:00:00.000Z'],
    ['a stay is reviewed after 30 days', stayReviewDue(noon), '2026-03-25T12:00:00.000Z'],
    ['a permit is renewed 60 days before it ends', renewalDue('2026-06-30T04:00:00.000Z'), '2026-05-01T04:00:00.000Z'],
    ['emergency access is reviewed within 72 hours', emergencyReviewDue(noon), '2026-02-26T12:00:00.000Z'],
    ['an exclusion is confirmed within 72 hours', exclusionConfirmationDue(noon), '2026-02-26T12:00:00.000Z'],
    ['notice is given 30 days before a consent ends', consentNoticeAt(noon, '2026-06-30T04:00:00.000Z'), '2026-05-31T04:00:00.000Z'],
    ['notice of a shorter consent is given with it', consentNoticeAt(noon, '2026-03-01T04:00:00.000Z'), noon],
    ['a supervisor has 24 hours in an emergency', supervisorDue(noon, 'EMERGENCY'), '2026-02-24T12:00:00.000Z'],
    ['and 7 days where nothing presses', supervisorDue(noon, 'NORMAL'), '2026-03-02T12:00:00.000Z'],
    ['a consent lasts two years, one of them a leap year', longestConsent(noon), '2028-02-24T12:00:00.000Z'],
  ])('%s', (_, due, expected) => expect(due).toBe(expected));

  it('asks how she is after 1, 3, 6 and 12 months', () =>
    expect(followUpsDue('2026-08-31T12:00:00.000Z')).toEqual(['2026-10-01', '2026-12-01', '2027-03-01', '2027-09-01'].map((day) => `${day}T03:59:59.999Z`)));

  it('are what an operator sets', () => {
    const own: ClockPolicy = { ...clocks, presumptionDecided: '2 working days', daysOff: ['2026-02-24'], referralAnswered: { ...clocks.referralAnswered, NORMAL: '10 days' } };
    expect(presumptionDue(noon, own)).toBe('2026-02-27T03:59:59.999Z');
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
