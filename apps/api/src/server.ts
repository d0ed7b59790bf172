import { type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import { requestId } from './caller';
import type { Config } from './config';

type Log = Readonly<Record<'info' | 'warn' | 'error', (data: object, message: string) => void>>;

/** Nest's own messages as lines of the one log; its start-up chatter is left out. */
class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}
  log(): void {}
  warn(message: unknown, ...from: unknown[]): void {
    this.to.warn({ from: from.at(-1) }, String(message));
  }
  error(message: unknown, ...from: unknown[]): void {
    this.to.error({ from: from.at(-1), ...(message instanceof Error ? { err: message } : {}) }, String(message));
  }
}

const maxBody = 262_144;

/**
 * The HTTP server around the module: JSON lines on standard output with request ids, without variables, headers or addresses
 * of a query, hence without survivor data; bounded bodies and times; shutdown that lets running requests end.
 */
export async function serverOf(module: DynamicModule, config: Pick<Config, 'logLevel'>): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel, base: null },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }), // its lines hold whole addresses
    genReqId: requestId,
    bodyLimit: maxBody,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
  });
  const fastify = adapter.getInstance();
  fastify.decorateRequest('answered', undefined);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { answered } = request as { answered?: readonly string[] };
    const path = request.url.split('?', 1)[0];
    request.log.info({ method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, fields: answered }, 'answered');
    done();
  });
  return NestFactory.create<NestFastifyApplication>(module, adapter, { logger: new NestLog(fastify.log), abortOnError: false });
}
