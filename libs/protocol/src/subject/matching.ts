import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { ActingAgent } from './acting-agent';
import type { Sex } from '../unit/unit';
import { proposedFrom, scoreOf, withSex, type DifferenceKind, type LikenessKind, type LikenessTerm } from './likeness';

export const subjectStream = (id: string): string => `subject-${id}`;

/** Why two that were proposed as one person are not taken for one; UNMERGED: their cases went on as one, and were parted. */
export const matchRejections = ['ANOTHER_PERSON', 'RELATIVE', 'NOT_ENOUGH', 'UNMERGED'] as const;
export type MatchRejection = (typeof matchRejections)[number];

/**
 * Two subjects and the cases they are known by. What is decided of two stands in one stream, that of the one whose id sorts first
 * (`subject`): so it is the same from whichever side it is asked.
 */
export type Pair = Readonly<{ subject: string; other: string; case: string; otherCase: string }>;
type Known = Readonly<{ subject: string; case: string }>;

/** @returns undefined for one and the same: nobody matches herself. */
export function pairOf(one: Known, other: Known): Pair | undefined {
  if (one.subject === other.subject) return undefined;
  const [first, second] = one.subject < other.subject ? [one, other] : [other, one];
  return { subject: first.subject, other: second.subject, case: first.case, otherCase: second.case };
}

/** Two who are alike by what is kept of them, before what stands in clear of their cases is compared. */
export type Found = Pair & Readonly<{ kinds: readonly LikenessTerm['kind'][] }>;
type Likeness = ReturnType<typeof withSex>;

/** The process manager's: what was found of a subject, with each other subject it may be. All of one command stand in one stream. */
export class ProposeFoundMatches extends Command<'ProposeFoundMatches', { subject: string; found: readonly Found[] }> {
  readonly type = 'ProposeFoundMatches';
}
/** A steward's, who learnt of it elsewhere; `agreeing` is what they compared. */
export class ProposeMatch extends Command<'ProposeMatch', { case: string; other: string; agreeing: readonly LikenessKind[] }> {
  readonly type = 'ProposeMatch';
}
export class ConfirmMatch extends Command<'ConfirmMatch', { case: string; other: string }> {
  readonly type = 'ConfirmMatch';
}
export class RejectMatch extends Command<'RejectMatch', { case: string; other: string; reason: Exclude<MatchRejection, 'UNMERGED'> }> {
  readonly type = 'RejectMatch';
}
/** The process manager's: their cases were parted, so they are two. */
export class EndMatch extends Command<'EndMatch', { subject: string; other: string }> {
  readonly type = 'EndMatch';
}
export type MatchCommand = ProposeFoundMatches | ProposeMatch | ConfirmMatch | RejectMatch | EndMatch;

export type MatchEvent =
  | DomainEvent<'MatchProposed', { other: string; case: string; otherCase: string; score: number; agreeing: readonly LikenessKind[]; differing: readonly DifferenceKind[] }>
  | DomainEvent<'MatchConfirmed', { other: string }>
  | DomainEvent<'MatchRejected', { other: string; reason: MatchRejection }>;

/** Codes, and ids that are random: nothing that agrees is said, here or sealed. */
export const matchEvents: EventDefinitions<MatchEvent['type']> = {
  MatchProposed: { category: 'MATCH', clear: { other: 'decision, merging', case: 'stewards', otherCase: 'stewards', score: 'decision', agreeing: 'stewards', differing: 'stewards' } },
  MatchConfirmed: { category: 'MATCH', clear: { other: 'decision, merging' } },
  MatchRejected: { category: 'MATCH', clear: { other: 'decision', reason: 'stewards' } },
};

type Match = Readonly<{
  status: 'PROPOSED' | 'CONFIRMED' | 'REJECTED';
  score: number;
  /** The steward who proposed it; absent where the server found it. */
  proposedBy?: ActingAgent;
  confirmedBy?: ActingAgent;
  reason?: MatchRejection;
}>;
/** Of a subject the matches with those that sort after it, by their id. */
export type Matches = Readonly<Record<string, Match>>;

export type MatchFacts = Readonly<{
  /** The two whose cases the command names; none of the cases is kept from who acts. */
  pair?: Pair;
  /** Of the cases of what was found, as stated last: what was found long ago is compared with what is known now. */
  sexes?: Readonly<Record<string, Sex>>;
  /** The person who acts, and the persons behind agents that events name. */
  person?: string;
  persons?: Readonly<Record<string, string>>;
}>;
export type MatchRefusal = 'NOT_FOUND' | 'MATCH_UNKNOWN' | 'TWO_PERSONS_REQUIRED' | 'ANSWERED_OTHERWISE';
type Decided = Decision<MatchEvent, MatchRefusal>;

export const isMatched = (matches: Matches, other: string): boolean => Object.hasOwn(matches, other) && matches[other]?.status === 'CONFIRMED';

