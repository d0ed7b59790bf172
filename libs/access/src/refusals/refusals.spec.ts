import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalTexts } from './refusals';
import type { RefusalTexts } from './text';

/** Every code in a union type of refusals of a library that decides. */
function declared(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return sources.flatMap((source) =>
    [...source.matchAll(/type \w*Refusal =([^;]+);/g)].flatMap(([, union = '']) => [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code)),
  );
}
const aggregates = readdirSync('libs/protocol/src', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const givenBy = Object.fromEntries(aggregates.map((name) => [name, new Set(declared(join('libs/protocol/src', name)))]));
const aggregatesOf = (code: string): string[] => aggregates.filter((name) => givenBy[name]?.has(code));

const ofFile = (file: string): RefusalTexts => jest.requireActual<Readonly<Record<string, RefusalTexts>>>(`./${file}`)[`${file}Refusals`] ?? {};

describe('the texts of refusals', () => {
  const codes = [...new Set([...declared('libs/protocol/src'), ...declared('libs/event-store/src'), ...declared('libs/institution-views/src')])].sort();

  it('are there for every code that a decision may give, and for no other', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(Object.keys(refusalTexts).sort()).toEqual(codes);
  });
  it.each(codes)('%s stands in the file of the aggregate that alone gives it, or among the general ones', (code) => {
    const [only, ...others] = aggregatesOf(code);
    const file = only !== undefined && others.length === 0 ? only : 'general';
    expect(Object.keys(ofFile(file))).toContain(code);
  });
  it.each(Object.entries(refusalTexts))('%s says something in both languages, and not the same', (_, { es, en }) => {
    expect([es.endsWith('.'), en.endsWith('.'), es !== en]).toEqual([true, true, true]);
  });
});
