import {
  AcceptReferral,
  AdmitDependant,
  AdmitSurvivor,
  CloseCase,
  CompleteService,
  ConfirmOutcome,
  DischargeSurvivor,
  DiscontinueService,
  EnterReferralInError,
  ExtendStay,
  HoldPlace,
  RecordAssistance,
  RecordSurvivorLeft,
  RequestReferral,
  StartService,
  type AgeBand,
  type Matter,
} from '@amparo/protocol';
import { offices } from '../demo/directory';
import { days, later, moment, span } from './chance';
import { foundToBeOne } from './duplicates';
import { consented, opened, woman, type CaseFile, type Person } from './files';
import { servedHere } from './offices';
import type { Aside, Story, Telling } from './telling';

type Nights = Readonly<{
  house: string;
  on: string;
  nights: number;
  /** At which hour she comes in. */
  hour?: number;
  aside?: Aside;
  /** Under a new case, of this lead: nobody knew that she has one. */
  anew?: readonly [unit: string, role: string];
  /** How it was found that she had not been admitted, or that nobody came. */
  wrong?: 'REFERRAL_IN_ERROR' | 'ADMITTED_IN_ERROR' | 'CASE_IN_ERROR' | 'NEVER_CAME';
}>;
type Housed = Readonly<{
  lead: readonly [unit: string, role: string];
  matter: Matter;
  person: Person;
  /** Bands of who comes along; the last of them a week later, where so. */
  dependants?: readonly AgeBand[];
  lastComesLater?: true;
  /** The day on which an office served her, long before. */
  servedBefore?: string;
  firstSaid?: boolean;
  stays: readonly Nights[];
}>;

const malala = 'casa-malala';
const shelters = ['mmujer-casa-norte', 'mmujer-casa-sur'];
/** The last day that the published figures count. */
const lastDay = '2017-11-30';
/** The history ends with the year. */
const lasting = (nights: number, from: string): number => Math.min(nights, span(from, '2017-12-27'));
/** Spreads a number over a range without order, each place once. */
const scattered = (many: number, of: number, step: number): Set<number> => new Set(Array.from({ length: many }, (_, i) => (i * step) % of));

/** Women and who is with them, in the Malala Home and in the shelters. */
export const houseStories = (telling: Telling): Story[] => [...inMalala(telling), ...inShelters(telling)].map((one) => housed(telling, one));

function inMalala(telling: Telling): Housed[] {
  const { chance } = telling;
  const leads = [['mmujer-trata', 'caseworker'], ['mirex-consular', 'caseworker']] as const;
  const one = (i: number, stays: readonly Nights[], more: Partial<Housed> = {}): Housed => ({ lead: leads[i % 2]!, matter: 'TRAFFICKING', person: woman(telling, i % 2 === 0), stays, ...more });
  const night = (on: string, more: Partial<Nights> = {}): Nights => ({ house: malala, on, nights: lasting(chance.between(10, 60), on), ...more });
  const survivors = Array.from({ length: 69 }, (_, i) => {
    const on = i === 68 ? lastDay : days('2016-05-04', i * 8 + chance.between(0, 6));
    const first = night(on, i === 68 ? { hour: 22 } : {});
    const next = days(on, first.nights + 20);
    const anew = i % 16 === 7 ? { anew: leads[(i === 23 ? i + 1 : i) % 2]! } : {};
    const again = (i % 8 === 3 || i % 16 === 7) && next <= lastDay ? [night(next, { aside: 'AGAIN', ...anew })] : [];
    return one(i, [first, ...again], i % 11 === 5 ? { dependants: ['0-8'], ...(i === 5 && { lastComesLater: true }) } : {});
  });
  return [
    ...survivors,
    ...[0, 1, 2].map((i) => one(i, [night(days('2017-12-01', i), { aside: 'OUTSIDE', hour: 1 })])),
    ...[0, 1, 2].map((i) => one(i, [night(days('2017-02-01', i * 40), { aside: 'NOT_COUNTED' })], { matter: i === 0 ? 'SMUGGLING' : 'GENDER_VIOLENCE' })),
    ...(['REFERRAL_IN_ERROR', 'REFERRAL_IN_ERROR', 'ADMITTED_IN_ERROR', 'ADMITTED_IN_ERROR', 'CASE_IN_ERROR'] as const).map((wrong, i) => one(i, [night(days('2016-09-05', i * 50), { wrong, aside: 'IN_ERROR' })])),
    ...[0, 1].map((i) => one(i, [night(days('2017-03-06', i * 30), { wrong: 'NEVER_CAME' })])),
  ];
}

