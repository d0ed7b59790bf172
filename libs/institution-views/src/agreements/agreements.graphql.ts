import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadTerms, type Caller } from '@amparo/access';
import { CurrentCaller, DataCategoryType, Freshness, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import type { AgreementRow } from './agreements';

@ObjectType({ description: 'The signature of a party.' })
export class AgreementSignature {
  @Field()
  institution: string;

  @Field(() => DateTime)
  at: string;
}
@ObjectType({ description: 'A sharing agreement, for its parties and for auditors. While it is in force it limits what may pass between the parties for its purpose; it never grants.' })
export class SharingAgreement {
  @Field(() => ID)
  id: string;

  @Field()
  title: string;

  @Field({ description: 'PROPOSED, IN_FORCE, DENOUNCED or LAPSED.' })
  status: string;

  @Field(() => [String], { description: 'Codes of the institutions.' })
  parties: string[];

  @Field(() => PurposeType, { name: 'for', description: 'For what purpose the parties let data pass. Sign with these very terms.' })
  for: Purpose;

  @Field(() => [DataCategoryType], { description: 'What may pass between them for that purpose.' })
  categories: DataCategory[];

  @Field(() => DateTime, { description: 'When it ends.' })
  until: string;

  @Field(() => [AgreementSignature], { description: 'In the order in which they were given. With the last it is in force.' })
  signatures: AgreementSignature[];

  @Field(() => DateTime, { nullable: true })
  inForceAt?: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;
}
const SharingAgreementConnection = connectionOf(SharingAgreement);

const node = ({ agreement: id, purpose, ...row }: AgreementRow): SharingAgreement => Object.assign(new SharingAgreement(), row, { id, for: purpose });

@Resolver()
export class AgreementQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => SharingAgreementConnection, { description: 'Sharing agreements of your institution: proposed, in force and ended, in the order of their ends. Auditors are shown all.' })
  async agreements(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<SharingAgreement>> {
    await this.freshness.atLeast(caller, atLeast);
    const rows = this.reader.views.visibility.rows<AgreementRow>('agreement').filter(({ parties }) => mayReadTerms(caller, parties));
    return pageOf(rows, { first, after }, ({ until, agreement }) => [until, agreement], node);
  }

  @Query(() => SharingAgreement, { nullable: true, description: 'A sharing agreement of your institution, to be read before it is signed.' })
  async agreement(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<SharingAgreement | null> {
    await this.freshness.atLeast(caller, atLeast);
    const row = this.reader.views.visibility.row<AgreementRow>('agreement', id);
    return row && mayReadTerms(caller, row.parties) ? node(row) : null;
  }
}
