import { join } from 'node:path';
import {
  cosignaturesOf,
  NoteError,
  noteVerifier,
  openNote,
  parseCheckpoint,
  sameBytes,
  signatureLines,
  type Checkpoint,
  type Cosignature,
  type LogName,
  type Policy,
} from '@amparo/evidence';
import { CosignedNote } from './cosigned-note';
import { logNames, type Notary } from './notary';
import { addCheckpoint, latestCosigned, WitnessUnreachable, type WitnessAddress } from './witness-wire';

/** The store is not the one that a witness saw. Nothing may be signed over it. */
export class StoreContradicted extends Error {}

/** How a witness last did for a log. `failure` is a stable word, or what the network said. */
export type WitnessState = Readonly<{ witness: string; log: LogName; size?: number; failure?: string }>;

type Exchange = { address: WitnessAddress; log: LogName; known: number; failures: number; notBefore: number; failure?: string; size?: number; turn: Promise<unknown> };

const stateOf = ({ address, log, size, failure }: Exchange): WitnessState => ({
  witness: address.submission.href,
  log,
  ...(size !== undefined && { size }),
  ...(failure !== undefined && { failure }),
});

/** A cosignature's time, in seconds, may be this far from ours: what is older was not made now, what is newer was not made by a clock. */
const earlier = 600;
const later = 300;
const longest = 3_600_000;

/**
 * The client of the witnesses: collects cosignatures in the background, and on demand. The log and every write go on without it;
 * it only reads what the notary has published. Any witness of c2sp.org/tlog-witness will do.
 */
export class Witnesses {
  private readonly exchanges: readonly Exchange[];
  private readonly notes: Readonly<Record<LogName, CosignedNote>>;
  private quiet: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param folder of the logs. @param every milliseconds between rounds. @param timeout milliseconds for one exchange. @param changed
   * hears when an exchange begins to fail, fails otherwise, or does well again.
   * @throws when the cosigned note beside a log is not of it.
   */
  constructor(
    private readonly notary: Notary,
    private readonly policy: Policy,
    private readonly options: Readonly<{ folder: string; addresses: readonly WitnessAddress[]; every: number; timeout?: number; now?: () => number; changed?: (state: WitnessState) => void }>,
  ) {
    const note = (log: LogName): CosignedNote => new CosignedNote(join(options.folder, log), notary.vkey(log), policy);
    this.notes = { protocol: note('protocol'), access: note('access') };
    this.exchanges = options.addresses.flatMap((address) => logNames.map((log) => ({ address, log, known: 0, failures: 0, notBefore: 0, turn: Promise.resolve() })));
  }

  /**
   * Compares the logs with what the witnesses cosigned last, and with the cosigned note beside each log.
   * @returns how many witnesses were reached. One that remembers nothing of a log that was cosigned before does not count.
   * @throws StoreContradicted when the store is behind one of them, or differs.
   */
  async compare(): Promise<number> {
    for (const log of logNames) this.agrees(log, this.notes[log].checkpoint, 'the cosigned checkpoint beside it');
    const reached = await Promise.all(this.options.addresses.map((address) => this.compareWith(address)));
    return reached.filter(Boolean).length;
  }

  /** Begins the rounds. */
  start(): void {
    const round = (): void => void this.round();
    this.timer = setInterval(round, this.options.every);
    this.timer.unref();
    round();
  }

  /** One round; who failed lately waits longer each time, up to an hour, unless it is urgent. Never throws. */
  async round(urgent = false): Promise<void> {
    await Promise.all(
      this.exchanges.map((exchange) => {
        if (!urgent && this.now() < exchange.notBefore) return exchange.turn;
        exchange.turn = exchange.turn.then(() => this.exchanged(exchange));
        return exchange.turn;
      }),
    );
  }

  /** One round now over all that is sequenced, whatever failed before; fulfils when every witness has answered or failed. Never throws. */
  async collect(): Promise<void> {
    this.notary.publish();
    await this.round(true);
  }

  /** The newest cosigned checkpoint of a log, the log's own signature first; undefined while there is none. */
  cosigned(log: LogName): string | undefined {
    return this.notes[log].note;
  }

