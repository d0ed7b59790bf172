import { countsAsChild, dayOf, type InstitutionKind, type UnitKind } from '@amparo/protocol';
import { descriptionOf, emptyRegister, personOf, register, unitOf, type Admission, type ReadBack, type Register } from './register';

export const figureIds = [
  'malala-survivors',
  'shelter-women-and-dependants',
  'shelter-migrant-women',
  'office-migrant-women',
  'hotline-calls-migrant-women',
  'offices',
  'orientation-points',
  'civil-servants-trained',
  'residence-visas',
] as const;
export type FigureId = (typeof figureIds)[number];

/** A figure as a programme published it: what was counted, from which day to which (both included), and how many there were. */
export type PublishedFigure = Readonly<{ id: FigureId; part: string; label: string; from: string; to: string; counts: string; value: number }>;
export type Programme = Readonly<{ source: string; asOf: string; figures: readonly PublishedFigure[] }>;

/** One event that puts somebody or something into a figure, and the opening of the unit without which it would not. */
export type Way = Readonly<{ event: string; restsOn: readonly string[] }>;
/** Whom or what a figure counts, each with every way by which it is in. */
export type Counted = ReadonlyMap<string, readonly Way[]>;
export type Figures = ReadonlyMap<FigureId, Counted>;

/**
 * The figures of a programme out of the record: counted from clear fields alone, so erasure changes none. Days are days of Santo
 * Domingo, of when it happened and not of when it was written down. Persons are counted once, however many cases, stays or
 * certificates they have; calls and units each for itself. What was entered in error counts nowhere.
 */
export function figuresOf(events: Iterable<ReadBack>, windows: readonly PublishedFigure[]): Figures {
  const known = emptyRegister();
  for (const event of events) register(known, event);
  return count(known, windows);
}

/** The figures of what a register holds. */
export const count = (known: Register, windows: readonly PublishedFigure[]): Figures =>
  new Map(windows.map(({ id, from, to }) => [id, rules[id](known, { from, to })] as const));

type Window = Readonly<{ from: string; to: string }>;
type Rule = (known: Register, window: Window) => Counted;

const rules: Readonly<Record<FigureId, Rule>> = {
  'malala-survivors': (known, window) =>
    people(
      known,
      admissions(known, window, 'RESIDENCE', 'PROSECUTION').filter((one) => isSurvivorOfTrafficking(known, one.case)),
    ),
  'shelter-women-and-dependants': (known, window) => people(known, admissions(known, window, 'SHELTER', 'WOMEN')),
  'shelter-migrant-women': (known, window) =>
    people(
      known,
      admissions(known, window, 'SHELTER', 'WOMEN').filter((one) => isForeignWoman(known, one.case)),
    ),
  'office-migrant-women': (known, window) =>
    people(
      known,
      known.assistance.filter(
        (one) =>
          within(one.at, window) &&
          (one.service === 'LEGAL_AID' || one.service === 'PSYCHOLOGICAL_SUPPORT') &&
          isOf(known, one.unit, 'OFFICE', 'WOMEN') &&
          isForeignWoman(known, one.case) &&
          !known.inError.has(`entry ${one.event}`),
      ),
    ),
  'hotline-calls-migrant-women': (known, window) => {
    const counted = new Map<string, Way[]>();
    for (const [id, { event, at, unit, channel, about, outcome }] of known.contacts) {
      const hers = channel === 'CALL' && about.caller === 'SELF' && about.sex === 'FEMALE' && about.migrant === true;
      const holds = outcome !== 'NOT_GENUINE' && !known.inError.has(`contact ${id}`);
      if (hers && holds && within(at, window) && isOf(known, unit, 'HOTLINE', 'WOMEN')) put(counted, id, way(known, event, unit));
    }
    return counted;
  },
  offices: (known, window) => openUnits(known, window, 'OFFICE'),
  'orientation-points': (known, window) => openUnits(known, window, 'ORIENTATION_POINT'),
  'civil-servants-trained': (known, { from, to }) => {
    const counted = new Map<string, Way[]>();
    for (const [id, { event, person, date }] of known.certificates) {
      if (date >= from && date <= to && !known.inError.has(`certificate ${id}`)) put(counted, person, { event, restsOn: [] });
    }
    return counted;
  },
  'residence-visas': (known, window) =>
    people(
      known,
      known.residences.filter(({ at, permit }) => within(at, window) && !known.inError.has(`permit ${permit}`)),
    ),
};

const within = (at: string, { from, to }: Window): boolean => dayOf(at) >= from && dayOf(at) <= to;

function put(counted: Map<string, Way[]>, whom: string, by: Way): void {
  counted.set(whom, [...(counted.get(whom) ?? []), by]);
}

const way = (known: Register, event: string, unit?: string): Way => {
  const opened = unit === undefined ? undefined : unitOf(known, unit)?.opened.event;
  return { event, restsOn: opened === undefined ? [] : [opened] };
};

/** Each person once. A case that was opened in error is nobody's. */
function people(known: Register, entries: readonly Readonly<{ event: string; case: string; unit?: string }>[]): Counted {
  const counted = new Map<string, Way[]>();
  for (const entry of entries) {
    const person = known.inError.has(`case ${entry.case}`) ? undefined : personOf(known, entry.case);
    if (person !== undefined) put(counted, person, way(known, entry.event, entry.unit));
  }
  return counted;
}

const isOf = (known: Register, code: string, kind: UnitKind, institution: InstitutionKind): boolean => {
  const unit = unitOf(known, code);
  return unit?.kind === kind && known.institutions.get(unit.institution) === institution;
};

const admissions = (known: Register, window: Window, kind: UnitKind, institution: InstitutionKind): readonly Admission[] =>
  known.admissions.filter(
    ({ at, unit, stay, place }) =>
      within(at, window) && isOf(known, unit, kind, institution) && !known.inError.has(`stay ${stay}`) && !known.inError.has(`place ${stay} ${place}`),
  );

const isSurvivorOfTrafficking = ({ cases }: Register, id: string): boolean => cases.get(id)?.kind === 'SURVIVOR' && cases.get(id)?.matter === 'TRAFFICKING';

/** As she is described by now. Who may be a child is no woman in a count. */
function isForeignWoman(known: Register, id: string): boolean {
  const described = descriptionOf(known, id);
  return described?.sex === 'FEMALE' && described.foreignNational === true && !countsAsChild(described.ageBand);
}

/** Units of the Ministry of Women that were open when the last day of the window was over. */
function openUnits(known: Register, { to }: Window, kind: UnitKind): Counted {
  const counted = new Map<string, Way[]>();
  for (const [code, { opened, closedAt }] of known.units) {
    const open = dayOf(opened.at) <= to && (closedAt === undefined || dayOf(closedAt) > to);
    if (open && isOf(known, code, kind, 'WOMEN')) put(counted, code, { event: opened.event, restsOn: [] });
  }
  return counted;
}
