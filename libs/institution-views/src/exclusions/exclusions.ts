import type { ExcludedParty, FileExposure, ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';

type Hand = Readonly<{ at: string; agent?: string; unit?: string; institution?: string }>;
/** An exclusion as its placer, its confirmer and audit see it. The ground stays sealed. */
export type ExclusionRow = Readonly<{
  exclusion: string;
  /** Index in the log where it was placed. */
  placed: number;
  party: ExcludedParty;
  cases: readonly string[];
  investigation?: string;
  placedBy: Hand;
  confirmedBy?: Hand;
  reviewed?: Readonly<{ at: string; finding: string }>;
  /** As it was assessed last. */
  exposed?: Readonly<{ at: string; reads: number; files: readonly FileExposure[] }>;
  liftedBy?: Hand;
  reason?: string;
}>;

/** Audit's list: all of them. */
export const audits = 'ALL';

const handOf = ({ at, actor: { agent, unit, institution } }: Recorded<ProtocolEvent>): Hand => ({
  at,
  ...(agent !== undefined && { agent }),
  ...(unit !== undefined && { unit }),
  ...(institution !== undefined && { institution }),
});

/** The row after an event of its stream. */
export function exclusionAfter(row: ExclusionRow | undefined, event: Recorded<ProtocolEvent>, index: number): ExclusionRow | undefined {
  switch (event.type) {
    case 'ExclusionPlaced': {
      const { party, cases, investigation } = event.data;
      return { exclusion: event.stream.slice('exclusion-'.length), placed: index, party, cases, ...(investigation !== undefined && { investigation }), placedBy: handOf(event) };
    }
    case 'ExclusionConfirmed':
      return row && { ...row, confirmedBy: handOf(event) };
    case 'ExclusionReviewed':
      return row && { ...row, reviewed: { at: event.at, finding: event.data.finding } };
    case 'ExposureAssessed':
      return row && { ...row, exposed: { at: event.recordedAt, ...event.data } };
    case 'ExclusionLifted':
      return row && { ...row, liftedBy: handOf(event), reason: event.data.reason };
    default:
      return row;
  }
}

/** Audit's, and those of the agents who placed and confirmed it (rule 8). Who lifts it is one of these. */
export const exclusionLists = ({ placedBy, confirmedBy }: ExclusionRow): string[] => [audits, ...[placedBy, confirmedBy].flatMap((hand) => (hand?.agent === undefined ? [] : [hand.agent]))];
