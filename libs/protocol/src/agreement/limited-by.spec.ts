import fc from 'fast-check';
import { dataCategories, type DataCategory } from '../data-category';
import { purposes } from '../legal-basis';
import { limitedBy, type Terms } from './limited-by';

const until = '2027-01-05T00:00:00.000Z';
const memorandum: Terms = { parties: ['mirex', 'gcps', 'pgr', 'inm'], purpose: 'RETURN', categories: ['STATUS', 'IDENTITY', 'REINTEGRATION'], until };

describe('a sharing agreement limits what a basis opens; it never grants', () => {
  it('between its parties, for its purpose, only its categories pass', () =>
    expect(limitedBy([memorandum], 'mirex', 'inm', 'RETURN', ['HEALTH', 'IDENTITY', 'STATUS'])).toEqual(['IDENTITY', 'STATUS']));

  it('for another purpose, to another institution or inside one, nothing is limited', () => {
    const all = [...dataCategories];
    expect(limitedBy([memorandum], 'mirex', 'inm', 'ASSISTANCE', all)).toEqual(all);
    expect(limitedBy([memorandum], 'mirex', 'mmujer', 'RETURN', all)).toEqual(all);
    expect(limitedBy([memorandum], 'mirex', 'mirex', 'RETURN', all)).toEqual(all);
    expect(limitedBy([], 'mirex', 'inm', 'RETURN', all)).toEqual(all);
  });

  const institution = fc.constantFrom('mirex', 'gcps', 'pgr', 'inm', 'mmujer');
  const purpose = fc.constantFrom(...purposes);
  const categories: fc.Arbitrary<DataCategory[]> = fc.uniqueArray(fc.constantFrom(...dataCategories));
  const agreement: fc.Arbitrary<Terms> = fc.record({ parties: fc.uniqueArray(institution, { minLength: 2 }), purpose, categories, until: fc.constant(until) });
  const agreements = fc.array(agreement, { maxLength: 5 });

  it('lets pass part of what it is given, in its order, whatever agreements there are', () =>
    fc.assert(
      fc.property(agreements, institution, institution, purpose, categories, (all, from, to, what, opened) => {
        const passing = limitedBy(all, from, to, what, opened);
        expect(opened.filter((category) => passing.includes(category))).toEqual(passing);
      }),
    ));

  it('lets no more pass when one more is signed, the same both ways, and the same in whatever order they were signed', () =>
    fc.assert(
      fc.property(agreements, agreement, institution, institution, purpose, categories, (all, more, from, to, what, opened) => {
        const passing = limitedBy(all, from, to, what, opened);
        const after = limitedBy([...all, more], from, to, what, opened);
        expect(after.every((category) => passing.includes(category))).toBe(true);
        expect(limitedBy([...all, more], to, from, what, opened)).toEqual(after);
        expect(limitedBy([more, ...all].reverse(), from, to, what, opened)).toEqual(after);
      }),
    ));

  it('withholds a category only where an agreement of the two for that purpose leaves it out', () =>
    fc.assert(
      fc.property(agreements, institution, institution, purpose, categories, (all, from, to, what, opened) => {
        const passing = limitedBy(all, from, to, what, opened);
        for (const category of opened) {
          const left = all.some((one) => from !== to && one.purpose === what && one.parties.includes(from) && one.parties.includes(to) && !one.categories.includes(category));
          expect(passing.includes(category)).toBe(!left);
        }
      }),
    ));
});
