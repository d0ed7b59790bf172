import { momentOf, untilFrom, type LogTimes } from './moment';

describe('a moment that is asked for', () => {
  it.each<[string, object | undefined]>([
    ['0', { index: 0 }],
    ['1204', { index: 1_204 }],
    ['2026-01-05T08:30:00-04:00', { time: '2026-01-05T12:30:00.000Z' }],
    ['2026-01-05T12:30Z', { time: '2026-01-05T12:30:00.000Z' }],
    ['2026-01-05T12:30:00.5Z', { time: '2026-01-05T12:30:00.500Z' }],
    ['', undefined],
    ['-1', undefined],
    ['007', undefined],
    ['1e3', undefined],
    ['9'.repeat(16), undefined],
    ['2026-01-05', undefined],
    ['2026-01-05T12:30:00', undefined],
    ['2026-02-30T12:30:00Z', undefined],
    ['2026-13-01T12:30:00Z', undefined],
    ['2026-01-05T24:00:00Z', undefined],
    ['yesterday', undefined],
  ])('%j', (text, until) => expect(untilFrom(text)).toEqual(until));

  const times = ['2026-01-05T12:00:00.000Z', '2026-01-05T12:00:05.000Z', '2026-01-05T12:00:04.000Z'];
  const log: LogTimes = { size: times.length, timeAt: (index) => times[index], indexAt: (time) => times.reduce((last, one, index) => (one <= time ? index : last), -1) };
  const now = '2026-01-06T00:00:00.000Z';

  it('is, by its index, that event of the log and when it was recorded', () => expect(momentOf({ index: 1 }, log, now)).toEqual({ index: 1, time: times[1] }));

  it('is, by its time, the last event recorded by then, and that time', () =>
    expect(momentOf({ time: '2026-01-05T12:00:04.500Z' }, log, now)).toEqual({ index: 2, time: '2026-01-05T12:00:04.500Z' }));

  it.each([
    [{ index: 3 }, 'BEYOND_HEAD'],
    [{ time: '2026-01-05T11:59:59.999Z' }, 'BEFORE_LOG'],
    [{ time: '2026-01-06T00:00:00.001Z' }, 'IN_FUTURE'],
  ])('%j is none: %s', (until, fault) => expect(momentOf(until, log, now)).toBe(fault));
});
