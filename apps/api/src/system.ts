import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { certificatesOf, readLeaf, sealKey, type SealKey } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Histories, type EventStore, type Recording } from '@amparo/event-store';
import { EventStoreDbStore } from '@amparo/event-store/eventstoredb/eventstoredb';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { Attestations, logKeyNames, logNames, Notary, StoreContradicted, Witnesses, type TimeAuthorities, type WitnessState } from '@amparo/notary';
import { readSecretFile, Vault, type Attachments } from '@amparo/vault';
import { ReadsLog } from '@amparo/access/reads.handlers';
import { Likenesses, likenessTermsOf, memoryEpoch, mostSharers, type ClockPolicy, type Destruction, type LikenessTerm, type ProcessMemory } from '@amparo/protocol';
import { SubjectKeys } from '@amparo/protocol/recorder.handlers';
import { Admission, GuardedStore } from './admission';
import { Readiness } from './health';
import { openViews, type Views } from './views';
import { CannotStart, places, type Config } from './config';
import { deadlinesOf } from './deadlines';
import { readPolicy } from './witness-settings';

/** The parts under the API, opened and checked against each other. */
export type System = Readonly<{
  config: Config;
  store: EventStore;
  vault: Vault;
  attachments: Attachments;
  notary: Notary;
  /** Absent where nobody witnesses. */
  witnesses: Witnesses | undefined;
  admission: Admission;
  /** What the logs say of themselves: heads and stamps. */
  attestations: Attestations;
  /** Absent where none is configured. */
  authorities: TimeAuthorities | undefined;
  seal: SealKey | undefined;
  recording: Recording;
  reads: ReadsLog;
  keys: SubjectKeys;
  likenesses: Likenesses;
  views: Views;
  processMemory: ProcessMemory;
  clocks: ClockPolicy;
  readiness: Readiness;
  /** Lets go of everything, in the order that loses nothing. */
  close(): Promise<void>;
}>;

const now = (): string => new Date().toISOString();

/** What surrounds the commands that this process gives of its own: keys, logs. Nobody's agent gave them. */
export const ownMeta = (id: string = randomUUID()): CommandMeta => {
  const at = now();
  return {
    id,
    actor: { client: 'amparo', assurance: 'AUTHENTICATED' },
    purpose: 'RECORD',
    basis: { kind: 'LEGAL_OBLIGATION' },
    at,
    receivedAt: at,
    correlation: id,
  };
};

/** The vault as handlers see it. */
class VaultKeys extends SubjectKeys {
  constructor(
    private readonly vault: Vault,
    private readonly recording: Recording,
    private readonly attachments: Attachments,
  ) {
    super();
  }
  override async destroy(kid: string): Promise<Destruction> {
    this.vault.destroy(kid);
    const forgotten = await this.attachments.forget(kid).then(() => true, () => false);
    const certainAfter = new Date(Date.parse(this.recording.now()) + keyBackupsLive).toISOString();
    return { stores: ['BLIND_INDEX', 'KEYS', ...(forgotten ? (['ATTACHMENTS'] as const) : [])].sort() as Destruction['stores'], failures: forgotten ? [] : ['ATTACHMENTS'], certainAfter };
  }
  override createSubjectKeys(subject: string, meta: CommandMeta): Promise<void> {
    return this.vault.createSubjectKeys(this.recording, subject, meta);
  }
  override caseCode(caseId: string, stands: 'UNIT' | 'AGENT' | 'CLIENT', of: string): string {
    return this.vault.caseCode(caseId, stands, of);
  }
}

/** The vault as the search for one person in two cases sees it. */
class VaultLikenesses extends Likenesses {
  constructor(private readonly vault: Vault) {
    super();
  }
  override of(subject: string): ReturnType<Likenesses['of']> {
    return this.vault.alike(subject, mostSharers) as ReadonlyMap<string, readonly LikenessTerm['kind'][]>;
  }
}

