import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { line } from './measure';

/** What a process with store, log and views takes while the record grows: what it keeps at hand is bounded. */
export async function memory(folder: string): Promise<void> {
  const env = { ...process.env, AMPARO_DATA: join(folder, 'memory', 'data'), AMPARO_KEYS: join(folder, 'memory', 'keys'), AMPARO_LOG: 'silent' };
  const process_ = fork(join(__dirname, 'memory-server.js'), { env, execArgv: ['--expose-gc'] });
  process_.on('message', ({ events, rss, heap }: { events: number; rss: number; heap: number }) => {
    line(`memory after ${events.toLocaleString('en')} events`, rss / 2 ** 20, 'MiB');
    line('  of it in use by the program', heap / 2 ** 20, 'MiB');
  });
  await once(process_, 'exit');
}
