import { base64url, fromBase64url, leafHash, readLeaf, type HeadRange, type HeadsTree, type LogName } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import type { Accepted, Recording, StoredEvent } from '@amparo/event-store';
import { createHash } from 'node:crypto';
import { logStream, logStreamState, recordHeads, recordStamp, type CheckpointStamped, type StreamHeads } from './log-stream';
import { logNames, type Notary } from './notary';
import { timeStamp, type TimeAuthorities } from './time-stamps';

/** An event of a log about itself, as it is logged: exact bytes and place, covered by a checkpoint. */
export type Logged<Data> = Readonly<{ leaf: Uint8Array; leafHash: string; stream: string; seq: number; index: number; recordedAt: string; data: Data }>;

/** A `StreamHeads` event with the tree that it commits to. `range` takes a file as `fileOf` gives it. */
export type LoggedHeads = Logged<StreamHeads['data']> & Readonly<{ tree: HeadsTree; range: (file: string) => HeadRange }>;
export type LoggedStamp = Logged<CheckpointStamped['data']>;

/** The parts around the logs that attesting needs. */
export type AttestationParts = Readonly<{
  notary: Notary;
  recording: Recording;
  meta: () => CommandMeta;
  /** Absent: nothing is stamped. */
  authorities?: TimeAuthorities;
  /** The note to be stamped, where a cosigned one is at hand; absent: the newest as the log signed it. */
  noteOf?: (log: LogName) => string | undefined;
  /** Runs work while no checkpoint goes to a witness: an auditing one refuses heads below the size that it cosigned last. */
  exclusively?: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Told what did not succeed and will be tried again. */
  failed: (message: string) => void;
}>;

const hour = 3_600_000;
/** Heads asked for again within this time are the same, when nothing happened meanwhile. In milliseconds. */
const freshFor = 5 * 60_000;
const lookEvery = 60_000;

/**
 * What the logs say of themselves: `StreamHeads` and `CheckpointStamped`, hourly where something happened, and on demand.
 *
 * What waits for a stamp is not kept anywhere but in the log: while no authority answers, the newest checkpoint is due, and a
 * stamp over it says all that a later one over an older checkpoint could. So a restart loses nothing, and no write ever waits.
 */
