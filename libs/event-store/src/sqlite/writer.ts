import type * as Swc from '@swc/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OutcomeUnknown, StreamMoved, type EventToAppend } from '../event-store';
import { sqliteDriver } from './driver';
import type { Append, Reply, WriterData } from './writer.worker';

type Waiting = Append & { resolve: () => void; reject: (error: Error) => void };

/** In dist a compiled file; in a test the TypeScript source, compiled in memory. */
function startWorker(path: string): Worker {
  const workerData: WriterData = { path, driver: sqliteDriver };
  if (__filename.endsWith('.js')) return new Worker(join(__dirname, 'writer.worker.js'), { workerData });
  // The compiler is no dependency of the running program: it is looked for only where TypeScript runs.
  const { transformSync } = module.require('@swc/core') as typeof Swc;
  const source = readFileSync(join(__dirname, 'writer.worker.ts'), 'utf8');
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' }, swcrc: false });
  return new Worker(code, { eval: true, workerData });
}

/** Sends what has come together while the last batch was made durable: one commit and one fsync for all of it. */
export class Writer {
  private readonly worker: Worker;
  private queue: Waiting[] = [];
  private sent: Waiting[] | undefined;
  private stopped: Error | undefined;
  private closing: (() => void) | undefined;

  constructor(
    path: string,
    private readonly written: () => void,
  ) {
    this.worker = startWorker(path);
    this.worker.on('message', (reply: Reply) => this.answer(reply));
    this.worker.on('error', (error) => this.stop(error));
    this.worker.on('exit', () => {
      this.stop(new Error('the writer of the event store has ended'));
      this.closing?.();
    });
    this.worker.unref();
  }

  append(stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.stopped) return reject(new OutcomeUnknown(stream, { cause: this.stopped }));
      this.queue.push({ stream, expected, events, resolve, reject });
      this.worker.ref();
      this.send();
    });
  }

  async close(): Promise<void> {
    while (this.sent || this.queue.length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      this.closing = resolve;
      this.worker.ref();
      this.worker.postMessage('close');
    });
  }

  private send(): void {
    if (this.sent || this.queue.length === 0) return;
    this.sent = this.queue;
    this.queue = [];
    this.worker.postMessage(this.sent.map(({ stream, expected, events }) => ({ stream, expected, events })));
  }

  private answer(reply: Reply): void {
    const answered = this.sent ?? [];
    this.sent = undefined;
    if ('failed' in reply) {
      for (const { stream, reject } of answered) reject(new OutcomeUnknown(stream, { cause: new Error(reply.failed) }));
    } else {
      answered.forEach(({ stream, expected, resolve, reject }, i) => {
        const outcome = reply.written[i];
        if (outcome) reject(new StreamMoved(stream, expected, outcome.actual));
        else resolve();
      });
      this.written();
    }
    this.send();
    if (!this.sent) this.worker.unref();
  }

  private stop(cause: Error): void {
    this.stopped ??= cause;
    const lost = [...(this.sent ?? []), ...this.queue];
    this.sent = undefined;
    this.queue = [];
    for (const { stream, reject } of lost) reject(new OutcomeUnknown(stream, { cause }));
  }
}
