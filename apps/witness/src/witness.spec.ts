import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointBody, cosignatureVerifier, emptyRoot, MerkleTree, noteSigner, noteVerifier, openNote, signNote, splitNote, type NoteSigner } from '@amparo/evidence';
import { witnessConfigFrom, type WitnessConfig } from './configuration';
import { newWitness, startWitness, type RunningWitness } from './running';
import published from './vectors/tlog-witness/litewitness-exchange.json';

const root = mkdtempSync(join(tmpdir(), 'amparo-witness-'));
const running: RunningWitness[] = [];
afterAll(async () => {
  for (const one of running) await one.close();
  rmSync(root, { recursive: true });
});

const log = noteSigner('amparo.test/protocol', Buffer.alloc(32, 1));
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

let n = 0;
function made(logs: string, role: 'plain' | 'auditing' = 'plain'): WitnessConfig {
  const folder = join(root, String(++n));
  const config = witnessConfigFrom({ PORT: '0', AMPARO_WITNESS_DATA: join(folder, 'data'), AMPARO_WITNESS_KEY: join(folder, 'key.json'), AMPARO_WITNESS_LOGS: join(root, `logs-${n}`) });
  writeFileSync(config.logsFile, logs);
  newWitness(config, 'witness.pgr.example/w1', role);
  return config;
}
async function started(config: WitnessConfig): Promise<RunningWitness> {
  const one = await startWitness(config, () => undefined);
  running.push(one);
  return one;
}
async function stopped(one: RunningWitness): Promise<void> {
  running.splice(running.indexOf(one), 1);
  await one.close();
}
const ours = `log ${log.name} ${log.vkey}\n`;

/** A tree whose leaves are told apart by their branch. */
function grown(size: number, branch = 0, from = size): MerkleTree {
  const tree = new MerkleTree();
  for (let i = 0; i < size; i++) tree.append(createHash('sha256').update(`${i >= from ? branch : 0}/${i}`).digest());
  return tree;
}
const noteOf = (tree: MerkleTree, signer: NoteSigner = log, size = tree.size): string => signNote(checkpointBody({ origin: log.name, size, root: tree.root(size) }), signer);
const bodyOf = (old: number, proof: readonly Uint8Array[], note: string): string => [`old ${old}`, ...proof.map(b64), '', note].join('\n');
/** As an honest log asks. */
const asked = (tree: MerkleTree, old: number, size = tree.size): string => bodyOf(old, old === 0 ? [] : tree.consistencyProof(old, size), noteOf(tree, log, size));

async function post({ address }: RunningWitness, body: string) {
  const answer = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}
const latest = async ({ address }: RunningWitness, origin = log.name): Promise<string | undefined> => {
  const answer = await fetch(`${address}/${createHash('sha256').update(origin).digest('hex')}/checkpoint`);
  return answer.status === 200 ? answer.text() : undefined;
};

