import { apiModule } from './api.module';
import { StoreContradicted } from '@amparo/notary';
import { serveAttachments } from './attachments';
import { serveBundles } from './bundles';
import { serveLogs } from './log-endpoints';
import { CannotStart, configFrom, type Config } from './config';
import { serverOf } from './server';
import { openSystem, type System } from './system';
import { welcome } from './welcome';

/** Runs until it is told to stop; then lets running requests end, and writes what still waits to be written. */
async function serve(config: Config): Promise<void> {
  const system = await openSystem(config);
  const app = await serverOf(apiModule(system), config);
  serveAttachments(app, system);
  serveBundles(app, system);
  serveLogs(app, system);
  const stop = (signal: NodeJS.Signals): void => {
    process.stderr.write(`${signal}: finishing what has begun\n`);
    void close(app, system).then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  void system.admission.contradicted.then(async (error) => {
    await close(app, system).catch(() => undefined);
    fail(error);
  });
  await app.listen(config.port, config.address);
  process.stderr.write(await welcome(system, await app.getUrl()));
}

async function close(app: { close(): Promise<void> }, system: System): Promise<void> {
  await app.close();
  await system.close();
}

/** An operator reads this: what is wrong and what to do, and no stack unless it is our own fault. */
function fail(error: unknown): never {
  const said = error instanceof CannotStart || (error instanceof Error && error.constructor === Error) || error instanceof StoreContradicted ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`amparo does not start. ${said}\n`);
  process.exit(1);
}

void (async () => serve(configFrom(process.env)))().catch(fail);
