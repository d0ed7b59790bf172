import { parseArgs } from 'node:util';
import { readLeaf } from '@amparo/evidence';
import { configFrom } from '../../../api/src/config';
import { readStore } from '../../../api/src/system';

/** Follows the store, envelopes only: when, where, what, by which client. Clear fields and sealed parts are not printed. */
export async function tail(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { after: { type: 'string', default: '0' }, once: { type: 'boolean', default: false } } });
  if (!/^\d{1,19}$/.test(values.after)) {
    console.error('amparo tail [--after <position>] [--once]');
    return 64;
  }
  const store = await readStore(configFrom(process.env));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const batches = values.once ? store.readAll(BigInt(values.after)) : store.follow(BigInt(values.after), { signal: stop.signal });
  for await (const events of batches) {
    for (const { position, leaf } of events) {
      const { recordedAt, stream, seq, type, actor } = readLeaf(leaf);
      console.log(`${position} ${recordedAt} ${stream}/${seq} ${type} ${actor.client}`);
    }
  }
  await store.close();
  return 0;
}
