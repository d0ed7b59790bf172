import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { ageBands } from '../case/age-band';
import type { ReturnStatus } from './return-moves';
import {
  AssessReturnRisk,
  CancelReturn,
  CompleteReturn,
  ConsentToReturn,
  DeliverSupport,
  EnterReturnInError,
  FollowUpReturn,
  IssueTravelDocument,
  MeetArrival,
  NameReturnParty,
  NotifyReturn,
  RecordReturnOrder,
  returnEvents,
  ShareReturnPlan,
  survivorReturn,
  type ReturnCommand,
  type ReturnEvent,
  type ReturnFacts,
} from './return';

const of = { return: 'r' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const madrid = { unit: 'mirex-consulado-madrid', compartment: 'mirex' };
const inm = { unit: 'inm-retornos', compartment: 'inm' };
const house = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const gcps = { unit: 'gcps', compartment: 'gcps' };
const consent = (receiver: string, categories: readonly string[]) => ({ receiver, categories, purpose: 'RETURN', until: '2026-07-05T00:00:00.000Z' });
const consents = { toInm: consent(inm.unit, ['WHEREABOUTS']), toHouse: consent(house.unit, ['STATUS']), toGcps: consent('gcps', ['REINTEGRATION']) } as ReturnFacts['consents'];

const base: Omit<ReturnFacts, 'by'> = {
  byKinds: ['WOMEN'],
  subject: 's',
  standsIn: false,
  lead: azua,
  ageBand: '24-26',
  guardianship: { guardian: 'g', guardians: { g: 'APPOINTED' } },
  languages: ['spa'],
  consents,
  caseOpen: true,
  parties: { [madrid.unit]: madrid, [inm.unit]: inm, [house.unit]: house, gcps },
  named: [],
};
const as = (by: ReturnFacts['by'], how: Partial<ReturnFacts> = {}): ReturnFacts => ({ ...base, by, ...how });
const lead = as(azua);
const notifier = as(madrid, { byKinds: ['FOREIGN_AFFAIRS'] });
const stranger = as({ unit: 'mt-inspeccion', compartment: 'mt' }, { standsIn: true });
const naming = (facts: ReturnFacts, ...named: ReturnFacts['named']): ReturnFacts => ({ ...facts, named });
const unlimited = { agreements: [], from: [], to: [] };
const inmNamed = { party: inm, kinds: ['MIGRATION_STUDIES'], open: true, sharing: unlimited } as const;
const houseNamed = { party: house, kinds: ['WOMEN'], open: true, sharing: unlimited } as const;
const gcpsNamed = { party: gcps, kinds: ['SOCIAL_POLICY'], open: false, sharing: unlimited } as const;

const m = meta();
const ordering = meta({ basis: { kind: 'COURT_ORDER', ref: '33-2026' } });
const notified: ReturnEvent = { type: 'ReturnNotified', data: { kind: 'VOLUNTARY', direction: 'INBOUND', notifiedBy: madrid.unit } };
const deported: ReturnEvent = { type: 'ReturnNotified', data: { kind: 'DEPORTED', direction: 'INBOUND', notifiedBy: madrid.unit } };
const outbound: ReturnEvent = { type: 'ReturnNotified', data: { kind: 'VOLUNTARY', direction: 'OUTBOUND', notifiedBy: azua.unit } };
const risk = (level: 'LOW' | 'MEDIUM' | 'HIGH'): ReturnEvent => ({ type: 'ReturnRiskAssessed', data: { level } });
const consented: ReturnEvent = { type: 'ReturnConsented', data: { by: 'SURVIVOR', language: 'spa', insists: false } };
const meets: ReturnEvent = { type: 'ReturnPartyNamed', data: { party: inm.unit, task: 'MEETS', consents: ['toInm'] } };
const receives: ReturnEvent = { type: 'ReturnPartyNamed', data: { party: house.unit, task: 'RECEIVES', consents: ['toHouse'] } };
const shared: ReturnEvent = { type: 'ReturnPlanShared', data: { with: ['gcps'], consents: ['toGcps'] } };
const met: ReturnEvent = { type: 'ArrivalMet', data: { metBy: inm.unit, place: 'AIRPORT' } };

/** A history that leads to each state, with everybody named that can be. */
const ready = [notified, risk('LOW'), meets, receives];
const histories: Readonly<Record<ReturnStatus, readonly ReturnEvent[]>> = {
  NOTIFIED: ready,
  CONSENTED: [...ready, consented, shared],
  ORDERED: [...ready, { type: 'ReturnOrdered', data: { order: 'DEPORTATION' } }, shared],
  ARRIVED: [...ready, consented, shared, met],
  COMPLETED: [...ready, consented, shared, met, { type: 'ReturnCompleted', data: { outcome: 'REINTEGRATED' } }],
  CANCELLED: [...ready, consented, shared, { type: 'ReturnCancelled', data: { reason: 'RISK' } }],
  ENTERED_IN_ERROR: [...ready, consented, shared, { type: 'ReturnEnteredInError', data: { reason: 'WRONG_CASE' } }],
};
const states = Object.keys(histories) as ReturnStatus[];
const after = (status: ReturnStatus) => given(survivorReturn)(...histories[status]);
const statusOf = (...history: readonly ReturnEvent[]): string => given(survivorReturn)(...history).state.status;

const consenting = (how: Partial<ConstructorParameters<typeof ConsentToReturn>[0]> = {}) => new ConsentToReturn({ ...of, by: 'SURVIVOR', language: 'spa', ...how }, m);
const meet = new MeetArrival({ ...of, place: 'AIRPORT' }, m);

type Side = 'lead' | 'notifier' | 'meets' | 'receives' | 'signatory';
const sides: Readonly<Record<Side, ReturnFacts>> = { lead, notifier, meets: as(inm), receives: as(house), signatory: as({ unit: 'gcps-programas', compartment: 'gcps' }) };
type Row = Readonly<{ command: ReturnCommand; named?: ReturnFacts['named']; event: ReturnEvent['type']; from: string; to?: ReturnStatus; by: string }>;
/** The table of a return, written out: from which states, to which, and who may. Where it moves to, the same again writes nothing. */
const table: readonly Row[] = [
  { command: new IssueTravelDocument({ ...of, document: 'SAFE_CONDUCT' }, m), event: 'TravelDocumentIssued', from: 'NOTIFIED CONSENTED ORDERED', by: 'lead notifier' },
  { command: new AssessReturnRisk({ ...of, level: 'LOW' }, m), event: 'ReturnRiskAssessed', from: 'NOTIFIED CONSENTED ORDERED ARRIVED', by: 'lead notifier meets' },
  { command: consenting(), event: 'ReturnConsented', from: 'NOTIFIED', to: 'CONSENTED', by: 'lead notifier' },
  { command: new RecordReturnOrder({ ...of, order: 'DEPORTATION' }, m), event: 'ReturnOrdered', from: 'NOTIFIED CONSENTED', to: 'ORDERED', by: 'lead notifier' },
  {
    command: new NameReturnParty({ ...of, unit: inm.unit, task: 'MEETS', consents: ['toInm'], arrival: 'AILA, lunes' }, m),
    named: [inmNamed],
    event: 'ReturnPartyNamed',
    from: 'NOTIFIED CONSENTED ORDERED ARRIVED',
    by: 'lead notifier',
  },
  { command: meet, event: 'ArrivalMet', from: 'CONSENTED ORDERED', to: 'ARRIVED', by: 'lead notifier meets' },
  { command: new ShareReturnPlan({ ...of, with: ['gcps'], consents: ['toGcps'], plan: 'Formación' }, m), named: [gcpsNamed], event: 'ReturnPlanShared', from: 'CONSENTED ORDERED ARRIVED', by: 'lead notifier' },
  { command: new DeliverSupport({ ...of, service: 'SOCIAL_REINTEGRATION' }, m), event: 'SupportDelivered', from: 'CONSENTED ORDERED ARRIVED', by: 'lead notifier receives signatory' },
  { command: new FollowUpReturn({ ...of, found: 'SAFE' }, m), event: 'ReturnFollowedUp', from: 'ARRIVED', by: 'lead notifier receives signatory' },
  { command: new CompleteReturn({ ...of, outcome: 'REINTEGRATED' }, m), event: 'ReturnCompleted', from: 'ARRIVED', to: 'COMPLETED', by: 'lead notifier' },
  { command: new CancelReturn({ ...of, reason: 'RISK' }, m), event: 'ReturnCancelled', from: 'NOTIFIED CONSENTED ORDERED', to: 'CANCELLED', by: 'lead notifier' },
  { command: new EnterReturnInError({ ...of, reason: 'WRONG_CASE' }, m), event: 'ReturnEnteredInError', from: states.filter((one) => one !== 'ENTERED_IN_ERROR').join(' '), to: 'ENTERED_IN_ERROR', by: 'lead notifier' },
];

describe('a return', () => {
  it.each(states)('%s is a state its history leads to', (status) => expect(after(status).state.status).toBe(status));

  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, named = [], event, from, to, by }) => {
    it.each(states)('from %s', (status) => {
      const { decision } = after(status).when(command, naming(lead, ...named));
      if (from.split(' ').includes(status)) {
        expect(decision).toMatchObject([{ type: event }]);
        expect(statusOf(...histories[status], ...(decision as ReturnEvent[]))).toBe(to ?? status);
      } else if (status === to) expect(decision).toEqual([]);
      else expect(isRefusal(decision) && decision.refused).toBe('WRONG_STATE');
    });

    it.each(Object.keys(sides) as Side[])('by the %s', (side) => {
      const status = ['CONSENTED', 'ARRIVED', 'NOTIFIED'].find((one) => from.split(' ').includes(one)) as ReturnStatus;
      const { decision } = after(status).when(command, naming(sides[side], ...named));
      // At this point of the history a signatory may not have been told yet.
      if (side === 'signatory' && status === 'NOTIFIED') expect(isRefusal(decision) && decision.refused).toBe('NOT_FOUND');
      else if (by.split(' ').includes(side)) expect(decision).toMatchObject([{ type: event }]);
      else expect(isRefusal(decision) && ['NOT_THE_LEAD', 'NOT_NAMED_FOR_IT'].includes(decision.refused)).toBe(true);
    });

    it('is not there for a stranger, nor for anybody where nothing was notified', () => {
      for (const status of states) after(status).when(command, naming(stranger, ...named)).thenRefused('NOT_FOUND');
      given(survivorReturn)().when(command, naming(lead, ...named)).thenRefused('NOT_FOUND');
    });

    it('is nothing to migration control, whatever side it were on (rule 3)', () => {
      const leading = naming(as(azua, { byKinds: ['WOMEN', 'MIGRATION_CONTROL'] }), ...named);
      for (const status of states) after(status).when(command, leading).thenRefused('MIGRATION_CONTROL_LIMIT');
    });

    it('is done by an agent of a unit', () => after('CONSENTED').when(command, naming(as({ unit: '', compartment: 'mmujer' }), ...named)).thenRefused('UNIT_REQUIRED'));
  });

  it('is decided once: a second and different answer is refused', () => {
    after('CONSENTED').when(consenting({ by: 'GUARDIAN' }), lead).thenRefused('ANSWERED_OTHERWISE');
    after('ORDERED').when(new RecordReturnOrder({ ...of, order: 'COURT_ORDER' }, ordering), lead).thenRefused('ANSWERED_OTHERWISE');
    after('ARRIVED').when(new MeetArrival({ ...of, place: 'SEAPORT' }, m), lead).thenRefused('ANSWERED_OTHERWISE');
    after('COMPLETED').when(new CompleteReturn({ ...of, outcome: 'DIED' }, m), lead).thenRefused('ANSWERED_OTHERWISE');
    after('CANCELLED').when(new CancelReturn({ ...of, reason: 'ORDER_LIFTED' }, m), lead).thenRefused('ANSWERED_OTHERWISE');
    after('ENTERED_IN_ERROR').when(new EnterReturnInError({ ...of, reason: 'DUPLICATE' }, m), lead).thenRefused('ANSWERED_OTHERWISE');
  });

  it('is moved by the unit named, or by who stands in for it', () => {
    const other = { unit: 'inm-estudios', compartment: 'inm' };
    after('CONSENTED').when(meet, as(other)).thenRefused('NOT_NAMED_FOR_IT');
    expect(after('CONSENTED').when(meet, as(other, { standsIn: true })).decision).toMatchObject([{ type: 'ArrivalMet' }]);
    const consulate = { unit: 'mirex-consulado-milan', compartment: 'mirex' };
    after('NOTIFIED').when(consenting(), as(consulate)).thenRefused('NOT_THE_LEAD');
    expect(after('NOTIFIED').when(consenting(), as(consulate, { standsIn: true })).decision).toMatchObject([{ type: 'ReturnConsented' }]);
  });

  it('stays with who leads the case now', () => {
    const later = as({ unit: 'conani-proteccion', compartment: 'conani' }, { lead: { unit: 'conani-proteccion', compartment: 'conani' } });
    expect(after('NOTIFIED').when(consenting(), later).decision).toMatchObject([{ type: 'ReturnConsented' }]);
    after('NOTIFIED').when(consenting(), as(azua, { lead: later.by })).thenRefused('NOT_FOUND');
  });
});

