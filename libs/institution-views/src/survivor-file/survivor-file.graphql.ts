import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { readsAs, type Caller, type PurposefulCaller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, facts, placeOf, TimelineEntry } from '../case-reader.graphql';
import type { UnitRow } from '../directory/directory-view';
import { TimelineConnection } from '../case-timeline/case-timeline.graphql';
import { FileHistory, type RecordedRead } from '../file-history';
import { HistoryReader } from '../history-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { Opener } from '../opener';
import type { PlacedFact } from '../projector/projection';
import { categoriesOf, disclosed, isDeferred, ownEntries, reservesEnded, type OwnEntry } from './survivor-file';

@ObjectType({ description: 'A read of her file: who was shown something of it, when and what for.' })
export class SurvivorRead {
  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit, or its code in her case.' })
  unit?: string;

  @Field(() => String, { nullable: true, description: 'The agent, or its code in her case.' })
  agent?: string;

  @Field(() => String, { nullable: true })
  institution?: string;

  @Field()
  purpose: string;

  @Field({ description: 'The query that was asked.' })
  operation: string;

  @Field(() => [DataCategoryType], { description: 'What kind of knowledge was in the answer. It may have shown other cases besides.' })
  categories: DataCategory[];

  @Field(() => Int, { description: 'How many things of her file it showed.' })
  shown: number;
}
const SurvivorReadConnection = connectionOf(SurvivorRead);

@Resolver()
export class SurvivorFileQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly recorded: HistoryReader,
    private readonly history: FileHistory,
    private readonly opener: Opener,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => TimelineConnection, {
    nullable: true,
    description:
      'For data stewards, on her request, purpose SUBJECT_ACCESS: everything recorded in her case but what only its author may see, with what is said about her opened. What a prosecutor was shown under reserve stands in it from the day the reserve ended.',
  })
  async survivorFile(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<TimelineConnection | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const all = readsAs('survivorFile', reading) && (await this.hers(reading, id));
    if (!all) {
      this.reader.reads.refused(reading, 'survivorFile', [id]);
      return null;
    }
    const [from = 0] = (placeOf(after) ?? []) as number[];
    const page = all.slice(from, from + Math.min(Math.max(first, 0), 100));
    const shown = page.map(({ entry }) => entry.fact.event.id);
    await this.reader.reads.record(reading, { operation: 'survivorFile', categories: categoriesOf(page), cases: new Map([[id, shown]]) });
    const edges = page.map((own, i) => ({ node: this.node(own, from + i + 1), cursor: cursorOf([from + i + 1]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: from + page.length < all.length, ...(endCursor !== undefined && { endCursor }) } };
  }

  @Query(() => SurvivorReadConnection, {
    nullable: true,
    description:
      'For data stewards, on her request, purpose SUBJECT_ACCESS: who was shown something of her case, in order. A page may be short, or empty, before the end: ask on while there is a next one. While something is under reserve, no read of who investigates is told.',
  })
  async survivorReads(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
  ): Promise<Connection<SurvivorRead> | null> {
    const reading = withPurpose(caller, purpose);
    const opened = readsAs('survivorReads', reading) && (await this.openingOf(reading, id));
    if (!opened) {
      this.reader.reads.refused(reading, 'survivorReads', [id]);
      return null;
    }
    const [start] = (placeOf(after) ?? []) as string[];
    const { reads, next } = await this.history.reads(id, start !== undefined && /^\d{1,18}$/.test(start) ? BigInt(start) : opened.fact.position, Math.min(Math.max(first, 0), 100));
    const memory = this.reader.views.visibility.case(id);
    const told = reads.filter((read) => !isDeferred(memory, read));
    await this.reader.reads.record(reading, { operation: 'survivorReads', categories: ['STATUS'], cases: new Map([[id, []]]) });
    const edges = told.map((read) => ({ node: this.readType(id, read), cursor: cursorOf([String(read.position)]) }));
    const endCursor = next === undefined ? edges[edges.length - 1]?.cursor : cursorOf([String(next)]);
    return { edges, pageInfo: { hasNextPage: next !== undefined, ...(endCursor !== undefined && { endCursor }) } };
  }

  /** The event that opened a case which nothing keeps from the steward. */
  private async openingOf(reading: PurposefulCaller, id: string): Promise<PlacedFact | undefined> {
    return (await this.recorded.of(reading, id))?.find(({ fact }) => fact.event.type === 'CaseOpened');
  }

  private async hers(reading: PurposefulCaller, id: string): Promise<OwnEntry[] | undefined> {
    const opened = (await this.openingOf(reading, id))?.fact.event;
    if (opened?.type !== 'CaseOpened') return undefined;
    const memory = this.reader.views.visibility.case(id);
    // What an investigation has in her case is not hers to read before its reserve ends.
    const entries = ((await this.recorded.of(reading, id)) ?? []).filter(({ fact }) => fact.file === id);
    for (const investigation of reservesEnded(memory)) entries.push(...disclosed((await this.recorded.of(reading, investigation)) ?? [], memory));
    entries.sort((a, b) => a.placed.index - b.placed.index);
    return ownEntries(entries, memory, await this.history.keysOf(opened.data.subject));
  }

  private node({ entry: { fact }, parts, erased }: OwnEntry, n: number): TimelineEntry {
    const { id, type, at, recordedAt, actor, data, stream } = fact.event;
    const opened = parts.map(({ descriptor, iv, ct, tag }) => this.opener.open({ id, stream, type, schema: fact.schema }, descriptor, { kid: descriptor.kid, iv, ct, tag }));
    return Object.assign(new TimelineEntry(), {
      n,
      id,
      type,
      at,
      recordedAt,
      unit: actor.unit,
      agent: actor.agent,
      clear: facts(data as Record<string, unknown>),
      opened: opened.flatMap((fields) => (fields === 'ERASED' ? [] : facts(fields))),
      erased: erased || opened.includes('ERASED'),
    });
  }

  /** A house and who works there stay codes: those of her case, as its entries name them. */
  private readType(id: string, { at, compartment, unit = compartment, agent, institution, purpose, operation, categories, shown }: RecordedRead): SurvivorRead {
    const residential = this.reader.views.visibility.row<UnitRow>('unit', unit)?.residential === true;
    const who = residential
      ? { unit: this.opener.caseCode(id, 'UNIT', unit), agent: agent === undefined ? undefined : this.opener.caseCode(id, 'AGENT', agent) }
      : { unit, agent, institution };
    return Object.assign(new SurvivorRead(), { at, ...who, purpose, operation, categories, shown });
  }
}
