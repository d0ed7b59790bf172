import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, categoriesShown, Fact, facts } from '../case-reader.graphql';
import { TimelineConnection, timelinePage } from '../case-timeline/case-timeline.graphql';
import { Exhibit, exhibitNode } from '../exhibit/exhibit.graphql';
import { connectionOf, ListReader, type Connection } from '../list-reader.graphql';
import { ChargeItem, HearingItem, JudgmentItem, MeasureItem, ReparationItem } from './court.graphql';
import { heldInvestigation } from './held-investigation.graphql';
import { investigationFileOf, type InvestigationFile as FileOf, type Item, type Mandate } from './investigation-file';
import { investigationStates, type InvestigationRow, type InvestigationState } from './investigation-row';

const InvestigationStateType = enumOf('InvestigationState', investigationStates, 'How far an investigation is.');

@ObjectType({ description: 'An investigation that your compartment has.' })
export class Investigation {
  @Field(() => ID)
  id: string;

  @Field(() => InvestigationStateType)
  state: InvestigationState;

  @Field(() => String, { nullable: true, description: 'Why it was redirected or closed.' })
  because?: string;

  @Field(() => String, { nullable: true })
  matter?: string;

  @Field(() => String, { nullable: true, description: 'Who complained: the survivor, a relative, an institution, …' })
  complainant?: string;

  @Field(() => String, { nullable: true, description: 'The unit whose it is.' })
  unit?: string;

  @Field(() => DateTime, { nullable: true })
  filedAt?: string;

  @Field(() => DateTime, { nullable: true })
  openedAt?: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was redirected or closed.' })
  endedAt?: string;

  @Field(() => Int, { description: 'How many suspects are named.' })
  suspectsNamed: number;

  @Field(() => DateTime, { nullable: true, description: 'When the first of its mandates in force ends.' })
  nextMandateEnd?: string;
}
const InvestigationConnection = connectionOf(Investigation);

@ObjectType({ description: 'A case that an investigation names, and on what it was attached.' })
export class AttachedCase {
  @Field(() => ID)
  case: string;

  @Field({ description: 'REFERRAL, COMPLAINT or MANDATE.' })
  on: string;

  @Field(() => ID, { nullable: true, description: 'The referral or the mandate.' })
  ref?: string;

  @Field(() => DateTime)
  at: string;
}
@ObjectType({ description: 'Somebody who is suspected.' })
export class SuspectItem {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Whether an official.' })
  official: boolean;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'What somebody said, and who they are.' })
export class StatementItem {
  @Field(() => ID)
  id: string;

  @Field({ description: 'SURVIVOR, SUSPECT, WITNESS or EXPERT.' })
  speaker: string;

  @Field(() => ID, { nullable: true, description: 'The witness or expert: give it when they are heard again.' })
  witness?: string;

  @Field(() => ID, { nullable: true })
  suspect?: string;

  @Field(() => ID, { nullable: true, description: 'The case of the survivor who spoke.' })
  case?: string;

  @Field(() => Int, { description: 'The how many-th time that this person was heard.' })
  interview: number;

  @Field(() => String, { nullable: true, description: 'Why she was heard again.' })
  again?: string;

  @Field({ description: 'Testimony taken before the trial and in place of it.' })
  inAdvance: boolean;

  @Field(() => String, { nullable: true })
  setting?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'A mandate: it opens categories of a case to the unit that has the investigation, until it ends.' })
export class MandateItem {
  @Field(() => ID)
  id: string;

  @Field({ description: 'NUMBERED_REQUEST, REASONED_REQUEST or COURT_ORDER.' })
  kind: string;

  @Field()
  number: string;

  @Field(() => ID)
  case: string;

  @Field({ description: 'The unit it was issued to.' })
  to: string;

  @Field(() => [String])
  categories: string[];

  @Field(() => DateTime)
  until: string;

  @Field(() => String, { nullable: true, description: 'Why it ended before; LAPSED when its date had come. Null while it is in force.' })
  ended?: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'A disclosure that is kept back from the case until its review date.' })
export class ReservedDisclosure {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  mandate: string;

  @Field(() => ID)
  case: string;

  @Field()
  number: string;

  @Field(() => [String])
  categories: string[];

  @Field(() => DateTime)
  reviewAt: string;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is shown in the case.' })
  reserveEndedAt?: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'The file of an investigation that your compartment has.' })
export class InvestigationFile extends Investigation {
  @Field(() => [Fact], { description: 'What was said when it was filed, and by whom.' })
  complaint: Fact[];

  @Field(() => String, { nullable: true, description: 'Where the complaint was sent on to.' })
  redirectedTo?: string;

  @Field(() => [String], { description: 'Units of the police that work under its direction.' })
  police: string[];

  @Field(() => [AttachedCase])
  cases: AttachedCase[];

  @Field(() => [SuspectItem])
  suspects: SuspectItem[];

  @Field(() => [StatementItem])
  statements: StatementItem[];