export class Attestations {
  private readonly turns = new Map<string, Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: AttestationParts) {}

  /** Begins the hourly rhythm, which looks each minute at what is due. */
  start(): void {
    this.timer = setInterval(() => void this.whatIsDue(), lookEvery);
    this.timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled(this.turns.values());
  }

  /** One look at both logs: appends what is due. Never throws; what fails is due again at the next. */
  async whatIsDue(): Promise<void> {
    for (const log of logNames) {
      await this.headsIfDue(log).catch((error: Error) => this.parts.failed(`The heads of the ${log} log are not recorded, and will be: ${error.message}`));
      await this.stampIfDue(log).catch((error: Error) => this.parts.failed(`The checkpoint of the ${log} log is not stamped, and will be: ${error.message}`));
    }
  }

  /**
   * The heads of every stream of a log as of now, as they stand in the log: those of the last minutes where nothing happened since,
   * else new ones.
   * @throws when they cannot be appended, or no checkpoint comes to cover them.
   */
  heads(log: LogName): Promise<LoggedHeads> {
    return this.inTurn(`heads ${log}`, async () => {
      const { heads } = await logStreamState(this.parts.recording, log);
      this.parts.notary.publish();
      const fresh = heads && heads.asOf >= this.parts.notary.log(log).others() && this.age(heads.recordedAt) < freshFor;
      return this.headsLogged(log, fresh ? heads.seq : await this.appendHeads(log));
    });
  }

  /** The `StreamHeads` that stands at a place of the log's stream: a bundle that is rendered again has the same. @throws RangeError when none does. */
  async headsLogged(log: LogName, seq: number): Promise<LoggedHeads> {
    const logged = await this.logged<StreamHeads['data']>(log, 'StreamHeads', seq);
    const tree = await this.parts.notary.log(log).headsAsOf(logged.data.asOf);
    if (tree.size !== logged.data.size || base64url(tree.root()) !== logged.data.root) {
      throw new Error(`StreamHeads ${seq} of the ${log} log does not have the heads of its leaves: amparo check-log tells what differs`);
    }
    return { ...logged, tree, range: (file) => tree.range(file) };
  }

  /**
   * A stamp over the newest checkpoint, as it stands in the log; the last one, where it covers all but what the log says of itself.
   * @returns undefined when no authority is configured. @throws NoTimeStamp when none gives one.
   */
  stamp(log: LogName): Promise<LoggedStamp | undefined> {
    return this.inTurn(`stamp ${log}`, async () => {
      const { authorities, recording, notary } = this.parts;
      if (!authorities) return undefined;
      const { stamp } = await logStreamState(recording, log);
      notary.publish();
      if (stamp && stamp.size >= notary.log(log).others()) return this.logged(log, 'CheckpointStamped', stamp.seq);
      return this.logged(log, 'CheckpointStamped', await this.appendStamp(log, authorities));
    });
  }

  /** Every stamp of a log, oldest first. Of two that cover an event the earlier one says more. */
  async stamps(log: LogName): Promise<LoggedStamp[]> {
    const stamps = (await this.parts.recording.store.readStream(logStream(log))).filter(({ type }) => type === 'CheckpointStamped');
    return stamps.flatMap((stored) => this.covered<CheckpointStamped['data']>(stored) ?? []);
  }

  private async headsIfDue(log: LogName): Promise<void> {
    const { opened, heads } = await logStreamState(this.parts.recording, log);
    if (!opened || this.parts.notary.log(log).others() <= (heads?.asOf ?? 0)) return;
    if (this.age((heads ?? opened).recordedAt) >= hour) await this.heads(log);
  }

  private async stampIfDue(log: LogName): Promise<void> {
    if (!this.parts.authorities) return;
    const { opened, stamp } = await logStreamState(this.parts.recording, log);
    if (!opened || (stamp && (this.age(stamp.recordedAt) < hour || this.parts.notary.log(log).others() <= stamp.size))) return;
    await this.stamp(log);
  }

  private async appendHeads(log: LogName): Promise<number> {
    const { notary, recording, meta, exclusively = (work) => work() } = this.parts;
    const accepted = await exclusively(async () => {
      notary.publish();
      const asOf = notary.published(log).size;
      if (asOf === 0) throw new Error('the log is empty');
      const tree = await notary.log(log).headsAsOf(asOf);
      return recordHeads(recording, log, { asOf, root: base64url(tree.root()), size: tree.size }, meta());
    });
    return this.seqOf(log, accepted, 'heads');
  }

  private async appendStamp(log: LogName, authorities: TimeAuthorities): Promise<number> {
    const { notary, recording, meta, noteOf } = this.parts;
    const note = noteOf?.(log) ?? notary.published(log).note;
    if (note === undefined) throw new Error('the log is empty');
    const end = note.lastIndexOf('\n\n');
    const body = note.slice(0, end + 1);
    const [origin, size] = body.split('\n');
    const cosignatures = note.slice(end + 2, -1).split('\n').filter((line) => !line.startsWith(`— ${origin} `));
    const { answer } = await timeStamp(authorities, createHash('sha256').update(body).digest());
    return this.seqOf(log, await recordStamp(recording, log, { size: Number(size), body, cosignatures, token: base64url(answer) }, meta()), 'stamp');
  }

  /** Where the event stands that was appended, or the one that made it needless. */
  private async seqOf(log: LogName, { events, position }: Accepted, what: 'heads' | 'stamp'): Promise<number> {
    await this.parts.notary.covered(position);
    return events[0]?.seq ?? (await logStreamState(this.parts.recording, log))[what]!.seq;
  }

  private async logged<Data>(log: LogName, type: string, seq: number): Promise<Logged<Data>> {
    const [stored] = await this.parts.recording.store.readStream(logStream(log), seq);
    if (stored?.type !== type || stored.seq !== seq) throw new RangeError(`${logStream(log)}/${seq} is no ${type}`);
    await this.parts.notary.covered(stored.position);
    return this.covered<Data>(stored) ?? Promise.reject(new Error(`no checkpoint covers ${logStream(log)}/${seq}`));
  }

  private covered<Data>({ leaf, stream, seq }: StoredEvent): Logged<Data> | undefined {
    const hash = base64url(leafHash(leaf));
    const found = this.parts.notary.find(hash);
    if (!found || found.index >= this.parts.notary.published(found.log).size) return undefined;
    const { data, recordedAt } = readLeaf(leaf);
    return { leaf, leafHash: hash, stream, seq, index: found.index, recordedAt, data: data as Data };
  }

  private age(recordedAt: string): number {
    return Date.parse(this.parts.recording.now()) - Date.parse(recordedAt);
  }

  /** One after another: two that ask at once get the same event. */
  private inTurn<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(what) ?? Promise.resolve()).catch(() => undefined).then(work);
    this.turns.set(what, turn);
    turn.catch(() => undefined);
    return turn;
  }
}

/** A `.tsr` file out of the event that holds it. */
export const tokenOf = ({ data }: LoggedStamp): Uint8Array => fromBase64url(data.token);
