import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, type Programme } from '@amparo/interchange';
import { toldHistory, type ToldHistory } from './told-history';

jest.setTimeout(120_000);
const programme = JSON.parse(readFileSync(join(__dirname, '../../apps/cli/src/demo/rows/programme-figures.json'), 'utf8')) as Programme;

describe('the figures of the national programmes', () => {
  let told: ToldHistory;
  beforeAll(async () => {
    const t = performance.now();
    told = await toldHistory();
    console.log(told.events.length, performance.now() - t);
  });

  it('are counted', () => {
    const t = performance.now();
    const figures = figuresOf(told.events, programme.figures);
    console.log(performance.now() - t);
    expect(Object.fromEntries([...figures].map(([id, counted]) => [id, counted.size]))).toEqual(Object.fromEntries(programme.figures.map(({ id, value }) => [id, value])));
  });
});