describe('a notification', () => {
  const notify = (how: Partial<ConstructorParameters<typeof NotifyReturn>[0]> = {}) =>
    new NotifyReturn({ ...of, case: 'k', kind: 'VOLUNTARY', direction: 'INBOUND', country: 'ES', circumstances: 'Escapó.', ...how }, m);

  it('says who notified and which way; from where, and how it came to it, is sealed', () =>
    given(survivorReturn)().when(notify(), lead).then({
      type: 'ReturnNotified',
      data: { kind: 'VOLUNTARY', direction: 'INBOUND', notifiedBy: azua.unit },
      personal: [{ subject: 's', fields: { country: 'ES', circumstances: 'Escapó.' } }],
    }));

  it.each(['REQUESTED', 'ACCEPTED', 'IN_SERVICE', 'ON_HOLD', 'COMPLETED', 'WITHDRAWN'])('is also the consulate’s that serves her under a referral that is %s', (status) => {
    const outcome = given(survivorReturn)().when(notify(), { ...notifier, under: { status, to: madrid.unit } });
    if (['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'].includes(status)) expect(outcome.decision).toMatchObject([{ data: { notifiedBy: madrid.unit } }]);
    else outcome.thenRefused('NOT_FOUND');
    given(survivorReturn)().when(notify(), { ...notifier, under: { status, to: 'mirex-consulado-milan' } }).thenRefused('NOT_FOUND');
    given(survivorReturn)().when(notify(), notifier).thenRefused('NOT_FOUND');
  });

  it('is of an open case, once, by an agent of a unit, and never migration control’s', () => {
    given(survivorReturn)().when(notify(), { ...lead, caseOpen: false }).thenRefused('CASE_CLOSED');
    given(survivorReturn)(notified).when(notify(), lead).thenRefused('ALREADY_THERE');
    given(survivorReturn)().when(notify(), as({ unit: '', compartment: 'mmujer' })).thenRefused('UNIT_REQUIRED');
    given(survivorReturn)().when(notify(), as(azua, { byKinds: ['MIGRATION_CONTROL'] })).thenRefused('MIGRATION_CONTROL_LIMIT');
    given(survivorReturn)().when(notify(), stranger).thenRefused('NOT_FOUND');
    given(survivorReturn)().when(notify(), { ...stranger, caseOpen: false }).thenRefused('NOT_FOUND');
  });

  it('of a deportation is of a national from abroad: from here nobody is sent away but by a court', () => {
    expect(given(survivorReturn)().when(notify({ kind: 'DEPORTED' }), lead).decision).toMatchObject([{ data: { kind: 'DEPORTED' } }]);
    given(survivorReturn)().when(notify({ kind: 'DEPORTED', direction: 'OUTBOUND' }), lead).thenRefused('ORDER_REQUIRED');
  });
});

