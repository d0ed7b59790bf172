import type { DifferenceKind, LikenessKind, MatchRejection, ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import type { StewardRow } from '../steward-list';

export const matchStatuses = ['PROPOSED', 'CONFIRMED', 'REJECTED'] as const;
type MatchStatus = (typeof matchStatuses)[number];

/** Two cases that may be one person's, as stewards and audit see them. */
export type MatchRow = StewardRow & Readonly<{
  files: readonly [string, string];
  score: number;
  agreeing: readonly LikenessKind[];
  differing: readonly DifferenceKind[];
  status: MatchStatus;
  proposedAt: string;
  /** The agent; absent where the server found it. */
  proposedBy?: string;
  decidedAt?: string;
  decidedBy?: string;
  reason?: MatchRejection;
}>;

/** Both subjects, by the one in whose stream it stands. */
export const matchId = (stream: string, other: string): string => `${stream.slice('subject-'.length)} ${other}`;

/** The row of a match after an event of its stream; undefined for what is about keys. */
export function matchAfter(row: MatchRow | undefined, { type, data, at, actor, stream }: Recorded<ProtocolEvent>, index: number): MatchRow | undefined {
  const { agent } = actor;
  switch (type) {
    case 'MatchProposed': {
      const { case: own, otherCase, score, agreeing, differing, other } = data;
      const by = row?.status === 'PROPOSED' ? (row.proposedBy ?? agent) : agent;
      return {
        id: matchId(stream, other),
        placed: row?.placed ?? index,
        files: [own, otherCase],
        score,
        agreeing,
        differing,
        status: 'PROPOSED',
        proposedAt: at,
        ...(by !== undefined && { proposedBy: by }),
      };
    }
    case 'MatchConfirmed':
      return row && { ...row, status: 'CONFIRMED', decidedAt: at, ...(agent !== undefined && { decidedBy: agent }) };
    case 'MatchRejected': {
      if (!row) return undefined;
      const { decidedBy: _before, ...undecided } = row;
      return { ...undecided, status: 'REJECTED', decidedAt: at, reason: data.reason, ...(agent !== undefined && { decidedBy: agent }) };
    }
    default:
      return row;
  }
}
