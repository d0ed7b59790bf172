import { parseArgs } from 'node:util';
import { configFrom, places } from '../../../api/src/config';
import { deadlinesOf } from '../../../api/src/deadlines';
import { readStore } from '../../../api/src/system';
import { rebuildViews } from '../../../api/src/views';

/** `amparo rebuild-views`: beside a server that runs, which changes over to them, or without one. */
export async function rebuildViewsAgain(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = configFrom(process.env);
  const store = await readStore(config);
  try {
    const start = performance.now();
    const compartments = await rebuildViews(places(config).views, store, deadlinesOf(config));
    console.log(`The views of ${compartments} compartments are built again, in ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
    return 0;
  } finally {
    await store.close();
  }
}
