import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosignaturesOf, parsePolicy, witnessed } from '@amparo/evidence';
import { configFrom, places } from '../../apps/api/src/config';
import { openSystem, ownMeta } from '../../apps/api/src/system';
import { witnessConfigFrom, type WitnessConfig } from '../../apps/witness/src/configuration';
import { newWitness, startWitness, type RunningWitness } from '../../apps/witness/src/running';
import { eventually, Running } from './running';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'amparo-witnessed-'));
const host = 'amparo.localhost';

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

/** A witness of an institution, which can be stopped and started. */
class Institution {
  private constructor(
    private readonly config: WitnessConfig,
    readonly line: string,
    readonly address: string,
  ) {}
  private running: RunningWitness | undefined;
  static async of(code: string): Promise<Institution> {
    const port = await freePort();
    const config = witnessConfigFrom({ PORT: String(port), AMPARO_WITNESS_DATA: join(root, code, 'data'), AMPARO_WITNESS_KEY: join(root, code, 'key.json'), AMPARO_WITNESS_LOGS: join(root, `${code}-logs`) });
    const { vkey } = newWitness(config, `witness.${code}.example/w1`, 'plain');
    return new Institution(config, `witness ${code} plain ${vkey}\n`, `http://127.0.0.1:${port}`);
  }
  knows(protocol: string, access: string): void {
    writeFileSync(this.config.logsFile, `log ${host}/protocol ${protocol}\nlog ${host}/access ${access}\n`);
  }
  async start(): Promise<void> {
    this.running = await startWitness(this.config, () => undefined);
  }
  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }
}