describe('her decision', () => {
  it('is her own, on a risk that was assessed', () => {
    given(survivorReturn)(notified).when(consenting(), lead).thenRefused('RISK_NOT_ASSESSED');
    given(survivorReturn)(notified, risk('MEDIUM')).when(consenting(), lead).then(consented);
    given(survivorReturn)(notified, risk('MEDIUM')).when(consenting({ insists: true }), lead).then(consented);
  });

  it.each(['LOW', 'MEDIUM', 'HIGH'] as const)('on a %s risk of being trafficked again: only a high one blocks, unless she insists', (level) => {
    const asked = given(survivorReturn)(notified, risk(level));
    if (level === 'HIGH') asked.when(consenting(), lead).thenRefused('HIGH_RISK');
    else asked.when(consenting(), lead).then(consented);
    expect(asked.when(consenting({ insists: true }), lead).decision).toMatchObject([{ data: { insists: level === 'HIGH' } }]);
  });

  it('is asked for again when the risk turns out high after it; not of who had insisted, nor when it turns out lower', () => {
    const insisted: ReturnEvent = { type: 'ReturnConsented', data: { by: 'SURVIVOR', language: 'spa', insists: true } };
    expect(statusOf(notified, risk('LOW'), consented, risk('HIGH'))).toBe('NOTIFIED');
    given(survivorReturn)(notified, risk('LOW'), consented, risk('HIGH')).when(meet, lead).thenRefused('WRONG_STATE');
    expect(statusOf(notified, risk('MEDIUM'), consented, risk('LOW'))).toBe('CONSENTED');
    expect(statusOf(notified, risk('HIGH'), insisted, risk('HIGH'))).toBe('CONSENTED');
    expect(statusOf(deported, risk('HIGH'))).toBe('ORDERED');
    expect(statusOf(...histories.ARRIVED, risk('HIGH'))).toBe('ARRIVED');
  });

  it.each(ageBands)('at the age %s is hers, or, of a child and while the age is unknown, a guardian’s; nobody insists for a child', (ageBand) => {
    const child = ['0-8', '9-17', 'UNKNOWN'].includes(ageBand);
    const asked = (level: 'LOW' | 'HIGH', by: 'SURVIVOR' | 'GUARDIAN') => given(survivorReturn)(notified, risk(level)).when(consenting({ by, insists: true }), as(azua, { ageBand }));
    if (child) {
      asked('LOW', 'SURVIVOR').thenRefused('GUARDIAN_REQUIRED');
      asked('HIGH', 'GUARDIAN').thenRefused('HIGH_RISK');
    } else asked('LOW', 'GUARDIAN').thenRefused('NOT_A_CHILD');
    expect(asked('LOW', child ? 'GUARDIAN' : 'SURVIVOR').decision).toMatchObject([{ type: 'ReturnConsented' }]);
  });

  it('is made in a language she understands, or with an interpreter, whose name is sealed', () => {
    const asked = given(survivorReturn)(notified, risk('LOW'));
    asked.when(consenting({ language: 'hat' }), lead).thenRefused('LANGUAGE_NOT_HERS');
    asked.when(consenting({ language: 'hat', witnessName: 'Yokasta' }), lead).thenRefused('LANGUAGE_NOT_HERS');
    asked.when(consenting({ language: 'hat', interpreterName: 'Wideline' }), lead).then({
      type: 'ReturnConsented',
      data: { by: 'SURVIVOR', language: 'hat', insists: false },
      personal: [{ subject: 's', fields: { interpreterName: 'Wideline' } }],
    });
  });

  it('may change until she travels, by one command', () => {
    const cancel = new CancelReturn({ ...of, reason: 'SHE_DECIDED_OTHERWISE' }, m);
    after('CONSENTED').when(cancel, lead).then({ type: 'ReturnCancelled', data: { reason: 'SHE_DECIDED_OTHERWISE' } });
  });
});

