import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GraphQLSchema } from 'graphql';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { Role } from '@amparo/protocol';
import { roles } from '@amparo/protocol';
import { apiModule } from '../../apps/api/src/api.module';
import { serveAttachments } from '../../apps/api/src/attachments';
import { serveBundles } from '../../apps/api/src/bundles';
import { configFrom, type Config } from '../../apps/api/src/config';
import { initialise, type Founded } from '../../apps/api/src/initialise';
import { issueToken } from '../../apps/api/src/issuer';
import { serveLogs } from '../../apps/api/src/log-endpoints';
import { serverOf } from '../../apps/api/src/server';
import { openSystem, type System } from '../../apps/api/src/system';

/** Who asks: a client of a compartment, with the agent it acts for, or who acts with a token of their own. */
export type Who = Readonly<{ client: string; institution: string; compartment: string; agent?: string; own?: boolean; roles?: readonly Role[] }>;

export type GraphQLAnswer = Readonly<{
  status: number;
  data: Readonly<Record<string, unknown>> | null;
  errors: readonly Readonly<{ message: string; extensions: Readonly<Record<string, unknown>> }>[];
  text: string;
}>;

export type Recorded = Readonly<{ id: string; position: string; leafHash: string; events: readonly Readonly<{ id: string; type: string; seq: number; leafHash: string }>[] }>;
export type Refused = Readonly<{ code: string; message: string }>;

/**
 * What the server does by itself, as soon as it is done: asks until the answer is neither false nor nothing; what throws is asked again.
 * @param within milliseconds. @throws after that, saying what was seen last.
 */
