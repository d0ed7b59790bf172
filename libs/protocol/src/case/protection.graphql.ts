import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { ArrayMinSize } from 'class-validator';
import { IdField, LanguageField, TextField, UnderField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import { AssessRisk, ClearRiskFlag, ExplainRights, flagClearings, RaiseRiskFlag, RecordAlias, rights, riskFlagKinds, riskLevels } from './protection';

const RightType = enumOf('Right', rights, 'What she is told that she may have.');
const RiskLevelType = enumOf('RiskLevel', riskLevels, 'How great the risk to her is.');
const RiskFlagKindType = enumOf('RiskFlagKind', riskFlagKinds, 'What whoever meets her must know at once.');
const FlagClearingType = enumOf('FlagClearing', flagClearings, 'Why a flag is taken down.');

@InputType()
export class ExplainRightsInput extends OfCaseInput {
  @Field(() => [RightType])
  @ArrayMinSize(1)
  rights: (typeof rights)[number][];

  @LanguageField()
  language: string;

  @TextField(40, { description: 'Version of the text that was read to her.' })
  textVersion: string;

  @TextField(200, { nullable: true })
  interpreterName?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class AssessRiskInput extends OfCaseInput {
  @Field(() => RiskLevelType)
  level: (typeof riskLevels)[number];

  @TextField(20_000)
  assessment: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day on which it is assessed again at the latest.' })
  reviewBy?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RaiseRiskFlagInput extends OfCaseInput {
  @Field(() => RiskFlagKindType)
  kind: (typeof riskFlagKinds)[number];

  @TextField(2_000, { nullable: true, description: 'Never where she is.' })
  note?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class ClearRiskFlagInput extends OfCaseInput {
  @IdField()
  flag: string;

  @Field(() => FlagClearingType)
  reason: (typeof flagClearings)[number];

  @TextField(2_000, { nullable: true })
  note?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RecordAliasInput extends OfCaseInput {
  @TextField(200)
  alias: string;

  @TextField(400, { nullable: true, description: 'Where she goes by it, or who made her.' })
  usedWhere?: string;

  @UnderField()
  under?: string;
}

const ExplainRightsPayload = payloadOf('ExplainRights');
const AssessRiskPayload = payloadOf('AssessRisk');
const RaiseRiskFlagPayload = payloadOf('RaiseRiskFlag');
const ClearRiskFlagPayload = payloadOf('ClearRiskFlag');
const RecordAliasPayload = payloadOf('RecordAlias');

@Resolver()
export class ProtectionMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ExplainRightsPayload, { description: 'Records that her rights were explained to her, in a language she understands.' })
  explainRights(@Args('input') input: ExplainRightsInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ExplainRights, input, caller);
  }

  @Mutation(() => AssessRiskPayload, { description: 'Records how great the risk to her is, and until when that holds.' })
  assessRisk(@Args('input') input: AssessRiskInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssessRisk, input, caller);
  }

  @Mutation(() => RaiseRiskFlagPayload, { description: 'Raises what whoever meets her must know at once. The id returned is the flag’s.' })
  raiseRiskFlag(@Args('input') input: RaiseRiskFlagInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RaiseRiskFlag, input, caller);
  }

  @Mutation(() => ClearRiskFlagPayload, { description: 'Takes a flag down, with the reason.' })
  clearRiskFlag(@Args('input') input: ClearRiskFlagInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ClearRiskFlag, input, caller);
  }

  @Mutation(() => RecordAliasPayload, { description: 'Records another name she goes by, or was made to go by.' })
  recordAlias(@Args('input') input: RecordAliasInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordAlias, input, caller);
  }
}