/** How long a backup of the keys is kept at most, in milliseconds: after that what was erased is in none. */
const keyBackupsLive = 30 * 86_400_000;

/** How long an upload waits to be named, and how often those are swept that were not, in milliseconds. */
const uploadsWait = 86_400_000;
const sweepEvery = 3_600_000;

/** Positions a part may be behind the store and still be ready. */
const tolerated = 1_000n;

class PartsReadiness extends Readiness {
  constructor(
    private readonly store: EventStore,
    private readonly notary: Notary,
    private readonly views: Views,
    private readonly admission: Admission,
  ) {
    super();
  }
  override async parts(): Promise<Readonly<Record<string, boolean>>> {
    const head = await this.store.head().catch(() => undefined);
    const near = (position: () => bigint): boolean => {
      try {
        return head !== undefined && position() + tolerated >= head;
      } catch {
        return false; // the part has stopped
      }
    };
    return { store: head !== undefined, log: near(() => this.notary.sequenced()), views: near(() => this.views.projector.position()), witness: this.admission.isOpen() };
  }
}

/** The event store that the configuration names. */
export async function openStore(config: Config): Promise<EventStore> {
  if (config.eventStore === undefined) return SqliteEventStore.open(places(config).events);
  return EventStoreDbStore.connect(config.eventStore);
}

/** The same store, beside whoever writes to it. */
export async function readStore(config: Config): Promise<EventStore> {
  if (config.eventStore === undefined) return SqliteEventStore.open(places(config).events, { readOnly: true });
  return openStore(config);
}

const tell = ({ witness, log, failure }: WitnessState): void =>
  void process.stderr.write(`Witness ${witness}, ${log} log: ${failure ?? 'cosigns again'}\n`);

/** The client of the witnesses that the configuration names. */
function witnessesOf({ witnesses, data, keys }: Config, notary: Notary): Witnesses | undefined {
  if (!witnesses) return undefined;
  const policy = readPolicy(witnesses.policyFile, logNames.map((log) => notary.vkey(log)));
  return new Witnesses(notary, policy, { folder: places({ data, keys }).log, addresses: witnesses.addresses, every: witnesses.every, changed: tell });
}

/** @throws CannotStart when the roots cannot be read. */
function authoritiesOf({ timeAuthorities }: Config): TimeAuthorities | undefined {
  if (!timeAuthorities) return undefined;
  try {
    return { addresses: timeAuthorities.addresses, roots: certificatesOf(readFileSync(timeAuthorities.roots, 'utf8')) };
  } catch (error) {
    throw new CannotStart(`AMPARO_TIME_ROOTS names ${timeAuthorities.roots}, which is no file of certificates (PEM): ${(error as Error).message}`);
  }
}

/** @throws CannotStart when key or certificates are not what a seal is made with. */
function sealKeyOf({ seal }: Config): SealKey | undefined {
  if (!seal) return undefined;
  try {
    return sealKey(readFileSync(seal.key, 'utf8'), readFileSync(seal.chain, 'utf8'));
  } catch (error) {
    throw new CannotStart(`AMPARO_SEAL_KEY and AMPARO_SEAL_CHAIN name no key and chain that a seal is made with: ${(error as Error).message}`);
  }
}

