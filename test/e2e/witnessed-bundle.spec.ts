import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpacked } from '@amparo/evidence';
import { configFrom } from '../../apps/api/src/config';
import { witnessConfigFrom } from '../../apps/witness/src/configuration';
import { newWitness, startWitness, type RunningWitness } from '../../apps/witness/src/running';
import { TimeAuthority } from '../contract/time-authority';
import { openOffices } from './offices';
import { eventually, Running, type Who } from './running';

jest.setTimeout(120_000);

const host = 'amparo.localhost';
const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

describe('a bundle of a system that others witness', () => {
  const root = mkdtempSync(join(tmpdir(), 'amparo-witnessed-bundle-'));
  const at = (...names: string[]): string => join(root, ...names);
  const authority = new TimeAuthority();
  const witnesses: RunningWitness[] = [];
  let running: Running;
  let auditor: Who;
  let id: string;

  beforeAll(async () => {
    writeFileSync(at('tsa-roots.pem'), authority.pem('root'));
    const time = { AMPARO_TIME_AUTHORITIES: (await authority.start()).href, AMPARO_TIME_ROOTS: at('tsa-roots.pem') };
    // Stamped from its first leaf on: so every event has a moment before which it was not there.
    running = await Running.founded({ PORT: String(await freePort()), ...time });
    const offices = await openOffices(running);
    auditor = { ...(offices['auditoria-sede auditor'] as Who), own: true };
    id = (await running.record(offices['mmujer-azua caseworker'] as Who, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(offices['mmujer-azua caseworker'] as Who, 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    writeFileSync(at('token'), 'a-token-of-the-auditing-witness');
    writeFileSync(at('tokens'), `pgr ${createHash('sha256').update('a-token-of-the-auditing-witness').digest('hex')}\n`);
    const lines: string[] = [];
    const addresses: string[] = [];
    const [protocol, access] = [running.system.notary.vkey('protocol'), running.system.notary.vkey('access')];
    for (const [code, role] of [['mmujer', 'plain'], ['conani', 'plain'], ['pgr', 'auditing']] as const) {
      const port = await freePort();
      const leaves = (log: string): string => (role === 'auditing' ? ` ${running.url}/log/${log}/` : '');
      writeFileSync(at(`${code}-logs`), `log ${host}/protocol ${protocol}${leaves('protocol')}\nlog ${host}/access ${access}${leaves('access')}\n`);
      const config = witnessConfigFrom({ PORT: String(port), AMPARO_WITNESS_DATA: at(code, 'data'), AMPARO_WITNESS_KEY: at(code, 'key.json'), AMPARO_WITNESS_LOGS: at(`${code}-logs`), ...(role === 'auditing' && { AMPARO_WITNESS_TOKEN: at('token') }) });
      const { vkey } = newWitness(config, `witness.${code}.example/w1`, role);
      lines.push(`witness ${code} ${role} ${vkey}\n`);
      addresses.push(`http://127.0.0.1:${port}`);
      witnesses.push(await startWitness(config, () => undefined));
    }
    writeFileSync(at('policy'), `${lines.join('')}operator mirex\nquorum 2 3 0\n`);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:3072', '-nodes', '-keyout', at('seal.key'), '-out', at('seal.pem'), '-subj', '/O=MIREX/CN=Sello', '-days', '30'], { stdio: 'pipe' });
    await running.stop();
    const more = configFrom({
      AMPARO_POLICY: at('policy'),
      AMPARO_WITNESSES: addresses.join(','),
      AMPARO_WITNESS_SECONDS: '1',
      AMPARO_WITNESS_TOKENS: at('tokens'),
      AMPARO_SEAL_KEY: at('seal.key'),
      AMPARO_SEAL_CHAIN: at('seal.pem'),
    });
    Object.assign(running.config, { witnesses: more.witnesses, witnessTokens: more.witnessTokens, seal: more.seal });
    await running.start();
    // The auditing one reads the leaves from the server, which must listen first.
    await eventually(() => Promise.resolve(running.system.witnesses!.state().every(({ failure }) => failure === undefined)), 60_000);
  });
  afterAll(async () => {
    await running.end();
    for (const witness of witnesses) await witness.close();
    await authority.end();
    rmSync(root, { recursive: true });
  });

  it('is found witnessed, complete, stamped and sealed by who brings their own keys, and every command of its guide passes', async () => {
    const audit = { 'purpose-of-use': 'AUDIT' };
    const { id: bundle } = await running.record(auditor, 'issueEvidenceBundle', { file: id }, audit);
    const { files } = unpacked(Buffer.from(await (await running.get(auditor, `/bundles/${bundle}`, audit)).arrayBuffer()));
    for (const [path, bytes] of files) {
      mkdirSync(at('bundle', dirname(path)), { recursive: true });
      writeFileSync(at('bundle', path), bytes);
    }
    for (const name of ['log.vkey', 'policy', 'tsa-chain.pem', 'seal-chain.pem']) {
      mkdirSync(at('trust'), { recursive: true });
      writeFileSync(at('trust', name), files.get(`trust/${name}`)!);
    }
    const { status, stdout } = spawnSync('python3', [at('bundle', 'verify.py'), at('bundle'), '--trust', at('trust')], { encoding: 'utf8' });
    expect([stdout.split('\n', 2), status]).toEqual([['witnessed .', expect.any(String) as string], 0]);
    const guide = Buffer.from(files.get('VERIFY.md')!).toString();
    for (const [, command = ''] of guide.matchAll(/```sh\n([^]*?)```/g)) expect([command, spawnSync('bash', ['-euo', 'pipefail', '-c', command], { cwd: at('bundle'), encoding: 'utf8' }).status]).toEqual([command, 0]);
  });
});
