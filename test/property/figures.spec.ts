import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { figureIds, figuresOf, type Counted, type FigureId, type Figures, type Programme } from '@amparo/interchange';
import { courseStories } from '../../apps/cli/src/history/courses';
import { directoryStories } from '../../apps/cli/src/history/opening';
import { permitStories } from '../../apps/cli/src/history/permits';
import { naiveCount, type Naivety } from './naive-count';
import { toldHistory, type ToldHistory } from './told-history';

jest.setTimeout(120_000);

const { figures: published } = JSON.parse(readFileSync(join(__dirname, '../../apps/cli/src/demo/rows/programme-figures.json'), 'utf8')) as Programme;
const expected = Object.fromEntries(published.map(({ id, value }) => [id, value]));
const sizes = (figures: Figures): Record<string, number> => Object.fromEntries([...figures].map(([id, counted]) => [id, counted.size]));

/** Events without which somebody is not in the figure: those that every way in takes. */
function needed(counted: Counted): Set<string> {
  return new Set([...counted.values()].flatMap((ways) => [ways[0]!.event, ...ways[0]!.restsOn].filter((event) => ways.every((way) => way.event === event || way.restsOn.includes(event)))));
}

describe('the demonstration history', () => {
  let told: ToldHistory;
  let figures: Figures;
  beforeAll(async () => {
    told = await toldHistory();
    figures = figuresOf(told.events, published);
  });
  const without = (event: string): Record<string, number> => sizes(figuresOf(told.events.filter(({ id }) => id !== event), published));

  it.each(published.map(({ id, value, label }) => [id, value, label] as const))('%s: %i (%s)', (id, value) => expect(figures.get(id)?.size).toBe(value));

  it.each(figureIds)('%s changes, and with it exactly the figures that list it, when the only event that puts somebody in is taken out', (id) => {
    const listing = new Map(figureIds.map((one) => [one, needed(figures.get(one)!)]));
    const only = [...figures.get(id)!.values()].filter((ways) => ways.length === 1).map((ways) => ways[0]!.event);
    expect(only.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...only), (event) => {
        const after = without(event);
        expect(figureIds.filter((one) => after[one] !== expected[one])).toEqual(figureIds.filter((one) => listing.get(one)!.has(event)));
        expect(after[id]).toBeLessThan(expected[id]!);
      }),
      { numRuns: 25 },
    );
  });

  it('has whoever is in a figure by two events in it by each of them', () => {
    const twice = figureIds.flatMap((id) => [...figures.get(id)!.values()].filter((ways) => ways.length > 1).flatMap((ways) => ways.map(({ event }) => event)));
    expect(twice.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...twice), (event) => {
        const after = without(event);
        const listing = figureIds.filter((one) => needed(figures.get(one)!).has(event));
        expect(figureIds.filter((one) => after[one] !== expected[one])).toEqual(listing);
      }),
      { numRuns: 25 },
    );
  });

  it('holds women whom two desks did not know to be one, found out by a steward, and merged where one unit leads both', () => {
    const many = (type: string): number => told.events.filter((event) => event.type === type).length;
    expect(many('MatchConfirmed')).toBeGreaterThan(many('CaseMergedInto'));
    expect(many('CaseMergedInto')).toBeGreaterThan(0);
  });

  it('tells nothing aside that changes a figure when it is taken out', () => {
    expect(new Set(told.asides.values())).toEqual(new Set(['AGAIN', 'OUTSIDE', 'IN_ERROR', 'CLOSED', 'NOT_COUNTED']));
    for (const event of told.asides.keys()) expect(without(event)).toEqual(expected);
  });

  const persons: readonly FigureId[] = ['malala-survivors', 'shelter-women-and-dependants', 'shelter-migrant-women', 'office-migrant-women', 'civil-servants-trained'];
  const units: readonly FigureId[] = ['offices', 'orientation-points'];
  it.each<[Naivety, readonly FigureId[]]>([
    ['ENTRIES_FOR_PERSONS', persons],
    ['SUBJECTS_FOR_PERSONS', persons.filter((id) => id !== 'civil-servants-trained')],
    ['CALLERS_FOR_CALLS', ['hotline-calls-migrant-women']],
    ['ANY_TIME', figureIds],
    ['DAYS_OF_GREENWICH', ['malala-survivors', 'shelter-women-and-dependants', 'shelter-migrant-women', 'office-migrant-women', 'hotline-calls-migrant-women']],
    ['ERRORS_TOO', figureIds.filter((id) => !units.includes(id))],
    ['CLOSED_TOO', units],
    ['FIRST_DESCRIPTION', ['shelter-migrant-women', 'hotline-calls-migrant-women']],
    ['ANYBODY_ANYWHERE', figureIds.filter((id) => !['shelter-women-and-dependants', 'civil-servants-trained', 'residence-visas'].includes(id))],
  ])('is miscounted by who forgets %s: %s', (naivety, missed) => {
    const counted = naiveCount(told.events, published, naivety);
    expect(figureIds.filter((id) => counted[id] !== expected[id])).toEqual(figureIds.filter((id) => missed.includes(id)));
  });

  it('is counted alike by a second count that forgets nothing', () => expect(naiveCount(told.events, published)).toEqual(expected));

  it('says of everything told late why, and when it happened', () => {
    const late = told.events.filter(({ at, recordedAt }) => Date.parse(recordedAt) - Date.parse(at) > 72 * 3_600_000);
    expect(late.length).toBeGreaterThan(7_000);
    expect(late.filter(({ data }) => (data as { late?: string }).late === undefined)).toEqual([]);
    expect(late.map(({ at }) => at.slice(0, 4)).sort().at(0)).toBe('1999');
    expect(late.map(({ at }) => at.slice(0, 4)).sort().at(-1)).toBe('2017');
  });

  it('is the same each time it is told', async () => {
    const few = () => toldHistory((telling) => [...directoryStories(telling), ...courseStories(telling), ...permitStories(telling)]);
    const content = ({ events }: ToldHistory) => events.filter(({ data }) => 'late' in data).map(({ id, stream, seq, at, type, data }) => ({ id, stream, seq, at, type, data }));
    const [one, other] = [await few(), await few()];
    expect(content(one)).toEqual(content(other));
    expect(content(one).length).toBeGreaterThan(1_000);
  });
});
