import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, PurposeType } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import type { DataCategory } from '../data-category';
import { IdField, TextField } from '../inputs.graphql';
import type { Purpose } from '../legal-basis';
import { DenounceAgreement, ProposeAgreement, SignAgreement } from './agreement';

@InputType({ isAbstract: true })
abstract class SigningInput extends CommandInput {
  @Field(() => PurposeType, { name: 'for', description: 'For what purpose the parties let data pass.' })
  for: Purpose;

  @Field(() => [DataCategoryType], { description: 'What may pass between them for that purpose; nothing else does while it is in force.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(12)
  categories: DataCategory[];

  @Field(() => DateTime, { description: 'When it ends.' })
  until: string;
}
@InputType()
export class ProposeAgreementInput extends SigningInput {
  @TextField(200, { description: 'Its name or number. Names no person: it is not sealed.' })
  title: string;

  @Field(() => [ID], { description: 'Codes of the other parties.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(/^[a-z][a-z0-9]{1,30}$/, { each: true })
  with: string[];
}
@InputType()
export class SignAgreementInput extends SigningInput {
  @IdField()
  agreement: string;
}
@InputType()
export class DenounceAgreementInput extends CommandInput {
  @IdField()
  agreement: string;
}

const ProposeAgreementPayload = payloadOf('ProposeAgreement');
const SignAgreementPayload = payloadOf('SignAgreement');
const DenounceAgreementPayload = payloadOf('DenounceAgreement');

@Resolver()
export class AgreementMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ProposeAgreementPayload, { description: 'Signs a sharing agreement for one’s own institution, as the first of its parties. The id returned is the agreement’s.' })
  proposeAgreement(@Args('input') input: ProposeAgreementInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ProposeAgreement, input, caller);
  }

  @Mutation(() => SignAgreementPayload, { description: 'Signs, for one’s own institution, the terms that were proposed. With the last signature the agreement is in force: it limits what a basis opens, and never grants.' })
  signAgreement(@Args('input') input: SignAgreementInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SignAgreement, input, caller);
  }

  @Mutation(() => DenounceAgreementPayload, { description: 'One party ends it for all.' })
  denounceAgreement(@Args('input') input: DenounceAgreementInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DenounceAgreement, input, caller);
  }
}
