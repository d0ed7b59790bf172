import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { base64url, emptyHead, eventId, fileOf, fromBase64url, leafBytes, leafHash, LogCheck, logOf, nextHead, noteVerifier, parseLeaf, streamHeads, verifyInclusion, verifyTlogProof, type LogName, type StreamHead } from '@amparo/evidence';
import { Histories, type EventStore, type Recording } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { Attestations, Notary, type AttestationParts } from './index';
import { recordHeads, recordStamp } from './log-stream';

const keys = { protocol: Buffer.alloc(32, 1), access: Buffer.alloc(32, 2) };
const root = mkdtempSync(join(tmpdir(), 'amparo-heads-'));
afterAll(() => rmSync(root, { recursive: true }));
let n = 0;
const fresh = (): string => join(root, `log-${++n}`);

/** A store with both logs opened, an agent who notes things in it, and a clock that is set. */
class World {
  now = Date.parse('2026-11-25T12:00:00.000Z');
  readonly recording: Recording;
  notary: Notary;
  attestations: Attestations;
  private readonly tails = new Map<string, { seq: number; head: Uint8Array }>();

  constructor(
    readonly store: EventStore = new MemoryEventStore(),
    readonly folder = fresh(),
    private readonly more: Partial<AttestationParts> = {},
  ) {
    this.recording = { store, histories: new Histories(store), seal: () => Promise.reject(new Error('nothing is sealed here')), now: () => this.time(), digest: () => base64url(Buffer.alloc(32)), nonce: () => randomBytes(16) };
    [this.notary, this.attestations] = this.opened();
  }

  static async open(...given: ConstructorParameters<typeof World>): Promise<World> {
    const world = new World(...given);
    await world.notary.openLogs(world.recording, () => world.meta());
    await world.notary.start();
    return world;
  }

  /** The process ends and begins again. */
  async restart(): Promise<void> {
    await this.notary.close();
    [this.notary, this.attestations] = this.opened();
    await this.notary.start();
  }

  async note(stream: string, belongs: { case?: string; investigation?: string } = {}): Promise<void> {
    const { seq, head } = this.tails.get(stream) ?? { seq: -1, head: emptyHead };
    const command = randomUUID();
    const id = eventId('mmujer-desk', stream, command, 0);
    const leaf = leafBytes({
      v: 1, id, stream, seq: seq + 1, prev: base64url(head), type: 'Noted', schema: 1, ...belongs, at: this.time(), recordedAt: this.time(),
      actor: { client: 'mmujer-desk', assurance: 'AUTHENTICATED' }, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, command: { id: command, digest: base64url(Buffer.alloc(32)) },
      correlation: command, nonce: base64url(randomBytes(16)), data: {},
    });
    await this.store.append(stream, seq, [{ id, type: 'Noted', leaf, parts: [] }]);
    this.tails.set(stream, { seq: seq + 1, head: nextHead(head, leafHash(leaf)) });
  }

  /** Fulfils once all that is in the store is under a checkpoint. */
  async settled(): Promise<void> {
    await this.notary.covered(await this.store.head());
  }

  async own(log: LogName): Promise<string[]> {
    return (await this.store.readStream(`log-${log}`)).map(({ type }) => type);
  }

  /** The heads over the first leaves of a log, computed from the leaves alone. */
  async naively(log: LogName, asOf: number): Promise<ReturnType<typeof streamHeads>> {
    const heads = new Map<string, StreamHead>();
    let index = 0;
    for await (const events of this.store.readAll(0n)) {
      for (const { stream, seq, leaf } of events) {
        if (logOf(stream) !== log || index++ >= asOf) continue;
        const { case: caseId, investigation } = parseLeaf(leaf);
        heads.set(stream, { stream, seq, head: nextHead(heads.get(stream)?.head ?? emptyHead, leafHash(leaf)), ...(caseId !== undefined && { case: caseId }), ...(investigation !== undefined && { investigation }) });
      }
    }
    return streamHeads(heads.values());
  }

  async faults(): Promise<string[]> {
    const check = new LogCheck();
    for await (const events of this.store.readAll(0n)) for (const event of events) check.add(event);
    return check.faults().map(({ reason, place }) => `${reason} ${place}`);
  }

  private opened(): [Notary, Attestations] {
    const notary = Notary.open({ folder: this.folder, store: this.store, host: 'amparo.test', keys });
    return [notary, new Attestations({ notary, recording: this.recording, meta: () => this.meta(), failed: () => undefined, ...this.more })];
  }

  private time(): string {
    return new Date(this.now).toISOString();
  }

  meta() {
    const id = randomUUID();
    const at = this.time();
    return { id, actor: { client: 'amparo', assurance: 'AUTHENTICATED' }, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, at, receivedAt: at, correlation: id } as const;
  }
}

const hour = 3_600_000;
const files = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.includes('leaf-index') && statSync(join(folder, file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(join(folder, file)).toString('hex')]),
  );

