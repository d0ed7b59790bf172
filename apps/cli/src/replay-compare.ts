import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logOf } from '@amparo/evidence';
import type { EventStore, Position } from '@amparo/event-store';
import { heldInFiles, knownInViews, Projector, replay, ViewStore, type Audience, type HeldEntries, type Replay } from '@amparo/institution-views';
import { StoreUntil } from './store-until';

/**
 * Builds views from the events up to the index of a replay and no further, and compares: what is replayed from what they remember, and
 * what every compartment's file holds.
 * @returns what differs, one line each; nothing about a survivor but the case's own indexes.
 */
export async function differencesFromViews(store: EventStore, stood: Replay['stood'], stoodHash: string, audience: Audience): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-replay-')); // mode 0700; what is sealed stays so
  const views = new ViewStore(folder);
  try {
    const projector = new Projector(new StoreUntil(store, await positionOf(store, stood.index)), views);
    await projector.catchUp();
    const { visibility } = views;
    const again = replay(knownInViews(visibility, stood.case, await projector.history(stood.case)), stood, audience);
    const differences = again?.stoodHash === stoodHash ? [] : [`stood: ${again?.stoodHash ?? 'no such case'}`];
    if (audience.kind !== 'AUDIT') return differences; // what others held is not told, so there is nothing to compare it with
    const files = heldInFiles(views, stood.case, stood.time);
    const compartmentOf = (name: string): string => visibility.directory.codes.get(name)?.of ?? name;
    const told = new Map(stood.holders.flatMap(({ compartment, held = [] }) => (held.length > 0 ? [[compartmentOf(compartment), { compartment, held }] as const] : [])));
    for (const [compartment, { compartment: name, held }] of told) if (written(files.get(compartment)) !== written(held)) differences.push(`${name}: its file holds ${written(files.get(compartment))}, the replay ${written(held)}`);
    for (const [compartment, held] of files) if (!told.has(compartment)) differences.push(`a compartment that is not in the replay holds ${written(held)}`);
    return differences;
  } finally {
    views.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const written = (held: readonly HeldEntries[] = []): string => held.map(({ categories, entries }) => `${entries.join(',')} in ${categories.join(',')}`).join('; ') || 'nothing';

/** Position in the store of the event at an index of the protocol log. */
async function positionOf(store: EventStore, index: number): Promise<Position> {
  let next = 0;
  for await (const events of store.readAll(0n)) {
    for (const { stream, position } of events) if (logOf(stream) === 'protocol' && next++ === index) return position;
  }
  throw new Error(`the log has no event at index ${index}`);
}
