import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { connectionOf, ListReader, type Connection, type ListArguments } from '../list-reader.graphql';
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

  @Field(() => String, { nullable: true, description: 'Where the newest answer came by letter: the unit it was recorded for.' })
  onBehalfOf?: string;

  @Field(() => String, { nullable: true, description: 'And the unit that recorded it.' })
  recordedBy?: string;
}
const ReferralConnection = connectionOf(Referral);

const node = ({ referral: id, ...row }: ReferralRow): Referral => Object.assign(new Referral(), { id }, row);

@Resolver()
export class ReferralQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ReferralConnection, { description: 'Referrals addressed to you, what is due first.' })
  referralInbox(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Referral>> {
    return this.list('IN', 'referralInbox', caller, { first, after, purpose, atLeast });
  }

  @Query(() => ReferralConnection, { description: 'Referrals you sent, what is due first.' })
  referralOutbox(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Referral>> {
    return this.list('OUT', 'referralOutbox', caller, { first, after, purpose, atLeast });
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
    const found = this.reader.file(caller).rowAndFile<ReferralRow>('referral', id);
    if (!found || !this.reader.held(caller, found.file)) {
      this.reader.reads.refused(reading, 'referral', [id]);
      return null;
    }
    await this.reader.reads.record(reading, { operation: 'referral', categories: ['STATUS'], cases: new Map([[found.file, [id]]]) });
    return node(found.row);
  }

  private list(list: 'IN' | 'OUT', operation: string, caller: Caller, asked: ListArguments): Promise<Connection<Referral>> {
    return this.lists.page<ReferralRow, Referral>(caller, { kind: 'referral', list, operation, category: 'STATUS' }, asked, node);
  }
}
