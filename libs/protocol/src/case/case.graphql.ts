import { Args, Field, InputType, Int, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, enumOf, PurposeType } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { DateTime, LocalDate } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsISO31661Alpha2, IsOptional, Max, Min } from 'class-validator';
import type { DataCategory } from '../data-category';
import { methodsOfControl, methodsOfRecruitment, palermoActs, relationsToTrafficker, typesOfExploitation } from '../htcds';
import { AgentField, CodeField, ConsenterType, IdField, LanguageField, LanguagesField, MatterType, SexType, SignedFormInput, TextField } from '../inputs.graphql';
import type { Purpose } from '../legal-basis';
import type { Sex } from '../unit/unit';
import { ageBands, type AgeBand } from './age-band';
import {
  AssignCase,
  caseKinds,
  CloseCase,
  closingReasons,
  CorrectEntry,
  correctionReasons,
  DescribeSurvivor,
  type Matter,
  OpenCase,
  ReassignLead,
  RecordLanguageNeed,
  RecordScreening,
  ReopenCase,
  reopeningReasons,
} from './case';
import { AgreeSafeContact, contactRevocationReasons, RevokeSafeContact } from './safe-contact';
import { type consenters, consentHistories, GiveConsent, RefuseConsent, WithdrawConsent, type ConsentHistory } from './consent';

const CaseKindType = enumOf('CaseKind', caseKinds, 'A survivor, or a dependant in her care who has a case of their own.');
const ContactRevocationReasonType = enumOf('ContactRevocationReason', contactRevocationReasons, 'Why a contact is not used any more.');
const CorrectionReasonType = enumOf('CorrectionReason', correctionReasons, 'Why an entry is corrected.');
const CaseClosingReasonType = enumOf('CaseClosingReason', closingReasons, 'Why a case is closed.');
const CaseReopeningReasonType = enumOf('CaseReopeningReason', reopeningReasons, 'Why a case is opened again.');
const ConsentHistoryType = enumOf('ConsentHistory', consentHistories, 'What of the past a consent opens: the newest of each kind, only what comes after, or everything.');
const PalermoActType = enumOf('PalermoAct', palermoActs, 'The act of the Palermo Protocol, article 3 (a).');
const MethodOfControlType = enumOf('MethodOfControl', methodsOfControl, 'HTCDS 2.0 vic_MethodsOfControl.');
const ExploitationType = enumOf('TypeOfExploitation', typesOfExploitation, 'HTCDS 2.0 vic_TypeOfExploitation.');
const RecruitmentType = enumOf('MethodOfRecruitment', methodsOfRecruitment, 'HTCDS 2.0 vic_MethodOfRecruitment.');
const RelationType = enumOf('RelationToTrafficker', relationsToTrafficker, 'HTCDS 2.0 vic_RelationshipToTrafficker.');

@InputType({ isAbstract: true })
export abstract class OfCaseInput extends CommandInput {
  @IdField()
  case: string;
}

@InputType()
export class OpenCaseInput extends CommandInput {
  @Field(() => MatterType)
  matter: Matter;

  @Field(() => CaseKindType)
  kind: (typeof caseKinds)[number];

  @IdField({ nullable: true, description: "For a dependant: the survivor's case." })
  careOf?: string;
}
@InputType()
export class AssignCaseInput extends OfCaseInput {
  @AgentField()
  agent: string;

  @CodeField()
  unit: string;
}
@InputType()
export class IdentityDocumentInput {
  @TextField(40)
  kind: string;

  @TextField(40)
  number: string;

  @Field({ description: 'ISO 3166-1 alpha-2.' })
  @IsISO31661Alpha2()
  country: string;
}
@InputType()
export class DescribeSurvivorInput extends OfCaseInput {
  @Field(() => String, { description: `One of ${ageBands.join(', ')}. UNKNOWN counts as a child until the age is assessed.` })
  @IsIn(ageBands)
  ageBand: AgeBand;

  @Field(() => SexType)
  sex: Sex;

  @Field({ nullable: true })
  foreignNational?: boolean;

  @TextField(200, { nullable: true })
  givenName?: string;

  @TextField(200, { nullable: true })
  familyName?: string;

  @Field(() => LocalDate, { nullable: true })
  birthDate?: string;

