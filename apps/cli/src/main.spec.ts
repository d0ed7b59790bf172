import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Programme } from '@amparo/interchange';

const main = resolve('dist/apps/cli/src/main.js');
const { figures } = JSON.parse(readFileSync(join(__dirname, 'demo/rows/programme-figures.json'), 'utf8')) as Programme;

describe('amparo history and amparo figures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-verbs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const env = { ...process.env, AMPARO_DATA: join(folder, 'data'), AMPARO_KEYS: join(folder, 'keys'), NODE_ENV: 'development' };
  /** A verb as an operator gives it. */
  const amparo = (...args: string[]) =>
    new Promise<Readonly<{ code: number; out: string; err: string }>>((done) => {
      const child = execFile(process.execPath, [main, ...args], { env }, (_, out, err) => done({ code: child.exitCode ?? -1, out, err }));
    });
  /** Published and counted, by figure, as they are printed. */
  const printed = (out: string) => out.split('\n').flatMap((line) => (/^([a-z-]+) +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +(\d+) +(\d+)( {2}DIFFERS)?/.exec(line) ?? []).slice(1, 5).join(' ').trim() || []);

  it('tell the national programmes on an empty store, and find in it every figure that was published', async () => {
    expect(existsSync(main)).toBe(true); // npm run build
    const told = await amparo('history');
    expect([told.err, told.code]).toEqual(['', 0]);
    expect(told.out).toMatch(/^1999\n[\s\S]*\n2017\n/);
    expect(Number(/(\d+) events recorded/.exec(told.out)?.[1])).toBeGreaterThan(7_000);
    const counted = await amparo('figures');
    expect(printed(counted.out)).toEqual(figures.map(({ id, value }) => `${id} ${value} ${value}`));
    expect([counted.err, counted.code]).toEqual(['', 0]);
    // It begins with an empty store or not at all.
    expect(await amparo('history')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('holds a store already') as string });
    expect((await amparo('figures')).out).toBe(counted.out);
  }, 300_000);
});
