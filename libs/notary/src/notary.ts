import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, fromBase64url, leafHash, logOf, noteSigner, readLeaf, sameBytes, type LogName, type MerkleTree, type NoteSigner } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import type { EventStore, Position, Recording, StoredEvent } from '@amparo/event-store';
import { LeafIndex, type IndexedLeaf } from './leaf-index';
import { LogFiles } from './log-files';
import { isOwn, openLog } from './log-stream';
import { PublishedLog, type Published } from './published-log';

export const logNames: readonly LogName[] = ['protocol', 'access'];

/** A checkpoint a second, when there is something new. */
const rhythm = 1_000;

/** How long something that is appended may take to be covered by a checkpoint, in milliseconds. */
const patience = 30_000;

type Log = { signer: NoteSigner; files: LogFiles; tree: MerkleTree; note: string | undefined; published: number; seen: number };

/** What a stream belongs to, by its first event. One that is no envelope is found by the check of the log; here it belongs to nothing. */
function fileOfFirst(leaf: Uint8Array): string {
  try {
    return fileOf(readLeaf(leaf));
  } catch {
    return fileOf({});
  }
}

/**
 * The sequencer of both logs. It follows the store and is a pure function of its order: thrown away, it is built again to the
 * same bytes. Two sequencers compute the same tree; who holds the log keys signs.
 */
export class Notary {
  private readonly stop = new AbortController();
  private pending: IndexedLeaf[] = [];
  private position: Position;
  private following: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private broken: Error | undefined;
  private held = false;

  private constructor(
    private readonly store: EventStore,
    private readonly logs: Readonly<Record<LogName, Log>>,
    private readonly index: LeafIndex,
  ) {
    this.position = index.position();
    for (const name of logNames) logs[name].seen = index.size(name);
  }

  /**
   * @param host the logs' origins are `<host>/protocol` and `<host>/access`.
   * @param keys 32-byte Ed25519 seeds.
   * @throws with what to do, when the files were signed with other keys or are damaged.
   */
  static open({ folder, store, host, keys }: { folder: string; store: EventStore; host: string; keys: Readonly<Record<LogName, Uint8Array>> }): Notary {
    mkdirSync(folder, { recursive: true });
    const log = (name: LogName): Log => {
      const signer = noteSigner(`${host}/${name}`, keys[name]);
      const files = new LogFiles(join(folder, name));
      const { tree } = files.read(signer.vkey);
      return { signer, files, tree, note: files.note(), published: tree.size, seen: 0 };
    };
    return new Notary(store, { protocol: log('protocol'), access: log('access') }, new LeafIndex(join(folder, 'leaf-index.sqlite')));
  }

  /** Throws the log's files away, to be built again from the store. */
  static discard(folder: string): void {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }

  /** Appends the first event of both logs. */
  async openLogs(recording: Recording, meta: (stream: string) => CommandMeta): Promise<void> {
    await openLog(recording, 'protocol', this.logs.protocol.signer, meta('log-protocol'));
    await openLog(recording, 'access', this.logs.access.signer, meta('log-access'));
  }

  /**
   * Catches up with the store, then follows it.
   * @throws when the store differs from, or is behind, what the log's newest checkpoint commits to: then it is not our store.
   */
  async start(): Promise<void> {
    await this.recognise();
    for await (const events of this.store.readAll(this.position)) this.take(events);
    for (const name of logNames) {
      const { seen, tree } = this.logs[name];
      if (seen < tree.size) {
        throw new Error(`the store has ${seen} events of the ${name} log, its checkpoint commits to ${tree.size}: the store is older than its log; restore the newest backup`);
      }
    }
    this.publish();
    this.following = this.follow().catch((error: Error) => {
      this.broken = error;
    });
    this.timer = setInterval(() => this.publish(), rhythm);
    this.timer.unref();
  }

  /** The newest signed checkpoint of a log, as a note; undefined while it is empty. */
  checkpoint(name: LogName): string | undefined {
    return this.logs[name].note;
  }

