import { Args, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime, LocalDate } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseFile } from '../case-file/case-file.graphql';
import { CaseReader, categoriesShown, TimelineEntry } from '../case-reader.graphql';
import type { Visible } from '../case-timeline/case-timeline';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, ListReader, stillOpen, type Connection } from '../list-reader.graphql';
import { permitView, type PermitRow } from './permits';

@ObjectType({ description: 'A permit to stay, or the application for one.' })
export class Permit {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field()
  status: string;

  @Field(() => String, { nullable: true, description: 'The authority applied to last.' })
  to?: string;

  @Field(() => String, { nullable: true })
  class?: string;

  @Field(() => LocalDate, { nullable: true })
  from?: string;

  @Field(() => LocalDate, { nullable: true, description: 'The last day on which it is valid.' })
  until?: string;

  @Field(() => String, { nullable: true, description: 'What is applied for and not answered yet: GRANT, RENEWAL or UPGRADE.' })
  asks?: string;

  @Field(() => DateTime, { nullable: true })
  appliedAt?: string;

  @Field(() => DateTime, { nullable: true, description: 'When its renewal must have been applied for; where it was, when it must have been answered.' })
  dueAt?: string;

  @Field({ description: 'Whether that has passed.' })
  overdue: boolean;

  @Field(() => String, { nullable: true, description: 'Why it was refused, withdrawn, revoked or entered in error.' })
  reason?: string;
}
@ObjectType({ description: 'A permit with what happened to it.' })
export class PermitFile extends Permit {
  @Field(() => [TimelineEntry], { description: 'What happened, in order, as far as you may see it.' })
  timeline: TimelineEntry[];
}
const PermitConnection = connectionOf(Permit);

const permitNode = ({ permit: id, units: _units, shownUntil: _until, ...row }: PermitRow): Permit =>
  Object.assign(new Permit(), row, { id, overdue: row.dueAt !== undefined && row.dueAt <= new Date().toISOString() });

/** Deadlines may be an operator's own: those of a row that was kept are. */
function dueAsKept({ dueAt: _reckoned, ...row }: PermitRow, kept: PermitRow | undefined): PermitRow {
  return { ...row, ...(kept?.dueAt !== undefined && { dueAt: kept.dueAt }) };
}

@Resolver()
export class PermitQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => PermitConnection, { description: 'Permits that are had or applied for, what is due first: to who leads the case, and to migration control those it was applied to for.' })
  permits(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Permit>> {
    const passes = ({ row }: { row: PermitRow }): boolean => {
      const held = this.reader.heldPart(caller, row.case, row.units);
      return held?.pass.has('MIGRATION') === true && stillOpen({ until: row.shownUntil }, held);
    };
    const list = { kind: 'permit', list: 'CURRENT', operation: 'permits', category: 'MIGRATION', passes } as const;
    return this.lists.page<PermitRow, Permit>(caller, list, { first, after, purpose, atLeast }, (row) => this.part(caller, row)?.node ?? bare(row));
  }

  @Query(() => PermitFile, { nullable: true, description: 'A permit, and what happened to it.' })
  async permit(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<PermitFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const found = this.reader.file(caller).rowAndFile<PermitRow>('permit', id);
    const part = found && this.part(caller, found.row);
    if (!part) {
      this.reader.reads.refused(reading, 'permit', [id]);
      return null;
    }
    const { entries, node } = part;
    const categories = [...new Set([...categoriesShown(entries), 'MIGRATION' as const])];
    await this.reader.reads.record(reading, { operation: 'permit', categories, cases: new Map([[found.file, entries.map((entry) => entry.id)]]) });
    return Object.assign(new PermitFile(), node, { timeline: entries.map((entry, i) => this.reader.timelineEntry({ n: i + 1, entry })) });
  }

  /** What may be shown of a permit at this moment; what is due is as it was reckoned. */
  private part(caller: Caller, kept: PermitRow): { node: Permit; entries: readonly Visible[] } | undefined {
    const held = this.reader.heldPart(caller, kept.case, kept.units);
    const entries = held ? this.reader.entries(held).flatMap(({ entry }) => (permitView.about(entry) === kept.permit ? [entry] : [])) : [];
    const row = held && this.reader.rowsOf(caller, held, permitView, entries).get(kept.permit);
    return row && { entries, node: permitNode(dueAsKept(row, kept)) };
  }
}

const bare = ({ permit: id, case: of, status }: PermitRow): Permit => Object.assign(new Permit(), { id, case: of, status, overdue: false });

/** Of a case that was read, its permits: that read is on record. */
@Resolver(() => CaseFile)
export class CasePermits {
  constructor(private readonly reader: CaseReader) {}

  @ResolveField(() => PermitConnection, { description: 'Her permits and what was applied for, as far as you may see them.' })
  permits(
    @Parent() { shown: { caller, held, entries, then } }: CaseFile,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Connection<Permit> {
    const rows = [...this.reader.rowsOf(caller, held, permitView, entries).values()];
    const kept = new Map(held.file.rowsOf<PermitRow>(held.row.file, permitView.kind).map((row) => [row.permit, row]));
    return pageOf(rows, { first, after }, (row) => [row.permit], (row) => permitNode(then ? row : dueAsKept(row, kept.get(row.permit))));
  }
}
