import { Args, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { mayReadHolders, type Caller } from '@amparo/access';
import { CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { pageOf } from '../directory/directory-page.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { certificatesOf, type CertificateRow, type CourseRow } from './courses';

@ObjectType({ description: 'A certificate of a course. Whose it is, is shown to administrators of who gave the course.' })
export class Certificate {
  @Field(() => ID)
  id: string;

  @Field(() => LocalDate, { description: 'The day on the certificate.' })
  date: string;

  @Field(() => String, { nullable: true, description: 'Whom the holder works for, where that is in the directory.' })
  institution?: string;

  @Field(() => String, { nullable: true, description: 'Why it does not count any more; absent while it does.' })
  revoked?: string;

  @Field(() => String, { nullable: true, description: "The holder's name: for administrators of an institution that gave the course, and recorded as a read." })
  holderName?: string;
}
const CertificateConnection = connectionOf(Certificate);

@ObjectType({ description: 'A course for those who work with survivors.' })
export class Course {
  @Field(() => ID)
  id: string;

  @Field()
  title: string;

  @Field(() => [String], { description: 'Institutions that give it.' })
  providers: string[];

  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  until: string;
}
const CourseConnection = connectionOf(Course);

const node = ({ course: id, title, providers, from, until }: CourseRow): Course => Object.assign(new Course(), { id, title, providers, from, until });

@Resolver(() => Course)
export class CourseQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => CourseConnection, { description: 'Courses, the earliest first.' })
  async courses(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('provider', { type: () => ID, nullable: true, description: 'Code of an institution that gives it.' }) provider?: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Course>> {
    await this.freshness.atLeast(caller, atLeast);
    const rows = this.reader.views.visibility.rows<CourseRow>('course').filter(({ providers }) => !provider || providers.includes(provider));
    return pageOf(rows, { first, after }, ({ from, course }) => [from, course], node);
  }

  @Query(() => Course, { nullable: true, description: 'A course, with its certificates.' })
  async course(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Course | null> {
    await this.freshness.atLeast(caller, atLeast);
    const row = this.reader.views.visibility.row<CourseRow>('course', id);
    return row ? node(row) : null;
  }

  @ResolveField(() => CertificateConnection, { description: 'Its certificates, the earliest first, those that were revoked too.' })
  async certificates(
    @CurrentCaller() caller: Caller,
    @Parent() { id, providers }: Course,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
  ): Promise<Connection<Certificate>> {
    const rows = this.reader.views.visibility.rows<CertificateRow>('certificate', certificatesOf(id));
    const page = pageOf(rows, { first, after }, ({ date, certificate }) => [date, certificate], (row) => row);
    const named = mayReadHolders(caller, providers);
    if (named && page.edges.length > 0) {
      const shown = new Map([[id, page.edges.map(({ node: { certificate } }) => certificate)]]);
      await this.reader.reads.record(withPurpose(caller, purpose), { operation: 'course', categories: ['IDENTITY'], cases: shown });
    }
    const certificate = ({ certificate: of, date, institution, revoked, holder }: CertificateRow): Certificate =>
      Object.assign(new Certificate(), { id: of, date, institution, revoked, ...(named && { holderName: this.reader.open(holder).fields['holderName'] }) });
    return { ...page, edges: page.edges.map(({ node: row, cursor }) => ({ node: certificate(row), cursor })) };
  }
}
