import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, PurposeType } from '@amparo/access/access.graphql';
import { DateTime, LocalDate } from '@amparo/access/scalars.graphql';
import { endOfDay, type Purpose } from '@amparo/protocol';
import { Fact, facts, type Held } from '../case-reader.graphql';
import { connectionOf, ListReader, stillOpen, type Connection } from '../list-reader.graphql';
import type { CareFile } from './care-file';
import type { FollowUpRow } from './follow-ups';
import type { PlanItemRow } from './plan-items';

@ObjectType({ isAbstract: true })
abstract class Noted {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that recorded it, or its code in this case.' })
  unit?: string;

  @Field(() => [Fact], { description: 'What is said about her, opened for you.' })
  fields: Fact[];
}
@ObjectType({ description: 'What she needs, as it was assessed with her last.' })
export class AssessedNeeds extends Noted {
  @Field(() => [String])
  needs: string[];
}
@ObjectType({ description: 'An item of her plan.' })
export class CarePlanItem {
  @Field(() => ID)
  id: string;

  @Field()
  service: string;

  @Field({ description: 'The unit responsible, or its code in this case.' })
  unit: string;

  @Field(() => LocalDate)
  due: string;

  @Field(() => DateTime, { description: 'When that day is over in Santo Domingo.' })
  dueAt: string;

  @Field({ description: 'Whether it was still open when that day was over. Nothing is overdue in a closed case, or after her death.' })
  overdue: boolean;

  @Field(() => String, { nullable: true, description: 'How it ended.' })
  outcome?: string;

  @Field(() => DateTime, { nullable: true })
  completedAt?: string;

  @Field(() => [Fact], { description: 'What is said of how it ended.' })
  fields: Fact[];
}
@ObjectType({ description: 'The plan she agreed to last. What ended before stays in it.' })
export class CarePlan extends Noted {
  @Field({ description: 'She, or who represents her.' })
  agreedBy: string;

  @Field({ description: 'Whether there was another before.' })
  revised: boolean;

  @Field(() => [CarePlanItem])
  items: CarePlanItem[];
}
@ObjectType({ description: 'A service given to her once.' })
export class Assistance extends Noted {
  @Field()
  service: string;
}
@ObjectType({ description: 'A service she did not want.' })
export class RefusedService extends Noted {
  @Field()
  service: string;
}
@ObjectType({ description: 'What she needed and nobody could give.' })
export class UnmetNeed extends Noted {
  @Field()
  service: string;

  @Field()
  reason: string;
}
@ObjectType({ description: 'Something that happened to her or those she loves.' })
export class SafetyIncident extends Noted {
  @Field()
  kind: string;

  @Field()
  severity: string;
}
@ObjectType({ description: 'An interview: who and when, never what she said.' })
export class Interview extends Noted {
  @Field(() => String, { nullable: true, description: 'Why she was interviewed for the same again.' })
  again?: string;
}
@ObjectType({ description: 'The interviews for one purpose, in order: who plans another sees how often she was asked.' })
export class InterviewsForPurpose {
  @Field()
  for: string;

  @Field(() => [Interview])
  interviews: Interview[];
}
@ObjectType({ description: 'A request that she is not punished for what she was made to do.' })
export class NonPunishmentRequest extends Noted {
  @Field(() => String, { nullable: true })
  decision?: string;

  @Field(() => DateTime, { nullable: true })
  decidedAt?: string;

  @Field(() => [Fact], { description: 'The reasons of the decision.' })
  reasons: Fact[];
}
@ObjectType({ description: 'A follow-up of her reintegration.' })
export class FollowUp {
  @Field(() => Int, { description: 'Months after it began.' })
  month: number;

  @Field(() => DateTime)
  dueAt: string;

  @Field({ description: 'Whether it is still to be made: she was not asked, or not reached.' })
  outstanding: boolean;

  @Field()
  overdue: boolean;

  @Field(() => String, { nullable: true, description: 'How the last one of this month went.' })
  outcome?: string;

  @Field(() => DateTime, { nullable: true })
  at?: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'The plan of her reintegration.' })
export class ReintegrationPlan extends Noted {
  @Field(() => LocalDate)
  startsOn: string;

  @Field()
  agreedBy: string;

  @Field(() => [FollowUp])
  followUps: FollowUp[];
}
@ObjectType({ description: 'What she complains of. Never shown to the unit or the person it concerns.' })
export class Grievance extends Noted {
  @Field({ description: 'The unit it concerns, or its code in this case.' })
  against: string;

  @Field()
  kind: string;

  @Field({ description: 'Who raises it: she, a guardian, or somebody for her.' })
  by: string;

  @Field()
  answered: boolean;

  @Field(() => String, { nullable: true })
  outcome?: string;

  @Field(() => DateTime, { nullable: true })
  answeredAt?: string;

  @Field(() => [Fact])
  answer: Fact[];
}
@ObjectType({ description: 'Since when nobody reaches her, and how she was reached last.' })
export class LostContact extends Noted {}
@ObjectType({ description: 'That she died.' })
export class Death extends Noted {}

@ObjectType({ description: 'What is done with her and for her, and what happens to her meanwhile, as far as you may see it.' })
export class Care {
  @Field(() => AssessedNeeds, { nullable: true })
  needs?: AssessedNeeds;

