import type { Opened } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';

type Fields = Readonly<Record<string, unknown>>;
type Other = Readonly<{ case: string; at: string; fields: Fields }>;
export type DependantRow = Other & Readonly<{ ageBand: string }>;
/** `side`: MERGED, this case goes on in the other; INTO, the other in this. */
export type MergerRow = Other & Readonly<{ side: 'MERGED' | 'INTO'; partedAt?: string }>;

/** Cases that this one has to do with, as the events name them: to whom each may be named is asked at reading. */
export type RelatedCases = Readonly<{ dependants: readonly DependantRow[]; links: readonly Other[]; mergers: readonly MergerRow[] }>;

/** Folded from what a compartment may see of the case, in order. */
export function relatedCasesOf(events: readonly Visible[], opened: Opened): RelatedCases {
  let related: RelatedCases = { dependants: [], links: [], mergers: [] };
  for (const event of events) related = after(related, event, opened);
  return related;
}

function after(related: RelatedCases, event: Visible, opened: Opened): RelatedCases {
  const { type, data, at } = event;
  const { dependant, other, into, side, ageBand } = data as Record<string, string>;
  switch (type) {
    case 'DependantLinked': {
      const others = related.dependants.filter((one) => one.case !== dependant); // linked anew, it tells of another age
      return { ...related, dependants: [...others, { case: dependant!, at, ageBand: ageBand!, fields: opened(event) }] };
    }
    case 'CaseLinked':
      return { ...related, links: [...related.links, { case: other!, at, fields: opened(event) }] };
    case 'CaseMergedInto':
      return { ...related, mergers: [...related.mergers, { case: into!, at, side: 'MERGED', fields: opened(event) }] };
    case 'CasesMerged':
      return { ...related, mergers: [...related.mergers, { case: other!, at, side: 'INTO', fields: opened(event) }] };
    case 'CasesUnmerged':
      return { ...related, mergers: related.mergers.map((one) => (one.case === other && one.side === side && one.partedAt === undefined ? { ...one, partedAt: at } : one)) };
    default:
      return related;
  }
}

type Named<Row> = Omit<Row, 'case'> & Readonly<{ case?: string }>;

/** The cases as one reader may be told of them: who leads alone hears of links and mergers. @param isNamed whether they may see that case too. */
export function named({ dependants, links, mergers }: RelatedCases, leads: boolean, isNamed: (caseId: string) => boolean): Readonly<{ dependants: Named<DependantRow>[]; links: Named<Other>[]; mergers: Named<MergerRow>[] }> {
  const each = <Row extends Other>(rows: readonly Row[]): Named<Row>[] => rows.map(({ case: id, ...row }) => ({ ...row, ...(isNamed(id) && { case: id }) }));
  return { dependants: each(dependants), links: leads ? each(links) : [], mergers: leads ? each(mergers) : [] };
}
