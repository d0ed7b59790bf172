import fc from 'fast-check';
import { phoneticKey, phoneticKeys } from './phonetic-key';

const sound = (name: string): string => phoneticKeys(name).join(' ');

describe('names that sound alike', () => {
  it.each([
    ['b and v', 'Valdez Baldes Valdés'],
    ['c, s and z', 'González Gonzales Gonsález'],
    ['x, j and g', 'Jiménez Giménez Ximénez Jimenes'],
    ['h', 'Hernández Ernández'],
    ['ll and y', 'Castillo Castiyo'],
    ['y, ll and i at the beginning', 'Yolanda Llolanda Iolanda'],
    ['qu, k and c', 'Quezada Kesada Quesada'],
    ['ñ', 'Núñez Nuñez Nunes'],
    ['j and y', 'Jean Jan Yan Yin'],
    ['mute letters', 'Pierre Pyè Pier Piere Pié'],
    ['ph and f, s and z', 'Joseph Jozèf Yosef Josef'],
    ['groups of letters at the end', 'Baptiste Batis Batist'],
    ['mute e', 'Marie Mari Mary'],
    ['ou, w and u', 'Louis Lwi Luis'],
    ['ieu', 'Dieudonné Dyedone Diedoné'],
    ['eau, and r before o', 'Moreau Mowo'],
    ['ou, and a nasal end', 'Toussaint Tousen Tusen'],
    ['ch and sh', 'Charles Chal Charle'],
    ['cqu', 'Jacques Jak Yak Jaques'],
    ['oi, without its cedilla too', 'François Francois Franswa Fransua'],
    ['what is said alike in both languages', 'Philippe Filip Felipe'],
    ['g before e and o', 'Georges Jòj Jorge'],
    ['au, and t at the end', 'Laurent Loran Lorán'],
    ['r before a consonant', 'Bernard Bèna'],
    ['r before o, at the end', 'Robert Wobè Rober'],
    ['th', 'Mathieu Matye'],
    ['nasal vowels', 'Vincent Vensan'],
    ['oe', 'Noël Nowèl'],
    ['v, oi and r', 'Beauvoir Bovwa'],
    ['ine', 'Claudine Klodin'],
    ['u before a vowel', 'Emmanuel Imanwel'],
    ['saint', 'Saint St Sen'],
    ['joined words', 'Delacruz Cruz'],
  ])('are one, whatever is written for %s', (_, names) => expect(new Set(names.split(' ').map(sound)).size).toBe(1));

  it.each([
    ['Altagracia Núñez de la Cruz', 'DE LA CRUZ NUNEZ, Altagrasia'],
    ['Jean Marie Pierre', 'Jan-Mari Pyè'],
    ['María del Carmen Reyes', 'Maria Carmen Reyes'],
    ['Ana M. Reyes', 'Ana Reyes'],
  ])('are one as whole names: %s and %s', (one, other) => expect(phoneticKeys(one)).toEqual(phoneticKeys(other)));
});

describe('names that do not', () => {
  it.each(['Juan Jean', 'Pedro Pierre', 'Pérez Pierre', 'María Marie', 'Rosa Rose', 'José Joseph', 'Ana Anne', 'Luis Luz', 'Michel Miguel', 'Carlos Charles', 'Mercedes Mercier', 'Reyes Rey', 'Santos Santana', 'Ramón Román', 'Castillo Castro', 'Francisco François'])(
    'stay two: %s',
    (names) => expect(new Set(names.split(' ').map(sound)).size).toBe(2),
  );
});

describe('a phonetic key', () => {
  const accents = ['', '\u0300', '\u0301', '\u0303', '\u0308'];
  const name = fc.array(fc.tuple(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), fc.constantFrom(...accents), fc.boolean()), { minLength: 1, maxLength: 12 });
  const bare = (letters: readonly (readonly [string, string, boolean])[]): string => letters.map(([letter]) => letter).join('');

  it('is its own key, and written in no letter of a name', () =>
    fc.assert(
      fc.property(fc.oneof(name.map(bare), fc.string()), (word) => {
        const key = phoneticKey(word);
        expect(phoneticKey(key)).toBe(key);
        expect(key).not.toMatch(/[a-z]/i);
      }),
    ));

  it('does not tell accents or capitals apart', () =>
    fc.assert(fc.property(name, (letters) => expect(phoneticKey(letters.map(([letter, accent, capital]) => `${capital ? letter.toUpperCase() : letter}${accent}`).join(''))).toBe(phoneticKey(bare(letters))))));

  it('of a name is the same in whatever order its words come, and twice', () =>
    fc.assert(
      fc.property(fc.array(name.map(bare), { maxLength: 6 }).chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray(words, { minLength: words.length }))), ([words, shuffled]) => {
        expect(phoneticKeys(shuffled.join(' '))).toEqual(phoneticKeys(words.join('-')));
        expect(phoneticKeys(`${words.join(' ')} ${words.join(' ')}`)).toEqual(phoneticKeys(words.join(' ')));
      }),
    ));

  it('takes what is no word of these languages as it comes', () => {
    for (const odd of ['', '  ', '-- 12', '’']) expect(phoneticKeys(odd)).toEqual([]);
    expect(phoneticKeys('李 小红')).toEqual(['小红']);
    expect(phoneticKey('a'.repeat(100_000))).toBe('α');
  });
});
