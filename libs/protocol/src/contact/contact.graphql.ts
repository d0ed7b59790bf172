import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import type { Matter } from '../case/case';
import { CodeField, IdField, InstitutionKindType, LanguageField, MatterType, SexType, TextField } from '../inputs.graphql';
import type { InstitutionKind } from '../institution/institution';
import type { Sex } from '../unit/unit';
import {
  callers,
  CloseContact,
  contactChannels,
  contactErrors,
  contactOutcomes,
  DescribeCaller,
  EnterContactInError,
  GiveOrientation,
  LinkContactToCase,
  orientationTopics,
  ReceiveContact,
  RedirectContact,
  redirectReasons,
  TakeComplaint,
  threats,
  TriageThreat,
  UnlinkContactFromCase,
} from './contact';
import { DeclineHandOver, handOverDeclines, HandOverContact, TakeBackHandOver, TakeContact, threatLevels, type ThreatLevel } from './hand-over';

const ContactChannelType = enumOf('ContactChannel', contactChannels, 'How a first encounter came about.');
const CallerType = enumOf('ContactCaller', callers, 'Who calls or comes: she herself, somebody for her, nobody knows.');
const ThreatLevelType = enumOf('ThreatLevel', threatLevels, 'How great the danger is. IMMEDIATE: her life is in danger now.');
const ThreatType = enumOf('Threat', threats, 'What threatens her.');
const OrientationTopicType = enumOf('OrientationTopic', orientationTopics, 'What orientation was about.');
const HandOverDeclineType = enumOf('HandOverDecline', handOverDeclines, 'Why a desk does not take a contact.');
const RedirectReasonType = enumOf('RedirectReason', redirectReasons, 'Why a contact is not ours.');
const ContactOutcomeType = enumOf('ContactOutcome', contactOutcomes, 'What a contact came to.');
const ContactErrorType = enumOf('ContactError', contactErrors, 'Why a contact should not have been entered.');

@InputType({ isAbstract: true })
abstract class OfContactInput extends CommandInput {
  @IdField()
  contact: string;
}
@InputType({ description: 'A way to call back that is safe: nobody who endangers her answers, hears or reads it. Sealed.' })
export class CallBackInput {
  @TextField(200, { description: 'Number or address.' })
  address: string;

  @TextField(200, { nullable: true, description: 'Whose it is.' })
  owner?: string;

  @TextField(200, { nullable: true, description: 'When it is safe.' })
  hours?: string;

  @Field({ nullable: true })
  mayLeaveMessage?: boolean;

  @TextField(60, { nullable: true })
  codeWord?: string;
}
@InputType()
export class DescribeCallerInput extends OfContactInput {
  @LanguageField({ description: 'Of the conversation: ISO 639-2 code, such as spa, hat, eng; und where nothing was said.' })
  language: string;

  @Field(() => CallerType)
  caller: (typeof callers)[number];

  @Field(() => SexType, { description: 'Of the person it is about, also when somebody else calls for her.' })
  sex: Sex;

  @Field({ nullable: true, description: 'Whether the person it is about is a foreign national. Absent when unknown.' })
  migrant?: boolean;

  @Field({ description: 'The caller wishes to stay anonymous: then no name and no number is taken.' })
  anonymous: boolean;

  @TextField(200, { nullable: true, description: 'Sealed.' })
  callerName?: string;

  @Field(() => CallBackInput, { nullable: true })
  @IsOptional()
  callBack?: CallBackInput;
}
@InputType()
export class ReceiveContactInput extends CommandInput {
  @Field(() => ContactChannelType)
  channel: (typeof contactChannels)[number];

  @LanguageField({ description: 'Of the conversation: ISO 639-2 code, such as spa, hat, eng; und where nothing was said.' })
  language: string;

  @Field(() => CallerType)
  caller: (typeof callers)[number];

  @Field(() => SexType, { description: 'Of the person it is about, also when somebody else calls for her.' })
  sex: Sex;

  @Field({ nullable: true, description: 'Whether the person it is about is a foreign national. Absent when unknown.' })
  migrant?: boolean;

  @Field({ description: 'The caller wishes to stay anonymous: then no name and no number is taken.' })
  anonymous: boolean;

  @TextField(200, { nullable: true, description: 'Sealed.' })
  callerName?: string;

  @Field(() => CallBackInput, { nullable: true })
  @IsOptional()
  callBack?: CallBackInput;

  @IdField({ nullable: true, description: 'An earlier contact of your compartment by the same caller.' })
  repeats?: string;

  @TextField(4_000, { nullable: true, description: 'What was said. Sealed.' })
  account?: string;
}
@InputType()
export class TriageThreatInput extends OfContactInput {
  @Field(() => ThreatLevelType)
  level: ThreatLevel;

  @Field(() => [ThreatType], { nullable: true, description: 'Sealed.' })
  @IsOptional()
  @ArrayMaxSize(threats.length)
  threats?: (typeof threats)[number][];

  @TextField(4_000, { nullable: true, description: 'What who sends help must know. Sealed.' })
  details?: string;
}
@InputType()
export class TakeComplaintInput extends OfContactInput {
  @Field(() => MatterType)
  matter: Matter;

  @TextField(4_000, { description: 'The complaint in her words. Sealed.' })
  complaint: string;
}
@InputType()
export class GiveOrientationInput extends OfContactInput {
  @Field(() => [OrientationTopicType])
  @ArrayMinSize(1)
  @ArrayMaxSize(orientationTopics.length)
  topics: (typeof orientationTopics)[number][];
}
@InputType()
export class HandOverContactInput extends OfContactInput {
  @CodeField({ description: 'Code of the unit that is to take it.' })
  to: string;

