import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, IsOptional, MaxLength } from 'class-validator';
import type { Matter } from '../case/case';
import { CodeField, IdField, MatterType, TextField } from '../inputs.graphql';
import {
  AttachCase,
  attachmentBases,
  CloseInvestigation,
  complainants,
  DirectPolice,
  FileComplaint,
  investigationClosings,
  investigationReopenings,
  NameSuspect,
  OpenInvestigation,
  ReassignInvestigation,
  RedirectComplaint,
  redirectionReasons,
  ReopenInvestigation,
  type AttachmentBasis,
  type Complainant,
} from './investigation';

const ComplainantType = enumOf('Complainant', complainants, 'Who complains.');
const RedirectionReasonType = enumOf('ComplaintRedirectionReason', redirectionReasons, 'Why a complaint is not for the unit it was addressed to.');
const AttachmentBasisType = enumOf('AttachmentBasis', attachmentBases, 'On what a case is attached to an investigation.');
const InvestigationClosingType = enumOf('InvestigationClosing', investigationClosings, 'Why an investigation ends.');
const InvestigationReopeningType = enumOf('InvestigationReopening', investigationReopenings, 'Why an investigation goes on.');

@InputType({ isAbstract: true })
export abstract class OfInvestigationInput extends CommandInput {
  @IdField()
  investigation: string;
}
@InputType()
export class FileComplaintInput extends CommandInput {
  @CodeField({ description: 'The unit of the prosecution it is addressed to.' })
  to: string;

  @Field(() => MatterType)
  matter: Matter;

  @Field(() => ComplainantType)
  complainant: Complainant;

  @TextField(4_000)
  account: string;

  @TextField(200, { nullable: true })
  complainantName?: string;

  @TextField(200, { nullable: true })
  complainantContact?: string;
}
@InputType()
export class RedirectComplaintInput extends OfInvestigationInput {
  @Field(() => RedirectionReasonType)
  reason: (typeof redirectionReasons)[number];

  @Field(() => MatterType, { nullable: true, description: 'What it is about instead.' })
  matter?: Matter;

  @CodeField({ nullable: true, description: 'The unit or institution whose it is.' })
  to?: string;
}
@InputType()
export class OpenInvestigationInput extends OfInvestigationInput {}
@InputType()
export class DirectPoliceInput extends OfInvestigationInput {
  @CodeField({ description: 'A unit of the police.' })
  unit: string;
}
@InputType()
export class AttachCaseInput extends OfInvestigationInput {
  @IdField()
  case: string;

  @Field(() => AttachmentBasisType)
  on: AttachmentBasis;

  @IdField({ nullable: true, description: 'The referral or the mandate.' })
  ref?: string;
}
@InputType()
export class NameSuspectInput extends OfInvestigationInput {
  @Field({ description: 'An official is suspected: consider an exclusion.' })
  official: boolean;

  @TextField(200)
  suspectName: string;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(20)
  @MaxLength(200, { each: true })
  aliases?: string[];

  @TextField(4_000, { nullable: true })
  description?: string;
}
@InputType()
export class CloseInvestigationInput extends OfInvestigationInput {
  @Field(() => InvestigationClosingType)
  reason: (typeof investigationClosings)[number];
}
@InputType()
export class ReopenInvestigationInput extends OfInvestigationInput {
  @Field(() => InvestigationReopeningType)
  reason: (typeof investigationReopenings)[number];
}
@InputType()
export class ReassignInvestigationInput extends OfInvestigationInput {
  @IdField({ description: 'The confirmed exclusion that you placed or confirmed.' })
  exclusion: string;

  @CodeField({ description: 'A unit of the prosecution, of another compartment than yours.' })
  to: string;
}

const FileComplaintPayload = payloadOf('FileComplaint');
const RedirectComplaintPayload = payloadOf('RedirectComplaint');
const OpenInvestigationPayload = payloadOf('OpenInvestigation');
const DirectPolicePayload = payloadOf('DirectPolice');
const AttachCasePayload = payloadOf('AttachCase');
const NameSuspectPayload = payloadOf('NameSuspect');
const CloseInvestigationPayload = payloadOf('CloseInvestigation');
const ReopenInvestigationPayload = payloadOf('ReopenInvestigation');
const ReassignInvestigationPayload = payloadOf('ReassignInvestigation');

@Resolver()
export class InvestigationMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => FileComplaintPayload, { description: 'Tells the prosecution of an offence. The id returned is the investigation’s; from then on only the unit addressed works on it.' })
  fileComplaint(@Args('input') input: FileComplaintInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(FileComplaint, input, caller);
  }

  @Mutation(() => RedirectComplaintPayload, { description: 'The complaint is not for this unit, and why.' })
  redirectComplaint(@Args('input') input: RedirectComplaintInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RedirectComplaint, input, caller);
  }

  @Mutation(() => OpenInvestigationPayload, { description: 'The unit of the prosecutor takes the complaint up.' })
  openInvestigation(@Args('input') input: OpenInvestigationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OpenInvestigation, input, caller);
  }

  @Mutation(() => DirectPolicePayload, { description: 'A unit of the police may collect exhibits of this investigation. It sees nothing by that.' })
  directPolice(@Args('input') input: DirectPoliceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DirectPolice, input, caller);
  }

  @Mutation(() => AttachCasePayload, { description: 'Says which case the investigation is about. It opens nothing: a mandate does.' })
  attachCase(@Args('input') input: AttachCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AttachCase, input, caller);
  }

  @Mutation(() => NameSuspectPayload, { description: 'Names a suspect, sealed under a key of their own. The id returned is the suspect’s.' })
  nameSuspect(@Args('input') input: NameSuspectInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(NameSuspect, input, caller);
  }

  @Mutation(() => CloseInvestigationPayload, { description: 'Ends the investigation, and every mandate of it.' })
  closeInvestigation(@Args('input') input: CloseInvestigationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CloseInvestigation, input, caller);
  }

  @Mutation(() => ReopenInvestigationPayload, { description: 'It goes on. Mandates are issued anew.' })
  reopenInvestigation(@Args('input') input: ReopenInvestigationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReopenInvestigation, input, caller);
  }

  @Mutation(() => ReassignInvestigationPayload, { description: 'Gives the investigation to another unit of the prosecution, after an exclusion of the one that has it. Ends every mandate of it.' })
  reassignInvestigation(@Args('input') input: ReassignInvestigationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReassignInvestigation, input, caller);
  }
}
