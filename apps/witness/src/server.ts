import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Witness } from './witness';

/** 63 proof lines, and a note with as many signatures as anybody must accept, post-quantum ones too. */
const maxBody = 262_144;

const limits = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 75_000, maxHeaderSize: 8_192 };

type Log = (line: Readonly<Record<string, unknown>>) => void;

/**
 * The HTTP face of a witness: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint`, `GET /health`. Bounded bodies, times and
 * connections; TLS is the business of whatever stands before it.
 */
export function witnessServer(witness: Witness, log: Log): Server {
  const server = createServer(limits, (request, response) => {
    void answer(witness, request, response, log).catch((error: Error) => {
      log({ level: 'error', message: error.message });
      if (!response.headersSent) send(response, 500, 'fault\n');
      response.end();
    });
  });
  server.maxConnections = 256;
  return server;
}

async function answer(witness: Witness, request: IncomingMessage, response: ServerResponse, log: Log): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0]!;
  const originHash = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST') return send(response, 405, 'POST\n', { allow: 'POST' });
    const body = await bodyOf(request);
    if (body === undefined) return send(response, 413, 'too large\n', { connection: 'close' });
    const { status, type, body: said } = await witness.addCheckpoint(body);
    log({ level: status < 400 ? 'info' : 'warn', path, status, ...(status !== 200 && { said: said.trim() }) });
    return send(response, status, said, { 'content-type': type, ...(status === 503 && { 'retry-after': '5' }) });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'GET\n', { allow: 'GET, HEAD' });
  if (path === '/health') return send(response, 200, 'ok\n');
  const latest = originHash === undefined ? undefined : witness.latest(originHash);
  return latest === undefined ? send(response, 404, 'not there\n') : send(response, 200, latest);
}

function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** @returns undefined when the body is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
