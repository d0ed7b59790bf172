import { parseArgs } from 'node:util';
import { canonicalReplay, knownInStore, momentOf, replay as replayed, untilFrom, type Audience, type MomentFault, type Replay } from '@amparo/institution-views';
import type { EventStore } from '@amparo/event-store';
import { dataCategories, type DataCategory } from '@amparo/protocol';
import { configFrom } from '../../../api/src/config';
import { readStore } from '../../../api/src/system';
import { differencesFromViews } from '../replay-compare';
import { replayText } from '../replay-text';

const usage = `amparo replay <case> --until <time|index> [--court <categories>] [--text] [--compare] [<data>]

The case as it stood, who held which basis, and what has been learned since: from clear fields alone, without keys, after an erasure too.
  --until    a time with its zone (2026-01-05T08:30:00-04:00, compared with when events were recorded) or an index of the protocol log
  --court    as a court is told, within the categories of its order (STATUS,PROTECTION): no exclusions, no investigations
  --text     for a person, in Spanish and English, instead of canonical JSON
  --compare  builds views from the events up to then, and says whether they hold the same

0 replayed · 1 no such case, or no such moment of it (with --compare: views differ) · 64 wrong usage`;

/** What somebody can do about a moment that cannot be replayed. */
const faults: Readonly<Record<MomentFault, string>> = {
  MALFORMED: '--until is a time with its zone, such as 2026-01-05T08:30:00-04:00, or an index of the protocol log, such as 1204',
  BEYOND_HEAD: 'the log has no event at that index: the first is 0, the last one is told by  amparo check-log',
  IN_FUTURE: 'that moment has not been yet: name one that has, or correct the clock of this machine',
  BEFORE_LOG: 'nothing had been recorded by then: name a later moment',
  BEFORE_OPENED: 'the case had not been opened by then: name a later moment',
};

type Asked = Readonly<{ caseId: string; until: NonNullable<ReturnType<typeof untilFrom>>; audience: Audience }>;

/** A case at a moment, printed in the bytes whose hash is told beside them. */
export async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { until: { type: 'string' }, court: { type: 'string' }, text: { type: 'boolean', default: false }, compare: { type: 'boolean', default: false } },
  });
  const [caseId, data, ...more] = positionals;
  const until = values.until === undefined ? undefined : untilFrom(values.until);
  const audience = audienceFrom(values.court);
  if (caseId === undefined || values.until === undefined || audience === undefined || more.length > 0) return wrong(usage);
  if (until === undefined) return wrong(faults.MALFORMED);
  const store = await readStore(configFrom({ ...process.env, ...(data !== undefined && { AMPARO_DATA: data }) }));
  try {
    const outcome = await replayIn(store, { caseId, until, audience });
    if (typeof outcome === 'string') {
      console.error(outcome);
      return 1;
    }
    const { json, hash } = canonicalReplay(outcome);
    // The bytes and nothing else: `amparo replay … > file`, then `sha256sum file`.
    process.stdout.write(values.text ? replayText(outcome, hash) : process.stdout.isTTY ? `${json}\n` : json);
    if (!values.text) console.error(`sha256 ${hash}\nstood  ${outcome.stoodHash}`);
    return values.compare ? await compare(store, outcome, audience) : 0;
  } finally {
    await store.close();
  }
}

/** @returns the replay, or what to do. */
async function replayIn(store: EventStore, { caseId, until, audience }: Asked): Promise<Replay | string> {
  const { known, times } = await knownInStore(store, caseId);
  const log = { size: times.length, timeAt: (index: number) => times[index], indexAt: (time: string) => times.reduce((last, one, index) => (one <= time ? index : last), -1) };
  const moment = momentOf(until, log, new Date().toISOString());
  if (typeof moment === 'string') return faults[moment];
  if (!known.history.some(({ fact }) => fact.event.type === 'CaseOpened')) return 'there is no such case in this store: check its id, and the data folder';
  return replayed(known, moment, audience) ?? faults.BEFORE_OPENED;
}

async function compare(store: EventStore, { stood, stoodHash }: Replay, audience: Audience): Promise<number> {
  const differences = await differencesFromViews(store, stood, stoodHash, audience);
  console.error(differences.length === 0 ? `views   the same, built up to index ${stood.index}` : `views   DIFFER\n${differences.map((one) => `  ${one}`).join('\n')}`);
  return differences.length === 0 ? 0 : 1;
}

function audienceFrom(court: string | undefined): Audience | undefined {
  if (court === undefined) return { kind: 'AUDIT' };
  const categories = court.split(',') as DataCategory[];
  return categories.every((one) => dataCategories.includes(one)) ? { kind: 'COURT', categories: new Set(categories) } : undefined;
}

function wrong(text: string): number {
  console.error(text);
  return 64;
}
