import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { Fact } from '../case-reader.graphql';

@ObjectType({ description: 'What a court ordered for protection.' })
export class MeasureItem {
  @Field()
  measure: string;

  @Field()
  number: string;

  @Field(() => ID, { nullable: true })
  case?: string;

  @Field(() => ID, { nullable: true })
  suspect?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'Charges against a suspect.' })
export class ChargeItem {
  @Field(() => ID)
  suspect: string;

  @Field(() => [String])
  offences: string[];

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'A hearing that was held.' })
export class HearingItem {
  @Field()
  hearing: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'A judgment on a suspect.' })
export class JudgmentItem {
  @Field(() => ID)
  suspect: string;

  @Field()
  instance: string;

  @Field()
  verdict: string;

  @Field()
  number: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'What a court awarded her.' })
export class ReparationItem {
  @Field(() => ID)
  case: string;

  @Field()
  number: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
