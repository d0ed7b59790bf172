import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base64url, boundingStamps, fileOf, guide, noteVerifier, openNote, parseCheckpoint, sealOf, timelinePage, type BundledStamp, type Files, type LogState } from '@amparo/evidence';
import { EvidenceSource } from '@amparo/institution-views/evidence-bundle/evidence-source';
import { timeStamp, tokenOf } from '@amparo/notary';
import { certificates } from './certificates';
import type { System } from './system';

/** What goes into every bundle, and what its page is made of. */
const verifier = join(__dirname, '../../../libs/evidence/verifier');
const glossary = join(__dirname, '../../../libs/protocol/GLOSSARY.md');

/** How long the views may take to come as far as the heads, in milliseconds. */
const catchesUp = 10_000;

/** Spanish names of events: rows of the glossary's tables. */
const namesIn = (text: string): Record<string, string> => Object.fromEntries([...text.matchAll(/^\| `([A-Z][A-Za-z]+)` \| ([^|]+) \|/gm)].map(([, type = '', spanish = '']) => [type, spanish.trim()]));

/** The logs, the store and the attachments as bundles see them, with the texts that go with one. */
export class SystemEvidence extends EvidenceSource {
  constructor(private readonly system: Pick<System, 'config' | 'notary' | 'store' | 'attachments' | 'attestations' | 'witnesses' | 'authorities' | 'seal' | 'views'>) {
    super();
  }

  override async protocol(file: string): ReturnType<EvidenceSource['protocol']> {
    const { attestations, witnesses, notary } = this.system;
    // What is to be shown is stamped, where an authority answers; what it has no stamp for is unproven, and the verdict says so.
    await witnesses?.collect();
    await attestations.stamp('protocol').catch(() => undefined);
    // Then the heads: what they cover, the checkpoint covers too, and the witnesses are asked for that one.
    const heads = await attestations.heads('protocol');
    await witnesses?.collect();
    const cosigned = witnesses?.cosigned('protocol');
    const state = (cosigned === undefined ? undefined : this.stateOf(cosigned, heads.index)) ?? this.stateOf(notary.published('protocol').note, heads.index);
    const placed = state?.place(Buffer.from(heads.leafHash, 'base64url'));
    if (!state || !placed) throw new Error('no checkpoint covers the heads: try again');
    if (!(await this.system.views.projector.reached(await this.system.store.head(), catchesUp))) throw new Error('the views are too far behind what the heads cover: try again');
    return { state, asOf: heads.data.asOf, heads: { ...placed, leaf: heads.leaf, range: heads.range(fileOf({ case: file })) }, stamps: (indexes) => this.stamps(state, indexes) };
  }

  override async leaf(stream: string, seq: number): Promise<Uint8Array> {
    const [stored] = await this.system.store.readStream(stream, seq);
    if (!stored) throw new Error(`${stream} has no event ${seq}: the views are of another store`);
    return stored.leaf;
  }

  override async attachment(kid: string, digest: string): Promise<Uint8Array | undefined> {
    const file = await this.system.attachments.read(kid, digest);
    if (file === 'ERASED') return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of file.content) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  override sizeOf(note: string): number | undefined {
    try {
      return parseCheckpoint(openNote(note, [noteVerifier(this.system.notary.vkey('protocol'))]).text)?.size;
    } catch {
      return undefined; // not signed by this log, or no note at all
    }
  }

  override tags({ name, example, stamps }: Parameters<EvidenceSource['tags']>[0]): Files {
    const { config, notary } = this.system;
    const { name: origin, pem } = noteVerifier(notary.vkey('protocol'));
    return new Map<string, Uint8Array>([
      ['VERIFY.md', Buffer.from(guide({ name, origin, sealed: config.seal !== undefined, stamps, example }))],
      ['verify.py', readFileSync(join(verifier, 'verify.py'))],
      ['trust/log.vkey', Buffer.from(`${notary.vkey('protocol')}\n${notary.vkey('access')}\n`)],
      ['trust/log.pub.pem', Buffer.from(pem())],
      ...(config.witnesses ? [['trust/policy', readFileSync(config.witnesses.policyFile)] as const] : []),
      ...(config.timeAuthorities ? [['trust/tsa-chain.pem', readFileSync(config.timeAuthorities.roots)] as const] : []),
      ...(config.seal ? [['trust/seal-chain.pem', readFileSync(config.seal.chain)] as const] : []),
      ...certificates({ name, origin }),
    ]);
  }

  override derived(name: string, bundle: Parameters<EvidenceSource['derived']>[1]): Files {
    const page = timelinePage(readFileSync(join(verifier, 'timeline.html'), 'utf8'), name, bundle, this.system.notary.vkey('protocol'), namesIn(readFileSync(glossary, 'utf8')));
    return new Map([['timeline.html', Buffer.from(page)]]);
  }

  override async seal(tagManifest: Uint8Array): Promise<Files> {
    const { seal: key, authorities } = this.system;
    if (!key) return new Map();
    const seal = sealOf(tagManifest, key);
    const files = new Map([['tagmanifest-sha256.txt.p7s', seal]]);
    // A seal that no authority could be asked about is a seal still: the verdict says what is missing.
    const stamped = authorities && (await timeStamp(authorities, createHash('sha256').update(seal).digest()).catch(() => undefined));
    return stamped ? files.set('tagmanifest-sha256.txt.p7s.tsr', stamped.answer) : files;
  }

  /** The log as of a note; undefined where that does not cover an index. */
  private stateOf(note: string | undefined, index: number): LogState | undefined {
    const { notary } = this.system;
    const size = note === undefined ? undefined : this.sizeOf(note);
    if (note === undefined || size === undefined || size <= index) return undefined;
    const { tree } = notary.published('protocol');
    return {
      checkpoint: note,
      size,
      place: (hash) => {
        const found = notary.find(base64url(hash));
        return found?.log === 'protocol' && found.index < size ? { index: found.index, path: tree.inclusionProof(found.index, size) } : undefined;
      },
      consistency: (from) => tree.consistencyProof(from, size),
    };
  }

  private async stamps(state: LogState, indexes: readonly number[]): Promise<BundledStamp[]> {
    const all = (await this.system.attestations.stamps('protocol')).map((stamp) => ({ ...stamp, size: stamp.data.size }));
    return boundingStamps(all.filter(({ index }) => index < state.size), indexes).map((stamp) => ({
      ...state.place(Buffer.from(stamp.leafHash, 'base64url'))!,
      size: stamp.size,
      leaf: stamp.leaf,
      body: stamp.data.body,
      token: tokenOf(stamp),
      consistency: state.consistency(stamp.size),
    }));
  }
}
