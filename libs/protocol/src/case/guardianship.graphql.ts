import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { IsIn } from 'class-validator';
import { IdField, TextField, UnderField } from '../inputs.graphql';
import { ageBands } from './age-band';
import { OfCaseInput } from './case.graphql';
import { ageMethods, AssessAge, bestInterestQuestions, DetermineBestInterests, LinkDependant } from './child';
import {
  AppointGuardian,
  AppointLegalRepresentative,
  conflictChecks,
  guardianKinds,
  RecordGuardianConflict,
  representativeKinds,
} from './guardianship';

const GuardianKindType = enumOf('GuardianKind', guardianKinds, 'By what a guardian is one.');
const ConflictCheckType = enumOf('ConflictCheck', conflictChecks, 'How it was made sure that the guardian is not in conflict with the child.');
const RepresentativeKindType = enumOf('RepresentativeKind', representativeKinds, 'Who speaks for her before authorities.');
const AgeMethodType = enumOf('AgeMethod', ageMethods, 'How her age was assessed.');
const BestInterestQuestionType = enumOf('BestInterestQuestion', bestInterestQuestions, "What the child's best interests were determined for.");

const knownAges = ageBands.filter((band) => band !== 'UNKNOWN');

@InputType()
export class AppointGuardianInput extends OfCaseInput {
  @Field(() => GuardianKindType)
  kind: (typeof guardianKinds)[number];

  @Field(() => ConflictCheckType)
  check: (typeof conflictChecks)[number];

  @TextField(200)
  name: string;

  @TextField(400, { nullable: true, description: 'How to reach the guardian.' })
  reach?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RecordGuardianConflictInput extends OfCaseInput {
  @IdField()
  guardian: string;

  @TextField(4_000, { description: 'What the conflict is, and how it became known.' })
  account: string;

  @UnderField()
  under?: string;
}
@InputType()
export class AppointLegalRepresentativeInput extends OfCaseInput {
  @Field(() => RepresentativeKindType)
  kind: (typeof representativeKinds)[number];

  @TextField(200)
  name: string;

  @TextField(400, { nullable: true })
  reach?: string;

  @UnderField()
  under?: string;
}
@InputType()
export class AssessAgeInput extends OfCaseInput {
  @Field(() => String, { description: `One of ${knownAges.join(', ')}.` })
  @IsIn(knownAges)
  ageBand: Exclude<(typeof ageBands)[number], 'UNKNOWN'>;

  @Field(() => AgeMethodType)
  method: (typeof ageMethods)[number];

  @TextField(20_000)
  report: string;

  @UnderField()
  under?: string;
}
@InputType()
export class DetermineBestInterestsInput extends OfCaseInput {
  @Field(() => BestInterestQuestionType)
  question: (typeof bestInterestQuestions)[number];

  @TextField(4_000)
  determination: string;

  @TextField(20_000)
  reasons: string;

  @UnderField()
  under?: string;
}
@InputType()
export class LinkDependantInput extends OfCaseInput {
  @IdField({ description: "The dependant's case, opened in care of this one." })
  dependant: string;

  @TextField(100, { description: 'What the dependant is to her.' })
  relation: string;
}

const AppointGuardianPayload = payloadOf('AppointGuardian');
const RecordGuardianConflictPayload = payloadOf('RecordGuardianConflict');
const AppointLegalRepresentativePayload = payloadOf('AppointLegalRepresentative');
const AssessAgePayload = payloadOf('AssessAge');
const DetermineBestInterestsPayload = payloadOf('DetermineBestInterests');
const LinkDependantPayload = payloadOf('LinkDependant');

@Resolver()
export class GuardianshipMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => AppointGuardianPayload, { description: 'Records who decides for a child, and how it was made sure that there is no conflict. The newest counts. The id returned is the guardian’s.' })
  appointGuardian(@Args('input') input: AppointGuardianInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AppointGuardian, input, caller);
  }

  @Mutation(() => RecordGuardianConflictPayload, { description: 'Records that a guardian is in conflict with the child. What that guardian consented to ends with it.' })
  recordGuardianConflict(@Args('input') input: RecordGuardianConflictInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordGuardianConflict, input, caller);
  }

  @Mutation(() => AppointLegalRepresentativePayload, { description: 'Records who speaks for her before authorities. The id returned is the representative’s.' })
  appointLegalRepresentative(@Args('input') input: AppointLegalRepresentativeInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AppointLegalRepresentative, input, caller);
  }

  @Mutation(() => AssessAgePayload, { description: 'Records what age she was found to have. Until then an age unknown counts as a child’s.' })
  assessAge(@Args('input') input: AssessAgeInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssessAge, input, caller);
  }

  @Mutation(() => DetermineBestInterestsPayload, { description: "Records what the council for children determined to be in the child's best interests." })
  determineBestInterests(@Args('input') input: DetermineBestInterestsInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DetermineBestInterests, input, caller);
  }

  @Mutation(() => LinkDependantPayload, { description: "Links a dependant's case to hers, with the age band it has now. Both are yours." })
  linkDependant(@Args('input') input: LinkDependantInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(LinkDependant, input, caller);
  }
}
