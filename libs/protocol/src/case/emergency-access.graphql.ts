import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { IdField, TextField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import { accessFindings, emergencyCategories, emergencyReasons, EndEmergencyAccess, furtherReasons, OpenEmergencyAccess, ReviewEmergencyAccess } from './emergency-access';

const EmergencyReasonType = enumOf('EmergencyReason', emergencyReasons, 'Why her file is opened in an emergency.');
const EmergencyCategoryType = enumOf('EmergencyCategory', emergencyCategories, "What a further reason may open beside the safety flags and the lead's duty line. Never where she is.");
const FurtherReasonType = enumOf('FurtherReason', furtherReasons, 'Why more than the safety flags is needed.');
const AccessFindingType = enumOf('AccessFinding', accessFindings, 'What the review found.');

@InputType()
export class OpenEmergencyAccessInput extends OfCaseInput {
  @Field(() => EmergencyReasonType)
  reason: (typeof emergencyReasons)[number];

  @TextField(4_000, { description: 'What happened.' })
  circumstances: string;

  @Field(() => [EmergencyCategoryType], { nullable: true })
  further?: (typeof emergencyCategories)[number][];

  @Field(() => FurtherReasonType, { nullable: true, description: 'Needed with `further`.' })
  furtherReason?: (typeof furtherReasons)[number];
}
@InputType()
export class EndEmergencyAccessInput extends OfCaseInput {
  @IdField()
  access: string;
}
@InputType()
export class ReviewEmergencyAccessInput extends OfCaseInput {
  @IdField()
  access: string;

  @Field(() => AccessFindingType)
  finding: (typeof accessFindings)[number];

  @TextField(4_000)
  note: string;
}

const OpenEmergencyAccessPayload = payloadOf('OpenEmergencyAccess');
const EndEmergencyAccessPayload = payloadOf('EndEmergencyAccess');
const ReviewEmergencyAccessPayload = payloadOf('ReviewEmergencyAccess');

@Resolver()
export class EmergencyMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => OpenEmergencyAccessPayload, { description: 'Opens the safety flags of a case you know by its exact id, for two hours. Your supervisor reviews it within 72 hours, and she will see it. The id returned is the access’s.' })
  openEmergencyAccess(@Args('input') input: OpenEmergencyAccessInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OpenEmergencyAccess, input, caller);
  }

  @Mutation(() => EndEmergencyAccessPayload, { description: 'Ends it before its hours are over.' })
  endEmergencyAccess(@Args('input') input: EndEmergencyAccessInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EndEmergencyAccess, input, caller);
  }

  @Mutation(() => ReviewEmergencyAccessPayload, { description: 'Records whether it was justified: a supervisor of who opened it or of the lead, and another person than who opened it.' })
  reviewEmergencyAccess(@Args('input') input: ReviewEmergencyAccessInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReviewEmergencyAccess, input, caller);
  }
}
