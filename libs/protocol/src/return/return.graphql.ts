import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { IsISO31661Alpha2 } from 'class-validator';
import type { consenters } from '../case/consent';
import { CodeField, CodesField, ConsenterType, ErrorReasonType, IdField, IdsField, LanguageField, ServiceType, TextField } from '../inputs.graphql';
import type { ErrorReason } from '../referral/referral-reasons';
import type { Service } from '../service';
import {
  arrivalPlaces,
  AssessReturnRisk,
  returnCancellationReasons,
  CancelReturn,
  CompleteReturn,
  ConsentToReturn,
  DeliverSupport,
  EnterReturnInError,
  returnFindings,
  FollowUpReturn,
  IssueTravelDocument,
  MeetArrival,
  NameReturnParty,
  NotifyReturn,
  RecordReturnOrder,
  returnDirections,
  returnKinds,
  returnOrders,
  returnOutcomes,
  returnRisks,
  ShareReturnPlan,
  travelDocuments,
} from './return';
import { returnTasks, type ReturnTask } from './return-sharing';

const ReturnKindType = enumOf('ReturnKind', returnKinds, 'Whether she returns by herself, or was deported.');
const ReturnDirectionType = enumOf('ReturnDirection', returnDirections, 'Home from abroad, or from here.');
const ReturnOrderType = enumOf('ReturnOrder', returnOrders, 'By what she is returned without being asked.');
const TravelDocumentType = enumOf('TravelDocument', travelDocuments, 'What she travels with.');
const ReturnRiskType = enumOf('ReturnRisk', returnRisks, 'Risk that she is trafficked again.');
const ReturnTaskType = enumOf('ReturnTask', returnTasks, 'What a unit is named for in a return.');
const ArrivalPlaceType = enumOf('ArrivalPlace', arrivalPlaces, 'Kind of place where she arrives; which one it is tells where she is, and is sealed.');
const ReturnFindingType = enumOf('ReturnFinding', returnFindings, 'How she was found.');
const ReturnOutcomeType = enumOf('ReturnOutcome', returnOutcomes, 'How a return ended.');
const ReturnCancellationReasonType = enumOf('ReturnCancellationReason', returnCancellationReasons, 'Why she does not travel.');

@InputType({ isAbstract: true })
abstract class OfReturnInput extends CommandInput {
  @IdField()
  return: string;
}

@InputType()
export class NotifyReturnInput extends CommandInput {
  @IdField()
  case: string;

  @Field(() => ReturnKindType)
  kind: (typeof returnKinds)[number];

  @Field(() => ReturnDirectionType)
  direction: (typeof returnDirections)[number];

  @Field({ description: 'ISO 3166-1 alpha-2: where she stays abroad, or goes to. Sealed.' })
  @IsISO31661Alpha2()
  country: string;

  @IdField({ nullable: true, description: 'Where you do not lead: the accepted referral under which you serve her.' })
  under?: string;

  @TextField(4_000, { nullable: true, description: 'How she comes to return. Sealed.' })
  circumstances?: string;
}
@InputType()
export class IssueTravelDocumentInput extends OfReturnInput {
  @Field(() => TravelDocumentType)
  document: (typeof travelDocuments)[number];

  @TextField(40, { nullable: true, description: 'Sealed.' })
  documentNumber?: string;

  @Field(() => LocalDate, { nullable: true, description: 'Sealed.' })
  expiresOn?: string;
}
@InputType()
export class AssessReturnRiskInput extends OfReturnInput {
  @Field(() => ReturnRiskType)
  level: (typeof returnRisks)[number];

  @TextField(4_000, { nullable: true, description: 'On what it rests. Sealed.' })
  assessment?: string;
}
@InputType()
export class ConsentToReturnInput extends OfReturnInput {
  @Field(() => ConsenterType)
  by: (typeof consenters)[number];

  @LanguageField()
  language: string;

  @Field({ nullable: true, description: 'She was told that the risk is high, and wants to return.' })
  insists?: boolean;

  @TextField(200, { nullable: true })
  interpreterName?: string;

  @TextField(200, { nullable: true })
  witnessName?: string;
}
@InputType()
export class RecordReturnOrderInput extends OfReturnInput {
  @Field(() => ReturnOrderType)
  order: (typeof returnOrders)[number];
}
@InputType()
export class NameReturnPartyInput extends OfReturnInput {
  @CodeField({ description: 'Code of the unit.' })
  unit: string;

  @Field(() => ReturnTaskType)
  task: ReturnTask;

  @IdsField({ description: 'The consents it rests on, for the purpose RETURN; who meets her is told WHEREABOUTS. Empty for another legal basis.' })
  consents: string[];

  @TextField(400, { nullable: true, description: 'When and where she arrives. Sealed.' })
  arrival?: string;
}
@InputType()
export class MeetArrivalInput extends OfReturnInput {
  @Field(() => ArrivalPlaceType)
  place: (typeof arrivalPlaces)[number];

  @TextField(4_000, { nullable: true, description: 'How she is. Sealed.' })
  condition?: string;
}
@InputType()
export class ShareReturnPlanInput extends OfReturnInput {
  @CodesField({ description: 'Codes of units, compartments or institutions.' })
  with: string[];

