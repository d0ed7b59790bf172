import fc from 'fast-check';
import { after, type Span } from './clocks';
import { dayOf, endOfDay } from './day';
import { holidaysOf, isWorkingDay, workingDaysAfter } from './working-days';

/** The day that ends at an instant. */
const lastDay = (end: string): string => dayOf(new Date(Date.parse(end) - 1).toISOString());

const list = { daysOff: [], workedHolidays: [] };
const years = Array.from({ length: 100 }, (_, i) => 2000 + i);
const day = (year: number, month: number, of: number): string => new Date(Date.UTC(year, month - 1, of)).toISOString().slice(0, 10);
const moved = (from: string, days: number): string => new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const weekday = (of: string): number => new Date(`${of}T00:00:00Z`).getUTCDay();

/** Ley 139-97, art. 1: Tuesday and Wednesday go to the Monday before, Thursday and Friday to the Monday after. */
const byLaw = (of: string): string => moved(of, [0, 0, -1, -2, 4, 3, 0][weekday(of)]!);
/** Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8). */
function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return day(year, Math.floor(n / 31), (n % 31) + 1);
}

describe('the Dominican calendar', () => {
  it('is the one of Ley 139-97, for a century', () => {
    for (const year of years) {
      const labour = day(year, 5, 1);
      const kept = [
        day(year, 1, 1),
        byLaw(day(year, 1, 6)),
        day(year, 1, 21),
        byLaw(day(year, 1, 26)),
        day(year, 2, 27),
        moved(easter(year), -2),
        weekday(labour) === 0 ? moved(labour, 1) : byLaw(labour), // on a Sunday it goes to the Monday
        moved(easter(year), 60), // Corpus Christi
        day(year, 8, 16), // not moved: Suprema Corte de Justicia, sentencia 14 of 20 February 2008
        day(year, 9, 24),
        byLaw(day(year, 11, 6)),
        day(year, 12, 25),
      ];
      expect([...holidaysOf(String(year))].sort()).toEqual([...new Set(kept)].sort());
    }
  });

  it.each([
    ['Monday 4 November 2024, for Wednesday the 6th', '2024-11-04', '2024-11-06'],
    ['Monday 10 November 2025, for Thursday the 6th', '2025-11-10', '2025-11-06'],
    ['Monday 5 May 2025, for Thursday the 1st', '2025-05-05', '2025-05-01'],
  ])('is the one the Ministry of Labour announced: %s', (_, off, worked) => expect([isWorkingDay(off, list), isWorkingDay(worked, list)]).toEqual([false, true]));

  it('takes in days off by decree, and holidays that are worked', () => {
    expect(isWorkingDay('2027-03-24', { daysOff: ['2027-03-24'], workedHolidays: [] })).toBe(false);
    expect(isWorkingDay('2026-09-24', { daysOff: [], workedHolidays: ['2026-09-24'] })).toBe(true);
    expect(isWorkingDay('2026-09-26', { daysOff: [], workedHolidays: ['2026-09-26'] })).toBe(false); // a Saturday
  });

  it('goes by the time of Santo Domingo, as the tz database has it', () => {
    const there = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Santo_Domingo', year: 'numeric', month: '2-digit', day: '2-digit' });
    fc.assert(
      fc.property(fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true }), (at) => {
        expect(dayOf(at.toISOString())).toBe(there.format(at));
        expect(there.format(new Date(Date.parse(endOfDay(dayOf(at.toISOString()))) - 1))).toBe(dayOf(at.toISOString()));
        expect(there.format(new Date(endOfDay(dayOf(at.toISOString()))))).not.toBe(dayOf(at.toISOString()));
      }),
    );
  });
});

describe('working days', () => {
  it.each<[string, string, number, string]>([
    ['begin the day after and end with the last', '2026-03-02T13:00:00.000Z', 5, '2026-03-10T04:00:00.000Z'],
    ['leave out week-ends', '2026-03-06T13:00:00.000Z', 1, '2026-03-10T04:00:00.000Z'],
    ['leave out holidays: Friday 27 February 2026', '2026-02-26T13:00:00.000Z', 1, '2026-03-03T04:00:00.000Z'],
    ['leave out Good Friday', '2026-04-01T13:00:00.000Z', 2, '2026-04-07T04:00:00.000Z'],
    ['begin on the local day: late on a Sunday it is Monday in UTC', '2026-03-09T03:30:00.000Z', 1, '2026-03-10T04:00:00.000Z'],
    ['begin on the local day: half an hour later it is Monday there too', '2026-03-09T04:00:00.000Z', 1, '2026-03-11T04:00:00.000Z'],
  ])('%s', (_, at, days, due) => expect(workingDaysAfter(at, days, list)).toBe(due));

  const instants = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString());
  const lists = fc.record({ daysOff: fc.array(instants.map(dayOf), { maxLength: 5 }), workedHolidays: fc.array(instants.map(dayOf), { maxLength: 5 }) });

  it('never end on a week-end, nor on a holiday', () =>
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 30 }), lists, (at, days, own) => {
        const due = lastDay(workingDaysAfter(at, days, own));
        expect(isWorkingDay(due, own)).toBe(true);
        expect([0, 6]).not.toContain(weekday(due));
        const between = Array.from({ length: 400 }, (_, i) => moved(dayOf(at), i + 1)).filter((one) => one <= due);
        expect(between.filter((one) => isWorkingDay(one, own))).toHaveLength(days);
      }),
    ));

  it('are due later the later they begin, and the more there are', () =>
    fc.assert(
      fc.property(instants, fc.nat(20 * 86_400_000), fc.integer({ min: 1, max: 20 }), lists, (at, more, days, own) => {
        const later = new Date(Date.parse(at) + more).toISOString();
        expect(workingDaysAfter(later, days, own) >= workingDaysAfter(at, days, own)).toBe(true);
        expect(workingDaysAfter(at, days + 1, own) > workingDaysAfter(at, days, own)).toBe(true);
      }),
    ));
});

describe('months', () => {
  it.each<[string, string, number, string]>([
    ['end with the same day', '2026-01-15T13:00:00.000Z', 1, '2026-02-16T04:00:00.000Z'],
    ['end with the last day where there is no such day', '2026-01-31T13:00:00.000Z', 1, '2026-03-01T04:00:00.000Z'],
    ['end on the 29th in a leap year', '2027-12-31T13:00:00.000Z', 2, '2028-03-01T04:00:00.000Z'],
    ['go over the year', '2026-11-30T13:00:00.000Z', 12, '2027-12-01T04:00:00.000Z'],
    ['begin on the local day', '2026-02-01T03:00:00.000Z', 1, '2026-03-01T04:00:00.000Z'],
  ])('%s', (_, at, months, due) => expect(after(at, `${months} months` as Span)).toBe(due));
});
