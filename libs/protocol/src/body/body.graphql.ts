import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { CodeField, TextField } from '../inputs.graphql';
import { AdmitMember, ConstituteBody, ReleaseMember } from './body';

@InputType()
export class ConstituteBodyInput extends CommandInput {
  @CodeField({ description: 'Code of the body, such as citim.' })
  body: string;

  @TextField(200)
  name: string;
}
@InputType()
export class AdmitMemberInput extends CommandInput {
  @CodeField({ description: 'Code of the body.' })
  body: string;

  @CodeField({ description: 'Code of the institution.' })
  institution: string;
}
@InputType()
export class ReleaseMemberInput extends AdmitMemberInput {}

const ConstituteBodyPayload = payloadOf('ConstituteBody');
const AdmitMemberPayload = payloadOf('AdmitMember');
const ReleaseMemberPayload = payloadOf('ReleaseMember');

@Resolver()
export class BodyMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ConstituteBodyPayload, { description: 'Enters a coordination body. The coordinator’s unit is its secretariat, and the institution of that unit its first member.' })
  constituteBody(@Args('input') input: ConstituteBodyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ConstituteBody, input, caller);
  }

  @Mutation(() => AdmitMemberPayload, { description: 'An institution joins the body. By its secretariat.' })
  admitMember(@Args('input') input: AdmitMemberInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AdmitMember, input, caller);
  }

  @Mutation(() => ReleaseMemberPayload, { description: 'An institution leaves the body. What it is responsible for in a plan stays with it.' })
  releaseMember(@Args('input') input: ReleaseMemberInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReleaseMember, input, caller);
  }
}
