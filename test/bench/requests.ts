import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { configFrom } from '../../apps/api/src/config';
import type { Founded } from '../../apps/api/src/initialise';
import { issueToken } from '../../apps/api/src/issuer';
import { loadDirectory } from '../../apps/cli/src/demo/load-directory';
import { commandId, Partner } from '../../apps/cli/src/demo/partner';
import { line, median } from './measure';

const connections = 64;
const seconds = 4;
const rounds = 3;
const cases = 3_000;

type Addresses = Readonly<{ api: string; empty: string; founded: Founded }>;
type Usage = Readonly<{ cpu: NodeJS.CpuUsage }>;
/** Requests a second, and the server's CPU microseconds for each. */
type Load = Readonly<{ rate: number; cpu: number }>;

async function usage(server: ChildProcess): Promise<number> {
  server.send('usage');
  const [{ cpu }] = (await once(server, 'message')) as [Usage];
  return cpu.user + cpu.system;
}

async function load(server: ChildProcess, address: string, headers: Record<string, string>, body: () => object, answered: RegExp): Promise<Load> {
  const before = await usage(server);
  let strange = '';
  const result = await autocannon({
    url: `${address}/graphql`,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        setupRequest: (request) => ({ ...request, body: JSON.stringify(body()) }),
        onResponse: (_status, answer) => {
          if (!answered.test(answer)) strange = answer;
        },
      },
    ],
  });
  if (strange !== '') throw new Error(`not the answer that was to be measured: ${strange}`);
  return { rate: result.requests.total / result.duration, cpu: ((await usage(server)) - before) / result.requests.total };
}

const outcome = '{ __typename ... on Recorded { id position leafHash } ... on Refused { code message } }';
const requestReferral = `mutation ($input: RequestReferralInput!) { requestReferral(input: $input) ${outcome} }`;

/** The mutation that the product is for, beside one that does nothing, from the same process over the same wire. */
export async function requests(folder: string): Promise<void> {
  const env = { ...process.env, AMPARO_DATA: join(folder, 'requests', 'data'), AMPARO_KEYS: join(folder, 'requests', 'keys'), AMPARO_LOG: 'error' };
  const config = configFrom(env);
  const server = fork(join(__dirname, 'requests-server.js'), { env });
  const [{ api, empty, founded }] = (await once(server, 'message')) as [Addresses];
  const partner = async (institution: string, client: string, compartment: string, role: string, agent: string, purpose: string): Promise<{ token: string; partner: Partner }> => {
    const token = await issueToken(config, { client, institution, compartment, roles: [role], agent });
    return { token, partner: new Partner(role, api, token, purpose) };
  };
  const [first, second] = await Promise.all(founded.administrators.map((agent) => partner('mirex', founded.client, 'mirex', 'administrator', agent, 'ADMINISTRATION')));
  const staff = await loadDirectory({ first: first!.partner, second: second!.partner, founding: 'mirex' }, () => undefined);
  const { institution, client, compartment, role, agent } = staff.find((one) => one.unit === 'mmujer-trata' && one.role === 'caseworker')!;
  const worker = await partner(institution, client, compartment, role, agent, 'ASSISTANCE');
  const open = async (): Promise<{ case: string; consent: string }> => {
    const { id } = await worker.partner.do('openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await worker.partner.do('recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await worker.partner.do('describeSurvivor', { case: id, ageBand: '18-20', sex: 'FEMALE' });
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const consent = { receiver: 'pgr-pett', categories: ['PROTECTION', 'IDENTITY', 'LEGAL'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until, history: 'CURRENT', textVersion: '2026-1' };
    return { case: id, consent: (await worker.partner.do('giveConsent', { case: id, ...consent })).id };
  };
  const opened: { case: string; consent: string }[] = [];
  while (opened.length < cases) opened.push(...(await Promise.all(Array.from({ length: 20 }, open))));

  const headers = { authorization: `Bearer ${worker.token}`, 'purpose-of-use': 'ASSISTANCE', 'accept-language': 'en' };
  const nothing = (): object => ({ query: 'mutation ($input: EmptyInput!) { empty(input: $input) }', variables: { input: { commandId: commandId() } } });
  let next = 0;
  const referral = (of: { case: string; consent: string }): object => {
    const input = { commandId: commandId(), case: of.case, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [of.consent], basis: { kind: 'CONSENT' }, need: 'a lawyer who speaks Kreyòl' };
    return { query: requestReferral, variables: { input } };
  };
  const seen: Record<'empty' | 'refused' | 'recorded', Load[]> = { empty: [], refused: [], recorded: [] };
  for (let round = 0; round < rounds; round++) {
    seen.empty.push(await load(server, empty, {}, nothing, /"empty"/));
    seen.refused.push(await load(server, api, headers, () => referral({ case: commandId(), consent: commandId() }), /NOT_FOUND/));
    seen.recorded.push(await load(server, api, headers, () => referral(opened[next++ % cases]!), /"Recorded"/));
  }
  server.disconnect();
  const of = (what: keyof typeof seen, figure: keyof Load): number => median(seen[what].map((one) => one[figure]));
  line(`empty Apollo mutation, ${connections} connections`, of('empty', 'rate'), 'requests/s');
  line('requestReferral, refused: no such case', of('refused', 'rate'), 'requests/s', { ratio: of('refused', 'rate') / of('empty', 'rate'), of: 'empty', reach: 0.25 });
  line('requestReferral, recorded', of('recorded', 'rate'), 'requests/s', { ratio: of('recorded', 'rate') / of('empty', 'rate'), of: 'empty', reach: 0.25 });
  line('  CPU: HTTP, GraphQL', of('empty', 'cpu'), 'µs');
  line('  CPU: + caller, role, input, look-up', of('refused', 'cpu') - of('empty', 'cpu'), 'µs');
  line('  CPU: + decide, seal, append, view, log, answer', of('recorded', 'cpu') - of('refused', 'cpu'), 'µs');
}
