import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBase64url, leafHash, logOf, MerkleTree, noteSigner, noteVerifier, openNote, parseCheckpoint, readLeaf, signNote, verifyConsistency, type Checkpoint } from '@amparo/evidence';
import { tokenOf } from '@amparo/notary';
import { readSecretFile } from '@amparo/vault';
import { places } from '../../apps/api/src/config';
import { checkStore } from '../../apps/cli/src/store-check';
import { TimeAuthority } from '../contract/time-authority';
import { openOffices } from './offices';
import { Running, type Who } from './running';
import { tellCase } from './told';

jest.setTimeout(60_000);

/** As another's tool would read a bundle: uint16 lengths. */
function entriesOf(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; at += 2 + entries.at(-1)!.length) entries.push(bundle.subarray(at + 2, at + 2 + bundle[at]! * 256 + bundle[at + 1]!));
  return entries;
}

describe('the log over HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-log-'));
  const authority = new TimeAuthority();
  const witnessToken = randomBytes(32).toString('hex');
  let running: Running;
  let offices: Readonly<Record<string, Who>>;
  let auditor: Who;

  beforeAll(async () => {
    writeFileSync(join(folder, 'roots.pem'), authority.pem('root'));
    writeFileSync(join(folder, 'witnesses'), `# who replays\nfiscalia ${createHash('sha256').update(witnessToken).digest('hex')}\n`);
    running = await Running.founded({ AMPARO_TIME_AUTHORITIES: (await authority.start()).href, AMPARO_TIME_ROOTS: join(folder, 'roots.pem'), AMPARO_WITNESS_TOKENS: join(folder, 'witnesses') });
    offices = await openOffices(running);
    await tellCase(running, offices);
    auditor = Object.values(offices).find(({ compartment }) => compartment === 'auditoria-sede')!;
  });
  afterAll(async () => {
    await running.end();
    await authority.end();
    rmSync(folder, { recursive: true });
  });

  const bytes = async (path: string, headers: Record<string, string> = {}): Promise<Uint8Array> => {
    const answer = await running.log(path, headers);
    expect([path, answer.status]).toEqual([path, 200]);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const newest = async (log: 'protocol' | 'access'): Promise<{ note: string; checkpoint: Checkpoint }> => {
    const note = Buffer.from(await bytes(`${log}/checkpoint`)).toString('utf8');
    return { note, checkpoint: parseCheckpoint(openNote(note, [noteVerifier(running.system.notary.vkey(log))]).text)! };
  };

  it.each(['protocol', 'access'] as const)('gives the checkpoint and tiles of %s to anyone: the leaves under them have its root, at every width', async (log) => {
    const { checkpoint } = await newest(log);
    expect(checkpoint.size).toBeGreaterThan(1);
    const tree = new MerkleTree();
    for (let n = 0; n * 256 < checkpoint.size; n++) {
      const width = Math.min(256, checkpoint.size - n * 256);
      const tile = await bytes(`${log}/tile/0/${String(n).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`);
      for (let i = 0; i < width; i++) tree.append(tile.subarray(i * 32, i * 32 + 32));
      expect(Buffer.from(await bytes(`${log}/tile/0/${String(n).padStart(3, '0')}.p/2`)).equals(Buffer.from(tile.subarray(0, 2 * 32)))).toBe(true);
    }
    expect(Buffer.from(tree.root()).equals(Buffer.from(checkpoint.root))).toBe(true);
    if (checkpoint.size >= 256) expect(Buffer.from(await bytes(`${log}/tile/1/000.p/1`)).equals(Buffer.from(tree.root(256)))).toBe(true);
  });

  it('says how long each may be kept', async () => {
    expect((await running.log('protocol/checkpoint')).headers.get('cache-control')).toBe('no-cache');
    expect((await running.log('protocol/tile/0/000.p/7')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['elsewhere/checkpoint', 'protocol/tile/0/999', 'protocol/tile/0/000.p/0', 'protocol/tile/0/000.p/256', 'protocol/tile/0/0', 'protocol/tile/0/x000/001', 'protocol/tile/64/000', 'protocol/tile/00/000', 'protocol/tile/0/..%2f..%2fvkey', 'protocol/tile/0/x999/x999/x999/x999/x999/x999/x999/999'])(
    'has nothing at %s',
    async (path) => expect((await running.log(path)).status).toBe(404),
  );

  it('gives entries to a witness with its token: the very leaves of the store', async () => {
    for (const log of ['protocol', 'access'] as const) {
      const { checkpoint } = await newest(log);
      const stored: Uint8Array[] = [];
      for await (const events of running.system.store.readAll(0n)) stored.push(...events.filter(({ stream }) => logOf(stream) === log).map(({ leaf }) => leaf));
      const width = Math.min(256, checkpoint.size);
      const entries = entriesOf(await bytes(`${log}/tile/entries/000${width < 256 ? `.p/${width}` : ''}`, { authorization: `Bearer ${witnessToken}` }));
      expect(entries.map((entry) => Buffer.from(entry).toString('utf8'))).toEqual(stored.slice(0, width).map((leaf) => Buffer.from(leaf).toString('utf8')));
    }
  });

  it('gives entries to an auditor for the purpose of audit, and records the read with every case shown', async () => {
    const headers = { authorization: `Bearer ${await running.token({ ...auditor, own: true })}`, 'purpose-of-use': 'AUDIT' };
    const reads = async (): Promise<number[]> => {
      const counts: number[] = [];
      for await (const events of running.system.store.readAll(0n)) for (const { type, leaf } of events) if (type === 'RecordsRead' && readLeaf(leaf).data['operation'] === 'logEntries') counts.push(Number(readLeaf(leaf).data['count']));
      return counts;
    };
    expect(await reads()).toEqual([]); // the witness is not recorded
    const entries = entriesOf(await bytes('protocol/tile/entries/000.p/200', headers));
    const cases = new Set(entries.map((leaf) => readLeaf(leaf).case).filter((of) => of !== undefined));
    expect(cases.size).toBeGreaterThan(0);
    expect(await reads()).toEqual([cases.size]);
  });

  it('gives entries to nobody else', async () => {
    const path = 'protocol/tile/entries/000.p/7';
    expect((await running.log(path)).status).toBe(401);
    expect((await running.log(path, { authorization: `Bearer ${witnessToken.slice(1)}` })).status).toBe(401);
    const own = `Bearer ${await running.token({ ...auditor, own: true })}`;
    expect((await running.log(path, { authorization: own, 'purpose-of-use': 'ASSISTANCE' })).status).toBe(403);
    expect((await running.log(path, { authorization: own })).status).toBe(400);
    for (const who of Object.values(offices).filter(({ compartment }) => compartment !== auditor.compartment)) {
      const acting: Record<string, string> = who.agent !== undefined && !who.own ? { 'on-behalf-of': who.agent } : {};
      const answer = await running.log(path, { authorization: `Bearer ${await running.token(who)}`, 'purpose-of-use': 'AUDIT', ...acting });
      expect([who.compartment, answer.status, (await answer.text()).includes('"code"')]).toEqual([who.compartment, 403, true]);
    }
  });

  it('proves that any checkpoint continues any older one', async () => {
    const { checkpoint } = await newest('protocol');
    const { tree } = running.system.notary.published('protocol');
    for (const [from, to] of [[1, 2], [3, 17], [8, checkpoint.size], [checkpoint.size, checkpoint.size]] as const) {
      const { data } = await running.post({ query: 'query ($from: Int!, $to: Int) { consistency(from: $from, to: $to) { from to proof } }', variables: { from, to } }, {});
      const { proof, ...sizes } = data!['consistency'] as { from: number; to: number; proof: string[] };
      expect(sizes).toEqual({ from, to });
      expect(verifyConsistency(from, tree.root(from), to, tree.root(to), proof.map((hash) => Buffer.from(hash, 'base64')))).toBe(true);
    }
    for (const variables of [{ from: 0 }, { from: -1 }, { from: 5, to: 4 }, { from: 1, to: 2_000_000_000 }]) {
      expect((await running.post({ query: 'query ($from: Int!, $to: Int) { consistency(from: $from, to: $to) { to } }', variables }, {})).data).toEqual({ consistency: null });
    }
  });

  it('answers a kept checkpoint with the proof that the newest continues it, in whatever is asked', async () => {
    const ask = async (note: string): Promise<{ consistency?: Record<string, unknown>; text: string }> => {
      const { text } = await running.post({ query: '{ checkpoint }' }, { 'known-checkpoint': Buffer.from(note).toString('base64url') });
      return { text, ...((JSON.parse(text) as { extensions?: { consistency?: Record<string, unknown> } }).extensions ?? {}) };
    };
    for (const log of ['protocol', 'access'] as const) {
      const kept = await newest(log);
      await running.ask(offices['mmujer-azua caseworker'] ?? Object.values(offices)[0]!, '{ cases(first: 5) { edges { cursor } } }');
      await running.system.attestations.heads(log);
      const { consistency } = await ask(kept.note);
      expect(consistency).toMatchObject({ log: log.toUpperCase(), stands: 'CONTINUED', from: kept.checkpoint.size });
      const now = parseCheckpoint(openNote(consistency!['checkpoint'] as string, [noteVerifier(running.system.notary.vkey(log))]).text)!;
      expect(consistency!['to']).toBe(now.size);
      const proof = (consistency!['proof'] as string[]).map((hash) => Buffer.from(hash, 'base64'));
      expect(verifyConsistency(kept.checkpoint.size, kept.checkpoint.root, now.size, now.root, proof)).toBe(true);
    }
    const { protocol } = readSecretFile(places(running.config).logKeys, ['protocol', 'access']);
    const signer = noteSigner(`${running.config.host}/protocol`, protocol);
    const forked = (size: number): string => signNote(`${signer.name}\n${size}\n${Buffer.alloc(32, 7).toString('base64')}\n`, signer);
    expect((await ask(forked(9))).consistency).toEqual({ log: 'PROTOCOL', stands: 'CONTRADICTED', from: 9 });
    expect((await ask(forked(1_000_000))).consistency).toEqual({ log: 'PROTOCOL', stands: 'AHEAD', from: 1_000_000 });
    const stranger = noteSigner(signer.name, randomBytes(32));
    for (const none of ['nothing', signNote(`${signer.name}\n9\n${Buffer.alloc(32, 7).toString('base64')}\n`, stranger)]) {
      const { text, consistency } = await ask(none);
      expect([JSON.parse(text), consistency]).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'Known-Checkpoint' }] } }] }, undefined]);
    }
  });
});

