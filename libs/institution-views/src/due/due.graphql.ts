import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadCustody, mayReadDue, readsAs, type Caller } from '@amparo/access';
import { CurrentCaller, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { clockedStreams, escalationLevels, type DataCategory, type EscalationLevel, type Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, passing, placeOf } from '../case-reader.graphql';
import { Deadlines } from '../deadlines';
import { audits, type ExclusionRow } from '../exclusions/exclusions';
import { connectionOf, ListReader, type Connection, type List } from '../list-reader.graphql';
import { compartmentOf, decodedFor } from '../visibility/directory-memory';
import { covers } from '../visibility/excluded';
import { confirmationsDue, type Confirmation } from './confirmations';
import { dueKind, everythingDue, isShownAt, type DueRow } from './due-row';
import { dueLists, moveOf, type DueList, type Move } from './whose-move';

const clockNames = [...new Set(clockedStreams.flatMap(({ clocks }) => clocks.map(({ clock }) => clock)))];
const streams = clockedStreams.map(({ stream }) => stream.toUpperCase());

const DueListType = enumOf('DueList', dueLists, 'OURS: your compartment must act, or leads the case. AWAITED: others must act, in a case you lead or in what you sent, handed over or offered.');
const DueClockType = enumOf('DueClock', clockNames, 'What runs: each until it is done, or nothing is to be done any more.');
const DueOfType = enumOf('DueOf', streams, 'What a clock runs in.');
const DueLevelType = enumOf('DueLevel', escalationLevels, 'With whom it lies: the agent who must act, their supervisor once it was missed, coordination bodies after that. AUDIT: with audit alone.');

@ObjectType({ description: 'Something that must be done by somebody, as far as you may see it.' })
export class DueItem {
  @Field(() => DueClockType)
  clock: string;

  @Field(() => DueOfType)
  of: string;

  @Field(() => ID, { description: 'Id of what it runs in: the case, the referral, the contact, the stay, the permit, the return, the exhibit or the exclusion.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'What of it, where there are several at once: a consent, an item of a plan.' })
  part?: string;

  @Field(() => ID, { nullable: true })
  case?: string;

  @Field(() => DateTime)
  since: string;

  @Field(() => DateTime)
  due: string;

  @Field({ description: 'Whether that is past now.' })
  overdue: boolean;

  @Field(() => DateTime, { nullable: true, description: 'While it stands still because information was asked for: until when at the latest.' })
  pausedUntil?: string;

  @Field(() => DueLevelType)
  level: EscalationLevel;

  @Field({ description: 'Whether your compartment must act.' })
  ours: boolean;

  @Field(() => String, { nullable: true, description: 'The unit that must act, or its code in this case. Absent where an agent must.' })
  unit?: string;

  @Field(() => ID, { nullable: true, description: 'The agent who must act, where custody was offered.' })
  agent?: string;

  @Field(() => DueLevelType, { nullable: true, description: 'Where it goes next by itself; absent at the top.' })
  nextLevel?: EscalationLevel;

  @Field(() => DateTime, { nullable: true, description: 'When it goes there.' })
  nextAt?: string;
}
const DueItemConnection = connectionOf(DueItem);

@ArgsType()
export class DueArguments {
  @Field(() => Int, { defaultValue: 20 })
  first: number;

  @Field(() => String, { nullable: true })
  after?: string;

  @Field(() => DueListType, { defaultValue: 'OURS', description: 'Which of your lists.' })
  list: DueList;

  @Field(() => DueClockType, { nullable: true })
  clock?: string;

  @Field(() => DueOfType, { nullable: true })
  of?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only what is overdue now, or only what is not.' })
  overdue?: boolean;

  @Field(() => DueLevelType, { nullable: true })
  level?: EscalationLevel;

  @Field(() => DateTime, { nullable: true, description: 'What is due until then.' })
  until?: string;

  @Field(() => ID, { nullable: true, description: 'Of one unit of your compartment: what it must do, leads or waits for.' })
  unit?: string;

  @Field(() => PurposeType, { nullable: true })
  purpose?: Purpose;

  @Field(() => String, { nullable: true })
  atLeast?: string;
}

type Timed = Readonly<{ clock: string; due: string; level: EscalationLevel }>;

/** Whether an item is asked for. What is overdue is so at the moment of reading. */
const askedFor = ({ clock, of, overdue, level, until }: DueArguments, stream: string, item: Timed, now: string): boolean =>
  (!clock || clock === item.clock) &&
  (!of || of === stream) &&
  (!level || level === item.level) &&
  (!until || Date.parse(item.due) <= Date.parse(until)) &&
  (overdue === undefined || overdue === null || overdue === item.due <= now);

const streamOf = (name: string): string => name.slice(0, name.indexOf('-')).toUpperCase();
const categoriesOf = ({ shown }: DueRow): DataCategory[] => Object.keys(shown) as DataCategory[];

@Resolver()
export class DueQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
    private readonly deadlines: Deadlines,
  ) {}

  @Query(() => DueItemConnection, { description: 'What your compartment must do, or waits for, soonest first: what your unit must do or leads, to who sees the whole compartment all of it. For auditors, purpose AUDIT: exclusions that wait to be confirmed.' })
  dueItems(@CurrentCaller() caller: Caller, @Args() asked: DueArguments): Promise<Connection<DueItem>> {
    const reading = withPurpose(caller, asked.purpose);
    if (readsAs('exclusions', reading)) return this.confirmations(caller, asked);
    const list: List<DueRow> = {
      kind: dueKind,
      list: everythingDue,
      operation: 'dueItems',
      category: 'STATUS',
      passes: ({ file, row }) => this.passes(caller, asked, file, row),
      shows: categoriesOf,
    };
    return this.lists.page<DueRow, DueItem>(caller, list, asked, (row) => this.node(caller, row));
  }

  private passes(caller: Caller, asked: DueArguments, file: string, row: DueRow): boolean {
    const now = new Date().toISOString();
    const { item } = row;
    if (item.level === 'AUDIT' || !askedFor(asked, streamOf(item.stream), item, now)) return false;
    const categories = categoriesOf(row);
    if (!isShownAt(row, now)) return false;
    const kept = this.reader.file(caller).file(file);
    if (!kept) return false;
    const move = this.moveOf(caller, file, row, kept.lead);
    const units = move.list(asked.list);
    if (!units || (asked.unit && !units.includes(asked.unit))) return false;
    const excluded = this.reader.excluded(caller, file);
    if (move.keeps && !move.holder) return item.by !== undefined && mayReadCustody(caller, { agents: [item.by], excluded });
    const held = this.reader.held(caller, file);
    if (!held || !categories.every((category) => held.pass.has(category))) return false;
    return mayReadDue(caller, { categories, units, excluded, ...(kept.assigned !== undefined && { agent: kept.assigned }) });
  }

  private moveOf({ compartment }: Caller, file: string, row: DueRow, lead: string | undefined): Move {
    const { visibility } = this.reader.views;
    return moveOf(row, lead, { memory: visibility.case(file), directory: visibility.directory, compartment, asOf: visibility.progress().next });
  }

  private node(caller: Caller, row: DueRow): DueItem {
    const { item, handedHere } = row;
    const { stream, clock, of: part, by, since, due, level, pausedUntil, next } = item;
    const { directory } = this.reader.views.visibility;
    const exhibit = stream.startsWith('exhibit-');
    const unit = by === undefined || exhibit ? undefined : decodedFor(directory, caller.compartment, by);
    return Object.assign(new DueItem(), {
      clock,
      of: streamOf(stream),
      id: stream.slice(stream.indexOf('-') + 1),
      since,
      due,
      overdue: due <= new Date().toISOString(),
      level,
      ours: exhibit ? handedHere : compartmentOf(directory, by) === caller.compartment,
      ...(part !== '' && { part }),
      ...(row.case !== undefined && { case: row.case }),
      ...(pausedUntil !== undefined && { pausedUntil }),
      ...(unit !== undefined && { unit }),
      ...(exhibit && by !== undefined && { agent: by }),
      ...(next && { nextLevel: next.level, nextAt: next.at }),
    });
  }

  /** Rule 8: an exclusion's clock is audit's alone, and to whom it takes in there is none. Recorded under its own id, as a list of exclusions is. */
  private async confirmations(caller: Caller, asked: DueArguments): Promise<Connection<DueItem>> {
    const reading = withPurpose(caller, asked.purpose);
    await this.freshness.atLeast(caller, asked.atLeast);
    const now = new Date().toISOString();
    const { visibility } = this.reader.views;
    const most = Math.min(Math.max(asked.first, 0), 100);
    const [due = '', id = ''] = (placeOf(asked.after) ?? []) as string[];
    const placed = passing<ExclusionRow>((last, limit) => visibility.exclusions(audits, last?.placed ?? -1, limit), ({ party }) => !covers(visibility.directory, party, caller), Number.MAX_SAFE_INTEGER);
    const waiting = asked.list === 'OURS' && !asked.unit ? confirmationsDue(placed, this.deadlines.policy) : [];
    const seen = waiting.filter((one) => askedFor(asked, 'EXCLUSION', { clock: 'CONFIRMATION', due: one.due, level: 'AUDIT' }, now) && `${one.due} ${one.exclusion}` > `${due} ${id}`);
    const page = seen.slice(0, most);
    await this.reader.reads.record(reading, { operation: 'dueItems', categories: ['STATUS'], cases: new Map(page.map(({ exclusion }) => [exclusion, [exclusion]])) });
    const edges = page.map((one) => ({ node: confirmation(one, now), cursor: cursorOf([one.due, one.exclusion]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }
}

const confirmation = ({ exclusion: id, since, due }: Confirmation, now: string): DueItem =>
  Object.assign(new DueItem(), { clock: 'CONFIRMATION', of: 'EXCLUSION', id, since, due, overdue: due <= now, level: 'AUDIT', ours: true });