const sorted = <T extends string>(codes: readonly T[]): T[] => [...new Set(codes)].sort();

/** What was decided stands until more agrees than when it was; what waits is proposed anew when more agrees. */
function proposing({ other, case: own, otherCase }: Pair, { agreeing, differing }: Likeness, match: Match | undefined): MatchEvent[] {
  const score = scoreOf(agreeing, differing);
  if (match?.status === 'CONFIRMED' || (match && score <= match.score)) return [];
  return [{ type: 'MatchProposed', data: { other, case: own, otherCase, score, agreeing: sorted(agreeing), differing: sorted(differing) } }];
}

function decide(command: MatchCommand, matches: Matches, facts: MatchFacts): Decided {
  const matchWith = (other: string): Match | undefined => (Object.hasOwn(matches, other) ? matches[other] : undefined);
  switch (command.type) {
    case 'ProposeFoundMatches': {
      const { subject, found } = command.input;
      const { sexes = {} } = facts;
      return found.flatMap((pair) => {
        const likeness = withSex(pair.kinds, sexes[pair.case] ?? 'UNKNOWN', sexes[pair.otherCase] ?? 'UNKNOWN');
        const isEnough = scoreOf(likeness.agreeing, likeness.differing) >= proposedFrom;
        return isEnough && pair.subject === subject && subject < pair.other ? proposing(pair, likeness, matchWith(pair.other)) : [];
      });
    }
    case 'EndMatch': {
      const { other } = command.input;
      return isMatched(matches, other) ? [{ type: 'MatchRejected', data: { other, reason: 'UNMERGED' } }] : [];
    }
    default:
      return facts.pair ? answer(command, facts.pair, matchWith(facts.pair.other), facts) : refuse('NOT_FOUND', 'there are no such cases, or they are not yours');
  }
}

/** What a steward does. Who proposed a match does not confirm it, and who confirmed it does not take that back. */
function answer(command: ProposeMatch | ConfirmMatch | RejectMatch, pair: Pair, match: Match | undefined, { person, persons = {} }: MatchFacts): Decided {
  const { other } = pair;
  const isOwn = (hand: ActingAgent | undefined): boolean => hand !== undefined && (persons[hand.agent] ?? hand.agent) === person;
  if (command.type === 'ProposeMatch') {
    if (match?.status === 'REJECTED' && scoreOf(command.input.agreeing) <= match.score) return refuse('ANSWERED_OTHERWISE', 'it was rejected when as much agreed');
    return proposing(pair, { agreeing: command.input.agreeing, differing: [] }, match);
  }
  if (!match) return refuse('MATCH_UNKNOWN', 'nobody has proposed that these are one person');
  switch (command.type) {
    case 'ConfirmMatch':
      if (match.status === 'CONFIRMED') return [];
      if (match.status === 'REJECTED') return refuse('ANSWERED_OTHERWISE', 'it was rejected, and is proposed anew when more agrees');
      return isOwn(match.proposedBy) ? refuse('TWO_PERSONS_REQUIRED', 'another person than who proposed it confirms') : [{ type: 'MatchConfirmed', data: { other } }];
    case 'RejectMatch': {
      const { reason } = command.input;
      if (match.status === 'REJECTED') return match.reason === reason ? [] : refuse('ANSWERED_OTHERWISE', 'it was rejected for another reason; what is recorded stays');
      return isOwn(match.confirmedBy) ? refuse('TWO_PERSONS_REQUIRED', 'another person than who confirmed it takes that back') : [{ type: 'MatchRejected', data: { other, reason } }];
    }
    default:
      return unreachable(command);
  }
}

function evolve(matches: Matches, event: Recorded<MatchEvent>): Matches {
  switch (event.type) {
    case 'MatchProposed': {
      const { other, score } = event.data;
      const before = matches[other];
      const { agent, institution = '' } = event.actor;
      const by = agent === undefined ? undefined : { agent, institution };
      // Found again while it waits, it is no less the proposal of who made it.
      const proposedBy = before?.status === 'PROPOSED' ? (before.proposedBy ?? by) : by;
      return { ...matches, [other]: { status: 'PROPOSED', score, ...(proposedBy && { proposedBy }) } };
    }
    case 'MatchConfirmed': {
      const { agent, client, institution = '' } = event.actor;
      return { ...matches, [event.data.other]: { ...matches[event.data.other]!, status: 'CONFIRMED', confirmedBy: { agent: agent ?? client, institution } } };
    }
    case 'MatchRejected':
      return { ...matches, [event.data.other]: { ...matches[event.data.other]!, status: 'REJECTED', reason: event.data.reason } };
    default:
      return matches; // keys, holds and erasures stand in the same stream
  }
}

export const matching: Decider<Matches, MatchCommand, MatchEvent, MatchFacts, MatchRefusal> = { initial: {}, decide, evolve };
export const matchingSlice = { decider: matching, forms: formsOf(matchEvents) };