describe('a return without being asked', () => {
  it('is recorded as such: by a court, whose number is given, or by deportation from abroad', () => {
    const order = (how: 'COURT_ORDER' | 'DEPORTATION', from: ReturnEvent, basis = m.basis) => given(survivorReturn)(from).when(new RecordReturnOrder({ ...of, order: how }, meta({ basis })), lead);
    for (const from of [notified, outbound]) {
      order('COURT_ORDER', from, { kind: 'COURT_ORDER', ref: '33-2026' }).then({ type: 'ReturnOrdered', data: { order: 'COURT_ORDER' } });
      order('COURT_ORDER', from, { kind: 'COURT_ORDER' }).thenRefused('ORDER_REQUIRED');
      order('COURT_ORDER', from, { kind: 'LEGAL_OBLIGATION', ref: '285-04' }).thenRefused('ORDER_REQUIRED');
    }
    order('DEPORTATION', notified).then({ type: 'ReturnOrdered', data: { order: 'DEPORTATION' } });
    order('DEPORTATION', outbound, { kind: 'COURT_ORDER', ref: '33-2026' }).thenRefused('ORDER_REQUIRED');
  });

  it('of a deported national is met without her consent and before any risk was assessed, and does not end before it is', () => {
    given(survivorReturn)(deported).when(consenting(), lead).thenRefused('WRONG_STATE');
    given(survivorReturn)(deported).when(meet, lead).then({ type: 'ArrivalMet', data: { metBy: azua.unit, place: 'AIRPORT' } });
    const complete = new CompleteReturn({ ...of, outcome: 'REINTEGRATED' }, m);
    given(survivorReturn)(deported, met).when(complete, lead).thenRefused('RISK_NOT_ASSESSED');
    given(survivorReturn)(deported, met, risk('HIGH')).when(complete, lead).then({ type: 'ReturnCompleted', data: { outcome: 'REINTEGRATED' } });
  });

  it('by a court is not executed into a risk that nobody assessed', () => {
    const ordered: ReturnEvent = { type: 'ReturnOrdered', data: { order: 'COURT_ORDER' } };
    given(survivorReturn)(outbound, ordered).when(meet, lead).thenRefused('RISK_NOT_ASSESSED');
    expect(given(survivorReturn)(outbound, ordered, risk('LOW')).when(meet, lead).decision).toMatchObject([{ type: 'ArrivalMet' }]);
  });
});

