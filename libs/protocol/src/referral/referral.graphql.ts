import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, IsOptional, Matches } from 'class-validator';
import { CodeField, ErrorReasonType, IdField, LetterInput, ServiceType, TextField } from '../inputs.graphql';
import type { Service } from '../service';
import { priorities, type Priority } from './priority';
import {
  AcceptReferral,
  AcknowledgeReferral,
  CompleteService,
  ConfirmOutcome,
  DecideNextStep,
  DeclineReferral,
  DiscontinueService,
  DisputeOutcome,
  EnterReferralInError,
  LapseReferral,
  PauseService,
  RecordSurvivorDeclined,
  RequestInformation,
  ResumeService,
  StartService,
  SupplyInformation,
  WaitlistReferral,
  WithdrawReferral,
} from './referral';
import {
  type DeclineReason,
  declineReasons,
  type DiscontinuationReason,
  discontinuationReasons,
  type DisputeReason,
  disputeReasons,
  type ErrorReason,
  type LapseReason,
  lapseReasons,
  type NextStep,
  nextSteps,
  outcomes,
  type PauseReason,
  pauseReasons,
  type ServiceOutcome,
  type WithdrawalReason,
  withdrawalReasons,
} from './referral-reasons';
import { RequestReferral } from './referral-request';

const PriorityType = enumOf('Priority', priorities, 'How soon it must be answered: 24 hours, 72 hours, 14 days.');
const DeclineReasonType = enumOf('DeclineReason', declineReasons, 'Why a referral is declined.');
const PauseReasonType = enumOf('PauseReason', pauseReasons, 'Why a service rests.');
const OutcomeType = enumOf('Outcome', outcomes, 'How a service ended.');
const DiscontinuationReasonType = enumOf('DiscontinuationReason', discontinuationReasons, 'Why a service ended before it was done.');
const WithdrawalReasonType = enumOf('WithdrawalReason', withdrawalReasons, 'Why a referral is taken back.');
const LapseReasonType = enumOf('LapseReason', lapseReasons, 'Why a referral lapses.');
const NextStepType = enumOf('NextStep', nextSteps, 'What comes next.');
const DisputeReasonType = enumOf('DisputeReason', disputeReasons, 'What the sender disputes.');

@InputType({ isAbstract: true })
abstract class OfReferralInput extends CommandInput {
  @IdField()
  referral: string;
}

@InputType({ isAbstract: true })
abstract class AnswerInput extends OfReferralInput {
  @Field(() => LetterInput, { nullable: true, description: 'The sender’s, where the unit addressed has no system: it answered by letter, and you record that for it.' })
  @IsOptional()
  letter?: LetterInput;
}

@InputType()
export class RequestReferralInput extends CommandInput {
  @IdField()
  case: string;

  @CodeField({ description: 'Code of the unit asked.' })
  to: string;

  @Field(() => ServiceType)
  service: Service;

  @Field(() => PriorityType)
  priority: Priority;

  @Field(() => [ID], { description: 'The consents it rests on; empty for another legal basis.' })
  @ArrayMaxSize(10)
  @Matches(/^[0-9a-f-]{36}$/, { each: true })
  consents: string[];

  @IdField({ nullable: true, description: 'The ended referral that this one replaces.' })
  supersedes?: string;

  @IdField({ nullable: true, description: 'Where you do not lead: the accepted referral under which you serve her.' })
  under?: string;

  @TextField(4_000, { nullable: true, description: 'What she needs. Sealed.' })
  need?: string;
}
@InputType()
export class AcknowledgeReferralInput extends AnswerInput {}
@InputType()
export class RequestInformationInput extends OfReferralInput {
  @TextField(4_000)
  question: string;
}
@InputType()
export class SupplyInformationInput extends OfReferralInput {
  @TextField(4_000)
  answer: string;
}
@InputType()
export class AcceptReferralInput extends AnswerInput {
  @IdField({ nullable: true, description: 'A residential unit’s: the place it holds for her. From now on it is taken.' })
  hold?: string;

