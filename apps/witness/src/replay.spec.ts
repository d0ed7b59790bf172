import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64url, emptyHead, eventId, leafBytes, leafHash, MerkleTree, nextHead, noteSigner, noteVerifier, type Checkpoint, type Envelope } from '@amparo/evidence';
import { LeafSource } from './leaf-source';
import { WitnessMemory } from './memory';
import { LeafFault, Replay, StillReading } from './replay';

const root = mkdtempSync(join(tmpdir(), 'amparo-replay-'));
afterAll(() => rmSync(root, { recursive: true }));

const signer = noteSigner('amparo.test/protocol', Buffer.alloc(32, 1));
const log = { origin: signer.name, vkey: signer.vkey, verifiers: [noteVerifier(signer.vkey)] };

/** Leaves of one long stream after the opening; those of another branch differ in what they say. */
function leavesOf(count: number, branch: number): Uint8Array[] {
  const heads = new Map<string, { seq: number; head: Uint8Array }>();
  return Array.from({ length: count }, (_, i) => {
    const stream = i === 0 ? 'log-protocol' : 'case-1';
    const { seq, head } = heads.get(stream) ?? { seq: -1, head: emptyHead };
    const command = `01936b2e-7c00-7abc-8def-${i.toString(16).padStart(12, '0')}`;
    const leaf = leafBytes({
      v: 1,
      id: eventId('mmujer-desk', stream, command, 0),
      stream,
      seq: seq + 1,
      prev: base64url(head),
      type: i === 0 ? 'LogOpened' : 'Noted',
      schema: 1,
      at: '2026-01-05T12:00:00.000Z',
      recordedAt: '2026-01-05T12:00:00.000Z',
      actor: { client: 'mmujer-desk', assurance: 'AUTHENTICATED' },
      purpose: 'PROTECTION',
      basis: { kind: 'LEGAL_OBLIGATION' },
      command: { id: command, digest: base64url(Buffer.alloc(32)) },
      correlation: command,
      nonce: base64url(Buffer.alloc(16)),
      data: i === 0 ? { origin: log.origin, vkey: log.vkey } : { branch },
    } satisfies Envelope);
    heads.set(stream, { seq: seq + 1, head: nextHead(head, leafHash(leaf)) });
    return leaf;
  });
}
const checkpointOf = (leaves: readonly Uint8Array[]): Checkpoint => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leafHash(leaf));
  return { origin: log.origin, size: tree.size, root: tree.root() };
};

class Shown extends LeafSource {
  readonly asked: number[] = [];
  constructor(private readonly all: readonly Uint8Array[]) {
    super();
  }
  override async *leaves(from: number, to: number): AsyncIterable<readonly Uint8Array[]> {
    this.asked.push(from);
    for (let at = from; at < to; at += 100) yield this.all.slice(at, Math.min(to, at + 100));
  }
}

let n = 0;
function memory(): { folder: string; memory: WitnessMemory } {
  const folder = join(root, String(++n));
  WitnessMemory.create(folder, { name: 'w', role: 'auditing', vkey: 'w' });
  return { folder, memory: WitnessMemory.open(folder) };
}

describe('reading the leaves of a log', () => {
  const [ours, theirs] = [leavesOf(350, 0), leavesOf(350, 1)];

  it('that takes longer than a request goes on where it was, over a restart too', async () => {
    const { folder, memory: first } = memory();
    const shown = new Shown(ours);
    await expect(new Replay(first, log, shown).upTo(checkpointOf(ours), 0)).rejects.toThrow(StillReading);
    first.close();
    const again = WitnessMemory.open(folder);
    await expect(new Replay(again, log, shown).upTo(checkpointOf(ours), 0)).rejects.toThrow(StillReading);
    expect((await new Replay(again, log, shown).upTo(checkpointOf(ours), Infinity)).size).toBe(350);
    expect(shown.asked).toEqual([0, 100, 200]);
    expect(again.headOf(log.origin, 'case-1')).toMatchObject({ idx: 349, seq: 348 });
    again.close();
  });

  it('begins again from the cosigned size when what it was shown on the way was another history', async () => {
    const { memory: kept } = memory();
    await expect(new Replay(kept, log, new Shown(theirs)).upTo(checkpointOf(theirs), 0)).rejects.toThrow(StillReading);
    const shown = new Shown(ours);
    expect((await new Replay(kept, log, shown).upTo(checkpointOf(ours), Infinity)).size).toBe(350);
    expect(shown.asked).toEqual([100, 0]);
    kept.close();
  });

  it('keeps nothing of leaves that were refused', async () => {
    const { memory: kept } = memory();
    await expect(new Replay(kept, log, new Shown(theirs)).upTo(checkpointOf(ours), Infinity)).rejects.toThrow(LeafFault);
    expect(kept.replayed(log.origin, 'read').size).toBe(0);
    expect(kept.headOf(log.origin, 'case-1')).toBeUndefined();
    kept.close();
  });

  it('of a smaller checkpoint than was read on the way begins again too', async () => {
    const { memory: kept } = memory();
    await expect(new Replay(kept, log, new Shown(ours)).upTo(checkpointOf(ours), 0)).rejects.toThrow(StillReading);
    expect((await new Replay(kept, log, new Shown(ours)).upTo(checkpointOf(ours.slice(0, 40)), Infinity)).size).toBe(40);
    kept.close();
  });

  it('keeps of each stream its state at the cosigned size, and what was read since', async () => {
    const { memory: kept } = memory();
    const replay = new Replay(kept, log, new Shown(ours));
    const cosign = async (size: number): Promise<void> => {
      const checkpoint = checkpointOf(ours.slice(0, size));
      const edge = await replay.upTo(checkpoint, Infinity);
      kept.cosign(log.origin, () => ({ size, root: checkpoint.root, note: 'note' }), edge);
    };
    await cosign(120);
    await cosign(240);
    expect([...kept.headsAt(log.origin, 240)].map(({ stream, idx }) => [stream, idx])).toEqual([['case-1', 239], ['log-protocol', 0]]);
    expect([...kept.headsAt(log.origin, 120)].map(({ stream }) => stream)).toEqual(['log-protocol']); // not kept any more
    kept.close();
  });
});