describe('who a return names', () => {
  const name = (how: Partial<ConstructorParameters<typeof NameReturnParty>[0]> = {}, basis: typeof m.basis = m.basis) =>
    new NameReturnParty({ ...of, unit: inm.unit, task: 'MEETS', consents: ['toInm'], ...how }, meta({ basis }));

  it('is told when and where in a sealed part of its own category', () => {
    expect(returnEvents.ReturnPartyNamed.sealed).toEqual({ arrival: 'WHEREABOUTS' });
    given(survivorReturn)(notified).when(name({ arrival: 'AILA, vuelo de las 16:10' }), naming(lead, inmNamed)).then({ ...meets, personal: [{ subject: 's', fields: { arrival: 'AILA, vuelo de las 16:10' } }] } as ReturnEvent);
  });

  it('stands in the event as it stands in the case: no event names a house', () =>
    given(survivorReturn)(notified).when(name({ unit: 'casa-malala', task: 'RECEIVES', consents: ['toHouse'] }), naming(lead, houseNamed)).then(receives));

  it('named the same again writes nothing; on other consents, another unit, or with news of her arrival it does', () => {
    const known = given(survivorReturn)(notified, meets);
    known.when(name(), naming(lead, inmNamed)).thenNothing();
    expect(known.when(name({ arrival: 'Mañana' }), naming(lead, inmNamed)).decision).toMatchObject([{ type: 'ReturnPartyNamed' }]);
    expect(known.when(name({ unit: azua.unit, consents: [] }), naming(lead, { party: azua, kinds: ['WOMEN'], open: true, sharing: unlimited })).decision).toMatchObject([{ data: { party: azua.unit, consents: [] } }]);
    expect(given(survivorReturn)(notified, meets, { type: 'ReturnPartyNamed', data: { party: azua.unit, task: 'MEETS', consents: [] } }).state).toMatchObject({ parties: { MEETS: { party: azua.unit } } });
  });

  it('met her, also where another records it; nobody named, who records it did', () => {
    after('CONSENTED').when(meet, lead).then(met);
    given(survivorReturn)(notified, risk('LOW'), consented).when(meet, notifier).then({ type: 'ArrivalMet', data: { metBy: madrid.unit, place: 'AIRPORT' } });
  });

  it('before is no party any more once another is named in its place', () => {
    const replaced: ReturnEvent = { type: 'ReturnPartyNamed', data: { party: house.unit, task: 'MEETS', consents: [] } };
    given(survivorReturn)(notified, risk('LOW'), consented, meets, replaced).when(meet, as(inm)).thenRefused('NOT_FOUND');
  });
});

