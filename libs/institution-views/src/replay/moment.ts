/** What may be wrong with a moment that was asked for, or with the case at it. */
export type MomentFault = 'MALFORMED' | 'BEYOND_HEAD' | 'IN_FUTURE' | 'BEFORE_LOG' | 'BEFORE_OPENED';

/** A moment as somebody names it: a time (ISO 8601, UTC with milliseconds, compared with `recordedAt`), or an index of the protocol log. */
export type Until = Readonly<{ time: string }> | Readonly<{ index: number }>;

// RFC 3339 §5.6, with a zone; seconds may be left out.
const instant = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** @returns what the text names; undefined where it is neither a time with a zone nor an index. */
export function untilFrom(text: string): Until | undefined {
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return { index: Number(text) };
  const [, day] = instant.exec(text) ?? [];
  if (day === undefined || new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) !== true) return undefined;
  return { time: new Date(text).toISOString() };
}

/** How long the log is, and when its events were recorded. */
export type LogTimes = Readonly<{ size: number; timeAt(index: number): string | undefined; indexAt(time: string): number }>;

/**
 * The place in the log that a moment names, and the time at which what ends by its date is looked at.
 * @param now what the clock says: what has not been cannot be replayed, and would be told otherwise tomorrow.
 */
export function momentOf(until: Until, { size, timeAt, indexAt }: LogTimes, now: string): Readonly<{ index: number; time: string }> | MomentFault {
  if ('index' in until) {
    const time = until.index < size ? timeAt(until.index) : undefined;
    return time === undefined ? 'BEYOND_HEAD' : { index: until.index, time };
  }
  if (until.time > now) return 'IN_FUTURE';
  const index = indexAt(until.time);
  return index < 0 ? 'BEFORE_LOG' : { index, time: until.time };
}
