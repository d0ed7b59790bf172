import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { Fact, facts } from '../case-reader.graphql';
import { named, type RelatedCases as Related } from './related-cases';

@ObjectType({ description: 'Somebody in her care who has a case of their own.' })
export class Dependant {
  @Field(() => ID, { nullable: true, description: 'Their case, where you may see that too.' })
  case?: string;

  @Field({ description: 'As it was when they were linked last.' })
  ageBand: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact], { description: 'What they are to her.' })
  fields: Fact[];
}

@ObjectType({ description: 'A case that this one has to do with: each stays as it is.' })
export class LinkedCase {
  @Field(() => ID, { nullable: true, description: 'The other case, where you may see that too.' })
  case?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact], { description: 'What it has to do with this one.' })
  fields: Fact[];
}

@ObjectType({ description: 'That two cases of one woman go on as one.' })
export class Merger {
  @Field(() => ID, { nullable: true, description: 'The other case, where you may see that too.' })
  case?: string;

  @Field({ description: 'MERGED: this case goes on in the other; INTO: the other goes on in this.' })
  side: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => DateTime, { nullable: true, description: 'When they were parted again: they were two after all.' })
  partedAt?: string;

  @Field(() => [Fact], { description: 'The grounds.' })
  fields: Fact[];
}

@ObjectType({ description: 'Other cases that this one has to do with. One that you are kept from is not there.' })
export class RelatedCases {
  @Field(() => [Dependant])
  dependants: Dependant[];

  @Field(() => [LinkedCase], { description: 'To who leads the case.' })
  links: LinkedCase[];

  @Field(() => [Merger], { description: 'To who leads the case.' })
  mergers: Merger[];
}

const shown = <T extends { fields: Readonly<Record<string, unknown>> }>(one: T) => ({ ...one, fields: facts(one.fields) });

export function relatedType(related: Related, leads: boolean, isNamed: (caseId: string) => boolean): RelatedCases {
  const { dependants, links, mergers } = named(related, leads, isNamed);
  return Object.assign(new RelatedCases(), { dependants: dependants.map(shown), links: links.map(shown), mergers: mergers.map(shown) });
}
