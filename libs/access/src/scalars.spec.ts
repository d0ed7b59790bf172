import { DateTime, LocalDate } from './scalars.graphql';

describe('a moment', () => {
  it.each([
    ['2026-01-05T08:30:00-04:00', '2026-01-05T12:30:00.000Z'],
    ['2026-01-05T12:30:00Z', '2026-01-05T12:30:00.000Z'],
    ['2024-02-29T00:00:00.5Z', '2024-02-29T00:00:00.500Z'],
  ])('%s is %s', (given, utc) => expect(DateTime.parseValue(given)).toBe(utc));
  it.each(['2026-01-05', '2026-01-05T12:30:00', '2026-02-30T12:30:00Z', '2026-01-05T24:00:00Z', '2026-13-05T00:00:00Z', 'now', 1, null])('is not %p', (given) =>
    expect(() => DateTime.parseValue(given)).toThrow(/zone/),
  );
});

describe('a day', () => {
  it('is one of the calendar', () => expect(LocalDate.parseValue('2024-02-29')).toBe('2024-02-29'));
  it.each(['2026-02-29', '2026-1-5', '2026-01-05T00:00:00Z', '', 20260105])('is not %p', (given) => expect(() => LocalDate.parseValue(given)).toThrow(/calendar/));
});
