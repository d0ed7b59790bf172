import { documentTerm, nameTerm, phoneTerm, searchTermsOf } from './search-terms';

describe('a term of search', () => {
  it.each([
    ['402-1234567-8', '40212345678'],
    ['X 123.456', 'x123456'],
    ['ñ-77', 'n77'],
  ])('reads the document %s as %s, whatever separates its parts', (number, bare) => {
    expect(documentTerm(number, 'do')).toEqual({ kind: 'DOCUMENT', term: `DO ${bare}` });
  });

  it('tells documents of two countries apart, and knows none without a number', () => {
    expect(documentTerm('1', 'DO')).not.toEqual(documentTerm('1', 'HT'));
    expect(documentTerm(' -- ', 'DO')).toBeUndefined();
  });

  it.each(['+1 809 555 0100', '(809) 555-0100', '001 809 555 0100', '8095550100'])('reads %s as one number', (number) => expect(phoneTerm(number)).toEqual({ kind: 'PHONE', term: '18095550100' }));

  it.each(['her sister', '911', '*212', ''])('takes %j for no number', (number) => expect(phoneTerm(number)).toBeUndefined());

  it('reads a name in any order, with or without accents', () => {
    const term = { kind: 'NAME_AND_BIRTH_YEAR', term: 'altagracia cruz de la nunez 1990' };
    expect(nameTerm('Altagracia', 'Núñez de la Cruz', 1990)).toEqual(term);
    expect(nameTerm('ALTAGRACIA', 'de la Cruz, Nuñez', 1990)).toEqual(term);
    expect(nameTerm('Altagracia', 'Núñez de la Cruz', 1991)).not.toEqual(term);
    expect(nameTerm('Ana', '', 1990)).toBeUndefined();
  });

  it('is found in what is said about her, and in nothing else', () => {
    const fields = { givenName: 'Ana', familyName: 'Reyes', birthDate: '1990-02-03', documents: [{ kind: 'PASSPORT', number: 'X1', country: 'HT' }], note: '809 555 0100' };
    expect(searchTermsOf(fields).map(({ kind }) => kind)).toEqual(['DOCUMENT', 'NAME_AND_BIRTH_YEAR']);
    expect(searchTermsOf({ channel: 'PHONE', address: '809 555 0100' })).toEqual([{ kind: 'PHONE', term: '18095550100' }]);
    expect(searchTermsOf({ givenName: 'Ana', familyName: 'Reyes' })).toEqual([]);
  });
});
