import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosignaturesOf, cosigner, noteVerifier, openNote, parseCheckpoint, parsePolicy, splitNote, witnessed, type Cosigner } from '@amparo/evidence';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { Notary, StoreContradicted, Witnesses, type WitnessState } from './index';

const keys = { protocol: Buffer.alloc(32, 1), access: Buffer.alloc(32, 2) };
const root = mkdtempSync(join(tmpdir(), 'amparo-witnesses-'));
const open: { close(): unknown }[] = [];
afterAll(async () => {
  for (const one of open.reverse()) await one.close();
  rmSync(root, { recursive: true });
});

const [one, two, stranger] = [7, 8, 9].map((seed) => cosigner(`witness-${seed}.example`, Buffer.alloc(32, seed))) as [Cosigner, Cosigner, Cosigner];
const policy = parsePolicy(`witness mmujer plain ${one.vkey}\nwitness pgr auditing ${two.vkey}\noperator mirex\nquorum 2 2 0\n`);
const seconds = (): number => Math.floor(Date.now() / 1000);

type Said = { status: number; type?: string; body?: string };

/** A witness that somebody else runs: it keeps no tree, says what it is told to say, and counts what it was asked. */
class Foreign {
  readonly sizes = new Map<string, number>();
  readonly latest = new Map<string, string>();
  readonly asked: string[] = [];
  /** Status and body in the place of its own answer. */
  says: Said | undefined;
  /** The lines of its answer to a checkpoint's text. */
  lines = (text: string): string => this.signer.cosign(text, seconds());
  private readonly server: Server;
  address!: { submission: URL; monitoring: URL };

  private constructor(private readonly signer: Cosigner) {
    this.server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const body = Buffer.concat(chunks).toString();
        if (request.method === 'POST') this.asked.push(body);
        const answer: Said = this.says ?? (request.method === 'POST' ? this.take(body) : this.tell(request.url ?? ''));
        response.writeHead(answer.status, { 'content-type': answer.type ?? 'text/plain' }).end(answer.body);
      })();
    });
    open.push(this);
  }
  static async running(signer: Cosigner): Promise<Foreign> {
    const foreign = new Foreign(signer);
    await new Promise<void>((done) => foreign.server.listen(0, '127.0.0.1', done));
    const at = `http://127.0.0.1:${(foreign.server.address() as AddressInfo).port}`;
    foreign.address = { submission: new URL(`${at}/`), monitoring: new URL(`${at}/monitor/`) };
    return foreign;
  }
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
  private take(body: string) {
    const note = body.slice(body.indexOf('\n\n') + 2);
    const { text } = splitNote(note);
    const { origin, size } = parseCheckpoint(text)!;
    const known = this.sizes.get(origin) ?? 0;
    if (body.split('\n')[0] !== `old ${known}`) return { status: 409, type: 'text/x.tlog.size', body: `${known}\n` };
    this.sizes.set(origin, size);
    const lines = this.lines(text);
    this.latest.set(`/monitor/${createHash('sha256').update(origin).digest('hex')}/checkpoint`, note + lines);
    return { status: 200, body: lines };
  }
  private tell(path: string) {
    const note = this.latest.get(path);
    return note === undefined ? { status: 404 } : { status: 200, body: note };
  }
}

let n = 0;
const fresh = (): string => join(root, `log-${++n}`);
const opened = (folder: string, store: MemoryEventStore): Notary => {
  const notary = Notary.open({ folder, store, host: 'amparo.test', keys });
  open.push(notary);
  return notary;
};
async function grow(store: MemoryEventStore, count: number, stream = 'case-1'): Promise<void> {
  const { length } = await store.readStream(stream);
  for (let i = 0; i < count; i++) await store.append(stream, length - 1 + i, [{ id: `${stream}-${length + i}`, type: 'Noted', leaf: Buffer.from(`${stream} leaf ${length + i}`), parts: [] }]);
}
/** A log of ten events and the client of some witnesses. */
async function told(foreign: readonly Foreign[], now?: () => number, changed?: (state: WitnessState) => void) {
  const store = new MemoryEventStore();
  const folder = fresh();
  await grow(store, 10);
  const notary = opened(folder, store);
  await notary.start();
  const witnesses = new Witnesses(notary, policy, { folder, addresses: foreign.map(({ address }) => address), every: 60_000, timeout: 2_000, ...(now && { now }), ...(changed && { changed }) });
  const more = async (count: number): Promise<void> => {
    const head = await store.head();
    await grow(store, count);
    for (let i = 0; i < 400 && notary.sequenced() < head + BigInt(count); i++) await new Promise((wait) => setTimeout(wait, 5));
    notary.publish();
  };
  const failures = (): (string | undefined)[] => witnesses.state().filter(({ log }) => log === 'protocol').map(({ failure }) => failure);
  return { store, folder, notary, witnesses, more, failures };
}
const cosignedBy = (note: string): string[] => [...witnessed(cosignaturesOf(note, policy), policy).organisations.keys()].sort();

