import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorTexts, readsAs, type ErrorCode } from '@amparo/access';
import { withPurpose } from '@amparo/access/access.graphql';
import { Callers, languageOf } from '@amparo/access/callers.handlers';
import { entryBundle, parseTilePath, readLeaf, type LogName } from '@amparo/evidence';
import { logNames, type PublishedLog } from '@amparo/notary';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { contextOf } from './caller';
import { CannotStart } from './config';
import type { System } from './system';

/** What stands at an address never changes: a tile is of its width. */
const forever = 'public, max-age=31536000, immutable';
const statuses: Readonly<Partial<Record<ErrorCode, number>>> = { UNAUTHENTICATED: 401, AGENT_NOT_ACCEPTED: 403, FORBIDDEN_FOR_ROLE: 403, INTERNAL_SERVER_ERROR: 500, UNAVAILABLE: 503 };

/** The digests of the tokens that auditing witnesses show. @throws CannotStart */
function witnessDigests(file: string | undefined): readonly Buffer[] {
  if (file === undefined) return [];
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line, index) => {
    const digest = /^\S+ ([0-9a-f]{64})$/.exec(line)?.[1];
    if (digest === undefined) throw new CannotStart(`${file}, entry ${index + 1}: a line has the name of a witness and the SHA-256 of its token in hex`);
    return Buffer.from(digest, 'hex');
  });
}

/**
 * The logs as c2sp.org/tlog-tiles lays them out, below `/log/protocol/` and `/log/access/`. Checkpoints and hash tiles are for
 * anyone. Entries say who acted in which case: they are for auditors (purpose AUDIT; the read is recorded first) and for witnesses
 * with a token that the operator gave them, who replay every leaf.
 */
class LogEndpoints {
  private readonly witnesses: readonly Buffer[];
  private readonly callers: Callers;

  constructor(
    app: NestFastifyApplication,
    private readonly system: System,
  ) {
    this.callers = app.get(Callers);
    this.witnesses = witnessDigests(system.config.witnessTokens);
  }

  checkpoint(request: FastifyRequest, reply: FastifyReply): unknown {
    const note = this.log(request)?.name;
    const text = note && this.system.notary.checkpoint(note);
    if (text === undefined) return this.nothing(reply);
    return reply.headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }).send(text);
  }

  async tile(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const log = this.log(request);
    const address = parseTilePath(`tile/${(request.params as Readonly<Record<string, string>>)['*']}`);
    if (!log || !address) return this.nothing(reply);
    const { level, n, width } = address;
    if (level === 'entries') return this.entries(request, reply, log, n, width);
    const hashes = log.hashTile(level, n, width);
    return hashes ? reply.headers({ 'content-type': 'application/octet-stream', 'cache-control': forever }).send(Buffer.from(hashes)) : this.nothing(reply);
  }

  private async entries(request: FastifyRequest, reply: FastifyReply, log: PublishedLog, n: number, width: number): Promise<unknown> {
    try {
      const record = this.isWitness(request) ? () => Promise.resolve() : await this.auditor(request);
      const leaves = await log.entries(n, width);
      if (!leaves) return this.nothing(reply);
      await record(leaves);
      return reply.headers({ 'content-type': 'application/octet-stream', 'cache-control': 'private, no-store' }).send(Buffer.from(entryBundle(leaves)));
    } catch (error) {
      const language = languageOf(request.headers['accept-language']);
      const code = codeOf(error);
      if (code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'fault');
      return reply.code(statuses[code] ?? 400).send({ code, message: errorTexts[code][language], requestId: request.id });
    }
  }

  /** @returns what records the read of these leaves. @throws GraphQLError of who may not. */
  private async auditor(request: FastifyRequest): Promise<(leaves: readonly Uint8Array[]) => Promise<void>> {
    const { caller, failure } = await contextOf(this.callers, request);
    if (failure) throw failure;
    if (!caller) throw new NotForThem('UNAUTHENTICATED');
    const purposeful = withPurpose(caller);
    if (!readsAs('logEntries', purposeful)) throw new NotForThem('FORBIDDEN_FOR_ROLE');
    return (leaves) => {
      const cases = new Map<string, string[]>();
      for (const { case: of, id } of leaves.map(readLeaf)) if (of !== undefined) cases.set(of, [...(cases.get(of) ?? []), id]);
      return this.system.reads.record(purposeful, { operation: 'logEntries', categories: ['STATUS'], cases });
    };
  }

  private isWitness({ headers }: FastifyRequest): boolean {
    const token = /^Bearer (\S{1,512})$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return false;
    const digest = createHash('sha256').update(token).digest();
    return this.witnesses.filter((known) => timingSafeEqual(known, digest)).length > 0;
  }

  private log({ params }: FastifyRequest): PublishedLog | undefined {
    const name = logNames.find((one): one is LogName => one === (params as Readonly<Record<string, string>>)['name']);
    return name && this.system.notary.log(name);
  }

  private nothing(reply: FastifyReply): unknown {
    return reply.code(404).type('text/plain; charset=utf-8').send('there is no such part of the log, or no checkpoint covers it yet\n');
  }
}

class NotForThem extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof NotForThem) return error.code;
  if (error instanceof GraphQLError) return String(error.extensions['code']) as ErrorCode;
  return (error as Error).name === 'ReadNotRecorded' || (error as Error).name === 'OutcomeUnknown' ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
}

/** Adds the endpoints to a server that does not listen yet. @throws CannotStart when the witnesses' tokens cannot be read. */
export function serveLogs(app: NestFastifyApplication, system: System): void {
  const endpoints = new LogEndpoints(app, system);
  app.getHttpAdapter().getInstance().register((scope, _options, done) => {
    scope.get('/log/:name/checkpoint', (request, reply) => endpoints.checkpoint(request, reply));
    scope.get('/log/:name/tile/*', (request, reply) => endpoints.tile(request, reply));
    done();
  });
}
