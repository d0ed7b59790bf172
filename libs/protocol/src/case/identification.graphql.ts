import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { IdField, TextField, UnderField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import { authorityDecisions, DecideIdentification, DecideReconsideration, PresumeVictim, reconsiderationAskers, RequestReconsideration } from './identification';
import { ExtendRecovery, recoveryExtensionReasons } from './recovery';

const AuthorityDecisionType = enumOf('AuthorityDecision', authorityDecisions, 'What the competent authority decides. Assistance depends on none of it.');
const ReconsiderationAskerType = enumOf('ReconsiderationAsker', reconsiderationAskers, 'Who asks that the decision be taken anew.');
const RecoveryExtensionReasonType = enumOf('RecoveryExtensionReason', recoveryExtensionReasons, 'Why the recovery and reflection period becomes longer.');

@InputType()
export class PresumeVictimInput extends OfCaseInput {
  @TextField(4_000, { description: 'What makes you think so.' })
  grounds: string;

  @UnderField()
  under?: string;
}
@InputType()
export class DecideIdentificationInput extends OfCaseInput {
  @Field(() => AuthorityDecisionType)
  decision: (typeof authorityDecisions)[number];

  @Field({ nullable: true, description: 'She asked for the decision before the recovery period ends.' })
  atHerRequest?: boolean;

  @TextField(20_000, { description: 'The reasons, as they would have to stand before a court.' })
  grounds: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RequestReconsiderationInput extends OfCaseInput {
  @Field(() => ReconsiderationAskerType)
  by: (typeof reconsiderationAskers)[number];

  @TextField(4_000)
  grounds: string;

  @UnderField()
  under?: string;
}
@InputType()
export class DecideReconsiderationInput extends OfCaseInput {
  @IdField({ description: 'Id of the request; of a review that was requested, the id of the event of the decision in question.' })
  reconsideration: string;

  @Field(() => AuthorityDecisionType)
  decision: (typeof authorityDecisions)[number];

  @TextField(20_000)
  grounds: string;

  @UnderField()
  under?: string;
}
@InputType()
export class ExtendRecoveryInput extends OfCaseInput {
  @Field(() => DateTime)
  until: string;

  @Field(() => RecoveryExtensionReasonType)
  reason: (typeof recoveryExtensionReasons)[number];

  @TextField(4_000, { nullable: true })
  note?: string;

  @UnderField()
  under?: string;
}

const PresumeVictimPayload = payloadOf('PresumeVictim');
const DecideIdentificationPayload = payloadOf('DecideIdentification');
const RequestReconsiderationPayload = payloadOf('RequestReconsideration');
const DecideReconsiderationPayload = payloadOf('DecideReconsideration');
const ExtendRecoveryPayload = payloadOf('ExtendRecovery');

@Resolver()
export class IdentificationMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => PresumeVictimPayload, { description: 'Records that she is presumed a victim. Any first responder may; it opens assistance, and the recovery and reflection period begins.' })
  presumeVictim(@Args('input') input: PresumeVictimInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(PresumeVictim, input, caller);
  }

  @Mutation(() => DecideIdentificationPayload, { description: 'Records the decision of the competent authority, by an accredited agent with a token of their own, after the recovery period or at her request.' })
  decideIdentification(@Args('input') input: DecideIdentificationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DecideIdentification, input, caller);
  }

  @Mutation(() => RequestReconsiderationPayload, { description: 'Asks that the decision be taken anew. The id returned is the request’s.' })
  requestReconsideration(@Args('input') input: RequestReconsiderationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestReconsideration, input, caller);
  }

  @Mutation(() => DecideReconsiderationPayload, { description: 'Takes the decision anew, by another person than who took it before.' })
  decideReconsideration(@Args('input') input: DecideReconsiderationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DecideReconsideration, input, caller);
  }

  @Mutation(() => ExtendRecoveryPayload, { description: 'Gives her more time. The period is never shortened.' })
  extendRecovery(@Args('input') input: ExtendRecoveryInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ExtendRecovery, input, caller);
  }
}
