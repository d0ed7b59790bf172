import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '@amparo/evidence';
import { isRefusal } from '@amparo/event-sourcing';
import { meta } from '@amparo/event-sourcing/testing';
import { Histories, toRecorded, transact, type EventStore, type Recording } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import type { ReadBack } from '@amparo/interchange';
import { clocks, FoundInstitution, institutionSlice, institutionStream, Likenesses, protocolEvents, protocolUpcasts, type ProtocolEvent } from '@amparo/protocol';
import { CaseStanding, Recorder, SubjectKeys } from '@amparo/protocol/recorder.handlers';
import type { Staff } from '../../apps/cli/src/demo/load-directory';
import { nationalHistory } from '../../apps/cli/src/history/history';
import { InProcess } from '../../apps/cli/src/history/in-process';
import { Telling, type Aside, type Story } from '../../apps/cli/src/history/telling';

class Keys extends SubjectKeys {
  override destroy = (): Promise<never> => Promise.reject(new Error('nothing is erased here'));
  override createSubjectKeys = () => Promise.resolve();
  override caseCode(caseId: string, stands: string, of: string): string {
    return `cc-${createHash('sha256').update(`${caseId} ${stands} ${of}`).digest('hex').slice(0, 24)}`;
  }
}
/** The history excludes nobody. */
class NobodyExcluded extends CaseStanding {
  override exclusions = () => Promise.resolve([]);
  override isExcluded = () => Promise.resolve(false);
  override isParty = () => Promise.resolve(true);
}

/** What the demonstration history recorded, and which of its events are in no figure and why. */
export type ToldHistory = Readonly<{ store: EventStore; events: readonly ReadBack[]; asides: ReadonlyMap<string, Aside> }>;

/** Tells the history into memory: the real commands, handlers and process managers; nothing is sealed, for no count reads it. */
export async function toldHistory(stories: (telling: Telling) => readonly Story[] = nationalHistory): Promise<ToldHistory> {
  const store = new MemoryEventStore();
  const recording: Recording = {
    store,
    histories: new Histories(store),
    seal: () => Promise.resolve({ descriptors: [], parts: [] }),
    now: () => new Date().toISOString(),
    digest: (input) => createHash('sha256').update(canonicalJson(input)).digest('base64url'),
    nonce: () => randomBytes(16),
  };
  const api = await InProcess.over(new Recorder(recording, new Keys(), new NobodyExcluded()));
  const memory = new SqliteProcessMemory(':memory:', store.epoch);
  try {
    const telling = new Telling(api, store, memory, new NobodyAlike(), await founded(recording), clocks);
    await telling.tell(stories(telling), () => undefined);
    const events: ReadBack[] = [];
    for await (const batch of store.readAll(0n)) for (const stored of batch) if (stored.type in protocolEvents) events.push(toRecorded<ProtocolEvent>(stored, protocolUpcasts) as ReadBack);
    return { store, events, asides: telling.asides };
  } finally {
    memory.close();
    await api.close();
  }
}

/** Nothing is sealed, so nobody can be found by it. */
class NobodyAlike extends Likenesses {
  override of(): ReturnType<Likenesses['of']> {
    return new Map();
  }
}

async function founded(recording: Recording): Promise<[Staff, Staff]> {
  const [first, second] = ['0'.repeat(15) + '1', '0'.repeat(15) + '2'].map((n) => ({ agent: `ag-${n}`, person: `00000000-0000-8000-8000-00${n.slice(-10)}`, agentName: 'Administradora', roles: ['administrator'] as const }));
  const at = new Date().toISOString();
  const command = new FoundInstitution({ institution: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', clients: ['mirex-desk'], administrators: [first!, second!] }, meta({ at, receivedAt: at }));
  const outcome = await transact(recording, institutionSlice, institutionStream('mirex'), command, { facts: () => Promise.resolve({}) });
  if (isRefusal(outcome)) throw new Error(outcome.because);
  return [first!, second!].map(({ agent }) => ({ client: 'mirex-desk', institution: 'mirex', compartment: 'mirex', unit: '', role: 'administrator', agent })) as unknown as [Staff, Staff];
}
