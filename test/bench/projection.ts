import { join } from 'node:path';
import { apiModule } from '../../apps/api/src/api.module';
import { configFrom } from '../../apps/api/src/config';
import { initialise } from '../../apps/api/src/initialise';
import { serverOf } from '../../apps/api/src/server';
import { tellHistory } from '../../apps/cli/src/demo/history';
import { Projector, ViewStore } from '@amparo/institution-views';
import { line, median } from './measure';

const rounds = 5;

/** The demonstration's history into empty views, again and again. A row change is a row of a view written: timeline, case, inbox, directory. */
export async function projection(folder: string): Promise<void> {
  const place = join(folder, 'projection');
  const config = configFrom({ AMPARO_DATA: join(place, 'data'), AMPARO_KEYS: join(place, 'keys'), AMPARO_LOG: 'silent', PORT: '0' });
  const { system, founded } = await initialise(config, { institution: 'mirex', name: 'Ministerio', kind: 'FOREIGN_AFFAIRS', administrators: ['una', 'otra'] });
  await system.views.projector.start();
  const app = await serverOf(apiModule(system), config);
  await app.listen(0, '127.0.0.1');
  await tellHistory(config, founded, await app.getUrl());
  await app.close();

  const seen: { events: number; rows: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const views = new ViewStore(join(place, `views-${round}`));
    for (const compartment of system.views.store.compartments()) views.compartment(compartment); // empty files: making them is not what is measured
    const projector = new Projector(system.store, views);
    const start = performance.now();
    await projector.catchUp();
    const seconds = (performance.now() - start) / 1_000;
    seen.push({ events: Number(await system.store.head()) / seconds, rows: projector.rowChanges / seconds });
    views.close();
  }
  await system.close();
  line('projection of the demonstration', median(seen.map(({ events }) => events)), 'events/s');
  line('projection, row changes', median(seen.map(({ rows }) => rows)), 'rows/s', { ratio: median(seen.map(({ rows }) => rows)) / 60_000, of: '60,000', reach: 1 });
}
