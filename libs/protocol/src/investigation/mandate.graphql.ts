import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import type { DataCategory } from '../data-category';
import { IdField, TextField } from '../inputs.graphql';
import { OfInvestigationInput } from './investigation.graphql';
import { DiscloseUnderReserve, EndMandate, IssueMandate } from './mandate';

/** What a prosecutor may say; the other endings come of what happens to the investigation. */
const endedByProsecutor = ['NOT_NEEDED', 'QUASHED'] as const;
const MandateEndingType = enumOf('MandateEnding', endedByProsecutor, 'Why a mandate ends before its date.');

@InputType()
export class IssueMandateInput extends OfInvestigationInput {
  @IdField()
  case: string;

  @Field(() => [DataCategoryType])
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  categories: DataCategory[];

  @Field(() => DateTime, { description: 'Within a year.' })
  until: string;

  @TextField(4_000, { nullable: true, description: 'Makes a request a reasoned one. Sealed.' })
  reasons?: string;
}
@InputType()
export class EndMandateInput extends OfInvestigationInput {
  @IdField()
  mandate: string;

  @Field(() => MandateEndingType)
  reason: (typeof endedByProsecutor)[number];
}
@InputType()
export class DiscloseUnderReserveInput extends OfInvestigationInput {
  @IdField()
  mandate: string;

  @Field(() => [DataCategoryType])
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  categories: DataCategory[];

  @Field(() => DateTime, { description: 'From when on her case shows it. Within a year.' })
  reviewAt: string;

  @TextField(4_000, { nullable: true, description: 'What was shown, to whom. Sealed.' })
  shown?: string;
}

const IssueMandatePayload = payloadOf('IssueMandate');
const EndMandatePayload = payloadOf('EndMandate');
const DiscloseUnderReservePayload = payloadOf('DiscloseUnderReserve');

@Resolver()
export class MandateMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => IssueMandatePayload, {
    description:
      'Opens categories of a case to the prosecutor until a date. basis is LEGAL_MANDATE with the number of the request (STATUS, PROTECTION, INVESTIGATION; with reasons also IDENTITY, LEGAL), or COURT_ORDER with the number of the order (also HEALTH, PSYCHOSOCIAL, WHEREABOUTS).',
  })
  issueMandate(@Args('input') input: IssueMandateInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(IssueMandate, input, caller);
  }

  @Mutation(() => EndMandatePayload, { description: 'Ends a mandate before its date.' })
  endMandate(@Args('input') input: EndMandateInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EndMandate, input, caller);
  }

  @Mutation(() => DiscloseUnderReservePayload, { description: 'Records what was shown of a case under a mandate; the case shows it from the review date.' })
  discloseUnderReserve(@Args('input') input: DiscloseUnderReserveInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DiscloseUnderReserve, input, caller);
  }
}
