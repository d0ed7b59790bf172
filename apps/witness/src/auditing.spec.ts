import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { base64url, cosignaturesOf, emptyHead, eventId, leafBytes, leafHash, MerkleTree, nextHead, parsePolicy, streamHeads, type Envelope, type StreamHead } from '@amparo/evidence';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { Notary, Witnesses } from '@amparo/notary';
import { witnessConfigFrom, type WitnessConfig } from './configuration';
import { entriesOf } from './leaf-source';
import type { Role } from './memory';
import { newWitness, startWitness, type RunningWitness } from './running';

const root = mkdtempSync(join(tmpdir(), 'amparo-auditing-'));
const keys = { protocol: Buffer.alloc(32, 1), access: Buffer.alloc(32, 2) };
const open = new Set<{ close(): unknown }>();
afterAll(async () => {
  for (const one of [...open].reverse()) await one.close();
  rmSync(root, { recursive: true });
});

type Changed = Partial<Omit<Envelope, 'data'>> & { data?: Record<string, unknown>; under?: string };

/** A store with a real notary before it, whose leaves are served as tiles to whoever has the token. */
class Told {
  readonly store = new MemoryEventStore();
  readonly heads = new Map<string, StreamHead>();
  readonly folder: string;
  notary!: Notary;
  address = '';
  token = 'leaves';
  /** Paths of the bundles that were read. */
  readonly read: string[] = [];
  private server: Server | undefined;
  private n = 0;

  constructor(name: string) {
    this.folder = join(root, name);
  }

