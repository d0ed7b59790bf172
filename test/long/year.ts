import { createHash } from 'node:crypto';
import { isRefusal, type Command, type CommandMeta } from '@amparo/event-sourcing';
import { checkedInput } from '@amparo/access/input-check.graphql';
import { mayIssue } from '@amparo/access/roles';
import { clocks, type LegalBasis, type Likenesses, type ProcessMemory, type Purpose, type Role } from '@amparo/protocol';
import { Follower } from '@amparo/protocol/follower.process';
import { processes } from '@amparo/protocol/process.module';
import type { Staff } from '../../apps/cli/src/demo/load-directory';
import { Chance, later } from '../../apps/cli/src/history/chance';
import type { InProcess } from '../../apps/cli/src/history/in-process';
import type { Story } from '../../apps/cli/src/history/telling';
import type { GatheredStore } from './gathered-store';
import { Queue } from './queue';

/** Somebody who works somewhere, with what gives them the right. */
export type Worker = Staff & Readonly<{ authority?: CommandMeta['authority'] }>;
type CommandOf<I extends object> = new (input: Readonly<I>, meta: CommandMeta) => Command<string, I>;
type How = Readonly<{ basis?: Readonly<{ kind: LegalBasis; ref?: string }>; purpose?: Purpose }>;
/** `id` of what the command made, or of the stream it wrote to; `command` is its own. */
export type Done = Readonly<{ id: string; command: string; events: readonly Readonly<{ id: string }>[] }>;

/** A refusal that the story did not reckon with. */
class Unforeseen extends Error {}

/** How many events are gathered before they are written. */
const together = 5_000;

/**
 * A year, told in the order in which it happens: each command goes to the handler that the API gives it to, at the time of the story,
 * with the role and the checks of its input. Process managers follow in that time. Told again with the same seed it is the same year.
 */
export class Year {
  readonly chance: Chance;
  /** The time of the story. */
  now: string;
  /** Commands recorded, and refusals met, by name. */
  readonly recorded = new Map<string, number>();
  readonly refused = new Map<string, number>();
  /** Stories that met a refusal they did not reckon with, and ended there: a fault of the stories, or of the rules. */
  readonly brokenOff: string[] = [];
  private readonly queue = new Queue();
  private readonly workers = new Map<string, Worker[]>();
  private readonly follower: Follower;
  private commands = 0;

  constructor(
    private readonly api: InProcess,
    private readonly store: GatheredStore,
    private readonly memory: ProcessMemory,
    likenesses: Likenesses,
    readonly from: string,
    readonly until: string,
    private readonly seed: number,
  ) {
    this.chance = new Chance(seed);
    this.now = from;
    this.follower = new Follower(store, memory, processes(clocks, likenesses), (command) => this.api.give(command), () => this.now);
  }

  /** A story that goes on at a time. One that would begin after the year is not told. */
  add(at: string, story: Story): void {
    if (at < this.until) this.queue.add(at, story);
  }

  /** Tells what was added until the year ends; `progress` is told the day that has come. */
  async tell(progress: (day: string) => void = () => undefined): Promise<void> {
    for (let next = this.queue.first(); next; next = this.queue.first()) {
      if (next.at > this.now) {
        if (next.at.slice(0, 10) > this.now.slice(0, 10)) progress(next.at.slice(0, 10));
        await this.pass(next.at);
      }
      const on = await next.story.next().catch((error: Error) => {
        if (!(error instanceof Unforeseen)) throw error;
        this.brokenOff.push(error.message);
        return { done: true } as const;
      });
      if (!on.done) this.add(on.value > this.now ? on.value : this.now, next.story);
      if (this.store.gathered >= together) await this.store.write();
    }
    await this.pass(this.until);
    await this.store.write();
  }

  appointed(worker: Worker): void {
    const place = `${worker.unit} ${worker.role}`;
    this.workers.set(place, [...(this.workers.get(place) ?? []), worker]);
  }

  /** Somebody who works at a unit in a role. */
  desk(unit: string, role: Role): Worker {
    const there = this.workers.get(`${unit} ${role}`);
    if (!there) throw new Error(`nobody is ${role} at ${unit}`);
    return there.length === 1 ? there[0]! : this.chance.pick(there);
  }

