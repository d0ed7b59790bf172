const hour = 3_600_000;
/** Santo Domingo keeps Atlantic standard time all year: no summer time since 3 December 2000 (IANA tz database, `America/Santo_Domingo`). */
const behindUtc = 4 * hour;

const moved = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString();

/** The day of the calendar on which a moment falls in Santo Domingo: `YYYY-MM-DD`. */
export const dayOf = (moment: string): string => moved(moment, -behindUtc).slice(0, 10);
/** When a day of the calendar begins in Santo Domingo. */
export const dayBegins = (day: string): string => moved(`${day}T00:00:00.000Z`, behindUtc);
export const dayAfter = (day: string): string => moved(`${day}T00:00:00.000Z`, 24 * hour).slice(0, 10);
/** When a day of the calendar has ended in Santo Domingo, at midnight: what is due that day is late from then on. */
export const endOfDay = (day: string): string => dayBegins(dayAfter(day));

/** The same day some months later, or the last day of a month that has no such day. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
