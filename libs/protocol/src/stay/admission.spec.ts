import { ageBands, type AgeBand } from '../case/age-band';
import type { Criteria } from '../unit/unit';
import { ageWithin, criteriaMet } from './admission';

describe('her age band and the limits of a unit', () => {
  const adults: Criteria = { ageFrom: 18 };
  const children: Criteria = { ageTo: 17 };
  const workingAge: Criteria = { ageFrom: 18, ageTo: 65 };
  const teenagers: Criteria = { ageFrom: 12, ageTo: 17 };

  it.each(ageBands)('%s is within no limits at all', (band) => expect(ageWithin(band, {})).toBe('WITHIN'));

  it.each<[AgeBand, Criteria, number | undefined, ReturnType<typeof ageWithin>]>([
    ['18-20', adults, undefined, 'WITHIN'],
    ['48+', adults, undefined, 'WITHIN'],
    ['9-17', adults, undefined, 'OUTSIDE'],
    ['0-8', children, undefined, 'WITHIN'],
    ['9-17', children, undefined, 'WITHIN'],
    ['18-20', children, undefined, 'OUTSIDE'],
    // a band that reaches over a limit decides nothing: her age does, if it is in her band
    ['48+', workingAge, undefined, 'AGE_NEEDED'],
    ['48+', workingAge, 65, 'WITHIN'],
    ['48+', workingAge, 66, 'OUTSIDE'],
    ['48+', workingAge, 47, 'AGE_NEEDED'],
    ['9-17', teenagers, undefined, 'AGE_NEEDED'],
    ['9-17', teenagers, 12, 'WITHIN'],
    ['9-17', teenagers, 11, 'OUTSIDE'],
    ['9-17', teenagers, 18, 'AGE_NEEDED'],
    ['21-23', { ageTo: 22 }, 22, 'WITHIN'],
    // a band that does not: what is said beside it changes nothing
    ['9-17', adults, 19, 'OUTSIDE'],
    ['18-20', adults, 12, 'WITHIN'],
  ])('%s, %o, %s: %s', (band, criteria, age, expected) => expect(ageWithin(band, criteria, age)).toBe(expected));

  it('unknown, she counts as a child of any age, whatever anybody guesses', () => {
    for (const guess of [undefined, 10, 15, 30]) {
      expect(ageWithin('UNKNOWN', adults, guess)).toBe('OUTSIDE');
      expect(ageWithin('UNKNOWN', teenagers, guess)).toBe('OUTSIDE');
      expect(ageWithin('UNKNOWN', children, guess)).toBe('WITHIN');
    }
  });
});

it('the criteria met are those that the unit has set, of dependants only where some come along', () => {
  const all: Criteria = { sexes: ['FEMALE'], ageFrom: 18, dependants: true };
  expect(criteriaMet(all, true)).toEqual(['SEX', 'AGE', 'DEPENDANTS']);
  expect(criteriaMet(all, false)).toEqual(['SEX', 'AGE']);
  expect(criteriaMet({ ageTo: 17 }, true)).toEqual(['AGE']);
  expect(criteriaMet({}, true)).toEqual([]);
});