  @Field(() => [ID], { nullable: true, description: 'And one held for each who comes along.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @Matches(/^[0-9a-f-]{36}$/, { each: true })
  dependantHolds?: string[];
}
@InputType()
export class WaitlistReferralInput extends AnswerInput {}
@InputType()
export class DeclineReferralInput extends AnswerInput {
  @Field(() => DeclineReasonType)
  reason: DeclineReason;

  @TextField(4_000, { nullable: true })
  note?: string;
}
@InputType()
export class StartServiceInput extends AnswerInput {}
@InputType()
export class PauseServiceInput extends OfReferralInput {
  @Field(() => PauseReasonType)
  reason: PauseReason;
}
@InputType()
export class ResumeServiceInput extends OfReferralInput {}
@InputType()
export class CompleteServiceInput extends AnswerInput {
  @Field(() => OutcomeType)
  outcome: ServiceOutcome;

  @TextField(4_000, { nullable: true })
  report?: string;
}
@InputType()
export class DiscontinueServiceInput extends AnswerInput {
  @Field(() => DiscontinuationReasonType)
  reason: DiscontinuationReason;
}
@InputType()
export class WithdrawReferralInput extends OfReferralInput {
  @Field(() => WithdrawalReasonType)
  reason: WithdrawalReason;
}
@InputType()
export class RecordSurvivorDeclinedInput extends OfReferralInput {}
@InputType()
export class LapseReferralInput extends OfReferralInput {
  @Field(() => LapseReasonType)
  reason: LapseReason;
}
@InputType()
export class DecideNextStepInput extends OfReferralInput {
  @Field(() => NextStepType)
  step: NextStep;
}
@InputType()
export class EnterReferralInErrorInput extends OfReferralInput {
  @Field(() => ErrorReasonType)
  reason: ErrorReason;
}
@InputType()
export class ConfirmOutcomeInput extends OfReferralInput {}
@InputType()
export class DisputeOutcomeInput extends OfReferralInput {
  @Field(() => DisputeReasonType)
  reason: DisputeReason;
}

const RequestReferralPayload = payloadOf('RequestReferral');
const AcknowledgeReferralPayload = payloadOf('AcknowledgeReferral');
const RequestInformationPayload = payloadOf('RequestInformation');
const SupplyInformationPayload = payloadOf('SupplyInformation');
const AcceptReferralPayload = payloadOf('AcceptReferral');
const WaitlistReferralPayload = payloadOf('WaitlistReferral');
const DeclineReferralPayload = payloadOf('DeclineReferral');
const StartServicePayload = payloadOf('StartService');
const PauseServicePayload = payloadOf('PauseService');
const ResumeServicePayload = payloadOf('ResumeService');
const CompleteServicePayload = payloadOf('CompleteService');
const DiscontinueServicePayload = payloadOf('DiscontinueService');
const WithdrawReferralPayload = payloadOf('WithdrawReferral');
const RecordSurvivorDeclinedPayload = payloadOf('RecordSurvivorDeclined');
const LapseReferralPayload = payloadOf('LapseReferral');
const DecideNextStepPayload = payloadOf('DecideNextStep');
const EnterReferralInErrorPayload = payloadOf('EnterReferralInError');
const ConfirmOutcomePayload = payloadOf('ConfirmOutcome');
const DisputeOutcomePayload = payloadOf('DisputeOutcome');

@Resolver()
export class ReferralMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => RequestReferralPayload, { description: 'Asks a unit to serve her. The id returned is the referral’s.' })
  requestReferral(@Args('input') input: RequestReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestReferral, input, caller);
  }

  @Mutation(() => AcknowledgeReferralPayload, { description: 'Says that it was seen. Optional, and stops no clock.' })
  acknowledgeReferral(@Args('input') input: AcknowledgeReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AcknowledgeReferral, input, caller);
  }

  @Mutation(() => RequestInformationPayload, { description: 'Asks the sender once; the clock pauses three days at most, never for an emergency.' })
  requestInformation(@Args('input') input: RequestInformationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestInformation, input, caller);
  }

  @Mutation(() => SupplyInformationPayload, { description: 'Answers that.' })
  supplyInformation(@Args('input') input: SupplyInformationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SupplyInformation, input, caller);
  }

  @Mutation(() => AcceptReferralPayload, { description: 'Accepts; a residential unit names a place it holds.' })
  acceptReferral(@Args('input') input: AcceptReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AcceptReferral, input, caller);
  }

  @Mutation(() => WaitlistReferralPayload, { description: 'Puts her on the waiting list.' })
  waitlistReferral(@Args('input') input: WaitlistReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(WaitlistReferral, input, caller);
  }

  @Mutation(() => DeclineReferralPayload, { description: 'Declines, with a reason.' })
  declineReferral(@Args('input') input: DeclineReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeclineReferral, input, caller);
  }

  @Mutation(() => StartServicePayload, { description: 'The service has begun.' })
  startService(@Args('input') input: StartServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(StartService, input, caller);
  }

  @Mutation(() => PauseServicePayload, { description: 'It rests, with a reason.' })
  pauseService(@Args('input') input: PauseServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(PauseService, input, caller);
  }

  @Mutation(() => ResumeServicePayload, { description: 'It goes on.' })
  resumeService(@Args('input') input: ResumeServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ResumeService, input, caller);
  }

  @Mutation(() => CompleteServicePayload, { description: 'It is done, with its outcome.' })
  completeService(@Args('input') input: CompleteServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CompleteService, input, caller);
  }

  @Mutation(() => DiscontinueServicePayload, { description: 'It ended before it was done, with a reason.' })
  discontinueService(@Args('input') input: DiscontinueServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DiscontinueService, input, caller);
  }

  @Mutation(() => WithdrawReferralPayload, { description: 'The sender takes it back, with a reason.' })
  withdrawReferral(@Args('input') input: WithdrawReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(WithdrawReferral, input, caller);
  }

  @Mutation(() => RecordSurvivorDeclinedPayload, { description: 'She does not want it.' })
  recordSurvivorDeclined(@Args('input') input: RecordSurvivorDeclinedInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordSurvivorDeclined, input, caller);
  }

  @Mutation(() => LapseReferralPayload, { description: 'A supervisor lets it lapse, with a reason.' })
  lapseReferral(@Args('input') input: LapseReferralInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LapseReferral, input, caller);
  }

  @Mutation(() => DecideNextStepPayload, { description: 'Says what comes next after a referral that ended without service.' })
  decideNextStep(@Args('input') input: DecideNextStepInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DecideNextStep, input, caller);
  }

  @Mutation(() => EnterReferralInErrorPayload, { description: 'It should not have been entered. Nothing is removed.' })
  enterReferralInError(@Args('input') input: EnterReferralInErrorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EnterReferralInError, input, caller);
  }

  @Mutation(() => ConfirmOutcomePayload, { description: 'The sender confirms that she was served. Closes the loop.' })
  confirmOutcome(@Args('input') input: ConfirmOutcomeInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ConfirmOutcome, input, caller);
  }

  @Mutation(() => DisputeOutcomePayload, { description: 'The sender disputes it; the service goes on.' })
  disputeOutcome(@Args('input') input: DisputeOutcomeInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DisputeOutcome, input, caller);
  }
}
