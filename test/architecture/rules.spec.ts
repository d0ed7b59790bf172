import { readdirSync, readFileSync } from 'node:fs';

/** The rules that a test names in its title: `(rule 5)`, `(rules 1 and 7)`. */
function named(): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const place of ['libs', 'apps', 'test']) {
    for (const file of readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.spec.ts') && !one.includes('node_modules'))) {
      const titles = readFileSync(`${place}/${file}`, 'utf8').matchAll(/(?:describe|it)(?:\.each\([^\n]*\))?\(\s*['`][^\n]*\(rules? ([\d, and]+)\)/g);
      for (const [, numbers = ''] of titles) for (const [number] of numbers.matchAll(/\d+/g)) found.set(Number(number), [...(found.get(Number(number)) ?? []), file]);
    }
  }
  return found;
}

describe('the fourteen rules that decisions enforce', () => {
  const tests = named();
  it.each(Array.from({ length: 14 }, (_, i) => i + 1))('rule %i has a test that bears its name', (rule) => expect(tests.get(rule) ?? []).not.toEqual([]));
  it('are no others', () => expect([...tests.keys()].filter((rule) => rule < 1 || rule > 14)).toEqual([]));
});
