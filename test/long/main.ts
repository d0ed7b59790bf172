import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Projector } from '@amparo/institution-views';
import { configFrom, places } from '../../apps/api/src/config';
import { checkStore } from '../../apps/cli/src/store-check';
import { CountedViews, inserting } from '../bench/raw-inserts';
import { shown } from '../bench/measure';
import { tellYear } from './national-year';
import { compared, fullestOffice, Reading } from './reads';

/** Cases of the year that the whole one is compared with: it comes to about 10,000 events. */
const few = 170;
/** How much slower a list or a case file may be in the whole year than in the small one. */
const mayGrow = 1.5;

const usage = `npm run test:long -- [--cases 20000] [--seed 1] [--keep]

Tells a year of a national system, loads it, and measures: in AMPARO_LONG, or in the folder for temporary files. The whole year takes
some 6 GB and half an hour of a machine that does nothing else; --cases makes it smaller. --keep leaves the store there.`;

/** A stage: how long it took, and the most memory that the process held in it. */
async function stage<T>(run: () => Promise<T>): Promise<Readonly<{ result: T; milliseconds: number; rss: number }>> {
  let rss = process.memoryUsage.rss();
  const look = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 250);
  const start = performance.now();
  try {
    const result = await run();
    return { result, milliseconds: performance.now() - start, rss: Math.max(rss, process.memoryUsage.rss()) };
  } finally {
    clearInterval(look);
  }
}

const sizeOf = (folder: string, begins = ''): number =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, one) => sum + (one.isDirectory() ? sizeOf(join(folder, one.name), begins) : one.name.startsWith(begins) ? statSync(join(folder, one.name)).size : 0), 0);

/** A year told, projected, and put into the log. Times in milliseconds, memory and sizes in bytes. */
async function made(folder: string, cases: number, seed: number, until: string) {
  const config = configFrom({ AMPARO_DATA: join(folder, 'data'), AMPARO_KEYS: join(folder, 'keys'), AMPARO_LOG: 'silent', PORT: '0' });
  let told = '';
  const progress = (day: string, events: number): void => {
    if (day.slice(0, 7) === told) return;
    told = day.slice(0, 7);
    console.error(`  ${told}: ${events.toLocaleString('en')} events`);
  };
  const telling = await stage(() => tellYear(config, { cases, seed, until }, progress));
  const { system, staff, events, year, ...took } = telling.result;
  for (const story of year.brokenOff) console.error(`  a story broke off: ${story}`);
  const counted = { cases: year.recorded.get('OpenCase') ?? 0, referrals: year.recorded.get('RequestReferral') ?? 0 };
  const projection = await stage(() => system.views.projector.start());
  const log = await stage(() => system.notary.start());
  const views = join(system.views.store.version, 'compartments');
  const sizes = system.views.store.compartments().map((code) => ({ code, size: sizeOf(views, `${code}.sqlite`) }));
  return {
    system,
    staff,
    events,
    counts: counted,
    brokenOff: year.brokenOff.length,
    rates: { telling: events / took.telling, writing: events / took.writing, projection: events / projection.milliseconds, rows: system.views.projector.rowChanges / projection.milliseconds, log: events / log.milliseconds },
    rss: { telling: telling.rss, projection: projection.rss, log: log.rss },
    sizes: { store: sizeOf(config.data, 'events.sqlite'), visibility: sizeOf(system.views.store.version, 'visibility.sqlite'), compartments: sizes.sort((a, b) => b.size - a.size), keys: sizeOf(places(config).subjectKeys.replace(/[^/\\]*$/, '')) },
  };
}
type Made = Awaited<ReturnType<typeof made>>;

/** What the database does with the same bytes, so many to a transaction as the loader and the projector write. */
async function rawLimits(folder: string, { system }: Made): Promise<Readonly<{ writing: number; rows: number }>> {
  const leaves: string[] = [];
  for await (const events of system.store.readAll(0n)) {
    for (const { leaf, parts } of events) leaves.push(Buffer.concat([leaf, ...parts.map(({ ct }) => ct)]).toString('latin1'));
    if (leaves.length >= 20_000) break;
  }
  const writing = inserting(join(folder, 'raw-events.sqlite'), leaves, 5_000, 'FULL');
  const views = new CountedViews(join(folder, 'raw-views'));
  const projector = new Projector(system.store, views);
  await projector.catchUp();
  const most = Math.max(1, Math.round(projector.rowChanges / views.transactions));
  const texts = views.compartments().flatMap((code) => Object.values(views.compartment(code).dump()).flatMap((rows) => rows.map((row) => JSON.stringify(row))));
  views.close();
  return { writing, rows: inserting(join(folder, 'raw-rows.sqlite'), texts, most) };
}