describe('a server with witnesses', () => {
  let running: Running;
  let institutions: readonly [Institution, Institution, Institution];
  const policyFile = join(root, 'policy');
  let backup: string;

  beforeAll(async () => {
    running = await Running.founded();
    institutions = [await Institution.of('mmujer'), await Institution.of('pgr'), await Institution.of('conani')];
    writeFileSync(policyFile, `${institutions.map(({ line }) => line).join('')}operator mirex\nquorum 2 3 0\n`);
    for (const institution of institutions) institution.knows(running.system.notary.vkey('protocol'), running.system.notary.vkey('access'));
    await running.stop();
    const { data } = running.config;
    backup = `${data}-backup`;
    cpSync(data, backup, { recursive: true });
    const witnesses = configFrom({ AMPARO_POLICY: policyFile, AMPARO_WITNESSES: institutions.map(({ address }) => address).join(','), AMPARO_WITNESS_SECONDS: '1' }).witnesses!;
    Object.assign(running.config, { witnesses });
    await running.start();
  });
  afterAll(async () => {
    await running.end();
    for (const institution of institutions) await institution.stop();
    rmSync(root, { recursive: true });
  });

  const found = (code: string): Promise<string> =>
    running.refusal(running.administrator(0), 'openUnit', { unit: code, name: 'Oficina', institution: 'mirex', kind: 'OFFICE', residential: false }, { 'purpose-of-use': 'ADMINISTRATION' });

  it('begins closed while none is reached: health, directory, checkpoints and proofs, no commands and nothing of survivors', async () => {
    const ask = (query: string) => running.ask(running.administrator(0), query);
    expect((await ask('{ checkpoint units(first: 3) { edges { node { code } } } institutions { edges { node { code } } } viewer { institution } }')).errors).toEqual([]);
    expect((await ask('{ receipt(leafHash: "AAAA") }')).errors).toEqual([]);
    for (const query of ['{ cases { pageInfo { hasNextPage } } }', '{ changes { pageInfo { hasNextPage } } }', '{ ...more } fragment more on Query { cases { pageInfo { hasNextPage } } }', '{ checkpoint cases { pageInfo { hasNextPage } } }']) {
      const { status, errors, data } = await ask(query);
      expect({ query, status, codes: errors.map(({ extensions }) => extensions['code']), data }).toEqual({ query, status: 503, codes: ['UNAVAILABLE'], data: null });
    }
    expect(await found('mirex-azua')).toBe('UNAVAILABLE');
    const health = await fetch(`${running.url}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ parts: { store: true, log: true, views: true, witness: false } });
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    expect((await running.file(running.administrator(0), { case: crypto.randomUUID(), event: 'x' })).status).toBe(503);
    await expect(running.system.vault.createSubjectKeys(running.system.recording, crypto.randomUUID(), ownMeta())).rejects.toThrow('closed until a witness is reached');
  });

  it('opens by itself when one is reached, and collects cosignatures without anybody waiting', async () => {
    await institutions[0].start();
    await eventually(async () => (await fetch(`${running.url}/health/ready`)).ok, 20_000);
    expect(await found('mirex-azua')).toBe('RECORDED');
    await institutions[1].start();
    const head = await running.system.store.head();
    await eventually(async () => running.system.notary.sequenced() >= head);
    await running.system.witnesses!.collect();
    const policy = parsePolicy(`${institutions.map(({ line }) => line).join('')}operator mirex\nquorum 2 3 0\n`);
    const note = running.system.witnesses!.cosigned('protocol')!;
    expect(witnessed(cosignaturesOf(note, policy), policy)).toMatchObject({ quorum: true, audited: false });
    expect(note.startsWith(`${host}/protocol\n`)).toBe(true);
    await institutions[0].stop();
    await institutions[1].stop();
    expect(await found('mirex-bani')).toBe('RECORDED'); // what is open stays open
  });

  it('does not start on a backup that is older than what a witness has seen', async () => {
    await institutions[0].start();
    await running.stop();
    const { data } = running.config;
    const newest = `${data}-newest`;
    cpSync(data, newest, { recursive: true });
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    await expect(openSystem(running.config)).rejects.toThrow(/events of the protocol log, http.* has seen .*older than what was witnessed; restore the newest backup/);
    rmSync(data, { recursive: true });
    cpSync(newest, data, { recursive: true });
    await running.start();
    expect(running.system.admission.isOpen()).toBe(true);
  });

  it('ends when a witness that is reached late has seen another history', async () => {
    await institutions[0].stop();
    await running.stop();
    const { data } = running.config;
    const newest = `${data}-late`;
    cpSync(data, newest, { recursive: true });
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    await running.start();
    expect(running.system.admission.isOpen()).toBe(false);
    await institutions[0].start();
    expect((await running.system.admission.contradicted).message).toMatch(/older than what was witnessed/);
    expect(running.system.admission.isOpen()).toBe(false);
    await running.stop();
    rmSync(data, { recursive: true });
    cpSync(newest, data, { recursive: true });
    await running.start();
  });
});

describe('the configuration of witnesses', () => {
  const refusal = (env: Record<string, string>): string => {
    try {
      configFrom(env);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  it.each([
    [{ AMPARO_POLICY: 'policy' }, /go together/],
    [{ AMPARO_WITNESSES: 'https://w.example' }, /go together/],
    [{ AMPARO_POLICY: 'policy', AMPARO_WITNESSES: 'w.example' }, /list of addresses/],
    [{ AMPARO_POLICY: 'policy', AMPARO_WITNESSES: 'https://w.example,' }, /list of addresses/],
    [{ AMPARO_POLICY: 'policy', AMPARO_WITNESSES: 'https://a|https://b|https://c' }, /list of addresses/],
    [{ AMPARO_POLICY: 'policy', AMPARO_WITNESSES: 'https://w.example', AMPARO_WITNESS_SECONDS: '0' }, /AMPARO_WITNESS_SECONDS/],
    [{ AMPARO_POLICY: 'policy', AMPARO_WITNESSES: 'https://w.example/a|https://read.example/b, http://10.0.0.7:4100' }, /accepted/],
  ])('%p', (env, says) => expect(refusal(env as Record<string, string>)).toMatch(says));

  it('names the file and the line of a policy that is none, and refuses the key of a log as a witness', async () => {
    const running = await Running.founded();
    await running.stop();
    const file = join(mkdtempSync(join(tmpdir(), 'amparo-policy-')), 'policy');
    writeFileSync(file, 'operator mirex\nquorum one two three\n');
    const witnesses = configFrom({ AMPARO_POLICY: file, AMPARO_WITNESSES: 'https://w.example' }).witnesses!;
    await expect(openSystem({ ...running.config, witnesses })).rejects.toThrow(`AMPARO_POLICY, ${file}: policy line 2: malformed_line`);
    expect(places(running.config).log).toContain('log');
    await running.start();
    await running.end();
  });
});
