import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { Care, careType, Death, deathType } from '../care/care.graphql';
import { careFileOf } from '../care/care-file';
import { CaseReader, categoriesShown, cursorOf, Fact, facts, PageInfo, passing, placeOf, type Held } from '../case-reader.graphql';
import type { Visible } from '../case-timeline/case-timeline';
import { Deadlines } from '../deadlines';
import type { UnitRow } from '../directory/directory-view';
import type { FileRow } from '../file-row';
import { caseFileOf, type CaseFile as FileOf, type Opened } from './case-file';
import { withoutFormerLead } from './said-lead';
import { decisionsFileOf } from '../decisions/decisions-file';
import { Decisions, decisionsType } from '../decisions/decisions.graphql';
import { relatedCasesOf } from '../related-cases/related-cases';
import { RelatedCases, relatedType } from '../related-cases/related-cases.graphql';
import { leadDutyLine } from '../protection/duty-line';
import { protectionFileOf } from '../protection/protection-file';
import { Protection, protectionType } from '../protection/protection.graphql';

@ObjectType({ description: 'A case in the list of those your compartment holds.' })
export class CaseItem {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  matter?: string;

  @Field(() => String, { nullable: true })
  kind?: string;

  @Field()
  open: boolean;

  @Field(() => String, { nullable: true, description: 'The unit that leads, or its code in this case; none where your compartment led it and leads it no more.' })
  lead?: string;

  @Field(() => DateTime, { nullable: true })
  openedAt?: string;

  @Field(() => String, { nullable: true })
  assigned?: string;

  @Field(() => DateTime)
  changedAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When she died.' })
  diedAt?: string;
}
@ObjectType()
export class CaseEdge {
  @Field(() => CaseItem)
  node: CaseItem;

  @Field()
  cursor: string;
}
@ObjectType()
export class CaseConnection {
  @Field(() => [CaseEdge])
  edges: CaseEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@ObjectType({ description: 'A way to reach her.' })
export class SafeContactItem {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  revoked?: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType()
export class ScreeningItem {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'A consent, or a refusal.' })
export class ConsentItem {
  @Field(() => ID, { nullable: true })
  id?: string;

  @Field({ description: 'GIVEN, REFUSED, WITHDRAWN or LAPSED.' })
  status: string;

  @Field()
  receiver: string;

  @Field(() => [String])
  categories: string[];

  @Field()
  for: string;

  @Field(() => DateTime, { nullable: true })
  until?: string;

  @Field(() => DateTime)
  at: string;
}
@ObjectType({ description: 'A correction: it says what it corrects.' })
export class CorrectionItem {
  @Field(() => ID)
  corrects: string;

  @Field()
  reason: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => [Fact])
  fields: Fact[];
}
@ObjectType({ description: 'What was disclosed of her to the prosecution, under reserve until its review date.' })
export class DisclosureItem {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Number of the request or the order it rests on.' })
  number: string;

  @Field(() => [String])
  categories: string[];

  @Field(() => String, { nullable: true, description: 'The unit of the prosecution that it was disclosed to.' })
  unit?: string;

  @Field(() => DateTime)
  at: string;
}
/** What was shown of a case, for what is folded of it besides; `then`: as it stood at another time. */
export type ShownOfCase = Readonly<{ caller: Caller; held: Held; entries: readonly Visible[]; then: boolean }>;

@ObjectType({ description: 'The file of a case, as far as you may see it.' })
export class CaseFile {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  matter?: string;

  @Field(() => String, { nullable: true })
  kind?: string;

  @Field()
  open: boolean;

  @Field(() => String, { nullable: true })
  lead?: string;

  @Field(() => DateTime, { nullable: true })
  openedAt?: string;

  @Field(() => String, { nullable: true })
  assigned?: string;

  @Field(() => [Fact])
  description: Fact[];

  @Field(() => [String])
  languages: string[];

  @Field()
  interpreter: boolean;

  @Field(() => [SafeContactItem])
  safeContacts: SafeContactItem[];

  @Field(() => [ScreeningItem])
  screenings: ScreeningItem[];

  @Field(() => [ConsentItem])
  consents: ConsentItem[];

  @Field(() => [CorrectionItem])
  corrections: CorrectionItem[];

  @Field(() => [DisclosureItem], { description: 'To who leads the case, when their reserve has ended.' })
  disclosures: DisclosureItem[];

  @Field(() => Death, { nullable: true, description: 'That she died: show it before anything else, and call nobody for her.' })
  died?: Death;

  @Field(() => Care)
  care: Care;

  /** What else is folded of what was shown. */
  shown: ShownOfCase;
  @Field(() => Protection)
  protection: Protection;

  @Field(() => Decisions)
  decisions: Decisions;

  @Field(() => RelatedCases)
  related: RelatedCases;
}

