import { logOf } from '@amparo/evidence';
import { Bell, type EventStore, type Position, type StoredEvent } from '@amparo/event-store';
import { clocks as ownClocks, type ClockPolicy } from '@amparo/protocol';
import type { UnitRow } from '../directory/directory-view';
import { directoryViews, isDirectory } from '../directory/directory-views';
import { exclusionAfter } from '../exclusions/exclusions';
import { keptAfter, type ErasureRow, type HoldRow } from '../erasure/erasure-rows';
import { matchAfter, matchId, type MatchRow } from '../matches/matches';
import { betweenOf, limitedIn, observeAgreement, pairsOf } from '../visibility/agreement-memory';
import { authorOf, inForce, observeCase, observeExclusion, type CaseMemory } from '../visibility/case-memory';
import { contactsFollow, observeLinks } from '../visibility/case-links';
import { contactParties } from '../visibility/contact-memory';
import { agentKey, observeDirectory } from '../visibility/directory-memory';
import { link, shutOut, type Reached } from '../visibility/exclusion-spread';
import { concernedBy } from '../visibility/investigation-memory';
import { openedTo } from '../visibility/openings';
import { observeReserve, underReserve } from '../visibility/reserves';
import type { Visible } from '../case-timeline/case-timeline';
import { ViewStore } from '../view-store/view-store';
import { countClocks, countNeeds, countReferral } from './counting';
import { factOf, placedInOrder, put, rowFor, type Fact, type PlacedFact } from './projection';

/** What one batch changes in one compartment's file. */
type Work = {
  /** File → index of what changed the compartment's basis in it last; -1 for one that a stop left behind. */
  anew: Map<string, number>;
  add: { file: string; entry: Visible }[];
};
const noWork = (): Work => ({ anew: new Map(), add: [] });

/** Events to a batch while nobody is served: the more, the fewer times a file is projected anew. A batch holds the process for a second or two. */
const manyTogether = 4_000;
/** While others are served beside it. */
const fewTogether = 500;

/**
 * Follows the store and keeps every compartment's file. What visibility remembers is written first, with the list of what the
 * files must still take in; then each file in one transaction with its checkpoint. Stopped anywhere, it goes on from there: a file
 * on the list is projected anew, which gives the same rows as event by event.
 */
export class Projector {
  private stop = new AbortController();
  private readonly bell = new Bell();
  private applied: Position;
  private next: number;
  private following: Promise<void> | undefined;
  private broken: Error | undefined;
  private closed = false;
  /** Rows of views written since the start: timeline, gate, lists, directory. */
  rowChanges = 0;

  /** @throws when the views were built from another store. */
  constructor(
    private readonly store: EventStore,
    private readonly views: ViewStore,
    /** The deadlines by which rows say what is due. */
    private readonly clocks: ClockPolicy = ownClocks,
  ) {
    const { position, next, epoch } = views.visibility.progress();
    if (position > 0n && epoch !== store.epoch) throw new Error('these views were built from another store: amparo rebuild-views builds them again from this one');
    this.applied = position;
    this.next = next;
  }

  /** Takes in what is there and fulfils; then follows. */
  async start(): Promise<void> {
    await this.catchUp();
    this.following = this.follow().catch((error: Error) => {
      this.broken = error;
      this.bell.ring();
    });
  }

  /**
   * Serves views that were built beside these: lets them catch up while the old ones are served, then changes over between two
   * batches. @throws when the new ones are of another store or form; then the old ones are served on.
   */
  async switchTo(folder: string): Promise<void> {
    const next = new ViewStore(folder);
    try {
      const building = new Projector(this.store, next, this.clocks);
      await building.catchUp(fewTogether);
      this.stop.abort();
      await this.following;
      await building.catchUp(fewTogether);
      this.views.adopt(next);
      this.applied = building.applied;
      this.next = building.next;
    } catch (error) {
      next.close();
      throw error;
    } finally {
      if (this.stop.signal.aborted && !this.closed) {
        this.stop = new AbortController();
        await this.start();
      }
    }
  }

  /** Takes in everything the store holds now, so many events to a batch. */
  async catchUp(batch = manyTogether): Promise<void> {
    await this.finish();
    for await (const events of this.store.readAll(this.applied, { batch })) await this.apply(events);
  }

  /** Position up to which every file is. @throws when projecting has stopped. */
  position(): Position {
    if (this.broken) throw this.broken;
    return this.applied;
  }

  /** Waits until everything up to a position is in the files, `ms` at most. @returns whether it is. */
  async reached(position: Position, ms: number): Promise<boolean> {
    const until = Date.now() + ms;
    while (this.position() < position) {
      const seen = this.bell.count;
      const left = until - Date.now();
      if (left <= 0) return false;
      await this.bell.wait(seen, undefined, left); // closing rings it
      if (this.closed) return false;
    }
    return true;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stop.abort();
    this.bell.ring();
    await this.following;
  }

