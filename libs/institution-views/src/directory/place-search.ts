import type { Accessibility, Criteria, Offer, Sex, Weekday } from '@amparo/protocol';
import type { UnitRow } from './directory-view';

type Given<T> = { readonly [Key in keyof T]?: T[Key] | null | undefined };

/** What somebody looks for, for no one who is named. What is left out is not asked for. */
export type Wanted = Given<{
  service: string;
  territory: string;
  institution: string;
  language: string;
  accessibility: readonly Accessibility[];
  openOn: Weekday;
  /** An hour, such as 17:30. */
  openAt: string;
  sex: Sex;
  /** In completed years. */
  age: number;
  /** Whether dependants come along. */
  dependants: boolean;
}>;

/** Whether a unit is open and offers, in one and the same service, everything that is wanted of it, to such a person. */
export function fits(unit: UnitRow, wanted: Wanted): boolean {
  const { territory, institution } = wanted;
  if (!unit.open || (territory && !unit.territory?.startsWith(territory)) || (institution && unit.institution !== institution)) return false;
  const askedOfService = [wanted.service, wanted.language, wanted.accessibility, wanted.openOn, wanted.openAt].some((one) => given(one));
  return (!askedOfService || unit.services.some((offer) => offered(offer, wanted))) && eligible(unit.criteria ?? {}, wanted);
}

/** Whether an hour is written as hours are, where one is given. */
export const isHour = (hour: string | null | undefined): boolean => !given(hour) || /^([01]\d|2[0-3]):[0-5]\d$/.test(hour);

const given = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null && value !== '';

/** What is not known of an offer, its hours for one, cannot be counted on. */
function offered({ service, languages, schedule, accessibility }: Offer & Readonly<{ service: string }>, wanted: Wanted): boolean {
  const { openOn, openAt } = wanted;
  if (given(wanted.service) && service !== wanted.service) return false;
  if (given(wanted.language) && !languages.includes(wanted.language)) return false;
  if (!(wanted.accessibility ?? []).every((one) => accessibility?.includes(one))) return false;
  if (!given(openOn) && !given(openAt)) return true;
  return (schedule ?? []).some(({ day, from, until }) => (!given(openOn) || day === openOn) && (!given(openAt) || (from <= openAt && openAt < until)));
}

/** By the criteria the unit has set; where it has set none it takes in whoever comes. */
function eligible({ sexes, ageFrom, ageTo, dependants }: Criteria, wanted: Wanted): boolean {
  if (given(wanted.sex) && sexes && !sexes.includes(wanted.sex)) return false;
  if (given(wanted.age) && (wanted.age < (ageFrom ?? 0) || wanted.age > (ageTo ?? Infinity))) return false;
  return !(wanted.dependants === true && dependants === false);
}
