import type { Envelope } from '@amparo/evidence';
import type { Recorded, Upcasts } from '@amparo/event-sourcing';
import { toRecorded, type StoredEvent } from '@amparo/event-store';
import { protocolUpcasts, type ClockPolicy, type ProtocolEvent } from '@amparo/protocol';
import { fileAfter } from '../file-row';
import { visible, type SealedParts, type Visible } from '../case-timeline/case-timeline';
import type { CaseMemory } from '../visibility/case-memory';
import { compartmentOf, type DirectoryMemory } from '../visibility/directory-memory';
import { caseOfMandate, intoHandsOf } from '../visibility/investigation-memory';
import { seen, supersedes, type Placed } from '../visibility/visibility';
import type { CompartmentFile } from '../view-store/compartment-file';
import type { FilePlace, Place } from '../view';
import { manyViews, views } from '../views';

/** An event of the store as projections read it: in its current form, with the schema it was stored under, to which its sealed parts are bound. */
export type Fact = Readonly<{ event: Recorded<ProtocolEvent> & { readonly envelope: Envelope }; schema: number; file?: string; alsoIn?: string; parts: SealedParts; position: bigint }>;

export type PlacedFact = Readonly<{ fact: Fact; placed: Placed }>;

/** The file an event belongs to: its case, its investigation, or the contact it is of. */
function fileOf({ case: caseId, investigation, stream }: Envelope): string | undefined {
  return caseId ?? investigation ?? (stream.startsWith('contact-') ? stream.slice('contact-'.length) : undefined);
}

/** The fact in stored bytes. */
export function factOf(stored: StoredEvent, upcasts: Upcasts = protocolUpcasts): Fact {
  const { parts, position } = stored;
  const event = toRecorded<ProtocolEvent>(stored, upcasts) as Fact['event'];
  const { envelope } = event;
  const { schema, sealed = [] } = envelope;
  const sealedParts = sealed.flatMap((descriptor) => {
    const part = parts.find(({ kid }) => kid === descriptor.kid);
    return part ? [{ descriptor, iv: part.iv, ct: part.ct, tag: part.tag }] : []; // erased: the envelope stays, the part is gone
  });
  const file = fileOf(envelope);
  const alsoIn = caseOfMandate(event); // of an investigation: its envelope names no case
  return { event, schema, position, parts: sealedParts, ...(file !== undefined && { file }), ...(alsoIn !== undefined && { alsoIn }) };
}

/** The row of a fact for a compartment as of a place in the log; undefined when it sees nothing of it. */
export function rowFor(fact: Fact, placed: Placed, memory: CaseMemory, directory: DirectoryMemory, compartment: string, asOf: number): Visible | undefined {
  const shown = seen(memory, directory, placed, compartment, asOf);
  if (Object.keys(shown).length === 0) return undefined;
  const entry = visible(fact.event, fact.schema, placed.index, fact.parts, shown, compartment, directory);
  const intoHands = memory.investigation !== undefined && intoHandsOf(memory.investigation, compartment, fact.event.stream, placed.index);
  return intoHands ? { ...entry, intoHands } : entry;
}

/** Puts a visible event into a compartment's file: timeline, gate, lists. @returns the rows changed. */
export function put(kept: CompartmentFile, file: string, entry: Visible, compartment: string, directory: DirectoryMemory, clocks: ClockPolicy): number {
  const place: Place = { file, clocks, own: (code) => code !== undefined && compartmentOf(directory, code) === compartment };
  kept.addEntry(file, entry);
  kept.putFile(fileAfter(kept.file(file), entry, file, (code) => directory.units.get(code)?.compartment === compartment));
  let rows = 2;
  for (const view of views) {
    const id = view.about(entry);
    if (id === undefined) continue;
    const row = view.after(kept.row(view.kind, id), entry, place);
    kept.putRow({ kind: view.kind, id, file, lists: view.lists(row, place), sort: view.sort(row), row, reach: view.byReach?.(row) });
    rows++;
  }
  for (const view of manyViews) {
    if (!view.on.includes(entry.type)) continue;
    const there: FilePlace = { ...place, row: kept.file(file)! };
    for (const [id, row] of view.after(kept.rowsById(file, view.kind), entry, there)) {
      kept.putRow({ kind: view.kind, id, file, lists: view.lists(row, there), sort: view.sort(row), row, reach: view.byReach?.(row) });
      rows++;
    }
  }
  return rows;
}

/** A case's facts in the order of the log, each with the place where the next of its kind superseded it. */
export function placedInOrder(facts: readonly Readonly<{ fact: Fact; index: number }>[]): PlacedFact[] {
  const next = new Map<string, number>();
  const placed: PlacedFact[] = [];
  for (const { fact, index } of [...facts].reverse()) {
    const kind = supersedes(fact.event);
    const supersededAt = next.get(kind);
    next.set(kind, index);
    placed.push({ fact, placed: { event: fact.event, index, ...(supersededAt !== undefined && { supersededAt }) } });
  }
  return placed.reverse();
}
