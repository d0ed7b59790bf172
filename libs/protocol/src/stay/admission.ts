import { refuse, type Refusal } from '@amparo/event-sourcing';
import type { AgeBand } from '../case/age-band';
import type { Code } from '../case/consent';
import type { Priority } from '../referral/priority';
import { placesRefusal } from '../referral/referral-acceptance';
import type { Hold } from '../unit/places';
import type { Criteria, Sex } from '../unit/unit';

/** Of a unit's criteria, those it has set and she was found to meet. */
export const admissionCriteria = ['SEX', 'AGE', 'DEPENDANTS'] as const;
type Met = (typeof admissionCriteria)[number];

/** What an admission must know of the referral, the case, and the house. */
export type AdmissionFacts = Readonly<{
  /** The referral she comes with; only where it is of a case that the agent is not kept from. */
  referral?: Readonly<{ status: string; to: Code; priority: Priority; places: readonly string[] }>;
  caseOpen: boolean;
  ageBand: AgeBand;
  sex: Sex;
  /** Of the agent's own unit, where it is residential. */
  house?: Readonly<{ criteria: Criteria; places: Readonly<Record<string, Hold & Readonly<{ own: boolean }>>> }>;
  /** Of the cases named: those that are open, a dependant's in her care, and not hidden from the agent. */
  dependants: readonly string[];
}>;

export type AdmissionRefusal =
  | 'REFERRAL_NOT_ACCEPTED'
  | 'CASE_CLOSED'
  | 'HOLD_REQUIRED'
  | 'HOLD_ENDED'
  | 'PLACE_EACH'
  | 'OVERCAPACITY_FOR_EMERGENCY'
  | 'CRITERIA_NOT_MET'
  | 'AGE_NEEDED'
  | 'DEPENDANT_UNKNOWN';

export type Dependants = readonly Readonly<{ case: string; hold: string }>[];

const accepted = ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'];

/** Rule 5: an accepted referral, the unit's criteria, a held place for everybody. Undefined when they may come in. */
export function admissionRefusal(input: Readonly<{ place?: string; dependants: Dependants; age?: number }>, facts: AdmissionFacts, now: string): Refusal<AdmissionRefusal> | undefined {
  const { house, referral } = facts;
  if (!referral || !accepted.includes(referral.status)) return refuse('REFERRAL_NOT_ACCEPTED', 'she comes with a referral that this unit has accepted and that has not ended');
  if (!facts.caseOpen) return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  if (!house || input.place === undefined) return refuse('HOLD_REQUIRED', 'a residential unit admits to a place it holds');
  return criteriaRefusal(house.criteria, facts, input) ?? dependantsRefusal(input.dependants, facts) ?? tookRefusal([input.place, ...input.dependants.map(({ hold }) => hold)], facts, now);
}

/** A case named is a dependant's of hers, and each is named once. */
function dependantsRefusal(named: Dependants, { dependants }: AdmissionFacts): Refusal<'DEPENDANT_UNKNOWN'> | undefined {
  const known = new Set(dependants);
  return named.every((one) => known.delete(one.case)) ? undefined : refuse('DEPENDANT_UNKNOWN', 'there is no such open case of a dependant in her care');
}

/** Places that the acceptance took are theirs; others must be held still. */
function tookRefusal(places: readonly string[], { house, referral }: AdmissionFacts, now: string) {
  if (new Set(places).size < places.length) return refuse('PLACE_EACH', 'everybody takes a place of their own');
  const promised = (place: string): boolean => house?.places[place]?.own === true && referral?.places.includes(place) === true;
  return placesRefusal(places.filter((place) => !promised(place)), referral?.priority ?? 'NORMAL', house?.places ?? {}, now);
}

/** Who comes later takes a place that is held: what was promised and not used when she came in is let go. */
export function laterRefusal(named: Dependants[number], facts: AdmissionFacts, now: string): Refusal<AdmissionRefusal> | undefined {
  const { house, referral } = facts;
  if (!house || !referral) return refuse('HOLD_REQUIRED', 'a residential unit admits to a place it holds');
  if (house.criteria.dependants === false) return notMet;
  const { [named.hold]: place } = house.places;
  const free = place && !(place.own && referral.places.includes(named.hold)) ? { [named.hold]: place } : {};
  return dependantsRefusal([named], facts) ?? placesRefusal([named.hold], referral.priority, free, now);
}

const notMet = refuse('CRITERIA_NOT_MET' as const, 'she does not meet the criteria of the unit: the lead records the unmet need and refers her elsewhere');

/** Criteria of age and sex are for her; whether dependants come along at all is one of its own. */
function criteriaRefusal(criteria: Criteria, { sex, ageBand }: AdmissionFacts, { age, dependants }: Readonly<{ age?: number; dependants: Dependants }>) {
  if (criteria.sexes && !criteria.sexes.includes(sex)) return notMet;
  if (criteria.dependants === false && dependants.length > 0) return notMet;
  switch (ageWithin(ageBand, criteria, age)) {
    case 'WITHIN':
      return undefined;
    case 'OUTSIDE':
      return notMet;
    case 'AGE_NEEDED':
      return refuse('AGE_NEEDED', 'her age band reaches over the limit of the unit: say her age in completed years, within that band');
  }
}

export const criteriaMet = ({ sexes, ageFrom, ageTo, dependants }: Criteria, comeAlong: boolean): readonly Met[] => [
  ...(sexes ? (['SEX'] as const) : []),
  ...(ageFrom !== undefined || ageTo !== undefined ? (['AGE'] as const) : []),
  ...(comeAlong && dependants !== undefined ? (['DEPENDANTS'] as const) : []),
];

/** Completed years. Rule 1: while her age is unknown she counts as a child, of any age that a child may have. */
const spans: Readonly<Record<AgeBand, readonly [from: number, to: number]>> = {
  '0-8': [0, 8],
  '9-17': [9, 17],
  '18-20': [18, 20],
  '21-23': [21, 23],
  '24-26': [24, 26],
  '27-29': [27, 29],
  '30-38': [30, 38],
  '39-47': [39, 47],
  '48+': [48, 120],
  UNKNOWN: [0, 17],
};

/**
 * The case has a band in clear, the unit limits in years. A band within them, or outside, decides; one that reaches over a limit
 * does not, and then the age in years is asked for. An age that is unknown is never talked into a unit: the band must be within.
 */
export function ageWithin(band: AgeBand, { ageFrom = 0, ageTo = 120 }: Criteria, age?: number): 'WITHIN' | 'OUTSIDE' | 'AGE_NEEDED' {
  const [from, to] = spans[band];
  if (from >= ageFrom && to <= ageTo) return 'WITHIN';
  if (to < ageFrom || from > ageTo || band === 'UNKNOWN') return 'OUTSIDE';
  if (age === undefined || age < from || age > to) return 'AGE_NEEDED';
  return age >= ageFrom && age <= ageTo ? 'WITHIN' : 'OUTSIDE';
}