  /**
   * No checkpoint goes out while `work` runs. For what commits to a size of the log (`StreamHeads`): an auditing witness refuses a size
   * below the one that it cosigned last, for good.
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.quiet.then(work);
    this.quiet = done.catch(() => undefined);
    return done;
  }

  state(): readonly WitnessState[] {
    return this.exchanges.map(stateOf);
  }

  /** Ends the rounds, and waits for what is under way. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.exchanges.map(({ turn }) => turn));
  }

  private get timeout(): number {
    return this.options.timeout ?? 30_000;
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private async exchanged(exchange: Exchange): Promise<void> {
    let failure: string | undefined;
    try {
      await this.quiet;
      failure = await this.send(exchange);
    } catch (error) {
      failure = error instanceof WitnessUnreachable || error instanceof NoteError ? error.message : `fault: ${(error as Error).message}`;
    }
    const before = exchange.failure;
    if (failure === undefined) {
      delete exchange.failure;
      exchange.failures = 0;
      exchange.notBefore = 0;
    } else {
      exchange.failure = failure;
      exchange.failures++;
      exchange.notBefore = this.now() + Math.min(this.options.every * 2 ** exchange.failures, longest) - this.options.every / 2;
    }
    if (exchange.failure !== before) this.options.changed?.(stateOf(exchange));
  }

  /** @returns why there is no cosignature, or undefined when there is one, or nothing to cosign. */
  private async send(exchange: Exchange): Promise<string | undefined> {
    for (let attempt = 0; attempt < 4; attempt++) {
      const { note, size, tree } = this.notary.published(exchange.log);
      if (note === undefined) return undefined;
      if (exchange.known > size) return `ahead: the witness has cosigned ${exchange.known} leaves, the log has ${size}`;
      const proof = exchange.known === 0 ? [] : tree.consistencyProof(exchange.known, size);
      const answer = await addCheckpoint(exchange.address, { old: exchange.known, proof, note }, this.timeout);
      if ('size' in answer) {
        exchange.known = answer.size;
        continue;
      }
      if ('refusal' in answer) return `refused ${answer.status}`;
      const cosignatures = this.cosignatures(note, answer.lines);
      if (typeof cosignatures === 'string') return cosignatures;
      exchange.known = size;
      exchange.size = size;
      this.notes[exchange.log].add(note, cosignatures);
      return undefined;
    }
    return 'the witness does not keep the size that it tells';
  }

  /** Those by witnesses of the policy; lines by other keys, and of other kinds, are passed over. */
  private cosignatures(note: string, lines: string): Cosignature[] | string {
    const known = signatureLines(lines).filter(({ name }) => this.policy.witnesses.some(({ verifier }) => verifier.name === name));
    const cosignatures = cosignaturesOf(note + known.map(({ line }) => `${line}\n`).join(''), this.policy);
    if (cosignatures.length === 0) return 'not by a witness of the policy';
    const now = this.now() / 1000;
    const timely = cosignatures.filter(({ time }) => time >= now - earlier && time <= now + later);
    return timely.length === 0 ? 'its time is not now' : timely;
  }

  private async compareWith(address: WitnessAddress): Promise<boolean> {
    for (const log of logNames) {
      const { origin, vkey } = this.notary.published(log);
      let checkpoint: Checkpoint | undefined;
      try {
        const latest = await latestCosigned(address, origin, this.timeout);
        if (latest === undefined) {
          if (this.notes[log].checkpoint) return false;
          continue;
        }
        checkpoint = parseCheckpoint(openNote(latest, [noteVerifier(vkey)]).text);
        if (checkpoint?.origin !== origin || cosignaturesOf(latest, this.policy).length === 0) return false;
      } catch (error) {
        if (error instanceof WitnessUnreachable || error instanceof NoteError) return false;
        throw error;
      }
      this.agrees(log, checkpoint, address.monitoring.href);
    }
    return true;
  }

  private agrees(log: LogName, checkpoint: Checkpoint | undefined, who: string): void {
    if (!checkpoint) return;
    const { tree } = this.notary.published(log);
    if (tree.size < checkpoint.size) {
      throw new StoreContradicted(`the store has ${tree.size} events of the ${log} log, ${who} has seen ${checkpoint.size}: the store is older than what was witnessed; restore the newest backup`);
    }
    if (!sameBytes(tree.root(checkpoint.size), checkpoint.root)) {
      throw new StoreContradicted(`the first ${checkpoint.size} events of the ${log} log are not those that ${who} has seen: this store is another or was changed; amparo check-log tells where`);
    }
  }
}
