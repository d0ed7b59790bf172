import { CloseCase, CorrectEntry, RecordAssistance, type Service } from '@amparo/protocol';
import { offices as allOffices } from '../demo/directory';
import { days, moment } from './chance';
import { foundToBeOne } from './duplicates';
import { opened, woman, type Person } from './files';
import type { Aside, Story, Telling } from './telling';

type Visit = Readonly<{ on: string; service?: Service; unit?: string; aside?: Aside; wrongPerson?: true; anew?: true }>;
type Served = Readonly<{ office: string; person: Person; visits: readonly Visit[]; openedInError?: true }>;

/** Foreign women served in 2016 who are told here; ten more are told with the shelters that they came to later. */
export const servedHere = 184;

/** Women at the provincial and municipal offices. */
export function officeStories(telling: Telling): Story[] {
  const { chance } = telling;
  const codes = allOffices().map(({ code }) => code);
  const in2016 = (until = 330): string => days('2016-01-02', chance.between(0, until));
  const foreign = (): Person => woman(telling, true);
  const counted = Array.from({ length: servedHere }, (_, i): Served => {
    const on = i < 2 ? '2016-12-31' : in2016();
    const before: Visit[] = i % 23 === 5 ? [{ on: days('2015-10-01', i % 60), aside: 'OUTSIDE' }] : [];
    const again: Visit[] = i % 3 === 2 ? [{ on: days(on, 14), service: 'LEGAL_AID', aside: 'AGAIN' }] : [];
    // At another office, which knows of no case of hers.
    const elsewhere: Visit[] = i % 56 === 9 ? [{ on: days(on, 21), aside: 'AGAIN', anew: true }] : [];
    const after: Visit[] = i % 17 === 4 ? [{ on: days('2017-02-01', i), aside: 'OUTSIDE' }] : [];
    return { office: codes[i % codes.length]!, person: foreign(), visits: [...before, { on, service: i % 2 === 0 ? 'PSYCHOLOGICAL_SUPPORT' : 'LEGAL_AID' }, ...again, ...elsewhere, ...after] };
  });
  const some = (many: number, how: (i: number) => Partial<Omit<Served, 'visits'>> & { visit: Partial<Visit> }): Served[] =>
    Array.from({ length: many }, (_, i) => {
      const { visit, ...more } = how(i);
      return { office: codes[(i * 7) % codes.length]!, person: foreign(), ...more, visits: [{ on: in2016(), ...visit }] };
    });
  const others = [
    ...some(30, () => ({ person: woman(telling, false), visit: { aside: 'NOT_COUNTED' } })),
    ...some(8, () => ({ person: { ...foreign(), sex: 'MALE' }, visit: { aside: 'NOT_COUNTED' } })),
    ...some(6, () => ({ person: { ...foreign(), ageBand: '9-17' }, visit: { aside: 'NOT_COUNTED' } })),
    ...some(12, () => ({ visit: { service: 'SOCIAL_REINTEGRATION', aside: 'NOT_COUNTED' } })),
    ...some(10, () => ({ visit: { unit: 'mmujer-trata', aside: 'NOT_COUNTED' } })),
    ...some(10, (i) => ({ visit: { on: i === 0 ? '2015-12-31' : days('2015-03-02', i * 20), aside: 'OUTSIDE' } })),
    ...some(15, (i) => ({ visit: { on: i === 0 ? '2017-01-01' : days('2017-01-03', i * 15), aside: 'OUTSIDE' } })),
    ...some(6, () => ({ visit: { wrongPerson: true, aside: 'IN_ERROR' } })),
    ...some(3, () => ({ openedInError: true, visit: { aside: 'IN_ERROR' } })),
  ] satisfies Served[];
  return [...counted, ...others].map((one) => served(telling, one));
}

async function* served(telling: Telling, { office, person, visits, openedInError }: Served): Story {
  yield moment(visits[0]!.on, 9);
  const lead = telling.desk(office, 'caseworker');
  const file = await opened(telling, lead, 'GENDER_VIOLENCE', person);
  for (const { on, service = 'LEGAL_AID', unit, aside, wrongPerson, anew } of visits) {
    yield moment(on, 21, 30); // by the calendar of Greenwich it is the next day
    const other = anew && (await opened(telling, telling.desk(office === 'mmujer-azua' ? 'mmujer-barahona' : 'mmujer-azua', 'caseworker'), 'GENDER_VIOLENCE', person));
    const by = other?.lead ?? (unit === undefined ? lead : telling.desk(unit, 'caseworker'));
    const given = await telling.do(by, RecordAssistance, { case: (other ?? file).id, service, note: 'Orientación y acompañamiento.' });
    if (aside) telling.aside(aside, given);
    if (other) {
      yield moment(days(on, 2), 11);
      await foundToBeOne(telling, file, other);
    }
    if (!wrongPerson) continue;
    yield moment(days(on, 3), 10);
    await telling.do(lead, CorrectEntry, { case: file.id, corrects: given.events[0]!.id, reason: 'WRONG_PERSON', corrected: [{ field: 'assistanceNote', value: 'null' }] });
  }
  if (!openedInError) return;
  yield moment(days(visits[0]!.on, 5), 12);
  await telling.do(lead, CloseCase, { case: file.id, reason: 'OPENED_IN_ERROR' });
}