  @Field(() => [String], { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsISO31661Alpha2({ each: true })
  nationalities?: string[];

  @Field(() => [IdentityDocumentInput], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(20)
  documents?: IdentityDocumentInput[];
}
@InputType()
export class AgreeSafeContactInput extends OfCaseInput {
  @TextField(40)
  channel: string;

  @TextField(400)
  address: string;

  @TextField(200, { description: 'Whose it is. Not the exploiter’s.' })
  owner: string;

  @TextField(200, { nullable: true })
  hours?: string;

  @LanguageField({ nullable: true })
  contactLanguage?: string;

  @Field({ nullable: true })
  mayLeaveMessage?: boolean;

  @TextField(100, { nullable: true })
  codeWord?: string;
}
@InputType()
export class RevokeSafeContactInput extends OfCaseInput {
  @IdField()
  contact: string;

  @Field(() => ContactRevocationReasonType)
  reason: (typeof contactRevocationReasons)[number];
}
@InputType()
export class RecordLanguageNeedInput extends OfCaseInput {
  @LanguagesField()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  languages: string[];

  @Field()
  interpreter: boolean;
}
@InputType()
export class RecordScreeningInput extends OfCaseInput {
  @Field(() => [PalermoActType], { nullable: true })
  acts?: (typeof palermoActs)[number][];

  @Field(() => [MethodOfControlType], { nullable: true })
  means?: (typeof methodsOfControl)[number][];

  @Field(() => [ExploitationType], { nullable: true })
  exploitation?: (typeof typesOfExploitation)[number][];

  @Field(() => [RecruitmentType], { nullable: true })
  recruitment?: (typeof methodsOfRecruitment)[number][];

  @Field(() => RelationType, { nullable: true })
  relationToTrafficker?: (typeof relationsToTrafficker)[number];

  @TextField(100, { nullable: true })
  industry?: string;

  @Field({ nullable: true, description: 'ISO 3166-1 alpha-2.' })
  @IsOptional()
  @IsISO31661Alpha2()
  countryOfExploitation?: string;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(0)
  @Max(120)
  ageWhenTrafficked?: number;

  @TextField(4_000, { nullable: true })
  note?: string;
}
@InputType()
export class RefuseConsentInput extends OfCaseInput {
  @CodeField({ description: 'Code of the unit, compartment or institution that would receive.' })
  receiver: string;

  @Field(() => [DataCategoryType])
  @ArrayMinSize(1)
  categories: DataCategory[];

  @Field(() => PurposeType, { name: 'for', description: 'What the receiver may use it for.' })
  for: Purpose;

  @LanguageField()
  language: string;

  @Field(() => ConsenterType)
  by: (typeof consenters)[number];

  @TextField(200, { nullable: true })
  interpreterName?: string;

  @TextField(200, { nullable: true })
  witnessName?: string;
}
@InputType()
export class GiveConsentInput extends RefuseConsentInput {
  @Field(() => DateTime)
  until: string;

  @Field(() => ConsentHistoryType)
  history: ConsentHistory;

  @TextField(40, { description: 'Version of the text that was read to her.' })
  textVersion: string;

  @Field(() => SignedFormInput, { nullable: true, description: 'What she signed. Whoever sees who consented may fetch the file: GET /attachments.' })
  @IsOptional()
  signedForm?: SignedFormInput;
}
@InputType()
export class WithdrawConsentInput extends OfCaseInput {
  @IdField()
  consent: string;

  @Field(() => ConsenterType)
  by: (typeof consenters)[number];
}
@InputType({ description: 'A field as it should have been entered, as JSON.' })
export class CorrectedFieldInput {
  @TextField(60)
  field: string;

  @TextField(4_000)
  value: string;
}
@InputType()
export class CorrectEntryInput extends OfCaseInput {
  @IdField({ description: 'Id of the event to correct.' })
  corrects: string;

  @Field(() => CorrectionReasonType)
  reason: (typeof correctionReasons)[number];

  @Field(() => [CorrectedFieldInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  corrected: CorrectedFieldInput[];

  @TextField(4_000, { nullable: true })
  note?: string;
}
@InputType()
export class CloseCaseInput extends OfCaseInput {
  @Field(() => CaseClosingReasonType)
  reason: (typeof closingReasons)[number];
}
@InputType()
export class ReopenCaseInput extends OfCaseInput {
  @Field(() => CaseReopeningReasonType)
  reason: (typeof reopeningReasons)[number];
}
@InputType()
export class ReassignLeadInput extends OfCaseInput {
  @IdField()
  exclusion: string;

  @CodeField({ description: 'Code of the unit that leads from now on.' })
  lead: string;
}

const OpenCasePayload = payloadOf('OpenCase');
const AssignCasePayload = payloadOf('AssignCase');
const DescribeSurvivorPayload = payloadOf('DescribeSurvivor');
const AgreeSafeContactPayload = payloadOf('AgreeSafeContact');
const RevokeSafeContactPayload = payloadOf('RevokeSafeContact');
const RecordLanguageNeedPayload = payloadOf('RecordLanguageNeed');
const RecordScreeningPayload = payloadOf('RecordScreening');
const GiveConsentPayload = payloadOf('GiveConsent');
const RefuseConsentPayload = payloadOf('RefuseConsent');
const WithdrawConsentPayload = payloadOf('WithdrawConsent');
const CorrectEntryPayload = payloadOf('CorrectEntry');
const CloseCasePayload = payloadOf('CloseCase');
const ReopenCasePayload = payloadOf('ReopenCase');
const ReassignLeadPayload = payloadOf('ReassignLead');

@Resolver()
export class CaseMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => OpenCasePayload, { description: 'Opens the protocol for one person in one matter. Your unit leads. The id returned is the case’s.' })
  openCase(@Args('input') input: OpenCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OpenCase, input, caller);
  }

  @Mutation(() => AssignCasePayload, { description: 'Assigns the case to an agent of your compartment.' })
  assignCase(@Args('input') input: AssignCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssignCase, input, caller);
  }

  @Mutation(() => DescribeSurvivorPayload, { description: 'Records who she is, as far as it is known and she wants it recorded.' })
  describeSurvivor(@Args('input') input: DescribeSurvivorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DescribeSurvivor, input, caller);
  }

