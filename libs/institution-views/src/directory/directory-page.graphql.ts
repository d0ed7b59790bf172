import { cursorOf, placeOf } from '../case-reader.graphql';
import type { Connection } from '../list-reader.graphql';

/** A page of rows that are kept once, in the order of their places. A place is the same for no two rows. */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  { first, after }: Readonly<{ first: number; after?: string | undefined }>,
  place: (row: Row) => readonly [string, ...string[]],
  node: (row: Row) => Node,
): Connection<Node> {
  const from = placeOf(after);
  const rest = rows
    .map((row) => ({ row, at: place(row) }))
    .filter(({ at }) => from === undefined || compared(at, from.map(String)) > 0)
    .sort((a, b) => compared(a.at, b.at));
  const edges = rest.slice(0, Math.min(Math.max(first, 0), 100)).map(({ row, at }) => ({ node: node(row), cursor: cursorOf(at) }));
  const endCursor = edges[edges.length - 1]?.cursor;
  return { edges, pageInfo: { hasNextPage: edges.length < rest.length, ...(endCursor !== undefined && { endCursor }) } };
}

function compared(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs === -1 ? a.length - b.length : (a[differs] ?? '') < (b[differs] ?? '') ? -1 : 1;
}
