import { Args, Field, InputType, Int, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { IsOptional, Matches, Max, Min } from 'class-validator';
import { CodeField, IdField, TextField } from '../inputs.graphql';
import { actionStatuses, AdoptPlan, planAxes, PlanAction, ReportAction, type PlanAxis } from './plan';

const PlanAxisType = enumOf('PlanAxis', planAxes, 'The axes of a national plan.');
const ActionStatusType = enumOf('ActionStatus', actionStatuses, 'How an action of a plan stands.');
const number = /^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/;

@InputType()
export class AdoptPlanInput extends CommandInput {
  @CodeField({ description: 'Code of the body that adopts it.' })
  body: string;

  @TextField(200)
  name: string;

  @Field(() => Int, { description: 'Its first year.' })
  @Min(1990)
  @Max(2100)
  fromYear: number;

  @Field(() => Int, { description: 'Its last year.' })
  @Min(1990)
  @Max(2100)
  untilYear: number;
}
@InputType()
export class PlanActionInput extends CommandInput {
  @IdField()
  plan: string;

  @TextField(300, { description: 'What is to be done. Names no person: it is not sealed.' })
  title: string;

  @Field(() => PlanAxisType)
  axis: PlanAxis;

  @CodeField({ description: 'Code of the institution that is responsible: a member of the body.' })
  institution: string;

  @Field(() => LocalDate, { description: 'By when; a day in a year of the plan.' })
  due: string;

  @Field({ description: 'Code of the indicator that measures it, such as END-2.3.7.' })
  @Matches(number)
  indicator: string;
}
@InputType()
export class ReportActionInput extends CommandInput {
  @IdField()
  plan: string;

  @IdField()
  action: string;

  @Field(() => ActionStatusType)
  status: (typeof actionStatuses)[number];

  @Field(() => Int, { description: 'In percent.' })
  @Min(0)
  @Max(100)
  progress: number;

  @Field({ nullable: true, description: 'Number of the document, or code of the count, that shows it.' })
  @IsOptional()
  @Matches(number)
  evidence?: string;
}

const AdoptPlanPayload = payloadOf('AdoptPlan');
const PlanActionPayload = payloadOf('PlanAction');
const ReportActionPayload = payloadOf('ReportAction');

@Resolver()
export class PlanMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => AdoptPlanPayload, { description: 'Enters a plan that a coordination body adopted. By its secretariat.' })
  adoptPlan(@Args('input') input: AdoptPlanInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AdoptPlan, input, caller);
  }

  @Mutation(() => PlanActionPayload, { description: 'Adds an action to a plan. The id returned is the action’s.' })
  planAction(@Args('input') input: PlanActionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(PlanAction, input, caller);
  }

  @Mutation(() => ReportActionPayload, { description: 'Says how far an action is. By a coordinator or administrator of the institution that is responsible; what was reported before stays.' })
  reportAction(@Args('input') input: ReportActionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReportAction, input, caller);
  }
}
