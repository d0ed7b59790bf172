import { logOf } from '@amparo/evidence';
import type { EventStore } from '@amparo/event-store';
import { isDirectory } from '../directory/directory-views';
import type { Known } from '../replay/replay';
import { observeAgreement } from '../visibility/agreement-memory';
import { contactsFollow, observeLinks } from '../visibility/case-links';
import { authorOf, emptyCase, observeCase, observeExclusion, type CaseMemory } from '../visibility/case-memory';
import { emptyDirectory, observeDirectory } from '../visibility/directory-memory';
import { link, shutOut, type Reached } from '../visibility/exclusion-spread';
import { observeReserve, underReserve } from '../visibility/reserves';
import { factOf, placedInOrder, type Fact } from './projection';

/** What is known of one case, and when every event of the protocol log was recorded, by its index. */
export type KnownInStore = Readonly<{ known: Known; times: readonly string[] }>;

/**
 * What visibility remembers, folded from the whole store in one pass and kept nowhere: without views, keys or a server. It takes in
 * each event by the functions by which the projector does, in the same order.
 */
export async function knownInStore(store: EventStore, caseId: string): Promise<KnownInStore> {
  const folding = new Folding(caseId);
  for await (const events of store.readAll(0n)) for (const stored of events) if (logOf(stored.stream) === 'protocol') folding.take(factOf(stored));
  return folding.known();
}

class Folding {
  private readonly directory = emptyDirectory();
  private readonly files = new Map<string, CaseMemory>();
  private readonly excludedFrom = new Map<string, readonly string[]>();
  private readonly houses = new Set<string>();
  private readonly facts: { fact: Fact; index: number }[] = [];
  private readonly times: string[] = [];

  constructor(private readonly caseId: string) {}

  take(fact: Fact): void {
    const { event, file, alsoIn } = fact;
    const index = this.times.push(event.recordedAt) - 1;
    if (event.stream.startsWith('agreement-')) observeAgreement(this.directory, event, index);
    if (event.type === 'UnitOpened' && event.data.residential) this.houses.add(event.data.unit);
    if (observeDirectory(this.directory, event) || isDirectory(event.stream)) return;
    if (event.stream.startsWith('exclusion-')) this.exclusion(fact, index);
    else if (file !== undefined) {
      this.link(fact, file, index);
      for (const one of alsoIn === undefined ? [file] : [file, alsoIn]) {
        if (one === this.caseId) this.facts.push({ fact, index });
        observeCase(this.of(one), this.directory, event, index);
        observeLinks(this.of, this.directory, one, event, index);
      }
      const about = underReserve(event);
      if (about !== undefined) observeReserve(this.of(about), event, authorOf(this.directory, event) ?? '', index);
    }
  }

  known(): KnownInStore {
    const { caseId, directory, houses, times } = this;
    return { known: { case: caseId, history: placedInOrder(this.facts), memory: this.of(caseId), directory, residential: (compartment) => houses.has(compartment) }, times };
  }

  private readonly of = (file: string): CaseMemory => {
    const memory = this.files.get(file) ?? emptyCase();
    this.files.set(file, memory);
    return memory;
  };

  private link({ event, alsoIn }: Fact, file: string, index: number): void {
    const named = event.type === 'CaseAttached' ? event.data.case : event.type === 'MandateIssued' ? alsoIn : undefined;
    if (named !== undefined) this.shut(link(this.of, this.directory, file, named, index), index);
  }

  private exclusion({ event }: Fact, index: number): void {
    const id = event.stream.slice('exclusion-'.length);
    if (event.type === 'ExclusionPlaced') {
      const { cases, investigation, party } = event.data;
      const files = [...cases, ...(investigation === undefined ? [] : [investigation])];
      this.shut(files.flatMap((file) => shutOut(this.of, this.directory, file, { id, party }, index)), index);
    } else if (event.type === 'ExclusionLifted') {
      for (const file of this.excludedFrom.get(id) ?? []) {
        observeExclusion(this.of(file), this.directory, id, undefined, index);
        contactsFollow(this.of, this.directory, file, index);
      }
    }
  }

  private shut(reached: readonly Reached[], index: number): void {
    for (const { exclusion, file } of reached) {
      this.excludedFrom.set(exclusion, [...new Set([...(this.excludedFrom.get(exclusion) ?? []), file])]);
      contactsFollow(this.of, this.directory, file, index);
    }
  }
}
