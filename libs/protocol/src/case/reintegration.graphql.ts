import { Args, Field, InputType, Int, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, Max, Min } from 'class-validator';
import { followUpMonths } from '../clocks';
import { supportPlanTypes } from '../htcds';
import { AgentField, CodeField, ConsenterType, IdField, TextField, UnderField } from '../inputs.graphql';
import type { AgreedBy } from './agreement';
import { OfCaseInput } from './case.graphql';
import {
  AgreeReintegrationPlan,
  AnswerGrievance,
  followUpOutcomes,
  grievanceKinds,
  grievanceOutcomes,
  grievanceVoices,
  RaiseGrievance,
  RecordContactLost,
  RecordContactRegained,
  RecordFollowUp,
} from './reintegration';

const SupportPlanType = enumOf('SupportPlanType', supportPlanTypes, 'HTCDS 2.0 spl_Type.');
const FollowUpOutcomeType = enumOf('FollowUpOutcome', followUpOutcomes, 'How she is, or why it is not known.');
const GrievanceKindType = enumOf('GrievanceKind', grievanceKinds, 'What she complains of.');
const GrievanceVoiceType = enumOf('GrievanceVoice', grievanceVoices, 'Who raises it.');
const GrievanceOutcomeType = enumOf('GrievanceOutcome', grievanceOutcomes, 'What came of it.');

@InputType()
export class AgreeReintegrationPlanInput extends OfCaseInput {
  @Field(() => LocalDate, { description: `The day on which it begins. Follow-ups count from it: after ${followUpMonths().join(', ')} months, unless the operator set others.` })
  startsOn: string;

  @Field(() => [SupportPlanType])
  @ArrayMaxSize(supportPlanTypes.length)
  supports: (typeof supportPlanTypes)[number][];

  @TextField(4_000, { description: 'What she wants her life to be, in her words.' })
  aims: string;

  @Field(() => ConsenterType, { nullable: true, description: 'Who agreed to it. What nobody agreed to is not recorded as a plan.' })
  agreedBy?: AgreedBy;
}
@InputType()
export class RecordFollowUpInput extends OfCaseInput {
  @Field(() => Int, { description: `After how many months: ${followUpMonths().join(', ')}, unless the operator set others.` })
  @Min(1)
  @Max(36)
  month: number;

  @Field(() => FollowUpOutcomeType)
  outcome: (typeof followUpOutcomes)[number];

  @TextField(4_000, { nullable: true })
  note?: string;
}
@InputType()
export class RecordContactLostInput extends OfCaseInput {
  @TextField(2_000, { nullable: true, description: 'When and how she was last heard of.' })
  lastContact?: string;
}
@InputType()
export class RecordContactRegainedInput extends OfCaseInput {}
@InputType()
export class RaiseGrievanceInput extends OfCaseInput {
  @CodeField({ description: 'Code of the unit it concerns.' })
  unit: string;

  @AgentField({ nullable: true, description: 'Whom of that unit it concerns, where she names one.' })
  agent?: string;

  @Field(() => GrievanceKindType)
  kind: (typeof grievanceKinds)[number];

  @Field(() => GrievanceVoiceType)
  by: (typeof grievanceVoices)[number];

  @TextField(4_000, { description: 'In her words.' })
  words: string;

  @UnderField()
  under?: string;
}
@InputType()
export class AnswerGrievanceInput extends OfCaseInput {
  @IdField()
  grievance: string;

  @Field(() => GrievanceOutcomeType)
  outcome: (typeof grievanceOutcomes)[number];

  @TextField(4_000, { description: 'What she is told.' })
  answer: string;

  @UnderField()
  under?: string;
}

const AgreeReintegrationPlanPayload = payloadOf('AgreeReintegrationPlan');
const RecordFollowUpPayload = payloadOf('RecordFollowUp');
const RecordContactLostPayload = payloadOf('RecordContactLost');
const RecordContactRegainedPayload = payloadOf('RecordContactRegained');
const RaiseGrievancePayload = payloadOf('RaiseGrievance');
const AnswerGrievancePayload = payloadOf('AnswerGrievance');

@Resolver()
export class ReintegrationMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => AgreeReintegrationPlanPayload, { description: 'Records the plan of reintegration agreed with her. Agreed anew it takes the place of the one before.' })
  agreeReintegrationPlan(@Args('input') input: AgreeReintegrationPlanInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AgreeReintegrationPlan, input, caller);
  }

  @Mutation(() => RecordFollowUpPayload, { description: 'Records how she is after so many months. Who was not reached may be reached later.' })
  recordFollowUp(@Args('input') input: RecordFollowUpInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordFollowUp, input, caller);
  }

  @Mutation(() => RecordContactLostPayload, { description: 'She cannot be reached.' })
  recordContactLost(@Args('input') input: RecordContactLostInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordContactLost, input, caller);
  }

  @Mutation(() => RecordContactRegainedPayload, { description: 'She can be reached again.' })
  recordContactRegained(@Args('input') input: RecordContactRegainedInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordContactRegained, input, caller);
  }

  @Mutation(() => RaiseGrievancePayload, { description: 'She complains of a unit, or somebody does for her. By the lead, or by who serves her. The id returned is the grievance’s.' })
  raiseGrievance(@Args('input') input: RaiseGrievanceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RaiseGrievance, input, caller);
  }

  @Mutation(() => AnswerGrievancePayload, { description: 'Answers it: somebody whom it does not concern.' })
  answerGrievance(@Args('input') input: AnswerGrievanceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AnswerGrievance, input, caller);
  }
}
