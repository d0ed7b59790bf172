import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { readsAs, type Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, passing, placeOf } from '../case-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { covers } from '../visibility/excluded';
import { audits, type ExclusionRow } from './exclusions';

@ObjectType('FileExposure', { description: 'What the excluded had been shown of a case or an investigation.' })
export class FileExposureType {
  @Field(() => ID, { description: 'The case, or the investigation.' })
  file: string;

  @Field(() => Int)
  reads: number;

  @Field(() => [DataCategoryType], { description: 'What kind of knowledge was in the answers.' })
  categories: DataCategory[];

  @Field(() => [ID], { description: 'Who read it. Of a house where survivors live nobody is named; their reads count.' })
  agents: string[];

  @Field(() => DateTime, { description: 'The first read.' })
  from: string;

  @Field(() => DateTime, { description: 'The last.' })
  until: string;
}

@ObjectType({ description: 'What the excluded had been shown, as an auditor put it on record.' })
export class Exposure {
  @Field(() => DateTime)
  assessedAt: string;

  @Field(() => Int)
  reads: number;

  @Field(() => [FileExposureType])
  files: FileExposureType[];
}

@ObjectType({ description: 'Whom somebody kept from cases or an investigation. Seen by who placed and who confirmed it, and by audit.' })
export class Exclusion {
  @Field(() => ID)
  id: string;

  @Field({ description: 'AGENT, UNIT or INSTITUTION.' })
  partyKind: string;

  @Field(() => ID, { description: 'Id in the directory.' })
  party: string;

  @Field(() => [ID])
  cases: string[];

  @Field(() => ID, { nullable: true })
  investigation?: string;

  @Field({ description: 'PLACED, CONFIRMED or LIFTED.' })
  status: string;

  @Field(() => DateTime)
  placedAt: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  placedBy?: string;

  @Field(() => DateTime, { nullable: true })
  confirmedAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent, of another institution.' })
  confirmedBy?: string;

  @Field(() => DateTime, { nullable: true })
  reviewedAt?: string;

  @Field(() => String, { nullable: true, description: 'STILL_NEEDED or NOT_NEEDED_ANY_MORE: of the last review.' })
  finding?: string;

  @Field(() => Exposure, { nullable: true })
  exposure?: Exposure;

  @Field(() => DateTime, { nullable: true })
  liftedAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  liftedBy?: string;

  @Field(() => String, { nullable: true, description: 'Why it was lifted.' })
  reason?: string;
}
const ExclusionConnection = connectionOf(Exclusion);

const node = ({ exclusion: id, party, cases, investigation, placedBy, confirmedBy, reviewed, exposed, liftedBy, reason }: ExclusionRow): Exclusion =>
  Object.assign(new Exclusion(), {
    id,
    partyKind: party.kind,
    party: party.id,
    cases,
    investigation,
    status: liftedBy ? 'LIFTED' : confirmedBy ? 'CONFIRMED' : 'PLACED',
    placedAt: placedBy.at,
    placedBy: placedBy.agent,
    confirmedAt: confirmedBy?.at,
    confirmedBy: confirmedBy?.agent,
    reviewedAt: reviewed?.at,
    finding: reviewed?.finding,
    exposure: exposed && Object.assign(new Exposure(), { assessedAt: exposed.at, reads: exposed.reads, files: exposed.files.map((one) => Object.assign(new FileExposureType(), one)) }),
    liftedAt: liftedBy?.at,
    liftedBy: liftedBy?.agent,
    reason,
  });

@Resolver()
export class ExclusionQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ExclusionConnection, { description: 'The exclusions you placed or confirmed, the first placed first; all of them for auditors, purpose AUDIT.' })
  async exclusions(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Exclusion>> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const { visibility } = this.reader.views;
    const list = readsAs('exclusions', reading) ? audits : (caller.agent ?? '');
    const most = Math.min(Math.max(first, 0), 100);
    const [start = -1] = (placeOf(after) ?? []) as number[];
    // Rule 8: to whom it excludes there is none, be it audit.
    const seen = passing<ExclusionRow>((last, limit) => visibility.exclusions(list, last?.placed ?? start, limit), (row) => !covers(visibility.directory, row.party, caller), most + 1);
    const page = seen.slice(0, most);
    // Under its own id: who reads what was read of a case does not learn here that somebody is kept from it.
    await this.reader.reads.record(reading, { operation: 'exclusions', categories: ['STATUS'], cases: new Map(page.map(({ exclusion }) => [exclusion, [exclusion]])) });
    const edges = page.map((row) => ({ node: node(row), cursor: cursorOf([row.placed]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }
}
