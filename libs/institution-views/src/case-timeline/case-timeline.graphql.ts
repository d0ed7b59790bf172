import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller, PurposefulCaller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, categoriesShown, cursorOf, PageInfo, placeOf, TimelineEntry, type Held } from '../case-reader.graphql';
import type { FileType } from '../file-row';
import type { ListArguments } from '../list-reader.graphql';

@ObjectType()
export class TimelineEdge {
  @Field(() => TimelineEntry)
  node: TimelineEntry;

  @Field()
  cursor: string;
}
@ObjectType()
export class TimelineConnection {
  @Field(() => [TimelineEdge])
  edges: TimelineEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@Resolver()
export class CaseTimelineQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => TimelineConnection, { nullable: true, description: 'What happened in a case, in order, as far as you may see it.' })
  caseTimeline(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<TimelineConnection | null> {
    return this.timeline('CASE', 'caseTimeline', caller, id, { first, after, purpose, atLeast });
  }

  @Query(() => TimelineConnection, { nullable: true, description: 'What happened in a contact, in order, as far as you may see it.' })
  contactTimeline(
    @CurrentCaller() caller: Caller,
    @Args('contact', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<TimelineConnection | null> {
    return this.timeline('CONTACT', 'contactTimeline', caller, id, { first, after, purpose, atLeast });
  }

  private async timeline(type: FileType, operation: string, caller: Caller, id: string, { first, after, purpose, atLeast }: ListArguments): Promise<TimelineConnection | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const held = this.reader.held(caller, id, type);
    // Who may see the file and no entry of it is answered as if it were not there.
    if (!held || this.reader.entries(held).length === 0) {
      this.reader.reads.refused(reading, operation, [id]);
      return null;
    }
    return timelinePage(this.reader, reading, held, { operation, first, after });
  }
}

/** A page of what happened in a file, as far as this caller sees it. The read is recorded before it is answered. */
export async function timelinePage(reader: CaseReader, reading: PurposefulCaller, held: Held, { operation, first, after }: Readonly<{ operation: string; first: number; after?: string | undefined }>): Promise<TimelineConnection> {
  const most = Math.min(Math.max(first, 0), 100);
  // Numbered anew over what this caller sees: a gap would tell what its role keeps back.
  const all = reader.entries(held).map(({ entry }, i) => ({ n: i + 1, entry }));
  const [from = 0] = (placeOf(after) ?? []) as number[];
  const page = all.filter(({ n }) => n > from).slice(0, most);
  const shown = page.map(({ entry }) => entry);
  await reader.reads.record(reading, { operation, categories: categoriesShown(shown), cases: new Map([[held.row.file, shown.map((entry) => entry.id)]]) });
  const edges = page.map((numbered) => ({ node: reader.timelineEntry(numbered), cursor: cursorOf([numbered.n]) }));
  const endCursor = edges[edges.length - 1]?.cursor;
  return { edges, pageInfo: { hasNextPage: (page[page.length - 1]?.n ?? 0) < all.length, ...(endCursor !== undefined && { endCursor }) } };
}