  @TextField(4_000, { nullable: true, description: 'What it must know at once. Sealed.' })
  note?: string;
}
@InputType()
export class TakeContactInput extends OfContactInput {}
@InputType()
export class DeclineHandOverInput extends OfContactInput {
  @Field(() => HandOverDeclineType)
  reason: (typeof handOverDeclines)[number];
}
@InputType()
export class TakeBackHandOverInput extends OfContactInput {}
@InputType()
export class RedirectContactInput extends OfContactInput {
  @Field(() => InstitutionKindType, { description: 'Whose mandate it is.' })
  to: InstitutionKind;

  @Field(() => RedirectReasonType)
  reason: (typeof redirectReasons)[number];
}
@InputType()
export class LinkContactToCaseInput extends OfContactInput {
  @IdField()
  case: string;
}
@InputType()
export class UnlinkContactFromCaseInput extends OfContactInput {
  @IdField()
  case: string;
}
@InputType()
export class CloseContactInput extends OfContactInput {
  @Field(() => ContactOutcomeType)
  outcome: (typeof contactOutcomes)[number];
}
@InputType()
export class EnterContactInErrorInput extends OfContactInput {
  @Field(() => ContactErrorType)
  reason: (typeof contactErrors)[number];
}

const ReceiveContactPayload = payloadOf('ReceiveContact');
const DescribeCallerPayload = payloadOf('DescribeCaller');
const TriageThreatPayload = payloadOf('TriageThreat');
const TakeComplaintPayload = payloadOf('TakeComplaint');
const GiveOrientationPayload = payloadOf('GiveOrientation');
const HandOverContactPayload = payloadOf('HandOverContact');
const TakeContactPayload = payloadOf('TakeContact');
const DeclineHandOverPayload = payloadOf('DeclineHandOver');
const TakeBackHandOverPayload = payloadOf('TakeBackHandOver');
const RedirectContactPayload = payloadOf('RedirectContact');
const LinkContactToCasePayload = payloadOf('LinkContactToCase');
const UnlinkContactFromCasePayload = payloadOf('UnlinkContactFromCase');
const CloseContactPayload = payloadOf('CloseContact');
const EnterContactInErrorPayload = payloadOf('EnterContactInError');

@Resolver()
export class ContactMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ReceiveContactPayload, { description: 'Records a first encounter at your unit. The id returned is the contact’s.' })
  receiveContact(@Args('input') input: ReceiveContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReceiveContact, input, caller);
  }

  @Mutation(() => DescribeCallerPayload, { description: 'Records what becomes known later, or was mistaken, of who called and whom it is about. The newest description counts.' })
  describeCaller(@Args('input') input: DescribeCallerInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DescribeCaller, input, caller);
  }

  @Mutation(() => TriageThreatPayload, { description: 'Records how great the danger is. Triage again whenever it changes.' })
  triageThreat(@Args('input') input: TriageThreatInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(TriageThreat, input, caller);
  }

  @Mutation(() => TakeComplaintPayload, { description: 'Records a complaint, in her words.' })
  takeComplaint(@Args('input') input: TakeComplaintInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(TakeComplaint, input, caller);
  }

  @Mutation(() => GiveOrientationPayload, { description: 'Records what she was told about.' })
  giveOrientation(@Args('input') input: GiveOrientationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(GiveOrientation, input, caller);
  }

  @Mutation(() => HandOverContactPayload, { description: 'Offers the contact to another desk, because she agrees (basis CONSENT), is in danger as triaged (VITAL_INTERESTS), or an act demands it (LEGAL_OBLIGATION with its number). It stays yours until the other has taken it.' })
  handOverContact(@Args('input') input: HandOverContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(HandOverContact, input, caller);
  }

  @Mutation(() => TakeContactPayload, { description: 'Takes a contact that was handed over to your unit: from now on it is yours.' })
  takeContact(@Args('input') input: TakeContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(TakeContact, input, caller);
  }

  @Mutation(() => DeclineHandOverPayload, { description: 'Leaves a contact with the desk that offered it.' })
  declineHandOver(@Args('input') input: DeclineHandOverInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeclineHandOver, input, caller);
  }

  @Mutation(() => TakeBackHandOverPayload, { description: 'Ends an offer that nobody has taken, so that another desk can be asked.' })
  takeBackHandOver(@Args('input') input: TakeBackHandOverInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(TakeBackHandOver, input, caller);
  }

  @Mutation(() => RedirectContactPayload, { description: 'Ends a contact that is not ours: she is told where to go, and nothing of hers is sent there.' })
  redirectContact(@Args('input') input: RedirectContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RedirectContact, input, caller);
  }

  @Mutation(() => LinkContactToCasePayload, { description: 'Says that the contact became, or belongs to, a case that your compartment leads.' })
  linkContactToCase(@Args('input') input: LinkContactToCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LinkContactToCase, input, caller);
  }

  @Mutation(() => UnlinkContactFromCasePayload, { description: 'Says that the contact does not belong to the case after all.' })
  unlinkContactFromCase(@Args('input') input: UnlinkContactFromCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(UnlinkContactFromCase, input, caller);
  }

  @Mutation(() => CloseContactPayload, { description: 'Ends a contact with what it came to.' })
  closeContact(@Args('input') input: CloseContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CloseContact, input, caller);
  }

  @Mutation(() => EnterContactInErrorPayload, { description: 'Says that the contact should not have been entered. Nothing is removed; it counts no more.' })
  enterContactInError(@Args('input') input: EnterContactInErrorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EnterContactInError, input, caller);
  }
}
