import { getNamedType, isObjectType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { readLeaf } from '@amparo/evidence';
import { protocolEvents } from '@amparo/protocol';
import { checkStore } from '../../../apps/cli/src/store-check';
import { openOffices, type Offices } from '../offices';
import { Running, type Recorded, type Who } from '../running';
import { nationalSystem } from './national-system';

/** The fields in which something is said about a person. */
const sealed = new Set(Object.values(protocolEvents).flatMap((definition) => Object.keys('sealed' in definition ? definition.sealed : {})));

type Edges<Node> = Readonly<{ edges: readonly Readonly<{ node: Node }>[] }>;

/** Everything that can be selected below a type. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named) || depth > 8) return '';
  return `{ ${Object.values(named.getFields()).map((field) => `${field.name} ${selection(field.type, depth + 1)}`).join(' ')} }`;
}

/**
 * A story that the national system lives: told through GraphQL alone, by agents of its institutions, on days of its own. Time
 * goes by while the server is down, as over a night or a year; when it is up again it does first what came due meanwhile.
 */
export class Story {
  /** What is said about her and the ids of what is hers: nobody outside may be shown any of it. */
  private readonly hers = new Set<string>();
  private readonly leaves: string[] = [];

  private constructor(
    readonly running: Running,
    readonly offices: Offices,
  ) {}

  /** @param day when it begins, in ISO 8601 with its offset: `2026-03-07T23:40-04:00`. */
  static async begins(day: string): Promise<Story> {
    jest.useFakeTimers({ now: new Date(day), advanceTimers: true, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    const running = await Running.founded();
    return new Story(running, await openOffices(running, nationalSystem));
  }

  async ends(): Promise<void> {
    await this.running.end();
    jest.useRealTimers();
  }

  /** The server stops, time goes by, it starts, and does what is due. */
  async later(day: string): Promise<void> {
    await this.running.stop();
    jest.setSystemTime(new Date(day));
    await this.running.start();
    const { processMemory, store } = this.running.system;
    for (let quiet = 0, waited = 0; quiet < 2; waited += 50) {
      if (waited > 20_000) throw new Error('what is due is not done');
      await new Promise((resolve) => setTimeout(resolve, 50));
      quiet = processMemory.checkpoint() >= (await store.head()) && processMemory.due(new Date().toISOString(), 1).length === 0 ? quiet + 1 : 0;
    }
  }

  /** @param name `unit role`, such as `mmujer-azua caseworker`; with `!` behind it with a token of their own. */
  who(name: string): Who {
    const own = name.endsWith('!');
    const found = this.offices[own ? name.slice(0, -1) : name];
    if (!found) throw new Error(`nobody is ${name}`);
    return own ? { ...found, own } : found;
  }

  /** What somebody records; its id. */
  async tell(name: string | Who, mutation: string, input: object): Promise<string> {
    return (await this.recorded(name, mutation, input)).id;
  }

  async recorded(name: string | Who, mutation: string, input: object): Promise<Recorded> {
    const recorded = await this.running.record(typeof name === 'string' ? this.who(name) : name, mutation, input);
    this.hers.add(recorded.id);
    this.leaves.push(...recorded.events.map(({ leafHash }) => leafHash));
    this.remember(input);
    return recorded;
  }

  /** What institutions arrange among themselves, and is about nobody: others may be shown it. */
  async arrange(name: string | Who, mutation: string, input: object): Promise<string> {
    const { id, events } = await this.running.record(typeof name === 'string' ? this.who(name) : name, mutation, input);
    this.leaves.push(...events.map(({ leafHash }) => leafHash));
    return id;
  }

  refused(name: string | Who, mutation: string, input: object): Promise<string> {
    return this.running.refusal(typeof name === 'string' ? this.who(name) : name, mutation, input);
  }

  /** What a query answers somebody, under the name it is asked by. */
  async see<T>(name: string | Who, query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    const { data, errors } = await this.running.ask(typeof name === 'string' ? this.who(name) : name, query, variables, headers);
    if (errors.length > 0 || !data) throw new Error(`${String(name)}: ${query.slice(0, 60)} … ${JSON.stringify(errors)}`);
    return Object.values(data)[0] as T;
  }

  /** The nodes of a list. */
  async list<T>(name: string | Who, query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<T[]> {
    return ((await this.see<Edges<T> | null>(name, query, variables, headers))?.edges ?? []).map(({ node }) => node);
  }

  /** What somebody is shown of a case: types of the entries in their order, and every word in them; null where there is no such case to them. */
  async timeline(name: string | Who, of: string): Promise<{ types: string[]; words: string } | null> {
    type Entry = { type: string; clear: object[]; opened: object[] };
    const shown = await this.see<Edges<Entry> | null>(name, 'query ($of: ID!) { caseTimeline(case: $of, first: 100) { edges { node { type clear { name value } opened { name value } } } } }', { of });
    return shown && { types: shown.edges.map(({ node }) => node.type), words: JSON.stringify(shown.edges.map(({ node }) => [node.clear, node.opened])) };
  }

  /** Types of the events of a stream, in its order: what the record holds in the end, whoever wrote it. */
  async recordOf(stream: string): Promise<string[]> {
    return (await this.running.system.store.readStream(stream)).map(({ leaf }) => readLeaf(leaf).type);
  }

  /** Checks the whole store against its log, and that the log gives a receipt for everything that was told. */
  async auditTrail(): Promise<{ events: number; faults: readonly object[]; withoutReceipt: readonly string[] }> {
    // The log signs what it has taken in within seconds.
    let withoutReceipt = this.leaves;
    for (let tries = 0; tries < 100 && withoutReceipt.length > 0; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 100));
      const receipts = await Promise.all(withoutReceipt.map((h) => this.running.post({ query: 'query ($h: String!) { receipt(leafHash: $h) }', variables: { h } }, {})));
      withoutReceipt = withoutReceipt.filter((_, i) => typeof receipts[i]?.data?.['receipt'] !== 'string');
    }
    const { events, faults } = await checkStore(this.running.config.data);
    return { events, faults, withoutReceipt };
  }

  /**
   * Of what is hers, everything that is shown to who has no part in the story: as `who: what`. Every list of the schema is asked
   * for, and everything that is asked for by an id is asked with the id of everything of hers.
   * @param involved compartments; audit is nobody's outsider: it sees the envelopes of everything.
   * @param kept from it although they work there: `unit role`.
   */
  async shownOutside(involved: readonly string[], kept: readonly string[] = []): Promise<string[]> {
    const found: string[] = [];
    // Whatever is asked for by an id has a stream of that id: what is only part of one, a consent for one, is found by no query.
    const streams = new Set<string>();
    for await (const events of this.running.system.store.readAll(0n)) for (const { stream } of events) streams.add(stream.slice(stream.indexOf('-') + 1));
    const ids = [...this.hers].filter((one) => streams.has(one));
    for (const [name, who] of Object.entries(this.offices)) {
      if ([...involved, 'auditoria-sede'].includes(who.compartment) && !kept.includes(name)) continue;
      for (const answer of await this.everythingShownTo(who, ids)) for (const one of this.hers) if (answer.includes(JSON.stringify(one).slice(1, -1))) found.push(`${name}: ${one}`);
    }
    return [...new Set(found)];
  }

  private async everythingShownTo(who: Who, ids: readonly string[]): Promise<string[]> {
    const questions: [query: string, variables: object][] = [];
    for (const field of Object.values(this.running.schema.getQueryType()?.getFields() ?? {})) {
      const required = field.args.filter(({ type, defaultValue }) => type.toString().endsWith('!') && defaultValue === undefined);
      if (required.length > 1 || required.some(({ type }) => type.toString() !== 'ID!')) continue; // asked of what only an insider can name
      const given = required[0] ? ids.map((id) => ({ [required[0]!.name]: id })) : [{}];
      // A replay is of a moment, which its schema cannot say is needed: of now.
      const moment = field.name === 'caseReplay' ? { asOf: new Date().toISOString() } : {};
      for (const one of given) {
        const variables = { ...one, ...moment };
        questions.push([asked(field, variables), variables]);
      }
    }
    const answers: string[] = [];
    // Several at a time: each waits for the record of its own read.
    for (let next = 0; next < questions.length; next += 25) {
      const some = questions.slice(next, next + 25).map(([query, variables]) => this.running.ask(who, query, variables));
      // The ids that were asked with come back in no answer but one that has something to say.
      for (const { data, errors } of await Promise.all(some)) {
        const unasked = errors.find(({ extensions }) => extensions['code'] !== 'FORBIDDEN_FOR_ROLE');
        if (unasked) throw new Error(`not answered at all: ${JSON.stringify(unasked)}`);
        answers.push(JSON.stringify(data));
      }
    }
    return answers;
  }

  private remember(input: object): void {
    for (const [field, value] of Object.entries(input) as [string, unknown][]) {
      // Words are hers wherever they stand; what is shorter, a number or a date, where it is said of her.
      if (typeof value === 'string' && (/\s/.test(value) || (sealed.has(field) && !/^[A-Z_]{0,40}$/.test(value)))) this.hers.add(value);
      else if (typeof value === 'object' && value !== null) this.remember(value);
    }
  }
}

const asked = ({ name, args, type }: GraphQLField<unknown, unknown>, given: object): string => {
  const used = args.filter((arg) => arg.name in given);
  const [declared, passed] = [used.map((arg) => `$${arg.name}: ${arg.type.toString()}`).join(', '), used.map((arg) => `${arg.name}: $${arg.name}`).join(', ')];
  return `query ${declared && `(${declared})`} { ${name}${passed && `(${passed})`} ${selection(type)} }`;
};
