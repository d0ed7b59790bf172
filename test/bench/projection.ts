import { join } from 'node:path';
import { apiModule } from '../../apps/api/src/api.module';
import { configFrom } from '../../apps/api/src/config';
import { initialise } from '../../apps/api/src/initialise';
import { serverOf } from '../../apps/api/src/server';
import { tellHistory } from '../../apps/cli/src/demo/history';
import { Projector, type ViewStore } from '@amparo/institution-views';
import { line, median } from './measure';
import { CountedViews, inserting } from './raw-inserts';

const rounds = 5;

/** Rows of the views as they were built, as texts. */
const rowsOf = (views: ViewStore): string[] => views.compartments().flatMap((code) => Object.values(views.compartment(code).dump()).flatMap((rows) => rows.map((row) => JSON.stringify(row))));

/**
 * The demonstration's history into empty views, again and again. A row change is a row of a view written: timeline, case, inbox,
 * directory. Raw: such rows inserted as many to a transaction, into a file that does not wait for the disk either.
 */
export async function projection(folder: string): Promise<void> {
  const place = join(folder, 'projection');
  const config = configFrom({ AMPARO_DATA: join(place, 'data'), AMPARO_KEYS: join(place, 'keys'), AMPARO_LOG: 'silent', PORT: '0' });
  const { system, founded } = await initialise(config, { institution: 'mirex', name: 'Ministerio', kind: 'FOREIGN_AFFAIRS', administrators: ['una', 'otra'] });
  await system.views.projector.start();
  const app = await serverOf(apiModule(system), config);
  await app.listen(0, '127.0.0.1');
  await tellHistory(config, founded, await app.getUrl());
  await app.close();

  const seen: { events: number; rows: number; raw: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const views = new CountedViews(join(place, `views-${round}`));
    for (const compartment of system.views.store.compartments()) views.compartment(compartment); // empty files: making them is not what is measured
    views.transactions = 0;
    const projector = new Projector(system.store, views);
    const start = performance.now();
    await projector.catchUp();
    const seconds = (performance.now() - start) / 1_000;
    const inOne = Math.max(1, Math.round(projector.rowChanges / views.transactions));
    const raw = inserting(join(place, `raw-${round}.sqlite`), rowsOf(views), inOne);
    seen.push({ events: Number(await system.store.head()) / seconds, rows: projector.rowChanges / seconds, raw });
    views.close();
  }
  await system.close();
  const of = (figure: keyof (typeof seen)[number]): number => median(seen.map((one) => one[figure]));
  line('projection of the demonstration', of('events'), 'events/s');
  line('raw: inserts of such rows, as many to a transaction', of('raw'), 'rows/s');
  line('projection, row changes', of('rows'), 'rows/s', { ratio: of('rows') / of('raw'), of: 'raw' }, { mark: 60_000 });
}
