import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, categoriesShown, Fact, facts } from '../case-reader.graphql';
import { connectionOf, ListReader, type Connection, type ListArguments } from '../list-reader.graphql';
import { compartmentOf } from '../visibility/directory-memory';
import { contactLists, contactsOf, type ContactList, type ContactRow } from './contact-desk';
import { contactFileOf, type ContactFile as FileOf } from './contact-file';

const ContactListType = enumOf(
  'ContactList',
  contactLists,
  'A list of your compartment’s contacts. OPEN: on your desks, offered by you or not. OFFERED_TO_US, OFFERED_BY_US: handed over and not taken yet. IN_DANGER: open on your desks or offered to them, with a danger triaged HIGH or IMMEDIATE. ENDED: closed, redirected or entered in error by you. ELSEWHERE: on a desk of another compartment, which alone tells what becomes of it.',
);

@ObjectType({ description: 'A first encounter, as your compartment sees it. What is absent is not known, or not yours to see.' })
export class Contact {
  @Field(() => ID)
  id: string;

  @Field({ description: 'OPEN, REDIRECTED, CLOSED, ENTERED_IN_ERROR; ELSEWHERE when it lies on a desk of another compartment.' })
  status: string;

  @Field(() => String, { nullable: true, description: 'How it came about: a call, a visit, a message.' })
  channel?: string;

  @Field(() => DateTime, { nullable: true })
  receivedAt?: string;

  @Field(() => String, { nullable: true, description: 'The unit that received it.' })
  receivedBy?: string;

  @Field(() => String, { nullable: true, description: 'Of the conversation: ISO 639-2 code.' })
  language?: string;

  @Field(() => String, { nullable: true, description: 'She herself, somebody for her, nobody knows.' })
  caller?: string;

  @Field(() => String, { nullable: true, description: 'Of the person it is about.' })
  sex?: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person it is about is a foreign national.' })
  migrant?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'The caller wishes to stay anonymous.' })
  anonymous?: boolean;

  @Field(() => String, { nullable: true, description: 'The unit whose desk it lies on, as far as you see it.' })
  holder?: string;

  @Field(() => String, { nullable: true, description: 'The unit it is handed over to, which has not taken it yet.' })
  offeredTo?: string;

  @Field(() => DateTime, { nullable: true })
  offeredAt?: string;

  @Field(() => String, { nullable: true, description: 'NONE, LOW, HIGH or IMMEDIATE: as triaged last, as far as you see it.' })
  danger?: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;

  @Field(() => String, { nullable: true, description: 'What it came to, or why it ended.' })
  because?: string;

  @Field(() => String, { nullable: true, description: 'Whose mandate it is, where she was told to go there.' })
  redirectedTo?: string;
}
const ContactConnection = connectionOf(Contact);

@ObjectType({ description: 'How great the danger was found to be.' })
export class TriageItem {
  @Field(() => DateTime)
  at: string;

  @Field()
  level: string;

  @Field(() => [String], { description: 'What threatens her.' })
  threats: readonly string[];

  @Field(() => String, { nullable: true })
  details?: string;
}
@ObjectType({ description: 'A complaint, in her words.' })
export class ComplaintItem {
  @Field(() => DateTime)
  at: string;

  @Field()
  matter: string;

  @Field(() => String, { nullable: true })
  complaint?: string;
}
@ObjectType({ description: 'What she was told about.' })
export class OrientationItem {
  @Field(() => DateTime)
  at: string;

  @Field(() => [String])
  topics: readonly string[];
}
@ObjectType({ description: 'A hand-over from desk to desk.' })
export class HandOverItem {
  @Field(() => DateTime)
  at: string;

  @Field(() => String, { nullable: true, description: 'The unit that offered it.' })
  from?: string;

  @Field({ description: 'The unit it was offered to.' })
  to: string;

  @Field({ description: 'OFFERED, TAKEN, DECLINED or TAKEN_BACK.' })
  status: string;

