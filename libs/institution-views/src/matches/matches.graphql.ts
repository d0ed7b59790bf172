import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { toldOfMatches, type Caller } from '@amparo/access';
import { CurrentCaller, enumOf, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { StewardList } from '../steward-list.graphql';
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

function node({ files: [own, other], status, score, agreeing, differing, proposedAt, proposedBy, decidedAt, decidedBy, reason }: MatchRow): Match {
  return Object.assign(new Match(), { case: own, other, status, score, agreeing, differing, proposedAt, proposedBy, decidedAt, decidedBy, reason });
}

@Resolver()
export class MatchQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly list: StewardList,
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
    const toOthers = (row: MatchRow): boolean => this.isToldTo(caller, row);
    return this.list.page<MatchRow, Match>(caller, { kind: 'match', operation: 'matches', status, toOthers }, { first, after, purpose, atLeast }, node);
  }

  /** That somebody else has a case of the same person is nobody's to tell: only who leads both is told, through their own file. */
  private isToldTo(caller: Caller, { status, files }: MatchRow): boolean {
    if (status !== 'CONFIRMED' || !caller.roles.some((role) => toldOfMatches.includes(role))) return false;
    const { visibility } = this.reader.views;
    return files.every((id) => visibility.case(id).leads.some((lead) => isOpen(lead) && lead.compartment === caller.compartment) && this.reader.held(caller, id, 'CASE') !== undefined);
  }
}