  private async follow(): Promise<void> {
    for await (const events of this.store.follow(this.applied, { signal: this.stop.signal })) await this.apply(events);
  }

  private async apply(events: readonly StoredEvent[]): Promise<void> {
    const { visibility } = this.views;
    const work = new Map<string, Work>();
    const at = (compartment: string): Work => {
      const known = work.get(compartment);
      if (known) return known;
      const fresh = noWork();
      work.set(compartment, fresh);
      return fresh;
    };
    const changed = new Map<string, CaseMemory>();
    const places: { file: string; index: number; stream: string; seq: number }[] = [];
    const times: { index: number; recordedAt: string }[] = [];
    const directory: Fact[] = [];
    const referrals: Fact[] = [];
    const clocked: Fact[] = [];
    const exclusions: { fact: Fact; index: number }[] = [];
    const subjects: { fact: Fact; index: number }[] = [];
    const facts = new Map<number, Fact>();
    for (const stored of events) {
      if (logOf(stored.stream) !== 'protocol') continue;
      const index = this.next++;
      const fact = factOf(stored);
      times.push({ index, recordedAt: fact.event.recordedAt });
      if (stored.stream.startsWith('referral-')) referrals.push(fact);
      if (stored.stream.startsWith('subject-')) subjects.push({ fact, index });
      if (stored.stream.startsWith('agreement-')) this.agreement(fact, index, changed, at);
      if (observeDirectory(visibility.directory, fact.event) || isDirectory(stored.stream)) directory.push(fact);
      else if (stored.stream.startsWith('exclusion-')) {
        this.exclusion(fact, index, changed, at);
        exclusions.push({ fact, index });
      }
      else if (fact.file !== undefined) {
        facts.set(index, fact);
        clocked.push(fact);
        this.link(fact, fact.file, index, changed, at);
        for (const file of fact.alsoIn === undefined ? [fact.file] : [fact.file, fact.alsoIn]) {
          places.push({ file, index, stream: stored.stream, seq: stored.seq });
          this.fileEvent(fact, file, index, changed, at);
        }
        this.reserve(fact, index, changed);
      }
    }
    const position = events[events.length - 1]!.position;
    const dirty = [...work].flatMap(([compartment, { anew, add }]) => {
      const touched = new Map([...add.map(({ file }) => [file, -1] as const), ...anew]);
      return [...touched].map(([file, index]) => ({ compartment, file, index }));
    });
    visibility.write({ position, next: this.next, epoch: this.store.epoch }, dirty, () => {
      for (const fact of directory) this.keepDirectory(fact);
      for (const { event } of referrals) this.rowChanges += countReferral(visibility, event, this.clocks);
      for (const { event } of clocked) this.rowChanges += countClocks(visibility, event, this.clocks);
      for (const { event, file } of clocked) if (file !== undefined) this.rowChanges += countNeeds(visibility, event, file);
      for (const { fact, index } of exclusions) this.keepExclusion(fact, index);
      for (const { fact, index } of subjects) this.keepStewards(fact, index);
      for (const [id, memory] of changed) visibility.putCase(id, memory);
      for (const { file, ...place } of places) visibility.addEvent(file, place);
      for (const { index, recordedAt } of times) visibility.addTime(index, recordedAt);
    });
    await this.write(work, position, facts);
    visibility.clean();
    this.applied = position;
    this.bell.ring();
  }

  private fileEvent(fact: Fact, id: string, index: number, changed: Map<string, CaseMemory>, at: (compartment: string) => Work): void {
    const { visibility } = this.views;
    const memories = this.memories(changed);
    const memory = memories(id);
    const anew = new Set(observeCase(memory, visibility.directory, fact.event, index));
    for (const { file, compartments } of observeLinks(memories, visibility.directory, id, fact.event, index)) {
      for (const compartment of compartments) if (file === id) anew.add(compartment);
      else at(compartment).anew.set(file, index);
    }
    for (const compartment of anew) if (compartment !== '') at(compartment).anew.set(id, index);
    for (const pair of betweenOf(memory, fact.event, index).flatMap(pairsOf)) visibility.keepBetween(pair, id);
    for (const compartment of concerned(memory, index, authorOf(visibility.directory, fact.event))) {
      if (anew.has(compartment)) continue;
      const entry = rowFor(fact, { event: fact.event, index }, memory, visibility.directory, compartment, index);
      if (entry) at(compartment).add.push({ file: id, entry });
    }
  }

