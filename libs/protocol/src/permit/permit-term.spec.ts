import fc from 'fast-check';
import { termRefusal, type TermRefusal } from './permit-term';

const noon = '2026-01-05T12:00:00.000Z';
const answer = (from: string, until: string, decidedAt = noon, renews?: { from: string; until: string }): TermRefusal | 'may' => termRefusal({ from, until }, decidedAt, renews)?.refused ?? 'may';

describe('the term of a permit', () => {
  it.each<[string, string, TermRefusal | 'may', string]>([
    ['2026-01-05', '2027-01-04', 'may', 'a year'],
    ['2026-01-05', '2026-01-05', 'may', 'a day'],
    ['2026-01-05', '2026-01-04', 'UNTIL_BEFORE_FROM', 'ends before it begins'],
    ['2026-02-29', '2027-01-04', 'DATE_IMPOSSIBLE', '2026 is no leap year'],
    ['2026-01-05', '2027-02-29', 'DATE_IMPOSSIBLE', '2027 is none'],
    ['2026-01-05', '2028-02-29', 'may', '2028 is one'],
    ['2026-01-05', '2100-02-29', 'DATE_IMPOSSIBLE', '2100 is none, though four divides it'],
    ['2026-02-30', '2027-01-04', 'DATE_IMPOSSIBLE', 'February never has 30'],
    ['2026-04-31', '2027-01-04', 'DATE_IMPOSSIBLE', 'nor April 31'],
    ['2026-13-01', '2027-01-04', 'DATE_IMPOSSIBLE', 'nor a year a thirteenth month'],
    ['2026-00-10', '2027-01-04', 'DATE_IMPOSSIBLE', 'nor a month zero'],
    ['2026-1-5', '2027-01-04', 'DATE_IMPOSSIBLE', 'not written in full'],
    ['05/01/2026', '2027-01-04', 'DATE_IMPOSSIBLE', 'written otherwise'],
    ['2026-01-05T00:00:00Z', '2027-01-04', 'DATE_IMPOSSIBLE', 'a moment, not a day'],
    ['', '2027-01-04', 'DATE_IMPOSSIBLE', 'nothing'],
    ['+012026-01-05', '2027-01-04', 'DATE_IMPOSSIBLE', 'a year of six digits'],
    ['2026-01-05', '9999-12-31', 'PERMIT_TOO_LONG', 'for ever'],
    ['9999-01-01', '9999-12-31', 'FROM_TOO_FAR', 'in eight thousand years'],
    ['0001-01-01', '2027-01-04', 'FROM_TOO_FAR', 'in the year one'],
    ['2027-01-06', '2028-01-05', 'may', 'a year and a day ahead'],
    ['2027-01-07', '2028-01-05', 'FROM_TOO_FAR', 'more than that'],
    ['2025-01-04', '2026-01-03', 'may', 'a year and a day back'],
    ['2025-01-03', '2026-01-03', 'FROM_TOO_FAR', 'more than that back'],
    ['2026-01-05', '2036-01-06', 'may', 'ten years, whatever leap years are among them'],
    ['2026-01-05', '2036-01-07', 'PERMIT_TOO_LONG', 'longer'],
  ])('from %s until %s: %s (%s)', (from, until, expected) => expect(answer(from, until)).toBe(expected));

  it('is held against when it was decided, so that an old paper can be entered as it is', () => {
    expect(answer('2014-03-01', '2015-02-28', '2014-02-20T12:00:00.000Z')).toBe('may');
    expect(answer('2014-03-01', '2015-02-28')).toBe('FROM_TOO_FAR');
  });

  it.each<[string, string, TermRefusal | 'may']>([
    ['2027-01-05', '2028-01-04', 'may'],
    ['2026-12-20', '2028-01-04', 'may'],
    ['2027-01-06', '2028-01-04', 'may'],
    ['2026-01-05', '2027-01-05', 'may'],
    ['2026-01-05', '2027-01-04', 'RENEWAL_SHORTENS'],
    ['2026-06-01', '2026-12-31', 'RENEWAL_SHORTENS'],
    ['2026-01-04', '2028-01-04', 'RENEWAL_SHORTENS'],
  ])('renewed from %s until %s, having been until 4 January 2027: %s', (from, until, expected) =>
    expect(answer(from, until, '2026-12-01T12:00:00.000Z', { from: '2026-01-05', until: '2027-01-04' })).toBe(expected));

  it('is of real days in order, whatever is written', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10))), fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (from, end) => {
        const until = end.toISOString().slice(0, 10);
        if (answer(from, until) !== 'may') return;
        expect(new Date(from).toISOString().slice(0, 10)).toBe(from);
        expect(from <= until && until <= '2038').toBe(true);
      }),
    ));
});