describe('the client of the witnesses', () => {
  it('collects cosignatures into one note, durably, and sends what each wants: first the size, then the proof from it', async () => {
    const foreign = [await Foreign.running(one), await Foreign.running(two)];
    const { witnesses, more, folder, notary } = await told(foreign);
    expect(witnesses.cosigned('protocol')).toBeUndefined();
    await witnesses.collect();
    const first = witnesses.cosigned('protocol')!;
    expect(cosignedBy(first)).toEqual(['mmujer', 'pgr']);
    expect(openNote(first, [noteVerifier(notary.vkey('protocol'))]).text).toContain('amparo.test/protocol\n10\n');
    expect(readFileSync(join(folder, 'protocol', 'cosigned'), 'utf8')).toBe(first);
    await more(7);
    await witnesses.collect();
    expect(foreign[0]!.asked.map((body) => body.split('\n')[0])).toEqual(['old 0', 'old 10']);
    expect(foreign[0]!.asked[1]!.split('\n').slice(1, 5).every((line, i) => (i < 4 ? line.length === 44 : true))).toBe(true);
    expect(witnesses.cosigned('protocol')).toContain('\n17\n');
    expect(witnesses.cosigned('access')).toBeUndefined(); // an empty log has no checkpoint
    // A client that starts anew does not know the sizes: it is told.
    const again = new Witnesses(notary, policy, { folder, addresses: foreign.map(({ address }) => address), every: 60_000 });
    expect(again.cosigned('protocol')).toBe(witnesses.cosigned('protocol'));
    await again.collect();
    expect(again.state().filter(({ failure }) => failure)).toEqual([]);
    expect(foreign[0]!.asked.slice(2).map((body) => body.split('\n')[0])).toEqual(['old 0', 'old 17']);
  });

  it('takes the lines it knows from witnesses that send several, and of kinds that it does not know', async () => {
    const foreign = await Foreign.running(one);
    const postQuantum = `— ${one.name} ${Buffer.concat([Buffer.from('6bc44249', 'hex'), Buffer.alloc(2_428, 3)]).toString('base64')}\n`;
    foreign.lines = (text) => postQuantum + stranger.cosign(text, seconds()) + one.cosign(text, seconds());
    const { witnesses, failures } = await told([foreign]);
    await witnesses.collect();
    expect(failures()).toEqual([undefined]);
    expect(cosignedBy(witnesses.cosigned('protocol')!)).toEqual(['mmujer']);
    expect(splitNote(witnesses.cosigned('protocol')!).lines.map(({ name }) => name)).toEqual(['amparo.test/protocol', one.name]);
  });

  it.each<[string, (foreign: Foreign) => void, RegExp]>([
    ['a stranger\'s cosignature', (foreign) => (foreign.lines = (text) => stranger.cosign(text, seconds())), /^not by a witness of the policy$/],
    ['a cosignature of another text', (foreign) => (foreign.lines = (text) => one.cosign(text.replace('10', '11'), seconds())), /^bad_signature$/],
    ['an old cosignature', (foreign) => (foreign.lines = (text) => one.cosign(text, seconds() - 3_600)), /^its time is not now$/],
    ['a cosignature from the future', (foreign) => (foreign.lines = (text) => one.cosign(text, seconds() + 3_600)), /^its time is not now$/],
    ['no line', (foreign) => (foreign.lines = () => ''), /^malformed_note$/],
    ['prose', (foreign) => (foreign.lines = () => 'certainly\n'), /^malformed_note$/],
    ['a line without end', (foreign) => (foreign.lines = () => 'x'.repeat(300_000)), /too long/],
    ['422', (foreign) => (foreign.says = { status: 422 }), /^refused 422$/],
    ['404', (foreign) => (foreign.says = { status: 404 }), /^refused 404$/],
    ['500', (foreign) => (foreign.says = { status: 500 }), /answered 500/],
    ['a redirection', (foreign) => (foreign.says = { status: 302 }), /./],
    ['409 without a size', (foreign) => (foreign.says = { status: 409, body: '3\n' }), /^refused 409$/],
    ['409 with the same size always', (foreign) => (foreign.says = { status: 409, type: 'text/x.tlog.size', body: '3\n' }), /does not keep the size/],
    ['409 with more than there is', (foreign) => (foreign.says = { status: 409, type: 'text/x.tlog.size', body: '11\n' }), /^ahead: the witness has cosigned 11 leaves, the log has 10$/],
    ['nothing at all', (foreign) => foreign.close(), /ECONN|closed|fetch failed/i],
  ])('when a witness answers %s names it, keeps nothing of it, and the other\'s cosignature', async (_what, spoil, says) => {
    const foreign = [await Foreign.running(one), await Foreign.running(two)] as const;
    spoil(foreign[0]);
    const { witnesses, failures } = await told(foreign);
    await witnesses.collect();
    expect(failures()).toEqual([expect.stringMatching(says), undefined]);
    expect(cosignedBy(witnesses.cosigned('protocol')!)).toEqual(['pgr']);
  });

  it('waits longer after each failure, up to an hour, and asks at once on demand and again when the witness is there', async () => {
    const begun = Date.now();
    let now = begun;
    const foreign = await Foreign.running(one);
    foreign.says = { status: 500 };
    const { witnesses, failures } = await told([foreign], () => now);
    const minutes: number[] = [];
    for (let minute = 0; minute < 300; minute++, now += 60_000) {
      const before = foreign.asked.length;
      await witnesses.round();
      if (foreign.asked.length > before) minutes.push(minute);
    }
    const waits = minutes.slice(1).map((minute, i) => minute - minutes[i]!);
    expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32]);
    expect(new Set(waits.slice(5))).toEqual(new Set([60]));
    foreign.says = undefined;
    now = Date.now();
    await witnesses.collect();
    expect(failures()).toEqual([undefined]);
    await witnesses.round();
    expect(foreign.asked.at(-1)).toMatch(/^old 10\n/);
  });

  it('does not give up a quorum for a newer note without one', async () => {
    const foreign = [await Foreign.running(one), await Foreign.running(two)] as const;
    const heard: (string | undefined)[] = [];
    const { witnesses, more } = await told(foreign, undefined, ({ failure }) => heard.push(failure));
    await witnesses.collect();
    foreign[1].says = { status: 500 };
    await witnesses.collect();
    await more(1);
    await witnesses.collect();
    expect(witnesses.cosigned('protocol')).toContain('\n10\n');
    foreign[1].says = undefined;
    await witnesses.collect();
    expect(witnesses.cosigned('protocol')).toContain('\n11\n');
    expect(cosignedBy(witnesses.cosigned('protocol')!)).toEqual(['mmujer', 'pgr']);
    expect(heard).toEqual(['answered 500', undefined]); // told once when it begins, and when it ends
  });

  it('sends nothing while something commits to a size of the log', async () => {
    const foreign = await Foreign.running(one);
    const { witnesses } = await told([foreign]);
    let asked = -1;
    const collecting = await witnesses.exclusively(async () => {
      const under = witnesses.collect();
      await new Promise((wait) => setTimeout(wait, 50));
      asked = foreign.asked.length;
      return { under };
    });
    await collecting.under;
    expect(asked).toBe(0);
    expect(foreign.asked).toHaveLength(1);
  });
});