function inShelters(telling: Telling): Housed[] {
  const { chance } = telling;
  const all = offices().map(({ code }) => code);
  const lead = (i: number): Housed['lead'] => (i % 4 === 0 ? ['mmujer-trata', 'caseworker'] : [all[(i * 5) % all.length]!, 'caseworker']);
  const one = (i: number, foreign: boolean, stays: readonly Nights[], more: Partial<Housed> = {}): Housed => ({ lead: lead(i), matter: i % 5 === 0 ? 'TRAFFICKING' : 'GENDER_VIOLENCE', person: woman(telling, foreign), stays, ...more });
  const night = (i: number, on: string, more: Partial<Nights> = {}): Nights => ({ house: shelters[i % 2]!, on, nights: lasting(chance.between(4, 28), on), ...more });

  // 214 women and 132 who came along with 72 of them; 63 of the women foreign.
  const foreign = scattered(63, 214, 7);
  const mothers = [...scattered(72, 214, 13)];
  const children = new Map(mothers.map((woman, i) => [woman, i < 20 ? 3 : i < 40 ? 2 : 1]));
  const bands: readonly AgeBand[] = ['0-8', '9-17', '0-8'];
  let served = 194 - servedHere;
  const women = Array.from({ length: 214 }, (_, i) => {
    const on = i > 211 ? lastDay : days('2017-01-02', Math.floor(i * 1.5) + chance.between(0, 4));
    const first = night(i, on, i > 211 ? { hour: 23 } : {});
    const next = days(on, first.nights + 15);
    const anew: Partial<Nights> = i % 49 === 28 ? { anew: ['mmujer-trata', 'caseworker'] } : {};
    const again = (i % 15 === 7 || i % 49 === 28) && next <= lastDay ? [night(i % 2 === 0 ? i : i + 1, next, { aside: 'AGAIN', ...anew })] : [];
    // Two were there in the year before as well.
    const before = i === 101 || i === 150 ? [night(i, days('2016-11-07', i - 101), { aside: 'OUTSIDE' })] : [];
    const many = children.get(i) ?? 0;
    return one(i, foreign.has(i), [...before, first, ...again], {
      ...(many > 0 && { dependants: bands.slice(0, many), ...(i % 6 === 1 && { lastComesLater: true }) }),
      ...(foreign.has(i) && i > 20 && served-- > 0 && { servedBefore: days('2016-03-01', i) }),
      ...(i % 53 === 9 && i < 160 && { firstSaid: !foreign.has(i) }),
    });
  });
  return [
    ...women,
    ...Array.from({ length: 9 }, (_, i) => one(i, i % 2 === 1, [night(i, i === 0 ? '2016-12-31' : days('2016-12-01', i * 3), { aside: 'OUTSIDE', hour: 22 })])),
    ...Array.from({ length: 6 }, (_, i) => one(i, i % 2 === 0, [night(i, days('2017-12-01', i), { aside: 'OUTSIDE', hour: 1 })])),
    ...(['REFERRAL_IN_ERROR', 'ADMITTED_IN_ERROR', 'CASE_IN_ERROR', 'REFERRAL_IN_ERROR', 'ADMITTED_IN_ERROR'] as const).map((wrong, i) => one(i, i % 2 === 0, [night(i, days('2017-04-03', i * 30), { wrong, aside: 'IN_ERROR' })])),
  ];
}

