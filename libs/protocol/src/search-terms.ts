/** What an exact search can be for. Terms are hashed under a key before they are kept; nothing of them stands anywhere in clear. */
export type SearchKind = 'DOCUMENT' | 'PHONE' | 'NAME_AND_BIRTH_YEAR';
/** A text in one form, however it was written: what two desks wrote of one thing is the same term. */
export type SearchTerm = Readonly<{ kind: SearchKind; term: string }>;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();

/** A number of a document without what separates its parts, with the country that issued it (ISO 3166-1 alpha-2). */
export function documentTerm(number: string, country: string): SearchTerm | undefined {
  const bare = plain(number).replace(/[^\p{L}\p{N}]/gu, '');
  return bare === '' ? undefined : { kind: 'DOCUMENT', term: `${country.toUpperCase()} ${bare}` };
}

/** A telephone number with its country's; ten digits are of the North American plan, which the Dominican Republic is part of (+1). */
export function phoneTerm(number: string): SearchTerm | undefined {
  const digits = number.replace(/^\s*00/, '').replace(/\D/g, '');
  if (digits.length < 7) return undefined;
  return { kind: 'PHONE', term: digits.length === 10 ? `1${digits}` : digits };
}

/** Names in any order and spelling of accents, with the year of birth: `de la Cruz, Ana` is `Ana De La Cruz`. */
export function nameTerm(givenName: string, familyName: string, birthYear: number): SearchTerm | undefined {
  const words = plain(`${givenName} ${familyName}`).split(/[^\p{L}]+/u).filter((word) => word !== '');
  return words.length < 2 ? undefined : { kind: 'NAME_AND_BIRTH_YEAR', term: `${words.sort().join(' ')} ${birthYear}` };
}

type Said = Readonly<Record<string, unknown>>;
const text = (fields: Said, name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);

/** The year of birth, where an event says it. */
export const birthYearOf = (fields: Said): number | undefined => {
  const birthDate = text(fields, 'birthDate');
  return birthDate === undefined ? undefined : Number(birthDate.slice(0, 4));
};

/** What an event's sealed fields let a person be found by. Fields are read by name: they mean the same in every event. */
export function searchTermsOf(fields: Said): SearchTerm[] {
  const { documents } = fields;
  const [givenName, familyName, address] = ['givenName', 'familyName', 'address'].map((name) => text(fields, name));
  const birthYear = birthYearOf(fields);
  const numbers = Array.isArray(documents) ? (documents as { number: string; country: string }[]) : [];
  const terms = [
    ...numbers.map(({ number, country }) => documentTerm(number, country)),
    address === undefined ? undefined : phoneTerm(address),
    givenName !== undefined && familyName !== undefined && birthYear !== undefined ? nameTerm(givenName, familyName, birthYear) : undefined,
  ];
  return terms.filter((term) => term !== undefined);
}
