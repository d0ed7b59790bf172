import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, Matches } from 'class-validator';
import { IdField, TextField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import { LinkCase, MergeCase, UnmergeCase } from './merging';

@InputType()
export class LinkCaseInput extends OfCaseInput {
  @IdField()
  other: string;

  @TextField(200, { description: 'What the one has to do with the other.' })
  relation: string;
}
@InputType()
export class MergeCaseInput extends OfCaseInput {
  @IdField({ description: 'The case in which this one goes on.' })
  into: string;

  @TextField(4_000, { description: 'What shows that both are about one woman and one matter.' })
  grounds: string;
}
@InputType()
export class UnmergeCaseInput extends OfCaseInput {
  @Field(() => [ID], { description: 'Events recorded since in the other case that belong to this one.' })
  @ArrayMaxSize(500)
  @Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { each: true })
  entries: string[];

  @TextField(4_000)
  grounds: string;
}

const LinkCasePayload = payloadOf('LinkCase');
const MergeCasePayload = payloadOf('MergeCase');
const UnmergeCasePayload = payloadOf('UnmergeCase');

@Resolver()
export class MergingMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => LinkCasePayload, { description: 'Links two cases that you lead. Each stays as it is, and the other says so too.' })
  linkCase(@Args('input') input: LinkCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LinkCase, input, caller);
  }

  @Mutation(() => MergeCasePayload, { description: 'This case goes on in another of the same lead and matter. What is recorded stays where it is, and opens no more than before.' })
  mergeCase(@Args('input') input: MergeCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(MergeCase, input, caller);
  }

  @Mutation(() => UnmergeCasePayload, { description: 'They are two after all: this case stands for itself again, gets what is its own, and to whom that was open is recorded.' })
  unmergeCase(@Args('input') input: UnmergeCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(UnmergeCase, input, caller);
  }
}
