import fc from 'fast-check';
import { differenceKinds, likenessKinds, likenessTermsOf, proposedFrom, scoreOf, type DifferenceKind, type LikenessKind } from './likeness';

type Said = Readonly<Record<string, unknown>>;
const her = (givenName: string, familyName: string, birthDate?: string, nationalities?: readonly string[]): Said => ({ givenName, familyName, ...(birthDate && { birthDate }), ...(nationalities && { nationalities }) });

/** Of what is said of two, the kinds of terms that both have. */
function shared(one: Said, other: Said): string[] {
  const theirs = new Set(likenessTermsOf(other).map((term) => JSON.stringify(term)));
  return [...new Set(likenessTermsOf(one).filter((term) => theirs.has(JSON.stringify(term))).map(({ kind }) => kind))].sort();
}

describe('what two descriptions have in common', () => {
  const pierre = her('Jean Marie', 'Pierre', '1990-05-06', ['HT']);

  it.each<[string, Said, Said, string[]]>([
    ['a name as each language writes it, with the year', pierre, her('Jan-Mari', 'Pyè', '1990-01-01'), ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND', 'SOUND_AND_BIRTH_YEAR']],
    ['the same name', pierre, her('Marie Jean', 'PIERRE', '1990-12-31', ['DO', 'HT']), ['ALL_SOUNDS_AND_BIRTH_YEAR', 'NAME_AND_BIRTH_YEAR', 'SOUND', 'SOUND_AND_BIRTH_YEAR', 'SOUND_AND_NATIONALITY']],
    ['given and family names changed about', pierre, her('Pierre', 'Jean Marie', '1991-01-01'), ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND', 'SOUND_AND_BIRTH_YEAR']],
    ['one of two surnames', her('Altagracia', 'Núñez de la Cruz', '1988-01-01'), her('Altagrasia', 'Nuñes', '1987-01-01'), ['SOUND', 'SOUND_AND_BIRTH_YEAR']],
    ['all names in one field', pierre, her('Jean Marie Pierre', '', '1989-01-01'), ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND', 'SOUND_AND_BIRTH_YEAR']],
    ['an alias of the one that is the name of the other', { alias: 'Mari Pyè' }, pierre, ['SOUND']],
    ['an alias of both', { alias: 'La Flaca de Azua' }, { alias: 'Flaca Asua' }, ['SOUND']],
    ['a year two years apart', pierre, her('Jan-Mari', 'Pyè', '1992-01-01'), ['SOUND']],
    ['given names alone', her('Ana María', 'Pérez', '1990-01-01', ['DO']), her('Ana María', 'Gómez', '1990-01-01', ['DO']), []],
    ['a family name alone', pierre, her('Rosa', 'Pierre', '1990-01-01', ['HT']), []],
    ['one word', { alias: 'Pierre' }, pierre, []],
    ['a document', { documents: [{ number: 'HT-12', country: 'HT' }] }, { documents: [{ number: 'ht12', country: 'ht' }], ...pierre }, ['DOCUMENT']],
    ['a telephone number', { address: '809 555 0100' }, { address: '+1 (809) 555-0100' }, ['PHONE']],
  ])('is found: %s', (_, one, other, kinds) => {
    expect(shared(one, other)).toEqual(kinds);
    expect(shared(other, one)).toEqual(kinds);
  });

  it('is bounded, however many names there are', () => {
    const names = Array.from({ length: 60 }, (_, i) => String.fromCharCode(97 + (i % 26)).repeat(1 + (i % 3)) + 'ola').join(' ');
    expect(likenessTermsOf({ ...her(names, names, '1990-01-01', Array.from({ length: 50 }, (_, i) => `N${i}`)), alias: names }).length).toBeLessThan(150);
  });

  it('says years that are one apart, and no others', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1930, max: 2020 }), fc.integer({ min: -4, max: 4 }), (year, apart) => {
        const agree = shared(her('Jean', 'Pierre', `${year}-01-01`), her('Jan', 'Pyè', `${year + apart}-01-01`)).includes('SOUND_AND_BIRTH_YEAR');
        expect(agree).toBe(Math.abs(apart) <= 1);
      }),
    ));
});

describe('the score', () => {
  it.each<[string, LikenessKind[], DifferenceKind[], boolean]>([
    ['a document', ['DOCUMENT'], [], true],
    ['a document, of another sex', ['DOCUMENT'], ['SEX'], true],
    ['the very name and year', ['NAME_AND_BIRTH_YEAR', 'ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND_AND_BIRTH_YEAR', 'SOUND'], [], true],
    ['the very name and year, of another sex', ['NAME_AND_BIRTH_YEAR', 'SOUND'], ['SEX'], false],
    ['all names by sound, and year', ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND_AND_BIRTH_YEAR', 'SOUND'], [], false],
    ['all names by sound, year and sex', ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND_AND_BIRTH_YEAR', 'SOUND', 'SEX'], [], true],
    ['a name by sound, year and sex', ['SOUND_AND_BIRTH_YEAR', 'SOUND', 'SEX'], [], false],
    ['a name by sound, year, sex and nationality', ['SOUND_AND_BIRTH_YEAR', 'SOUND', 'SEX', 'SOUND_AND_NATIONALITY'], [], true],
    ['a name by sound, sex and nationality', ['SOUND', 'SEX', 'SOUND_AND_NATIONALITY'], [], false],
    ['a telephone number and sex', ['PHONE', 'SEX'], [], false],
    ['a telephone number and a name by sound', ['PHONE', 'SOUND'], [], true],
    ['a telephone number and a name by sound, of another sex', ['PHONE', 'SOUND'], ['SEX'], false],
  ])('of %s', (_, agreeing, differing, proposed) => expect(scoreOf(agreeing, differing) >= proposedFrom).toBe(proposed));

  it('never falls by what agrees, nor rises by what differs, and counts each thing once', () =>
    fc.assert(
      fc.property(fc.subarray([...likenessKinds]), fc.constantFrom(...likenessKinds), fc.subarray([...differenceKinds]), (agreeing, more, differing) => {
        expect(scoreOf([...agreeing, more], differing)).toBeGreaterThanOrEqual(scoreOf(agreeing, differing));
        expect(scoreOf(agreeing, differing)).toBeLessThanOrEqual(scoreOf(agreeing));
        expect(scoreOf([...agreeing, ...agreeing].reverse(), [...differing, ...differing])).toBe(scoreOf(agreeing, differing));
        expect(scoreOf([more])).toBeGreaterThan(0);
      }),
    ));
});