describe('a witness (c2sp.org/tlog-witness)', () => {
  it('answers a published exchange as published', async () => {
    const { origin, key } = published.log;
    const typed = Buffer.concat([Buffer.of(1), Buffer.from(key, 'hex')]);
    const id = createHash('sha256').update(`${origin}\n`).update(typed).digest('hex').slice(0, 8);
    const witness = await started(made(`log ${origin} ${origin}+${id}+${b64(typed)}\n`));
    for (const { body, status, ours: differs, answer, witness: signs } of published.exchange as { body: string; status: number; ours?: number; answer?: string; witness?: string }[]) {
      const got = await post(witness, body);
      expect(got.status).toBe(differs ?? status);
      if (answer !== undefined) expect(got).toMatchObject({ body: answer, type: 'text/x.tlog.size' });
      if (signs !== undefined) expect(got.body).toMatch(/^— witness\.pgr\.example\/w1 \S+\n$/);
    }
  });

  it('cosigns what grew, with the time, and serves the latest with the log\'s signature and its own', async () => {
    const witness = await started(made(ours));
    expect(await latest(witness)).toBeUndefined();
    const before = Math.floor(Date.now() / 1000);
    for (const [old, size] of [[0, 1], [1, 1], [1, 8], [8, 13], [13, 300]] as const) {
      const tree = grown(size);
      const { status, type, body } = await post(witness, asked(tree, old));
      expect({ status, type }).toEqual({ status: 200, type: 'text/plain; charset=utf-8' });
      const { text, lines } = splitNote(noteOf(tree) + body);
      const time = cosignatureVerifier(witness.identity.vkey).verify(text, lines[1]!.signature);
      expect(time).toBeGreaterThanOrEqual(before);
      const served = (await latest(witness))!;
      expect(served).toBe(noteOf(tree) + body);
      expect(openNote(served, [noteVerifier(log.vkey)]).text).toBe(text);
    }
  });

  it('does not repeat the signatures of strangers', async () => {
    const witness = await started(made(ours));
    const tree = grown(3);
    const stranger = signNote(checkpointBody({ origin: log.name, size: 3, root: tree.root() }), noteSigner('stranger.example', Buffer.alloc(32, 7)));
    const { status, body } = await post(witness, bodyOf(0, [], noteOf(tree) + stranger.slice(stranger.lastIndexOf('—'))));
    expect(status).toBe(200);
    expect(await latest(witness)).toBe(noteOf(tree) + body);
  });

  it('cosigns checkpoints with extension lines whole: logs that are not ours may have them', async () => {
    const witness = await started(made(ours));
    const note = signNote(`${checkpointBody({ origin: log.name, size: 3, root: grown(3).root() })}extension\n`, log);
    const { status, body } = await post(witness, bodyOf(0, [], note));
    expect(status).toBe(200);
    const { text, lines } = splitNote(note + body);
    expect(cosignatureVerifier(witness.identity.vkey).verify(text, lines[1]!.signature)).toBeGreaterThan(0);
  });

  describe('refuses', () => {
    let witness: RunningWitness;
    const tree = grown(20);
    beforeAll(async () => {
      witness = await started(made(ours));
      expect((await post(witness, asked(tree, 0, 10))).status).toBe(200);
    });
    afterEach(async () => expect(await latest(witness)).toContain('\n10\n'));

    const forked = grown(20, 1, 5);
    const stranger = noteSigner(log.name, Buffer.alloc(32, 7));
    const other = noteSigner('other.test/protocol', Buffer.alloc(32, 8));
    const wrong = (note: string): string => note.replace(/(.)(...)\n$/, (_, at: string, rest: string) => `${at === 'A' ? 'B' : 'A'}${rest}\n`);
    const refused: readonly [status: number, what: string, body: string, size?: string][] = [
      [400, 'no body', ''],
      [400, 'no old line', asked(tree, 10).replace('old 10\n', '')],
      [400, 'a leading zero', asked(tree, 10).replace('old 10', 'old 010')],
      [400, 'an old size beyond 2^53', asked(tree, 10).replace('old 10', 'old 9007199254740993')],
      [400, 'an old size greater than the checkpoint’s', bodyOf(21, [], noteOf(tree))],
      [400, 'a proof that is no base64', asked(tree, 10).replace('old 10\n', 'old 10\n!\n')],
      [400, 'a hash of 31 bytes', bodyOf(10, [Buffer.alloc(31)], noteOf(tree))],
      [400, '64 hashes', bodyOf(10, Array.from({ length: 64 }, () => Buffer.alloc(32)), noteOf(tree))],
      [400, 'a note without signatures', asked(tree, 10).replace(/\n— .*\n$/, '')],
      [400, 'a note that is no checkpoint', bodyOf(10, [], signNote('amparo.test/protocol\nten\n', log))],
      [400, 'a checkpoint that is cut off', asked(tree, 10).slice(0, -20)],
      [403, 'a checkpoint that another key signed', bodyOf(10, tree.consistencyProof(10), noteOf(tree, stranger))],
      [403, 'a wrong signature', wrong(asked(tree, 10))],
      [404, 'an unknown log', bodyOf(0, [], signNote(checkpointBody({ origin: other.name, size: 20, root: tree.root() }), other))],
      [409, 'the first checkpoint again', asked(tree, 0, 10), '10\n'],
      [409, 'a rollback', asked(tree, 5, 9), '10\n'],
      [409, 'growth from before', asked(tree, 9), '10\n'],
      [409, 'growth from what it has not seen', asked(tree, 11), '10\n'],
      [422, 'no proof', bodyOf(10, [], noteOf(tree))],
      [422, 'a proof of other sizes', bodyOf(10, tree.consistencyProof(9), noteOf(tree))],
      [422, 'a proof with more in it', bodyOf(10, [...tree.consistencyProof(10), Buffer.alloc(32)], noteOf(tree))],
      [422, 'a fork: the same key, another history', asked(forked, 10)],
      [422, 'a fork of the same size', asked(forked, 10, 10)],
      [422, 'a proof for the same size', bodyOf(10, [Buffer.alloc(32)], noteOf(tree, log, 10))],
    ];
    it.each(refused.map(([status, what, body, size = '']) => [status, what, body, size] as const))('%i: %s', async (status, _what, body, size) => {
      const got = await post(witness, body);
      expect(got.status).toBe(status);
      expect(got.type).toBe(status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8');
      if (status === 409) expect(got.body).toBe(size);
    });

    it('405, 404, 413: other methods, other places, too much', async () => {
      const status = async (path: string, init?: RequestInit) => (await fetch(`${witness.address}${path}`, init)).status;
      expect(await status('/add-checkpoint')).toBe(405);
      expect(await status('/health', { method: 'DELETE' })).toBe(405);
      expect(await status('/')).toBe(404);
      expect(await status(`/${'0'.repeat(64)}/checkpoint`)).toBe(404);
      expect(await status('/add-checkpoint', { method: 'POST', body: 'x'.repeat(300_000) })).toBe(413);
    });
  });

  it('at size zero wants the empty root, and no proof from nothing', async () => {
    const witness = await started(made(ours));
    const zero = (root: Uint8Array): string => bodyOf(0, [], signNote(checkpointBody({ origin: log.name, size: 0, root }), log));
    expect((await post(witness, zero(Buffer.alloc(32)))).status).toBe(422);
    expect((await post(witness, bodyOf(0, [Buffer.alloc(32)], noteOf(grown(2))))).status).toBe(422);
    expect((await post(witness, zero(emptyRoot))).status).toBe(200);
  });

  it('of many that race from one size cosigns checkpoints of one history only, each from the one before', async () => {
    const witness = await started(made(ours));
    const branches = Array.from({ length: 12 }, (_, i) => grown(5 + i, i, 0));
    const answers = await Promise.all(branches.map((tree) => post(witness, asked(tree, 0))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  it('remembers what it cosigned when the answer never arrived, and over a restart', async () => {
    const config = made(ours);
    const witness = await started(config);
    const tree = grown(9);
    const body = asked(tree, 0, 6);
    const { port, hostname } = new URL(witness.address);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => {
          socket.destroy(); // the client is gone
          done();
        });
      });
    });
    for (let i = 0; i < 200 && (await latest(witness)) === undefined; i++) await new Promise((wait) => setTimeout(wait, 5));
    await stopped(witness);
    const again = await started(config);
    expect(await post(again, asked(grown(9, 1, 0), 0))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '6\n' });
    expect((await post(again, asked(grown(9, 1, 0), 6))).status).toBe(422);
    expect((await post(again, asked(tree, 6))).status).toBe(200);
  });
});

