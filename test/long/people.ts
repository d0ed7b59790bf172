import type { AgeBand, Matter, Role, Sex } from '@amparo/protocol';
import { offices } from '../../apps/cli/src/demo/directory';
import type { Worker, Year } from './year';

export type Person = Readonly<{ ageBand: AgeBand; sex: Sex; foreign: boolean; child: boolean }>;
/** A case as its lead tells it. */
export type CaseFile = Readonly<{ id: string; matter: Matter; person: Person; lead: Worker; language: string }>;

/** Picks by weight: `[['A', 3], ['B', 1]]` gives A three times as often. */
export function weighed<T>(year: Year, of: readonly (readonly [T, number])[]): T {
  let rest = year.chance.next() * of.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [one, weight] of of) {
    rest -= weight;
    if (rest < 0) return one;
  }
  return of[of.length - 1]![0];
}

const adults: readonly (readonly [AgeBand, number])[] = [['18-20', 14], ['21-23', 16], ['24-26', 15], ['27-29', 13], ['30-38', 24], ['39-47', 12], ['48+', 6]];

export function somebody(year: Year): Person {
  const child = year.percent(9);
  const ageBand = child ? weighed<AgeBand>(year, [['0-8', 1], ['9-17', 4]]) : weighed(year, adults);
  return { child, ageBand, sex: year.percent(child ? 75 : 93) ? 'FEMALE' : 'MALE', foreign: year.percent(35) };
}

export const matterOf = (year: Year): Matter => weighed<Matter>(year, [['GENDER_VIOLENCE', 46], ['TRAFFICKING', 24], ['LABOUR', 10], ['SMUGGLING', 8], ['RETURN', 12]]);

const officeCodes = offices().map(({ code }) => code);
export const anyOffice = (year: Year): string => year.chance.pick(officeCodes);

/** Where a case is led: a child's by the children's council, others by what they are about. */
export function leadOf(year: Year, matter: Matter, { child }: Person): Worker {
  const at = (unit: string, role: Role = 'caseworker'): Worker => year.desk(unit, role);
  if (child) return at('conani-proteccion');
  switch (matter) {
    case 'GENDER_VIOLENCE':
      return at(anyOffice(year));
    case 'TRAFFICKING':
      return at(weighed(year, [['mmujer-trata', 50], ['mirex-consular', 15], [anyOffice(year), 25], ['condor-acogida', 10]]));
    case 'LABOUR':
      return at(weighed(year, [['mt-inspeccion', 60], [anyOffice(year), 40]]));
    case 'SMUGGLING':
      return at(weighed(year, [['mmujer-trata', 50], ['mirex-consular', 50]]));
    case 'RETURN':
      return at(weighed(year, [['mirex-consular', 50], ['inm-sede', 30], ['gcps-programas', 20]]));
  }
}

export const supervisorOf = (year: Year, { unit }: Worker): Worker => year.desk(unit, 'supervisor');
