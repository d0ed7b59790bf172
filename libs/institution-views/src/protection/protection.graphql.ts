import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { Fact, facts } from '../case-reader.graphql';
import type { ProtectionFile } from './protection-file';

@ObjectType({ description: 'What was recorded of how she is protected: a flag in force, another name of hers, an assessment.' })
export class ProtectionEntry {
  @Field(() => ID, { nullable: true, description: 'Of a flag, by which it is cleared.' })
  id?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The day by which a risk is assessed again.' })
  reviewBy?: string;

  @Field(() => [Fact])
  fields: Fact[];
}

@ObjectType({ description: 'An emergency access: who opened it, when and why, and what was found of it.' })
export class EmergencyAccess {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: string;

  @Field()
  compartment: string;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field(() => String, { nullable: true })
  agent?: string;

  @Field()
  reason: string;

  @Field(() => [String])
  further: string[];

  @Field(() => DateTime)
  until: string;

  @Field(() => DateTime, { nullable: true, description: 'Null while it is open.' })
  endedAt?: string;

  @Field(() => String, { nullable: true, description: 'Null while it is not reviewed.' })
  finding?: string;

  @Field(() => [Fact])
  fields: Fact[];
}

@ObjectType({ description: 'What was told of her outside a referral: to whom, what for, until when.' })
export class DisclosureMade {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: string;

  @Field()
  receiver: string;

  @Field(() => [String])
  categories: string[];

  @Field()
  purpose: string;

  @Field(() => DateTime, { nullable: true, description: 'Null where her consents end it.' })
  until?: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;

  @Field(() => String, { nullable: true, description: 'What was wrong about it.' })
  inError?: string;

  @Field(() => [Fact])
  fields: Fact[];
}

@ObjectType({ description: 'How she is protected, and what was opened of her outside referrals.' })
export class Protection {
  @Field(() => [ProtectionEntry], { description: 'Those in force.' })
  riskFlags: ProtectionEntry[];

  @Field(() => ProtectionEntry, { nullable: true, description: 'The last assessment.' })
  risk?: ProtectionEntry;

  @Field(() => [ProtectionEntry])
  aliases: ProtectionEntry[];

  @Field(() => [EmergencyAccess], { description: 'To who leads the case all; to others those they opened.' })
  emergencyAccesses: EmergencyAccess[];

  @Field(() => String, { nullable: true, description: 'While you have an emergency access open: the telephone at which the unit that leads the case is reached day and night, if it stated one.' })
  leadDutyLine?: string;

  @Field(() => [DisclosureMade], { description: 'To who leads the case all; to others those made to them, while they stand.' })
  disclosuresMade: DisclosureMade[];
}

const shown = <T extends { fields: Readonly<Record<string, unknown>> }>(one: T) => ({ ...one, fields: facts(one.fields) });

export const protectionType = ({ risk, ...file }: ProtectionFile, leadDutyLine: string | undefined): Protection =>
  Object.assign(new Protection(), {
    riskFlags: file.riskFlags.map(shown),
    aliases: file.aliases.map(shown),
    emergencyAccesses: file.emergencyAccesses.map(shown),
    disclosuresMade: file.disclosuresMade.map(shown),
    ...(risk && { risk: shown(risk) }),
    ...(leadDutyLine !== undefined && { leadDutyLine }),
  });
