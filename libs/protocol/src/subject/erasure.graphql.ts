import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { keyClasses, type KeyClass } from '../data-category';
import { IdField } from '../inputs.graphql';
import { ApproveErasure, erasureGrounds, erasureRefusalReasons, holdGrounds, LiftLegalHold, PlaceLegalHold, RefuseErasure, ReopenSubject, RequestErasure, RequestLegalHoldLift } from './erasure';

export const KeyClassType = enumOf('KeyClass', keyClasses, 'What is held or erased together: who and where she is; what is done for her; what an investigation has.');
const HoldGroundType = enumOf('HoldGround', holdGrounds, 'Why what is said about somebody is kept.');
const ErasureGroundType = enumOf('ErasureGround', erasureGrounds, 'Why what is said about somebody is to be erased.');
const ErasureRefusalReasonType = enumOf('ErasureRefusalReason', erasureRefusalReasons, 'Why an erasure is not granted.');

@InputType()
export class ReopenSubjectInput extends CommandInput {
  @IdField({ description: 'Her case, or the contact.' })
  file: string;
}
@InputType()
class ClassesInput extends ReopenSubjectInput {
  @Field(() => [KeyClassType])
  @ArrayMinSize(1)
  @ArrayMaxSize(keyClasses.length)
  classes: KeyClass[];
}
@InputType()
export class PlaceLegalHoldInput extends ClassesInput {
  @Field(() => HoldGroundType, { description: 'Give the number of the order or request as the reference of the basis.' })
  ground: (typeof holdGrounds)[number];
}
@InputType()
export class RequestLegalHoldLiftInput extends ReopenSubjectInput {
  @IdField()
  hold: string;
}
@InputType()
export class LiftLegalHoldInput extends RequestLegalHoldLiftInput {}
@InputType()
export class RequestErasureInput extends ClassesInput {
  @Field(() => ErasureGroundType)
  ground: (typeof erasureGrounds)[number];
}
@InputType()
export class ApproveErasureInput extends ReopenSubjectInput {
  @IdField()
  erasure: string;
}
@InputType()
export class RefuseErasureInput extends ApproveErasureInput {
  @Field(() => ErasureRefusalReasonType)
  reason: (typeof erasureRefusalReasons)[number];
}

const PlaceLegalHoldPayload = payloadOf('PlaceLegalHold');
const RequestLegalHoldLiftPayload = payloadOf('RequestLegalHoldLift');
const LiftLegalHoldPayload = payloadOf('LiftLegalHold');
const RequestErasurePayload = payloadOf('RequestErasure');
const ApproveErasurePayload = payloadOf('ApproveErasure');
const RefuseErasurePayload = payloadOf('RefuseErasure');
const ReopenSubjectPayload = payloadOf('ReopenSubject');

@Resolver()
export class ErasureMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => PlaceLegalHoldPayload, { description: 'What is said about her is kept, whoever asks for its erasure, until the hold is lifted. The id returned is the hold’s.' })
  placeLegalHold(@Args('input') input: PlaceLegalHoldInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(PlaceLegalHold, input, caller);
  }

  @Mutation(() => RequestLegalHoldLiftPayload, { description: 'The institution that placed the hold asks for its end.' })
  requestLegalHoldLift(@Args('input') input: RequestLegalHoldLiftInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestLegalHoldLift, input, caller);
  }

  @Mutation(() => LiftLegalHoldPayload, { description: 'The hold ends. Another person than who placed it or asked for its end does this; an approved erasure that waited for it is done at once.' })
  liftLegalHold(@Args('input') input: LiftLegalHoldInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LiftLegalHold, input, caller);
  }

  @Mutation(() => RequestErasurePayload, { description: 'Asks that what is said about her be erased for good. Another steward approves or refuses it. The id returned is the erasure’s.' })
  requestErasure(@Args('input') input: RequestErasureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestErasure, input, caller);
  }

  @Mutation(() => ApproveErasurePayload, { description: 'Condemns the keys: nothing sealed under them can be read again. What a hold keeps is restricted instead, and goes when the last hold is lifted. The case or contact is closed first.' })
  approveErasure(@Args('input') input: ApproveErasureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ApproveErasure, input, caller);
  }

  @Mutation(() => RefuseErasurePayload, { description: 'The erasure is not granted.' })
  refuseErasure(@Args('input') input: RefuseErasureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RefuseErasure, input, caller);
  }

  @Mutation(() => ReopenSubjectPayload, { description: 'She came back after an erasure: what is said from now on is sealed under new keys. What was erased stays so.' })
  reopenSubject(@Args('input') input: ReopenSubjectInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReopenSubject, input, caller);
  }
}