async function* housed(telling: Telling, { lead: [unit, role], matter, person, dependants = [], lastComesLater, servedBefore, firstSaid, stays }: Housed): Story {
  let file: CaseFile | undefined;
  if (servedBefore !== undefined) {
    yield moment(servedBefore, 9);
    file = await opened(telling, telling.desk(unit, role), matter, person);
    // Who works at no office is sent to one.
    const office = unit === 'mmujer-trata' ? 'mmujer-azua' : unit;
    await telling.do(telling.desk(office, 'caseworker'), RecordAssistance, { case: file.id, service: 'PSYCHOLOGICAL_SUPPORT', note: 'Primera entrevista.' });
  }
  const along: string[] = [];
  for (const [i, one] of stays.entries()) {
    // She is referred the hour before she comes in.
    const comes = moment(one.on, one.hour ?? 14);
    yield later(comes, -60);
    file ??= await opened(telling, telling.desk(unit, role), matter, person, firstSaid === undefined ? {} : { firstSaid });
    if (i === 0) {
      for (const [j, ageBand] of dependants.entries()) {
        const sex = j % 2 === 0 ? 'FEMALE' : 'MALE';
        along.push((await opened(telling, file.lead, matter, { ageBand, sex, foreign: person.foreign }, { careOf: file.id })).id);
      }
    }
    const under = one.anew ? await opened(telling, telling.desk(...one.anew), matter, person) : file;
    yield* stay(telling, under, one, { at: comes, along: one.anew ? [] : along, lastComesLater: lastComesLater === true && i === 0 });
    if (under !== file) await foundToBeOne(telling, file, under);
  }
}

type Coming = Readonly<{ at: string; along: readonly string[]; lastComesLater: boolean }>;

async function* stay(telling: Telling, file: CaseFile, { house, nights, aside, wrong }: Nights, { at, along, lastComesLater }: Coming): Story {
  const { lead } = file;
  const host = telling.desk(house, 'shelter_manager');
  const consent = await consented(telling, file, later(at, -60), { receiver: house, categories: ['PROTECTION', 'IDENTITY'], for: 'ASSISTANCE' });
  const { id } = await telling.do(lead, RequestReferral, { case: file.id, to: house, service: 'SHELTER', priority: 'URGENT', consents: [consent] }, { basis: { kind: 'CONSENT' } });
  // A place is held and taken in the present, for whenever it was.
  const held = async (): Promise<string> => (await telling.do(host, HoldPlace, { unit: house }, { present: true })).id;
  const comeNow = lastComesLater ? along.slice(0, -1) : along;
  const hold = await held();
  const dependants: { case: string; hold: string }[] = [];
  for (const one of comeNow) dependants.push({ case: one, hold: await held() });
  await telling.do(host, AcceptReferral, { referral: id, hold, dependantHolds: dependants.map((one) => one.hold) });
  yield at;
  if (wrong === 'NEVER_CAME') {
    await telling.do(host, DiscontinueService, { referral: id, reason: 'CONTACT_LOST' });
    return;
  }
  await telling.do(host, StartService, { referral: id });
  const admitted = await telling.do(host, AdmitSurvivor, { referral: id, dependants });
  if (aside) telling.aside(aside, admitted);
  if (lastComesLater) {
    yield later(at, 2 * 1_440);
    const late = await telling.do(host, AdmitDependant, { stay: id, dependant: along.at(-1)!, hold: await held() });
    // Of survivors alone the Malala Home is counted.
    if (house === malala) telling.aside('NOT_COUNTED', late);
  }
  const leaves = later(at, (wrong === undefined ? nights : 3) * 1_440);
  if (nights > 27 && wrong === undefined) {
    yield later(at, 27 * 1_440);
    await telling.do(telling.desk(house, 'supervisor'), ExtendStay, { stay: id, until: later(at, 55 * 1_440), reason: 'RISK_CONTINUES' });
  }
  yield leaves;
  if (wrong === 'ADMITTED_IN_ERROR') await telling.do(host, DischargeSurvivor, { stay: id, reason: 'ADMITTED_IN_ERROR' });
  else if (nights % 5 === 0) await telling.do(host, RecordSurvivorLeft, { stay: id });
  else await telling.do(host, DischargeSurvivor, { stay: id, reason: nights % 2 === 0 ? 'FAMILY' : 'HOME_OF_HER_OWN' });
  if (wrong === 'REFERRAL_IN_ERROR') await telling.do(lead, EnterReferralInError, { referral: id, reason: 'WRONG_PERSON' });
  if (wrong === 'CASE_IN_ERROR') await telling.do(lead, CloseCase, { case: file.id, reason: 'OPENED_IN_ERROR' });
  if (wrong !== undefined) return;
  await telling.do(host, CompleteService, { referral: id, outcome: 'SERVED' });
  yield later(leaves, 2 * 1_440);
  await telling.do(lead, ConfirmOutcome, { referral: id });
}
