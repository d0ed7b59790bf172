import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { isRefusal, type CommandMeta } from '@amparo/event-sourcing';
import { Histories, transact, type Recording } from '@amparo/event-store';
import { newLogKeys } from '@amparo/notary';
import { FoundInstitution, institutionSlice, institutionStream } from '@amparo/protocol';
import { CaseStanding, Recorder, SubjectKeys } from '@amparo/protocol/recorder.handlers';
import { createKeyFile, createSecretFile, type Vault } from '@amparo/vault';
import { places, type Config } from '../../apps/api/src/config';
import { createIssuerKey } from '../../apps/api/src/issuer';
import { openParts, openStore, type System } from '../../apps/api/src/system';
import { InProcess } from '../../apps/cli/src/history/in-process';
import { moment } from '../../apps/cli/src/history/chance';
import { call } from './contacts';
import { openDirectory } from './directory';
import { GatheredStore } from './gathered-store';
import { life } from './lives';
import { Year, type Worker } from './year';

/** How large the year is, which one, and when it ends: ISO 8601, UTC. */
export type Size = Readonly<{ cases: number; seed: number; until: string }>;

/** What was told, over how long; `system` holds it, with neither view nor log made yet, to be closed by the caller. */
export type NationalYear = Readonly<{
  system: System;
  year: Year;
  staff: readonly Worker[];
  events: number;
  /** Milliseconds of deciding, sealing and fixing the bytes; and of writing them to the store. */
  telling: number;
  writing: number;
}>;

const dayLong = 86_400_000;

/**
 * A year of a national system on an empty store: `cases` survivors and as many calls that lead to no case, spread over the year; the
 * commands' own handlers and process managers, the real vault and the real store. Nothing is excluded from anybody in it, so that
 * nobody has to be asked how they stand to a case.
 */
export async function tellYear(config: Config, { cases, seed, until }: Size, progress: (day: string, events: number) => void = () => undefined): Promise<NationalYear> {
  const from = new Date(Date.parse(until) - 365 * dayLong).toISOString();
  const at = places(config);
  for (const folder of [config.data, config.keys]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  createKeyFile(at.keyFile);
  createSecretFile(at.logKeys, newLogKeys());
  await createIssuerKey(config);
  const system = await openParts(config, await openStore(config));
  const start = performance.now();
  const store = await GatheredStore.before(system.store);
  let year: Year | undefined;
  const recording: Recording = { ...system.recording, store, histories: new Histories(store), now: () => year?.now ?? from };
  await system.notary.openLogs(recording, (stream) => meta(stream, from));
  const administrators = await found(recording, system.vault, from);
  const api = await InProcess.over(new Recorder(recording, new Keys(system.vault, recording), new NobodyExcluded(), system.clocks));
  try {
    year = new Year(api, store, system.processMemory, system.likenesses, from, until, seed);
    await openDirectory(year, api, administrators, cases);
    for (let i = 0; i < cases; i++) {
      year.add(someTime(year), life(year));
      year.add(someTime(year), call(year));
    }
    await year.tell((day) => progress(day, store.written.events));
  } finally {
    await api.close();
  }
  const { events, milliseconds } = store.written;
  return { system, year, staff: year.staff(), events, telling: performance.now() - start - milliseconds, writing: milliseconds };
}

/** By day rather than by night. */
const someTime = (year: Year): string => moment(new Date(Date.parse(year.from) + year.chance.between(1, 364) * dayLong).toISOString().slice(0, 10), Math.min(23, Math.max(0, Math.round(13 + 5 * (year.chance.next() + year.chance.next() - 1)))), year.chance.between(0, 59));

const meta = (what: string, at: string): CommandMeta => {
  const hex = createHash('sha256').update(`national year ${what}`).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`; // RFC 9562 §5.8
  return { id, actor: { client: 'amparo', assurance: 'AUTHENTICATED' }, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, at, receivedAt: at, correlation: id };
};

async function found(recording: Recording, vault: Vault, from: string): Promise<[Worker, Worker]> {
  const founders = ['Primera administradora', 'Segunda administradora'].map((agentName) => {
    const { id: person } = meta(agentName, from);
    return { agent: `ag-${person.replaceAll('-', '').slice(-16)}`, person, agentName, roles: ['administrator'] as const };
  }) as unknown as FoundInstitution['input']['administrators'];
  for (const { person } of founders) await vault.createSubjectKeys(recording, person, meta(person, from));
  const command = new FoundInstitution({ institution: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', clients: ['mirex-desk'], administrators: founders }, meta('found', from));
  const outcome = await transact(recording, institutionSlice, institutionStream('mirex'), command, { facts: () => Promise.resolve({}) });
  if (isRefusal(outcome)) throw new Error(outcome.because);
  return founders.map(({ agent }) => ({ client: 'mirex-desk', institution: 'mirex', compartment: 'mirex', unit: '', role: 'administrator', agent })) as unknown as [Worker, Worker];
}

class Keys extends SubjectKeys {
  override destroy = (): Promise<never> => Promise.reject(new Error('nothing is erased here'));
  constructor(
    private readonly vault: Vault,
    private readonly recording: Recording,
  ) {
    super();
  }
  override createSubjectKeys(subject: string, of: CommandMeta): Promise<void> {
    return this.vault.createSubjectKeys(this.recording, subject, of);
  }
  override caseCode(...asked: Parameters<SubjectKeys['caseCode']>): string {
    return this.vault.caseCode(...asked);
  }
}

class NobodyExcluded extends CaseStanding {
  override exclusions = () => Promise.resolve([]);
  override isExcluded = () => Promise.resolve(false);
  override isParty = (): Promise<boolean> => Promise.reject(new Error('who excludes somebody asks this, and the year holds no exclusion'));
}