describe('the key and the memory of a witness', () => {
  it('are made once, the key for its owner alone', () => {
    const config = made(ours);
    expect(statSync(config.keyFile).mode & 0o777).toBe(0o400);
    expect(() => newWitness(config, 'witness.pgr.example/w1', 'plain')).toThrow('is there already');
    expect(() => newWitness({ ...config, data: join(config.data, 'other') }, 'witness.pgr.example/w1', 'plain')).toThrow('keys are never overwritten');
  });

  it.each<[string, (config: WitnessConfig) => void, RegExp]>([
    ['the memory is gone', ({ data }) => rmSync(data, { recursive: true }), /lost its memory.*needs a new key/],
    ['the key is open to others', ({ keyFile }) => chmodSync(keyFile, 0o444), /chmod 0400/],
    ['the key is another\'s', (config) => otherKey(config), /not the key of this memory/],
    ['no log is named', ({ logsFile }) => writeFileSync(logsFile, '# none\n'), /names no log/],
    ['the logs are not there', ({ logsFile }) => rmSync(logsFile), /cannot be read/],
    ['a log\'s key is wrong', ({ logsFile }) => writeFileSync(logsFile, `\nlog ${log.name} ${log.vkey.slice(0, -2)}\n`), /line 2: the verifier key/],
    ['the leaves would travel in the clear', ({ logsFile }) => writeFileSync(logsFile, `log ${log.name} ${log.vkey} http://amparo.example/log\n`), /line 1: the address/],
  ])('do not start when %s, and say what to do', async (_what, spoil, says) => {
    const config = made(ours);
    spoil(config);
    await expect(startWitness(config, () => undefined)).rejects.toThrow(says);
    expect(existsSync(config.keyFile)).toBe(true);
  });

  it('serve one process at a time', async () => {
    const config = made(ours);
    const first = await started(config);
    await expect(startWitness(config, () => undefined)).rejects.toThrow('another process has it');
    await stopped(first);
    await started(config);
  });

  it('of an auditing witness want to know where the leaves are', async () => {
    await expect(startWitness(made(ours, 'auditing'), () => undefined)).rejects.toThrow('name the address of the tiles');
  });
});

function otherKey({ keyFile }: WitnessConfig): void {
  rmSync(keyFile);
  const folder = join(root, String(++n));
  newWitness(witnessConfigFrom({ AMPARO_WITNESS_DATA: join(folder, 'data'), AMPARO_WITNESS_KEY: keyFile }), 'witness.pgr.example/w1', 'plain');
}
