import type { Visible } from '../case-timeline/case-timeline';
import { decisionsFileOf } from './decisions-file';
import { decisionsType } from './decisions.graphql';

type Told = readonly [type: string, data?: object];
const told = (all: readonly Told[]): Visible[] =>
  all.map(([type, data = {}], n) => ({ id: `e${n}`, index: n, stream: 'case-k', type, at: `2026-01-0${n + 1}`, recordedAt: '', actor: { client: 'desk', unit: `unit-${n}` }, data, shown: {}, parts: [] }) as unknown as Visible);
const fileOf = (...all: readonly Told[]) => decisionsFileOf(told(all), ({ id }) => ({ said: `said in ${id}` }));
const now = '2026-06-01T00:00:00.000Z';

const presumed = ['IdentificationDecided', { decision: 'PRESUMED', hand: 'h' }] as const;
const refused = ['IdentificationDecided', { decision: 'NOT_IDENTIFIED', hand: 'l', atHerRequest: true }] as const;
const anew = ['ReconsiderationDecided', { reconsideration: 'r', decision: 'IDENTIFIED', hand: 'm' }] as const;

describe('who she was found to be', () => {
  it('is as it was decided last, since then, by the unit that decided; the decisions before stay to be read', () => {
    const file = fileOf(presumed, refused, ['ReconsiderationRequested', { reconsideration: 'r', of: 'e1', by: 'SURVIVOR' }], anew);
    expect(decisionsType(file, now).identification).toMatchObject({ status: 'IDENTIFIED', since: '2026-01-04', unit: 'unit-3' });
    expect(file.decisions.map(({ decision, atHerRequest, reconsideration, fields }) => [decision, atHerRequest, reconsideration, fields['said']])).toEqual([
      ['PRESUMED', false, undefined, 'said in e0'],
      ['NOT_IDENTIFIED', true, undefined, 'said in e1'],
      ['IDENTIFIED', false, 'r', 'said in e3'],
    ]);
  });

  it('is open to be decided anew until it is, and a review asked of the same decision is answered with it, one of another not', () => {
    const asked = [presumed, refused, ['ReconsiderationRequested', { reconsideration: 'r', of: 'e1', by: 'SURVIVOR' }], ['DecisionReviewRequested', { of: 'e1', because: 'AGENT_SUSPENDED' }], ['DecisionReviewRequested', { of: 'another', because: 'AGENT_SUSPENDED' }]] as const;
    const answers = (file: ReturnType<typeof fileOf>) => file.reconsiderations.map(({ of, by, because, answeredAt, decision }) => [of, by ?? because, answeredAt, decision]);
    expect(answers(fileOf(...asked))).toEqual([['e1', 'SURVIVOR', undefined, undefined], ['e1', 'AGENT_SUSPENDED', undefined, undefined], ['another', 'AGENT_SUSPENDED', undefined, undefined]]);
    expect(answers(fileOf(...asked, anew))).toEqual([['e1', 'SURVIVOR', '2026-01-06', 'IDENTIFIED'], ['e1', 'AGENT_SUSPENDED', '2026-01-06', 'IDENTIFIED'], ['another', 'AGENT_SUSPENDED', undefined, undefined]]);
  });

  it('is told by a decision taken anew, though what asked for it may not be seen', () => {
    expect(decisionsType(fileOf(anew), now).identification).toMatchObject({ status: 'IDENTIFIED', reconsiderations: [] });
    expect(decisionsType(fileOf(), now).identification).toBeUndefined();
  });
});

describe('her time to recover', () => {
  const started = ['RecoveryAndReflectionStarted', { until: '2026-04-01T00:00:00.000Z' }] as const;
  const extended = ['RecoveryAndReflectionExtended', { until: '2026-07-01T00:00:00.000Z', reason: 'HEALTH' }] as const;
  const recovery = (file: ReturnType<typeof fileOf>, moment = now) => decisionsType(file, moment).recovery;

  it('ends on its date, as it was extended last, whether or not an event says so yet', () => {
    expect(recovery(fileOf(started))).toEqual({ until: '2026-04-01T00:00:00.000Z', ended: true });
    expect(recovery(fileOf(started, extended))).toEqual({ until: '2026-07-01T00:00:00.000Z', ended: false });
    expect(recovery(fileOf(started), '2026-03-31T00:00:00.000Z')).toMatchObject({ ended: false });
    expect(recovery(fileOf(started, extended, ['RecoveryAndReflectionEnded']))).toMatchObject({ ended: true });
    expect(recovery(fileOf(['RecoveryAndReflectionEnded']))).toBeUndefined();
  });
});

describe('who decides for a child', () => {
  it('is told of each guardian by itself, with the conflict of that one alone', () => {
    const appointed = (guardian: string) => ['GuardianAppointed', { guardian, kind: 'RELATIVE', check: 'SOCIAL_REPORT' }] as const;
    const { guardians } = decisionsType(fileOf(appointed('aunt'), ['GuardianConflicted', { guardian: 'aunt' }], appointed('uncle')), now);
    expect(guardians).toMatchObject([
      { id: 'aunt', at: '2026-01-01', conflictedAt: '2026-01-02', fields: [{ value: '"said in e0"' }], conflict: [{ value: '"said in e1"' }] },
      { id: 'uncle', at: '2026-01-03', fields: [{ value: '"said in e2"' }], conflict: [] },
    ]);
    expect(guardians[1]).not.toHaveProperty('conflictedAt');
  });
});
