import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LogCheck, type Checkpoint, type Fault, type KnownLeaves, type LogName } from '@amparo/evidence';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { LogFiles, logNames } from '@amparo/notary';
import { checkAttachments } from '@amparo/vault';

export type LogState = Readonly<{ name: LogName; size: number; root: string; checkpoint?: Checkpoint; origin?: string }>;
export type StoreCheck = Readonly<{ events: number; faults: readonly Fault[]; logs: readonly LogState[] }>;

/** The store cannot be read at all: nothing can be said about it. */
export class Unreadable extends Error {}

type Known = Readonly<{ leaves?: KnownLeaves; checkpoint?: Checkpoint; faults: readonly Fault[] }>;

/** What the log beside the store commits to: its tiles under its signed checkpoint. A log that is damaged itself is a fault, not an answer. */
function known(folder: string, name: LogName): Known {
  const files = new LogFiles(join(folder, name));
  const vkey = files.vkey();
  if (vkey === undefined) return { faults: [] };
  try {
    const { tree, checkpoint } = files.read(vkey);
    return { leaves: { size: tree.size, leaf: (index) => tree.leaf(index) }, ...(checkpoint && { checkpoint }), faults: [] };
  } catch (error) {
    return { faults: [{ reason: 'log_unreadable', place: `${name}: ${(error as Error).message}` }] };
  }
}

/** Files beside the store that are not byte for byte as they were written. One that is missing shows where it is asked for. */
async function damagedFiles(data: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for await (const { path, intact } of checkAttachments(join(data, 'attachments'))) if (!intact) faults.push({ reason: 'attachment_damaged', place: relative(data, path) });
  return faults;
}

/**
 * Checks every event of a data folder's store and every file beside it, and compares the events with the log.
 * @throws Unreadable when there is no store, or it is not one of ours.
 */
export async function checkStore(data: string): Promise<StoreCheck> {
  const path = existsSync(join(data, 'events.sqlite')) ? join(data, 'events.sqlite') : data;
  let store: SqliteEventStore;
  try {
    store = SqliteEventStore.open(path, { readOnly: true });
  } catch (error) {
    throw new Unreadable((error as Error).message);
  }
  try {
    const logs = Object.fromEntries(logNames.map((name) => [name, known(join(data, 'log'), name)])) as Record<LogName, Known>;
    const check = new LogCheck(Object.fromEntries(logNames.flatMap((name) => (logs[name].leaves ? [[name, logs[name].leaves]] : []))));
    for await (const events of store.readAll(0n)) for (const event of events) check.add(event);
    const faults = [...check.faults(), ...logNames.flatMap((name) => logs[name].faults), ...(await damagedFiles(data))];
    return { events: check.events, faults, logs: logNames.map((name) => state(name, check, logs[name])) };
  } catch (error) {
    // SQLite gives up on pages that make no sense: the store is damaged beyond single events.
    throw new Unreadable(`${path}: ${(error as Error).message}`);
  } finally {
    await store.close();
  }
}

function state(name: LogName, check: LogCheck, { checkpoint }: Known): LogState {
  const tree = check.trees[name];
  return { name, size: tree.size, root: Buffer.from(tree.root()).toString('base64'), ...(checkpoint && { checkpoint, origin: checkpoint.origin }) };
}

/** One fault a line, the first ones. */
export const faultLines = (faults: readonly Fault[], most = 20): string =>
  [...faults.slice(0, most).map(({ reason, place }) => `  ${reason} ${place}`), ...(faults.length > most ? [`  … and ${faults.length - most} more`] : [])].join('\n');
