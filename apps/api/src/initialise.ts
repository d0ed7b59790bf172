import { existsSync, mkdirSync } from 'node:fs';
import { eventId } from '@amparo/evidence';
import { isRefusal } from '@amparo/event-sourcing';
import { transact } from '@amparo/event-store';
import { FoundInstitution, institutionSlice, institutionStream, type InstitutionKind } from '@amparo/protocol';
import { newLogKeys } from '@amparo/notary';
import { createKeyFile, createSecretFile } from '@amparo/vault';
import { CannotStart, places, type Config } from './config';
import { createIssuerKey } from './issuer';
import { openParts, openStore, ownMeta, type System } from './system';

/** Who administers from the first day. Names are sealed. */
export type Foundation = Readonly<{ institution: string; name: string; kind: InstitutionKind; administrators: readonly [string, string] }>;

/** What was founded: with these a first token can be had. */
export type Founded = Readonly<{ client: string; administrators: readonly string[] }>;

/**
 * Makes keys and an empty store, opens both logs before anything else is recorded, and founds the first institution.
 * @returns the system, to be closed by the caller.
 * @throws CannotStart when there is anything already: nothing is ever overwritten.
 */
export async function initialise(config: Config, foundation: Foundation): Promise<{ system: System; founded: Founded }> {
  const at = places(config);
  const inTheWay = [at.events, at.log, at.views, at.process, at.attachments, at.keyFile, at.logKeys, at.subjectKeys].filter((path) => existsSync(path));
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
  // The first stamp says that the log did not begin later; an authority that does not answer now is asked again when the server runs.
  await system.attestations.whatIsDue();
  return { system, founded: await found(system, foundation) };
}

async function found({ recording, vault }: System, { institution, name, kind, administrators }: Foundation): Promise<Founded> {
  const meta = { ...ownMeta(), purpose: 'ADMINISTRATION' };
  const appointees = administrators.map((agentName, index) => {
    const id = (what: string): string => eventId(meta.actor.client, what, meta.id, index);
    return { agent: `ag-${id('new-agent').replaceAll('-', '').slice(-16)}`, person: id('new-person'), agentName, roles: ['administrator'] as const };
  });
  for (const { person } of appointees) await vault.createSubjectKeys(recording, person, ownMeta());
  const client = `${institution}-desk`;
  const command = new FoundInstitution({ institution, name, kind, clients: [client], administrators: appointees }, meta);
  const outcome = await transact(recording, institutionSlice, institutionStream(institution), command, { facts: () => Promise.resolve({}) });
  if (isRefusal(outcome)) throw new CannotStart(outcome.because);
  return { client, administrators: appointees.map(({ agent }) => agent) };
}
