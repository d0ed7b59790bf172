import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@amparo/event-store';
import { Projector, ViewStore } from '@amparo/institution-views';
import type { Running } from './running';

/**
 * Expects of the views that a server kept, event by event, that they hold what views hold that are built anew: who may see what, and
 * the same rows in each compartment.
 * @param from what they are built from, in whatever batches it gives; the server's own store gives as many events as it can at once.
 */
export async function sameWhenBuiltAnew({ system }: Running, from: EventStore = system.store): Promise<void> {
  const { projector, store: live } = system.views;
  await projector.reached(await system.store.head(), 5_000);
  const folder = mkdtempSync(join(tmpdir(), 'amparo-anew-'));
  const anew = new ViewStore(folder);
  try {
    await new Projector(from, anew, system.clocks).catchUp();
    expect(anew.visibility.dump()).toEqual(live.visibility.dump());
    // A compartment that only ever asked has a file without a row; so it is compared with none.
    for (const compartment of new Set([...live.compartments(), ...anew.compartments()])) expect([compartment, anew.compartment(compartment).dump()]).toEqual([compartment, live.compartment(compartment).dump()]);
  } finally {
    anew.close();
    rmSync(folder, { recursive: true });
  }
}
