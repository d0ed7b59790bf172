/**
 * How a name sounds, roughly, to the ear of a Dominican desk and of a Haitian one: one key for the ways in which Spanish, French and
 * Haitian Creole write it. It finds, and proves nothing: what it says alike a person looks at.
 *
 * As in Beider and Morse (Phonetic Matching: An Alternative to Soundex with Fewer False Hits, Avotaynu XXIV/2, 2008) spellings of
 * several languages are brought to one, and sounds that these take for each other become one. The rules are ours, from:
 * - Real Academia Española, Ortografía de la lengua española (2010): b = v, h mute, c = s = z where seseo is spoken, ll = y, g = j before
 *   e and i, k = c = qu, x of old names = j;
 * - the orthography of Haitian Creole of the Institut pédagogique national, made official by the law of 18 September 1979: k for c and
 *   qu, ch, j, ou, w for r before o, an en on for nasal vowels, no mute letter, no r before a consonant or at the end;
 * - French as it is written and not said: ph, th, eau, oi, ai, ieu, mute e, mute final consonants.
 *
 * Keys are written in Greek letters: none is ever taken for a spelling, and the key of a key is itself.
 */
export function phoneticKey(word: string): string {
  return written(vowels(ending(consonants(plain(word).slice(0, longest)))));
}

/** Letters of a word that are heard at most: no name is longer, and the rules look back. */
const longest = 40;

/** Words that join names and are left out as often as not. */
const joining: ReadonlySet<string> = new Set(['de', 'del', 'la', 'las', 'los', 'el', 'du', 'des', 'le']);

/** The keys of the words of a name, each once, sorted: order, hyphens, `de la`, initials and accents make no difference. */
export function phoneticKeys(name: string): string[] {
  const words = plain(name).split(/[^\p{L}]+/u).filter((word) => word.length > 1 && !joining.has(word));
  return [...new Set(words.map((word) => phoneticKey(word.replace(joined, ''))))].filter((key) => key !== '').sort();
}

/** Delacruz is Cruz. */
const joined = /^de(?:la|las|los)(?=[a-z]{4})/;

/** ñ with the other accents: it is left out as often (an exact search leaves it out too). */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

type Rule = readonly [pattern: RegExp, becomes: string];
const by = (rules: readonly Rule[]) => (word: string): string => rules.reduce((spelled, [pattern, becomes]) => spelled.replace(pattern, becomes), word);

/** Until they are written: C is ch, G the hard g, J what Spanish y, ll, j and French j have in common, W and Y the glides of ua and ia. */
const consonants = by([
  [/^(?:st|ste|sainte)$/, 'saint'],
  [/ncoi/g, 'nsoi'], // François, its cedilla left out
  [/ph/g, 'f'],
  [/t?ch|sh/g, 'C'],
  [/gh/g, 'G'],
  [/h/g, ''],
  [/ll(?=es?$)/g, 'l'], // French -elle, -ille; Spanish ll stands before other vowels too
  [/ll/g, 'J'],
  [/([^aeiou])\1+/g, '$1'],
  [/^x/, 'J'],
  [/c?qu(?=[ei])|c?q|c?k|c(?![eiy])/g, 'k'],
  [/[czx]|ks/g, 's'],
  [/s+/g, 's'],
  [/gu(?=[ei])/g, 'G'],
  [/gn|ny(?=[aeiou])/g, 'n'],
  [/ge(?=[ao])|g(?=[eiy])|j/g, 'J'],
  [/g/g, 'G'],
  [/v/g, 'b'],
  [/pt/g, 't'],
]);

/** A final e after a consonant, where another vowel is left. */
const mute = /(?<=[aeiou].*[^aeiouWY])e$/;

/** Groups of vowels, then what French writes at the end and does not say. */
const ending = by([
  [/eaux?|aux$|au(?:lt|d)?$|au/g, 'o'],
  [/ieu/g, 'Ye'],
  [/(?<=J)ea/g, 'a'], // Jean
  [/o?eu/g, 'e'],
  [/ou/g, 'u'],
  [/oi/g, 'Wa'],
  [/ai|ei|[ae]y(?![aeiou])/g, 'e'],
  [/(?<=[aeiouY].*[^aeiouY])ie(?=s?$)/g, 'i'], // Marie; but Pié
  [/^[yi](?=[aeiou])|(?<=[aeiou])y(?=[aeiou])/g, 'J'],
  [/(?<=[^aeiou])[yi](?=[aeiou])/g, 'Y'],
  [/y/g, 'i'],
  [/u(?=[aeiou])/g, 'W'],
  [/oe/g, 'We'],
  [/w/g, 'W'],
  [/r(?=[ouW])/g, 'W'],
  [/oW(?=[aeiou])/g, 'W'],
  [/W+/g, 'W'],
  [/(?<=[aeiou])s$/, ''],
  [mute, ''],
  [/(?<=[nrs])[td]$|(?<=Wa)t$/, ''],
  [/(?<=[aeiou])s$/, ''],
  [/r(?![aeiouWY])/g, ''],
  [mute, ''],
]);

/** Vowels before n or m that nothing follows are nasal, and to the other ear one as good as another: Jean, Jan, Yin. */
const vowels = by([
  [/[aeiou][nm](?![aeiouWY])/g, 'N'],
  [/[ei]/g, 'e'],
  [/[ou]/g, 'o'],
  [/(.)\1+/g, '$1'],
]);

const letters: Readonly<Record<string, string>> = {
  a: 'α', e: 'ε', o: 'ο', b: 'β', p: 'π', t: 'τ', d: 'δ', k: 'κ', G: 'γ', f: 'φ', s: 'σ', C: 'χ', J: 'ζ', m: 'μ', n: 'ν', N: 'ξ', l: 'λ', r: 'ρ', W: 'ω', Y: 'ι',
};
const written = (spelled: string): string => [...spelled].map((letter) => letters[letter] ?? letter).join('');
