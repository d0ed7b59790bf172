import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { Likenesses, type LikenessTerm } from './likeness';
import { matching } from './matching.process';

type Kinds = readonly LikenessTerm['kind'][];

/** Who is like whom, as it is found at the moment. */
class Alike extends Likenesses {
  readonly pairs: [string, string, Kinds][] = [];
  override of(subject: string): ReadonlyMap<string, Kinds> {
    return new Map(this.pairs.flatMap(([one, other, kinds]) => (one === subject ? [[other, kinds] as const] : other === subject ? [[one, kinds] as const] : [])));
  }
}

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (id: string, event: ProtocolEvent): Recorded<ProtocolEvent> => recorded(event, { stream: `case-${id}` }) as Recorded<ProtocolEvent>;
const opens = (id: string, subject: string) => on(id, { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject, lead: 'mmujer-azua' } });
const describes = (id: string) => on(id, { type: 'SurvivorDescribed', data: { ageBand: '30-38', sex: 'FEMALE' } });
const alias = (id: string) => on(id, { type: 'AliasRecorded', data: {} });
const phone = (id: string) => on(id, { type: 'SafeContactAgreed', data: { contact: 'c' } });
const parted = (id: string, other: string, side: 'MERGED' | 'INTO' = 'MERGED') => on(id, { type: 'CasesUnmerged', data: { other, side, entries: [] } });

/** What each event makes it give, as `STREAM COMMAND ITS INPUT`. */
function told(alike: Alike, history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[][] {
  const process = matching(alike);
  return history.map((event) =>
    process.react(event, memory).map(({ stream, command }) => {
      const { type, input } = command(meta());
      return `${stream} ${type} ${JSON.stringify(input)}`;
    }),
  );
}

describe('one person in two cases', () => {
  let alike: Alike;
  beforeEach(() => (alike = new Alike()));

  it('is proposed when enough agrees, once both are known, the same from either side', () => {
    alike.pairs.push(['a', 'b', ['SOUND', 'ALL_SOUNDS_AND_BIRTH_YEAR']]);
    const found = [{ subject: 'a', other: 'b', case: 'one', otherCase: 'two', kinds: ['SOUND', 'ALL_SOUNDS_AND_BIRTH_YEAR'] }];
    const given = `subject-a ProposeFoundMatches ${JSON.stringify({ subject: 'a', found })}`;
    expect(told(alike, [opens('one', 'a'), describes('one'), opens('two', 'b'), describes('two')])).toEqual([[], [], [], [given]]);
    expect(told(alike, [opens('two', 'b'), describes('two'), opens('one', 'a'), describes('one')])).toEqual([[], [], [], [given]]);
  });

  it('is looked for whenever something is said by which she is found: a description, an alias, a number', () => {
    alike.pairs.push(['a', 'b', ['DOCUMENT']]);
    const lookedFor = told(alike, [opens('one', 'a'), opens('two', 'b'), describes('one'), alias('two'), phone('one'), on('one', { type: 'CaseClosed', data: { reason: 'CONTACT_LOST' } })]);
    expect(lookedFor.map((given) => given.length)).toEqual([0, 0, 1, 1, 1, 0]);
  });

  it('is not told of where so little agrees that a sex could not make it enough', () => {
    alike.pairs.push(['a', 'b', ['SOUND', 'SOUND_AND_BIRTH_YEAR']]);
    expect(told(alike, [opens('one', 'a'), describes('one'), opens('two', 'b'), describes('two')]).flat()).toEqual([]);
  });

  it('is nobody of whom there is no case: who is suspected, or a guardian, is no match', () => {
    alike.pairs.push(['a', 'suspect', ['DOCUMENT', 'PHONE']]);
    expect(told(alike, [opens('one', 'a'), describes('one')]).flat()).toEqual([]);
    expect(told(alike, [describes('one')]).flat()).toEqual([]);
  });

  it('is told of in one command for each stream: two matches of one event are not one id', () => {
    alike.pairs.push(['b', 'c', ['DOCUMENT']], ['b', 'd', ['DOCUMENT']], ['a', 'b', ['DOCUMENT']]);
    const history = [opens('one', 'a'), opens('three', 'c'), opens('four', 'd'), opens('two', 'b'), describes('two')];
    expect(told(alike, history).pop()!.map((given) => given.split(' ')[0])).toEqual(['subject-b', 'subject-a']);
    expect(told(alike, history).pop()![0]).toMatch(/"other":"c".*"other":"d"/);
  });

  it('is two again when the cases are parted, and that is told once', () => {
    const ended = told(alike, [opens('one', 'a'), opens('two', 'b'), parted('two', 'one'), parted('one', 'two', 'INTO'), parted('two', 'nowhere')]);
    expect(ended).toEqual([[], [], ['subject-a EndMatch {"subject":"a","other":"b"}'], [], []]);
    expect(matching(alike).due({ kind: 'case-of-subject', key: 'a', data: {} })).toBeUndefined();
  });
});
