import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness } from '@amparo/access/access.graphql';
import { DateTime, LocalDate } from '@amparo/access/scalars.graphql';
import { dayOf } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { isOverdue, matricesOf, newestReport, type ActionRow, type PlanRow } from './plans';

@ObjectType({ description: 'How far an action was, by who is responsible for it.' })
export class ActionReport {
  @Field({ description: 'NOT_STARTED, UNDER_WAY, DONE or DROPPED.' })
  status: string;

  @Field(() => Int, { description: 'In percent.' })
  progress: number;

  @Field(() => String, { nullable: true, description: 'Number of the document, or code of the count, that shows it.' })
  evidence?: string;

  @Field(() => DateTime, { description: 'The moment it reports on.' })
  at: string;
}
@ObjectType({ description: 'An action of a plan.' })
export class PlannedAction {
  @Field(() => ID)
  id: string;

  @Field()
  title: string;

  @Field({ description: 'PREVENTION, DETECTION_AND_PROSECUTION or PROTECTION.' })
  axis: string;

  @Field({ description: 'Who is responsible for it.' })
  institution: string;

  @Field(() => LocalDate)
  due: string;

  @Field({ description: 'Code of the indicator that measures it.' })
  indicator: string;

  @Field({ description: 'Its day has passed, and it is neither done nor dropped.' })
  overdue: boolean;

  @Field(() => ActionReport, { nullable: true, description: 'The newest report by the moment it reports on.' })
  newest?: ActionReport;

  @Field(() => [ActionReport], { description: 'Every report, in the order of what it reports on.' })
  reports: ActionReport[];
}
@ObjectType({ description: 'The actions of one axis, by when they are due.' })
export class PlanMatrix {
  @Field({ description: 'PREVENTION, DETECTION_AND_PROSECUTION or PROTECTION.' })
  axis: string;

  @Field(() => [PlannedAction])
  actions: PlannedAction[];
}
@ObjectType({ description: 'A plan that a coordination body adopted.' })
export class NationalPlan {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Code of the body.' })
  body: string;

  @Field()
  name: string;

  @Field(() => Int, { description: 'Its first year.' })
  fromYear: number;

  @Field(() => Int, { description: 'Its last year.' })
  untilYear: number;

  @Field(() => [PlanMatrix], { description: 'Its actions, a matrix for each axis.' })
  matrices: PlanMatrix[];

  @Field(() => [PlannedAction], { description: 'Actions whose day has passed and that are neither done nor dropped.' })
  overdue: PlannedAction[];
}
const NationalPlanConnection = connectionOf(NationalPlan);

const action = (row: ActionRow, today: string): PlannedAction => Object.assign(new PlannedAction(), row, { id: row.action, overdue: isOverdue(row, today), newest: newestReport(row) });

function node(row: PlanRow): NationalPlan {
  const today = dayOf(new Date().toISOString());
  const { plan: id, body, name, fromYear, untilYear } = row;
  const matrices = matricesOf(row).map(({ axis, actions }) => Object.assign(new PlanMatrix(), { axis, actions: actions.map((one) => action(one, today)) }));
  const overdue = matrices.flatMap(({ actions }) => actions.filter((one) => one.overdue));
  return Object.assign(new NationalPlan(), { id, body, name, fromYear, untilYear, matrices, overdue });
}

@Resolver()
export class PlanQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => NationalPlanConnection, { description: 'The plans of the coordination bodies, the earliest first.' })
  async plans(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('body', { type: () => ID, nullable: true, description: 'Code of the body that adopted it.' }) body?: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<NationalPlan>> {
    await this.freshness.atLeast(caller, atLeast);
    const rows = this.reader.views.visibility.rows<PlanRow>('plan').filter((row) => !body || row.body === body);
    return pageOf(rows, { first, after }, ({ fromYear, plan }) => [String(fromYear), plan], node);
  }

  @Query(() => NationalPlan, { nullable: true, description: 'A plan as its matrices: every action with its reports.' })
  async plan(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<NationalPlan | null> {
    await this.freshness.atLeast(caller, atLeast);
    const row = this.reader.views.visibility.row<PlanRow>('plan', id);
    return row ? node(row) : null;
  }
}
