import { leafBytes, type Envelope, type SealedPart } from './envelope';
import { emptyHead, eventId, leafHash, nextHead } from './leaf';
import { base64url } from './bytes';
import { LogCheck, type CheckedEvent } from './log-check';
import { sealPart } from './sealed-part';

const uuid = (n: number): string => `01936b2e-7c00-7abc-8def-${n.toString(16).padStart(12, '0')}`;

/** Twelve events on three streams; every third has a sealed part. */
function history(): CheckedEvent[] {
  const heads = new Map<string, Uint8Array>();
  return Array.from({ length: 12 }, (_, i) => {
    const stream = `case-${i % 3}`;
    const seq = Math.floor(i / 3);
    const id = eventId('mmujer-desk', stream, uuid(i), 0);
    const sealed =
      i % 3 === 0
        ? sealPart({ dek: Buffer.alloc(32, 7), kid: uuid(99), event: { id, stream, type: 'Noted', schema: 1 }, fields: { note: 'x' }, salts: { note: Buffer.alloc(16, i) }, iv: Buffer.alloc(12, i) })
        : undefined;
    const leaf = leafBytes({
      v: 1,
      id,
      stream,
      seq,
      prev: base64url(heads.get(stream) ?? emptyHead),
      type: 'Noted',
      schema: 1,
      case: `${i % 3}`,
      at: '2026-01-05T12:00:00.000Z',
      recordedAt: '2026-01-05T12:00:00.000Z',
      actor: { client: 'mmujer-desk', assurance: 'AUTHENTICATED' },
      purpose: 'PROTECTION',
      basis: { kind: 'LEGAL_OBLIGATION' },
      command: { id: uuid(i), digest: base64url(Buffer.alloc(32)) },
      correlation: uuid(i),
      nonce: base64url(Buffer.alloc(16, i)),
      data: { i },
      ...(sealed && { sealed: [sealed.descriptor] }),
    } satisfies Envelope);
    heads.set(stream, nextHead(heads.get(stream) ?? emptyHead, leafHash(leaf)));
    return { position: BigInt(i + 1), stream, seq, id, type: 'Noted', leaf, parts: sealed ? [sealed.part] : [] };
  });
}

const hashes = history().map(({ leaf }) => leafHash(leaf));
const known = { protocol: { size: 12, leaf: (i: number) => hashes[i]! } };
const faultsOf = (events: readonly CheckedEvent[], withKnown = true): string[] => {
  const check = new LogCheck(withKnown ? known : {});
  for (const event of events) check.add(event);
  return check.faults().map(({ reason, place }) => `${reason} ${place}`);
};
const flip = (bytes: Uint8Array, at: number): Uint8Array => Buffer.from(bytes).fill(bytes[at]! ^ 1, at, at + 1);

describe('the check of a whole log', () => {
  it('finds nothing in an intact one', () => expect(faultsOf(history())).toEqual([]));

  it('finds and locates a flipped byte anywhere in a leaf', () => {
    const events = history();
    events.forEach((event, i) => {
      for (let at = 0; at < event.leaf.length; at += 5) {
        const faults = faultsOf(events.map((e, j) => (j === i ? { ...e, leaf: flip(e.leaf, at) } : e)));
        expect(faults.some((fault) => fault.startsWith('leaf_changed') && fault.includes(`protocol/${i} case-${i % 3}/${event.seq} `))).toBe(true);
      }
    });
  });

  it('finds a changed leaf without knowing the log, by the chain of its stream', () => {
    const events = history();
    const changed = Buffer.from(Buffer.from(events[4]!.leaf).toString().replace('"i":4', '"i":5'));
    expect(faultsOf(events.map((e, j) => (j === 4 ? { ...e, leaf: changed } : e)), false)).toEqual(['chain_broken case-1/2 position 8']);
  });

  it('locates a removed event, the last of its stream too', () => {
    expect(faultsOf(history().filter((_, i) => i !== 4))).toContain('leaf_missing protocol/4');
    expect(faultsOf(history().filter((_, i) => i !== 4))).toContain('seq_gap case-1/2 position 8 expected 1');
    expect(faultsOf(history().slice(0, 11))).toEqual(['leaf_missing protocol/11']);
  });

  it('locates two swapped events', () => {
    const events = history();
    [events[4], events[5]] = [events[5]!, events[4]!];
    expect(faultsOf(events)).toEqual(['leaf_displaced protocol/4 case-1/1 position 5']);
  });

  it('locates an event slipped in', () => {
    const events = history();
    const forged = { ...events[11]!, position: 12n, seq: 4, leaf: Buffer.from(Buffer.from(events[11]!.leaf).toString().replace('"seq":3', '"seq":4')) };
    events.splice(6, 0, forged);
    expect(faultsOf(events).some((fault) => fault.startsWith('leaf_unknown') || fault.startsWith('leaf_changed'))).toBe(true);
  });

  it('finds a changed, a missing and a foreign sealed part', () => {
    const events = history();
    const part = events[0]!.parts[0]!;
    const withParts = (parts: SealedPart[]) => faultsOf(events.map((e, j) => (j === 0 ? { ...e, parts } : e)));
    expect(withParts([{ ...part, ct: flip(part.ct, 0) }])).toEqual([`sealed_part_mismatch case-0/0 position 1 ${uuid(99)}`]);
    expect(withParts([])).toEqual([`sealed_part_missing case-0/0 position 1 ${uuid(99)}`]);
    expect(withParts([part, { ...part, kid: uuid(98) }])).toEqual([`sealed_part_unknown case-0/0 position 1 ${uuid(98)}`]);
  });
});
