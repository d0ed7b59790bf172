import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import type { Acting, Concept } from './concept';
import type { Code, ConsentEvent } from './consent';
import type { DisclosureEvent } from './disclosure';
import { sealedFields } from '../sealed-fields';

/** From which side an end of a merger is told: by the case that was merged, or by the one that goes on. */
export const mergerSides = ['MERGED', 'INTO'] as const;

type Of = Readonly<{ case: string }>;

/** Two cases of the lead's that have to do with each other: each stays as it is. */
export class LinkCase extends Command<'LinkCase', Of & { other: string; relation: string }> {
  readonly type = 'LinkCase';
}
/** The process manager's: the other case says so too. */
export class LinkBack extends Command<'LinkBack', Of & { other: string }> {
  readonly type = 'LinkBack';
}
/** A steward's: both are about one woman, which a match has confirmed, and one matter. `case` goes on in `into`. */
export class MergeCase extends Command<'MergeCase', Of & { into: string; grounds: string }> {
  readonly type = 'MergeCase';
}
/** The process manager's, in the case that goes on. */
export class RecordMerger extends Command<'RecordMerger', Of & { other: string }> {
  readonly type = 'RecordMerger';
}
/** A steward's: they are two after all. `entries`: what was recorded since in the other case and belongs to this one. */
export class UnmergeCase extends Command<'UnmergeCase', Of & { entries: readonly string[]; grounds: string }> {
  readonly type = 'UnmergeCase';
}
/** The process manager's, in the case that went on. */
export class RecordUnmerging extends Command<'RecordUnmerging', Of & { other: string; entries: readonly string[] }> {
  readonly type = 'RecordUnmerging';
}
export type MergingCommand = LinkCase | LinkBack | MergeCase | RecordMerger | UnmergeCase | RecordUnmerging;

export type MergingEvent =
  | DomainEvent<'CaseLinked', { other: string }>
  | DomainEvent<'CaseMergedInto', { into: string }>
  | DomainEvent<'CasesMerged', { other: string }>
  | DomainEvent<'CasesUnmerged', { other: string; side: (typeof mergerSides)[number]; entries: readonly string[] }>;

const mergingEvents: EventDefinitions<MergingEvent['type']> = {
  CaseLinked: { category: 'PROTECTION', clear: { other: 'decision, views' }, sealed: { relation: 'PROTECTION' } },
  CaseMergedInto: { category: 'STATUS', clear: { into: 'decision, views' }, sealed: { mergingGrounds: 'IDENTITY' } },
  CasesMerged: { category: 'STATUS', clear: { other: 'decision, views' } },
  CasesUnmerged: { category: 'STATUS', clear: { other: 'decision, views', side: 'views', entries: 'rule 13, views' }, sealed: { mergingGrounds: 'IDENTITY' } },
};

export type Merging = Readonly<{
  /** The case in which this one goes on; absent when it stands for itself. */
  into?: string;
  /** The last one it was parted from, and what it got from there. */
  parted?: Readonly<{ from: string; entries: readonly string[] }>;
  /** Cases that go on in this one, and the place in this stream from which they do. */
  merged: Readonly<Record<string, number>>;
  links: readonly string[];
}>;

/** What a disclosure in error must say: to whom it was open, and of which categories. */
export type Opening = Readonly<{ receiver: Code; categories: readonly DataCategory[]; entries: readonly string[] }>;

export type MergingFacts = Readonly<{
  /** The case that the command names, where it is there and not kept from the actor. */
  other?: Readonly<{ matter: string; kind: string; sameLead: boolean; merged: boolean }>;
  /** A steward has confirmed that both cases are about one person. */
  matched?: boolean;
  /** Of the entries that the command names, those that were recorded in the other case since. */
  entriesSince?: readonly string[];
  /** In the case that went on: consents among the entries, and to whom the rest was open on consents of hers. */
  consentsAmong?: readonly string[];
  openings?: readonly Opening[];
}>;
export type MergingRefusal = 'OTHER_CASE_UNKNOWN' | 'LEADS_DIFFER' | 'MATTERS_DIFFER' | 'OTHER_CASE_MERGED' | 'MATCH_REQUIRED' | 'NOT_MERGED' | 'ENTRY_UNKNOWN' | 'ANSWERED_OTHERWISE';

type File = Readonly<{ opened?: Readonly<{ subject: string; matter: string; kind: string }>; merging: Merging }>;
type Facts = MergingFacts & Acting;
type Decided = Decision<MergingEvent | ConsentEvent | DisclosureEvent, MergingRefusal>;

const unknown: Decided = refuse('OTHER_CASE_UNKNOWN', 'there is no such other case');

