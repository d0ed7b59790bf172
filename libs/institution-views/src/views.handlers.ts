import { ViewProgress } from '@amparo/access';
import { readLeaf, type Envelope } from '@amparo/evidence';
import type { EventStore, StoredEvent } from '@amparo/event-store';
import { Exposures, type ExcludedParty, type FileExposure } from '@amparo/protocol';
import { CaseStanding, type Somebody } from '@amparo/protocol/recorder.handlers';
import type { UnitRow } from './directory/directory-view';
import { FileHistory, type RecordedRead } from './file-history';
import type { Opener } from './opener';
import type { PlacedFact } from './projector/projection';
import type { Projector } from './projector/projector';
import type { ViewStore } from './view-store/view-store';
import { inForce, type CaseMemory } from './visibility/case-memory';
import { compartmentOf } from './visibility/directory-memory';
import { covers, isExcluded, type Who } from './visibility/excluded';
import { hasPart } from './visibility/named-memory';

/** How far the projector of this process is. */
export class ProjectedProgress extends ViewProgress {
  constructor(private readonly projector: Projector) {
    super();
  }

  /** All files of this process are at the same place. */
  waitFor(_compartment: string, position: bigint, ms: number): Promise<boolean> {
    return this.projector.reached(position, ms);
  }
}

/** How somebody stands to a case, from what visibility remembers, brought up to the store's head first. */
export class RememberedStanding extends CaseStanding {
  constructor(
    private readonly store: EventStore,
    private readonly projector: Projector,
    private readonly views: ViewStore,
  ) {
    super();
  }

  async exclusions(file: string, who: Somebody): Promise<readonly string[]> {
    const { memory, next } = await this.now(file);
    return memory.exclusions.filter((one) => inForce(one, next) && covers(this.views.visibility.directory, one.party, this.whole(who))).map(({ id }) => id);
  }

  async isExcluded(file: string, who: Somebody): Promise<boolean> {
    const { memory, next } = await this.now(file);
    return isExcluded(memory, this.views.visibility.directory, this.whole(who), next);
  }

  async isParty(caseId: string, who: Somebody): Promise<boolean> {
    const { memory, next } = await this.now(caseId);
    const compartment = this.compartment(who);
    return (
      memory.leads.some((one) => one.compartment === compartment) ||
      Object.values(memory.referrals).some(({ sender, addressee }) => sender === compartment || addressee === compartment) ||
      hasPart(memory, compartment, next, new Date().toISOString())
    );
  }

  private compartment({ unit, institution }: Somebody): string | undefined {
    return compartmentOf(this.views.visibility.directory, unit) ?? institution;
  }

  private whole(who: Somebody): Who {
    return { ...who, compartment: this.compartment(who) };
  }

  /** @throws when the views cannot be brought up to date: then nobody can say, and nothing is done. */
  private async now(caseId: string): Promise<{ memory: CaseMemory; next: number }> {
    if (!(await this.projector.reached(await this.store.head(), 5_000))) throw new Error('the views are too far behind to tell who stands how to a case: try again');
    return { memory: this.views.visibility.case(caseId), next: this.views.visibility.progress().next };
  }
}

/** How many events of the store are looked at in one go for reads of a case. */
const looks = 20_000;
/** After the compartment: the date and the writer. */
const afterCompartment = '-2026-01-05-0123456789ab'.length;

/** What was recorded, read from the store. */
export class StoredHistory extends FileHistory {
  constructor(
    private readonly store: EventStore,
    private readonly projector: Projector,
    private readonly opener: Opener,
  ) {
    super();
  }

  override of(file: string): Promise<readonly PlacedFact[]> {
    return this.projector.history(file);
  }

  override async keysOf(subject: string): Promise<ReadonlySet<string>> {
    const events = await this.store.readStream(`subject-${subject}`);
    return new Set(events.flatMap(({ type, leaf }) => (type === 'SubjectKeyCreated' ? [String(readLeaf(leaf).data['kid'])] : [])));
  }

  override async reads(caseId: string, after: bigint, most: number): Promise<Readonly<{ reads: readonly RecordedRead[]; next?: bigint }>> {
    const reads: RecordedRead[] = [];
    let looked = 0;
    for await (const events of this.store.readAll(after)) {
      for (const event of events) {
        if (reads.length === most || looked === looks) return { reads, next: after };
        looked++;
        after = event.position;
        const shown = event.type === 'RecordsRead' && event.stream.startsWith('access-') ? this.shownOf(event, caseId) : undefined;
        if (shown !== undefined) reads.push(readOf(event, readLeaf(event.leaf), shown));
      }
    }
    return { reads };
  }

  /** How much a read showed of a case. Each case that was read is a member of its own; the others are let go here. */
  private shownOf(event: StoredEvent, caseId: string): number | undefined {
    const { id, stream, type, leaf, parts } = event;
    const { schema, sealed = [] } = readLeaf(leaf);
    for (const descriptor of sealed) {
      const part = parts.find(({ kid }) => kid === descriptor.kid);
      const fields = part === undefined ? 'ERASED' : this.opener.open({ id, stream, type, schema }, descriptor, part);
      if (fields === 'ERASED') continue;
      const member = (Object.values(fields) as { case: string; ids: readonly string[] }[]).find((one) => one.case === caseId);
      if (member) return member.ids.length;
    }
    return undefined;
  }
}

/** What a party had been shown, from the record of reads. */
export class RecordedExposures extends Exposures {
  constructor(
    private readonly history: FileHistory,
    private readonly views: ViewStore,
  ) {
    super();
  }

  override async of(party: ExcludedParty, files: readonly string[]): Promise<readonly FileExposure[]> {
    const exposed: FileExposure[] = [];
    for (const file of new Set(files)) {
      const reads = (await this.all(file)).filter((read) => covers(this.views.visibility.directory, party, read));
      const [first, last] = [reads[0], reads[reads.length - 1]];
      if (!first || !last) continue;
      // In which house she is, or that she is in one, no count of reads tells: there the record of reads alone says who.
      const named = reads.filter(({ unit, compartment }) => !this.isHouse(unit ?? compartment));
      const once = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))].sort();
      exposed.push({ file, reads: reads.length, categories: once(reads.flatMap(({ categories }) => categories)), agents: once(named.map(({ agent }) => agent)), from: first.at, until: last.at });
    }
    return exposed;
  }

  private isHouse(unit: string): boolean {
    return this.views.visibility.row<UnitRow>('unit', unit)?.residential === true;
  }

  private async all(file: string): Promise<readonly RecordedRead[]> {
    const reads: RecordedRead[] = [];
    for (let after: bigint | undefined = 0n; after !== undefined; ) {
      const found: Awaited<ReturnType<FileHistory['reads']>> = await this.history.reads(file, after, 1_000);
      reads.push(...found.reads);
      after = found.next;
    }
    return reads;
  }
}

function readOf({ position, stream }: StoredEvent, { recordedAt: at, actor, purpose, data }: Envelope, shown: number): RecordedRead {
  const { agent, unit, institution } = actor;
  return {
    position,
    at,
    compartment: stream.slice('access-'.length, -afterCompartment),
    ...(unit !== undefined && { unit }),
    ...(agent !== undefined && { agent }),
    ...(institution !== undefined && { institution }),
    purpose,
    operation: String(data['operation']),
    categories: data['categories'] as string[],
    shown,
  };
}
