import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, Matches } from 'class-validator';
import { CodeField, IdField, TextField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import { AcceptLeadTransfer, DeclineLeadTransfer, RequestLeadTransfer, transferDeclineReasons, transferReasons } from './lead-transfer';

const TransferReasonType = enumOf('TransferReason', transferReasons, 'Why another unit is to lead.');
const TransferDeclineReasonType = enumOf('TransferDeclineReason', transferDeclineReasons, 'Why it does not.');

@InputType()
export class RequestLeadTransferInput extends OfCaseInput {
  @CodeField({ description: 'Code of the unit that would lead.' })
  to: string;

  @Field(() => TransferReasonType)
  reason: (typeof transferReasons)[number];

  @Field(() => [ID], { description: 'Her consents that it rests on: to that unit, for ASSISTANCE, to all that a lead sees. None where another legal basis is named.' })
  @ArrayMaxSize(20)
  @Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { each: true })
  consents: string[];

  @TextField(4_000, { nullable: true })
  note?: string;
}
@InputType()
export class AcceptLeadTransferInput extends OfCaseInput {
  @IdField()
  transfer: string;
}
@InputType()
export class DeclineLeadTransferInput extends OfCaseInput {
  @IdField()
  transfer: string;

  @Field(() => TransferDeclineReasonType)
  reason: (typeof transferDeclineReasons)[number];

  @TextField(4_000, { nullable: true })
  note?: string;
}

const RequestLeadTransferPayload = payloadOf('RequestLeadTransfer');
const AcceptLeadTransferPayload = payloadOf('AcceptLeadTransfer');
const DeclineLeadTransferPayload = payloadOf('DeclineLeadTransfer');

@Resolver()
export class LeadTransferMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => RequestLeadTransferPayload, { description: 'Asks a unit of another compartment to lead the case. Until it accepts you lead. The id returned is the transfer’s.' })
  requestLeadTransfer(@Args('input') input: RequestLeadTransferInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestLeadTransfer, input, caller);
  }

  @Mutation(() => AcceptLeadTransferPayload, { description: 'Your unit leads the case from now on.' })
  acceptLeadTransfer(@Args('input') input: AcceptLeadTransferInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AcceptLeadTransfer, input, caller);
  }

  @Mutation(() => DeclineLeadTransferPayload, { description: 'Your unit does not lead it, with the reason.' })
  declineLeadTransfer(@Args('input') input: DeclineLeadTransferInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeclineLeadTransfer, input, caller);
  }
}
