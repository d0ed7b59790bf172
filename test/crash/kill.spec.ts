import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { base64url, leafHash } from '@amparo/evidence';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { currentVersion, Projector, ViewStore } from '@amparo/institution-views';
import { configFrom, places } from '../../apps/api/src/config';
import { initialise } from '../../apps/api/src/initialise';
import { issueToken } from '../../apps/api/src/issuer';
import { commandId, Partner, type Recorded } from '../../apps/cli/src/demo/partner';
import { Server } from '../../apps/cli/src/demo/server';
import { checkStore } from '../../apps/cli/src/store-check';

const main = resolve('dist/apps/api/src/main.js');
const folder = mkdtempSync(join(tmpdir(), 'amparo-crash-'));
const env = { ...process.env, AMPARO_DATA: join(folder, 'data'), AMPARO_KEYS: join(folder, 'keys'), NODE_ENV: 'development' };
const config = configFrom(env);
afterAll(() => rmSync(folder, { recursive: true }));

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

async function token(agent: string, role: string): Promise<string> {
  return issueToken(config, { client: 'mmujer-desk', institution: 'mmujer', compartment: 'mmujer', roles: [role], agent, minutes: 60 });
}

/** One office with one case worker. */
async function directory(administrators: readonly string[]): Promise<string> {
  const server = await Server.start(main, env, await freePort());
  const partners = await Promise.all(administrators.map(async (agent) => new Partner(agent, server.address, await token(agent, 'administrator'), 'ADMINISTRATION')));
  const [first, second] = partners as [Partner, Partner];
  await first.do('openUnit', { unit: 'mmujer-azua', name: 'Oficina de Azua', institution: 'mmujer', kind: 'OFFICE', residential: false });
  const { id: agent } = await first.do('proposeAgentAppointment', { institution: 'mmujer', agentName: 'Trabajadora de Azua', roles: ['caseworker'], unit: 'mmujer-azua' });
  await second.do('appointAgent', { institution: 'mmujer', agent });
  await server.stop();
  return agent;
}

type Sent = { mutation: string; id: string; input: object; answer: Recorded };

/** Sixteen desks that open cases and describe survivors until the server is gone. What was answered is acknowledged. */
async function load(partner: Partner, acknowledged: Sent[]): Promise<void> {
  const send = async (mutation: string, input: object): Promise<Recorded> => {
    const id = commandId();
    const answer = await partner.do(mutation, input, id);
    acknowledged.push({ mutation, id, input, answer });
    return answer;
  };
  const desk = async (): Promise<void> => {
    for (;;) {
      const { id } = await send('openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      await send('describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Ana' });
    }
  };
  await Promise.allSettled(Array.from({ length: 16 }, desk)); // ends when the server does
}

it('killed ten times under load, has every acknowledged event once, a log that verifies, and views equal to a rebuild', async () => {
  expect(existsSync(main)).toBe(true); // npm run build
  const { system, founded } = await initialise(config, { institution: 'mmujer', name: 'Ministerio de la Mujer', kind: 'WOMEN', administrators: ['Primera', 'Segunda'] });
  await system.close();
  const agent = await directory(founded.administrators);
  const acknowledged: Sent[] = [];
  for (let kill = 0; kill < 10; kill++) {
    const server = await Server.start(main, env, await freePort());
    const partner = new Partner('mmujer-azua', server.address, await token(agent, 'caseworker'), 'ASSISTANCE');
    const loading = load(partner, acknowledged);
    await new Promise((done) => setTimeout(done, 400 + kill * 70));
    await server.stop('SIGKILL');
    await loading;
  }
  expect(acknowledged.length).toBeGreaterThan(100);

  const server = await Server.start(main, env, await freePort());
  const partner = new Partner('mmujer-azua', server.address, await token(agent, 'caseworker'), 'ASSISTANCE');
  for (const { mutation, id, input, answer } of acknowledged.filter((_, i) => i % 10 === 0)) {
    expect((await partner.do(mutation, input, id)).leafHash).toBe(answer.leafHash);
  }
  await server.stop();

  const store = SqliteEventStore.open(places(config).events, { readOnly: true });
  const times = new Map<string, number>();
  for await (const events of store.readAll(0n)) {
    for (const { leaf } of events) {
      const hash = base64url(leafHash(leaf));
      times.set(hash, (times.get(hash) ?? 0) + 1);
    }
  }
  expect(acknowledged.filter(({ answer }) => times.get(answer.leafHash) !== 1)).toEqual([]);
  expect((await checkStore(config.data)).faults).toEqual([]);

  const live = new ViewStore(currentVersion(places(config).views));
  const anew = new ViewStore(join(folder, 'anew'));
  await new Projector(store, anew).catchUp();
  expect(anew.compartments()).toEqual(live.compartments());
  for (const compartment of live.compartments()) expect(anew.compartment(compartment).dump()).toEqual(live.compartment(compartment).dump());
  expect(anew.visibility.dump()).toEqual(live.visibility.dump());
  live.close();
  anew.close();
  await store.close();
}, 300_000);