  async opened(): Promise<this> {
    this.notary = Notary.open({ folder: this.folder, store: this.store, host: 'amparo.test', keys });
    open.add(this.notary);
    await this.append('log-protocol', 'LogOpened', { data: { origin: 'amparo.test/protocol', vkey: this.notary.vkey('protocol'), formats: [] } });
    await this.notary.start();
    this.server = createServer((request, response) => {
      const bundle = /^\/log\/protocol\/tile\/entries\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(request.url ?? '');
      if (request.headers.authorization !== `Bearer ${this.token}`) return void response.writeHead(401).end();
      void (async () => {
        const number = Number((bundle?.[1] ?? '').replaceAll(/[x/]/g, ''));
        const entries = bundle ? (await this.leaves()).slice(number * 256, number * 256 + Number(bundle[2] ?? 256)) : [];
        this.read.push(request.url ?? '');
        if (entries.length !== Number(bundle?.[2] ?? 256)) return void response.writeHead(404).end();
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.concat(entries.flatMap((leaf) => [Buffer.of(leaf.length >> 8, leaf.length & 255), leaf])));
      })();
    });
    await new Promise<void>((done) => this.server!.listen(0, '127.0.0.1', done));
    open.add({ close: () => this.server?.close() });
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/log/protocol`;
    return this;
  }

  async leaves(): Promise<Uint8Array[]> {
    const all: Uint8Array[] = [];
    for await (const events of this.store.readAll(0n)) all.push(...events.filter(({ stream }) => !stream.startsWith('access-')).map(({ leaf }) => leaf));
    return all;
  }

  /** The next event of a stream, changed where a dishonest operator would change it. `under` is the stream it is stored under. */
  async append(stream: string, type: string, { under = stream, ...changed }: Changed = {}): Promise<void> {
    const before = this.heads.get(stream);
    const command = `01936b2e-7c00-7abc-8def-${(this.n++).toString(16).padStart(12, '0')}`;
    const leaf = leafBytes({
      v: 1,
      id: eventId('mmujer-desk', stream, command, 0),
      stream,
      seq: (before?.seq ?? -1) + 1,
      prev: base64url(before?.head ?? emptyHead),
      type,
      schema: 1,
      ...(stream.startsWith('case-') && { case: stream.slice(5) }),
      at: '2026-01-05T12:00:00.000Z',
      recordedAt: '2026-01-05T12:00:00.000Z',
      actor: { client: 'mmujer-desk', assurance: 'AUTHENTICATED' },
      purpose: 'PROTECTION',
      basis: { kind: 'LEGAL_OBLIGATION' },
      command: { id: command, digest: base64url(Buffer.alloc(32)) },
      correlation: command,
      nonce: base64url(Buffer.alloc(16, this.n)),
      data: {},
      ...changed,
    } as Envelope);
    this.heads.set(stream, { stream, seq: (before?.seq ?? -1) + 1, head: nextHead(before?.head ?? emptyHead, leafHash(leaf)), ...(stream.startsWith('case-') && { case: stream.slice(5) }) });
    const stored = await this.store.readStream(under);
    await this.store.append(under, stored.length - 1, [{ id: `${under}-${stored.length}`, type, leaf, parts: [] }]);
  }

  async cases(count: number, from = 0): Promise<void> {
    for (let i = from; i < from + count; i++) await this.append(`case-${i % 7}`, 'Noted');
  }

  /** The heads as they stand, changed where a dishonest operator would change them. */
  async commit(changed: Record<string, unknown> = {}): Promise<void> {
    const { root: headsRoot, size } = streamHeads(this.heads.values());
    const asOf = (await this.leaves()).length;
    await this.append('log-protocol', 'StreamHeads', { data: { asOf, root: base64url(headsRoot), size, ...changed } });
  }

  async published(): Promise<void> {
    const head = await this.store.head();
    for (let i = 0; i < 400 && this.notary.sequenced() < head; i++) await new Promise((wait) => setTimeout(wait, 5));
    this.notary.publish();
  }
}

let n = 0;
function made(told: Told, role: Role): WitnessConfig {
  const folder = join(root, `witness-${++n}`);
  const config = witnessConfigFrom({
    PORT: '0',
    AMPARO_WITNESS_DATA: join(folder, 'data'),
    AMPARO_WITNESS_KEY: join(folder, 'key.json'),
    AMPARO_WITNESS_LOGS: join(root, `logs-${n}`),
    AMPARO_WITNESS_TOKEN: join(root, `token-${n}`),
  });
  writeFileSync(config.logsFile, `log amparo.test/protocol ${told.notary.vkey('protocol')} ${told.address}\n`);
  writeFileSync(config.tokenFile!, 'leaves\n');
  newWitness(config, `witness.pgr.example/${role}-${n}`, role);
  return config;
}
async function started(config: WitnessConfig): Promise<RunningWitness> {
  const one = await startWitness(config, () => undefined);
  open.add(one);
  return one;
}
async function restarted(config: WitnessConfig, one: RunningWitness): Promise<RunningWitness> {
  open.delete(one);
  await one.close();
  return started(config);
}
const clientOf = (told: Told, ...witnesses: readonly RunningWitness[]): Witnesses => {
  const policy = parsePolicy(`${witnesses.map(({ identity: { role, vkey } }, i) => `witness o${i} ${role} ${vkey}\n`).join('')}operator mirex\nquorum ${witnesses.length} ${witnesses.length} 0\n`);
  return new Witnesses(told.notary, policy, {
    folder: join(root, `client-${++n}`),
    addresses: witnesses.map(({ address }) => ({ submission: new URL(`${address}/`), monitoring: new URL(`${address}/`) })),
    every: 60_000,
  });
};
/** What each witness said to the newest checkpoint of the protocol's log. */
async function said(told: Told, ...witnesses: readonly RunningWitness[]): Promise<string[]> {
  await told.published();
  const { note, tree, size } = told.notary.published('protocol');
  const answers: string[] = [];
  for (const { address } of witnesses) {
    const post = async (old: number): Promise<Response> =>
      fetch(`${address}/add-checkpoint`, { method: 'POST', body: [`old ${old}`, ...(old === 0 ? [] : tree.consistencyProof(old, size)).map((hash) => Buffer.from(hash).toString('base64')), '', note!].join('\n') });
    let answer = await post(0);
    if (answer.status === 409) answer = await post(Number(await answer.text()));
    answers.push(answer.status === 200 ? 'cosigned' : `${answer.status} ${(await answer.text()).trim()}`);
  }
  return answers;
}

describe('an auditing witness', () => {
  it('reads every leaf once, over restarts, and cosigns with the plain one', async () => {
    const told = await new Told('honest').opened();
    const [plain, config] = [await started(made(told, 'plain')), made(told, 'auditing')];
    let auditing = await started(config);
    await told.cases(300);
    await told.commit();
    expect(await said(told, plain, auditing)).toEqual(['cosigned', 'cosigned']);
    expect(told.read).toEqual(['/log/protocol/tile/entries/000', '/log/protocol/tile/entries/001.p/46']);
    auditing = await restarted(config, auditing);
    await told.cases(20);
    await told.commit();
    await told.cases(3);
    expect(await said(told, plain, auditing)).toEqual(['cosigned', 'cosigned']);
    expect(told.read.slice(2)).toEqual(['/log/protocol/tile/entries/001.p/70']);
    const client = clientOf(told, plain, auditing);
    await client.collect();
    expect(client.state().filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(cosignaturesOf(client.cosigned('protocol')!, parsePolicy(`witness a plain ${plain.identity.vkey}\nwitness b auditing ${auditing.identity.vkey}\noperator c\nquorum 2 2 0\n`))).toHaveLength(2);
    expect(existsSync(join(told.folder, 'protocol', 'checkpoint'))).toBe(true);
  });

  it.each<[string, (told: Told) => Promise<void>, string]>([
    ['a stream that forks inside a growing log', (told) => told.append('case-1', 'Noted', { seq: 0, prev: base64url(emptyHead), under: 'case-forked' }), '422 seq_gap 15 case-1/0'],
    ['an event left out', (told) => told.append('case-1', 'Noted', { seq: 3 }), '422 seq_gap 15 case-1/3'],
    ['an event after another than the one before it', (told) => told.append('case-1', 'Noted', { prev: base64url(Buffer.alloc(32, 9)) }), '422 chain_broken 15 case-1/2'],
    ['an event moved to another case', (told) => told.append('case-1', 'Noted', { case: '2' }), '422 case_differs 15 case-1/2'],
    ['an event before its time', (told) => told.append('case-1', 'Noted', { recordedAt: '2026-01-05T11:54:00.000Z' }), '422 time_falls 15 case-1/2'],
    ['an event under an id that is not its own', (told) => told.append('case-1', 'Noted', { id: '01936b2e-7c00-8abc-8def-000000000000' }), '422 id_mismatch 15 case-1/2'],
    ['an event of the other log', (told) => told.append('access-mmujer-1', 'RecordsRead', { under: 'case-hidden' }), '422 other_log 15 access-mmujer-1/0'],
    ['heads with another root', (told) => told.commit({ root: base64url(Buffer.alloc(32)) }), '422 heads_mismatch 15 log-protocol/1'],
    ['heads with a stream too few', (told) => told.commit({ size: 7 }), '422 heads_mismatch 15 log-protocol/1'],
    ['heads of what does not stand before them', (told) => told.commit({ asOf: 16 }), '422 heads_ahead 15 log-protocol/1'],
    ['heads without a size', (told) => told.commit({ asOf: '15' }), '422 heads_ahead 15 log-protocol/1'],
    ['heads in another order', (told) => inAnotherOrder(told), '422 heads_mismatch 15 log-protocol/1'],
    ['heads that leave a stream out', (told) => withoutOne(told), '422 heads_mismatch 15 log-protocol/1'],
  ])('refuses %s, which a plain one cannot see, for good', async (what, spoil, answer) => {
    const told = await new Told(what.replaceAll(' ', '-')).opened();
    const config = made(told, 'auditing');
    let auditing = await started(config);
    const plain = await started(made(told, 'plain'));
    await told.cases(14);
    expect(await said(told, auditing)).toEqual(['cosigned']);
    await spoil(told);
    expect(await said(told, plain, auditing)).toEqual(['cosigned', answer]);
    auditing = await restarted(config, auditing);
    await told.cases(3);
    expect(await said(told, auditing)).toEqual([answer]);
  });

  it('refuses heads of a size below the one it cosigned last, and takes those at it', async () => {
    const told = await new Told('old-heads').opened();
    const auditing = await started(made(told, 'auditing'));
    await told.cases(14);
    const { root: before, size } = streamHeads(told.heads.values());
    expect(await said(told, auditing)).toEqual(['cosigned']);
    await told.cases(4);
    await told.append('log-protocol', 'StreamHeads', { data: { asOf: 15, root: base64url(before), size } }); // while cases went on
    await told.cases(3);
    expect(await said(told, auditing)).toEqual(['cosigned']);
    await told.append('log-protocol', 'StreamHeads', { data: { asOf: 15, root: base64url(before), size } });
    expect(await said(told, auditing)).toEqual(['422 heads_too_old 23 log-protocol/2']);
  });

  it('refuses a log that does not begin with its opening', async () => {
    const unopened = await new Told('unopened').opened();
    const stranger = made(unopened, 'auditing');
    writeFileSync(stranger.logsFile, `log amparo.test/protocol ${unopened.notary.vkey('protocol')} ${await headless(unopened)}\n`);
    expect(await said(unopened, await started(stranger))).toEqual(['422 log_not_opened 0 case-0/0']);
  });

  it('refuses leaves that are not those of the checkpoint, and goes on when it is shown the right ones', async () => {
    const told = await new Told('shown').opened();
    const other = await new Told('shown-other').opened();
    await told.cases(9);
    await other.cases(9, 1);
    const config = made(told, 'auditing');
    const right = readFileSync(config.logsFile, 'utf8');
    writeFileSync(config.logsFile, right.replace(told.address, other.address));
    const auditing = await started(config);
    await other.published();
    expect(await said(told, auditing)).toEqual(['422 root_mismatch size 10']);
    writeFileSync(config.logsFile, right);
    expect(await said(told, await restarted(config, auditing))).toEqual(['cosigned']);
  });

  it('cannot answer while the leaves cannot be read, and cosigns when they can: the token is read anew', async () => {
    const told = await new Told('guarded').opened();
    const config = made(told, 'auditing');
    const auditing = await started(config);
    told.token = 'renewed';
    expect(await said(told, auditing)).toEqual(['503 tile/entries/000.p/1: answered 401']);
    writeFileSync(config.tokenFile!, 'renewed\n');
    expect(await said(told, auditing)).toEqual(['cosigned']);
  });

  it('cosigns an honest log whatever it was shown between, restarts or not', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('cases', 'commit', 'ask', 'restart'), { minLength: 4, maxLength: 12 }), async (steps) => {
        const told = await new Told(`honest-${++run}`).opened();
        const config = made(told, 'auditing');
        let auditing = await started(config);
        for (const [i, step] of steps.entries()) {
          if (step === 'cases') await told.cases(i + 1, i * 3);
          if (step === 'commit') await told.commit();
          if (step === 'restart') auditing = await restarted(config, auditing);
          if (step === 'ask') expect(await said(told, auditing)).toEqual(['cosigned']);
        }
        expect(await said(told, auditing)).toEqual(['cosigned']);
        open.delete(auditing);
        await auditing.close();
      }),
      { numRuns: 15 },
    );
  });
});

describe('entry bundles (c2sp.org/tlog-tiles)', () => {
  it('are taken apart, or are none', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 })), fc.nat({ max: 50 }), (entries, cut) => {
        const bundle = Buffer.concat(entries.flatMap((one) => [Buffer.of(one.length >> 8, one.length & 255), one]));
        expect(entriesOf(bundle)?.map((one) => Buffer.from(one).toString('hex'))).toEqual(entries.map((one) => Buffer.from(one).toString('hex')));
        const short = entriesOf(bundle.subarray(0, Math.max(0, bundle.length - cut)));
        if (cut > 0 && bundle.length >= cut) expect(short === undefined || short.length < entries.length).toBe(true);
      }),
    ));
});

/** A commitment over the same leaves, sorted by stream name alone. */
async function inAnotherOrder(told: Told): Promise<void> {
  const { leaves } = streamHeads(told.heads.values());
  const tree = new MerkleTree();
  for (const leaf of leaves.reverse()) tree.append(leafHash(Buffer.from(leaf)));
  await told.commit({ root: base64url(tree.root()) });
}
const withoutOne = (told: Told): Promise<void> => {
  const { root: headsRoot, size } = streamHeads([...told.heads.values()].slice(0, -1));
  return told.commit({ root: base64url(headsRoot), size });
};
/** Serves the leaves of a log whose first event is a case's. */
async function headless(told: Told): Promise<string> {
  const other = new Told('headless');
  await other.append('case-0', 'Noted');
  const [leaf] = await other.leaves();
  told.leaves = () => Promise.resolve([leaf!]);
  return told.address;
}
