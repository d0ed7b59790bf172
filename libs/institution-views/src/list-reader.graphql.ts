import { Injectable, type Type } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { looksUnder, type Caller } from '@amparo/access';
import { Freshness, withPurpose } from '@amparo/access/access.graphql';
import type { DataCategory, Purpose } from '@amparo/protocol';
import { CaseReader, cursorOf, PageInfo, passing, placeOf, type Held } from './case-reader.graphql';
import type { ListPlace } from './view';
import { kindsByReach } from './views';

/** What every list of survivor data is asked with. */
export type ListArguments = Readonly<{ first: number; after?: string | undefined; purpose?: Purpose | undefined; atLeast?: string | undefined }>;
/**
 * A list of a view: who may not open its category is shown no row of it, or, where `passes` is there, by that gate of its own. `gate`: what
 * else a row takes, beside the gate of its file. `shows`: the categories a row tells of, where it is not `category` alone.
 */
export type List<Row = unknown> = Readonly<{
  kind: string;
  list: string;
  operation: string;
  category: DataCategory;
  passes?: (placed: Readonly<{ file: string; row: Row }>) => boolean;
  gate?: (row: Row, held: Held) => boolean;
  shows?: (row: Row) => readonly DataCategory[];
}>;

/** Reading checks the date of a row's basis, whatever the events have come to. */
export const stillOpen = ({ until }: Readonly<{ until: string | null }>, { now }: Pick<Held, 'now'>): boolean => until === null || until > now;

export type Connection<Node> = { edges: { node: Node; cursor: string }[]; pageInfo: PageInfo };

/** The connection of a node type: `connectionOf(Stay)` is `StayConnection`, with its edges. */
export function connectionOf<Node extends object>(node: Type<Node>): Type<Connection<Node>> {
  @ObjectType(`${node.name}Edge`)
  class Edge {
    @Field(() => node)
    node: Node;

    @Field()
    cursor: string;
  }
  @ObjectType(`${node.name}Connection`)
  class ConnectionOf {
    @Field(() => [Edge])
    edges: Edge[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;
  }
  return ConnectionOf as Type<Connection<Node>>;
}

/** The one way to a list for every query: the caller's own file, the gate per row, the read recorded before anything is answered. */
@Injectable()
export class ListReader {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  async page<Row, Node>(caller: Caller, { kind, list, operation, category, passes, gate = () => true, shows = () => [category] }: List<Row>, { first, after, purpose, atLeast }: ListArguments, node: (row: Row) => Node): Promise<Connection<Node>> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const most = Math.min(Math.max(first, 0), 100);
    const [sort, id] = (placeOf(after) ?? []) as [string?, string?];
    const start = sort === undefined || id === undefined ? undefined : { sort, id };
    const file = this.reader.file(caller);
    const keys = kindsByReach.has(kind) ? looksUnder(caller) : 'COMPARTMENT';
    type Placed = ListPlace & Readonly<{ file: string; row: Row }>;
    const seen = passing<Placed>(
      (last, limit) => file.list<Row>(kind, list, last ?? start, limit, keys),
      passes ??
        ((row) => {
          const held = this.reader.held(caller, row.file);
          return held?.pass.has(category) === true && gate(row.row, held);
        }),
      most + 1,
    );
    const page = seen.slice(0, most);
    const cases = new Map<string, string[]>();
    for (const row of page) cases.set(row.file, [...(cases.get(row.file) ?? []), row.id]);
    await this.reader.reads.record(reading, { operation, categories: page.length === 0 ? [category] : [...new Set(page.flatMap(({ row }) => shows(row)))], cases });
    const edges = page.map((placed) => ({ node: node(placed.row), cursor: cursorOf([placed.sort, placed.id]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }
}
