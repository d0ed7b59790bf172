import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Programme } from '@amparo/interchange';

const main = resolve('dist/apps/cli/src/main.js');
const { figures } = JSON.parse(readFileSync(join(__dirname, 'demo/rows/programme-figures.json'), 'utf8')) as Programme;

describe('amparo history, figures and replay', () => {
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

  describe('replay a case at a moment', () => {
    let id: string;
    /** Index of its second-last event, and when that was recorded. */
    let index: string;
    let recordedAt: string;
    beforeAll(async () => {
      const { out } = await amparo('tail', '--once');
      const events = out.split('\n').flatMap((line) => (/^\d+ (\S+) (\S+)\/\d+ (\S+)/.exec(line) ?? []).slice(1, 4).join(' ') || []).map((line) => line.split(' ') as [string, string, string]);
      const log = events.filter(([, stream]) => !/^(log-)?access(-|$)/.test(stream));
      // Somebody who lived in a house, with whom something happened in the case afterwards.
      const opened = log.findLast(([, , type]) => type === 'SurvivorAdmitted')!;
      const referral = log.slice(0, log.indexOf(opened)).findLastIndex(([, , type]) => type === 'ReferralRequested');
      id = log.slice(0, referral).findLast(([, , type]) => type === 'CaseOpened')![1].slice('case-'.length);
      const places = log.flatMap(([, stream], place) => (stream === `case-${id}` ? [place] : []));
      index = String(places.at(-2)!);
      recordedAt = log[places.at(-2)!]![0];
    }, 60_000);
    const hashes = (err: string) => (/^sha256 ([0-9a-f]{64})\nstood {2}([0-9a-f]{64})\n/.exec(err) ?? []).slice(1, 3);

    it('prints the same bytes each time, and their hash beside them, which sha256sum confirms', async () => {
      const first = await amparo('replay', id, '--until', index);
      expect(first.code).toBe(0);
      expect(await amparo('replay', id, '--until', index)).toEqual(first);
      expect(hashes(first.err)[0]).toBe(createHash('sha256').update(first.out).digest('hex'));
      const { stood, stoodHash, since } = JSON.parse(first.out) as { stood: { case: string; index: number; time: string; holders: unknown[] }; stoodHash: string; since: { entries: unknown[] } };
      expect([stood.case, stood.index, stood.time, stoodHash]).toEqual([id, Number(index), recordedAt, hashes(first.err)[1]]);
      expect([stood.holders.length, since.entries.length]).toEqual([expect.any(Number), expect.any(Number)]);
      expect(Math.min(stood.holders.length, since.entries.length)).toBeGreaterThan(0);
      // By the time at which it was recorded, at the latest index of that millisecond, the same case stood there.
      expect((JSON.parse((await amparo('replay', id, '--until', recordedAt)).out) as { stood: { time: string } }).stood.time).toBe(recordedAt);
    }, 60_000);

    it('needs no keys and no server, and finds that views built up to there hold the same', async () => {
      const compared = await new Promise<Readonly<{ code: number; err: string }>>((done) => {
        const child = execFile(process.execPath, [main, 'replay', id, '--until', index, '--compare', join(folder, 'data')], { env: { ...process.env, AMPARO_KEYS: join(folder, 'nowhere') } }, (_, __, err) => done({ code: child.exitCode ?? -1, err }));
      });
      expect(compared).toMatchObject({ code: 0, err: expect.stringContaining(`views   the same, built up to index ${index}`) as string });
    }, 60_000);

    it('prints for a person in Spanish and English, with the hash of the bytes', async () => {
      const [text, json] = [await amparo('replay', id, '--until', index, '--text'), await amparo('replay', id, '--until', index)];
      expect([text.code, text.err]).toEqual([0, '']);
      for (const heading of ['EXPEDIENTE · CASE', 'PLAZOS · Due then', 'QUIÉN TENÍA QUÉ BASE · Who held which basis', 'LO QUE SE SUPO DESPUÉS · Learned since', `sha256 ${hashes(json.err)[0]}`]) expect(text.out).toContain(heading);
    }, 60_000);

    it('tells a court of no exclusion and of nothing that others held', async () => {
      const { code, out } = await amparo('replay', id, '--until', index, '--court', 'STATUS,PROTECTION');
      const { stood } = JSON.parse(out) as { stood: { audience: string; within: string[]; exclusions?: unknown; holders: { held?: unknown }[] } };
      expect([code, stood.audience, stood.within, stood.exclusions]).toEqual([0, 'COURT', ['PROTECTION', 'STATUS'], undefined]);
      expect(stood.holders.every(({ held }) => held === undefined)).toBe(true);
    }, 60_000);

    it.each<[string, number, RegExp, (id: string) => string[]]>([
      ['no moment', 64, /amparo replay <case> --until/, (one) => [one]],
      ['a moment that is none', 64, /a time with its zone/, (one) => [one, '--until', 'banana']],
      ['a time without a zone', 64, /a time with its zone/, (one) => [one, '--until', '2026-01-05T08:30:00']],
      ['an option that is none', 64, /amparo <verb>/, (one) => [one, '--until', '1', '--backwards']],
      ['a category that is none', 64, /--court/, (one) => [one, '--until', '1', '--court', 'EVERYTHING']],
      ['an index beyond the log', 1, /no event at that index/, (one) => [one, '--until', '99999999']],
      ['a time that has not been', 1, /has not been yet/, (one) => [one, '--until', '2999-01-01T00:00:00Z']],
      ['a time before the log', 1, /nothing had been recorded/, (one) => [one, '--until', '1999-01-01T00:00:00Z']],
      ['a moment before the case', 1, /had not been opened by then/, (one) => [one, '--until', '2']],
      ['no such case', 1, /no such case/, () => ['01936b2e-7c00-8abc-8def-0123456789ab', '--until', '2']],
      ['a folder without a store', 1, /amparo init/, (one) => [one, '--until', '2', join(folder, 'nowhere')]],
    ])('refuses %s with code %i, and says what to do', async (_, code, says, args) => {
      expect(await amparo('replay', ...args(id))).toEqual({ code, out: '', err: expect.stringMatching(says) as string });
    }, 60_000);
  });
});
