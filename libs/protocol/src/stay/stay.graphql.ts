import { Args, Field, InputType, Int, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, IsOptional, Max, Min } from 'class-validator';
import { IdField, TextField } from '../inputs.graphql';
import { AdmitDependant, AdmitSurvivor, DischargeDependant, dischargeReasons, DischargeSurvivor, extensionReasons, ExtendStay, RecordSurvivorLeft } from './stay';

const ExtensionReasonType = enumOf('ExtensionReason', extensionReasons, 'Why a stay goes on.');
const DischargeReasonType = enumOf('DischargeReason', dischargeReasons, 'Where she goes, or why she does not stay.');

@InputType({ isAbstract: true })
abstract class OfStayInput extends CommandInput {
  @IdField({ description: 'The stay: it has the id of the referral under which she was admitted.' })
  stay: string;
}

@InputType({ description: 'Who comes along, to a place of their own.' })
export class ComingAlongInput {
  @IdField({ description: 'The dependant’s own case, opened in the care of hers.' })
  case: string;

  @IdField({ description: 'One of the places accepted with, or another that is held.' })
  hold: string;
}
@InputType()
export class AdmitSurvivorInput extends CommandInput {
  @IdField({ description: 'The accepted referral she comes with.' })
  referral: string;

  @IdField({ nullable: true, description: 'Another place that is held, where the one she was accepted with is gone.' })
  hold?: string;

  @Field(() => [ComingAlongInput])
  @ArrayMaxSize(20)
  dependants: ComingAlongInput[];

  @Field(() => Int, { nullable: true, description: 'Completed years: asked for where her age band reaches over a limit of the unit. Sealed.' })
  @IsOptional()
  @Min(0)
  @Max(120)
  age?: number;

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  note?: string;
}
@InputType()
export class AdmitDependantInput extends OfStayInput {
  @IdField({ description: 'The dependant’s own case, opened in the care of hers.' })
  dependant: string;

  @IdField({ description: 'A place that is held.' })
  hold: string;
}
@InputType()
export class ExtendStayInput extends OfStayInput {
  @Field(() => DateTime, { description: 'When it is reviewed again: thirty days from now at most.' })
  until: string;

  @Field(() => ExtensionReasonType)
  reason: (typeof extensionReasons)[number];

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  note?: string;
}
@InputType()
export class DischargeSurvivorInput extends OfStayInput {
  @Field(() => DischargeReasonType)
  reason: (typeof dischargeReasons)[number];

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  destination?: string;
}
@InputType()
export class DischargeDependantInput extends OfStayInput {
  @IdField({ description: 'The dependant’s own case.' })
  dependant: string;

  @Field(() => DischargeReasonType)
  reason: (typeof dischargeReasons)[number];
}
@InputType()
export class RecordSurvivorLeftInput extends OfStayInput {}

const AdmitSurvivorPayload = payloadOf('AdmitSurvivor');
const AdmitDependantPayload = payloadOf('AdmitDependant');
const ExtendStayPayload = payloadOf('ExtendStay');
const DischargeSurvivorPayload = payloadOf('DischargeSurvivor');
const DischargeDependantPayload = payloadOf('DischargeDependant');
const RecordSurvivorLeftPayload = payloadOf('RecordSurvivorLeft');

@Resolver()
export class StayMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => AdmitSurvivorPayload, { description: 'She comes to live in the residential unit that accepted the referral. The id returned is the stay’s.' })
  admitSurvivor(@Args('input') input: AdmitSurvivorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AdmitSurvivor, input, caller);
  }

  @Mutation(() => AdmitDependantPayload, { description: 'A dependant comes later than she did.' })
  admitDependant(@Args('input') input: AdmitDependantInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AdmitDependant, input, caller);
  }

  @Mutation(() => ExtendStayPayload, { description: 'Who directs the unit lets the stay go on, with a reason.' })
  extendStay(@Args('input') input: ExtendStayInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ExtendStay, input, caller);
  }

  @Mutation(() => DischargeSurvivorPayload, { description: 'She moves out, and who is with her. Their places are free again.' })
  dischargeSurvivor(@Args('input') input: DischargeSurvivorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DischargeSurvivor, input, caller);
  }

  @Mutation(() => DischargeDependantPayload, { description: 'A dependant moves out before she does.' })
  dischargeDependant(@Args('input') input: DischargeDependantInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DischargeDependant, input, caller);
  }

  @Mutation(() => RecordSurvivorLeftPayload, { description: 'She has left of her own will. The house records it, or the unit that leads her case; never refused while she is there.' })
  recordSurvivorLeft(@Args('input') input: RecordSurvivorLeftInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordSurvivorLeft, input, caller);
  }
}