  /** What an investigation keeps back is remembered with the case that it is about. */
  private reserve({ event }: Fact, index: number, changed: Map<string, CaseMemory>): void {
    const { visibility } = this.views;
    const about = underReserve(event);
    if (about === undefined) return;
    const memory = changed.get(about) ?? visibility.case(about);
    changed.set(about, memory);
    observeReserve(memory, event, authorOf(visibility.directory, event) ?? '', index);
  }

  private exclusion({ event }: Fact, index: number, changed: Map<string, CaseMemory>, at: (compartment: string) => Work): void {
    const { visibility } = this.views;
    const id = event.stream.slice('exclusion-'.length);
    if (event.type !== 'ExclusionPlaced' && event.type !== 'ExclusionLifted') return;
    const memories = this.memories(changed);
    if (event.type === 'ExclusionLifted') {
      for (const file of visibility.exclusionCases(id)) {
        for (const compartment of observeExclusion(memories(file), visibility.directory, id, undefined, index)) at(compartment).anew.set(file, index);
        this.contacts(file, memories, index, at);
      }
      return;
    }
    // An investigation is kept from somebody as a case is: under its id.
    const { cases, investigation, party } = event.data;
    const files = [...cases, ...(investigation === undefined ? [] : [investigation])];
    this.shutEach(files.flatMap((file) => shutOut(memories, visibility.directory, file, { id, party }, index)), memories, index, at);
  }

  /** An investigation that names a case is shut to whoever is excluded from that case. */
  private link({ event, alsoIn }: Fact, file: string, index: number, changed: Map<string, CaseMemory>, at: (compartment: string) => Work): void {
    const named = event.type === 'CaseAttached' ? event.data.case : event.type === 'MandateIssued' ? alsoIn : undefined;
    if (named === undefined) return;
    const memories = this.memories(changed);
    this.shutEach(link(memories, this.views.visibility.directory, file, named, index), memories, index, at);
  }

  private keepExclusion({ event }: Fact, index: number): void {
    const { visibility } = this.views;
    const row = exclusionAfter(visibility.exclusion(event.stream.slice('exclusion-'.length)), event, index);
    if (row) this.rowChanges += visibility.putExclusion(row);
  }

  private keepStewards({ event }: Fact, index: number): void {
    const { visibility } = this.views;
    const { other } = event.data as { other?: string };
    const match = other === undefined ? undefined : matchAfter(visibility.stewardRow<MatchRow>('match', matchId(event.stream, other)), event, index);
    if (match) this.rowChanges += visibility.putStewardRow('match', match);
    const kept = keptAfter({ hold: (id) => visibility.stewardRow<HoldRow>('hold', id), erasure: (id) => visibility.stewardRow<ErasureRow>('erasure', id) }, event, { index, ref: event.envelope.basis.ref });
    if (kept) this.rowChanges += visibility.putStewardRow(kept.kind, kept.row);
  }

  private shutEach(reached: readonly Reached[], memories: (file: string) => CaseMemory, index: number, at: (compartment: string) => Work): void {
    const { visibility } = this.views;
    for (const { exclusion, file, compartments } of reached) {
      visibility.keepExclusion(exclusion, [...new Set([...visibility.exclusionCases(exclusion), file])]);
      for (const compartment of compartments) at(compartment).anew.set(file, index);
      this.contacts(file, memories, index, at);
    }
  }

  /** Contacts follow the cases they are linked to, in who is kept from them. */
  private contacts(file: string, memories: (file: string) => CaseMemory, index: number, at: (compartment: string) => Work): void {
    for (const { file: contact, compartments } of contactsFollow(memories, this.views.visibility.directory, file, index)) {
      for (const compartment of compartments) at(compartment).anew.set(contact, index);
    }
  }

  /** Memories of files as of the batch at hand; what is asked for will be written. */
  private memories(changed: Map<string, CaseMemory>): (file: string) => CaseMemory {
    return (file) => {
      const memory = changed.get(file) ?? this.views.visibility.case(file);
      changed.set(file, memory);
      return memory;
    };
  }

  /** What an agreement lets pass changes in every file in which something passes between its parties. */
  private agreement({ event }: Fact, index: number, changed: ReadonlyMap<string, CaseMemory>, at: (compartment: string) => Work): void {
    const { visibility } = this.views;
    const terms = observeAgreement(visibility.directory, event, index);
    if (!terms) return;
    for (const file of visibility.filesBetween(terms.parties)) {
      for (const compartment of limitedIn(changed.get(file) ?? visibility.case(file), terms)) if (compartment !== '') at(compartment).anew.set(file, index);
    }
  }