describe('a return, whatever is recorded of it in whatever order', () => {
  const step = fc.record({ row: fc.constantFrom(...table, { command: new AssessReturnRisk({ ...of, level: 'HIGH' }, m) } as Row), by: fc.constantFrom(...(Object.keys(sides) as Side[])), first: fc.constantFrom(notified, deported, outbound) });
  const edges: Readonly<Record<string, readonly string[]>> = {
    NOTIFIED: ['NOTIFIED', 'CONSENTED', 'ORDERED', 'CANCELLED', 'ENTERED_IN_ERROR'],
    CONSENTED: ['CONSENTED', 'NOTIFIED', 'ORDERED', 'ARRIVED', 'CANCELLED', 'ENTERED_IN_ERROR'],
    ORDERED: ['ORDERED', 'ARRIVED', 'CANCELLED', 'ENTERED_IN_ERROR'],
    ARRIVED: ['ARRIVED', 'COMPLETED', 'ENTERED_IN_ERROR'],
    COMPLETED: ['ENTERED_IN_ERROR'],
    CANCELLED: ['ENTERED_IN_ERROR'],
  };

  it('moves along its edges only; nobody arrives unasked and unordered, nor ends with a risk that nobody assessed', () =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const history: Recorded<ReturnEvent>[] = [recorded(steps[0]!.first)];
        let state = history.reduce(survivorReturn.evolve, survivorReturn.initial);
        for (const { row, by } of steps) {
          const decision = survivorReturn.decide(row.command, state, naming(sides[by], ...(row.named ?? [])));
          if (isRefusal(decision) || decision.length === 0) continue;
          const before = state.status;
          for (const event of decision.map((one) => recorded(one))) {
            history.push(event);
            state = survivorReturn.evolve(state, event);
          }
          expect(edges[before]).toContain(state.status);
          if (row.to) expect(survivorReturn.decide(row.command, state, naming(lead, ...(row.named ?? [])))).toEqual([]);
          const types = history.map(({ type }) => type);
          if (state.status === 'ARRIVED') expect(types.includes('ReturnConsented') || types.includes('ReturnOrdered') || steps[0]!.first === deported).toBe(true);
          if (state.status === 'COMPLETED') expect(types).toContain('ReturnRiskAssessed');
        }
        expect(history.reduce(survivorReturn.evolve, survivorReturn.initial)).toEqual(state);
      }),
    ));
});
