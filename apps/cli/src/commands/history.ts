import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Recorder } from '@amparo/protocol/recorder.handlers';
import { configFrom, places } from '../../../api/src/config';
import { initialise } from '../../../api/src/initialise';
import type { Staff } from '../demo/load-directory';
import { nationalHistory } from '../history/history';
import { InProcess } from '../history/in-process';
import { Telling } from '../history/telling';

/**
 * The national programmes from 1999 to 2017, told on an empty store: the same commands, roles and checks as through the API, each
 * entered late for the day it happened. `amparo figures` counts them.
 */
export async function history(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = configFrom(process.env);
  if (existsSync(places(config).events)) {
    console.error(`${config.data} holds a store already. The history begins with an empty one: move it away, or set AMPARO_DATA and AMPARO_KEYS.`);
    return 1;
  }
  const { system, founded } = await initialise(config, {
    institution: 'mirex',
    name: 'Ministerio de Relaciones Exteriores',
    kind: 'FOREIGN_AFFAIRS',
    administrators: ['Primera administradora', 'Segunda administradora'],
  });
  try {
    await system.views.projector.start(); // who stands how to a case is asked of what visibility remembers
    const api = await InProcess.over(new Recorder(system.recording, system.keys, system.views.standing, system.clocks));
    try {
      const telling = new Telling(api, system.store, system.processMemory, system.likenesses, administrators(founded), system.clocks);
      let year = '';
      await telling.tell(nationalHistory(telling), (day) => {
        if (day.slice(0, 4) === year) return;
        year = day.slice(0, 4);
        console.log(year);
      });
    } finally {
      await api.close();
    }
    console.log(`${await system.store.head()} events recorded. Count them with  npm run amparo -- figures`);
    return 0;
  } finally {
    await system.close();
  }
}

function administrators({ client, administrators: [first, second] }: Readonly<{ client: string; administrators: readonly string[] }>): [Staff, Staff] {
  const staff = (agent: string | undefined): Staff => {
    if (agent === undefined) throw new Error('two administrators are founded with the first institution');
    return { client, institution: 'mirex', compartment: 'mirex', unit: '', role: 'administrator', agent };
  };
  return [staff(first), staff(second)];
}
