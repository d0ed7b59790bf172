import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { readsAs, type Caller, type PurposefulCaller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, Fact, facts, placeOf } from '../case-reader.graphql';
import type { UnitRow } from '../directory/directory-view';
import { HistoryReader } from '../history-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import type { PlacedFact } from '../projector/projection';
import { excludedCompartments, inEffect } from '../visibility/case-memory';
import { askedAbout, everything, heldBy, ordered, type Held, type Moment } from './oversight';

@ObjectType({ description: 'An event of a case as it was recorded: who, when, what for, on which basis. Of what is sealed the names alone. Residential units and who works there stay codes.' })
export class OversightEntry {
  @Field(() => Int, { description: 'Numbered over what is listed: 1, 2, …' })
  n: number;

  @Field(() => Int, { description: 'Index in the protocol log.' })
  index: number;

  @Field(() => ID)
  id: string;

  @Field()
  type: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => DateTime)
  recordedAt: string;

  @Field({ description: 'The partner system, or its code in the case.' })
  client: string;

  @Field(() => String, { nullable: true })
  agent?: string;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field(() => String, { nullable: true })
  institution?: string;

  @Field(() => String, { nullable: true })
  role?: string;

  @Field({ description: 'AUTHENTICATED: the agent’s own token. ASSERTED: the partner system’s word for it.' })
  assurance: string;

  @Field({ description: 'What for.' })
  purpose: string;

  @Field({ description: 'Legal basis.' })
  basis: string;

  @Field(() => String, { nullable: true, description: 'Number of the order, request or act.' })
  basisRef?: string;

  @Field(() => [Fact], { description: 'What stands in clear.' })
  clear: Fact[];

  @Field(() => [String], { description: 'Names of the sealed fields.' })
  sealed: string[];
}
const OversightConnection = connectionOf(OversightEntry);

function node({ entry: { fact, placed }, sealed }: Held, n: number): OversightEntry {
  const { id, type, at, recordedAt, actor, data, envelope } = fact.event;
  const { purpose, basis } = envelope;
  return Object.assign(new OversightEntry(), { n, index: placed.index, id, type, at, recordedAt, ...actor, purpose, basis: basis.kind, basisRef: basis.ref, clear: facts(data as Record<string, unknown>), sealed });
}

@Resolver()
export class OversightQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly history: HistoryReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => OversightConnection, { nullable: true, description: 'For auditors, purpose AUDIT: everything recorded in a case, as envelopes.' })
  async oversightTimeline(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<OversightEntry> | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const entries = readsAs('oversightTimeline', reading) && (await this.entriesOf(reading, id));
    return this.answer(reading, 'oversightTimeline', id, entries ? everything(entries) : undefined, { first, after });
  }

  @Query(() => OversightConnection, {
    nullable: true,
    description:
      'What a compartment held of a case at a moment, now where none is given: its entries, and the names of the sealed fields that were open to it. For auditors, purpose AUDIT; for prosecutors, purpose PROSECUTION, in the categories that a court’s order in force opens in this case.',
  })
  async asSeenBy(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('compartment', { type: () => ID, description: 'Its code in the directory; of a residential unit its code in this case.' }) compartment: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('asOf', { type: () => DateTime, nullable: true }) asOf?: string,
    @Args('asOfIndex', { type: () => Int, nullable: true, description: 'Index in the protocol log.' }) asOfIndex?: number,
    @Args('investigation', { type: () => ID, nullable: true, description: 'For prosecutors: the investigation in which the order is recorded.' }) investigation?: string,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<OversightEntry> | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const held = await this.held(reading, id, compartment, this.moment(asOf, asOfIndex), investigation);
    return this.answer(reading, 'asSeenBy', id, held, { first, after });
  }

  private async held(reading: PurposefulCaller, id: string, named: string, moment: Moment, investigation: string | undefined): Promise<Held[] | undefined> {
    const role = readsAs('asSeenBy', reading);
    const entries = role && (await this.entriesOf(reading, id));
    if (!entries) return undefined;
    const { visibility } = this.reader.views;
    const { directory } = visibility;
    const memory = visibility.case(id);
    const compartment = askedAbout(entries, directory, named, (code) => visibility.row<UnitRow>('unit', code)?.residential === true);
    if (compartment === undefined) return undefined;
    if (role === 'auditor') return heldBy(entries, memory, directory, compartment, moment);
    const within = await this.order(reading, id, investigation);
    // Rule 8: that somebody held nothing any more would tell of an exclusion. Audit is asked then.
    const hidden = inEffect(memory, compartment, moment.index).some(({ party }) => excludedCompartments(directory, party).includes(compartment));
    return within.size === 0 || hidden ? undefined : heldBy(entries, memory, directory, compartment, moment, within);
  }

  /** What a court's order, in force now, opens in this case to the prosecutor's compartment. */
  private async order(reading: PurposefulCaller, id: string, investigation: string | undefined): Promise<ReadonlySet<DataCategory>> {
    const recorded = investigation === undefined ? undefined : await this.history.of(reading, investigation);
    return ordered(recorded ?? [], this.reader.views.visibility.directory, id, reading.compartment, new Date().toISOString());
  }

  /** The events of a case that nothing keeps from the caller. */
  private async entriesOf(reading: PurposefulCaller, id: string): Promise<readonly PlacedFact[] | undefined> {
    const entries = await this.history.of(reading, id);
    return entries?.some(({ fact }) => fact.event.type === 'CaseOpened') ? entries : undefined;
  }

  private moment(asOf: string | undefined, asOfIndex: number | undefined): Moment {
    const { visibility } = this.reader.views;
    const last = visibility.progress().next - 1;
    if (asOf) return { index: visibility.indexAt(asOf), time: asOf };
    const index = Math.min(asOfIndex ?? last, last);
    const then = typeof asOfIndex === 'number' ? visibility.timeAt(index) : undefined;
    return { index, time: then ?? new Date().toISOString() };
  }

  private async answer(reading: PurposefulCaller, operation: string, id: string, held: readonly Held[] | undefined, { first, after }: { first: number; after: string | undefined }): Promise<Connection<OversightEntry> | null> {
    if (!held) {
      this.reader.reads.refused(reading, operation, [id]);
      return null;
    }
    const [from = 0] = (placeOf(after) ?? []) as number[];
    const page = held.map((one, i) => node(one, i + 1)).slice(from, from + Math.min(Math.max(first, 0), 100));
    await this.reader.reads.record(reading, { operation, categories: ['STATUS'], cases: new Map([[id, page.map((entry) => entry.id)]]) });
    const edges = page.map((entry) => ({ node: entry, cursor: cursorOf([entry.n]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: (page[page.length - 1]?.n ?? held.length) < held.length, ...(endCursor !== undefined && { endCursor }) } };
  }
}
