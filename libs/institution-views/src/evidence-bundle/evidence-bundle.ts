import { Command } from '@amparo/event-sourcing';
import type { PurposefulCaller } from '@amparo/access';
import type { DataCategory } from '@amparo/protocol';
import type { Visible, VisiblePart } from '../case-timeline/case-timeline';
import type { PlacedFact } from '../projector/projection';

/** `file`: the case or the investigation. `known`: the checkpoint note that the recipient holds. */
export class IssueEvidenceBundle extends Command<'IssueEvidenceBundle', { file: string; known?: string; caller: PurposefulCaller }> {
  readonly type = 'IssueEvidenceBundle';
}

export type BundleRefusal = 'NOT_FOUND' | 'CHECKPOINT_UNKNOWN';

/** Why the bundle shows of an event that it is there, and nothing else. */
export const withheldReasons = ['NO_BASIS', 'PARTLY_OPEN'] as const;
export type WithheldReason = (typeof withheldReasons)[number];

/** An event of the file, and what the recipient may read of it: the sealed parts open to them, or why it is withheld. */
export type Selected = Readonly<{ fact: PlacedFact['fact'] }> & (Readonly<{ parts: readonly VisiblePart[] }> | Readonly<{ withheld: WithheldReason }>);

/**
 * What of a file goes into a bundle. A leaf is shown whole or not at all: one that holds a clear member which is not open to the recipient
 * is withheld, though an API could show the rest of it.
 * @param open the entries of the file as the recipient may see them, by event id.
 */
export function selected(history: readonly PlacedFact[], file: string, open: ReadonlyMap<string, Pick<Visible, 'data' | 'parts'>>): Selected[] {
  return history.flatMap(({ fact }): Selected[] => {
    const { envelope, id, data } = fact.event;
    if (envelope.case !== file && envelope.investigation !== file) return []; // it names the file and belongs to another
    const entry = open.get(id);
    if (!entry) return [{ fact, withheld: 'NO_BASIS' }];
    const whole = Object.keys(data).every((name) => name in entry.data);
    return [whole ? { fact, parts: entry.parts } : { fact, withheld: 'PARTLY_OPEN' }];
  });
}

/** What of a file goes into the bundle of a caller. */
export abstract class Selection {
  /** Every event of the file, and what of it this caller may read; undefined where there is no such file for them. */
  abstract of(caller: PurposefulCaller, file: string): Promise<Selected[] | undefined>;
}

/** Event id → keys of the sealed parts shown of it. */
export type Shows = ReadonlyMap<string, readonly string[]>;

export const shownIn = (events: readonly Selected[]): Shows => new Map(events.flatMap((one) => ('parts' in one ? [[one.fact.event.id, one.parts.map(({ descriptor }) => descriptor.kid)] as const] : [])));

/** Whether all that was shown then is open now: a consent may have ended since, or an exclusion been placed. */
export function isStillOpen(then: Shows, now: readonly Selected[]): boolean {
  const open = shownIn(now);
  return [...then].every(([id, kids]) => kids.every((kid) => open.get(id)?.includes(kid)) && open.has(id));
}

/** Through whose hands each exhibit went, as the events shown tell it. */
export function custodyIn(events: readonly Selected[]): readonly object[] {
  const exhibits = new Map<string, object[]>();
  for (const one of events) {
    const { stream, seq, type, at, actor } = one.fact.event;
    if (!('parts' in one) || !stream.startsWith('exhibit-')) continue;
    exhibits.set(stream, [...(exhibits.get(stream) ?? []), { seq, type, at, actor }]);
  }
  return [...exhibits].map(([stream, steps]) => ({ exhibit: stream.slice('exhibit-'.length), steps }));
}

/** Categories of the parts shown, sorted. */
export const categoriesGiven = (events: readonly Selected[]): DataCategory[] =>
  [...new Set<DataCategory>(['STATUS', ...events.flatMap((one) => ('parts' in one ? one.parts.map(({ category }) => category) : []))])].sort();
