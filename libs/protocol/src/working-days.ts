import Holidays from 'date-holidays';
import { dayAfter, dayOf, endOfDay } from './day';

/** What an operator adds to the calendar of holidays, and takes from it: local days, `YYYY-MM-DD`. */
export type DayList = Readonly<{
  /** Days off by decree that the calendar does not know. */
  daysOff: readonly string[];
  /** Holidays of the calendar that are worked all the same. */
  workedHolidays: readonly string[];
}>;

let calendar: Holidays | undefined;
function dominican(): Holidays {
  if (calendar) return calendar;
  calendar = new Holidays('DO');
  // The library lets Constitution Day only move on. By Ley 139-97 a Tuesday or Wednesday moves back to its Monday, and a Saturday
  // stays; the Ministry of Labour announced Monday 4 November 2024 for Wednesday the 6th.
  calendar.unsetRule('11-06 if tuesday,wednesday,thursday,friday,saturday then next monday');
  calendar.setHoliday('11-06 if tuesday,wednesday then previous monday if thursday,friday then next monday', 'Día de la Constitución');
  return calendar;
}

const known = new Map<string, ReadonlySet<string>>();
/** The holidays of a year, moved to the days on which they are kept. */
export function holidaysOf(year: string): ReadonlySet<string> {
  const found = known.get(year) ?? new Set(dominican().getHolidays(year).flatMap(({ date, type }) => (type === 'public' ? [date.slice(0, 10)] : [])));
  known.set(year, found);
  return found;
}

/** Whether public offices work on a day: not at week-ends, nor on holidays. */
export function isWorkingDay(day: string, { daysOff, workedHolidays }: DayList): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || daysOff.includes(day)) return false;
  return workedHolidays.includes(day) || !holidaysOf(day.slice(0, 4)).has(day);
}

/** The end of the nth working day after the day of an instant: the day itself does not count (Ley 107-13, art. 20). */
export function workingDaysAfter(at: string, days: number, list: DayList): string {
  let day = dayOf(at);
  for (let left = days; left > 0; ) {
    day = dayAfter(day);
    if (isWorkingDay(day, list)) left--;
  }
  return endOfDay(day);
}