export async function eventually<Seen>(what: () => Promise<Seen | false | null | undefined>, within = 10_000): Promise<Seen> {
  const end = performance.now() + within;
  for (;;) {
    let last: string;
    try {
      const seen = await what();
      if (seen) return seen;
      last = inspect(seen);
    } catch (error) {
      last = (error as Error).message;
    }
    if (performance.now() > end) throw new Error(`not within ${within} ms; last seen: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const outcome = '{ __typename ... on Recorded { id position leafHash events { id type seq leafHash } } ... on Refused { code message } }';

/** A server as a partner meets it: over HTTP, with tokens of the issuer, and with the process behind it to stop and start. */
export class Running {
  private app: NestFastifyApplication | undefined;
  /** Where it listens. */
  address = '';
  private readonly tokens = new Map<string, Promise<string>>();
  system!: System;

  private constructor(
    private readonly place: string,
    readonly config: Config,
    readonly founded: Founded,
  ) {}

  /** @param more of what an operator sets. */
  static async founded(more: Readonly<Record<string, string>> = {}): Promise<Running> {
    const place = mkdtempSync(join(tmpdir(), 'amparo-e2e-'));
    const config = configFrom({ AMPARO_DATA: join(place, 'data'), AMPARO_KEYS: join(place, 'keys'), AMPARO_LOG: 'silent', PORT: '0', ...more });
    const { system, founded } = await initialise(config, {
      institution: 'mirex',
      name: 'Ministerio de Relaciones Exteriores',
      kind: 'FOREIGN_AFFAIRS',
      administrators: ['Ana Fundadora', 'Luz Fundadora'],
    });
    await system.close();
    const running = new Running(place, config, founded);
    await running.start();
    return running;
  }

  async start(): Promise<void> {
    this.tokens.clear(); // who comes back after a while comes with a new one
    this.system = await openSystem(this.config);
    this.app = await serverOf(apiModule(this.system), this.config);
    serveAttachments(this.app, this.system);
    serveBundles(this.app, this.system);
    serveLogs(this.app, this.system);
    await this.app.listen(this.config.port, '127.0.0.1');
    this.address = await this.app.getUrl();
  }

  async stop(): Promise<void> {
    await this.app?.close();
    await this.system.close();
  }

  /** Stops for good and leaves nothing. */
  async end(): Promise<void> {
    await this.stop();
    rmSync(this.place, { recursive: true });
  }

  /** Where it is served. */
  get url(): string {
    return this.address;
  }

  get schema(): GraphQLSchema {
    if (!this.app) throw new Error('start it first');
    return this.app.get(GraphQLSchemaHost).schema;
  }

  administrator(which: 0 | 1): Who {
    const { client, administrators } = this.founded;
    return { client, institution: 'mirex', compartment: 'mirex', agent: administrators[which] ?? '', own: true };
  }

  async token({ client, institution, compartment, agent, own = false, roles: named = roles }: Who): Promise<string> {
    const request = { client, institution, compartment, roles: named, ...(own && agent !== undefined ? { agent } : {}) };
    const key = JSON.stringify(request);
    const known = this.tokens.get(key) ?? issueToken(this.config, request);
    this.tokens.set(key, known);
    return known;
  }

  /** A token that was good once. */
  expired({ client, institution, compartment }: Who): Promise<string> {
    return issueToken(this.config, { client, institution, compartment, roles, minutes: -1 });
  }

  /** Any request, as it comes over the wire. */
  async post(body: object, headers: Readonly<Record<string, string>>): Promise<GraphQLAnswer> {
    const response = await fetch(`${this.address}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    const text = await response.text();
    const { data = null, errors = [] } = JSON.parse(text) as Partial<GraphQLAnswer>;
    return { status: response.status, data, errors, text };
  }

  /** A plain request, as it comes over the wire. */
  async get(who: Who, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const acting: Record<string, string> = who.agent !== undefined && !who.own ? { 'on-behalf-of': who.agent } : {};
    return fetch(`${this.address}${path}`, { headers: { authorization: `Bearer ${await this.token(who)}`, 'purpose-of-use': 'ASSISTANCE', ...acting, ...headers } });
  }

  /** A request for a file, as it comes over the wire. */
  async file(who: Who, query: Readonly<Record<string, string>>, upload?: Readonly<{ type: string; body: Buffer | string; digest?: string }>): Promise<Response> {
    const acting: Record<string, string> = who.agent !== undefined && !who.own ? { 'on-behalf-of': who.agent } : {};
    const headers = { authorization: `Bearer ${await this.token(who)}`, 'purpose-of-use': 'ASSISTANCE', 'accept-language': 'en', ...acting };
    const address = `${this.address}/attachments?${new URLSearchParams(query).toString()}`;
    if (!upload) return fetch(address, { headers });
    const { type, body, digest } = upload;
    return fetch(address, { method: 'POST', headers: { ...headers, 'content-type': type, ...(digest !== undefined && { 'content-digest': digest }) }, body: Buffer.from(body) });
  }

  /** A part of a log, as it comes over the wire. */
  log(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.address}/log/${path}`, { headers });
  }

  async ask(who: Who, query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<GraphQLAnswer> {
    const acting = who.agent !== undefined && !who.own ? { 'on-behalf-of': who.agent } : {};
    const authorization = `Bearer ${await this.token(who)}`;
    return this.post({ query, variables }, { authorization, 'purpose-of-use': 'ASSISTANCE', 'accept-language': 'en', ...acting, ...headers });
  }

  /** A mutation by its name; `commandId` is new unless the input has one. */
  async send(who: Who, mutation: string, input: object, headers: Readonly<Record<string, string>> = {}): Promise<Recorded | Refused> {
    const answer = await this.attempt(who, mutation, input, headers);
    if (answer.errors.length > 0) throw new Error(`${mutation}: ${answer.text}`);
    return answer.data?.[mutation] as Recorded | Refused;
  }

  attempt(who: Who, mutation: string, input: object, headers: Readonly<Record<string, string>> = {}): Promise<GraphQLAnswer> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    return this.ask(who, `mutation ($input: ${type}!) { ${mutation}(input: $input) ${outcome} }`, { input: { commandId: randomUUID(), ...input } }, headers);
  }

  /** A mutation that must be recorded. */
  async record(who: Who, mutation: string, input: object, headers: Readonly<Record<string, string>> = {}): Promise<Recorded> {
    const answered = await this.send(who, mutation, input, headers);
    if ('code' in answered) throw new Error(`${mutation} refused: ${answered.code} ${answered.message}`);
    return answered;
  }

  /** Code of the refusal of a mutation, or of its error. */
  async refusal(who: Who, mutation: string, input: object, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const { data, errors } = await this.attempt(who, mutation, input, headers);
    if (errors[0]) return String(errors[0].extensions['code']);
    const answered = data?.[mutation] as Partial<Refused>;
    return answered.code ?? 'RECORDED';
  }
}
