import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadOccupancy, type Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, passing } from '../case-reader.graphql';
import type { UnitRow } from '../directory/directory-view';
import { connectionOf, ListReader, type Connection } from '../list-reader.graphql';
import type { ListPlace } from '../view';
import { compartmentOf } from '../visibility/directory-memory';
import { dependantsIn, occupancyOf, type StayRow } from './stays';

@ObjectType({ description: 'The stay of somebody who lives in your house.' })
export class Stay {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'Her case.' })
  case: string;

  @Field()
  unit: string;

  @Field(() => DateTime)
  since: string;

  @Field(() => Int, { description: 'How many in her care live there with her.' })
  dependants: number;

  @Field(() => DateTime, { description: 'When it must be reviewed. The day escalates, and never discharges her.' })
  reviewDue: string;

  @Field()
  overdue: boolean;
}
const StayConnection = connectionOf(Stay);

@ObjectType({ description: 'How many places of a house are in use. Names nobody.' })
export class Occupancy {
  @Field(() => Int, { description: 'Places it says it has.' })
  declared: number;

  @Field(() => Int, { description: 'Held now, for a few hours.' })
  held: number;

  @Field(() => Int, { description: 'Taken: somebody lives there, or was promised it.' })
  taken: number;

  @Field(() => Int, { description: 'Held or taken beyond those declared.' })
  over: number;

  @Field(() => Int, { description: 'Of those taken: promised to somebody who has not come yet.' })
  promised: number;
}

const stayType = ({ stay: id, case: caseId, unit, since, reviewDue = '' }: StayRow, dependants: number): Stay =>
  Object.assign(new Stay(), { id, case: caseId, unit, since, dependants, reviewDue, overdue: reviewDue <= new Date().toISOString() });

@Resolver()
export class StayQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => StayConnection, { description: 'Who lives in your house now, whose review is due first.' })
  stays(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Stay>> {
    const list = { kind: 'stay', list: 'CURRENT', operation: 'stays', category: 'WHEREABOUTS' } as const;
    return this.lists.page<StayRow, Stay>(caller, list, { first, after, purpose, atLeast }, (row) => stayType(row, dependantsIn(row).filter((one) => !this.reader.isKeptFrom(caller, one)).length));
  }

  @Query(() => Occupancy, { nullable: true, description: 'How many places of a house are in use, to who directs it.' })
  async occupancy(
    @CurrentCaller() caller: Caller,
    @Args('unit', { type: () => ID }) code: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Occupancy | null> {
    await this.freshness.atLeast(caller, atLeast);
    const { visibility } = this.reader.views;
    const unit = visibility.row<UnitRow>('unit', code);
    if (!unit?.residential || !mayReadOccupancy(caller, compartmentOf(visibility.directory, code))) return null;
    const file = this.reader.file(caller);
    const current = passing<ListPlace & { row: StayRow }>((last, limit) => file.list<StayRow>('stay', 'CURRENT', last, limit), () => true, Infinity);
    const lived = new Set(current.flatMap(({ row }) => (row.unit === code ? Object.values(row.places) : [])));
    return Object.assign(new Occupancy(), occupancyOf(unit, lived, new Date().toISOString()));
  }
}