describe('time stamps over the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-stamps-'));
  const authority = new TimeAuthority();
  afterAll(async () => {
    await authority.end();
    rmSync(folder, { recursive: true });
  });

  it('begin at size 1, cover what happened since on demand, wait while no authority answers, and stop no write', async () => {
    writeFileSync(join(folder, 'roots.pem'), authority.pem('root'));
    const address = await authority.start();
    const running = await Running.founded({ AMPARO_TIME_AUTHORITIES: address.href, AMPARO_TIME_ROOTS: join(folder, 'roots.pem') });
    const { attestations, notary } = running.system;
    for (const log of ['protocol', 'access'] as const) expect((await attestations.stamps(log)).map(({ data }) => data.size)).toEqual([1]);

    const stamp = (await attestations.stamp('protocol'))!;
    const { size, body, cosignatures, token } = stamp.data;
    expect([size > 1, cosignatures, authority.opensslVerifies(fromBase64url(token), body)]).toEqual([true, [], true]);
    expect(Buffer.from(tokenOf(stamp)).equals(Buffer.from(fromBase64url(token)))).toBe(true);
    expect(parseCheckpoint(body)).toEqual({ origin: `${running.config.host}/protocol`, size, root: notary.published('protocol').tree.root(size) });
    expect([stamp.index >= size, notary.find(stamp.leafHash)]).toEqual([true, { log: 'protocol', index: stamp.index }]);
    expect(leafHash(stamp.leaf)).toEqual(fromBase64url(stamp.leafHash));
    expect((await attestations.stamp('protocol'))!.seq).toBe(stamp.seq); // nothing but the stamp has happened

    await authority.stop();
    await openOffices(running); // writes go on
    await expect(attestations.stamp('protocol')).rejects.toThrow('no authority gave a time stamp');
    await running.stop();
    const port = Number(address.port);
    await authority.start(port);
    await running.start();
    const later = (await running.system.attestations.stamp('protocol'))!;
    expect(later.data.size).toBeGreaterThan(size);
    expect((await running.system.attestations.stamps('protocol')).map(({ data }) => data.size)).toEqual([1, size, later.data.size]);

    const { faults } = await checkStore(running.config.data);
    expect(faults).toEqual([]);
    await running.end();
  });
});
