import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { IdField, TextField } from '../inputs.graphql';
import { OfInvestigationInput } from './investigation.graphql';
import { interviewReasons, RecordAdvanceTestimony, speakers, TakeStatement, testimonySettings, type Speaker } from './testimony';

const SpeakerType = enumOf('Speaker', speakers, 'Whose words a statement is.');
const InterviewReasonType = enumOf('InterviewReason', interviewReasons, 'Why she is asked again.');
const TestimonySettingType = enumOf('TestimonySetting', testimonySettings, 'How she was spared the sight of the accused.');

@InputType({ isAbstract: true })
abstract class SpokenInput extends OfInvestigationInput {
  @Field(() => SpeakerType)
  speaker: Speaker;

  @IdField({ nullable: true, description: 'Of the survivor: her case, attached before.' })
  case?: string;

  @IdField({ nullable: true, description: 'Of a suspect: named before.' })
  suspect?: string;

  @IdField({ nullable: true, description: 'Of a witness or expert who was heard before: the person. Left out for somebody new.' })
  witness?: string;

  @TextField(4_000, { description: 'Sealed under the key of whose words they are. What is longer is an exhibit.' })
  words: string;

  @TextField(200, { nullable: true })
  speakerName?: string;

  @TextField(200, { nullable: true })
  interpreterName?: string;
}
@InputType()
export class TakeStatementInput extends SpokenInput {
  @Field(() => InterviewReasonType, { nullable: true, description: 'Needed when the survivor has been heard before.' })
  again?: (typeof interviewReasons)[number];
}
@InputType()
export class RecordAdvanceTestimonyInput extends SpokenInput {
  @Field(() => TestimonySettingType)
  setting: (typeof testimonySettings)[number];
}

const TakeStatementPayload = payloadOf('TakeStatement');
const RecordAdvanceTestimonyPayload = payloadOf('RecordAdvanceTestimony');

@Resolver()
export class TestimonyMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => TakeStatementPayload, { description: 'What somebody said, sealed under their own key. The id returned is the statement’s.' })
  takeStatement(@Args('input') input: TakeStatementInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(TakeStatement, input, caller);
  }

  @Mutation(() => RecordAdvanceTestimonyPayload, { description: 'What somebody said before a judge ahead of the trial, so that it is not said again.' })
  recordAdvanceTestimony(@Args('input') input: RecordAdvanceTestimonyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordAdvanceTestimony, input, caller);
  }
}