describe('the heads of all streams', () => {
  it('as the log has them, prove with a receipt, and a range proves every stream of a file with both neighbours', async () => {
    const world = await World.open();
    for (let i = 0; i < 12; i++) await world.note(`case-${i}`, { case: `${i % 4}` });
    for (let i = 0; i < 3; i++) await world.note(`stay-${i}`, { case: '2' });
    const heads = await world.attestations.heads('protocol');
    expect(heads.data).toEqual({ asOf: 16, root: base64url(heads.tree.root()), size: 16 });
    expect(heads.index).toBeGreaterThanOrEqual(heads.data.asOf);
    const proof = world.notary.log('protocol').proof(heads.index)!;
    expect(verifyTlogProof(proof, leafHash(heads.leaf), [noteVerifier(world.notary.vkey('protocol'))])).toMatchObject({ ok: true, index: heads.index });

    const file = fileOf({ case: '2' });
    const { first, leaves, proofs } = heads.range(file);
    expect(leaves.filter((leaf) => leaf.file === file)).toHaveLength(6);
    expect(leaves.slice(1, -1).every((leaf) => leaf.file === file)).toBe(true);
    const outside = (leaf: { file: string } | undefined, end: boolean): void => (end ? expect(leaf?.file).toBe(file) : expect(leaf?.file).not.toBe(file));
    outside(leaves[0], first === 0 && leaves[0]?.file === file);
    outside(leaves.at(-1), first + leaves.length === 16 && leaves.at(-1)?.file === file);
    leaves.forEach((_, i) => {
      const text = heads.tree.leaves()[first + i]!;
      expect(verifyInclusion(leafHash(Buffer.from(text)), first + i, heads.data.size, proofs[i]!.map(fromBase64url), heads.tree.root())).toBe(true);
    });
    expect(await world.faults()).toEqual([]);
    await world.notary.close();
  });

  it('of a file without streams are the two between which it would stand', async () => {
    const world = await World.open();
    for (let i = 0; i < 40; i++) await world.note(`case-${i}`, { case: `${i}` });
    const { tree } = await world.attestations.heads('protocol');
    for (const absent of ['nobody', 'no one', 'none']) {
      const file = fileOf({ case: absent });
      const { first, leaves } = tree.range(file);
      expect(leaves.length).toBe(first === 0 && leaves[0]!.file > file ? 1 : first === tree.size - 1 ? 1 : 2);
      if (leaves.length === 2) expect(leaves[0]!.file < file && file < leaves[1]!.file).toBe(true);
    }
    await world.notary.close();
  });

  it('over any history are those that the leaves have, as of every size, also after restarts and without the index', async () => {
    const step = fc.record({ stream: fc.nat(5), kind: fc.constantFrom('case', 'investigation', 'unit', 'access'), restart: fc.integer({ min: 0, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }), async (steps, sizes) => {
        const world = await World.open();
        for (const { stream, kind, restart } of steps) {
          await world.note(`${kind}-${stream}`, kind === 'case' ? { case: `${stream % 3}` } : kind === 'investigation' ? { investigation: `${stream % 2}` } : {});
          if (restart === 0) await world.restart();
          if (restart === 1) await world.attestations.heads('protocol');
        }
        await world.settled();
        const again = async (): Promise<void> => {
          for (const log of ['protocol', 'access'] as const) {
            const { size } = world.notary.published(log);
            for (const asOf of [size, ...sizes.map((some) => 1 + (some % size))]) {
              const tree = await world.notary.log(log).headsAsOf(asOf);
              const naive = await world.naively(log, asOf);
              expect([log, asOf, tree.leaves(), base64url(tree.root())]).toEqual([log, asOf, naive.leaves, base64url(naive.root)]);
            }
          }
        };
        await again();
        await world.notary.close();
        rmSync(join(world.folder, 'leaf-index.sqlite'));
        for (const side of ['-wal', '-shm']) rmSync(join(world.folder, `leaf-index.sqlite${side}`), { force: true });
        [world.notary] = [Notary.open({ folder: world.folder, store: world.store, host: 'amparo.test', keys })];
        await world.notary.start();
        await again();
        await world.notary.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('that were logged can be had again, with the same ranges, after the log has grown', async () => {
    const world = await World.open(SqliteEventStore.open(join(fresh() + '.sqlite')));
    for (let i = 0; i < 5; i++) await world.note(`case-${i}`, { case: 'one' });
    const then = await world.attestations.heads('protocol');
    const range = then.range(fileOf({ case: 'one' }));
    for (let i = 3; i < 9; i++) await world.note(`case-${i}`, { case: 'one' });
    await world.restart();
    const again = await world.attestations.headsLogged('protocol', then.seq);
    expect(again.range(fileOf({ case: 'one' }))).toEqual(range);
    expect(Buffer.from(again.leaf).equals(Buffer.from(then.leaf))).toBe(true);
    await expect(world.attestations.headsLogged('protocol', 0)).rejects.toThrow('is no StreamHeads');
    await world.notary.close();
    await world.store.close();
  });

  it('asked for twice without news, and at once by two, are one event; after news or ten minutes they are new', async () => {
    const world = await World.open();
    await world.note('case-1', { case: 'one' });
    const [one, two] = await Promise.all([world.attestations.heads('protocol'), world.attestations.heads('protocol')]);
    expect(two.seq).toBe(one.seq);
    await world.note('case-1', { case: 'one' });
    await world.settled();
    const three = await world.attestations.heads('protocol');
    expect(three.data.asOf).toBeGreaterThan(one.index);
    world.now += 10 * 60_000;
    expect((await world.attestations.heads('protocol')).seq).toBe(three.seq + 1);
    expect(await world.own('protocol')).toEqual(['LogOpened', 'StreamHeads', 'StreamHeads', 'StreamHeads']);
    await world.notary.close();
  });

  it('come hourly where something happened; what a log says of itself alone causes none', async () => {
    const world = await World.open();
    await world.note('case-1', { case: 'one' });
    await world.settled();
    await world.attestations.whatIsDue();
    expect(await world.own('protocol')).toEqual(['LogOpened']); // within the first hour
    world.now += hour;
    await world.attestations.whatIsDue();
    expect([await world.own('protocol'), await world.own('access')]).toEqual([['LogOpened', 'StreamHeads'], ['LogOpened']]);
    for (let i = 0; i < 3; i++) {
      world.now += hour;
      await world.attestations.whatIsDue();
    }
    expect(await world.own('protocol')).toEqual(['LogOpened', 'StreamHeads']);
    await world.note('access-mmujer-1');
    await world.settled();
    await world.attestations.whatIsDue();
    expect([await world.own('protocol'), await world.own('access')]).toEqual([['LogOpened', 'StreamHeads'], ['LogOpened', 'StreamHeads']]);
    await world.notary.close();
  });

  it('keep to a size that no checkpoint leaves behind while they are appended, where witnesses ask for it', async () => {
    const turns: string[] = [];
    const exclusively: AttestationParts['exclusively'] = async (work) => {
      turns.push('quiet');
      const result = await work();
      turns.push('loud');
      return result;
    };
    const world = await World.open(undefined, undefined, { exclusively });
    await world.attestations.heads('protocol');
    expect(turns).toEqual(['quiet', 'loud']);
    await world.notary.close();
  });
});

describe('a log with heads', () => {
  it('is built again from the store alone to the same bytes', async () => {
    const world = await World.open();
    for (let i = 0; i < 300; i++) {
      await world.note(`case-${i % 7}`, { case: `${i % 7}` });
      if (i % 100 === 99) await world.attestations.heads('protocol');
    }
    await world.note('access-mmujer-1');
    await world.settled();
    await world.attestations.heads('access');
    await world.notary.close();
    const whole = fresh();
    const rebuilt = Notary.open({ folder: whole, store: world.store, host: 'amparo.test', keys });
    await rebuilt.start();
    await rebuilt.close();
    expect(files(whole)).toEqual(files(world.folder));
    expect(Object.keys(files(whole)).length).toBeGreaterThan(5);
  });

  it('that lies about its heads or its stamped checkpoints is found by the check of the log, and where', async () => {
    const world = await World.open();
    for (let i = 0; i < 6; i++) await world.note(`case-${i}`, { case: 'one' });
    const { data, seq } = await world.attestations.heads('protocol');
    await world.note('case-1', { case: 'one' });
    expect(await world.faults()).toEqual([]);
    await world.settled();
    const { size, tree, note } = world.notary.published('protocol');
    const before = await world.notary.log('protocol').headsAsOf(size);
    const kept = { size, body: note!.slice(0, note!.lastIndexOf('\n\n') + 1), cosignatures: [], token: 'AAAA' };
    for (const stream of ['case-1', 'case-new', 'case-1']) await world.note(stream, { case: 'one' });
    await recordHeads(world.recording, 'protocol', { asOf: size, root: base64url(before.root()), size: before.size }, world.meta());
    await recordStamp(world.recording, 'protocol', kept, world.meta());
    expect(await world.faults()).toEqual([]); // what came between is not among them
    expect(tree.size).toBeGreaterThanOrEqual(size);
    await recordHeads(world.recording, 'protocol', { ...data, asOf: size + 1 }, world.meta());
    await recordHeads(world.recording, 'protocol', { ...data, asOf: 99 }, world.meta());
    await recordStamp(world.recording, 'protocol', { ...kept, size: size + 1 }, world.meta());
    const other = `amparo.test/protocol\n${size + 2}\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    await recordStamp(world.recording, 'protocol', { ...kept, size: size + 2, body: other }, world.meta());
    expect((await world.faults()).map((fault) => fault.split(' position')[0])).toEqual([`heads_mismatch log-protocol/${seq + 3}`, `heads_ahead log-protocol/${seq + 4}`, `stamp_mismatch log-protocol/${seq + 5}`, `stamp_mismatch log-protocol/${seq + 6}`]);
    await world.notary.close();
  });
});
