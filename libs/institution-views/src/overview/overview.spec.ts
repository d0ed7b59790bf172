import fc from 'fast-check';
import { clocks, type ReferralEvent } from '@amparo/protocol';
import { cellsOf, countedAfter, countsAt, openKind, type CountedReferral, type OpenReferrals } from './overview';

const owners: Readonly<Record<string, string>> = { 'mmujer-azua': 'mmujer', 'pgr-pett': 'pgr', 'cc-1': 'pgr' };
const ownerOf = (code: string): string | undefined => owners[code];
const at = '2026-01-05T12:00:00.000Z';
const event = (type: ReferralEvent['type'], data: object = {}, when = at) => ({ stream: 'referral-r', type, data, at: when });
const requested = (more: object = {}) => event('ReferralRequested', { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'EMERGENCY', consents: [], ...more });
type Event = ReturnType<typeof event>;
const fold = (events: readonly Event[]): CountedReferral | undefined => events.reduce<CountedReferral | undefined>((before, one) => countedAfter(before, one, ownerOf, clocks), undefined);
const open = (...events: readonly Event[]): OpenReferrals[] => cellsOf(fold(events)!).flatMap(({ kind, row }) => (kind === openKind ? [{ ...(row as OpenReferrals), count: 1 }] : []));

describe('what coordination bodies see counted', () => {
  const declined = event('ReferralDeclined', { reason: 'NO_CAPACITY' });
  const completed = event('ServiceCompleted', { outcome: 'SERVED' });
  const accepted = event('ReferralAccepted');
  const started = event('ServiceStarted');

  it.each<[string, Event[], object | undefined]>([
    ['asked', [requested()], { institution: 'pgr', clock: 'ANSWER' }],
    ['acknowledged: it stops no clock', [requested(), event('ReferralAcknowledged')], { institution: 'pgr', clock: 'ANSWER' }],
    ['waiting', [requested(), event('ReferralWaitlisted')], { institution: 'pgr', clock: 'ANSWER' }],
    ['accepted', [requested(), accepted], { institution: 'pgr', clock: 'SERVICE' }],
    ['served: no clock runs', [requested(), accepted, started], { institution: 'pgr' }],
    ['on hold: no clock runs', [requested(), accepted, started, event('ServicePaused')], { institution: 'pgr' }],
    ['served to the end: the sender confirms', [requested(), accepted, started, completed], { institution: 'mmujer', clock: 'OUTCOME' }],
    ['confirmed', [requested(), accepted, started, completed, event('OutcomeConfirmed')], undefined],
    ['declined: the sender decides what is next', [requested(), declined], { institution: 'mmujer', clock: 'NEXT_STEP' }],
    ['followed up', [requested(), declined, event('NextStepDecided', { step: 'NEW_REFERRAL' })], undefined],
    ['withdrawn', [requested(), event('ReferralWithdrawn', { reason: 'NOT_NEEDED' })], undefined],
    ['closed for consent', [requested(), event('ReferralClosedForConsent', { consent: 'c' })], undefined],
    ['entered in error', [requested(), declined, event('ReferralEnteredInError', { reason: 'DUPLICATE' })], undefined],
  ])('a referral stands where the next move is due: %s', (_, events, expected) => {
    const cells = open(...events);
    expect(cells).toHaveLength(expected ? 1 : 0);
    if (expected) expect(cells[0]).toMatchObject({ service: 'LEGAL_AID', priority: 'EMERGENCY', ...expected });
    if (expected && !('clock' in expected)) expect(cells[0]).not.toHaveProperty('clock');
  });

  it('a house is its institution there and no more, and what is remembered of a referral has no unit, no code and no case', () => {
    const events = [requested({ to: 'cc-1', service: 'SHELTER' })];
    expect(open(...events)).toMatchObject([{ institution: 'pgr', service: 'SHELTER' }]);
    for (const hidden of ['cc-1', 'mmujer-azua', 'case']) expect(JSON.stringify([fold(events), open(...events)])).not.toContain(hidden);
  });

  it('runs, is overdue from the moment it is due, and says by how many whole days', () => {
    const asked = open(requested());
    const state = (now: string) => countsAt(asked, now).map(({ state: of, daysOverdue }) => [of, daysOverdue]);
    expect(state('2026-01-06T11:59:59.999Z')).toEqual([['RUNNING', 0]]);
    expect(state('2026-01-06T12:00:00.000Z')).toEqual([['OVERDUE', 0]]);
    expect(state('2026-01-09T13:00:00.000Z')).toEqual([['OVERDUE', 3]]);
    expect(countsAt(open(requested(), accepted, started), '2030-01-01T00:00:00.000Z')).toMatchObject([{ state: 'NONE', daysOverdue: 0 }]);
  });

  it('has moved up while that very clock runs', () => {
    const up = (clock: string, level = 'COORDINATION_BODY') => event('ReferralEscalated', { clock, level });
    const escalated = (...events: Event[]) => countsAt(open(...events), at).map((count) => count.escalated);
    expect(escalated(requested(), up('ANSWER', 'SUPERVISOR'))).toEqual([0]);
    expect(escalated(requested(), up('ANSWER'))).toEqual([1]);
    expect(escalated(requested(), up('ANSWER'), event('ReferralWaitlisted'))).toEqual([1]);
    expect(escalated(requested(), up('ANSWER'), accepted)).toEqual([0]);
    expect(escalated(requested(), accepted, started, completed, up('OUTCOME'), event('OutcomeDisputed'), completed)).toEqual([0]);
  });

  it('adds up: kept event by event, counts are those of all referrals counted at once', () => {
    const types = ['ReferralAcknowledged', 'ReferralAccepted', 'ServiceStarted', 'ServicePaused', 'ServiceCompleted', 'OutcomeDisputed', 'OutcomeConfirmed', 'ReferralDeclined', 'ReferralLapsed', 'ReferralEnteredInError'] as const;
    const step = fc.record({ of: fc.constantFrom('a', 'b', 'c'), what: fc.oneof(fc.constantFrom(...types).map((type) => event(type)), fc.constantFrom('UNMET_NEED', 'NEW_REFERRAL').map((said) => event('NextStepDecided', { step: said }))) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const kept = new Map<string, number>();
        const known = new Map<string, CountedReferral>();
        const take = (of: string, what: Event): void => {
          const before = known.get(of);
          const after = countedAfter(before, { ...what, stream: `referral-${of}` }, ownerOf, clocks);
          known.set(of, after);
          for (const { code } of before ? cellsOf(before) : []) kept.set(code, kept.get(code)! - 1);
          for (const { code } of cellsOf(after)) kept.set(code, (kept.get(code) ?? 0) + 1);
        };
        for (const id of ['a', 'b', 'c']) take(id, requested({ to: id === 'a' ? 'cc-1' : 'pgr-pett' }));
        for (const { of, what } of steps) take(of, what);
        const anew = new Map<string, number>();
        for (const one of known.values()) for (const { code } of cellsOf(one)) anew.set(code, (anew.get(code) ?? 0) + 1);
        expect(new Map([...kept].filter(([, count]) => count !== 0))).toEqual(anew);
      }),
    );
  });

  it('says once what stands alike, and nothing of who', () => {
    const alike = { institution: 'pgr', service: 'SHELTER', priority: 'NORMAL', clock: 'ANSWER', escalated: false } as const;
    const counts = countsAt([{ ...alike, dueAt: '2026-01-02T12:00:00.000Z', count: 2 }, { ...alike, dueAt: '2026-01-04T12:00:00.000Z', escalated: true, count: 1 }, { ...alike, dueAt: '2026-02-04T12:00:00.000Z', count: 4 }], at);
    expect(counts).toEqual([
      { institution: 'pgr', service: 'SHELTER', priority: 'NORMAL', clock: 'ANSWER', state: 'OVERDUE', referrals: 3, escalated: 1, daysOverdue: 3 },
      { institution: 'pgr', service: 'SHELTER', priority: 'NORMAL', clock: 'ANSWER', state: 'RUNNING', referrals: 4, escalated: 0, daysOverdue: 0 },
    ]);
  });
});

