import { AwardCertificate, RevokeCertificate, ScheduleCourse } from '@amparo/protocol';
import { nameOf } from '../demo/row';
import { days, moment } from './chance';
import type { Story, Telling } from './telling';

type Certificate = Readonly<{ course: string; certificate: string }>;

/** How many each year's course certified who had none before: 466 by the end of 2017. */
const newcomers = (year: number): number => (year === 2017 ? 32 : 31);
const employers = ['mmujer', 'pgr', 'mirex', 'conani', 'pn', 'dgm'];

/** The diploma courses, one a year, with a pilot before and one after the years that are counted. */
export function courseStories(telling: Telling): Story[] {
  const held: Certificate[] = [];
  const years = Array.from({ length: 15 }, (_, i) => 2003 + i);
  return [course(telling, held, { from: '2002-09-02', until: '2002-12-13', newcomers: 6, counted: false }), ...years.map((year) => course(telling, held, { from: `${year}-02-10`, until: `${year}-06-20`, newcomers: newcomers(year), counted: true })), course(telling, held, { from: '2017-08-14', until: '2017-12-01', newcomers: 5, counted: false })];
}

type Term = Readonly<{ from: string; until: string; newcomers: number; counted: boolean }>;

async function* course(telling: Telling, held: Certificate[], { from, until, newcomers: fresh, counted }: Term): Story {
  const [administrator] = telling.administrators;
  const year = from.slice(0, 4);
  yield moment(from, 9);
  const { id } = await telling.do(administrator, ScheduleCourse, { title: `Diplomado ${year}/${from.slice(5, 7)}`, providers: ['mirex', 'mmujer'], from, until });
  const award = async (more: object = {}): Promise<{ certificate: Certificate; recorded: Awaited<ReturnType<Telling['do']>> }> => {
    const { givenName, familyName } = nameOf(telling.chance.between(0, 1_000));
    const recorded = await telling.do(administrator, AwardCertificate, { course: id, holderName: `${givenName} ${familyName}`, date: until, institution: telling.chance.pick(employers), ...more });
    return { certificate: { course: id, certificate: recorded.id }, recorded };
  };
  const before = [...held];
  yield moment(until, 16);
  for (let i = 0; i < fresh; i++) {
    const { certificate, recorded } = await award();
    if (counted) held.push(certificate);
    else telling.aside('OUTSIDE', recorded);
  }
  if (before.length === 0) return;
  // Who comes again to learn more is the same person; two of each course, and they are no newcomers.
  const again = [telling.chance.between(0, before.length - 1), telling.chance.between(0, before.length - 1)];
  for (const one of new Set(again)) telling.aside(counted ? 'AGAIN' : 'OUTSIDE', (await award({ earlier: before[one]! })).recorded);
  if (!counted || Number(year) % 3 !== 0) return;
  const [mistaken, forged] = [await award(), await award()];
  for (const { recorded } of [mistaken, forged]) telling.aside('IN_ERROR', recorded);
  yield moment(days(until, 40), 11);
  await telling.do(administrator, RevokeCertificate, { ...mistaken.certificate, reason: 'AWARDED_IN_ERROR' });
  await telling.do(administrator, RevokeCertificate, { ...forged.certificate, reason: 'OBTAINED_BY_FRAUD' });
  // She may identify nobody any more; that she was trained is so still.
  await telling.do(administrator, RevokeCertificate, { ...before[0]!, reason: 'MISCONDUCT' });
}
