import { logOf } from '@amparo/evidence';
import { Bell, type EventStore, type Position, type StoredEvent } from '@amparo/event-store';
import { institutionAfter, unitAfter } from '../directory/directory-view';
import { authorOf, inForce, observeCase, observeExclusion, type CaseMemory } from '../visibility/case-memory';
import { contactsFollow, observeLinks } from '../visibility/case-links';
import { contactParties } from '../visibility/contact-memory';
import { observeDirectory } from '../visibility/directory-memory';
import type { Visible } from '../case-timeline/case-timeline';
import type { ViewStore } from '../view-store/view-store';
import { factOf, placedInOrder, put, rowFor, type Fact } from './projection';

/** What one batch changes in one compartment's file. */
type Work = {
  /** File → index of what changed the compartment's basis in it last; -1 for one that a stop left behind. */
  anew: Map<string, number>;
  add: { file: string; entry: Visible }[];
};
const noWork = (): Work => ({ anew: new Map(), add: [] });

/**
 * Follows the store and keeps every compartment's file. What visibility remembers is written first, with the list of what the
 * files must still take in; then each file in one transaction with its checkpoint. Stopped anywhere, it goes on from there: a file
 * on the list is projected anew, which gives the same rows as event by event.
 */
export class Projector {
  private readonly stop = new AbortController();
  private readonly bell = new Bell();
  private applied: Position;
  private next: number;
  private following: Promise<void> | undefined;
  private broken: Error | undefined;
  /** Rows of views written since the start: timeline, gate, lists, directory. */
  rowChanges = 0;

  /** @throws when the views were built from another store. */
  constructor(
    private readonly store: EventStore,
    private readonly views: ViewStore,
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

  /** Takes in everything the store holds now. */
  async catchUp(): Promise<void> {
    await this.finish();
    for await (const events of this.store.readAll(this.applied)) await this.apply(events);
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
      if (this.stop.signal.aborted) return false;
    }
    return true;
  }

  async close(): Promise<void> {
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
    const facts = new Map<number, Fact>();
    for (const stored of events) {
      if (logOf(stored.stream) !== 'protocol') continue;
      const index = this.next++;
      const fact = factOf(stored);
      times.push({ index, recordedAt: fact.event.recordedAt });
      if (observeDirectory(visibility.directory, fact.event) || isDirectory(stored.stream)) directory.push(fact);
      else if (stored.stream.startsWith('exclusion-')) this.exclusion(fact, index, changed, at);
      else if (fact.file !== undefined) {
        places.push({ file: fact.file, index, stream: stored.stream, seq: stored.seq });
        facts.set(index, fact);
        this.fileEvent(fact, fact.file, index, changed, at);
      }
    }
    const position = events[events.length - 1]!.position;
    const dirty = [...work].flatMap(([compartment, { anew, add }]) => {
      const touched = new Map([...add.map(({ file }) => [file, -1] as const), ...anew]);
      return [...touched].map(([file, index]) => ({ compartment, file, index }));
    });
    visibility.write({ position, next: this.next, epoch: this.store.epoch }, dirty, () => {
      for (const fact of directory) this.keepDirectory(fact);
      for (const [id, memory] of changed) visibility.putCase(id, memory);
      for (const { file, ...place } of places) visibility.addEvent(file, place);
      for (const { index, recordedAt } of times) visibility.addTime(index, recordedAt);
    });
    await this.write(work, position, facts);
    visibility.clean();
    this.applied = position;
    this.bell.ring();
  }

  /** What is remembered of a file, to be changed with the batch at hand. */
  private memories(changed: Map<string, CaseMemory>): (file: string) => CaseMemory {
    return (file) => {
      const memory = changed.get(file) ?? this.views.visibility.case(file);
      changed.set(file, memory);
      return memory;
    };
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
    for (const compartment of concerned(memory, index, authorOf(visibility.directory, fact.event))) {
      if (anew.has(compartment)) continue;
      const entry = rowFor(fact, { event: fact.event, index }, memory, visibility.directory, compartment, index);
      if (entry) at(compartment).add.push({ file: id, entry });
    }
  }

  private exclusion({ event }: Fact, index: number, changed: Map<string, CaseMemory>, at: (compartment: string) => Work): void {
    const { visibility } = this.views;
    const id = event.stream.slice('exclusion-'.length);
    if (event.type !== 'ExclusionPlaced' && event.type !== 'ExclusionLifted') return;
    // An investigation is kept from somebody as a case is: under its id.
    const cases = event.type === 'ExclusionPlaced' ? [...event.data.cases, ...(event.data.investigation === undefined ? [] : [event.data.investigation])] : visibility.exclusionCases(id);
    const memories = this.memories(changed);
    for (const caseId of cases) {
      const memory = memories(caseId);
      const party = event.type === 'ExclusionPlaced' ? event.data.party : undefined;
      for (const compartment of observeExclusion(memory, visibility.directory, id, party, index)) at(compartment).anew.set(caseId, index);
      for (const { file, compartments } of contactsFollow(memories, visibility.directory, caseId, index)) for (const compartment of compartments) at(compartment).anew.set(file, index);
    }
    if (event.type === 'ExclusionPlaced') visibility.keepExclusion(id, cases);
  }

  private keepDirectory({ event }: Fact): void {
    const { visibility } = this.views;
    if (event.type === 'InstitutionRegistered') visibility.keepKnown('institution', event.data.code);
    if (event.type === 'InstitutionRegistered') visibility.keepKnown('compartment', event.data.code);
    if (event.type === 'CompartmentWalled') visibility.keepKnown('compartment', event.data.compartment);
    if (event.type === 'CaseCodeIssued') visibility.keepKnown('code', event.data.code);
    if (event.type === 'UnitOpened') {
      visibility.keepKnown('unit', event.data.unit);
      visibility.keepKnown('compartment', event.data.compartment);
    }
    if (event.stream.startsWith('institution-')) {
      const code = event.stream.slice('institution-'.length);
      const row = institutionAfter(visibility.institution(code), event, (unit) => visibility.unit(unit)?.residential === true);
      if (row) this.rowChanges += visibility.putInstitution(row);
    } else if (event.stream.startsWith('unit-')) {
      const row = unitAfter(visibility.unit(event.stream.slice('unit-'.length)), event);
      if (row) this.rowChanges += visibility.putUnit(row);
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
          for (const entry of entries.slice(kept)) this.rowChanges += put(file, id, entry, compartment, visibility.directory);
          file.touch(id, touched);
        }
        for (const { file: id, entry } of add) {
          if (!anew.has(id)) this.rowChanges += put(file, id, entry, compartment, visibility.directory);
        }
      });
    }
  }

  /** Every event of the file, as far as it was taken in; what is not of the batch at hand is read again. */
  private async history(id: string, batch: ReadonlyMap<number, Fact>) {
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

const isDirectory = (stream: string): boolean => stream.startsWith('institution-') || stream.startsWith('unit-');

/** Compartments that may see something of an event: who has a basis now, and who recorded it. */
function concerned(memory: CaseMemory, index: number, author: string | undefined): Set<string> {
  const compartments = new Set<string>(author === undefined ? [] : [author]);
  for (const lead of memory.leads) if (inForce(lead, index)) compartments.add(lead.compartment);
  for (const { sender, addressee } of Object.values(memory.referrals)) compartments.add(sender).add(addressee);
  for (const compartment of memory.contact ? contactParties(memory.contact) : []) compartments.add(compartment);
  compartments.delete('');
  return compartments;
}
