import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayIssue, type Caller } from '@amparo/access';
import { CurrentCaller, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import type { Held } from '../case-reader.graphql';
import { connectionOf, ListReader, stillOpen, type Connection } from '../list-reader.graphql';
import { isConcerned } from './concerned';
import type { GrievanceRow } from './grievances';

@ObjectType({ description: 'What she complains of, and nobody has answered yet.' })
export class OpenGrievance {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field({ description: 'The unit it concerns, or its code in that case.' })
  against: string;

  @Field()
  kind: string;

  @Field({ description: 'Who raises it: she, a guardian, or somebody for her.' })
  by: string;

  @Field(() => DateTime)
  raisedAt: string;
}
const OpenGrievanceConnection = connectionOf(OpenGrievance);

const node = ({ grievance: id, case: caseId, against, kind, by, raisedAt }: GrievanceRow): OpenGrievance =>
  Object.assign(new OpenGrievance(), { id, case: caseId, against, kind, by, raisedAt });

const concerns = ({ against, concerns: person }: GrievanceRow, { asking }: Held): boolean =>
  against === undefined || isConcerned({ unit: against, ...(person !== undefined && { person }) }, asking);

@Resolver()
export class GrievanceQueries {
  constructor(private readonly lists: ListReader) {}

  @Query(() => OpenGrievanceConnection, { description: 'What survivors complain of and nobody has answered, the oldest first: those that you may answer, because they concern neither you nor your unit.' })
  grievances(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<OpenGrievance>> {
    const answers = mayIssue['AnswerGrievance']?.by.some((role) => caller.roles.includes(role)) === true;
    const gate = (row: GrievanceRow, held: Held): boolean => answers && stillOpen(row, held) && !concerns(row, held);
    return this.lists.page<GrievanceRow, OpenGrievance>(caller, { kind: 'grievance', list: 'OPEN', operation: 'grievances', category: 'PSYCHOSOCIAL', gate }, { first, after, purpose, atLeast }, node);
  }
}
