import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, enumOf, PurposeType } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import type { DataCategory } from '../data-category';
import { CodeField, IdField, TextField, UnderField } from '../inputs.graphql';
import type { Purpose } from '../legal-basis';
import { OfCaseInput } from './case.graphql';
import { disclosureErrors, MakeDisclosure, RecordDisclosureInError } from './disclosure';

type Cause = Exclude<(typeof disclosureErrors)[number], 'UNMERGED'>;
const causes = disclosureErrors.filter((cause): cause is Cause => cause !== 'UNMERGED');
const DisclosureErrorType = enumOf('DisclosureErrorCause', causes, 'How somebody learned what was not theirs.');

@InputType()
export class MakeDisclosureInput extends OfCaseInput {
  @CodeField({ description: 'Code of the unit or institution that is told.' })
  receiver: string;

  @Field(() => [DataCategoryType])
  @ArrayMinSize(1)
  categories: DataCategory[];

  @Field(() => PurposeType, { name: 'for', description: 'What the receiver may use it for.' })
  for: Purpose;

  @Field(() => [ID], { description: 'Her consents that it rests on. None where another legal basis is named.' })
  @ArrayMaxSize(20)
  @Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { each: true })
  consents: string[];

  @Field(() => DateTime, { nullable: true, description: 'When it ends; needed where it rests on no consent.' })
  until?: string;

  @TextField(4_000, { description: 'What was told, and how.' })
  disclosed: string;
}
@InputType()
export class RecordDisclosureInErrorInput extends OfCaseInput {
  @CodeField({ nullable: true, description: 'Who learned it, where that is a unit or institution of the directory.' })
  receiver?: string;

  @Field(() => [DataCategoryType])
  @ArrayMinSize(1)
  categories: DataCategory[];

  @Field(() => DisclosureErrorType)
  cause: Cause;

  @IdField({ nullable: true, description: 'The disclosure that was wrong. It ends with it.' })
  disclosure?: string;

  @TextField(4_000, { description: 'What happened, who learned it, and what was done about it.' })
  account: string;

  @UnderField()
  under?: string;
}

const MakeDisclosurePayload = payloadOf('MakeDisclosure');
const RecordDisclosureInErrorPayload = payloadOf('RecordDisclosureInError');

@Resolver()
export class DisclosureMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => MakeDisclosurePayload, { description: 'Records that somebody is told something of the case outside any referral, and on which basis. The id returned is the disclosure’s.' })
  makeDisclosure(@Args('input') input: MakeDisclosureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(MakeDisclosure, input, caller);
  }

  @Mutation(() => RecordDisclosureInErrorPayload, { description: 'Records that somebody learned what was not theirs.' })
  recordDisclosureInError(@Args('input') input: RecordDisclosureInErrorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordDisclosureInError, input, caller);
  }
}