const shownFields = <T extends { fields: Readonly<Record<string, unknown>> }>(items: readonly T[]) => items.map((item) => ({ ...item, fields: facts(item.fields) }));

/** `parts`: what is folded of the same entries besides. */
function fileType(file: FileOf, parts: Pick<CaseFile, 'died' | 'care' | 'protection' | 'decisions' | 'related'>): CaseFile {
  const consents = file.consents.map((consent) => {
    const { consent: id, purpose, ...rest } = consent as Record<string, unknown>;
    return { ...rest, id, for: purpose };
  });
  return Object.assign(new CaseFile(), file, {
    description: facts(file.description ?? {}),
    safeContacts: shownFields(file.contacts),
    screenings: shownFields(file.screenings),
    corrections: shownFields(file.corrections),
    consents,
    ...parts,
  });
}

/** A case in a list. */
const listed = ({ file: id, matter, kind, open, lead, openedAt, assigned, changedAt, died: diedAt }: FileRow): CaseItem =>
  Object.assign(new CaseItem(), { id, matter, kind, open, lead, openedAt, assigned, changedAt, diedAt });

/** A case in the list of the caller's compartment, which is not said to lead what it leads no more. */
export const item = (row: FileRow, { compartment }: Caller, { visibility }: CaseReader['views']): CaseItem => listed(withoutFormerLead(row, visibility.case(row.file), visibility.directory, compartment));

@Resolver()
export class CaseFileQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
    private readonly deadlines: Deadlines,
  ) {}

  @Query(() => CaseConnection, { description: 'The cases you may see, newest change first.' })
  async cases(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<CaseConnection> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const file = this.reader.file(caller);
    const [changedAt, id] = (placeOf(after) ?? []) as [string?, string?];
    const most = Math.min(Math.max(first, 0), 100);
    const start = changedAt === undefined || id === undefined ? undefined : { changedAt, file: id };
    const seen = passing<FileRow>((last, limit) => file.files('CASE', last ?? start, limit), (row) => this.reader.pass(caller, file, row) !== undefined, most + 1);
    const page = seen.slice(0, most);
    await this.reader.reads.record(reading, { operation: 'cases', categories: ['STATUS'], cases: new Map(page.map((row) => [row.file, [row.file]])) });
    const edges = page.map((row) => ({ node: item(row, caller, this.reader.views), cursor: cursorOf([row.changedAt, row.file]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }

  @Query(() => CaseFile, { nullable: true, description: 'The file of a case; with asOf or asOfIndex as it stood then, under your permissions of now.' })
  async case(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', { type: () => DateTime, nullable: true }) asOf?: string,
    @Args('asOfIndex', { type: () => Int, nullable: true, description: 'Index in the protocol log.' }) asOfIndex?: number,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<CaseFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const held = this.reader.held(caller, id, 'CASE');
    const until = asOfIndex ?? (asOf ? this.reader.views.visibility.indexAt(asOf) : Number.MAX_SAFE_INTEGER);
    const entries = held ? this.reader.entries(held).map(({ entry }) => entry).filter(({ index }) => index <= until) : [];
    if (!held || entries.length === 0) {
      this.reader.reads.refused(reading, 'case', [id]);
      return null;
    }
    await this.reader.reads.record(reading, { operation: 'case', categories: categoriesShown(entries), cases: new Map([[id, entries.map((entry) => entry.id)]]) });
    const opened = (entry: Visible) => this.reader.open(entry).fields;
    const moment = asOf ?? (asOfIndex === undefined ? held.now : entries[entries.length - 1]!.recordedAt);
    const shown: ShownOfCase = { caller, held, entries, then: asOf !== undefined || asOfIndex !== undefined };
    const { visibility } = this.reader.views;
    const file = withoutFormerLead(caseFileOf(id, entries, opened), visibility.case(id), visibility.directory, caller.compartment, until);
    return Object.assign(fileType(file, this.parts(shown, opened, moment)), { shown });
  }

  private leadDutyLine({ caller, row, now }: Held): string | undefined {
    const { visibility } = this.reader.views;
    return leadDutyLine(visibility.case(row.file), caller.compartment, (code) => visibility.row<UnitRow>('unit', code), now);
  }

  private parts({ caller, held, entries }: ShownOfCase, opened: Opened, moment: string) {
    const care = careFileOf(entries, opened, moment, this.deadlines.policy);
    const died = deathType(care);
    const isNamed = (other: string): boolean => this.reader.held(caller, other, 'CASE') !== undefined;
    return {
      ...(died && { died }),
      care: careType(care),
      protection: protectionType(protectionFileOf(entries, opened), this.leadDutyLine(held)),
      decisions: decisionsType(decisionsFileOf(entries, opened), moment),
      related: relatedType(relatedCasesOf(entries, opened), held.leads, isNamed),
    };
  }
}