  private keepDirectory(fact: Fact): void {
    const { visibility } = this.views;
    const { event } = fact;
    if (event.type === 'InstitutionRegistered') visibility.keepKnown('institution', event.data.code);
    if (event.type === 'InstitutionRegistered') visibility.keepKnown('compartment', event.data.code);
    if (event.type === 'CompartmentWalled') visibility.keepKnown('compartment', event.data.compartment);
    const agreement = event.stream.slice('agreement-'.length);
    if (event.stream.startsWith('agreement-') && visibility.directory.agreements.has(agreement)) visibility.keepKnown('agreement', agreement);
    if (event.type === 'CaseCodeIssued') visibility.keepKnown('code', event.data.code);
    if (event.type === 'AgentAppointed' || event.type === 'AgentAssigned') visibility.keepKnown('agent', agentKey(event.stream.slice('institution-'.length), event.data.agent));
    if (event.type === 'UnitOpened') {
      visibility.keepKnown('unit', event.data.unit);
      visibility.keepKnown('compartment', event.data.compartment);
    }
    const known = { residential: (unit: string) => visibility.row<UnitRow>('unit', unit)?.residential === true };
    for (const view of directoryViews) {
      const code = view.about(event);
      if (code === undefined) continue;
      const before = visibility.row<object>(view.kind, code);
      const row = view.after(before, fact, known);
      if (row && row !== before) this.rowChanges += visibility.putRow(view.kind, code, row);
    }
  }

  /** What a stop left between memory and files. */
  private async finish(): Promise<void> {
    const { visibility } = this.views;
    const work = new Map<string, Work>();
    for (const { compartment, file, index } of visibility.dirty()) {
      const known = work.get(compartment) ?? noWork();
      known.anew.set(file, index);
      work.set(compartment, known);
    }
    await this.write(work, this.applied, new Map());
    visibility.clean();
  }

  /** Each file in one transaction with its checkpoint. */
  private async write(work: ReadonlyMap<string, Work>, position: Position, batch: ReadonlyMap<number, Fact>): Promise<void> {
    const { visibility } = this.views;
    const asOf = this.next - 1;
    const histories = new Map<string, Awaited<ReturnType<Projector['history']>>>();
    for (const { anew } of work.values()) for (const id of anew.keys()) if (!histories.has(id)) histories.set(id, await this.history(id, batch));
    for (const [compartment, { anew, add }] of work) {
      const file = this.views.compartment(compartment);
      file.write(position, () => {
        for (const [id, touched] of anew) {
          const entries = histories.get(id)!.flatMap(({ fact, placed }) => rowFor(fact, placed, visibility.case(id), visibility.directory, compartment, asOf) ?? []);
          const kept = file.keepBeginning(id, entries);
          for (const entry of entries.slice(kept)) this.rowChanges += put(file, id, entry, compartment, visibility.directory, this.clocks);
          file.touch(id, touched);
        }
        for (const { file: id, entry } of add) {
          if (!anew.has(id)) this.rowChanges += put(file, id, entry, compartment, visibility.directory, this.clocks);
        }
      });
    }
  }

  /** Every event of the file, as far as it was taken in; what is not of the batch at hand is read again. */
  async history(id: string, batch: ReadonlyMap<number, Fact> = new Map()): Promise<PlacedFact[]> {
    const facts: { fact: Fact; index: number }[] = [];
    const missing = new Map<string, Map<number, number>>();
    for (const { index, stream, seq } of this.views.visibility.events(id)) {
      const fact = batch.get(index);
      if (fact) facts.push({ fact, index });
      else missing.set(stream, (missing.get(stream) ?? new Map<number, number>()).set(seq, index));
    }
    for (const [stream, indexes] of missing) {
      for (const stored of await this.store.readStream(stream)) {
        const index = indexes.get(stored.seq);
        if (index !== undefined) facts.push({ fact: factOf(stored), index });
      }
    }
    return placedInOrder(facts.sort((a, b) => a.index - b.index));
  }
}

/** Compartments that may see something of an event: who has a basis now, and who recorded it. */
function concerned(memory: CaseMemory, index: number, author: string | undefined): Set<string> {
  const compartments = new Set<string>(author === undefined ? [] : [author]);
  for (const lead of memory.leads) if (inForce(lead, index)) compartments.add(lead.compartment);
  for (const { sender, addressee } of Object.values(memory.referrals)) compartments.add(sender).add(addressee);
  for (const { compartment } of [...Object.values(memory.stays), ...Object.values(memory.named).flat()]) compartments.add(compartment);
  for (const mandate of Object.values(memory.mandates.issued)) if (inForce(mandate, index)) compartments.add(mandate.compartment);
  for (const compartment of openedTo(memory.openings, index)) compartments.add(compartment);
  if (memory.investigation) for (const compartment of concernedBy(memory.investigation, index)) compartments.add(compartment);
  for (const compartment of memory.contact ? contactParties(memory.contact) : []) compartments.add(compartment);
  compartments.delete('');
  return compartments;
}