  @Mutation(() => AgreeSafeContactPayload, { description: 'Records a way to reach her that the exploiter does not hold. The id returned is the contact’s.' })
  agreeSafeContact(@Args('input') input: AgreeSafeContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AgreeSafeContact, input, caller);
  }

  @Mutation(() => RevokeSafeContactPayload, { description: 'From now on that way is not safe.' })
  revokeSafeContact(@Args('input') input: RevokeSafeContactInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RevokeSafeContact, input, caller);
  }

  @Mutation(() => RecordLanguageNeedPayload, { description: 'Records the languages she understands.' })
  recordLanguageNeed(@Args('input') input: RecordLanguageNeedInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordLanguageNeed, input, caller);
  }

  @Mutation(() => RecordScreeningPayload, { description: 'Records act, means and purpose as far as they are seen.' })
  recordScreening(@Args('input') input: RecordScreeningInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordScreening, input, caller);
  }

  @Mutation(() => GiveConsentPayload, { description: 'Records a consent she gave: to whom, for what, until when. The id returned is the consent’s.' })
  giveConsent(@Args('input') input: GiveConsentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(GiveConsent, input, caller);
  }

  @Mutation(() => RefuseConsentPayload, { description: 'Records that she refused. No obstacle to anything.' })
  refuseConsent(@Args('input') input: RefuseConsentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RefuseConsent, input, caller);
  }

  @Mutation(() => WithdrawConsentPayload, { description: 'Takes a consent back, for everybody at once.' })
  withdrawConsent(@Args('input') input: WithdrawConsentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(WithdrawConsent, input, caller);
  }

  @Mutation(() => CorrectEntryPayload, { description: 'Corrects an entry by a new one that says what it corrects.' })
  correctEntry(@Args('input') input: CorrectEntryInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CorrectEntry, input, caller);
  }

  @Mutation(() => CloseCasePayload, { description: 'Closes the case.' })
  closeCase(@Args('input') input: CloseCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CloseCase, input, caller);
  }

  @Mutation(() => ReopenCasePayload, { description: 'Opens it again.' })
  reopenCase(@Args('input') input: ReopenCaseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReopenCase, input, caller);
  }

  @Mutation(() => ReassignLeadPayload, { description: 'Gives the case another lead after an exclusion.' })
  reassignLead(@Args('input') input: ReassignLeadInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReassignLead, input, caller);
  }
}
