import { Args, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseFile } from '../case-file/case-file.graphql';
import { CaseReader, categoriesShown, TimelineEntry, type Held } from '../case-reader.graphql';
import type { Visible } from '../case-timeline/case-timeline';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, ListReader, stillOpen, type Connection, type ListArguments } from '../list-reader.graphql';
import { returnView, type ReturnRow } from './returns';

@ObjectType({ description: 'A return to her country, or from here, as far as you may see it. Units are named by their code in this case where survivors live in them.' })
export class Return {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field(() => String, { nullable: true, description: 'VOLUNTARY or DEPORTED; absent where you see no more of it than its end, or what you recorded.' })
  kind?: string;

  @Field(() => String, { nullable: true, description: 'INBOUND or OUTBOUND.' })
  direction?: string;

  @Field(() => String, { nullable: true })
  status?: string;

  @Field(() => String, { nullable: true })
  notifiedBy?: string;

  @Field(() => DateTime, { nullable: true })
  notifiedAt?: string;

  @Field(() => String, { nullable: true, description: 'Whose decision it is: SURVIVOR or GUARDIAN, or an order.' })
  decided?: string;

  @Field(() => String, { nullable: true, description: 'What awaits her, as it was assessed last.' })
  risk?: string;

  @Field(() => String, { nullable: true, description: 'The unit named to meet her where she arrives.' })
  meets?: string;

  @Field(() => String, { nullable: true, description: 'The unit named to receive her afterwards.' })
  receives?: string;

  @Field(() => String, { nullable: true })
  metBy?: string;

  @Field(() => DateTime, { nullable: true })
  arrivedAt?: string;

  @Field(() => String, { nullable: true, description: 'What kind of place she arrived at.' })
  arrivalPlace?: string;

  @Field(() => [String], { description: 'Who was told her plan.' })
  sharedWith: string[];

  @Field(() => DateTime, { nullable: true, description: 'When she must have been asked next how she is.' })
  followUpDue?: string;

  @Field(() => String, { nullable: true, description: 'How it ended, or why.' })
  outcome?: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;
}
@ObjectType({ description: 'A return with what happened in it.' })
export class ReturnFile extends Return {
  @Field(() => String, { nullable: true, description: 'When and where she arrives, as it was told last: to who is to meet her.' })
  arrival?: string;

  @Field(() => [TimelineEntry], { description: 'What happened, in order, as far as you may see it.' })
  timeline: TimelineEntry[];
}
const ReturnConnection = connectionOf(Return);

/** The next follow-up is shown to who is to make it, and to the lead. */
function returnNode({ return: id, units: _units, shownUntil: _until, asked: _asked, insists: _insists, follows, sharedWith = [], followUpDue, decided, ...row }: ReturnRow, { leads }: Held): Return {
  return Object.assign(new Return(), row, { id, sharedWith, ...(row.status !== 'NOTIFIED' && { decided }), ...((leads || follows) && { followUpDue }) });
}

@Resolver()
export class ReturnQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ReturnConnection, { description: 'Returns that are expected, the nearest to arrival first: it is decided and said who meets her; it is decided; it is notified.' })
  returnsExpected(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Return>> {
    return this.list('EXPECTED', 'returnsExpected', caller, { first, after, purpose, atLeast });
  }

  @Query(() => ReturnConnection, { description: 'Returns of those who arrived, by when they must be asked next how they are.' })
  returnsArrived(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Return>> {
    return this.list('ARRIVED', 'returnsArrived', caller, { first, after, purpose, atLeast });
  }

  @Query(() => ReturnFile, { nullable: true, description: 'A return, and what happened in it.' })
  async return(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<ReturnFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const found = this.reader.file(caller).rowAndFile<ReturnRow>('return', id);
    const part = found && this.part(caller, found.row);
    if (!part) {
      this.reader.reads.refused(reading, 'return', [id]);
      return null;
    }
    const { entries, node } = part;
    await this.reader.reads.record(reading, { operation: 'return', categories: categoriesShown(entries), cases: new Map([[found.file, entries.map((entry) => entry.id)]]) });
    const named = entries.filter(({ type, data }) => type === 'ReturnPartyNamed' && data['task'] === 'MEETS');
    const arrival = named.map((entry) => this.reader.open(entry).fields['arrival']).findLast((told) => told !== undefined);
    const timeline = entries.map((entry, i) => this.reader.timelineEntry({ n: i + 1, entry }));
    return Object.assign(new ReturnFile(), node, { timeline, ...(typeof arrival === 'string' && { arrival }) });
  }

  private list(list: 'EXPECTED' | 'ARRIVED', operation: string, caller: Caller, asked: ListArguments): Promise<Connection<Return>> {
    const passes = ({ row }: { row: ReturnRow }): boolean => {
      const held = this.reader.heldPart(caller, row.case, row.units);
      return held?.pass.has('STATUS') === true && stillOpen({ until: row.shownUntil }, held);
    };
    return this.lists.page<ReturnRow, Return>(caller, { kind: 'return', list, operation, category: 'STATUS', passes }, asked, (row) => this.part(caller, row)?.node ?? bare(row));
  }

  /** What may be shown of a return at this moment; what is due is as it was reckoned. */
  private part(caller: Caller, kept: ReturnRow): { node: Return; entries: readonly Visible[] } | undefined {
    const held = this.reader.heldPart(caller, kept.case, kept.units);
    const entries = held ? this.reader.entries(held).flatMap(({ entry }) => (returnView.about(entry) === kept.return ? [entry] : [])) : [];
    const row = held && this.reader.rowsOf(caller, held, returnView, entries).get(kept.return);
    return row && { entries, node: returnNode(dueAsKept(row, kept), held) };
  }
}

const bare = ({ return: id, case: of }: ReturnRow): Return => Object.assign(new Return(), { id, case: of, sharedWith: [] });

/** Deadlines may be an operator's own: those of a row that was kept are. */
function dueAsKept({ followUpDue: _reckoned, ...row }: ReturnRow, kept: ReturnRow | undefined): ReturnRow {
  return { ...row, ...(kept?.followUpDue !== undefined && { followUpDue: kept.followUpDue }) };
}

/** Of a case that was read, its returns: that read is on record. */
@Resolver(() => CaseFile)
export class CaseReturns {
  constructor(private readonly reader: CaseReader) {}

  @ResolveField(() => ReturnConnection, { description: 'Her returns, as far as you may see them.' })
  returns(
    @Parent() { shown: { caller, held, entries, then } }: CaseFile,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Connection<Return> {
    const rows = [...this.reader.rowsOf(caller, held, returnView, entries).values()];
    const kept = new Map(held.file.rowsOf<ReturnRow>(held.row.file, returnView.kind).map((row) => [row.return, row]));
    return pageOf(rows, { first, after }, (row) => [row.notifiedAt ?? '', row.return], (row) => returnNode(then ? row : dueAsKept(row, kept.get(row.return)), held));
  }
}
