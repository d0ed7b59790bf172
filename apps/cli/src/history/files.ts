import { DescribeSurvivor, GiveConsent, OpenCase, RecordLanguageNeed, type AgeBand, type DataCategory, type Matter, type Purpose, type Sex } from '@amparo/protocol';
import type { Staff } from '../demo/load-directory';
import { nameOf } from '../demo/row';
import { later } from './chance';
import type { Telling } from './telling';

/** Who somebody is, as far as counts ask. */
export type Person = Readonly<{ ageBand: AgeBand; sex: Sex; foreign: boolean }>;
/** A case as its lead tells it. */
export type CaseFile = Readonly<{ id: string; lead: Staff; person: Person }>;

const bands: readonly AgeBand[] = ['18-20', '21-23', '24-26', '27-29', '30-38', '39-47', '48+'];

export const woman = (telling: Telling, foreign: boolean): Person => ({ ageBand: telling.chance.pick(bands), sex: 'FEMALE', foreign });

/** Opens and describes a case. `firstSaid`: another nationality, said first and put right the next minute. */
export async function opened(telling: Telling, lead: Staff, matter: Matter, person: Person, of: { careOf?: string; firstSaid?: boolean } = {}): Promise<CaseFile> {
  const { id } = await telling.do(lead, OpenCase, { matter, kind: of.careOf === undefined ? 'SURVIVOR' : 'DEPENDANT', ...(of.careOf !== undefined && { careOf: of.careOf }) });
  if (of.firstSaid !== undefined) telling.aside('NOT_COUNTED', await describe(telling, lead, id, { ...person, foreign: of.firstSaid }));
  await describe(telling, lead, id, person);
  if (of.careOf === undefined) await telling.do(lead, RecordLanguageNeed, { case: id, languages: person.foreign ? ['hat', 'spa'] : ['spa'], interpreter: person.foreign });
  return { id, lead, person };
}

const describe = (telling: Telling, lead: Staff, id: string, { ageBand, sex, foreign }: Person) =>
  telling.do(lead, DescribeSurvivor, { case: id, ageBand, sex, foreignNational: foreign, ...nameOf(telling.chance.between(0, 1_000)), nationalities: [foreign ? telling.chance.pick(['HT', 'VE', 'CO']) : 'DO'] });

/** She agrees for a year. */
export async function consented(telling: Telling, { id, lead }: CaseFile, at: string, asked: Readonly<{ receiver: string; categories: readonly DataCategory[]; for: Purpose }>): Promise<string> {
  return (await telling.do(lead, GiveConsent, { case: id, ...asked, language: 'spa', by: 'SURVIVOR', until: later(at, 365 * 1_440), history: 'CURRENT', textVersion: '2014-1' })).id;
}
