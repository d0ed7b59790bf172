import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { Fact, facts } from '../case-reader.graphql';
import type { DecisionsFile } from './decisions-file';

@ObjectType({ description: 'A decision on who she is: the presumption, or one of the authority.' })
export class IdentificationDecision {
  @Field(() => ID, { description: 'Of the event, by which a reconsideration names it.' })
  id: string;

  @Field({ description: 'PRESUMED, IDENTIFIED or NOT_IDENTIFIED.' })
  decision: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that decided.' })
  unit?: string;

  @Field({ description: 'She asked not to wait for the end of the recovery period.' })
  atHerRequest: boolean;

  @Field(() => ID, { nullable: true, description: 'The reconsideration that it answers.' })
  reconsideration?: string;

  @Field(() => [Fact], { description: 'The grounds.' })
  fields: Fact[];
}

@ObjectType({ description: 'That a decision was asked to be taken anew: by somebody, or because what it relied on had been revoked.' })
export class Reconsideration {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'The decision in question.' })
  of: string;

  @Field(() => String, { nullable: true, description: 'Who asked; null where a review was asked for.' })
  by?: string;

  @Field(() => String, { nullable: true, description: 'Why a review was asked for: ACCREDITATION_REVOKED or AGENT_SUSPENDED.' })
  because?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => DateTime, { nullable: true, description: 'Null while it is open.' })
  answeredAt?: string;

  @Field(() => String, { nullable: true, description: 'How it was decided anew.' })
  decision?: string;

  @Field(() => [Fact], { description: 'The grounds.' })
  fields: Fact[];
}

@ObjectType({ description: 'Whether she was identified as a victim, and how that was decided.' })
export class Identification {
  @Field({ description: 'PRESUMED, IDENTIFIED or NOT_IDENTIFIED: as it was decided last.' })
  status: string;

  @Field(() => DateTime, { description: 'Since when.' })
  since: string;

  @Field(() => String, { nullable: true, description: 'The unit that decided so.' })
  unit?: string;

  @Field(() => [IdentificationDecision], { description: 'Every decision, in order.' })
  decisions: IdentificationDecision[];

  @Field(() => [Reconsideration], { description: 'In the order in which they were asked for.' })
  reconsiderations: Reconsideration[];
}

@ObjectType({ description: 'The time she has to recover and to reflect, in which nothing is decided that she did not ask for.' })
export class RecoveryPeriod {
  @Field(() => DateTime)
  until: string;

  @Field({ description: 'Whether its date has come.' })
  ended: boolean;
}

@ObjectType({ description: 'Who was appointed to decide for a child. The newest appointment counts.' })
export class Guardian {
  @Field(() => ID)
  id: string;

  @Field()
  kind: string;

  @Field({ description: 'How it was made sure that there is no conflict with the child.' })
  check: string;

  @Field(() => DateTime, { description: 'When appointed.' })
  at: string;

  @Field(() => DateTime, { nullable: true, description: 'When a conflict with the child was recorded, as far as you may see that: it stands under PROTECTION.' })
  conflictedAt?: string;

  @Field(() => [Fact], { description: 'Name, and how to reach them.' })
  fields: Fact[];

  @Field(() => [Fact], { description: 'What the conflict is.' })
  conflict: Fact[];
}

@ObjectType({ description: 'Who represents her before the law.' })
export class LegalRepresentative {
  @Field(() => ID)
  id: string;

  @Field()
  kind: string;

  @Field(() => DateTime, { description: 'When appointed.' })
  at: string;

  @Field(() => [Fact], { description: 'Name, and how to reach them.' })
  fields: Fact[];
}

@ObjectType({ description: 'An assessment of her age. The newest counts.' })
export class AgeAssessment {
  @Field()
  ageBand: string;

  @Field()
  method: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that assessed it.' })
  unit?: string;

  @Field(() => [Fact])
  fields: Fact[];
}

@ObjectType({ description: 'What the council for children determined to be best for a child.' })
export class BestInterestsDetermination {
  @Field()
  question: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that determined it.' })
  unit?: string;

  @Field(() => [Fact])
  fields: Fact[];
}

@ObjectType({ description: 'That her rights were explained to her: which, in what language, after which text.' })
export class RightsExplanation {
  @Field(() => [String])
  rights: string[];

  @Field({ description: 'ISO 639-3.' })
  language: string;

  @Field()
  textVersion: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that explained them.' })
  unit?: string;

  @Field(() => [Fact], { description: 'Who interpreted.' })
  fields: Fact[];
}

@ObjectType({ description: 'Who she was found to be, who decides for her, and what she was told, as far as you may see it.' })
export class Decisions {
  @Field(() => Identification, { nullable: true, description: 'Null where nothing is decided, or where you may not see it.' })
  identification?: Identification;

  @Field(() => RecoveryPeriod, { nullable: true, description: 'Null before she is presumed a victim, or where you may not see it.' })
  recovery?: RecoveryPeriod;

  @Field(() => [Guardian])
  guardians: Guardian[];

  @Field(() => [LegalRepresentative])
  representatives: LegalRepresentative[];

  @Field(() => [AgeAssessment])
  ageAssessments: AgeAssessment[];

  @Field(() => [BestInterestsDetermination])
  bestInterests: BestInterestsDetermination[];

  @Field(() => [RightsExplanation])
  rightsExplained: RightsExplanation[];
}

const shown = <T extends { fields: Readonly<Record<string, unknown>> }>(one: T) => ({ ...one, fields: facts(one.fields) });

/** `moment`: as of which it is asked; a recovery period has ended when its date has come, though no event says so yet. */
export function decisionsType({ decisions, reconsiderations, recovery, guardians, ...file }: DecisionsFile, moment: string): Decisions {
  const last = decisions.at(-1);
  const identification = last && { status: last.decision, since: last.at, unit: last.unit, decisions: decisions.map(shown), reconsiderations: reconsiderations.map(shown) };
  return Object.assign(new Decisions(), {
    identification,
    recovery: recovery && { until: recovery.until, ended: recovery.endedAt !== undefined || recovery.until <= moment },
    guardians: guardians.map(({ account, ...one }) => ({ ...shown(one), conflict: facts(account) })),
    representatives: file.representatives.map(shown),
    ageAssessments: file.ageAssessments.map(shown),
    bestInterests: file.bestInterests.map(shown),
    rightsExplained: file.rightsExplained.map(shown),
  });
}
