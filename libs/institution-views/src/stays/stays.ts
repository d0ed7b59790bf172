import { stayReviewDue, type ClockPolicy } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { View } from '../view';

/** A stay as its house sees it. What others see of one is in the case's timeline alone. */
export type StayRow = Readonly<{
  stay: string;
  case: string;
  /** Absent where only its end may be seen. */
  unit?: string;
  since?: string;
  status: 'HOUSED' | 'DISCHARGED' | 'LEFT';
  /** Place, of everybody who is there. */
  places: Readonly<Record<string, string>>;
  reviewDue?: string;
}>;

/** The key of her own place; those of dependants have their case. */
const hers = 'HERSELF';

/** Cases of those in her care who live there with her. */
export const dependantsIn = ({ places }: StayRow): string[] => Object.keys(places).filter((who) => who !== hers);

function stayAfter(row: StayRow | undefined, { stream, type, data, at }: Visible, file: string, clocks: ClockPolicy): StayRow {
  const before: StayRow = row ?? { stay: stream.slice('stay-'.length), case: file, status: 'HOUSED', places: {} };
  switch (type) {
    case 'SurvivorAdmitted': {
      const { unit, place, dependants = [] } = data as { unit: string; place: string; dependants?: readonly { dependant: string; place: string }[] };
      const places = { [hers]: place, ...Object.fromEntries(dependants.map((one) => [one.dependant, one.place])) };
      return { ...before, unit, since: at, places, reviewDue: stayReviewDue(at, clocks) };
    }
    case 'StayExtended':
      return { ...before, reviewDue: (data as { until: string }).until };
    case 'DependantAdmitted': {
      const { dependant, place } = data as { dependant: string; place: string };
      return { ...before, places: { ...before.places, [dependant]: place } };
    }
    case 'DependantDischarged': {
      const { [(data as { dependant: string }).dependant]: _free, ...places } = before.places;
      return { ...before, places };
    }
    case 'SurvivorDischarged':
      return { ...before, status: 'DISCHARGED', places: {} };
    case 'SurvivorLeftFreely':
      return { ...before, status: 'LEFT', places: {} };
    default:
      return before; // that its review was called due moves no day
  }
}

/** Who lives in a house, whose review is due first. */
export const stayView: View<StayRow> = {
  kind: 'stay',
  about: ({ stream }) => (stream.startsWith('stay-') ? stream.slice('stay-'.length) : undefined),
  after: (row, event, { file, clocks }) => stayAfter(row, event, file, clocks),
  lists: ({ unit, status }, { own }) => (own(unit) && status === 'HOUSED' ? ['CURRENT'] : []),
  sort: ({ reviewDue = '' }) => reviewDue,
};

/** How many places of a house are declared, held, taken and too many, and how many are promised to who has not come yet. */
export type Occupancy = Readonly<{ declared: number; held: number; taken: number; over: number; promised: number }>;

/** Counted from places alone: they name nobody. @param lived places in which somebody lives, by the stays of the house. */
export function occupancyOf({ places, held, taken = [] }: Readonly<{ places: number; held: Readonly<Record<string, string>>; taken?: readonly string[] }>, lived: ReadonlySet<string>, now: string): Occupancy {
  const holds = Object.values(held).filter((until) => until > now).length;
  return { declared: places, held: holds, taken: taken.length, over: Math.max(holds + taken.length - places, 0), promised: taken.filter((place) => !lived.has(place)).length };
}
