import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import { KeyClassType } from '@amparo/protocol/subject/erasure.graphql';
import type { KeyClass, Purpose } from '@amparo/protocol';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { StewardList } from '../steward-list.graphql';
import { erasureStatuses, holdStatuses, type ErasureRow, type HoldRow } from './erasure-rows';

const LegalHoldStatusType = enumOf('LegalHoldStatus', holdStatuses, 'What has become of a legal hold.');
const ErasureStatusType = enumOf('ErasureStatus', erasureStatuses, 'What has become of an erasure: RESTRICTED waits for a hold to end, CONDEMNED is being destroyed.');

@ObjectType({ description: 'What is said about somebody and kept, whoever asks for its erasure.' })
export class LegalHold {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'The case, or the contact.' })
  file: string;

  @Field(() => LegalHoldStatusType)
  status: (typeof holdStatuses)[number];

  @Field(() => [KeyClassType])
  classes: readonly KeyClass[];

  @Field({ description: 'Why it is kept: a code.' })
  ground: string;

  @Field(() => String, { nullable: true, description: 'The number of the order or request.' })
  reference?: string;

  @Field(() => DateTime)
  placedAt: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  placedBy?: string;

  @Field(() => DateTime, { nullable: true })
  liftRequestedAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  liftRequestedBy?: string;

  @Field(() => DateTime, { nullable: true })
  liftedAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  liftedBy?: string;
}

@ObjectType({ description: 'A key that was condemned, and what was made of it.' })
export class CondemnedKey {
  @Field(() => KeyClassType)
  class: KeyClass;

  @Field(() => DateTime, { description: 'From then on nothing sealed under it is to be read.' })
  condemnedAt: string;

  @Field(() => DateTime, { nullable: true })
  destroyedAt?: string;

  @Field(() => [String], { nullable: true, description: 'Where it could not be destroyed; empty where all is gone.' })
  failures?: readonly string[];

  @Field(() => DateTime, { nullable: true, description: 'From then on no backup holds it any more.' })
  certainAfter?: string;
}

@ObjectType({ description: 'That what is said about somebody be erased for good: its keys, and so what was sealed under them. The events stay.' })
export class Erasure {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'The case, or the contact.' })
  file: string;

  @Field(() => ErasureStatusType)
  status: (typeof erasureStatuses)[number];

  @Field(() => [KeyClassType])
  classes: readonly KeyClass[];

  @Field({ description: 'Why: a code.' })
  ground: string;

  @Field(() => String, { nullable: true, description: 'The number of the order or request.' })
  reference?: string;

  @Field(() => DateTime)
  requestedAt: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  requestedBy?: string;

  @Field(() => DateTime, { nullable: true })
  answeredAt?: string;

  @Field(() => ID, { nullable: true, description: 'Agent.' })
  answeredBy?: string;

  @Field(() => String, { nullable: true, description: 'Why it was refused: a code.' })
  reason?: string;

  @Field(() => [KeyClassType], { description: 'What waits for a hold to end.' })
  restricted: readonly KeyClass[];

  @Field(() => [CondemnedKey])
  keys: CondemnedKey[];
}
const LegalHoldConnection = connectionOf(LegalHold);
const ErasureConnection = connectionOf(Erasure);

const holdNode = ({ id, files: [file], status, classes, ground, reference, placedBy, liftRequested, lifted }: HoldRow): LegalHold =>
  Object.assign(new LegalHold(), {
    id,
    file,
    status,
    classes,
    ground,
    reference,
    placedAt: placedBy.at,
    placedBy: placedBy.by,
    liftRequestedAt: liftRequested?.at,
    liftRequestedBy: liftRequested?.by,
    liftedAt: lifted?.at,
    liftedBy: lifted?.by,
  });

const erasureNode = ({ id, files: [file], status, classes, ground, reference, requested, answered, reason, restricted, keys }: ErasureRow): Erasure =>
  Object.assign(new Erasure(), {
    id,
    file,
    status,
    classes,
    ground,
    reference,
    requestedAt: requested.at,
    requestedBy: requested.by,
    answeredAt: answered?.at,
    answeredBy: answered?.by,
    reason,
    restricted,
    keys: keys.map(({ kid: _kid, ...key }) => Object.assign(new CondemnedKey(), key)),
  });

@Resolver()
export class ErasureQueries {
  constructor(private readonly list: StewardList) {}

  @Query(() => LegalHoldConnection, { description: 'What is kept and why, the first placed first: for data stewards, purpose RECORD, and for auditors, purpose AUDIT; to everybody else there is none.' })
  legalHolds(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('status', { type: () => LegalHoldStatusType, nullable: true }) status?: (typeof holdStatuses)[number],
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<LegalHold>> {
    return this.list.page<HoldRow, LegalHold>(caller, { kind: 'hold', operation: 'legalHolds', status }, { first, after, purpose, atLeast }, holdNode);
  }

  @Query(() => ErasureConnection, { description: 'What is to be erased, was, or was not, the first asked for first: for data stewards, purpose RECORD, and for auditors, purpose AUDIT; to everybody else there is none.' })
  erasures(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('status', { type: () => ErasureStatusType, nullable: true }) status?: (typeof erasureStatuses)[number],
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Erasure>> {
    return this.list.page<ErasureRow, Erasure>(caller, { kind: 'erasure', operation: 'erasures', status }, { first, after, purpose, atLeast }, erasureNode);
  }
}
