import { base64url } from './bytes';
import { canonicalJson } from './canonical-json';
import { checkpointBody } from './checkpoint';
import { leafBytes, parseLeaf, type Envelope, type SealedPart } from './envelope';
import { emptyHead, eventId, leafHash, nextHead } from './leaf';
import { LogCheck } from './log-check';
import { MerkleTree, verifyInclusion } from './merkle-tree';
import { openPart, sealPart } from './sealed-part';
import { noteSigner, noteVerifier, signNote } from './signed-note';
import { streamHeads } from './stream-heads';
import { tlogProof, verifyTlogProof } from './tlog-proof';
import inputs from './vectors/envelope/inputs.json';
import expected from './vectors/envelope/expected.json';

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const deks = inputs.deks as Record<string, string>;

type Input = (typeof inputs.events)[number] & { personal?: { kid: string; iv: string; fields: Record<string, unknown>; salts: Record<string, string> }[] };

const signer = noteSigner(inputs.origin, bytes(inputs.logKeySeed));

/** Builds the six events from the inputs alone. */
function build() {
  const heads = new Map<string, { seq: number; head: Uint8Array; case?: string }>();
  const tree = new MerkleTree();
  const ids: string[] = [];
  const events: { envelope: Envelope; leaf: Uint8Array; parts: SealedPart[]; head: Uint8Array }[] = [];
  const append = ({ client, index, personal, causation, data, ...rest }: Input & { causation?: string }) => {
    const id = eventId(client, rest.stream, rest.command.id, index);
    const before = heads.get(rest.stream) ?? { seq: -1, head: emptyHead };
    const sealed = (personal ?? []).map(({ kid, iv, fields, salts }) =>
      sealPart({
        dek: bytes(deks[kid]!),
        kid,
        event: { id, stream: rest.stream, type: rest.type, schema: rest.schema },
        fields,
        salts: Object.fromEntries(Object.entries(salts).map(([name, salt]) => [name, bytes(salt)])),
        iv: bytes(iv),
      }),
    );
    sealed.sort((a, b) => (a.part.kid < b.part.kid ? -1 : 1));
    const envelope = {
      ...rest,
      v: 1,
      id,
      seq: before.seq + 1,
      prev: base64url(before.head),
      nonce: base64url(bytes(rest.nonce)),
      data: 'vkey' in data ? { ...data, vkey: signer.vkey } : data,
      ...(causation && { causation: ids[1]! }),
      ...(sealed.length > 0 && { sealed: sealed.map(({ descriptor }) => descriptor) }),
    } as unknown as Envelope;
    const leaf = leafBytes(envelope);
    const head = nextHead(before.head, leafHash(leaf));
    heads.set(rest.stream, { seq: envelope.seq, head, ...(envelope.case && { case: envelope.case }) });
    tree.append(leafHash(leaf));
    ids.push(id);
    events.push({ envelope, leaf, parts: sealed.map(({ part }) => part), head });
  };
  (inputs.events as Input[]).forEach(append);
  const opened = inputs.events[0]!;
  const { leaves, root, size } = streamHeads([...heads].map(([stream, h]) => ({ stream, ...h })));
  append({
    ...opened,
    command: { id: '01936b2e-7c05-7abc-8def-000000000006', digest: base64url(Buffer.alloc(32, 5)) },
    type: 'StreamHeads',
    at: '2026-11-24T13:00:00.000Z',
    recordedAt: '2026-11-24T13:00:00.000Z',
    nonce: '00000000000000000000000000000006',
    data: { asOf: 5, root: base64url(root), size } as unknown as typeof opened.data,
  } as Input);
  return { events, tree, heads: { leaves, root } };
}

describe('the worked log of six events', () => {
  const { events, tree, heads } = build();
  const checkpoint = signNote(checkpointBody({ origin: inputs.origin, size: 6, root: tree.root() }), signer);

  it.each(expected.events.map((event, i) => [i, event] as const))('has event %i byte for byte', (i, event) => {
    expect(Buffer.from(events[i]!.leaf).toString('utf8')).toBe(event.leafUtf8);
    expect(events[i]!.envelope.id).toBe(event.id);
    expect(hex(leafHash(events[i]!.leaf))).toBe(event.leafHash);
    expect(hex(events[i]!.head)).toBe(event.head);
    expect(parseLeaf(events[i]!.leaf)).toEqual(events[i]!.envelope);
  });

  it('has its sealed parts byte for byte, and they open again', () => {
    const sealed = expected.events.flatMap((event, i) => event.sealed.map((part, j) => ({ part, event: events[i]!, j })));
    expect(sealed).toHaveLength(2);
    for (const { part, event, j } of sealed) {
      expect(hex(event.parts[j]!.ct)).toBe(part.ct);
      expect(hex(event.parts[j]!.tag)).toBe(part.tag);
      const opened = openPart({
        dek: bytes(deks[part.kid]!),
        descriptor: event.envelope.sealed![j]!,
        part: event.parts[j]!,
        event: event.envelope,
      });
      expect(opened.disclosures).toEqual(part.disclosures);
      expect(Object.entries(opened.fields).map(([name, value]) => [name, canonicalJson(value)])).toEqual(
        part.plaintextUtf8.split('\n').map((line) => (JSON.parse(line) as [string, string, unknown]).slice(1)).map(([name, value]) => [name, canonicalJson(value)]),
      );
    }
  });

  it('has the roots of sizes 1 to 6', () => {
    for (const [size, root] of Object.entries(expected.roots)) expect(hex(tree.root(Number(size)))).toBe(root);
  });

  it('has the stream heads', () => {
    expect(heads.leaves).toEqual(expected.streamHeads.leaves);
    expect(hex(heads.root)).toBe(expected.streamHeads.root);
  });

  it('has the key, the signed checkpoint, the inclusion proof and the receipt', () => {
    const { index, size, hashes } = expected.inclusionProof;
    const proof = tree.inclusionProof(index, size);
    expect(signer.vkey).toBe(expected.vkey);
    expect(checkpoint).toBe(expected.checkpoint);
    expect(proof.map(hex)).toEqual(hashes);
    expect(verifyInclusion(leafHash(events[index]!.leaf), index, size, proof, tree.root(size))).toBe(true);
    expect(tlogProof({ index, proof, checkpoint })).toBe(expected.tlogProof);
    expect(verifyTlogProof(expected.tlogProof, leafHash(events[index]!.leaf), [noteVerifier(expected.vkey)])).toMatchObject({ ok: true, index });
  });

  it('passes the check of a whole log', () => {
    const check = new LogCheck();
    events.forEach(({ envelope, leaf, parts }, i) => check.add({ ...envelope, position: BigInt(i + 1), leaf, parts }));
    expect(check.faults()).toEqual([]);
    expect(hex(check.trees.protocol.root())).toBe(expected.roots['6']);
  });
});
