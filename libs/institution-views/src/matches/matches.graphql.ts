import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { readsAs, toldOfMatches, type Caller } from '@amparo/access';
import { CurrentCaller, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, passing, placeOf } from '../case-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { isExcluded } from '../visibility/excluded';
import { isOpen } from '../visibility/interval';
import { matchStatuses, type MatchRow } from './matches';

const MatchStatusType = enumOf('MatchStatus', matchStatuses, 'What has become of a match.');

@ObjectType({ description: 'Two cases that may be one person’s.' })
export class Match {
  @Field(() => ID)
  case: string;

  @Field(() => ID)
  other: string;

  @Field(() => MatchStatusType)
  status: (typeof matchStatuses)[number];

  @Field(() => Int, { description: 'Points for what agrees, less those for what differs; from 8 on the server proposes it.' })
  score: number;

  @Field(() => [String], { description: 'Codes of what agrees. What is said there is not shown.' })
  agreeing: readonly string[];

  @Field(() => [String])
  differing: readonly string[];

  @Field(() => DateTime)
  proposedAt: string;

  @Field(() => ID, { nullable: true, description: 'Agent; null where the server found it.' })
  proposedBy?: string;

  @Field(() => DateTime, { nullable: true })
  decidedAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent; null where it ended because the cases were parted.' })
  decidedBy?: string;

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  reason?: string;
}
const MatchConnection = connectionOf(Match);

function node({ cases: [own, other], status, score, agreeing, differing, proposedAt, proposedBy, decidedAt, decidedBy, reason }: MatchRow): Match {
  return Object.assign(new Match(), { case: own, other, status, score, agreeing, differing, proposedAt, proposedBy, decidedAt, decidedBy, reason });
}

@Resolver()
export class MatchQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => MatchConnection, {
    description:
      'Which cases may be one person’s, the first proposed first: for data stewards, purpose RECORD, and for auditors, purpose AUDIT. Supervisors are told of those that are confirmed and of which their compartment leads both cases; to everybody else there is none.',
  })
  async matches(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('status', { type: () => MatchStatusType, nullable: true }) status?: (typeof matchStatuses)[number],
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Match>> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const most = Math.min(Math.max(first, 0), 100);
    const [start = -1] = (placeOf(after) ?? []) as number[];
    const { visibility } = this.reader.views;
    const shows = readsAs('matches', reading) ? (row: MatchRow) => this.isOpenTo(caller, row) : (row: MatchRow) => this.isToldTo(caller, row);
    const seen = passing<MatchRow>((last, limit) => visibility.matches(status, last?.placed ?? start, limit), shows, most + 1);
    const page = seen.slice(0, most);
    // Each case under its own id: what was read of the one does not tell of the other.
    await this.reader.reads.record(reading, { operation: 'matches', categories: ['STATUS'], cases: new Map(page.flatMap(({ cases }) => cases.map((id) => [id, [id]]))) });
    const edges = page.map((row) => ({ node: node(row), cursor: cursorOf([row.placed]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }

  /** Rule 8: from whom one of the cases is kept, to them there is no match of it. */
  private isOpenTo(caller: Caller, { cases }: MatchRow): boolean {
    const { visibility } = this.reader.views;
    const { next } = visibility.progress();
    return cases.every((id) => !isExcluded(visibility.case(id), visibility.directory, caller, next));
  }

  /** That somebody else has a case of the same person is nobody's to tell: only who leads both is told, through their own file. */
  private isToldTo(caller: Caller, { status, cases }: MatchRow): boolean {
    if (status !== 'CONFIRMED' || !caller.roles.some((role) => toldOfMatches.includes(role))) return false;
    const { visibility } = this.reader.views;
    return cases.every((id) => visibility.case(id).leads.some((lead) => isOpen(lead) && lead.compartment === caller.compartment) && this.reader.held(caller, id, 'CASE') !== undefined);
  }
}