  @Field(() => CarePlan, { nullable: true })
  plan?: CarePlan;

  @Field(() => [Assistance])
  assistance: Assistance[];

  @Field(() => [RefusedService])
  refusedServices: RefusedService[];

  @Field(() => [UnmetNeed])
  unmetNeeds: UnmetNeed[];

  @Field(() => [SafetyIncident])
  incidents: SafetyIncident[];

  @Field(() => [InterviewsForPurpose])
  interviews: InterviewsForPurpose[];

  @Field(() => [NonPunishmentRequest])
  nonPunishment: NonPunishmentRequest[];

  @Field(() => ReintegrationPlan, { nullable: true })
  reintegration?: ReintegrationPlan;

  @Field(() => LostContact, { nullable: true })
  contactLost?: LostContact;

  @Field(() => [Grievance])
  grievances: Grievance[];
}

const shown = <T extends Readonly<{ fields: Readonly<Record<string, unknown>> }>>(one: T) => ({ ...one, fields: facts(one.fields) });
const all = <T extends Readonly<{ fields: Readonly<Record<string, unknown>> }>>(items: readonly T[]) => items.map(shown);

export function careType({ needs, plan, interviews, nonPunishment, reintegration, contactLost, grievances, ...file }: CareFile): Care {
  return Object.assign(new Care(), {
    ...(needs && { needs: shown(needs) }),
    ...(plan && { plan: { ...shown(plan), items: all(plan.items) } }),
    assistance: all(file.assistance),
    refusedServices: all(file.refusedServices),
    unmetNeeds: all(file.unmetNeeds),
    incidents: all(file.incidents),
    interviews: interviews.map((group) => ({ ...group, interviews: all(group.interviews) })),
    nonPunishment: nonPunishment.map((request) => ({ ...shown(request), reasons: facts(request.reasons) })),
    ...(reintegration && { reintegration: { ...shown(reintegration), followUps: all(reintegration.followUps) } }),
    ...(contactLost && { contactLost: shown(contactLost) }),
    grievances: grievances.map((grievance) => ({ ...shown(grievance), answer: facts(grievance.answer) })),
  }) as unknown as Care;
}
export const deathType = ({ died }: CareFile): Death | undefined => died && (Object.assign(new Death(), shown(died)) as unknown as Death);

@ObjectType({ description: 'An item of a plan that your unit is responsible for, and that is still open.' })
export class DuePlanItem {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field()
  service: string;

  @Field()
  unit: string;

  @Field(() => LocalDate)
  due: string;

  @Field(() => DateTime, { description: 'When that day is over in Santo Domingo.' })
  dueAt: string;

  @Field()
  overdue: boolean;
}
@ObjectType({ description: 'A follow-up that is still to be made.' })
export class DueFollowUp {
  @Field(() => ID)
  case: string;

  @Field(() => Int, { description: 'Months after her reintegration began.' })
  month: number;

  @Field(() => DateTime)
  dueAt: string;

  @Field()
  overdue: boolean;

  @Field(() => String, { nullable: true, description: 'NOT_REACHED, where she was asked for in vain.' })
  outcome?: string;
}
const DuePlanItemConnection = connectionOf(DuePlanItem);
const DueFollowUpConnection = connectionOf(DueFollowUp);

const isPast = (dueAt: string): boolean => dueAt <= new Date().toISOString();

function itemType({ item: id, case: caseId, service, unit, due }: PlanItemRow): DuePlanItem {
  const dueAt = endOfDay(due);
  return Object.assign(new DuePlanItem(), { id, case: caseId, service, unit, due, dueAt, overdue: isPast(dueAt) });
}
function followUpType({ case: caseId, month, dueAt, outcome }: FollowUpRow): DueFollowUp {
  return Object.assign(new DueFollowUp(), { case: caseId, month, dueAt, overdue: isPast(dueAt), ...(outcome !== undefined && { outcome }) });
}

@Resolver()
export class CareQueries {
  constructor(private readonly lists: ListReader) {}

  @Query(() => DuePlanItemConnection, { description: 'Items of plans that your unit is responsible for and that are still open, what is due first.' })
  planItems(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('unit', { type: () => ID, nullable: true, description: 'Another unit of your compartment, for who stands in for it.' }) unit?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<DuePlanItem>> {
    const list = { kind: 'planItem', list: `UNIT ${unit ?? caller.unit ?? ''}`, operation: 'planItems', category: 'PSYCHOSOCIAL', gate: stillOpen } as const;
    return this.lists.page<PlanItemRow, DuePlanItem>(caller, list, { first, after, purpose, atLeast }, itemType);
  }

  @Query(() => DueFollowUpConnection, { description: 'Follow-ups after reintegration that are still to be made in the cases you lead, what is due first. Who was not reached stays here.' })
  followUps(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<DueFollowUp>> {
    // Who agreed the plan keeps it, and leads the case no more.
    const gate = (row: FollowUpRow, held: Held): boolean => held.leads && stillOpen(row, held);
    const list = { kind: 'followUp', list: 'DUE', operation: 'followUps', category: 'REINTEGRATION', gate } as const;
    return this.lists.page<FollowUpRow, DueFollowUp>(caller, list, { first, after, purpose, atLeast }, followUpType);
  }
}
