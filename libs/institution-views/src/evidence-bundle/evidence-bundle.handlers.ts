import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import { bundleFiles, bundleName, eventId, isShown, leafHash, packed, type BundledStream, type Guided, type LogState, type ShownEvent, type WithheldEvent } from '@amparo/evidence';
import { refuse, type Refusal } from '@amparo/event-sourcing';
import { timeRefusal } from '@amparo/event-store';
import { Reads, type PurposefulCaller } from '@amparo/access';
import type { Outcome } from '@amparo/protocol/recorder.handlers';
import { digestsIn } from '../attachments/named-files';
import { Opener } from '../opener';
import { categoriesGiven, custodyIn, IssueEvidenceBundle, Selection, shownIn, type BundleRefusal, type Selected } from './evidence-bundle';
import { EvidenceSource } from './evidence-source';
import { IssuedBundles } from './issued-bundles';

const noSuchFile: Refusal<BundleRefusal> = refuse('NOT_FOUND', 'there is no such case or investigation, or it is not yours');
const unknownCheckpoint: Refusal<BundleRefusal> = refuse('CHECKPOINT_UNKNOWN', 'the checkpoint given is none of this log, or ahead of it');

type Disclosed = Readonly<{ lines: readonly string[]; files: readonly Readonly<{ kid: string; digest: string }>[]; erased: readonly string[] }>;

/** The read is recorded, then the bundle is made, then its issue is recorded; only then it may be fetched. */
@Injectable()
@CommandHandler(IssueEvidenceBundle)
export class IssueEvidenceBundleHandler {
  constructor(
    private readonly selection: Selection,
    private readonly opener: Opener,
    private readonly reads: Reads,
    private readonly source: EvidenceSource,
    private readonly issued: IssuedBundles,
  ) {}

  async execute(command: IssueEvidenceBundle): Promise<Outcome> {
    const wrongTime = timeRefusal(command);
    if (wrongTime) return wrongTime;
    const { input: { file, known, caller }, meta } = command;
    if (!(await this.selected(caller, file))) return this.noSuchFile(caller, file);
    const knownSize = known === undefined ? undefined : this.source.sizeOf(known);
    if (known !== undefined && knownSize === undefined) return unknownCheckpoint;
    const { state, asOf, heads, stamps } = await this.source.protocol(file);
    if (knownSize !== undefined && knownSize > state.size) return unknownCheckpoint;
    // After the heads, so that no event is missing which they name.
    const events = await this.selected(caller, file);
    if (!events) return this.noSuchFile(caller, file);
    const id = eventId(caller.client, 'new-export', meta.id, 0);
    const shown = events.flatMap((one) => ('parts' in one ? [one.fact.event.id] : []));
    const categories = categoriesGiven(events);
    await this.reads.record(caller, { operation: 'issueEvidenceBundle', categories, cases: new Map([[file, shown]]) });

    const all = events.map((one) => ({ one, disclosed: this.disclosed(one) }));
    const { client, agent, unit, institution, compartment, roles, assurance, authority, purpose } = caller;
    const name = bundleName({ file, export: id });
    const streams = await this.streams(all, state, asOf);
    const stamped = await stamps(streams.flatMap(({ events: own }) => own.map(({ index }) => index)));
    const files = bundleFiles({
      file,
      export: id,
      exportedAt: meta.receivedAt,
      scope: {
        asked: { assurance, client, compartment, institution, roles, ...(agent !== undefined && { agent }), ...(unit !== undefined && { unit }), ...(authority && { authority }) },
        basis: meta.basis,
        categories,
        erased: [...new Set(all.flatMap(({ disclosed }) => disclosed.erased))].sort(),
        purpose,
      },
      checkpoint: state.checkpoint,
      streams,
      heads,
      stamps: stamped,
      known: known === undefined ? undefined : { checkpoint: known, consistency: state.consistency(knownSize!) },
      attachments: await this.attachments(all),
      custody: { exhibits: custodyIn(events) },
      derived: this.source.derived(name, { file, exportedAt: meta.receivedAt, checkpoint: state.checkpoint, streams }),
      tags: this.source.tags({ name, example: exampleOf(streams), stamps: stamped.map(({ size }) => String(size).padStart(6, '0')) }),
    });
    const tagManifest = files.get('tagmanifest-sha256.txt')!;
    for (const [name, bytes] of await this.source.seal(tagManifest)) files.set(name, bytes);
    const archive = packed(name, files);
    const event = await this.reads.issued(caller, { file, export: id, tagManifest: createHash('sha256').update(tagManifest).digest('hex'), size: state.size });
    this.issued.keep(id, { name, archive, client, agent: agent ?? '', file, shows: shownIn(events) });
    return { ...event, created: id, events: [{ ...event, type: 'BundleIssued' }], repeated: false };
  }

