import { birthYearOf, searchTermsOf } from '../search-terms';
import type { Sex } from '../unit/unit';
import { phoneticKeys } from './phonetic-key';

/**
 * What two subjects have in common. SOUND: one of her given names with one of her family names, or two of a name by which she is
 * known besides, in any order, by their sound. ALL_SOUNDS: every name of either is one of the other's.
 */
export const likenessKinds = ['DOCUMENT', 'NAME_AND_BIRTH_YEAR', 'ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND_AND_BIRTH_YEAR', 'SOUND', 'SOUND_AND_NATIONALITY', 'PHONE', 'SEX'] as const;
export type LikenessKind = (typeof likenessKinds)[number];
/** What speaks against it. */
export const differenceKinds = ['SEX'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export type LikenessTerm = Readonly<{ kind: Exclude<LikenessKind, 'SEX'>; term: string }>;

/**
 * Points for what agrees. As in Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969, 1183–1210) they stand for the logarithm,
 * to base two and rounded, of how much likelier two records of one person are to agree so than records of two; these are estimates,
 * not measured on any register. Of the forms of a name the strongest counts: they say one thing.
 */
const ofName: Readonly<Partial<Record<LikenessKind, number>>> = {
  NAME_AND_BIRTH_YEAR: 9,
  ALL_SOUNDS_AND_BIRTH_YEAR: 7,
  SOUND_AND_BIRTH_YEAR: 6,
  SOUND: 3,
};
const besides: Readonly<Partial<Record<LikenessKind, number>>> = {
  DOCUMENT: 12, // hers alone, but for mistyped and borrowed ones
  PHONE: 5, // a neighbour's serves many
  SOUND_AND_NATIONALITY: 1, // most are Haitian or Dominican
  SEX: 1, // a coin
};
/**
 * Points taken off. A nationality or a document that differs takes off none: women have been given several, and had theirs taken away.
 * A sex that differs is misheard, mistyped or stated otherwise often enough that a document outweighs it.
 */
const against: Readonly<Record<DifferenceKind, number>> = { SEX: 3 };

/** From so many on a match is proposed: a document; a name with its year; its sound with year and one thing more; its sound with a telephone number. */
export const proposedFrom = 8;

/** The score of what agrees and what differs. */
export function scoreOf(agreeing: readonly LikenessKind[], differing: readonly DifferenceKind[] = []): number {
  const name = Math.max(0, ...agreeing.map((kind) => ofName[kind] ?? 0));
  const more = [...new Set(agreeing)].reduce((sum, kind) => sum + (besides[kind] ?? 0), 0);
  return name + more - [...new Set(differing)].reduce((sum, kind) => sum + against[kind], 0);
}

/** With what stands in clear of two cases: unknown, it speaks neither for nor against. */
export function withSex(kinds: readonly LikenessKind[], one: Sex, other: Sex): Readonly<{ agreeing: readonly LikenessKind[]; differing: readonly DifferenceKind[] }> {
  if (one === 'UNKNOWN' || other === 'UNKNOWN') return { agreeing: kinds, differing: [] };
  return one === other ? { agreeing: [...kinds, 'SEX'], differing: [] } : { agreeing: kinds, differing: ['SEX'] };
}

/** Subjects that have something in common with one, by terms of which nobody keeps more than a keyed hash. */
export abstract class Likenesses {
  /** By the id of the other subject. SEX is no term: what stands in clear is compared where it stands. */
  abstract of(subject: string): ReadonlyMap<string, readonly LikenessTerm['kind'][]>;
}

/** What more subjects share than this says nothing of who they are: `000` for want of a document, the telephone of a desk. */
export const mostSharers = 50;

/** Words of a name that are heard: terms grow with their square. */
const mostWords = 4;
const mostNationalities = 3;

type Said = Readonly<Record<string, unknown>>;
const text = (fields: Said, name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');

/** By what an event's sealed fields are like another's: what finds her exactly, and how her names and the others she is known by sound. */
export function likenessTermsOf(fields: Said): LikenessTerm[] {
  const [given, family, alias] = ['givenName', 'familyName', 'alias'].map((name) => phoneticKeys(text(fields, name)).slice(0, mostWords)) as [string[], string[], string[]];
  const named = given.length === 0 || family.length === 0 ? within([...given, ...family]) : across(given, family);
  const pairs = [...new Set([...named, ...within(alias)])];
  const all = [...new Set([...given, ...family])].sort();
  const birthYear = birthYearOf(fields);
  const years = birthYear === undefined ? [] : eitherSide(birthYear);
  const nationalities = Array.isArray(fields['nationalities']) ? (fields['nationalities'] as string[]).slice(0, mostNationalities) : [];
  const term = (kind: LikenessTerm['kind']) => (...parts: readonly (string | number)[]): LikenessTerm => ({ kind, term: parts.join(' ') });
  return [
    ...searchTermsOf(fields),
    ...pairs.map((pair) => term('SOUND')(pair)),
    ...named.flatMap((pair) => years.map((year) => term('SOUND_AND_BIRTH_YEAR')(pair, year))),
    ...(all.length < 2 ? [] : years.map((year) => term('ALL_SOUNDS_AND_BIRTH_YEAR')(...all, year))),
    ...named.flatMap((pair) => nationalities.map((nationality) => term('SOUND_AND_NATIONALITY')(pair, nationality))),
  ];
}

/** Two neighbouring years each: who is born in the same year or the next shares one, who is born two years apart shares none. */
const eitherSide = (year: number): readonly string[] => [`${year - 1}/${year}`, `${year}/${year + 1}`];

const pair = (one: string, other: string): string[] => (one === other ? [] : [[one, other].sort().join(' ')]);
const within = (words: readonly string[]): string[] => words.flatMap((one, i) => words.slice(i + 1).flatMap((other) => pair(one, other)));
const across = (given: readonly string[], family: readonly string[]): string[] => [...new Set(given.flatMap((one) => family.flatMap((other) => pair(one, other))))];
