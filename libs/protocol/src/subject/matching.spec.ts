import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Sex } from '../unit/unit';
import { proposedFrom, scoreOf, type LikenessKind, type LikenessTerm } from './likeness';
import {
  ConfirmMatch,
  EndMatch,
  isMatched,
  matchEvents,
  matching,
  pairOf,
  ProposeFoundMatches,
  ProposeMatch,
  RejectMatch,
  type MatchCommand,
  type Matches,
  type MatchEvent,
  type MatchFacts,
  type MatchRefusal,
} from './matching';

const m = meta();
const known = (subject: string) => ({ subject, case: `case-of-${subject}` });
const pair = pairOf(known('a'), known('b'))!;
const cases = { case: pair.case, other: pair.otherCase };

/** Altagracia has an appointment in each of two institutions. */
const persons: Readonly<Record<string, string>> = { 'ag-1': 'altagracia', 'ag-2': 'altagracia', 'ag-3': 'bienvenida', 'ag-4': 'carmen' };
const as = (agent: string): MatchFacts => ({ pair, persons, person: persons[agent]! });
const by = (agent: string, event: MatchEvent): Recorded<MatchEvent> => recorded(event, { actor: { client: 'auditoria-desk', agent, institution: 'auditoria', assurance: 'AUTHENTICATED' } }) as Recorded<MatchEvent>;
const server = (event: MatchEvent): Recorded<MatchEvent> => recorded(event, { actor: { client: 'amparo', assurance: 'AUTHENTICATED' } }) as Recorded<MatchEvent>;

const terms: LikenessTerm['kind'][] = ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND'];
const likely: LikenessKind[] = [...terms, 'SEX'];
const both = (one: Sex, other: Sex = one): MatchFacts => ({ sexes: { 'case-of-a': one, 'case-of-b': other } });
const women = both('FEMALE');
const proposal = (agreeing: LikenessKind[] = likely): MatchEvent => ({ type: 'MatchProposed', data: { other: 'b', case: pair.case, otherCase: pair.otherCase, score: scoreOf(agreeing), agreeing, differing: [] } });
const found = (...kinds: readonly LikenessTerm['kind'][]) => new ProposeFoundMatches({ subject: 'a', found: [{ ...pair, kinds: kinds.length > 0 ? kinds : terms }] }, m);
const propose = (...agreeing: LikenessKind[]) => new ProposeMatch({ ...cases, agreeing }, m);
const confirm = new ConfirmMatch(cases, m);
const reject = (reason: 'ANOTHER_PERSON' | 'RELATIVE' | 'NOT_ENOUGH' = 'ANOTHER_PERSON') => new RejectMatch({ ...cases, reason }, m);
const confirmed: MatchEvent = { type: 'MatchConfirmed', data: { other: 'b' } };
const rejected: MatchEvent = { type: 'MatchRejected', data: { other: 'b', reason: 'ANOTHER_PERSON' } };

describe('two subjects', () => {
  it('are one pair from whichever side they are looked at, and nobody is a pair with herself', () => {
    expect(pairOf(known('b'), known('a'))).toEqual(pair);
    expect(pair).toEqual({ subject: 'a', other: 'b', case: 'case-of-a', otherCase: 'case-of-b' });
    expect(pairOf(known('a'), { subject: 'a', case: 'another' })).toBeUndefined();
  });
});