  /** What of a file this caller may read, where that is anything. */
  private async selected(caller: PurposefulCaller, file: string): Promise<Selected[] | undefined> {
    const events = await this.selection.of(caller, file);
    return events?.some((one) => 'parts' in one) ? events : undefined;
  }

  private noSuchFile(caller: PurposefulCaller, file: string): Refusal<BundleRefusal> {
    this.reads.refused(caller, 'issueEvidenceBundle', [file]);
    return noSuchFile;
  }

  /** Of what is sealed and open to them a disclosure for each field; the files that it names; and the keys that are gone. */
  private disclosed(one: Selected): Disclosed {
    const disclosed = { lines: [] as string[], files: [] as { kid: string; digest: string }[], erased: [] as string[] };
    if (!('parts' in one)) return disclosed;
    const { id, type, stream } = one.fact.event;
    const identity = { id, type, stream, schema: one.fact.schema };
    for (const { descriptor, iv, ct, tag } of one.parts) {
      const { kid } = descriptor;
      const part = { kid, iv: Buffer.from(iv, 'base64url'), ct: Buffer.from(ct, 'base64url'), tag: Buffer.from(tag, 'base64url') };
      const [lines, fields] = [this.opener.disclose(identity, descriptor, part), this.opener.open(identity, descriptor, part)];
      if (lines === 'ERASED' || fields === 'ERASED') disclosed.erased.push(kid);
      else {
        disclosed.lines.push(...lines);
        disclosed.files.push(...digestsIn(fields).map((digest) => ({ kid, digest })));
      }
    }
    return disclosed;
  }

  private async attachments(events: readonly Readonly<{ disclosed: Disclosed }>[]): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>();
    for (const { kid, digest } of events.flatMap(({ disclosed }) => disclosed.files)) {
      const bytes = files.has(digest) ? undefined : await this.source.attachment(kid, digest);
      if (bytes) files.set(digest, bytes);
    }
    return files;
  }

  private async streams(events: readonly Readonly<{ one: Selected; disclosed: Disclosed }>[], state: LogState, asOf: number): Promise<BundledStream[]> {
    const streams = new Map<string, (ShownEvent | WithheldEvent)[]>();
    for (const { one, disclosed } of events) {
      const { stream, seq } = one.fact.event;
      const leaf = await this.source.leaf(stream, seq);
      const hash = leafHash(leaf);
      const placed = state.place(hash);
      if (!placed || placed.index >= asOf) continue; // recorded after the heads: the next bundle has it
      const event = 'parts' in one ? { ...placed, seq, leaf, disclosures: disclosed.lines } : { ...placed, seq, leafHash: hash, reason: one.withheld };
      streams.set(stream, [...(streams.get(stream) ?? []), event]);
    }
    return [...streams].map(([stream, own]) => ({ stream, events: own.sort((a, b) => a.seq - b.seq) }));
  }
}

/** An event by which the guide shows how one is checked: one with something disclosed, where there is one. */
function exampleOf(streams: readonly BundledStream[]): Guided['example'] {
  const shown = streams.flatMap(({ stream, events }) => events.filter(isShown).map(({ seq, disclosures }) => ({ stream, seq: String(seq).padStart(6, '0'), disclosed: disclosures.length > 0 })));
  return shown.find(({ disclosed }) => disclosed) ?? shown[0];
}
