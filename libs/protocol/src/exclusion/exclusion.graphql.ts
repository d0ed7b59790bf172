import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, Matches } from 'class-validator';
import { CodeField, IdField, TextField } from '../inputs.graphql';
import { AssessExposure, ConfirmExclusion, exclusionFindings, LiftExclusion, liftingReasons, partyKinds, PlaceExclusion, ReviewExclusion } from './exclusion';

const PartyKindType = enumOf('PartyKind', partyKinds, 'Who is excluded.');
const LiftingReasonType = enumOf('LiftingReason', liftingReasons, 'Why an exclusion ends.');

const ExclusionFindingType = enumOf('ExclusionFinding', exclusionFindings, 'What a review of an exclusion found.');

@InputType()
export class ExcludedPartyInput {
  @Field(() => PartyKindType)
  kind: (typeof partyKinds)[number];

  @CodeField({ description: 'Its id in the directory.' })
  id: string;
}
@InputType()
export class PlaceExclusionInput extends CommandInput {
  @Field(() => ExcludedPartyInput)
  party: ExcludedPartyInput;

  @Field(() => [ID], { description: 'May be empty where an investigation is named.' })
  @ArrayMaxSize(200)
  @Matches(/^[0-9a-f-]{36}$/, { each: true })
  cases: string[];

  @IdField({ nullable: true, description: 'Keeps the party from this investigation and its exhibits, not from the cases it names.' })
  investigation?: string;

  @TextField(4_000, { description: 'Sealed under a file of its own.' })
  ground: string;
}
@InputType()
export class ConfirmExclusionInput extends CommandInput {
  @IdField()
  exclusion: string;
}
@InputType()
export class ReviewExclusionInput extends ConfirmExclusionInput {
  @Field(() => ExclusionFindingType)
  finding: (typeof exclusionFindings)[number];
}
@InputType()
export class AssessExposureInput extends ConfirmExclusionInput {}
@InputType()
export class LiftExclusionInput extends ConfirmExclusionInput {
  @Field(() => LiftingReasonType)
  reason: (typeof liftingReasons)[number];
}

const PlaceExclusionPayload = payloadOf('PlaceExclusion');
const ConfirmExclusionPayload = payloadOf('ConfirmExclusion');
const ReviewExclusionPayload = payloadOf('ReviewExclusion');
const AssessExposurePayload = payloadOf('AssessExposure');
const LiftExclusionPayload = payloadOf('LiftExclusion');

@Resolver()
export class ExclusionMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => PlaceExclusionPayload, { description: 'From now on the party sees nothing of these cases or this investigation, and not that it is excluded. The id returned is the exclusion’s.' })
  placeExclusion(@Args('input') input: PlaceExclusionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(PlaceExclusion, input, caller);
  }

  @Mutation(() => ConfirmExclusionPayload, { description: 'A second person of another institution confirms it.' })
  confirmExclusion(@Args('input') input: ConfirmExclusionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ConfirmExclusion, input, caller);
  }

  @Mutation(() => ReviewExclusionPayload, { description: 'Says whether it is still needed: its confirmer or an auditor, never who placed it. It ends by being lifted, not by a review.' })
  reviewExclusion(@Args('input') input: ReviewExclusionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReviewExclusion, input, caller);
  }

  @Mutation(() => AssessExposurePayload, { description: 'For auditors: puts on record what the excluded had been shown of each case and of the investigation, by the record of reads. Where that is what was recorded last, nothing is written.' })
  assessExposure(@Args('input') input: AssessExposureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssessExposure, input, caller);
  }

  @Mutation(() => LiftExclusionPayload, { description: 'Ends it.' })
  liftExclusion(@Args('input') input: LiftExclusionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LiftExclusion, input, caller);
  }
}