describe('a match (rule 13)', () => {
  it('is proposed with its score and the codes of what agrees, and says nothing of anybody', () =>
    given(matching)().when(found(...terms, 'SOUND'), women).then({
      type: 'MatchProposed',
      data: { other: 'b', case: 'case-of-a', otherCase: 'case-of-b', score: 8, agreeing: ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SEX', 'SOUND'], differing: [] },
    }));

  it.each<[string, MatchFacts, number[], number[]]>([
    ['of one sex', women, [8], [13]],
    ['of a sex that one has not stated', both('FEMALE', 'UNKNOWN'), [], [12]],
    ['of two sexes', both('MALE', 'FEMALE'), [], [9]],
    ['of cases that say nothing', {}, [], [12]],
  ])('is proposed where enough agrees with what stands in clear: %s', (_, facts, bySound, byDocument) => {
    const scores = (command: ProposeFoundMatches) => (given(matching)().when(command, facts).decision as MatchEvent[]).map(({ data }) => (data as { score: number }).score);
    expect([scores(found()), scores(found('DOCUMENT'))]).toEqual([bySound, byDocument]);
  });

  it('is proposed in the stream of the first of the two alone', () => {
    const elsewhere = new ProposeFoundMatches({ subject: 'a', found: [{ ...pair, subject: 'z', kinds: terms }, { ...pair, other: 'a', kinds: terms }] }, m);
    given(matching)().when(elsewhere, women).thenNothing();
  });

  it('that waits is proposed anew when more agrees than before, and only then', () => {
    given(matching)(server(proposal())).when(found(), women).thenNothing();
    given(matching)(server(proposal())).when(found('ALL_SOUNDS_AND_BIRTH_YEAR'), women).thenNothing();
    expect(given(matching)(server(proposal())).when(found(...terms, 'PHONE'), women).decision).toMatchObject([{ type: 'MatchProposed', data: { score: 13 } }]);
  });

  it('that was rejected is proposed again when more agrees than then; that was confirmed, never', () => {
    given(matching)(server(proposal()), by('ag-1', rejected)).when(found(), women).thenNothing();
    expect(given(matching)(server(proposal()), by('ag-1', rejected)).when(found(...terms, 'DOCUMENT'), women).decision).toMatchObject([{ data: { score: 20 } }]);
    given(matching)(server(proposal()), by('ag-1', confirmed)).when(found(...terms, 'DOCUMENT'), women).thenNothing();
  });

  it('found by the server is confirmed or rejected by one steward', () => {
    given(matching)(server(proposal())).when(confirm, as('ag-1')).then(confirmed);
    given(matching)(server(proposal())).when(reject(), as('ag-1')).then(rejected);
  });

  it.each<[string, MatchRefusal | 'taken']>([
    ['ag-1', 'TWO_PERSONS_REQUIRED'],
    ['ag-2', 'TWO_PERSONS_REQUIRED'],
    ['ag-3', 'taken'],
  ])('proposed by a person is confirmed by another person, under whichever appointment: %s %s', (agent, outcome) => {
    const decided = given(matching)(by('ag-1', proposal())).when(confirm, as(agent));
    if (outcome === 'taken') decided.then(confirmed);
    else decided.thenRefused(outcome);
    // Found by the server as well, it is still that person's proposal.
    const foundToo = given(matching)(by('ag-1', proposal()), server(proposal([...likely, 'PHONE']))).when(confirm, as(agent));
    if (outcome === 'taken') foundToo.then(confirmed);
    else foundToo.thenRefused(outcome);
  });

  it('may be proposed by a person on less than the server would, and taken back by who proposed it', () => {
    expect(given(matching)().when(propose('SOUND', 'SOUND'), as('ag-1')).decision).toMatchObject([{ data: { score: 3, agreeing: ['SOUND'], differing: [] } }]);
    given(matching)(by('ag-1', proposal(['SOUND']))).when(reject('NOT_ENOUGH'), as('ag-1')).then({ type: 'MatchRejected', data: { other: 'b', reason: 'NOT_ENOUGH' } });
    given(matching)(server(proposal()), by('ag-1', rejected)).when(propose('SOUND'), as('ag-3')).thenRefused('ANSWERED_OTHERWISE');
  });

  it('that was rejected is not confirmed, nor rejected for another reason; the same again writes nothing', () => {
    const history = [server(proposal()), by('ag-1', rejected)];
    given(matching)(...history).when(confirm, as('ag-3')).thenRefused('ANSWERED_OTHERWISE');
    given(matching)(...history).when(reject('RELATIVE'), as('ag-3')).thenRefused('ANSWERED_OTHERWISE');
    given(matching)(...history).when(reject(), as('ag-3')).thenNothing();
    given(matching)(server(proposal()), by('ag-1', confirmed)).when(confirm, as('ag-3')).thenNothing();
  });

  it('that was confirmed in error is rejected by another person than who confirmed it', () => {
    const history = [server(proposal()), by('ag-1', confirmed)];
    given(matching)(...history).when(reject(), as('ag-2')).thenRefused('TWO_PERSONS_REQUIRED');
    given(matching)(...history).when(reject(), as('ag-3')).then(rejected);
  });

  it('ends when the cases are parted, if it was confirmed', () => {
    const end = new EndMatch({ subject: 'a', other: 'b' }, m);
    given(matching)(server(proposal()), by('ag-1', confirmed)).when(end, {}).then({ type: 'MatchRejected', data: { other: 'b', reason: 'UNMERGED' } });
    for (const history of [[], [server(proposal())], [server(proposal()), by('ag-1', rejected)]]) given(matching)(...history).when(end, {}).thenNothing();
  });

  it('that nobody proposed is neither confirmed nor rejected, and cases that are not there are no pair', () => {
    for (const command of [confirm, reject()]) given(matching)().when(command, as('ag-1')).thenRefused('MATCH_UNKNOWN');
    for (const command of [confirm, reject(), propose('DOCUMENT')]) given(matching)(server(proposal())).when(command, { persons, person: 'altagracia' }).thenRefused('NOT_FOUND');
  });
});

it('whatever is asked in whatever order: a match is confirmed only while it waits, by another person than who proposed it; a repeated command writes nothing; what is replayed is what was', () => {
  const reached = new Set<string>();
  const kinds = fc.subarray<LikenessKind>(['DOCUMENT', 'ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND', 'PHONE', 'SEX'], { minLength: 1 });
  const subject = fc.constantFrom('b', 'c');
  const of = (other: string) => pairOf(known('a'), known(other))!;
  const step: fc.Arbitrary<readonly [string, MatchCommand, string]> = subject.chain((other) => {
    const both = { case: of(other).case, other: of(other).otherCase };
    const command: fc.Arbitrary<MatchCommand> = fc.oneof(
      fc.subarray<LikenessTerm['kind']>(['DOCUMENT', 'ALL_SOUNDS_AND_BIRTH_YEAR', 'SOUND', 'PHONE']).map((terms) => new ProposeFoundMatches({ subject: 'a', found: [{ ...of(other), kinds: terms }] }, m)),
      kinds.map((agreeing) => new ProposeMatch({ ...both, agreeing }, m)),
      fc.constant(new ConfirmMatch(both, m)),
      fc.constantFrom('ANOTHER_PERSON' as const, 'RELATIVE' as const).map((reason) => new RejectMatch({ ...both, reason }, m)),
      fc.constant(new EndMatch({ subject: 'a', other }, m)),
    );
    return fc.tuple(fc.constant(other), command, fc.constantFrom('ag-1', 'ag-2', 'ag-3', 'ag-4'));
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      let state: Matches = matching.initial;
      const log: Recorded<MatchEvent>[] = [];
      const proposers = new Map<string, string>();
      for (const [other, command, agent] of steps) {
        const facts: MatchFacts = { pair: of(other), persons, person: persons[agent]!, sexes: { [of(other).case]: 'FEMALE', [of(other).otherCase]: 'FEMALE' } };
        const before = state;
        const decision = matching.decide(command, state, facts);
        if (isRefusal(decision)) continue;
        for (const event of decision) {
          const { data, type } = event;
          expect(Object.keys(matchEvents[type].clear).sort()).toEqual(Object.keys(data).sort());
          expect([event.personal, data.other !== 'a']).toEqual([undefined, true]);
          const was = before[data.other];
          if (type === 'MatchProposed') {
            expect([was?.status === 'CONFIRMED', data.score > (was?.score ?? -Infinity)]).toEqual([false, true]);
            if (command instanceof ProposeFoundMatches) expect(data.score).toBeGreaterThanOrEqual(proposedFrom);
            if (was?.status !== 'PROPOSED') proposers.delete(data.other);
            if (command instanceof ProposeMatch && !proposers.has(data.other)) proposers.set(data.other, persons[agent]!);
          } else if (type === 'MatchConfirmed') {
            expect(was?.status).toBe('PROPOSED');
            expect(proposers.get(data.other)).not.toBe(persons[agent]);
          } else expect(['PROPOSED', 'CONFIRMED']).toContain(was?.status);
          log.push(command instanceof ProposeFoundMatches || command instanceof EndMatch ? server(event) : by(agent, event));
          state = matching.evolve(state, log[log.length - 1]!);
          reached.add(type);
        }
        const again = matching.decide(command, state, facts);
        expect(isRefusal(again) ? [] : again).toEqual([]);
        expect(isMatched(state, other)).toBe(log.filter((event) => event.data.other === other).pop()?.type === 'MatchConfirmed');
      }
      expect(log.reduce(matching.evolve, matching.initial)).toEqual(state);
    }),
    { numRuns: 300 },
  );
  expect([...reached].sort()).toEqual(Object.keys(matchEvents).sort());
});

it('keys in the same stream are the vault’s, and change no match', () => {
  const key = recorded({ type: 'SubjectKeyCreated', data: { kid: 'k', class: 'identity', kc: 'c' } }) as unknown as Recorded<MatchEvent>;
  expect(given(matching)(key, server(proposal()), key).state).toEqual(given(matching)(server(proposal())).state);
});