describe('the comparison of a store with what witnesses saw', () => {
  it('counts the witnesses that were reached', async () => {
    const foreign = [await Foreign.running(one), await Foreign.running(two)] as const;
    const { witnesses } = await told(foreign);
    expect(await witnesses.compare()).toBe(2); // neither has seen anything: a first start
    await witnesses.collect();
    expect(await witnesses.compare()).toBe(2);
    foreign[0].close();
    expect(await witnesses.compare()).toBe(1);
    foreign[1].latest.clear(); // one that remembers nothing of what was cosigned proves nothing
    expect(await witnesses.compare()).toBe(0);
  });

  it('does not count one whose checkpoint is not signed by the log, or not by a witness of the policy', async () => {
    const foreign = await Foreign.running(one);
    const { witnesses, notary } = await told([foreign]);
    await witnesses.collect();
    const [path, note] = [...foreign.latest][0]!;
    foreign.latest.set(path, notary.checkpoint('protocol')!);
    expect(await witnesses.compare()).toBe(0);
    foreign.latest.set(path, note.replace(/— amparo.*\n/, ''));
    expect(await witnesses.compare()).toBe(0);
    foreign.latest.set(path, note);
    expect(await witnesses.compare()).toBe(1);
  });

  it('finds a store that is behind, and one that differs, also without any witness by the cosigned note beside the log', async () => {
    const foreign = await Foreign.running(one);
    const { witnesses, folder } = await told([foreign]);
    await witnesses.collect();
    for (const [stream, count, says] of [
      ['case-1', 9, /has 9 events of the protocol log.*has seen 10.*older.*newest backup/],
      ['case-2', 12, /first 10 events of the protocol log are not those/],
    ] as const) {
      const store = new MemoryEventStore();
      await grow(store, count, stream);
      const restored = fresh();
      const notary = opened(restored, store);
      await notary.start();
      const compared = new Witnesses(notary, policy, { folder: restored, addresses: [foreign.address], every: 60_000 }).compare();
      await expect(compared).rejects.toThrow(StoreContradicted);
      await expect(compared).rejects.toThrow(says);
      const beside = new Witnesses(notary, policy, { folder, addresses: [], every: 60_000 }).compare();
      await expect(beside).rejects.toThrow(says);
    }
  });

  it('comes before anything is signed', async () => {
    const store = new MemoryEventStore();
    await grow(store, 5);
    const notary = opened(fresh(), store);
    let admit!: () => void;
    const admitted = new Promise<void>((done) => {
      admit = done;
    });
    notary.hold(admitted);
    await notary.start();
    notary.publish();
    expect(notary.checkpoint('protocol')).toBeUndefined();
    expect(notary.published('protocol').tree.size).toBe(5);
    admit();
    await admitted;
    notary.publish();
    expect(notary.checkpoint('protocol')).toContain('\n5\n');
  });
});
