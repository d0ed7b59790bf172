import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { IdField, TextField } from '../inputs.graphql';
import {
  BringCharges,
  hearings,
  instances,
  offences,
  protectiveMeasures,
  RecordHearing,
  RecordJudgment,
  RecordProtectiveMeasure,
  RecordReparation,
  verdicts,
  type Offence,
} from './court';
import { OfInvestigationInput } from './investigation.graphql';

const ProtectiveMeasureType = enumOf('ProtectiveMeasure', protectiveMeasures, 'What a court ordered to protect her, a witness or the proceedings.');
const OffenceType = enumOf('Offence', offences, 'What a suspect is charged with.');
const HearingType = enumOf('Hearing', hearings, 'Kind of hearing.');
const InstanceType = enumOf('Instance', instances, 'Which court judged.');
const VerdictType = enumOf('Verdict', verdicts, 'What it decided.');

@InputType()
export class RecordProtectiveMeasureInput extends OfInvestigationInput {
  @Field(() => ProtectiveMeasureType)
  measure: (typeof protectiveMeasures)[number];

  @IdField({ nullable: true, description: 'Whom it protects, where that is the survivor of an attached case.' })
  case?: string;

  @IdField({ nullable: true, description: 'Whom it binds.' })
  suspect?: string;

  @TextField(4_000, { nullable: true })
  terms?: string;
}
@InputType()
export class BringChargesInput extends OfInvestigationInput {
  @IdField()
  suspect: string;

  @Field(() => [OffenceType])
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  offences: Offence[];

  @TextField(4_000, { nullable: true })
  accusation?: string;
}
@InputType()
export class RecordHearingInput extends OfInvestigationInput {
  @Field(() => HearingType)
  hearing: (typeof hearings)[number];

  @TextField(4_000, { nullable: true })
  minutes?: string;
}
@InputType()
export class RecordJudgmentInput extends OfInvestigationInput {
  @IdField()
  suspect: string;

  @Field(() => InstanceType)
  instance: (typeof instances)[number];

  @Field(() => VerdictType)
  verdict: (typeof verdicts)[number];

  @TextField(4_000, { nullable: true })
  sentence?: string;
}
@InputType()
export class RecordReparationInput extends OfInvestigationInput {
  @IdField()
  case: string;

  @TextField(4_000, { nullable: true })
  terms?: string;
}

const RecordProtectiveMeasurePayload = payloadOf('RecordProtectiveMeasure');
const BringChargesPayload = payloadOf('BringCharges');
const RecordHearingPayload = payloadOf('RecordHearing');
const RecordJudgmentPayload = payloadOf('RecordJudgment');
const RecordReparationPayload = payloadOf('RecordReparation');

@Resolver()
export class CourtMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => RecordProtectiveMeasurePayload, { description: 'What a court ordered, with the number of its decision in basis (COURT_ORDER).' })
  recordProtectiveMeasure(@Args('input') input: RecordProtectiveMeasureInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordProtectiveMeasure, input, caller);
  }

  @Mutation(() => BringChargesPayload, { description: 'Accuses a suspect.' })
  bringCharges(@Args('input') input: BringChargesInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(BringCharges, input, caller);
  }

  @Mutation(() => RecordHearingPayload, { description: 'A hearing was held.' })
  recordHearing(@Args('input') input: RecordHearingInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordHearing, input, caller);
  }

  @Mutation(() => RecordJudgmentPayload, { description: 'What a court decided on a suspect who was charged, with the number of the judgment in basis (COURT_ORDER).' })
  recordJudgment(@Args('input') input: RecordJudgmentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordJudgment, input, caller);
  }

  @Mutation(() => RecordReparationPayload, { description: 'What she is to be given, with the number of the decision in basis (COURT_ORDER).' })
  recordReparation(@Args('input') input: RecordReparationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordReparation, input, caller);
  }
}
