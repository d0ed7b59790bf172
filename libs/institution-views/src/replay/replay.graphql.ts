import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { readsAs, type Caller, type PurposefulCaller } from '@amparo/access';
import { apiError, CurrentCaller, DataCategoryType, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { FileHistory } from '../file-history';
import { ordered, type Moment } from '../oversight/oversight';
import { knownInViews } from '../projector/replayed-views';
import { isExcluded } from '../visibility/excluded';
import { basisKinds, type Basis, type BasisKind } from './bases';
import type { HeldEntries } from './held-entries';
import { memoryWithoutKept, withoutKept } from './kept-files';
import { momentOf, type MomentFault } from './moment';
import { canonicalReplay, replay, type Audience, type Replay, type Stood } from './replay';
import type { Since } from './since';

const BasisKindType = enumOf('BasisKind', basisKinds, 'Why a compartment held something of a case.');

@ObjectType({ description: 'A consent that held, and what of it the sharing agreements in force let pass.' })
export class ReplayedConsent {
  @Field(() => ID)
  consent: string;

  @Field(() => Int, { description: 'Index of the event by which it was given.' })
  given: number;

  @Field(() => [DataCategoryType])
  categories: DataCategory[];

  @Field(() => [DataCategoryType], { description: 'Of the categories, those that every agreement in force let pass.' })
  passed: DataCategory[];

  @Field()
  history: string;

  @Field(() => DateTime)
  until: string;
}

@ObjectType({ description: 'A basis in force at a moment, and the event that it came from.' })
export class ReplayedBasis {
  @Field(() => BasisKindType)
  kind: BasisKind;

  @Field(() => Int, { description: 'Index in the protocol log of the event that it came from.' })
  from: number;

  @Field(() => String, { nullable: true, description: 'The referral, stay, stream, mandate, disclosure, access or request that it is about.' })
  of?: string;

  @Field(() => String, { nullable: true, description: 'What a return or a permit names them for.' })
  task?: string;

  @Field(() => String, { nullable: true, description: 'Legal basis that was stated.' })
  legal?: string;

  @Field(() => String, { nullable: true })
  purpose?: string;

  @Field(() => Int, { nullable: true, description: 'Index of the acceptance.' })
  accepted?: number;

  @Field(() => [DataCategoryType], { nullable: true, description: 'Where the event names them itself.' })
  categories?: DataCategory[];

  @Field(() => [ReplayedConsent], { nullable: true })
  consents?: ReplayedConsent[];

  @Field(() => DateTime, { nullable: true })
  until?: string;
}

@ObjectType({ description: 'Entries that were open in the same categories.' })
export class ReplayedEntries {
  @Field(() => [DataCategoryType])
  categories: DataCategory[];

  @Field(() => [Int], { description: 'Indexes in the protocol log.' })
  entries: number[];
}

@ObjectType({ description: 'A compartment that had a basis; a house by its code in the case.' })
export class ReplayedHolder {
  @Field(() => ID)
  compartment: string;

  @Field(() => [ReplayedBasis])
  bases: ReplayedBasis[];

  @Field(() => [ReplayedEntries], { nullable: true, description: 'What it held by them. To auditors alone.' })
  held?: ReplayedEntries[];
}

@ObjectType({ description: 'What was due at a moment, by the protocol’s own deadlines.' })
export class ReplayedDue {
  @Field()
  stream: string;

  @Field()
  clock: string;

  @Field(() => String, { nullable: true })
  of?: string;

  @Field(() => DateTime)
  since: string;

  @Field(() => DateTime)
  due: string;

  @Field()
  overdue: boolean;

  @Field({ description: 'With whom it lay.' })
  level: string;

  @Field(() => String, { nullable: true })
  by?: string;
}

@ObjectType({ description: 'A later event that corrects an entry which stood there, or says that it was entered in error.' })
export class ReplayedRevision {
  @Field(() => Int)
  index: number;

  @Field(() => Int, { description: 'Index of the entry that it is about; of a whole stream its first.' })
  about: number;

  @Field()
  type: string;

  @Field(() => String, { nullable: true })
  reason?: string;
}

@ObjectType({ description: 'What has been learned since. Indexes in the protocol log.' })
export class ReplayedSince {
  @Field(() => [Int], { description: 'Everything recorded later.' })
  entries: number[];

  @Field(() => [Int], { description: 'Of it, what had happened by then.' })
  late: number[];

  @Field(() => [ReplayedRevision])
  corrections: ReplayedRevision[];

  @Field(() => [ReplayedRevision])
  inError: ReplayedRevision[];
}

@ObjectType({ description: 'An exclusion in force at a moment.' })
export class ReplayedExclusion {
  @Field(() => ID)
  exclusion: string;

  @Field()
  partyKind: string;

  @Field(() => ID)
  party: string;

  @Field(() => Int)
  from: number;
}

@ObjectType({ description: 'A case as it stood at a moment, from clear fields alone, and what has been learned since. `amparo replay` prints the same document.' })
export class CaseReplay {
  @Field(() => ID)
  case: string;

  @Field(() => Int)
  index: number;

  @Field(() => DateTime)
  time: string;

  @Field({ description: 'OPEN, CLOSED, or UNKNOWN where an order does not open STATUS.' })
  status: string;

  @Field(() => String, { nullable: true, description: 'The unit that led.' })
  lead?: string;

  @Field(() => [ReplayedDue])
  due: ReplayedDue[];

  @Field(() => [ReplayedHolder])
  holders: ReplayedHolder[];

  @Field(() => [ReplayedExclusion], { nullable: true, description: 'To auditors alone.' })
  exclusions?: ReplayedExclusion[];

  @Field(() => ReplayedSince)
  since: ReplayedSince;

  @Field({ description: 'The whole of it in canonical JSON (RFC 8785): state of every stream, consents, entries, and the above.' })
  document: string;

  @Field({ description: 'SHA-256 of the document’s bytes, lower-case hex.' })
  hash: string;

  @Field({ description: 'SHA-256 of its member `stood`: the same whatever is recorded later.' })
  stoodHash: string;
}

const revised = ({ index, type, ...about }: Readonly<{ index: number; type: string; corrects?: number; annuls?: number; reason?: string }>): ReplayedRevision =>
  Object.assign(new ReplayedRevision(), { index, type, about: about.corrects ?? about.annuls, ...(about.reason !== undefined && { reason: about.reason }) });

const sinceOf = ({ entries, late, corrections, inError }: Since): ReplayedSince =>
  Object.assign(new ReplayedSince(), { entries: entries.map(({ index }) => index), late, corrections: corrections.map(revised), inError: inError.map(revised) });

const exclusionsOf = ({ exclusions }: Stood) => exclusions && { exclusions: exclusions.map(({ exclusion, party: { kind, id }, from }) => ({ exclusion, partyKind: kind, party: id, from })) };

function answerOf(replayed: Replay): CaseReplay {
  const { stood, stoodHash, since } = replayed;
  const { json, hash } = canonicalReplay(replayed);
  const { case: id, index, time, status, lead, due, holders } = stood;
  const told: readonly Readonly<{ compartment: string; bases: readonly Basis[]; held?: readonly HeldEntries[] }>[] = holders;
  return Object.assign(new CaseReplay(), { case: id, index, time, status, ...(lead && { lead: lead.unit }), due, holders: told, ...exclusionsOf(stood), since: sinceOf(since), document: json, hash, stoodHash });
}

/** What is wrong, as a caller puts it right. */
const rules: Readonly<Record<MomentFault, readonly [path: string, rule: string]>> = {
  MALFORMED: ['asOf', 'one of asOf and asOfIndex'],
  BEYOND_HEAD: ['asOfIndex', 'an index of the protocol log'],
  IN_FUTURE: ['asOf', 'a moment that has been'],
  BEFORE_LOG: ['asOf', 'not before the log was opened'],
  BEFORE_OPENED: ['asOf', 'not before the case was opened'],
};

@Resolver()
export class ReplayQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly history: FileHistory,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => CaseReplay, {
    nullable: true,
    description:
      'A case as it stood at a moment: a time, or an index of the protocol log. For auditors, purpose AUDIT; for prosecutors, purpose PROSECUTION, in the categories that a court’s order in force opens in this case, without exclusions and investigations. Nothing sealed is told.',
  })
  async caseReplay(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('asOf', { type: () => DateTime, nullable: true, description: 'Compared with when events were recorded.' }) asOf?: string,
    @Args('asOfIndex', { type: () => Int, nullable: true, description: 'Index in the protocol log.' }) asOfIndex?: number,
    @Args('investigation', { type: () => ID, nullable: true, description: 'For prosecutors: the investigation in which the order is recorded.' }) investigation?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<CaseReplay | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    // What is wrong with the moment is wrong for everybody, whatever there is to see.
    const moment = this.moment(asOf ?? undefined, asOfIndex ?? undefined);
    if (typeof moment === 'string') throw this.fault(caller, moment);
    const audience = await this.audience(reading, id, investigation);
    const history = audience && !this.keptFrom(reading, id) ? await this.history.of(id) : [];
    if (!audience || !history.some(({ fact }) => fact.event.type === 'CaseOpened')) {
      this.reader.reads.refused(reading, 'caseReplay', [id]);
      return null;
    }
    const isKept = (file: string): boolean => this.keptFrom(reading, file);
    const known = knownInViews(this.reader.views.visibility, id, withoutKept(history, isKept));
    const replayed = replay({ ...known, memory: memoryWithoutKept(known.memory, isKept) }, moment, audience);
    if (!replayed) throw this.fault(caller, 'BEFORE_OPENED');
    const shown = [...replayed.stood.entries, ...replayed.since.entries].map((entry) => entry.id);
    await this.reader.reads.record(reading, { operation: 'caseReplay', categories: ['STATUS'], cases: new Map([[id, shown]]) });
    return answerOf(replayed);
  }

  private moment(asOf: string | undefined, asOfIndex: number | undefined): Moment | MomentFault {
    const { visibility } = this.reader.views;
    if ((asOf === undefined) === (asOfIndex === undefined) || (asOfIndex ?? 0) < 0) return 'MALFORMED';
    const until = asOf !== undefined ? { time: asOf } : { index: asOfIndex! };
    const log = { size: visibility.progress().next, timeAt: (index: number) => visibility.timeAt(index), indexAt: (time: string) => visibility.indexAt(time) };
    return momentOf(until, log, new Date().toISOString());
  }

  /** For whom it is told; undefined for whom there is no such case. */
  private async audience(reading: PurposefulCaller, id: string, investigation: string | undefined): Promise<Audience | undefined> {
    const role = readsAs('caseReplay', reading);
    if (role !== 'prosecutor') return role && { kind: 'AUDIT' };
    if (investigation === undefined || this.keptFrom(reading, investigation)) return undefined;
    const { directory } = this.reader.views.visibility;
    const categories = ordered(await this.history.of(investigation), directory, id, reading.compartment, new Date().toISOString());
    return categories.size === 0 ? undefined : { kind: 'COURT', categories };
  }

  private keptFrom(reading: PurposefulCaller, file: string): boolean {
    const { visibility } = this.reader.views;
    return isExcluded(visibility.case(file), visibility.directory, reading, visibility.progress().next);
  }

  private fault({ language }: Caller, fault: MomentFault) {
    const [path, rule] = rules[fault];
    return apiError('BAD_USER_INPUT', language, { fields: [{ path, rules: [rule] }] });
  }
}
