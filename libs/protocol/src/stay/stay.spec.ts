import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { ReferralStatus } from '../referral/referral-moves';
import type { AdmissionFacts } from './admission';
import {
  AdmitDependant,
  AdmitSurvivor,
  DischargeDependant,
  DischargeSurvivor,
  EndMovedStay,
  ExtendStay,
  RaiseStayReview,
  RecordSurvivorLeft,
  stay,
  stayEvents,
  type StayCommand,
  type StayEvent,
  type StayFacts,
} from './stay';

const day = 86_400_000;
const noon = Date.parse(meta().receivedAt);
const time = (days: number): string => new Date(noon + days * day).toISOString();
const on = (days: number) => meta({ at: time(days), receivedAt: time(days) });
const m = meta();

const of = { stay: 'r' };
const later = time(0.1);
const casa = { unit: 'cc-casa', compartment: 'cc-casa' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const accepted = (how: Partial<NonNullable<AdmissionFacts['referral']>> = {}) => ({ status: 'ACCEPTED' as ReferralStatus, to: casa.unit, priority: 'NORMAL' as const, places: ['p', 'q'], ...how });
const own = { until: time(-1), own: true } as const;
const free = { until: later, own: false } as const;
const admission = (how: Partial<AdmissionFacts> = {}): AdmissionFacts => ({
  referral: accepted(),
  caseOpen: true,
  ageBand: '24-26',
  sex: 'FEMALE',
  house: { criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true }, places: { p: own, q: own, h: free, i: free, gone: { until: m.receivedAt, own: false } } },
  dependants: ['daughter', 'son'],
  ...how,
});
const house: StayFacts = { by: casa, lead: azua, subject: 's', admission: admission() };
const lead: StayFacts = { ...house, by: azua };
const withAdmission = (how: Partial<AdmissionFacts>): StayFacts => ({ ...house, admission: admission(how) });
const others: Readonly<Record<string, StayFacts>> = {
  'the prosecution that owns the house': { ...house, by: { unit: 'pgr-pett', compartment: 'pgr-pett' } },
  'another house': { ...house, by: { unit: 'cc-other', compartment: 'cc-other' } },
  'nobody’s agent': { ...house, by: { unit: '', compartment: '' } },
};

const admit = (how: Partial<AdmitSurvivor['input']> = {}) => new AdmitSurvivor({ referral: 'r', dependants: [], ...how }, m);
const withDaughter = admit({ dependants: [{ case: 'daughter', hold: 'q' }] });
const extend = (until: string, days = 0) => new ExtendStay({ ...of, until, reason: 'RISK_CONTINUES' }, on(days));
const leave = new RecordSurvivorLeft(of, m);
const discharge = new DischargeSurvivor({ ...of, reason: 'FAMILY' }, m);
const moved = new EndMovedStay(of, m);
const raise = (days: number) => new RaiseStayReview(of, on(days));

const admitted: StayEvent = { type: 'SurvivorAdmitted', data: { unit: casa.unit, place: 'p', dependants: [{ dependant: 'daughter', place: 'q' }], met: ['SEX', 'AGE', 'DEPENDANTS'] } };
const extended = (until: string): StayEvent => ({ type: 'StayExtended', data: { until, reason: 'RISK_CONTINUES' } });
const due = (at: string): StayEvent => ({ type: 'StayReviewDue', data: { due: at } });
const discharged: StayEvent = { type: 'SurvivorDischarged', data: { reason: 'FAMILY' } };
const left: StayEvent = { type: 'SurvivorLeftFreely', data: {} };
const dependantLeft: StayEvent = { type: 'DependantDischarged', data: { dependant: 'daughter', place: 'q', reason: 'FAMILY' } };

/** A history that leads to each state. */
const histories: Readonly<Record<string, readonly StayEvent[]>> = {
  NONE: [],
  HOUSED: [admitted],
  'HOUSED, extended': [admitted, extended(time(40))],
  'HOUSED, its review overdue': [admitted, due(time(30))],
  DISCHARGED: [admitted, discharged],
  LEFT: [admitted, left],
};
const states = Object.keys(histories);
const housed = states.filter((state) => state.startsWith('HOUSED'));
const after = (state: string) => given(stay)(...histories[state]!);