  @Field(() => [MandateItem])
  mandates: MandateItem[];

  @Field(() => [ReservedDisclosure])
  disclosures: ReservedDisclosure[];

  @Field(() => [MeasureItem])
  measures: MeasureItem[];

  @Field(() => [ChargeItem])
  charges: ChargeItem[];

  @Field(() => [HearingItem])
  hearings: HearingItem[];

  @Field(() => [JudgmentItem])
  judgments: JudgmentItem[];

  @Field(() => [ReparationItem])
  reparations: ReparationItem[];

  @Field(() => [Exhibit])
  exhibits: Exhibit[];
}

function head({ investigation: id, mandates, suspects: suspectsNamed, ...row }: InvestigationRow, now: string): Investigation {
  const [nextMandateEnd] = Object.values(mandates).filter((until) => until > now).sort();
  return { id, suspectsNamed, ...row, ...(nextMandateEnd !== undefined && { nextMandateEnd }) };
}

const shown = <T extends Item>({ data, fields, ...rest }: T): object => ({ ...data, ...rest, fields: facts(fields) });
/** With its own id, which the data have under the name of what it is. */
const named = (id: string) => ({ data, ...rest }: Item | Mandate): object => ({ ...shown({ data, ...rest }), id: data[id] });

function speakerOf({ speaker, person }: Item['data']): object {
  switch (speaker) {
    case 'WITNESS':
    case 'EXPERT':
      return { witness: person };
    case 'SUSPECT':
      return { suspect: person };
    default:
      return {}; // her case is named already
  }
}

const fileType = (file: FileOf, now: string): InvestigationFile =>
  Object.assign(new InvestigationFile(), head(file.row, now), {
    complaint: facts(file.complaint),
    police: file.police,
    ...(file.redirectedTo !== undefined && { redirectedTo: file.redirectedTo }),
    cases: file.cases.map(shown),
    suspects: file.suspects.map(named('suspect')),
    statements: file.statements.map((one) => ({ ...named('statement')(one), ...speakerOf(one.data) })),
    mandates: file.mandates.map(named('mandate')),
    disclosures: file.disclosures.map(named('disclosure')),
    measures: file.measures.map(shown),
    charges: file.charges.map(shown),
    hearings: file.hearings.map(shown),
    judgments: file.judgments.map(shown),
    reparations: file.reparations.map(shown),
    exhibits: file.exhibits.map(exhibitNode),
  } as object);

@Resolver()
export class InvestigationQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => InvestigationConnection, { description: 'The investigations your compartment has, of one state or of all; the one that was filed first comes first.' })
  investigations(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('state', { type: () => InvestigationStateType, nullable: true }) state?: InvestigationState,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Investigation>> {
    const passes = ({ file }: { file: string }): boolean => heldInvestigation(this.reader, caller, file) !== undefined;
    const list = { kind: 'investigation', list: state ?? 'ALL', operation: 'investigations', category: 'INVESTIGATION', passes } as const;
    const now = new Date().toISOString();
    return this.lists.page<InvestigationRow, Investigation>(caller, list, { first, after, purpose, atLeast }, (row) => Object.assign(new Investigation(), head(row, now)));
  }

  @Query(() => InvestigationFile, { nullable: true, description: 'The file of an investigation your compartment has; with asOf or asOfIndex as it stood then.' })
  async investigation(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', { type: () => DateTime, nullable: true }) asOf?: string,
    @Args('asOfIndex', { type: () => Int, nullable: true, description: 'Index in the protocol log.' }) asOfIndex?: number,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<InvestigationFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const held = heldInvestigation(this.reader, caller, id);
    const until = asOfIndex ?? (asOf ? this.reader.views.visibility.indexAt(asOf) : Number.MAX_SAFE_INTEGER);
    const entries = held ? this.reader.entries(held).map(({ entry }) => entry).filter(({ index }) => index <= until) : [];
    if (entries.length === 0) {
      this.reader.reads.refused(reading, 'investigation', [id]);
      return null;
    }
    await this.reader.reads.record(reading, { operation: 'investigation', categories: categoriesShown(entries), cases: new Map([[id, entries.map((entry) => entry.id)]]) });
    return fileType(investigationFileOf(id, entries, (entry) => this.reader.open(entry).fields), asOf ?? new Date().toISOString());
  }

  @Query(() => TimelineConnection, {
    nullable: true,
    description: 'What happened in an investigation and with its exhibits, in order: all of it where your compartment has it, else what your compartment recorded itself.',
  })
  async investigationTimeline(
    @CurrentCaller() caller: Caller,
    @Args('investigation', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<TimelineConnection | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const held = this.reader.held(caller, id, 'INVESTIGATION');
    if (!held?.pass.has('INVESTIGATION')) {
      this.reader.reads.refused(reading, 'investigationTimeline', [id]);
      return null;
    }
    return timelinePage(this.reader, reading, held, { operation: 'investigationTimeline', first, after });
  }
}
