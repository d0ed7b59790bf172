import { randomUUID } from 'node:crypto';
import { isRefusal, type Command, type CommandMeta } from '@amparo/event-sourcing';
import { transact, type Accepted } from '@amparo/event-store';
import {
  caseSlice,
  caseStream,
  DescribeSurvivor,
  GiveConsent,
  institutionSlice,
  institutionStream,
  OpenCase,
  OpenUnit,
  RecordLanguageNeed,
  RecordScreening,
  RegisterInstitution,
  unitSlice,
  unitStream,
  type CaseCommand,
} from '@amparo/protocol';
import { configFrom } from '../../apps/api/src/config';
import { initialise } from '../../apps/api/src/initialise';
import type { System } from '../../apps/api/src/system';

const unit = 'mmujer-azua';
const by = { unit, compartment: 'mmujer' };
const atOnce = 64;

const meta = (): CommandMeta => {
  const at = new Date().toISOString();
  const actor = { client: 'mmujer-desk', agent: 'ag-0011223344556677', unit, institution: 'mmujer', assurance: 'AUTHENTICATED' as const };
  return { id: randomUUID(), actor, purpose: 'ASSISTANCE', basis: { kind: 'LEGAL_OBLIGATION' }, at, receivedAt: at, correlation: randomUUID() };
};

async function must(outcome: Promise<Accepted | Readonly<{ refused: string; because: string }>>): Promise<void> {
  const got = await outcome;
  if (isRefusal(got)) throw new Error(got.refused);
}

async function office({ recording }: System): Promise<void> {
  const administrator = { person: 'p', founding: true };
  const facts = { administers: true, directs: true, institutionKnown: true, operatorKnown: true, walled: false };
  const registered = new RegisterInstitution({ institution: 'mmujer', name: 'Ministerio de la Mujer', kind: 'WOMEN' }, meta());
  await must(transact(recording, institutionSlice, institutionStream('mmujer'), registered, { facts: () => Promise.resolve({ administrator }) }));
  const opened = new OpenUnit({ unit, name: 'Azua', institution: 'mmujer', kind: 'OFFICE', residential: false }, meta());
  await must(transact(recording, unitSlice, unitStream(unit), opened, { facts: () => Promise.resolve(facts) }));
}

/** A case as it begins: keys, opening, description, languages, screening, consent. */
async function oneCase({ recording, vault }: System): Promise<void> {
  const id = randomUUID();
  const subject = randomUUID();
  await vault.createSubjectKeys(recording, subject, meta());
  const tell = (command: CaseCommand & Command): Promise<void> =>
    must(transact(recording, caseSlice, caseStream(id), command, { case: id, facts: () => Promise.resolve({ by, lead: by, consent: { receiver: { unit: 'pgr-pett', compartment: 'pgr-pett' }, receiverKind: 'PROSECUTION' } }) }));
  await tell(new OpenCase({ case: id, subject, matter: 'TRAFFICKING', kind: 'SURVIVOR' }, meta()));
  await tell(new DescribeSurvivor({ case: id, ageBand: '21-23', sex: 'FEMALE', givenName: 'Ana' }, meta()));
  await tell(new RecordLanguageNeed({ case: id, languages: ['spa'], interpreter: false }, meta()));
  await tell(new RecordScreening({ case: id, screening: randomUUID(), acts: ['Recruitment'], note: 'said little' }, meta()));
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const consent = { consent: randomUUID(), receiver: 'pgr-pett', categories: ['PROTECTION' as const], for: 'PROSECUTION' as const, until, history: 'CURRENT' as const, language: 'spa', by: 'SURVIVOR' as const, textVersion: '1' };
  await tell(new GiveConsent({ case: id, ...consent }, meta()));
}

/** Records cases until there are so many events, with log and views following, and tells its memory on the way. */
async function record(most: bigint, steps: number): Promise<void> {
  const { system } = await initialise(configFrom(process.env), { institution: 'mirex', name: 'Ministerio', kind: 'FOREIGN_AFFAIRS', administrators: ['una', 'otra'] });
  await system.views.projector.start();
  await office(system);
  for (let step = 1; step <= steps; step++) {
    const until = (most * BigInt(step)) / BigInt(steps);
    const teller = async (): Promise<void> => {
      while ((await system.store.head()) < until) await oneCase(system);
    };
    await Promise.all(Array.from({ length: atOnce }, teller));
    await system.views.projector.reached(await system.store.head(), 600_000);
    global.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ events: Number(await system.store.head()), rss, heap: heapUsed + external });
  }
  await system.close();
  process.exit(0);
}

void record(200_000n, 4);
