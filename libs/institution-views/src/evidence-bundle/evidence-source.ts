import type { BundleContent, BundledHeads, BundledStamp, Files, Guided, LogState } from '@amparo/evidence';

/** What a bundle takes of the record beside the events: the app knows the notary, and the texts that go with a bundle. */
export abstract class EvidenceSource {
  /**
   * The protocol log as of a checkpoint that covers what was committed before, with the heads and stamps there are. The views are as far as the
   * heads when it fulfils: what is selected then has every event below `asOf`. @throws when it cannot be had now.
   */
  abstract protocol(file: string): Promise<Readonly<{ state: LogState; asOf: number; heads: BundledHeads; stamps(indexes: readonly number[]): Promise<readonly BundledStamp[]> }>>;
  /** The leaf, as it stands in the store. */
  abstract leaf(stream: string, seq: number): Promise<Uint8Array>;
  /** A file that an opened field names; undefined when it is not there any more. */
  abstract attachment(kid: string, digest: string): Promise<Uint8Array | undefined>;
  /** Whether a note is a checkpoint of this log, and of which size; undefined when it is not. */
  abstract sizeOf(note: string): number | undefined;
  /** Guide, verifier, certificates, copies of what is trusted. */
  abstract tags(bundle: Pick<Guided, 'name' | 'example' | 'stamps'>): Files;
  /** What is read and not relied on: the page that shows the history. */
  abstract derived(name: string, bundle: Pick<BundleContent, 'file' | 'exportedAt' | 'checkpoint' | 'streams'>): Files;
  /** The seal of a tag manifest, by name of the file; none where no seal is configured. */
  abstract seal(tagManifest: Uint8Array): Promise<Files>;
}
