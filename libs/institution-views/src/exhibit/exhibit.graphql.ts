import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadCustody, type Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, categoriesShown, TimelineEntry } from '../case-reader.graphql';
import { heldInvestigation } from '../investigation/held-investigation.graphql';
import { connectionOf, ListReader, type Connection } from '../list-reader.graphql';
import { exhibitsOf, type ExhibitRow } from './exhibit-row';

@ObjectType({ description: 'Who keeps an exhibit, or is offered it.' })
export class ExhibitKeeper {
  @Field(() => ID)
  agent: string;

  @Field(() => ID)
  institution: string;
}

@ObjectType({ isAbstract: true })
abstract class ExhibitAtHand {
  @Field(() => ID)
  id: string;

  @Field({ description: 'KEPT or RETURNED.' })
  status: string;

  @Field(() => String, { nullable: true })
  kind?: string;

  @Field(() => String, { nullable: true, description: 'Number of the seal on it; null while it is broken.' })
  seal?: string;

  @Field(() => DateTime, { nullable: true })
  collectedAt?: string;

  @Field(() => ExhibitKeeper, { nullable: true })
  custodian?: ExhibitKeeper;

  @Field(() => DateTime, { nullable: true, description: 'Since when the custodian has it.' })
  since?: string;

  @Field(() => ExhibitKeeper, { nullable: true, description: 'Who is to answer the offer of its custody.' })
  offered?: ExhibitKeeper;

  @Field(() => String, { nullable: true, description: 'Number of the court order that it be destroyed.' })
  destruction?: string;
}

@ObjectType({ description: 'An exhibit of an investigation that your compartment has.' })
export class Exhibit extends ExhibitAtHand {
  @Field(() => ID)
  investigation: string;

  @Field(() => String, { nullable: true, description: 'Digest with which it was collected.' })
  sha256?: string;

  @Field({ description: 'Whether another digest was found since.' })
  differs: boolean;
}
@ObjectType({ description: 'An exhibit with its chain of custody.' })
export class ExhibitFile extends Exhibit {
  @Field(() => [TimelineEntry], { description: 'Everything that happened to it, in order: who collected, kept, handed over, examined it, under which seals and digests.' })
  chain: TimelineEntry[];
}
@ObjectType({ description: 'An exhibit in the hands of your compartment. Its digest is not here: whoever takes it over gives the one found.' })
export class KeptExhibit extends ExhibitAtHand {
  @Field({ description: 'The offer of its custody waits for an answer of your compartment.' })
  toAnswer: boolean;
}
const ExhibitConnection = connectionOf(Exhibit);
const KeptExhibitConnection = connectionOf(KeptExhibit);

export const exhibitNode = ({ exhibit: id, keptHere: _kept, offeredHere: _offered, ...row }: ExhibitRow): Exhibit => Object.assign(new Exhibit(), { id }, row);
const keptNode = ({ exhibit: id, status, kind, seal, collectedAt, custodian, since, offered, offeredHere, destruction }: ExhibitRow): KeptExhibit =>
  Object.assign(new KeptExhibit(), { id, status, kind, seal, collectedAt, custodian, since, offered, destruction, toAnswer: offeredHere });

@Resolver()
export class ExhibitQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ExhibitConnection, { description: 'The exhibits of the investigations your compartment has, or of one of them; the first collected first.' })
  exhibits(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('investigation', { type: () => ID, nullable: true }) investigation?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Exhibit>> {
    const list = investigation ? exhibitsOf(investigation) : 'ALL';
    const passes = ({ file }: { file: string }): boolean => heldInvestigation(this.reader, caller, file) !== undefined;
    return this.lists.page<ExhibitRow, Exhibit>(caller, { kind: 'exhibit', list, operation: 'exhibits', category: 'INVESTIGATION', passes }, { first, after, purpose, atLeast }, exhibitNode);
  }

  @Query(() => ExhibitFile, { nullable: true, description: 'An exhibit of an investigation your compartment has, with its chain of custody.' })
  async exhibit(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<ExhibitFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const found = this.reader.file(caller).rowAndFile<ExhibitRow>('exhibit', id);
    const held = found && heldInvestigation(this.reader, caller, found.file);
    if (!held) {
      this.reader.reads.refused(reading, 'exhibit', [id]);
      return null;
    }
    const entries = this.reader.entries(held).filter(({ entry }) => entry.stream === `exhibit-${id}`);
    const shown = entries.map(({ entry }) => entry);
    await this.reader.reads.record(reading, { operation: 'exhibit', categories: categoriesShown(shown), cases: new Map([[found.file, shown.map((entry) => entry.id)]]) });
    return Object.assign(new ExhibitFile(), exhibitNode(found.row), { chain: shown.map((entry, i) => this.reader.timelineEntry({ n: i + 1, entry })) });
  }

  @Query(() => KeptExhibitConnection, {
    description: 'The exhibits that an agent of your compartment keeps or is offered, of whatever investigation; to whom no role opens the whole compartment, their own.',
  })
  custodyRegister(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<KeptExhibit>> {
    const passes = ({ file, row }: { file: string; row: ExhibitRow }): boolean =>
      mayReadCustody(caller, {
        agents: [...(row.keptHere && row.custodian ? [row.custodian.agent] : []), ...(row.offeredHere && row.offered ? [row.offered.agent] : [])],
        excluded: this.reader.excluded(caller, file),
      });
    const list = { kind: 'exhibit', list: 'CUSTODY', operation: 'custodyRegister', category: 'STATUS', passes } as const;
    return this.lists.page<ExhibitRow, KeptExhibit>(caller, list, { first, after, purpose, atLeast }, keptNode);
  }
}