/** What each command comes to from each state; [] for nothing, else the code of the refusal or the event. */
type Row = readonly [command: StayCommand, none: string, housed: string, discharged: string, left: string];
const table: readonly Row[] = [
  [withDaughter, 'SurvivorAdmitted', '[]', 'STAY_ENDED', 'STAY_ENDED'],
  [admit(), 'SurvivorAdmitted', 'ANSWERED_OTHERWISE', 'STAY_ENDED', 'STAY_ENDED'],
  [new AdmitDependant({ ...of, dependant: 'son', hold: 'h' }, m), 'NOT_FOUND', 'DependantAdmitted', 'STAY_ENDED', 'STAY_ENDED'],
  [extend(time(29.5), 1), 'NOT_FOUND', 'UNTIL_NOT_LATER', 'STAY_ENDED', 'STAY_ENDED'],
  [extend(time(50), 29), 'NOT_FOUND', 'StayExtended', 'STAY_ENDED', 'STAY_ENDED'],
  [new DischargeDependant({ ...of, dependant: 'daughter', reason: 'FAMILY' }, m), 'NOT_FOUND', 'DependantDischarged', 'STAY_ENDED', 'STAY_ENDED'],
  [discharge, 'NOT_FOUND', 'SurvivorDischarged', '[]', 'ANSWERED_OTHERWISE'],
  [new DischargeSurvivor({ ...of, reason: 'HOSPITAL' }, m), 'NOT_FOUND', 'SurvivorDischarged', 'ANSWERED_OTHERWISE', 'ANSWERED_OTHERWISE'],
  [leave, 'NOT_FOUND', 'SurvivorLeftFreely', 'ALREADY_LEFT', '[]'],
  [moved, 'NOT_FOUND', 'SurvivorDischarged', '[]', '[]'],
  [raise(1), 'NOT_FOUND', 'NOT_DUE', '[]', '[]'],
];
const process = ['RaiseStayReview', 'EndMovedStay'];
const came = (decision: ReturnType<typeof stay.decide>): string => (isRefusal(decision) ? decision.refused : (decision[0]?.type ?? '[]'));
const noSuchStay = given(stay)().when(discharge, house).decision;

describe('a stay', () => {
  describe.each(table.map((row) => [`${row[0].type} ${JSON.stringify(row[0].input)}`, row] as const))('%s', (_, [command, ...expected]) => {
    it.each(states)('from %s', (state) => {
      const index = ['NONE', 'HOUSED', 'DISCHARGED', 'LEFT'].indexOf(state.split(',')[0]!);
      const answer = expected[index]!;
      // a review that was raised is not due again
      const decided = state.endsWith('overdue') && command.type === 'RaiseStayReview' ? '[]' : answer;
      expect(came(after(state).when(command, house).decision)).toBe(decided);
    });

    it('is the house’s that she is in: to anybody else there is no such stay, before, during, after', () => {
      if (process.includes(command.type)) return; // nobody's but the process managers': the table of roles gives them to no one
      for (const state of states) for (const facts of Object.values(others)) expect(after(state).when(command, facts).decision).toEqual(noSuchStay);
      if (command.type !== 'RecordSurvivorLeft') for (const state of states) expect(after(state).when(command, lead).decision).toEqual(noSuchStay);
    });

    it('asked again writes nothing', () => {
      for (const state of states) {
        const { decision } = after(state).when(command, house);
        if (isRefusal(decision) || decision.length === 0) continue;
        given(stay)(...histories[state]!, ...decision).when(command, house).thenNothing();
      }
    });
  });

  it('tells where she is, all of it: no event of it is seen by who may not know that', () =>
    expect(Object.values(stayEvents).flatMap(({ category, sealed = {} }) => [category, ...Object.values(sealed)]).filter((one) => one !== 'WHEREABOUTS')).toEqual([]));
});

