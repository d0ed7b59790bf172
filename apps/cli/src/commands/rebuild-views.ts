import { parseArgs } from 'node:util';
import { configFrom, places } from '../../../api/src/config';
import { openStore } from '../../../api/src/system';
import { deadlinesOf } from '../../../api/src/deadlines';
import { rebuildViews } from '../../../api/src/views';

/** `amparo rebuild-views`: the server must be stopped, for it holds the views open; the store's lock says whether it is. */
export async function rebuildViewsAgain(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = configFrom(process.env);
  const store = await openStore(config);
  try {
    const start = performance.now();
    const compartments = await rebuildViews(places(config).views, store, deadlinesOf(config));
    console.log(`The views of ${compartments} compartments are built again, in ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
    return 0;
  } finally {
    await store.close();
  }
}
