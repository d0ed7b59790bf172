import type { Visible } from '../case-timeline/case-timeline';
import { named, relatedCasesOf } from './related-cases';

type Told = readonly [type: string, data: object];
const relatedOf = (...all: readonly Told[]) =>
  relatedCasesOf(
    all.map(([type, data], n) => ({ id: `e${n}`, index: n, type, at: `2026-01-0${n + 1}`, data }) as unknown as Visible),
    ({ id }) => ({ said: `said in ${id}` }),
  );

describe('other cases that one has to do with', () => {
  const all = relatedOf(['DependantLinked', { dependant: 'son', ageBand: 'UNKNOWN' }], ['CaseLinked', { other: 'sister' }], ['CasesMerged', { other: 'twin' }], ['DependantLinked', { dependant: 'son', ageBand: '9-17' }]);

  it('are told once each: who is linked anew, as last', () => {
    expect(all.dependants).toEqual([{ case: 'son', ageBand: '9-17', at: '2026-01-04', fields: { said: 'said in e3' } }]);
  });

  it('are named to who may see them, links and mergers to the lead alone', () => {
    expect(named(all, true, () => true)).toMatchObject({ dependants: [{ case: 'son' }], links: [{ case: 'sister' }], mergers: [{ case: 'twin', side: 'INTO' }] });
    expect(named(all, false, () => true)).toMatchObject({ dependants: [{ case: 'son' }], links: [], mergers: [] });
    const unnamed = named(all, true, () => false);
    expect(unnamed).toMatchObject({ dependants: [{ ageBand: '9-17' }], links: [{}], mergers: [{ side: 'INTO' }] });
    expect(JSON.stringify(unnamed)).not.toMatch(/son|sister|twin/);
  });

  it('are parted on the side on which they were merged, and may be merged again', () => {
    const mergers = (...events: readonly Told[]) => relatedOf(...events).mergers.map(({ case: id, side, partedAt }) => [id, side, partedAt]);
    const into = ['CaseMergedInto', { into: 'b' }] as const;
    const parted = (side: string) => ['CasesUnmerged', { other: 'b', side, entries: [] }] as const;
    expect(mergers(into, parted('MERGED'), into)).toEqual([['b', 'MERGED', '2026-01-02'], ['b', 'MERGED', undefined]]);
    expect(mergers(['CasesMerged', { other: 'b' }], parted('MERGED'))).toEqual([['b', 'INTO', undefined]]);
  });
});
