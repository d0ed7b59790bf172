import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { CaseReader } from '../case-reader.graphql';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import type { BodyRow } from './bodies';

@ObjectType({ description: 'An institution in a coordination body, for a time.' })
export class Membership {
  @Field()
  institution: string;

  @Field(() => DateTime)
  since: string;

  @Field(() => DateTime, { nullable: true, description: 'When it left; absent while it is a member.' })
  until?: string;
}
@ObjectType({ description: 'A body in which institutions coordinate, such as CITIM, CIPROM or CONAPLUVI.' })
export class CoordinationBody {
  @Field(() => ID)
  code: string;

  @Field()
  name: string;

  @Field({ description: 'The institution that coordinates it.' })
  institution: string;

  @Field({ description: 'The unit that works for it.' })
  secretariat: string;

  @Field(() => [Membership], { description: 'Who is a member, and who was.' })
  members: Membership[];
}
const CoordinationBodyConnection = connectionOf(CoordinationBody);

const node = (row: BodyRow): CoordinationBody => Object.assign(new CoordinationBody(), row);

@Resolver()
export class BodyQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => CoordinationBodyConnection, { description: 'The coordination bodies.' })
  async bodies(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<CoordinationBody>> {
    await this.freshness.atLeast(caller, atLeast);
    return pageOf(this.reader.views.visibility.rows<BodyRow>('body'), { first, after }, ({ code }) => [code], node);
  }

  @Query(() => CoordinationBody, { nullable: true, description: 'A coordination body, with its members.' })
  async body(
    @CurrentCaller() caller: Caller,
    @Args('code', { type: () => ID }) code: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<CoordinationBody | null> {
    await this.freshness.atLeast(caller, atLeast);
    const row = this.reader.views.visibility.row<BodyRow>('body', code);
    return row ? node(row) : null;
  }
}
