import { countsAsChild, dayOf, type ProtocolEvent } from '@amparo/protocol';
import type { FigureId, PublishedFigure, ReadBack } from '@amparo/interchange';

/** What a careless count forgets. With nothing forgotten it is a second, independent count of the same figures. */
export const naiveties = ['ENTRIES_FOR_PERSONS', 'SUBJECTS_FOR_PERSONS', 'CALLERS_FOR_CALLS', 'ANY_TIME', 'DAYS_OF_GREENWICH', 'ERRORS_TOO', 'CLOSED_TOO', 'FIRST_DESCRIPTION', 'ANYBODY_ANYWHERE'] as const;
export type Naivety = (typeof naiveties)[number];

type Of<T extends ProtocolEvent['type']> = Extract<ReadBack, { type: T }>;

export function naiveCount(events: readonly ReadBack[], figures: readonly PublishedFigure[], naivety?: Naivety): Record<FigureId, number> {
  const forgets = (one: Naivety): boolean => naivety === one;
  const all = <T extends ProtocolEvent['type']>(...types: T[]): Of<T>[] => events.filter((event): event is Of<T> => types.some((type) => type === event.type));
  const id = ({ stream }: ReadBack): string => stream.slice(stream.indexOf('-') + 1);
  const figure = (of: FigureId): PublishedFigure => figures.find((one) => one.id === of)!;
  const day = (at: string): string => (forgets('DAYS_OF_GREENWICH') ? at.slice(0, 10) : dayOf(at));
  const within = (of: FigureId, date: string): boolean => forgets('ANY_TIME') || (date >= figure(of).from && date <= figure(of).to);
  const persons = (found: readonly (string | undefined)[]): number => (forgets('ENTRIES_FOR_PERSONS') ? found.length : new Set(found).size);
  const ids = (found: readonly ReadBack[]): Set<string> => new Set(forgets('ERRORS_TOO') ? [] : found.map(id));
  const newest = <T extends ReadBack>(found: readonly T[]): Map<string, T> => new Map((forgets('FIRST_DESCRIPTION') ? [...found].reverse() : found).map((one) => [id(one), one]));

  const women = new Set(all('InstitutionRegistered').filter(({ data }) => data.kind === 'WOMEN').map(({ data }) => data.code));
  const prosecution = new Set(all('InstitutionRegistered').filter(({ data }) => data.kind === 'PROSECUTION').map(({ data }) => data.code));
  const opened = all('UnitOpened');
  const units = (kind: string, of: ReadonlySet<string>): Set<string> =>
    new Set(opened.filter(({ data }) => data.kind === kind && (forgets('ANYBODY_ANYWHERE') || of.has(data.institution))).map(({ data }) => data.unit));
  const codes = new Map(all('CaseCodeIssued').map((event) => [event.data.code, id(event)]));

  const subjects = new Map(all('CaseOpened').map((event) => [id(event), event.data.subject]));
  const ofTrafficking = new Set(all('CaseOpened').filter(({ data }) => forgets('ANYBODY_ANYWHERE') || (data.kind === 'SURVIVOR' && data.matter === 'TRAFFICKING')).map(id));
  const described = newest(all('SurvivorDescribed'));
  const foreignWoman = (caseId: string): boolean => {
    const { ageBand = 'UNKNOWN', sex, foreignNational } = described.get(caseId)?.data ?? {};
    return forgets('ANYBODY_ANYWHERE') || (sex === 'FEMALE' && foreignNational === true && !countsAsChild(ageBand));
  };
  const mistaken = ids(all('CaseClosed').filter(({ data }) => data.reason === 'OPENED_IN_ERROR'));

  const wrongStays = ids([...all('ReferralEnteredInError'), ...all('SurvivorDischarged').filter(({ data }) => data.reason === 'ADMITTED_IN_ERROR')]);
  const first = new Map(all('SurvivorAdmitted').map((event) => [id(event), event.data.unit]));
  const cameIn = [
    ...all('SurvivorAdmitted').flatMap((event) => [event.envelope.case ?? '', ...event.data.dependants.map(({ dependant }) => dependant)].map((who) => ({ event, who, unit: event.data.unit }))),
    ...all('DependantAdmitted').map((event) => ({ event, who: event.data.dependant, unit: first.get(id(event)) ?? '' })),
  ];
  const into = (of: FigureId, houses: ReadonlySet<string>): string[] =>
    cameIn.filter(({ event, who, unit }) => houses.has(codes.get(unit) ?? '') && within(of, day(event.at)) && !wrongStays.has(id(event)) && !mistaken.has(who)).map(({ who }) => who);
  const shelters = units('SHELTER', women);

  const offices = units('OFFICE', women);
  const wrongPerson = new Set(forgets('ERRORS_TOO') ? [] : all('EntryCorrected').filter(({ data }) => data.reason === 'WRONG_PERSON').map(({ data }) => data.corrects));
  const served = all('AssistanceProvided').filter(
    (event) =>
      (forgets('ANYBODY_ANYWHERE') || (['LEGAL_AID', 'PSYCHOLOGICAL_SUPPORT'].includes(event.data.service) && offices.has(event.actor.unit ?? ''))) &&
      within('office-migrant-women', day(event.at)) &&
      foreignWoman(id(event)) &&
      !wrongPerson.has(event.id) &&
      !mistaken.has(id(event)),
  );

  const callers = newest(all('ContactReceived', 'CallerDescribed'));
  const notCalls = ids([...all('ContactEnteredInError'), ...all('ContactClosed').filter(({ data }) => data.outcome === 'NOT_GENUINE')]);
  const hotline = units('HOTLINE', women);
  const calls = all('ContactReceived').filter((event) => {
    const { caller, sex, migrant } = callers.get(id(event))!.data;
    const hers = forgets('ANYBODY_ANYWHERE') || (event.data.channel === 'CALL' && hotline.has(event.data.unit) && caller === 'SELF' && sex === 'FEMALE' && migrant === true);
    return hers && within('hotline-calls-migrant-women', day(event.at)) && !notCalls.has(id(event)) && !(forgets('CALLERS_FOR_CALLS') && event.data.repeats !== undefined);
  });

  const open = (of: FigureId, kind: string): number =>
    opened.filter(({ data, at }) => {
      const closed = all('UnitClosed').find((event) => id(event) === data.unit);
      const still = forgets('CLOSED_TOO') || !closed || (!forgets('ANY_TIME') && day(closed.at) > figure(of).to);
      return units(kind, women).has(data.unit) && within(of, day(at)) && still;
    }).length;

  const revoked = new Set(forgets('ERRORS_TOO') ? [] : all('CertificateRevoked').filter(({ data }) => data.reason !== 'MISCONDUCT').map(({ data }) => data.certificate));
  const certified = all('CertificateAwarded').filter(({ data }) => within('civil-servants-trained', data.date) && !revoked.has(data.certificate));

  const wrongPermits = ids(all('PermitEnteredInError'));
  const residing = all('PermitGranted', 'PermitUpgraded').filter((event) => event.data.class === 'TEMPORARY_RESIDENCE' && within('residence-visas', day(event.at)) && !wrongPermits.has(id(event)));

  const same = new Map(all('MatchConfirmed', 'MatchRejected').map((event) => [`${id(event)} ${event.data.other}`, event] as const));
  const alike = forgets('SUBJECTS_FOR_PERSONS') ? [] : [...same.values()].filter(({ type }) => type === 'MatchConfirmed').map((event) => [event.data.other, id(event)] as const);
  const known = new Map(alike); // nobody here is matched with more than one
  const who = (cases: readonly string[]): number => persons(cases.map((one) => subjects.get(one)).map((subject) => known.get(subject ?? '') ?? subject));
  return {
    'malala-survivors': who(into('malala-survivors', units('RESIDENCE', prosecution)).filter((one) => ofTrafficking.has(one))),
    'shelter-women-and-dependants': who(into('shelter-women-and-dependants', shelters)),
    'shelter-migrant-women': who(into('shelter-migrant-women', shelters).filter(foreignWoman)),
    'office-migrant-women': who(served.map(id)),
    'hotline-calls-migrant-women': calls.length,
    offices: open('offices', 'OFFICE'),
    'orientation-points': open('orientation-points', 'ORIENTATION_POINT'),
    'civil-servants-trained': persons(certified.map(({ data }) => data.person)),
    'residence-visas': who(residing.map((event) => event.envelope.case ?? '')),
  };
}
