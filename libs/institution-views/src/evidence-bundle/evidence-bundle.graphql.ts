import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, withPurpose } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { IdField, TextField } from '@amparo/protocol/inputs.graphql';
import { IssueEvidenceBundle } from './evidence-bundle';

@InputType()
export class IssueEvidenceBundleInput extends CommandInput {
  @IdField({ description: 'The case, or the investigation.' })
  file: string;

  @TextField(20_000, { nullable: true, description: 'The checkpoint of the protocol log that you hold: the bundle then proves that the log only grew since.' })
  known?: string;
}
const IssueEvidenceBundlePayload = payloadOf('IssueEvidenceBundle');

@Resolver()
export class EvidenceBundleMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => IssueEvidenceBundlePayload, {
    description:
      'The record of a case, or of an investigation, as evidence that anybody can check without this server: for prosecutors, purpose PROSECUTION, as far as they may see it; for auditors, purpose AUDIT, envelopes of everything. The id returned is the bundle’s: fetch it within 15 minutes from /bundles/<id>.',
  })
  issueEvidenceBundle(@Args('input') input: IssueEvidenceBundleInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(IssueEvidenceBundle, input, caller, { caller: withPurpose(caller, input.purpose) });
  }
}
