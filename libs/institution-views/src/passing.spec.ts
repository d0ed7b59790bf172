import { passing } from './case-reader.graphql';

const list = Array.from({ length: 2_000 }, (_, n) => n);

/** A list that counts how many of its rows were asked for. */
function counted(length: number) {
  const asked = { rows: 0 };
  const rowsAfter = (last: number | undefined, limit: number): number[] => {
    const rows = list.slice(0, length).slice(last === undefined ? 0 : last + 1).slice(0, limit);
    asked.rows += rows.length;
    return rows;
  };
  return { asked, rowsAfter };
}

describe('a page of a list', () => {
  it('costs by what it shows where all of it may be seen, however long the list is', () => {
    const { asked, rowsAfter } = counted(2_000);
    expect(passing(rowsAfter, () => true, 21)).toEqual(list.slice(0, 21));
    expect(asked.rows).toBe(21);
  });

  it.each([
    ['every seventh row', (n: number) => n % 7 === 0],
    ['one row at the very end', (n: number) => n === 1_999],
    ['nothing', () => false],
    ['everything', () => true],
  ])('is as long as it can be where the gate lets pass %s', (_what, passes) => {
    for (const most of [0, 1, 21, 101]) expect(passing(counted(2_000).rowsAfter, passes, most)).toEqual(list.filter(passes).slice(0, most));
  });

  it('ends with the list, whatever its length', () => {
    for (const length of [0, 1, 20, 21, 22, 105, 106, 500, 2_000]) expect(passing(counted(length).rowsAfter, () => true, 21)).toEqual(list.slice(0, Math.min(length, 21)));
    for (const length of [0, 21, 105, 2_000]) expect(passing(counted(length).rowsAfter, () => false, 21)).toEqual([]);
  });
});
