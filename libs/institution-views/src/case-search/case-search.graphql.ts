import { Args, Field, InputType, Int, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { apiError, CurrentCaller, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { documentTerm, nameTerm, phoneTerm, searchTermsOf, type DataCategory, type Purpose, type SearchKind, type SearchTerm } from '@amparo/protocol';
import { CaseConnection, item } from '../case-file/case-file.graphql';
import { CaseReader, cursorOf, type Held } from '../case-reader.graphql';
import { Finder } from '../finder';

@InputType({ description: 'A document by its number and the country that issued it.' })
export class DocumentSearch {
  @Field()
  number: string;

  @Field({ description: 'ISO 3166-1 alpha-2.' })
  country: string;
}
@InputType({ description: 'A whole name with the year of birth; the order of names and their accents do not matter.' })
export class NameSearch {
  @Field()
  givenName: string;

  @Field()
  familyName: string;

  @Field(() => Int)
  birthYear: number;
}
@InputType({ description: 'One of the three.' })
export class CaseSearch {
  @Field(() => DocumentSearch, { nullable: true })
  document?: DocumentSearch;

  @Field(() => String, { nullable: true, description: 'A telephone number; without a country it is read as one of the North American plan.' })
  phone?: string;

  @Field(() => NameSearch, { nullable: true })
  name?: NameSearch;
}

/** Who may not read a number or a name is not told whose it is. */
const opens: Readonly<Record<SearchKind, DataCategory>> = { DOCUMENT: 'IDENTITY', NAME_AND_BIRTH_YEAR: 'IDENTITY', PHONE: 'CONTACT' };

function termOf({ document, phone, name }: CaseSearch): SearchTerm | undefined {
  const terms = [
    document && documentTerm(document.number, document.country),
    phone === undefined ? undefined : phoneTerm(phone),
    name && nameTerm(name.givenName, name.familyName, name.birthYear),
  ].filter((term) => term !== undefined);
  return terms.length === 1 ? terms[0] : undefined;
}

@Resolver()
export class CaseSearchQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly finder: Finder,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => CaseConnection, {
    description: 'The cases of your compartment in which you may read exactly this: a document, a telephone number, or a name with the year of birth. Case, accents and separators do not matter; nothing similar is found.',
  })
  async findCases(
    @CurrentCaller() caller: Caller,
    @Args('by', { type: () => CaseSearch }) by: CaseSearch,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<CaseConnection> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const term = termOf(by);
    if (!term) throw apiError('BAD_USER_INPUT', caller.language, { fields: [{ path: 'by', rules: ['one of document, phone and name, of a form that can be searched'] }] });
    const file = this.reader.file(caller);
    const found = this.finder.subjects(term).flatMap((subject) => {
      const row = file.rowAndFile<{ case: string }>('subject', subject);
      const held = row && this.reader.held(caller, row.file, 'CASE');
      return held?.pass.has(opens[term.kind]) && this.says(held, term) ? [held.row] : [];
    });
    await this.reader.reads.record(reading, { operation: 'findCases', categories: [opens[term.kind]], cases: new Map(found.map((row) => [row.file, [row.file]])) });
    const edges = found.map((row) => ({ node: item(row, caller, this.reader.views), cursor: cursorOf([row.changedAt, row.file]) }));
    return { edges, pageInfo: { hasNextPage: false } };
  }

  /** Whether what this caller may read of the case says so: what was said where it may not look finds nothing. */
  private says(held: Held, { kind, term }: SearchTerm): boolean {
    return this.reader.entries(held).some(({ entry }) => searchTermsOf(this.reader.open(entry).fields).some((one) => one.kind === kind && one.term === term));
  }
}