  @IdsField({ description: 'Her consents, for the purpose RETURN, covering REINTEGRATION.' })
  consents: string[];

  @TextField(4_000, { description: 'Sealed.' })
  plan: string;
}
@InputType()
export class DeliverSupportInput extends OfReturnInput {
  @Field(() => ServiceType)
  service: Service;

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  report?: string;
}
@InputType()
export class FollowUpReturnInput extends OfReturnInput {
  @Field(() => ReturnFindingType)
  found: (typeof returnFindings)[number];

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  report?: string;
}
@InputType()
export class CompleteReturnInput extends OfReturnInput {
  @Field(() => ReturnOutcomeType)
  outcome: (typeof returnOutcomes)[number];
}
@InputType()
export class CancelReturnInput extends OfReturnInput {
  @Field(() => ReturnCancellationReasonType)
  reason: (typeof returnCancellationReasons)[number];
}
@InputType()
export class EnterReturnInErrorInput extends OfReturnInput {
  @Field(() => ErrorReasonType)
  reason: ErrorReason;
}

const NotifyReturnPayload = payloadOf('NotifyReturn');
const IssueTravelDocumentPayload = payloadOf('IssueTravelDocument');
const AssessReturnRiskPayload = payloadOf('AssessReturnRisk');
const ConsentToReturnPayload = payloadOf('ConsentToReturn');
const RecordReturnOrderPayload = payloadOf('RecordReturnOrder');
const NameReturnPartyPayload = payloadOf('NameReturnParty');
const MeetArrivalPayload = payloadOf('MeetArrival');
const ShareReturnPlanPayload = payloadOf('ShareReturnPlan');
const DeliverSupportPayload = payloadOf('DeliverSupport');
const FollowUpReturnPayload = payloadOf('FollowUpReturn');
const CompleteReturnPayload = payloadOf('CompleteReturn');
const CancelReturnPayload = payloadOf('CancelReturn');
const EnterReturnInErrorPayload = payloadOf('EnterReturnInError');

@Resolver()
export class ReturnMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => NotifyReturnPayload, { description: 'Says that she will return, or was returned. The id returned is the return’s.' })
  notifyReturn(@Args('input') input: NotifyReturnInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(NotifyReturn, input, caller);
  }

  @Mutation(() => IssueTravelDocumentPayload, { description: 'She has a document to travel with.' })
  issueTravelDocument(@Args('input') input: IssueTravelDocumentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(IssueTravelDocument, input, caller);
  }

  @Mutation(() => AssessReturnRiskPayload, { description: 'Says what awaits her. After a high risk she is asked again.' })
  assessReturnRisk(@Args('input') input: AssessReturnRiskInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssessReturnRisk, input, caller);
  }

  @Mutation(() => ConsentToReturnPayload, { description: 'Her own decision to return, on a risk that was assessed.' })
  consentToReturn(@Args('input') input: ConsentToReturnInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ConsentToReturn, input, caller);
  }

  @Mutation(() => RecordReturnOrderPayload, { description: 'She is returned without being asked: by order of a court, whose number is in the basis, or deported from abroad.' })
  recordReturnOrder(@Args('input') input: RecordReturnOrderInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordReturnOrder, input, caller);
  }

  @Mutation(() => NameReturnPartyPayload, { description: 'Names who meets her, or who receives her afterwards. Another one named takes the place of the first.' })
  nameReturnParty(@Args('input') input: NameReturnPartyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(NameReturnParty, input, caller);
  }

  @Mutation(() => MeetArrivalPayload, { description: 'She arrived, and was met by who was named for it; else by you.' })
  meetArrival(@Args('input') input: MeetArrivalInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(MeetArrival, input, caller);
  }

  @Mutation(() => ShareReturnPlanPayload, { description: 'Shares her plan with signatories of the memorandum, each on a consent of hers that names it.' })
  shareReturnPlan(@Args('input') input: ShareReturnPlanInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ShareReturnPlan, input, caller);
  }

  @Mutation(() => DeliverSupportPayload, { description: 'She was given what the plan says.' })
  deliverSupport(@Args('input') input: DeliverSupportInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeliverSupport, input, caller);
  }

  @Mutation(() => FollowUpReturnPayload, { description: 'Somebody asked how she is.' })
  followUpReturn(@Args('input') input: FollowUpReturnInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(FollowUpReturn, input, caller);
  }

  @Mutation(() => CompleteReturnPayload, { description: 'The return has come to its end.' })
  completeReturn(@Args('input') input: CompleteReturnInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CompleteReturn, input, caller);
  }

  @Mutation(() => CancelReturnPayload, { description: 'She does not travel. Her own change of mind takes this one command.' })
  cancelReturn(@Args('input') input: CancelReturnInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CancelReturn, input, caller);
  }

  @Mutation(() => EnterReturnInErrorPayload, { description: 'It should not have been entered. Nothing is removed.' })
  enterReturnInError(@Args('input') input: EnterReturnInErrorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EnterReturnInError, input, caller);
  }
}