const mebi = (bytes: number): string => `${shown(bytes / 2 ** 20)} MiB`;

function row(what: string, small: string, large: string, beside = ''): void {
  console.log(`${what.padEnd(50)} ${small.padStart(16)} ${large.padStart(16)}  ${beside}`.trimEnd());
}

function told(small: Made, large: Made, raw: Awaited<ReturnType<typeof rawLimits>>): void {
  const both = (what: string, of: (made: Made) => string, beside = ''): void => row(what, of(small), of(large), beside);
  const rate = (what: string, of: (rates: Made['rates']) => number, limit?: number): void =>
    both(what, ({ rates }) => shown(of(rates) * 1_000), limit === undefined ? '' : `${((of(large.rates) * 1_000) / limit).toFixed(2)} × raw ${shown(limit)}`);
  both('events', ({ events }) => events.toLocaleString('en'));
  both('cases, dependants’ included', ({ counts }) => counts.cases.toLocaleString('en'));
  both('referrals', ({ counts }) => counts.referrals.toLocaleString('en'));
  both('stories broken off by a refusal', ({ brokenOff }) => String(brokenOff));
  rate('telling (decide, seal, fix the bytes), events/s', ({ telling }) => telling);
  rate('writing to the store, 5,000 together, events/s', ({ writing }) => writing, raw.writing);
  rate('projection, events/s', ({ projection }) => projection);
  rate('projection, row changes/s', ({ rows }) => rows, raw.rows);
  rate('sequencing, tiles and checkpoint, events/s', ({ log }) => log);
  both('most memory while telling (rss)', ({ rss }) => mebi(rss.telling));
  both('most memory while projecting (rss)', ({ rss }) => mebi(rss.projection));
  both('store', ({ sizes }) => mebi(sizes.store));
  both('  an event in it, bytes', ({ sizes, events }) => shown(sizes.store / events));
  both('keys', ({ sizes }) => mebi(sizes.keys));
  both('views: visibility', ({ sizes }) => mebi(sizes.visibility));
  for (const { code } of large.sizes.compartments) both(`views: ${code}`, ({ sizes }) => mebi(sizes.compartments.find((one) => one.code === code)?.size ?? 0));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  if (values.help || !Number.isInteger(cases) || cases < few || !Number.isInteger(seed)) {
    console.error(`${usage}\n\n--cases is a whole number, ${few} at least; --seed a whole number.`);
    process.exitCode = values.help ? 0 : 64;
    return;
  }
  const folder = mkdtempSync(join(process.env['AMPARO_LONG'] ?? tmpdir(), 'amparo-long-'));
  const until = new Date().toISOString();
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${cases} cases, seed ${seed}, the year until ${until}\n`);
  try {
    const small = await made(join(folder, 'small'), few, seed, until);
    const raw = await rawLimits(folder, small);
    const large = await made(join(folder, 'large'), cases, seed, until);
    row('', 'a small year', 'the year');
    told(small, large, raw);
    const office = fullestOffice(small.system, small.staff);
    const [few_, many] = [await Reading.of(small.system, small.staff, office, seed), await Reading.of(large.system, large.staff, office, seed)];
    console.log('');
    row('median milliseconds, through GraphQL, reads recorded', 'a small year', 'the year');
    for (const { what, small: before, large: after, rawSmall, rawLarge, rows } of await compared(few_, many)) {
      const grown = after / before;
      row(what, before.toFixed(2), after.toFixed(2), `${grown.toFixed(2)} × (to reach: ${mayGrow} at most) ${grown <= mayGrow ? 'OK' : 'SHORT'}; ${rows} rows`);
      row('  raw: the same rows from the file, parsed', rawSmall.toFixed(3), rawLarge.toFixed(3), `${(rawLarge / rawSmall).toFixed(2)} ×`);
    }
    await few_.close();
    await many.close();
    await small.system.close();
    await large.system.close();
    const check = await stage(() => checkStore(join(folder, 'large', 'data')));
    const { faults, events } = check.result;
    console.log(`\ncheck-log of the year: ${events.toLocaleString('en')} events, ${shown((events * 1_000) / check.milliseconds)} events/s, ${faults.length === 0 ? 'intact' : `${faults.length} faults`}`);
    console.log(`most memory of the whole run: ${mebi(process.resourceUsage().maxRSS * 1_024)}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    if (values.keep) console.log(`kept: ${folder}`);
    else rmSync(folder, { recursive: true });
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
