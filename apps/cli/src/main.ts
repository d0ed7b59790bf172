import { checkLog } from './commands/check-log';
import { demo } from './commands/demo';
import { evidence } from './commands/evidence';
import { figures } from './commands/figures';
import { history } from './commands/history';
import { init } from './commands/init';
import { rebuildViewsAgain } from './commands/rebuild-views';
import { replay } from './commands/replay';
import { tail } from './commands/tail';
import { token } from './commands/token';
import { verify } from './commands/verify';

/** `amparo`: the operator's and the auditor's verbs, a file each. */
const usage = `amparo <verb> [--help]

  init                 keys, an empty store, both logs, the founding institution with two administrators
  token                a token of the development issuer
  demo                 the demonstration, on an empty store
  history              the national programmes from 1999 to 2017, on an empty store
  figures [--events] [<data>]   the published figures beside what the record holds, with the events behind each: 0 all agree, 1 one differs
  check-log <data>     every leaf, chain and sealed part, and the log's tiles: 0 intact, 1 damaged, 2 unreadable
  verify <data>        the verdict over a whole store: 10 integrity only, 1 invalid, 2 unreadable, 30 diverges
  verify <receipt> --leaf-hash <hash> [--vkey <key>]   the same for a receipt
  evidence <case> --out <file.zip>   asks a server for an evidence bundle of a case or an investigation
  replay <case> --until <time|index>   the case as it stood, who held which basis, what was learned since: canonical JSON and its hash
  rebuild-views        builds the views again from the events and switches to them
  tail                 the order of events as it grows, envelopes only`;

type Verb = (args: readonly string[]) => Promise<number>;

const verbs: Readonly<Record<string, Verb>> = { init, token, demo, history, figures, 'rebuild-views': rebuildViewsAgain, 'check-log': checkLog, verify, evidence, replay, tail };

async function main([verb, ...args]: readonly string[]): Promise<number> {
  if ([verb, ...args].includes('--help')) {
    console.log(usage);
    return 0;
  }
  const run = verb === undefined ? undefined : verbs[verb];
  if (!run) {
    console.error(usage);
    return 64;
  }
  try {
    return await run(args);
  } catch (error) {
    // Wrong options are the caller's; anything else says what to do in its message.
    const wrongUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    console.error(wrongUsage ? `${(error as Error).message}\n\n${usage}` : (error as Error).message);
    return wrongUsage ? 64 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
