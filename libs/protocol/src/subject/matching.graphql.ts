import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { IdField } from '../inputs.graphql';
import { likenessKinds, type LikenessKind } from './likeness';
import { ConfirmMatch, matchRejections, ProposeMatch, RejectMatch, type MatchRejection } from './matching';

const LikenessKindType = enumOf('LikenessKind', likenessKinds, 'What two descriptions have in common.');
/** What a person may give as a reason; UNMERGED is the server's. */
const stated = matchRejections.filter((reason): reason is Exclude<MatchRejection, 'UNMERGED'> => reason !== 'UNMERGED');
const MatchRejectionReasonType = enumOf('MatchRejectionReason', stated, 'Why two are not taken for one person.');

@InputType()
export class ConfirmMatchInput extends CommandInput {
  @IdField()
  case: string;

  @IdField({ description: 'The other case. Which of the two is named first makes no difference.' })
  other: string;
}
@InputType()
export class RejectMatchInput extends ConfirmMatchInput {
  @Field(() => MatchRejectionReasonType)
  reason: Exclude<MatchRejection, 'UNMERGED'>;
}
@InputType()
export class ProposeMatchInput extends ConfirmMatchInput {
  @Field(() => [LikenessKindType], { description: 'What you compared and found the same.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(likenessKinds.length)
  agreeing: LikenessKind[];
}

const ProposeMatchPayload = payloadOf('ProposeMatch');
const ConfirmMatchPayload = payloadOf('ConfirmMatch');
const RejectMatchPayload = payloadOf('RejectMatch');

@Resolver()
export class MatchingMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ProposeMatchPayload, { description: 'That two cases are one person’s, though the server has not found it. Another steward confirms or rejects it.' })
  proposeMatch(@Args('input') input: ProposeMatchInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ProposeMatch, input, caller);
  }

  @Mutation(() => ConfirmMatchPayload, { description: 'Two cases are one person’s. It opens nothing to anybody; where one lead has both, its supervisor is told, and they may be merged.' })
  confirmMatch(@Args('input') input: ConfirmMatchInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ConfirmMatch, input, caller);
  }

  @Mutation(() => RejectMatchPayload, { description: 'They are two, or too little shows that they are one. It is not proposed again until more agrees. Another than who confirmed it may reject it still.' })
  rejectMatch(@Args('input') input: RejectMatchInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RejectMatch, input, caller);
  }
}
