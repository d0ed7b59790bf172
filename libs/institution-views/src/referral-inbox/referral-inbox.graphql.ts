import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, PageInfo, passing, placeOf } from '../case-reader.graphql';
import type { Direction } from '../view-store/compartment-file';
import type { ReferralRow } from './referral-inbox';

@ObjectType({ description: 'A referral as your side sees it.' })
export class Referral {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field(() => String, { nullable: true })
  from?: string;

  @Field(() => String, { nullable: true })
  to?: string;

  @Field(() => String, { nullable: true })
  service?: string;

  @Field(() => String, { nullable: true })
  priority?: string;

  @Field()
  status: string;

  @Field(() => String, { nullable: true })
  reason?: string;

  @Field(() => DateTime, { nullable: true })
  requestedAt?: string;

  @Field(() => DateTime, { nullable: true, description: 'When the next move is due.' })
  dueAt?: string;

  @Field(() => String, { nullable: true, description: 'Whose move it is: ADDRESSEE or SENDER.' })
  dueBy?: string;

  @Field(() => String, { nullable: true })
  nextStep?: string;

  @Field(() => ID, { nullable: true })
  supersedes?: string;
}
@ObjectType()
export class ReferralEdge {
  @Field(() => Referral)
  node: Referral;

  @Field()
  cursor: string;
}
@ObjectType()
export class ReferralConnection {
  @Field(() => [ReferralEdge])
  edges: ReferralEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

const node = ({ referral: id, ...row }: ReferralRow): Referral => Object.assign(new Referral(), { id }, row);

@Resolver()
export class ReferralQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ReferralConnection, { description: 'Referrals addressed to you, what is due first.' })
  referralInbox(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<ReferralConnection> {
    return this.list('IN', 'referralInbox', caller, first, after, purpose, atLeast);
  }

  @Query(() => ReferralConnection, { description: 'Referrals you sent, what is due first.' })
  referralOutbox(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<ReferralConnection> {
    return this.list('OUT', 'referralOutbox', caller, first, after, purpose, atLeast);
  }

  @Query(() => Referral, { nullable: true, description: 'A referral that you sent or that is addressed to you.' })
  async referral(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Referral | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const row = this.reader.file(caller).referral(id);
    if (!row || !this.reader.held(caller, row.case)) {
      this.reader.reads.refused(reading, 'referral', [id]);
      return null;
    }
    await this.reader.reads.record(reading, { operation: 'referral', categories: ['STATUS'], cases: new Map([[row.case, [id]]]) });
    return node(row);
  }

  private async list(
    direction: Direction,
    operation: string,
    caller: Caller,
    first: number,
    after: string | undefined,
    purpose: Purpose | undefined,
    atLeast: string | undefined,
  ): Promise<ReferralConnection> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const most = Math.min(Math.max(first, 0), 100);
    const [dueAt, referral] = (placeOf(after) ?? []) as [string?, string?];
    const start = dueAt === undefined || referral === undefined ? undefined : { dueAt, referral };
    const file = this.reader.file(caller);
    const seen = passing<ReferralRow>(
      (last, limit) => file.referrals(direction, last ? { dueAt: last.dueAt ?? '9999', referral: last.referral } : start, limit),
      (row) => this.reader.held(caller, row.case) !== undefined,
      most + 1,
    );
    const page = seen.slice(0, most);
    const cases = new Map<string, string[]>();
    for (const row of page) cases.set(row.case, [...(cases.get(row.case) ?? []), row.referral]);
    await this.reader.reads.record(reading, { operation, categories: ['STATUS'], cases });
    const edges = page.map((row) => ({ node: node(row), cursor: cursorOf([row.dueAt ?? '9999', row.referral]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }
}