function decide(command: MergingCommand, { opened, merging }: File, facts: Facts): Decided {
  const { subject } = opened!;
  const { case: own } = command.input;
  switch (command.type) {
    case 'LinkCase': {
      const { other, relation } = command.input;
      if (other === own || !facts.other?.sameLead) return unknown;
      return merging.links.includes(other) ? [] : [{ type: 'CaseLinked', data: { other }, ...sealedFields(subject, { relation }) }];
    }
    case 'LinkBack':
      return merging.links.includes(command.input.other) ? [] : [{ type: 'CaseLinked', data: { other: command.input.other } }];
    case 'MergeCase':
      return merge(command, opened!, merging, facts);
    case 'RecordMerger':
      return Object.hasOwn(merging.merged, command.input.other) ? [] : [{ type: 'CasesMerged', data: { other: command.input.other } }];
    case 'UnmergeCase': {
      const { grounds } = command.input;
      const entries = [...new Set(command.input.entries)].sort();
      if (merging.into === undefined) {
        if (!merging.parted) return refuse('NOT_MERGED', 'this case goes on in no other');
        return String(merging.parted.entries) === String(entries) ? [] : refuse('ANSWERED_OTHERWISE', 'they were parted before; what is recorded stays');
      }
      if (entries.some((entry) => !facts.entriesSince?.includes(entry))) return refuse('ENTRY_UNKNOWN', 'there is no such entry in the other case since they were merged');
      return [{ type: 'CasesUnmerged', data: { other: merging.into, side: 'MERGED', entries }, ...sealedFields(subject, { mergingGrounds: grounds }) }];
    }
    case 'RecordUnmerging': {
      const { other, entries } = command.input;
      if (!Object.hasOwn(merging.merged, other)) return [];
      return [
        { type: 'CasesUnmerged', data: { other, side: 'INTO', entries } },
        ...(facts.consentsAmong ?? []).map((consent) => ({ type: 'ConsentWithdrawn' as const, data: { consent, because: 'UNMERGED' as const } })),
        ...(facts.openings ?? []).map(({ receiver, categories, entries: open }) => ({
          type: 'DisclosureInErrorRecorded' as const,
          data: { receiver, categories, cause: 'UNMERGED' as const, entries: open },
        })),
      ];
    }
    default:
      return unreachable(command);
  }
}

/**
 * Rule 13: merging never widens a basis. Both cases have one lead already, so nobody sees more by it; every entry, consent and
 * referral stays in its case of origin, and what is new is recorded in the one that goes on.
 */
function merge({ input: { case: own, into, grounds } }: MergeCase, { subject, matter, kind }: NonNullable<File['opened']>, merging: Merging, { other, matched }: Facts): Decided {
  if (merging.into === into) return [];
  if (merging.into !== undefined) return refuse('ANSWERED_OTHERWISE', 'this case goes on in another already');
  if (into === own || !other) return unknown;
  if (!other.sameLead) return refuse('LEADS_DIFFER', 'cases of two leads are not merged: one hands over the lead first');
  if (other.matter !== matter || other.kind !== kind) return refuse('MATTERS_DIFFER', 'two matters are two cases: link them');
  if (other.merged) return refuse('OTHER_CASE_MERGED', 'the other case goes on in a third: merge into that');
  if (!matched) return refuse('MATCH_REQUIRED', 'no steward has confirmed yet that both are about one person');
  return [{ type: 'CaseMergedInto', data: { into }, ...sealedFields(subject, { mergingGrounds: grounds }) }];
}

type Told = Readonly<{ seq: number } & Pick<Recorded<ConsentEvent>, 'type' | 'data'>>;
type Entry = Readonly<{ id: string; seq: number; category: DataCategory }>;

/**
 * To whom entries were open on consents of the case they stood in: those in force at some time after the entry that cover its
 * category, and the past where it was there before them. Whether it was read is in the record of reads.
 */
export function wrongOpenings(consents: readonly Told[], entries: readonly Entry[]): readonly Opening[] {
  const ends = new Map(consents.flatMap(({ type, data, seq }) => (type === 'ConsentWithdrawn' || type === 'ConsentLapsed' ? [[(data as { consent: string }).consent, seq] as const] : [])));
  const open = new Map<Code, Entry[]>();
  for (const { type, data, seq } of consents) {
    if (type !== 'ConsentGiven') continue;
    const { consent, receiver, categories, history } = data as Extract<ConsentEvent, { type: 'ConsentGiven' }>['data'];
    const end = ends.get(consent) ?? Infinity;
    const covered = entries.filter((entry) => categories.includes(entry.category) && end > entry.seq && (history !== 'SINCE' || entry.seq > seq));
    if (covered.length > 0) open.set(receiver, [...(open.get(receiver) ?? []), ...covered]);
  }
  const once = <T extends string>(list: readonly T[]): T[] => [...new Set(list)].sort();
  return [...open].map(([receiver, wrong]) => ({ receiver, categories: once(wrong.map(({ category }) => category)), entries: once(wrong.map(({ id }) => id)) }));
}

function evolve(state: Merging, event: Recorded<MergingEvent>): Merging {
  switch (event.type) {
    case 'CaseLinked':
      return { ...state, links: [...state.links, event.data.other] };
    case 'CaseMergedInto':
      return { ...state, into: event.data.into };
    case 'CasesMerged':
      return { ...state, merged: { ...state.merged, [event.data.other]: event.seq } };
    case 'CasesUnmerged': {
      const { other, side, entries } = event.data;
      if (side === 'INTO') return { ...state, merged: Object.fromEntries(Object.entries(state.merged).filter(([id]) => id !== other)) };
      const { into: _former, ...rest } = state;
      return { ...rest, parted: { from: other, entries } };
    }
    default:
      return unreachable(event);
  }
}

export const mergingConcept: Concept<MergingCommand, MergingEvent, MergingRefusal, Merging, File, MergingFacts, ConsentEvent | DisclosureEvent> = {
  // A steward leads no case; the table of roles gives these to nobody else.
  rules: {
    LinkCase: {},
    LinkBack: { others: true, whenClosed: true },
    MergeCase: { others: true, whenClosed: true },
    RecordMerger: { others: true, whenClosed: true },
    UnmergeCase: { others: true, whenClosed: true },
    RecordUnmerging: { others: true, whenClosed: true },
  },
  events: mergingEvents,
  initial: { merged: {}, links: [] },
  decide,
  evolve,
};
