import { applyDecorators } from '@nestjs/common';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { Matches } from 'class-validator';
import { AgentField, CodeField, IdField, TextField } from '../inputs.graphql';
import {
  AcceptCustody,
  BreakSeal,
  CollectExhibit,
  custodyReassignments,
  custodyRefusals,
  ExamineExhibit,
  examinations,
  exhibitKinds,
  OfferCustody,
  ReassignCustody,
  RecordDestructionOrder,
  RefuseCustody,
  ReturnExhibit,
  SealExhibit,
  sealBreakings,
} from './exhibit';

const ExhibitKindType = enumOf('ExhibitKind', exhibitKinds, 'What an exhibit is.');
const SealBreakingType = enumOf('SealBreaking', sealBreakings, 'Why a seal was broken.');
/** That the digest differs is found out, not told: acceptCustody records it. */
const told = custodyRefusals.filter((reason) => reason !== 'DIGEST_DIFFERS');
const CustodyRefusalType = enumOf('CustodyRefusal', told, 'Why custody is not taken over.');
const CustodyReassignmentType = enumOf('CustodyReassignment', custodyReassignments, 'Why a custodian is replaced without a hand-over.');
const ExaminationType = enumOf('Examination', examinations, 'Kind of examination.');

const DigestField = (): PropertyDecorator =>
  applyDecorators(Field(() => String, { description: 'SHA-256 of the item or its digital copy, as found now: 64 hexadecimal digits, lower case.' }), Matches(/^[0-9a-f]{64}$/));
const SealField = (): PropertyDecorator =>
  applyDecorators(Field(() => String, { description: 'Number of the seal.' }), Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/));

@InputType({ isAbstract: true })
abstract class OfExhibitInput extends CommandInput {
  @IdField()
  exhibit: string;
}

@InputType()
export class CollectExhibitInput extends CommandInput {
  @IdField()
  investigation: string;

  @Field(() => ExhibitKindType)
  kind: (typeof exhibitKinds)[number];

  @DigestField()
  sha256: string;

  @SealField()
  seal: string;

  @TextField(4_000, { description: 'What it is. Sealed.' })
  item: string;

  @TextField(1_000, { nullable: true, description: 'Where and how it was found. Sealed.' })
  foundAt?: string;
}
@InputType()
export class SealExhibitInput extends OfExhibitInput {
  @SealField()
  seal: string;
}
@InputType()
export class BreakSealInput extends OfExhibitInput {
  @Field(() => SealBreakingType)
  reason: (typeof sealBreakings)[number];
}
@InputType()
export class OfferCustodyInput extends OfExhibitInput {
  @AgentField()
  agent: string;

  @CodeField({ description: "The agent's institution." })
  institution: string;
}
@InputType()
export class AcceptCustodyInput extends OfExhibitInput {
  @DigestField()
  sha256: string;
}
@InputType()
export class RefuseCustodyInput extends OfExhibitInput {
  @Field(() => CustodyRefusalType)
  reason: (typeof told)[number];
}
@InputType()
export class ReassignCustodyInput extends OfferCustodyInput {
  @Field(() => CustodyReassignmentType)
  reason: (typeof custodyReassignments)[number];

  @DigestField()
  sha256: string;
}
@InputType()
export class ExamineExhibitInput extends OfExhibitInput {
  @Field(() => ExaminationType)
  examination: (typeof examinations)[number];

  @TextField(4_000)
  findings: string;
}
@InputType()
export class ReturnExhibitInput extends OfExhibitInput {
  @TextField(400, { description: 'To whom, on what ground. Sealed.' })
  returnedTo: string;
}
@InputType()
export class RecordDestructionOrderInput extends OfExhibitInput {}

const CollectExhibitPayload = payloadOf('CollectExhibit');
const SealExhibitPayload = payloadOf('SealExhibit');
const BreakSealPayload = payloadOf('BreakSeal');
const OfferCustodyPayload = payloadOf('OfferCustody');
const AcceptCustodyPayload = payloadOf('AcceptCustody');
const RefuseCustodyPayload = payloadOf('RefuseCustody');
const ReassignCustodyPayload = payloadOf('ReassignCustody');
const ExamineExhibitPayload = payloadOf('ExamineExhibit');
const ReturnExhibitPayload = payloadOf('ReturnExhibit');
const RecordDestructionOrderPayload = payloadOf('RecordDestructionOrder');

@Resolver()
export class ExhibitMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => CollectExhibitPayload, { description: 'An exhibit of an investigation, under seal; who collects it keeps it. The id returned is the exhibit’s.' })
  collectExhibit(@Args('input') input: CollectExhibitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CollectExhibit, input, caller);
  }

  @Mutation(() => SealExhibitPayload, { description: 'Its custodian seals it again.' })
  sealExhibit(@Args('input') input: SealExhibitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SealExhibit, input, caller);
  }

  @Mutation(() => BreakSealPayload, { description: 'Its custodian breaks the seal, or found it broken. Takes an offer back.' })
  breakSeal(@Args('input') input: BreakSealInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(BreakSeal, input, caller);
  }

  @Mutation(() => OfferCustodyPayload, { description: 'Its custodian offers it to another person, sealed. A new offer takes the place of one that waits.' })
  offerCustody(@Args('input') input: OfferCustodyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OfferCustody, input, caller);
  }

  @Mutation(() => AcceptCustodyPayload, {
    description: 'Takes custody over, with the digest as found. Look at the events returned: where the digest differs, CustodyRefused is recorded instead of CustodyAccepted, and the custodian stays who it was.',
  })
  acceptCustody(@Args('input') input: AcceptCustodyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AcceptCustody, input, caller);
  }

  @Mutation(() => RefuseCustodyPayload, { description: 'Does not take it over.' })
  refuseCustody(@Args('input') input: RefuseCustodyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RefuseCustody, input, caller);
  }

  @Mutation(() => ReassignCustodyPayload, { description: 'A supervising prosecutor gives it to another custodian without a hand-over, and says why and with which digest it was found.' })
  reassignCustody(@Args('input') input: ReassignCustodyInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReassignCustody, input, caller);
  }

  @Mutation(() => ExamineExhibitPayload, { description: 'What its custodian found in it.' })
  examineExhibit(@Args('input') input: ExamineExhibitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ExamineExhibit, input, caller);
  }

  @Mutation(() => ReturnExhibitPayload, { description: 'Its custodian gave it back. Nothing is recorded of it after that.' })
  returnExhibit(@Args('input') input: ReturnExhibitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReturnExhibit, input, caller);
  }

  @Mutation(() => RecordDestructionOrderPayload, { description: 'A court ordered that it be destroyed; its number is in basis (COURT_ORDER).' })
  recordDestructionOrder(@Args('input') input: RecordDestructionOrderInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordDestructionOrder, input, caller);
  }
}
