import { Injectable } from '@nestjs/common';
import { readsAs, type Caller } from '@amparo/access';
import { Freshness, withPurpose } from '@amparo/access/access.graphql';
import { CaseReader, cursorOf, passing, placeOf } from './case-reader.graphql';
import type { Connection, ListArguments } from './list-reader.graphql';
import type { StewardKind, StewardRow } from './steward-list';
import { isExcluded } from './visibility/excluded';

/** Which list, and what of it. `toOthers`: what who is neither steward nor audit is told of. */
type List<Row> = Readonly<{ kind: StewardKind; operation: 'matches' | 'legalHolds' | 'erasures'; status?: string | undefined; toOthers?: (row: Row) => boolean }>;

/** The one way to what stewards decide about, the first begun first: the read is recorded before anything is answered. */
@Injectable()
export class StewardList {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  async page<Row extends StewardRow, Node>(caller: Caller, { kind, operation, status, toOthers = () => false }: List<Row>, { first, after, purpose, atLeast }: ListArguments, node: (row: Row) => Node): Promise<Connection<Node>> {
    const reading = withPurpose(caller, purpose);
    await this.freshness.atLeast(caller, atLeast);
    const most = Math.min(Math.max(first, 0), 100);
    const [start = -1] = (placeOf(after) ?? []) as number[];
    const { visibility } = this.reader.views;
    const shows = readsAs(operation, reading) ? (row: Row) => this.isOpenTo(caller, row) : toOthers;
    const seen = passing<Row>((last, limit) => visibility.stewardRows<Row>(kind, status, last?.placed ?? start, limit), shows, most + 1);
    const page = seen.slice(0, most);
    // Each case under its own id: what was read of the one does not tell of the other.
    await this.reader.reads.record(reading, { operation, categories: ['STATUS'], cases: new Map(page.flatMap(({ files }) => files.map((id) => [id, [id]]))) });
    const edges = page.map((row) => ({ node: node(row), cursor: cursorOf([row.placed]) }));
    const endCursor = edges[edges.length - 1]?.cursor;
    return { edges, pageInfo: { hasNextPage: seen.length > most, ...(endCursor !== undefined && { endCursor }) } };
  }

  /** Rule 8: from whom one of the files is kept, to them there is no such row. */
  private isOpenTo(caller: Caller, { files }: StewardRow): boolean {
    const { visibility } = this.reader.views;
    const { next } = visibility.progress();
    return files.every((id) => !isExcluded(visibility.case(id), visibility.directory, caller, next));
  }
}