  /** Nothing is signed until this fulfils: first it is known that the store is the one that witnesses saw. To be called before `start`. */
  hold(until: Promise<unknown>): void {
    this.held = true;
    void until.then(
      () => {
        this.held = false;
      },
      () => undefined,
    );
  }

  vkey(name: LogName): string {
    return this.logs[name].signer.vkey;
  }

  /** What others may know of a log: its newest signed note, of `size` leaves, and the tree that proves it. The tree may have grown since. */
  published(name: LogName): Published {
    const { signer, note, published, tree } = this.logs[name];
    return { origin: signer.name, vkey: signer.vkey, note, size: published, tree };
  }

  /** A log as its checkpoints show it: proofs, tiles, heads. */
  log(name: LogName): PublishedLog {
    return new PublishedLog(name, () => this.published(name), this.index, this.store);
  }

  /** The tlog-proof of a leaf (base64url of its hash); undefined while no checkpoint covers it, or when there is no such leaf. */
  receipt(leaf: string): string | undefined {
    const found = this.find(leaf);
    return found && this.log(found.log).proof(found.index);
  }

  /** Where a leaf (base64url of its hash) stands; undefined while it is not sequenced. */
  find(leaf: string): Readonly<{ log: LogName; index: number }> | undefined {
    let hash: Uint8Array;
    try {
      hash = fromBase64url(leaf);
    } catch {
      return undefined;
    }
    return this.pending.find((one) => sameBytes(one.hash, hash)) ?? this.index.find(hash);
  }

  /** Fulfils once a checkpoint covers what stands at a position. @throws when sequencing has stopped, or does not get there. */
  async covered(position: Position): Promise<void> {
    for (const end = performance.now() + patience; this.sequenced() < position || this.index.position() < position; ) {
      if (performance.now() > end) throw new Error('the log does not follow its store: no checkpoint covers what was appended');
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (this.sequenced() >= position) this.publish();
    }
  }

  /** Position up to which the store is sequenced. @throws when sequencing has stopped. */
  sequenced(): Position {
    if (this.broken) throw this.broken;
    return this.position;
  }

  /** Signs and publishes what is new, tiles before checkpoint, index last. */
  publish(): void {
    if (this.held) return;
    for (const name of logNames) {
      const log = this.logs[name];
      if (log.tree.size === log.published) continue;
      log.note = log.files.publish(log.tree, log.signer);
      log.published = log.tree.size;
    }
    if (this.pending.length === 0) return;
    this.index.add(this.pending);
    this.pending = [];
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort();
    await this.following;
    this.publish();
    this.index.close();
  }

  /** What was sequenced last must still stand where it stood: a restored old store or another one ends differently. */
  private async recognise(): Promise<void> {
    const newest = this.index.newest();
    if (!newest) return;
    for await (const [event] of this.store.readAll(this.position - 1n, { batch: 1 })) {
      if (event && event.position === this.position && sameBytes(leafHash(event.leaf), newest)) return;
      break;
    }
    throw new Error('the store is older than its log, or another store: restore the newest backup of the store; amparo check-log tells what differs');
  }

  private async follow(): Promise<void> {
    for await (const events of this.store.follow(this.position, { signal: this.stop.signal })) {
      this.take(events);
      if (this.pending.length > 20_000) this.publish();
    }
  }

  private take(events: readonly StoredEvent[]): void {
    for (const { stream, seq, type, leaf, position } of events) {
      const name = logOf(stream);
      const log = this.logs[name];
      const hash = leafHash(leaf);
      const index = log.seen++;
      // After a crash the tiles may be ahead of the index: then the store must have the very same leaves.
      if (index >= log.tree.size) log.tree.append(hash);
      else if (!sameBytes(log.tree.leaf(index), hash)) {
        throw new Error(`event ${index} of the ${name} log is not the one its checkpoint commits to: this store is another or was changed; amparo check-log tells where`);
      }
      this.pending.push({ hash, log: name, index, position, stream, seq, own: isOwn(stream, type), ...(seq === 0 && { file: fileOfFirst(leaf) }) });
      this.position = position;
    }
  }
}