/** Opens what needs no event to be there yet. */
export async function openParts(config: Config, opened: EventStore): Promise<System> {
  const at = places(config);
  const clocks = deadlinesOf(config);
  const authorities = authoritiesOf(config);
  const seal = sealKeyOf(config);
  const vault = Vault.open({ keyFile: at.keyFile, keyStore: at.subjectKeys });
  try {
    const notary = Notary.open({ folder: at.log, store: opened, host: config.host, keys: readSecretFile(at.logKeys, logKeyNames) });
    const witnesses = witnessesOf(config, notary);
    const admission = new Admission(witnesses, config.witnesses?.every ?? 0, (line) => process.stderr.write(line));
    const store = new GuardedStore(opened, admission.isOpen);
    const recording: Recording = {
      store,
      histories: new Histories(store),
      seal: (event, requests) => {
        for (const { subject, keyClass, fields } of requests) vault.makeFindable(subject, keyClass, likenessTermsOf(fields));
        return vault.seal(event, requests);
      },
      now,
      digest: vault.digest,
      nonce: () => randomBytes(16),
    };
    const attestations = new Attestations({ notary, recording, meta: () => ownMeta(), failed: (message) => process.stderr.write(`${message}\n`), ...(authorities && { authorities }), ...(witnesses && { noteOf: (log) => witnesses.cosigned(log), exclusively: (work) => witnesses.exclusively(work) }) });
    const attachments = vault.attachments(at.attachments);
    const sweep = (): void => void attachments.sweep(Date.now() - uploadsWait).catch((error: Error) => process.stderr.write(`Uploads that nobody named are not swept: ${error.message}\n`));
    sweep();
    const sweeping = setInterval(sweep, sweepEvery);
    sweeping.unref();
    const views = openViews(at.views, store, clocks, (error) => process.stderr.write(`The views built again are not served: ${error.message}\n`));
    const processMemory = new SqliteProcessMemory(at.process, memoryEpoch(store.epoch, clocks));
    const reads = new ReadsLog({
      store,
      now,
      digest: vault.digest,
      seal: async (event, { compartment, month }, fields) => {
        await vault.accessKey(recording, compartment, month, ownMeta());
        return vault.sealReads(event, compartment, month, fields);
      },
    });
    return {
      config,
      store,
      vault,
      attachments,
      notary,
      witnesses,
      admission,
      attestations,
      authorities,
      seal,
      recording,
      reads,
      keys: new VaultKeys(vault, recording, attachments),
      likenesses: new VaultLikenesses(vault),
      views,
      processMemory,
      clocks,
      readiness: new PartsReadiness(store, notary, views, admission),
      close: async () => {
        clearInterval(sweeping);
        admission.end();
        await witnesses?.close();
        await reads.close();
        await views.close();
        processMemory.close();
        await attestations.close();
        await notary.close();
        await store.close();
        vault.close();
      },
    };
  } catch (error) {
    vault.close();
    throw error;
  }
}

/**
 * Opens an initialised system.
 * @throws with what to do: nothing there, a missing key file, a damaged or foreign store, a second process.
 */
export async function openSystem(config: Config): Promise<System> {
  const at = places(config);
  if (config.eventStore === undefined && !existsSync(at.events)) {
    throw new CannotStart(`There is no store at ${at.events}: make one with  npm run amparo -- init`);
  }
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  const store = await openStore(config);
  try {
    const opened = await openingOf(store);
    const system = await openParts(config, store);
    if (opened !== system.notary.vkey('protocol')) {
      await system.close();
      throw new CannotStart(`The log in this store was opened with another key than ${at.logKeys} holds: put back the keys that belong to this store, or name another store`);
    }
    if (system.witnesses) {
      system.admission.close();
      system.notary.hold(system.admission.opened);
    }
    await system.notary.start();
    await system.admission.begin().catch(async (error: Error) => {
      await system.close();
      throw error instanceof StoreContradicted ? new CannotStart(error.message) : error;
    });
    await system.views.projector.start();
    system.attestations.start();
    return system;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The key that the store's first event opened the log with. */
async function openingOf(store: EventStore): Promise<unknown> {
  const [first] = await store.readStream('log-protocol');
  if (first && first.type === 'LogOpened') return readLeaf(first.leaf).data['vkey'];
  if ((await store.head()) === 0n) throw new CannotStart('The store is empty: make its keys, its log and its first institution with  npm run amparo -- init');
  throw new CannotStart('This store has events and no opened log, so it was not made by this program: name another store');
}
