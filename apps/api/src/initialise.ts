import { existsSync, mkdirSync } from 'node:fs';
import { newLogKeys } from '@amparo/notary';
import { createKeyFile, createSecretFile } from '@amparo/vault';
import { CannotStart, places, type Config } from './config';
import { createIssuerKey } from './issuer';
import { openParts, openStore, ownMeta, type System } from './system';

/**
 * Makes keys and an empty store, and opens both logs before anything else is recorded.
 * @returns the system, to be closed by the caller.
 * @throws CannotStart when there is anything already: nothing is ever overwritten.
 */
export async function initialise(config: Config): Promise<System> {
  const at = places(config);
  const inTheWay = [at.events, at.log, at.views, at.process, at.keyFile, at.logKeys, at.subjectKeys].filter((path) => existsSync(path));
  if (inTheWay.length > 0) {
    throw new CannotStart(
      `There is something already: ${inTheWay.join(', ')}. Nothing is overwritten: name other places with AMPARO_DATA and AMPARO_KEYS, or move these away`,
    );
  }
  for (const folder of [config.data, config.keys]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  createKeyFile(at.keyFile);
  createSecretFile(at.logKeys, newLogKeys());
  if (!config.production) await createIssuerKey(config);
  const store = await openStore(config);
  if ((await store.head()) !== 0n) {
    await store.close();
    throw new CannotStart('The event store holds events already: name an empty one');
  }
  const system = await openParts(config, store);
  await system.notary.openLogs(system.recording, () => ownMeta());
  await system.notary.start();
  return system;
}
