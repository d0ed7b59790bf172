import { createHash } from 'node:crypto';
import { cosigner, cosignatureVerifier } from './cosignature';
import { isAcceptableKey, publicKeyOf, verifies } from './ed25519';
import { NoteError, noteSigner, noteVerifier, openNote, parseVkey, signNote, splitNote, vkeyOf } from './signed-note';
import edges from './vectors/ed25519-cctv/keys-and-signatures.json';
import published from './vectors/tlog-cosignature/public-checkpoint.json';

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const text = 'amparo.test/protocol\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const witness = cosigner('witness.mmujer.example/w1', Buffer.alloc(32, 9));

describe('Ed25519', () => {
  it.each(edges.keys)('takes the published key $key as its flags $flags say', ({ key, flags }) => expect(isAcceptableKey(hex(key))).toBe(flags.length === 0));

  it('refuses 32 bytes that are no point of the curve, and any other number of bytes', () => {
    expect(isAcceptableKey(Buffer.of(2, ...Array.from({ length: 31 }, () => 0)))).toBe(false);
    expect(isAcceptableKey(hex(edges.keys.find(({ flags }) => flags.length === 0)!.key).subarray(1))).toBe(false);
  });

  it.each(edges.signatures)('judges the published signature $number without cofactor: $flags', ({ key, sig, msg, flags }) => {
    const accepted = !flags.includes('non_canonical_R') && !flags.includes('low_order_residue');
    expect(verifies(publicKeyOf(hex(key))!, Buffer.from(msg), hex(sig))).toBe(accepted);
  });

  it('refuses S + L, which proves the same to a verifier that does not look', () => {
    const key = publicKeyOf(parseVkey(noteSigner('x', Buffer.alloc(32, 1)).vkey, 1).bytes)!;
    const signature = Buffer.from(noteSigner('x', Buffer.alloc(32, 1)).sign(Buffer.from('a')));
    expect(verifies(key, Buffer.from('a'), signature)).toBe(true);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + 2n ** 252n + 27742317777372353535851937790883648493n;
    signature.set(Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse(), 32);
    expect(verifies(key, Buffer.from('a'), signature)).toBe(false);
  });
});

describe('cosignatures (c2sp.org/tlog-cosignature)', () => {
  it('of a public witness on a public log verify, with their time', () => {
    const { text: signed, lines } = splitNote(published.note);
    const verifier = cosignatureVerifier(published.witness);
    const line = lines.find(({ name }) => name === verifier.name)!;
    expect(lines).toHaveLength(published.lines);
    expect(Buffer.from(line.keyId)).toEqual(Buffer.from(verifier.keyId));
    expect(verifier.verify(signed, line.signature)).toBe(published.time);
    expect(verifier.verify(signed.replace('1432088532', '42'), line.signature)).toBeUndefined();
  });

  it('have the key id and the message of the specification', () => {
    const { keyId, publicKey } = cosignatureVerifier(witness.vkey);
    const id = createHash('sha256').update('witness.mmujer.example/w1\n\x04').update(publicKey).digest().subarray(0, 4);
    expect(Buffer.from(keyId)).toEqual(id);
    const note = `${text}\n${witness.cosign(text, 1_679_315_147)}`;
    const plain = { name: witness.name, keyId, verify: (message: Uint8Array, signature: Uint8Array) => verifies(publicKeyOf(publicKey)!, Buffer.concat([Buffer.from('cosignature/v1\ntime 1679315147\n'), message]), signature.subarray(8)), pem: () => '' , key: new Uint8Array(32)};
    expect(openNote(note, [plain]).signedBy).toEqual([plain]);
    expect(Buffer.from(splitNote(note).lines[0]!.signature).readBigUInt64BE()).toBe(1_679_315_147n);
  });

  it('bind text, time and key', () => {
    const [line] = splitNote(`${text}\n${witness.cosign(text, 1_000)}`).lines;
    const { verify } = cosignatureVerifier(witness.vkey);
    expect(verify(text, line!.signature)).toBe(1_000);
    expect(verify(text.replace('7', '8'), line!.signature)).toBeUndefined();
    for (let at = 0; at < 72; at++) expect(verify(text, Buffer.from(line!.signature).fill(line!.signature[at]! ^ 1, at, at + 1))).toBeUndefined();
    expect(verify(text, line!.signature.subarray(8))).toBeUndefined();
    expect(cosignatureVerifier(cosigner(witness.name, Buffer.alloc(32, 8)).vkey).verify(text, line!.signature)).toBeUndefined();
  });

  it('never lack a time', () => {
    expect(() => witness.cosign(text, 0)).toThrow(RangeError);
    expect(() => witness.cosign(text, 1.5)).toThrow(RangeError);
  });

  it('and notes have keys of their own type, canonical and of no small order', () => {
    const log = noteSigner('amparo.test/protocol', Buffer.alloc(32, 1));
    expect(() => cosignatureVerifier(log.vkey)).toThrow(NoteError);
    expect(() => noteVerifier(witness.vkey)).toThrow(NoteError);
    for (const { key } of edges.keys.filter(({ flags }) => flags.length > 0)) {
      expect(() => cosignatureVerifier(vkeyOf('w', 4, hex(key)))).toThrow(NoteError);
      expect(() => noteVerifier(vkeyOf('w', 1, hex(key)))).toThrow(NoteError);
    }
    expect(() => cosignatureVerifier(witness.vkey.replace('mmujer', 'mirex'))).toThrow(NoteError); // another name, another id
  });

  it('do not make a log\'s signature: a note with a cosignature alone is by nobody known', () => {
    expect(() => openNote(`${text}\n${witness.cosign(text, 1)}`, [noteVerifier(noteSigner('amparo.test/protocol', Buffer.alloc(32, 1)).vkey)])).toThrow('unknown_key');
    const both = `${signNote(text, noteSigner('amparo.test/protocol', Buffer.alloc(32, 1)))}${witness.cosign(text, 1)}`;
    expect(splitNote(both).lines.map(({ name }) => name)).toEqual(['amparo.test/protocol', witness.name]);
  });
});
