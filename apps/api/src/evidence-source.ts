import { guide, noteVerifier, openNote, parseCheckpoint, type Files, type LogState } from '@amparo/evidence';
import type { EventStore } from '@amparo/event-store';
import { EvidenceSource } from '@amparo/institution-views/evidence-bundle/evidence-source';
import type { Notary } from '@amparo/notary';
import type { Attachments } from '@amparo/vault';
import { certificates } from './certificates';

/** How long a bundle waits for the log to cover what was committed before, in milliseconds. */
const covers = 10_000;

/** The notary as bundles see it, with the texts that go with one. */
export class NotaryEvidence extends EvidenceSource {
  constructor(
    private readonly notary: Notary,
    private readonly store: EventStore,
    private readonly attachments: Attachments,
  ) {
    super();
  }

  override async protocol(): ReturnType<EvidenceSource['protocol']> {
    const head = await this.store.head();
    const end = Date.now() + covers;
    while (this.notary.sequenced() < head) {
      if (Date.now() > end) throw new Error('the log is too far behind: try again');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.notary.publish();
    return { state: this.state('protocol'), stamps: [] };
  }

  override async leaf(stream: string, seq: number): Promise<Uint8Array> {
    const [stored] = await this.store.readStream(stream, seq);
    if (!stored) throw new Error(`${stream} has no event ${seq}: the views are of another store`);
    return stored.leaf;
  }

  override async attachment(kid: string, digest: string): Promise<Uint8Array | undefined> {
    const file = await this.attachments.read(kid, digest);
    if (file === 'ERASED') return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of file.content) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  override sizeOf(note: string): number | undefined {
    try {
      return parseCheckpoint(openNote(note, [noteVerifier(this.notary.vkey('protocol'))]).text)?.size;
    } catch {
      return undefined; // not signed by this log, or no note at all
    }
  }

  override tags({ name, example }: Parameters<EvidenceSource['tags']>[0]): Files {
    const vkey = this.notary.vkey('protocol');
    const { name: origin, pem } = noteVerifier(vkey);
    return new Map<string, Uint8Array>([
      ['VERIFY.md', Buffer.from(guide({ name, origin, sealed: false, stamps: [], example }))],
      ['trust/log.vkey', Buffer.from(`${vkey}\n`)],
      ['trust/log.pub.pem', Buffer.from(pem())],
      ...certificates({ name, origin }),
    ]);
  }

  override seal(): Promise<Files> {
    return Promise.resolve(new Map());
  }

  private state(name: 'protocol' | 'access'): LogState {
    const state = this.notary.state(name);
    if (!state) throw new Error('the log is empty: nothing can be shown of it');
    return state;
  }
}
