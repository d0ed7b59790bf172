import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { CodeField, ConsenterType, IdField, ServiceType, TextField, UnderField } from '../inputs.graphql';
import type { Service } from '../service';
import type { AgreedBy } from './agreement';
import {
  AgreeCarePlan,
  AssessNeeds,
  CompletePlanItem,
  planItemOutcomes,
  RecordAssistance,
  RecordServiceRefusal,
  RecordUnmetNeed,
  ReviseCarePlan,
  unmetReasons,
} from './care-plan';
import { OfCaseInput } from './case.graphql';

const PlanItemOutcomeType = enumOf('PlanItemOutcome', planItemOutcomes, 'How an item of a plan ended.');
const UnmetReasonType = enumOf('UnmetReason', unmetReasons, 'Why a need was not met.');

@InputType()
export class AssessNeedsInput extends OfCaseInput {
  @Field(() => [ServiceType], { description: 'What she needs, by the service that meets it. Empty: she needs none now.' })
  @ArrayMaxSize(20)
  needs: Service[];

  @TextField(4_000, { nullable: true })
  assessment?: string;
}
@InputType()
export class PlannedItemInput {
  @Field(() => ServiceType)
  service: Service;

  @CodeField({ description: 'Code of the unit that is responsible.' })
  unit: string;

  @Field(() => LocalDate, { description: 'By when. Within two years.' })
  due: string;
}
@InputType()
export class RevisedItemInput extends PlannedItemInput {
  @IdField({ nullable: true, description: 'The item of the present plan that goes on as this one; a new item without.' })
  continues?: string;
}
@InputType({ isAbstract: true })
abstract class AgreedPlanInput extends OfCaseInput {
  @TextField(4_000, { description: 'What she wants to reach, in her words.' })
  goals: string;

  @Field(() => ConsenterType, { nullable: true, description: 'Who agreed to it. What nobody agreed to is not recorded as a plan.' })
  agreedBy?: AgreedBy;
}
@InputType()
export class AgreeCarePlanInput extends AgreedPlanInput {
  @Field(() => [PlannedItemInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  items: PlannedItemInput[];
}
@InputType()
export class ReviseCarePlanInput extends AgreedPlanInput {
  @Field(() => [RevisedItemInput], { description: 'The whole plan as it is from now on; what is not named here is not planned any more.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  items: RevisedItemInput[];
}
@InputType()
export class CompletePlanItemInput extends OfCaseInput {
  @IdField()
  item: string;

  @Field(() => PlanItemOutcomeType)
  outcome: (typeof planItemOutcomes)[number];

  @TextField(4_000, { nullable: true })
  report?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RecordAssistanceInput extends OfCaseInput {
  @Field(() => ServiceType)
  service: Service;

  @TextField(4_000, { nullable: true, description: 'What was done. Never what she said in therapy: that stays with her therapist.' })
  note?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RecordServiceRefusalInput extends OfCaseInput {
  @Field(() => ServiceType)
  service: Service;

  @TextField(2_000, { nullable: true, description: 'In her words, if she wants to give any. She owes no reason.' })
  words?: string;
}
@InputType()
export class RecordUnmetNeedInput extends OfCaseInput {
  @Field(() => ServiceType)
  service: Service;

  @Field(() => UnmetReasonType)
  reason: (typeof unmetReasons)[number];

  @TextField(2_000, { nullable: true })
  note?: string;

  @UnderField()
  under?: string;
}

const AssessNeedsPayload = payloadOf('AssessNeeds');
const AgreeCarePlanPayload = payloadOf('AgreeCarePlan');
const ReviseCarePlanPayload = payloadOf('ReviseCarePlan');
const CompletePlanItemPayload = payloadOf('CompletePlanItem');
const RecordAssistancePayload = payloadOf('RecordAssistance');
const RecordServiceRefusalPayload = payloadOf('RecordServiceRefusal');
const RecordUnmetNeedPayload = payloadOf('RecordUnmetNeed');

@Resolver()
export class CarePlanMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => AssessNeedsPayload, { description: 'Records what she needs now.' })
  assessNeeds(@Args('input') input: AssessNeedsInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssessNeeds, input, caller);
  }

  @Mutation(() => AgreeCarePlanPayload, { description: 'Records the plan agreed with her: which service, by whom, by when.' })
  agreeCarePlan(@Args('input') input: AgreeCarePlanInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AgreeCarePlan, input, caller);
  }

  @Mutation(() => ReviseCarePlanPayload, { description: 'Records the plan as agreed with her anew. What has ended stays on record.' })
  reviseCarePlan(@Args('input') input: ReviseCarePlanInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReviseCarePlan, input, caller);
  }

  @Mutation(() => CompletePlanItemPayload, { description: 'An item of the plan has ended. By the lead, or by the unit responsible for it that serves her.' })
  completePlanItem(@Args('input') input: CompletePlanItemInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CompletePlanItem, input, caller);
  }

  @Mutation(() => RecordAssistancePayload, { description: 'Your unit assisted her, with a referral or without. Counted by unit and person.' })
  recordAssistance(@Args('input') input: RecordAssistanceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordAssistance, input, caller);
  }

  @Mutation(() => RecordServiceRefusalPayload, { description: 'She did not want a service. Never a disadvantage: it can be offered again at any time.' })
  recordServiceRefusal(@Args('input') input: RecordServiceRefusalInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordServiceRefusal, input, caller);
  }

  @Mutation(() => RecordUnmetNeedPayload, { description: 'She needed a service and nobody gave it. The gap is counted.' })
  recordUnmetNeed(@Args('input') input: RecordUnmetNeedInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordUnmetNeed, input, caller);
  }
}
