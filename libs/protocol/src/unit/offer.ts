import { refuse } from '@amparo/event-sourcing';

// RFC 5545 §3.3.10
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

export const accessibilities = ['STEP_FREE', 'SIGN_LANGUAGE', 'EASY_LANGUAGE', 'AUDIO_OR_LARGE_PRINT'] as const;
export type Accessibility = (typeof accessibilities)[number];

/** Hours of a day by the clock of Santo Domingo, from 00:00 to 24:00. */
export type OpeningHours = Readonly<{ day: Weekday; from: string; until: string }>;

/** How a unit offers a service. Absent: nothing is known of it. */
export type Offer = Readonly<{ languages: readonly string[]; schedule?: readonly OpeningHours[]; accessibility?: readonly Accessibility[] }>;

const sorted = <Code extends string>(codes: readonly Code[]): Code[] => [...new Set(codes)].sort();
const place = ({ day, from, until }: OpeningHours): string => `${weekdays.indexOf(day)} ${from} ${until}`;

/** An offer in one order: languages and hours may be named in another, or twice. */
export function offerOf({ languages, schedule, accessibility }: Offer): Offer {
  const hours = schedule && [...new Map(schedule.map((one) => [place(one), { day: one.day, from: one.from, until: one.until }])).values()];
  return {
    languages: sorted(languages),
    ...(hours && { schedule: hours.sort((a, b) => (place(a) < place(b) ? -1 : 1)) }),
    ...(accessibility && { accessibility: sorted(accessibility) }),
  };
}

/** An offer in words, to compare by. */
export const saidOf = ({ languages, schedule, accessibility }: Offer): string =>
  [languages.join(), ...(schedule ? [`hours ${schedule.map(place).join()}`] : []), ...(accessibility ? [`for ${accessibility.join()}`] : [])].join('; ');

export const hoursRefusal = ({ schedule = [] }: Offer) =>
  schedule.every(({ from, until }) => from < until) ? undefined : refuse('HOURS_REVERSED' as const, 'hours end later than they begin: name what goes on after midnight with the day that follows');
