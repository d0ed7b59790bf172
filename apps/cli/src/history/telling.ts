import { createHash } from 'node:crypto';
import type { Command, CommandMeta } from '@amparo/event-sourcing';
import type { EventStore } from '@amparo/event-store';
import { Refused, type CommandInput, type Recorded } from '@amparo/access/mutation.graphql';
import { ExpirePlaceHold, FreePlaces, type ClockPolicy, type LegalBasis, type Likenesses, type ProcessMemory, type Purpose } from '@amparo/protocol';
import { Follower } from '@amparo/protocol/follower.process';
import { processes } from '@amparo/protocol/process.module';
import type { Staff } from '../demo/load-directory';
import { Chance } from './chance';
import type { InProcess } from './in-process';

/** What happens to one person, course or unit over the years: it yields when it goes on, and is told then. */
export type Story = AsyncGenerator<string, void, void>;

/**
 * Why an event puts nobody into a figure who is not in it anyway: the same person again, before or after the days that are
 * counted, recorded in error, of a unit that was closed, or not what the figure counts.
 */
export type Aside = 'AGAIN' | 'OUTSIDE' | 'IN_ERROR' | 'CLOSED' | 'NOT_COUNTED';

type CommandOf<I extends object> = new (input: Readonly<I>, meta: CommandMeta) => Command<string, I>;
/** `present`: it is done now, and told for no earlier time. */
type How = Readonly<{ basis?: Readonly<{ kind: LegalBasis; ref?: string }>; purpose?: Purpose; present?: true }>;

const seed = 1999;
const movedOver = 'MOVED_FROM_OTHER_SYSTEM' as const;
const now = (): string => new Date().toISOString();

/**
 * Tells stories in the order in which they happened, each command for the time of the story and recorded now, late, as moved from
 * another system. Process managers follow in the time of the telling: what ended then ends there, before the next thing happens.
 */
export class Telling {
  readonly chance = new Chance(seed);
  /** Events that change no figure when they are taken out, and why. */
  readonly asides = new Map<string, Aside>();
  private readonly staff = new Map<string, Staff>();
  private readonly follower: Follower;
  private clock = '';
  private commands = 0;

  constructor(
    private readonly api: InProcess,
    store: EventStore,
    private readonly memory: ProcessMemory,
    likenesses: Likenesses,
    readonly administrators: readonly [Staff, Staff],
    /** The deadlines in force: those by which the recorder decides. */
    policy: ClockPolicy,
  ) {
    this.follower = new Follower(store, memory, processes(policy, likenesses), (command) => this.api.give(this.asTold(command)), () => this.clock);
  }

  /** Tells them all. `progress` is told the day that has come. */
  async tell(stories: readonly Story[], progress: (day: string) => void): Promise<void> {
    const waiting = new Waiting();
    for (const story of stories) waiting.add(await begun(story));
    for (let next = waiting.first(); next; next = waiting.first()) {
      await this.pass(next.at);
      progress(next.at.slice(0, 10));
      const { value, done } = await next.story.next();
      if (done) continue;
      if (value < next.at) throw new Error(`a story goes back from ${next.at} to ${value}`);
      waiting.add({ ...next, at: value });
    }
    await this.follower.catchUp();
  }

  /** Who works at a unit in a role. */
  desk(unit: string, role: string): Staff {
    const found = this.staff.get(`${unit} ${role}`);
    if (!found) throw new Error(`nobody is ${role} at ${unit}`);
    return found;
  }

  appointed(one: Staff): void {
    this.staff.set(`${one.unit} ${one.role}`, one);
  }

  /** One command, for the time of the story. @throws when it is refused: a history asks for nothing that should be. */
  async do<I extends object>(who: Staff, type: CommandOf<I>, input: NoInfer<Partial<I>>, { present, ...how }: How = {}): Promise<Recorded> {
    const commandId = this.commandId();
    const told = present ? {} : { at: this.clock, late: movedOver };
    const outcome = await this.api.mutate(type as new (input: never, meta: CommandMeta) => Command, { commandId, ...input, ...told, ...how } as CommandInput, await this.caller(who, commandId));
    if (outcome instanceof Refused) throw new Error(`${this.clock} ${who.role} at ${who.unit}: ${type.name} refused: ${outcome.code} ${outcome.message}`);
    return outcome;
  }

  /** Notes that what was recorded puts nobody into a figure. */
  aside(why: Aside, { events }: Recorded): void {
    for (const { id } of events) this.asides.set(id, why);
  }

  /** Lets the time of the story come: the process managers do what was due until then, each at its hour. */
  private async pass(to: string): Promise<void> {
    this.clock ||= to;
    await this.follower.catchUp();
    for (let done = ''; ; ) {
      const due = this.memory.due(to, 1_000).find((item) => (item.due ?? '') > done)?.due;
      if (due === undefined) break;
      done = due;
      if (due > this.clock) this.clock = due;
      await this.follower.giveDue();
      await this.follower.catchUp();
    }
    this.clock = to;
  }

  /** A process manager's command of the time of the story, recorded now. Places are freed in the present. */
  private asTold(command: Command): Command {
    const receivedAt = now();
    const time = command instanceof FreePlaces || command instanceof ExpirePlaceHold ? { at: receivedAt } : { late: movedOver };
    return new (command.constructor as CommandOf<object>)(command.input, { ...command.meta, receivedAt, ...time });
  }

  private async caller({ client, institution, compartment, agent, role }: Staff, requestId: string) {
    const standing = await this.api.directory.agent(institution, agent);
    if (!standing || standing.suspended) throw new Error(`${agent} of ${institution} may not act`);
    const { person, unit, roles, authority } = standing;
    const acting = { client, institution, compartment, agent, person, roles: roles.filter((one) => one === role), authority, ...(unit !== undefined && { unit }) };
    return { ...acting, assurance: 'AUTHENTICATED' as const, purpose: role === 'administrator' ? ('ADMINISTRATION' as const) : ('ASSISTANCE' as const), language: 'en' as const, requestId };
  }

  /** UUID version 7 (RFC 9562 §5.7) of the time of the story; the same in each telling. */
  private commandId(): string {
    const bytes = createHash('sha256').update(`${seed} ${++this.commands}`).digest().subarray(0, 16);
    bytes.writeUIntBE(Date.parse(this.clock), 0, 6);
    bytes[6] = (bytes[6]! & 0x0f) | 0x70;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

type Next = Readonly<{ at: string; order: number; story: Story }>;

async function begun(story: Story): Promise<Omit<Next, 'order'> | undefined> {
  const { value, done } = await story.next();
  return done ? undefined : { at: value, story };
}

/** Stories by when they go on; of those at one time, in the order in which they came. */
class Waiting {
  private readonly latestFirst: Next[] = [];
  private added = 0;

  add(one: Omit<Next, 'order'> | undefined): void {
    if (!one) return;
    let [low, high] = [0, this.latestFirst.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.latestFirst[middle]!.at > one.at) low = middle + 1;
      else high = middle;
    }
    this.latestFirst.splice(low, 0, { at: one.at, story: one.story, order: this.added++ });
  }

  first(): Next | undefined {
    return this.latestFirst.pop();
  }
}