  @Field(() => String, { nullable: true, description: 'Why it was declined.' })
  reason?: string;

  @Field(() => DateTime, { nullable: true })
  answeredAt?: string;

  @Field(() => String, { nullable: true, description: 'What was to be known at once.' })
  note?: string;
}
@ObjectType({ description: 'A first encounter with what was said in it, as far as you may see it.' })
export class ContactFile extends Contact {
  @Field(() => ID, { nullable: true, description: 'An earlier contact by the same caller.' })
  repeats?: string;

  @Field(() => [ID], { description: 'Cases it is linked to, of those that you may see.' })
  cases: readonly string[];

  @Field(() => [Fact], { description: 'Who the caller is and how she is called back safely, of the newest description.' })
  reachable: Fact[];

  @Field(() => String, { nullable: true, description: 'What was said when it was received.' })
  account?: string;

  @Field(() => [TriageItem])
  triages: readonly TriageItem[];

  @Field(() => [ComplaintItem])
  complaints: readonly ComplaintItem[];

  @Field(() => [OrientationItem])
  orientations: readonly OrientationItem[];

  @Field(() => [HandOverItem])
  handOvers: readonly HandOverItem[];
}

const node = ({ contact: id, ...row }: ContactRow): Contact => Object.assign(new Contact(), { id }, row);
const fileType = ({ contact: id, reachable, ...file }: FileOf): ContactFile => Object.assign(new ContactFile(), { id, reachable: facts(reachable) }, file);

@Resolver()
export class ContactQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly lists: ListReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ContactConnection, { description: 'Contacts of your compartment, list by list: what is open by its age, the oldest first, the rest the newest first.' })
  contacts(
    @CurrentCaller() caller: Caller,
    @Args('list', { type: () => ContactListType, defaultValue: 'OPEN', description: 'Which of your lists.' }) list: ContactList,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Contact>> {
    return this.page(list, 'contacts', caller, { first, after, purpose, atLeast });
  }

  @Query(() => ContactConnection, { nullable: true, description: 'The contacts linked to a case that your compartment leads: what is open first.' })
  async contactsOfCase(
    @CurrentCaller() caller: Caller,
    @Args('case', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Contact> | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    if (!this.reader.held(caller, id, 'CASE')) {
      this.reader.reads.refused(reading, 'contactsOfCase', [id]);
      return null;
    }
    return this.page(contactsOf(id), 'contactsOfCase', caller, { first, after, purpose });
  }

  @Query(() => ContactFile, { nullable: true, description: 'A contact of your compartment, or one handed over to you; with asOf or asOfIndex as it stood then, under your permissions of now.' })
  async contact(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', { type: () => DateTime, nullable: true }) asOf?: string,
    @Args('asOfIndex', { type: () => Int, nullable: true, description: 'Index in the protocol log.' }) asOfIndex?: number,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<ContactFile | null> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const { visibility } = this.reader.views;
    const held = this.reader.held(caller, id, 'CONTACT');
    const until = asOfIndex ?? (asOf ? visibility.indexAt(asOf) : Number.MAX_SAFE_INTEGER);
    const entries = held ? this.reader.entries(held).map(({ entry }) => entry).filter(({ index }) => index <= until) : [];
    const own = (code: string | undefined): boolean => compartmentOf(visibility.directory, code) === caller.compartment;
    const file = contactFileOf(entries, own, (entry) => this.reader.open(entry).fields);
    if (!file) {
      this.reader.reads.refused(reading, 'contact', [id]);
      return null;
    }
    await this.reader.reads.record(reading, { operation: 'contact', categories: categoriesShown(entries), cases: new Map([[id, entries.map((entry) => entry.id)]]) });
    return fileType(file);
  }

  private page(list: string, operation: string, caller: Caller, asked: ListArguments): Promise<Connection<Contact>> {
    return this.lists.page<ContactRow, Contact>(caller, { kind: 'contact', list, operation, category: 'STATUS' }, asked, node);
  }
}