  /** All who were appointed. */
  staff(): Worker[] {
    return [...this.workers.values()].flat();
  }

  /** One command, now. @throws when it is refused. */
  async do<I extends object>(who: Worker, type: CommandOf<I>, input: NoInfer<Partial<I>>, how: How = {}): Promise<Done> {
    const outcome = await this.give(who, type, input, how);
    if ('refused' in outcome) throw new Unforeseen(`${this.now} ${who.role} at ${who.unit}: ${type.name} refused: ${outcome.refused}`);
    return outcome;
  }

  /** One command, now, that may meet such refusals: then nothing happened, and undefined says so. @throws at any other refusal. */
  async may<I extends object>(expected: readonly string[], who: Worker, type: CommandOf<I>, input: NoInfer<Partial<I>>, how: How = {}): Promise<Done | undefined> {
    const outcome = await this.give(who, type, input, how);
    if (!('refused' in outcome)) return outcome;
    if (!expected.includes(outcome.refused)) throw new Unforeseen(`${this.now} ${who.role} at ${who.unit}: ${type.name} refused: ${outcome.refused}`);
    count(this.refused, `${type.name} ${outcome.refused}`);
    return undefined;
  }

  private async give<I extends object>(who: Worker, type: CommandOf<I>, input: Partial<I>, how: How): Promise<Done | Readonly<{ refused: string }>> {
    const id = this.commandId();
    const rule = mayIssue[type.name];
    if (!rule?.by.some((role) => role === who.role)) throw new Error(`a ${who.role} does not give ${type.name}`);
    const { value, bad } = checkedInput(`${type.name}Input`, { commandId: id, ...input });
    if (bad.length > 0) throw new Error(`${type.name}: ${JSON.stringify(bad)}`);
    const { commandId: _id, ...asked } = value;
    const { client, agent, unit, institution, role, authority } = who;
    const command = new type(asked as I, {
      id,
      actor: { client, agent, ...(unit !== '' && { unit }), institution, role, assurance: 'AUTHENTICATED' },
      purpose: how.purpose ?? (role === 'administrator' ? 'ADMINISTRATION' : role === 'prosecutor' ? 'PROSECUTION' : 'ASSISTANCE'),
      basis: how.basis ?? { kind: rule.basis ?? 'LEGAL_OBLIGATION' },
      at: this.now,
      receivedAt: this.now,
      correlation: id,
      ...(authority && { authority }),
    });
    const outcome = await this.api.give(command);
    if (isRefusal(outcome)) return outcome;
    count(this.recorded, type.name);
    return { id: outcome.created ?? outcome.stream.slice(outcome.stream.indexOf('-') + 1), command: id, events: outcome.events };
  }

  /** Lets time pass: the process managers do what was due until then, each at its hour. */
  private async pass(to: string): Promise<void> {
    await this.follower.catchUp();
    for (;;) {
      const [next] = this.memory.due(to, 1);
      if (next?.due === undefined) break;
      // What is postponed, because it cannot be done yet, is due later than it was: time goes on.
      if (next.due > this.now) this.now = next.due;
      await this.follower.giveDue();
      await this.follower.catchUp();
      if (this.store.gathered >= together) await this.store.write();
    }
    if (to > this.now) this.now = to;
  }

  /** UUID version 7 (RFC 9562 §5.7) of the time of the story. */
  private commandId(): string {
    const bytes = createHash('sha256').update(`${this.seed} ${++this.commands}`).digest().subarray(0, 16);
    bytes.writeUIntBE(Date.parse(this.now), 0, 6);
    bytes[6] = (bytes[6]! & 0x0f) | 0x70;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** In so many hours, give or take a half of them. */
  inHours(hours: number): string {
    return later(this.now, Math.round(hours * 60 * (0.5 + this.chance.next())));
  }

  inDays(days: number): string {
    return this.inHours(days * 24);
  }

  /** Whether something happens that happens to so many of a hundred. */
  percent(of: number): boolean {
    return this.chance.next() * 100 < of;
  }
}

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
