import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf, Freshness, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import type { Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, passing, placeOf } from '../case-reader.graphql';
import { fileTypes, type FileRow, type FileType } from '../file-row';
import { connectionOf, type Connection } from '../list-reader.graphql';

const FileTypeType = enumOf('FileType', fileTypes, 'What holds together: a case with its streams, an investigation with its exhibits, or one contact.');

@ObjectType({ description: 'A file of your compartment that changed: read it again. It holds ids only, never what is said about a person.' })
export class Change {
  @Field(() => ID, { description: 'Id of the case, the investigation or the contact.' })
  file: string;

  @Field(() => FileTypeType)
  type: FileType;

  @Field(() => [ID], { description: 'Events of it, new since your cursor, that you may see. Empty when what changed is what you may see of older ones.' })
  events: string[];
}
const ChangeConnection = connectionOf(Change);

@Resolver()
export class ChangeQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => ChangeConnection, {
    description:
      'What changed for your compartment after a cursor, in the order of the record: a file stands where it changed last. Keep the last cursor and ask again; nothing is missed, whatever was down meanwhile.',
  })
  async changes(
    @CurrentCaller() caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<Change>> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const most = Math.min(Math.max(first, 0), 100);
    const [index, from] = (placeOf(after) ?? []) as [number?, string?];
    const since = typeof index === 'number' && typeof from === 'string' ? { index, file: from } : { index: -1, file: '' };
    const file = this.reader.file(caller);
    const place = ({ changedIndex, file: id }: FileRow) => ({ index: changedIndex, file: id });
    const seen = passing<FileRow>((last, limit) => file.changes(last ? place(last) : since, limit), (row) => this.reader.pass(caller, file, row) !== undefined, most + 1);
    const page = seen.slice(0, most).flatMap((row) => {
      const held = this.reader.pass(caller, file, row);
      if (!held) return [];
      const events = this.reader.entries(held).flatMap(({ entry }) => (entry.index > since.index ? [entry.id] : []));
      return [{ row, node: Object.assign(new Change(), { file: row.file, type: row.type, events }) }];
    });
    await this.reader.reads.record(reading, { operation: 'changes', categories: ['STATUS'], cases: new Map(page.map(({ row, node }) => [row.file, node.events])) });
    const edges = page.map(({ row, node }) => ({ node, cursor: cursorOf([row.changedIndex, row.file]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }
}