describe('an admission (rule 5)', () => {
  it('takes the place she was accepted with, and one for each who comes along, and says which criteria were met', () =>
    given(stay)().when(withDaughter, house).then(admitted));

  it('needs a referral that this house accepted and that has not ended; to another house there is none', () => {
    for (const status of ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD']) expect(came(given(stay)().when(admit(), withAdmission({ referral: accepted({ status }) })).decision)).toBe('SurvivorAdmitted');
    for (const status of ['REQUESTED', 'WAITLISTED', 'DECLINED', 'WITHDRAWN', 'COMPLETED', 'SURVIVOR_DECLINED', 'CONSENT_WITHDRAWN', 'ENTERED_IN_ERROR']) {
      given(stay)().when(admit(), withAdmission({ referral: accepted({ status }) })).thenRefused('REFERRAL_NOT_ACCEPTED');
    }
    expect(given(stay)().when(admit(), withAdmission({ referral: accepted({ to: 'cc-other' }) })).decision).toEqual(noSuchStay);
    const { referral: _none, ...without } = admission();
    expect(given(stay)().when(admit(), { ...house, admission: without }).decision).toEqual(noSuchStay);
  });

  it('is to a residential unit, with a case that is open', () => {
    const { house: _office, ...office } = admission();
    given(stay)().when(admit(), { ...house, admission: office }).thenRefused('HOLD_REQUIRED');
    given(stay)().when(admit(), withAdmission({ referral: accepted({ places: [] }) })).thenRefused('HOLD_REQUIRED');
    given(stay)().when(admit(), withAdmission({ caseOpen: false })).thenRefused('CASE_CLOSED');
  });

  it.each<[string, AdmitSurvivor, Partial<AdmissionFacts>, string]>([
    ['of another sex', admit(), { sex: 'MALE' }, 'CRITERIA_NOT_MET'],
    ['of a sex nobody has recorded', admit(), { sex: 'UNKNOWN' }, 'CRITERIA_NOT_MET'],
    ['a child', admit(), { ageBand: '9-17' }, 'CRITERIA_NOT_MET'],
    ['of unknown age, who counts as a child', admit({ age: 25 }), { ageBand: 'UNKNOWN' }, 'CRITERIA_NOT_MET'],
    ['with her children, where none come along', withDaughter, { house: { criteria: { dependants: false }, places: { p: own, q: own } } }, 'CRITERIA_NOT_MET'],
    ['of an age band that reaches over the limit', admit(), { house: { criteria: { ageTo: 25 }, places: { p: own } } }, 'AGE_NEEDED'],
  ])('does not take in one %s', (_, command, how, code) => expect(came(given(stay)().when(command, withAdmission(how)).decision)).toBe(code));

  it('asks her children neither sex nor age: whether they come along is a criterion of its own', () => {
    const criteria = { sexes: ['FEMALE' as const], ageFrom: 18 };
    expect(came(given(stay)().when(withDaughter, withAdmission({ house: { criteria, places: { p: own, q: own } } })).decision)).toBe('SurvivorAdmitted');
  });

  it('keeps her age in years only where it decided, and that and every word sealed', () => {
    const until25 = withAdmission({ house: { criteria: { ageTo: 25 }, places: { p: own } } });
    given(stay)()
      .when(admit({ age: 24, note: 'Llegó de noche.' }), until25)
      .then({ type: 'SurvivorAdmitted', data: { unit: casa.unit, place: 'p', dependants: [], met: ['AGE'] }, personal: [{ subject: 's', fields: { age: 24, admissionNote: 'Llegó de noche.' } }] });
    const [decided] = given(stay)().when(admit({ age: 24 }), house).decision as StayEvent[];
    expect(decided).not.toHaveProperty('personal');
  });

  it('is to a place that is hers since it was accepted, or held still; never to one that is gone or another’s', () => {
    for (const [hold, answer] of [['h', 'SurvivorAdmitted'], ['gone', 'HOLD_ENDED'], ['another’s', 'HOLD_ENDED']] as const) {
      expect([hold, came(given(stay)().when(admit({ hold }), house).decision)]).toEqual([hold, answer]);
      expect([hold, came(given(stay)().when(admit({ dependants: [{ case: 'son', hold }] }), house).decision)]).toEqual([hold, answer]);
    }
    // taken by an admission that then stopped: hers as long as the hold would have lasted
    const stopped = (until: string) => withAdmission({ house: { criteria: {}, places: { x: { until, own: true } } } });
    expect(came(given(stay)().when(admit({ hold: 'x' }), stopped(later)).decision)).toBe('SurvivorAdmitted');
    given(stay)().when(admit({ hold: 'x' }), stopped(m.receivedAt)).thenRefused('HOLD_ENDED');
  });

  it('gives everybody a place of their own', () => {
    given(stay)().when(admit({ dependants: [{ case: 'daughter', hold: 'p' }] }), house).thenRefused('PLACE_EACH');
    given(stay)().when(admit({ dependants: [{ case: 'daughter', hold: 'q' }, { case: 'son', hold: 'q' }] }), house).thenRefused('PLACE_EACH');
    for (const hold of ['p', 'q']) given(stay)(admitted).when(new AdmitDependant({ ...of, dependant: 'son', hold }, m), house).thenRefused('PLACE_EACH');
  });

  it('knows of dependants only those in her care, each once', () => {
    given(stay)().when(admit({ dependants: [{ case: 'a neighbour', hold: 'q' }] }), house).thenRefused('DEPENDANT_UNKNOWN');
    given(stay)().when(admit({ dependants: [{ case: 'son', hold: 'q' }, { case: 'son', hold: 'h' }] }), house).thenRefused('DEPENDANT_UNKNOWN');
    given(stay)(admitted).when(new AdmitDependant({ ...of, dependant: 'a neighbour', hold: 'h' }, m), house).thenRefused('DEPENDANT_UNKNOWN');
    given(stay)(admitted).when(new DischargeDependant({ ...of, dependant: 'son', reason: 'FAMILY' }, m), house).thenRefused('DEPENDANT_UNKNOWN');
  });

  it('exceeds capacity for an emergency only', () => {
    const over = (priority: 'EMERGENCY' | 'URGENT') => withAdmission({ referral: accepted({ priority }), house: { criteria: {}, places: { p: own, o: { until: later, over: true, own: false } } } });
    for (const command of [admit({ hold: 'o' }), admit({ dependants: [{ case: 'son', hold: 'o' }] })]) {
      expect(came(given(stay)().when(command, over('EMERGENCY')).decision)).toBe('SurvivorAdmitted');
      given(stay)().when(command, over('URGENT')).thenRefused('OVERCAPACITY_FOR_EMERGENCY');
    }
    const son = new AdmitDependant({ ...of, dependant: 'son', hold: 'o' }, m);
    given(stay)(admitted).when(son, over('URGENT')).thenRefused('OVERCAPACITY_FOR_EMERGENCY');
    expect(came(given(stay)(admitted).when(son, over('EMERGENCY')).decision)).toBe('DependantAdmitted');
  });

  it('of a dependant who comes later takes a place that is held: what was promised and not used was let go', () => {
    const three = withAdmission({ referral: accepted({ places: ['p', 'q', 'h2'] }), house: { criteria: {}, places: { h2: { until: later, own: true }, h: free } } });
    const son = (hold: string) => new AdmitDependant({ ...of, dependant: 'son', hold }, m);
    given(stay)(admitted).when(son('h2'), three).thenRefused('HOLD_ENDED');
    given(stay)(admitted).when(son('h'), three).then({ type: 'DependantAdmitted', data: { dependant: 'son', place: 'h' } });
    given(stay)(admitted).when(son('h'), withAdmission({ house: { criteria: { dependants: false }, places: { h: free } } })).thenRefused('CRITERIA_NOT_MET');
    given(stay)(admitted, { type: 'DependantAdmitted', data: { dependant: 'son', place: 'h' } }).when(son('i'), house).thenRefused('ANSWERED_OTHERWISE');
    given(stay)(admitted, dependantLeft).when(new AdmitDependant({ ...of, dependant: 'daughter', hold: 'h' }, m), house).then({ type: 'DependantAdmitted', data: { dependant: 'daughter', place: 'h' } });
  });
});

describe('she may leave freely', () => {
  it.each(housed)('from %s, told to the house or to who leads her case, whatever else is open', (state) => {
    const bare = { by: casa, subject: 's' };
    for (const facts of [house, lead, bare, withAdmission({ caseOpen: false, referral: accepted({ status: 'WITHDRAWN' }) })]) after(state).when(leave, facts).then(left);
  });

  it('once: who has left is not kept, and cannot leave again', () => {
    for (const facts of [house, lead]) {
      after('LEFT').when(leave, facts).thenNothing();
      after('DISCHARGED').when(leave, facts).thenRefused('ALREADY_LEFT');
    }
  });
});

describe('the thirtieth day', () => {
  it('escalates, once for each such day, and never discharges', () => {
    after('HOUSED').when(raise(30 - 1 / day), house).thenRefused('NOT_DUE');
    after('HOUSED').when(raise(30), house).then(due(time(30)));
    after('HOUSED, its review overdue').when(raise(90), house).thenNothing();
    expect(given(stay)(admitted, due(time(30))).state).toMatchObject({ status: 'HOUSED' });
  });

  it('is counted from when she came in, not from when that was written down', () => {
    const late = recorded(admitted, { at: time(-10), recordedAt: time(0) }) as Recorded<StayEvent>;
    given(stay)(late).when(raise(20 - 1 / day), house).thenRefused('NOT_DUE');
    given(stay)(late).when(raise(20), house).then(due(time(20)));
  });

  it('is put off by an extension, thirty days from its decision at most, which is reviewed in its turn', () => {
    after('HOUSED').when(extend(time(30), 29), house).thenNothing();
    after('HOUSED').when(extend(time(20), 10), house).thenRefused('UNTIL_NOT_LATER');
    after('HOUSED').when(extend(time(59), 29), house).then(extended(time(59)));
    after('HOUSED').when(extend(time(59.1), 29), house).thenRefused('STAY_TOO_LONG');
    after('HOUSED, its review overdue').when(extend(time(45), 50), house).thenRefused('UNTIL_NOT_LATER');
    after('HOUSED, its review overdue').when(extend(time(70), 50), house).then(extended(time(70)));
    after('HOUSED, extended').when(raise(39), house).thenRefused('NOT_DUE');
    after('HOUSED, extended').when(raise(40), house).then(due(time(40)));
    given(stay)(admitted, due(time(30)), extended(time(50))).when(raise(50), house).then(due(time(50)));
    after('HOUSED').when(new ExtendStay({ ...of, until: time(50), reason: 'HEALTH', note: 'Convaleciente.' }, on(29)), house).then({
      type: 'StayExtended',
      data: { until: time(50), reason: 'HEALTH' },
      personal: [{ subject: 's', fields: { extensionNote: 'Convaleciente.' } }],
    });
  });

  it('told late is put off by what was decided then', () => {
    const decided = (until: string) => new ExtendStay({ ...of, until, reason: 'RISK_CONTINUES' }, meta({ at: time(29), receivedAt: time(900), late: 'PAPER_FORM' }));
    after('HOUSED').when(decided(time(59)), house).then(extended(time(59)));
    after('HOUSED').when(decided(time(60)), house).thenRefused('STAY_TOO_LONG');
    after('HOUSED').when(decided(time(28)), house).thenRefused('UNTIL_NOT_LATER');
  });
});

describe('moving out', () => {
  it('seals where she goes, and leaves the reason in clear', () =>
    after('HOUSED').when(new DischargeSurvivor({ ...of, reason: 'FAMILY', destination: 'Con su hermana, en Barahona.' }, m), house).then({ ...discharged, personal: [{ subject: 's', fields: { destination: 'Con su hermana, en Barahona.' } }] }));

  it('of a dependant before her names the place that is free again, once', () => {
    const out = (reason: 'FAMILY' | 'HOSPITAL') => new DischargeDependant({ ...of, dependant: 'daughter', reason }, m);
    after('HOUSED').when(out('FAMILY'), house).then(dependantLeft);
    given(stay)(admitted, dependantLeft).when(out('FAMILY'), house).thenNothing();
    given(stay)(admitted, dependantLeft).when(out('HOSPITAL'), house).thenRefused('ANSWERED_OTHERWISE');
  });

  it('to another house is recorded for her where the house she left does not', () => after('HOUSED').when(moved, { by: { unit: '', compartment: '' }, subject: 's' }).then({ type: 'SurvivorDischarged', data: { reason: 'MOVED' } }));
});

describe('a stay, whatever is asked of it in whatever order', () => {
  const commands: readonly StayCommand[] = [
    ...table.map(([command]) => command),
    raise(31),
    raise(70),
    new AdmitDependant({ ...of, dependant: 'daughter', hold: 'i' }, m),
    new DischargeDependant({ ...of, dependant: 'son', reason: 'FAMILY' }, m),
  ];
  const step = fc.record({ command: fc.constantFrom(...commands), facts: fc.constantFrom(house, lead, ...Object.values(others)) });

  it('begins once, ends once, gives nobody two places, and asked again writes nothing', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = stay.initial;
        const history: Recorded<StayEvent>[] = [];
        for (const { command, facts } of steps) {
          const decision = stay.decide(command, state, facts);
          if (isRefusal(decision)) {
            if (command.type === 'RecordSurvivorLeft' && (facts === house || facts === lead)) expect(state.status).not.toBe('HOUSED');
            continue;
          }
          for (const event of decision.map((one) => recorded(one) as Recorded<StayEvent>)) {
            history.push(event);
            state = stay.evolve(state, event);
          }
          expect(stay.decide(command, state, facts)).toEqual([]);
          if (state.status === 'HOUSED') expect(new Set([state.place, ...Object.values(state.dependants)]).size).toBe(1 + Object.keys(state.dependants).length);
        }
        const count = (...types: string[]): number => history.filter(({ type }) => types.includes(type)).length;
        expect(count('SurvivorAdmitted')).toBeLessThanOrEqual(1);
        expect(count('SurvivorDischarged', 'SurvivorLeftFreely')).toBeLessThanOrEqual(count('SurvivorAdmitted'));
        expect(history.reduce(stay.evolve, stay.initial)).toEqual(state);
      }),
    ));
});
