import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { ReferralStatus } from './referral-moves';
import {
  AcceptReferral,
  AcknowledgeReferral,
  CloseReferralForConsent,
  CompleteService,
  ConfirmOutcome,
  DecideNextStep,
  DeclineReferral,
  DiscontinueService,
  DisputeOutcome,
  EnterReferralInError,
  LapseReferral,
  PauseService,
  RecordSurvivorDeclined,
  referral,
  RequestInformation,
  ResumeService,
  StartService,
  SupplyInformation,
  WaitlistReferral,
  WithdrawReferral,
  type ReferralCommand,
  type ReferralFacts,
} from './referral';
import type { ReferralEvent } from './referral-events';

const of = { referral: 'r' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const parties = { from: azua, to: pett, subject: 's' };
const sender: ReferralFacts = { ...parties, by: azua, standsIn: false };
const addressee: ReferralFacts = { ...parties, by: pett, standsIn: false };
const supervising = (facts: ReferralFacts): ReferralFacts => ({ ...facts, standsIn: true });
const stranger: ReferralFacts = { ...parties, by: { unit: 'dgm-sede', compartment: 'dgm' }, standsIn: true };

const requested: ReferralEvent = { type: 'ReferralRequested', data: { from: azua.unit, to: pett.unit, service: 'LEGAL_AID', priority: 'NORMAL', consents: ['c'] } };
const accepted: ReferralEvent = { type: 'ReferralAccepted', data: {} };
const started: ReferralEvent = { type: 'ServiceStarted', data: {} };
const completed: ReferralEvent = { type: 'ServiceCompleted', data: { outcome: 'SERVED' } };

/** A history that leads to each state. */
const histories: Readonly<Record<ReferralStatus, readonly ReferralEvent[]>> = {
  REQUESTED: [requested],
  ACKNOWLEDGED: [requested, { type: 'ReferralAcknowledged', data: {} }],
  WAITLISTED: [requested, { type: 'ReferralWaitlisted', data: {} }],
  ACCEPTED: [requested, accepted],
  IN_SERVICE: [requested, accepted, started],
  ON_HOLD: [requested, accepted, started, { type: 'ServicePaused', data: { reason: 'HEALTH' } }],
  COMPLETED: [requested, accepted, started, completed],
  CONFIRMED: [requested, accepted, started, completed, { type: 'OutcomeConfirmed', data: {} }],
  DECLINED: [requested, { type: 'ReferralDeclined', data: { reason: 'NO_CAPACITY' } }],
  WITHDRAWN: [requested, { type: 'ReferralWithdrawn', data: { reason: 'NOT_NEEDED' } }],
  SURVIVOR_DECLINED: [requested, { type: 'SurvivorDeclined', data: {} }],
  LAPSED: [requested, { type: 'ReferralLapsed', data: { reason: 'NO_ANSWER' } }],
  CONSENT_WITHDRAWN: [requested, { type: 'ReferralClosedForConsent', data: { consent: 'c' } }],
  DISCONTINUED: [requested, accepted, { type: 'ServiceDiscontinued', data: { reason: 'SHE_LEFT' } }],
  ENTERED_IN_ERROR: [requested, { type: 'ReferralEnteredInError', data: { reason: 'WRONG_CASE' } }],
};
const states = Object.keys(histories) as ReferralStatus[];

const m = meta();
type Row = Readonly<{ command: ReferralCommand; facts: ReferralFacts; event: ReferralEvent['type']; from: string; to: ReferralStatus; already?: string }>;
/** The table of the protocol, written out: from which states, to which, and where the same again writes nothing. */
const table: readonly Row[] = [
  { command: new AcknowledgeReferral(of, m), facts: addressee, event: 'ReferralAcknowledged', from: 'REQUESTED', to: 'ACKNOWLEDGED', already: 'ACKNOWLEDGED' },
  { command: new AcceptReferral(of, m), facts: addressee, event: 'ReferralAccepted', from: 'REQUESTED ACKNOWLEDGED WAITLISTED', to: 'ACCEPTED', already: 'ACCEPTED' },
  { command: new WaitlistReferral(of, m), facts: addressee, event: 'ReferralWaitlisted', from: 'REQUESTED ACKNOWLEDGED', to: 'WAITLISTED', already: 'WAITLISTED' },
  { command: new DeclineReferral({ ...of, reason: 'NO_CAPACITY' }, m), facts: addressee, event: 'ReferralDeclined', from: 'REQUESTED ACKNOWLEDGED WAITLISTED', to: 'DECLINED', already: 'DECLINED' },
  { command: new StartService(of, m), facts: addressee, event: 'ServiceStarted', from: 'ACCEPTED', to: 'IN_SERVICE', already: 'IN_SERVICE' },
  { command: new PauseService({ ...of, reason: 'HEALTH' }, m), facts: addressee, event: 'ServicePaused', from: 'IN_SERVICE', to: 'ON_HOLD', already: 'ON_HOLD' },
  { command: new ResumeService(of, m), facts: addressee, event: 'ServiceResumed', from: 'ON_HOLD', to: 'IN_SERVICE', already: 'IN_SERVICE' },
  { command: new CompleteService({ ...of, outcome: 'SERVED' }, m), facts: addressee, event: 'ServiceCompleted', from: 'IN_SERVICE', to: 'COMPLETED', already: 'COMPLETED' },
  { command: new DiscontinueService({ ...of, reason: 'SHE_LEFT' }, m), facts: addressee, event: 'ServiceDiscontinued', from: 'ACCEPTED IN_SERVICE ON_HOLD', to: 'DISCONTINUED', already: 'DISCONTINUED' },
  { command: new WithdrawReferral({ ...of, reason: 'NOT_NEEDED' }, m), facts: sender, event: 'ReferralWithdrawn', from: 'REQUESTED ACKNOWLEDGED WAITLISTED ACCEPTED IN_SERVICE ON_HOLD', to: 'WITHDRAWN', already: 'WITHDRAWN' },
  { command: new RecordSurvivorDeclined(of, m), facts: addressee, event: 'SurvivorDeclined', from: 'REQUESTED ACKNOWLEDGED WAITLISTED ACCEPTED IN_SERVICE ON_HOLD', to: 'SURVIVOR_DECLINED', already: 'SURVIVOR_DECLINED' },
  { command: new LapseReferral({ ...of, reason: 'NO_ANSWER' }, m), facts: supervising(sender), event: 'ReferralLapsed', from: 'REQUESTED ACKNOWLEDGED WAITLISTED ACCEPTED IN_SERVICE ON_HOLD', to: 'LAPSED', already: 'LAPSED' },
  { command: new ConfirmOutcome(of, m), facts: sender, event: 'OutcomeConfirmed', from: 'COMPLETED', to: 'CONFIRMED', already: 'CONFIRMED' },
  { command: new DisputeOutcome({ ...of, reason: 'NOT_SERVED' }, m), facts: sender, event: 'OutcomeDisputed', from: 'COMPLETED', to: 'IN_SERVICE' },
  { command: new EnterReferralInError({ ...of, reason: 'WRONG_CASE' }, m), facts: sender, event: 'ReferralEnteredInError', from: states.filter((one) => one !== 'ENTERED_IN_ERROR').join(' '), to: 'ENTERED_IN_ERROR', already: 'ENTERED_IN_ERROR' },
];
const after = (status: ReferralStatus) => given(referral)(...histories[status]);
const statusOf = (...history: readonly ReferralEvent[]): string => given(referral)(...history).state.status;

describe('a referral', () => {
  it.each(states)('%s is a state its history leads to', (status) => expect(after(status).state.status).toBe(status));

  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, facts, event, from, to, already }) => {
    it.each(states)(`from %s`, (status) => {
      const { decision } = after(status).when(command, facts);
      if (from.split(' ').includes(status)) {
        expect(decision).toMatchObject([{ type: event }]);
        expect(statusOf(...histories[status], ...(decision as ReferralEvent[]))).toBe(to);
      } else if (status === already) expect(decision).toEqual([]);
      else expect(isRefusal(decision) && ['WRONG_STATE', 'ANSWERED_OTHERWISE'].includes(decision.refused)).toBe(true);
    });

    it('is for its own side: to the other it is refused, to a stranger there is no such referral', () => {
      const status = from.split(' ')[0] as ReferralStatus;
      after(status).when(command, stranger).thenRefused('NOT_FOUND');
      const either = ['RecordSurvivorDeclined', 'LapseReferral'].includes(command.type);
      const { decision } = after(status).when(command, supervising(facts.by === azua ? addressee : sender));
      if (either) expect(decision).toMatchObject([{ type: event }]);
      else expect(isRefusal(decision) && decision.refused).toBe(facts.by === azua ? 'NOT_THE_SENDER' : 'NOT_THE_ADDRESSEE');
    });
  });

  it('does not exist for who answers what was never requested', () => {
    for (const { command, facts } of table) given(referral)().when(command, facts).thenRefused('NOT_FOUND');
  });

  it('is answered once: a second and different answer is refused, the same again writes nothing', () => {
    after('DECLINED').when(new AcceptReferral(of, m), addressee).thenRefused('ANSWERED_OTHERWISE');
    after('DECLINED').when(new DeclineReferral({ ...of, reason: 'OUT_OF_TERRITORY' }, m), addressee).thenRefused('ANSWERED_OTHERWISE');
    after('ACCEPTED').when(new DeclineReferral({ ...of, reason: 'NO_CAPACITY' }, m), addressee).thenRefused('ANSWERED_OTHERWISE');
    after('COMPLETED').when(new CompleteService({ ...of, outcome: 'SERVED_IN_PART' }, m), addressee).thenRefused('ANSWERED_OTHERWISE');
    after('DECLINED').when(new DeclineReferral({ ...of, reason: 'NO_CAPACITY' }, m), addressee).thenNothing();
  });

  it('is answered by the unit addressed, or by who supervises its compartment', () => {
    const bani: ReferralFacts = { ...parties, to: { unit: 'mmujer-azua', compartment: 'mmujer' }, by: { unit: 'mmujer-bani', compartment: 'mmujer' }, standsIn: false };
    after('REQUESTED').when(new AcceptReferral(of, m), bani).thenRefused('NOT_THE_ADDRESSEE');
    after('REQUESTED').when(new AcceptReferral(of, m), supervising(bani)).then(accepted);
  });

  it('lapses by a supervisor only', () => after('REQUESTED').when(new LapseReferral({ ...of, reason: 'NO_ANSWER' }, m), sender).thenRefused('SUPERVISOR_REQUIRED'));

  it('asks for information once, before it is answered, and is answered by the sender', () => {
    const ask = new RequestInformation({ ...of, question: '¿Tiene hijos?' }, m);
    const asked: ReferralEvent = { type: 'InformationRequested', data: {} };
    after('ACKNOWLEDGED').when(ask, addressee).then({ ...asked, personal: [{ subject: 's', fields: { question: '¿Tiene hijos?' } }] });
    given(referral)(requested, asked).when(ask, addressee).thenRefused('ALREADY_ASKED');
    after('ACCEPTED').when(ask, addressee).thenRefused('WRONG_STATE');
    after('REQUESTED').when(ask, sender).thenRefused('NOT_THE_ADDRESSEE');

    const supply = new SupplyInformation({ ...of, answer: 'Dos.' }, m);
    after('REQUESTED').when(supply, sender).thenRefused('WRONG_STATE');
    given(referral)(requested, asked).when(supply, addressee).thenRefused('NOT_THE_SENDER');
    given(referral)(requested, asked).when(supply, sender).then({ type: 'InformationSupplied', data: {}, personal: [{ subject: 's', fields: { answer: 'Dos.' } }] });
    given(referral)(requested, asked, { type: 'InformationSupplied', data: {} }).when(supply, sender).thenNothing();
  });

  it('stays due after it was declined, lapsed or discontinued until the sender decides what comes next, once', () => {
    const decide = (step: 'NEW_REFERRAL' | 'SERVED_BY_SENDER') => new DecideNextStep({ ...of, step }, m);
    for (const status of states) {
      const ended = ['DECLINED', 'LAPSED', 'DISCONTINUED'].includes(status);
      const outcome = after(status).when(decide('NEW_REFERRAL'), sender);
      if (ended) outcome.then({ type: 'NextStepDecided', data: { step: 'NEW_REFERRAL' } });
      else outcome.thenRefused('WRONG_STATE');
    }
    const decided = given(referral)(...histories.DECLINED, { type: 'NextStepDecided', data: { step: 'NEW_REFERRAL' } });
    decided.when(decide('NEW_REFERRAL'), sender).thenNothing();
    decided.when(decide('SERVED_BY_SENDER'), sender).thenRefused('ANSWERED_OTHERWISE');
    after('DECLINED').when(decide('NEW_REFERRAL'), addressee).thenRefused('NOT_THE_SENDER');
  });

  it('is accepted by a residential unit with a place that it still holds', () => {
    const holding = (until: string): ReferralFacts => ({ ...addressee, holds: { h: { until } } });
    const later = '2026-01-05T13:00:00.000Z';
    after('REQUESTED').when(new AcceptReferral(of, m), holding(later)).thenRefused('HOLD_REQUIRED');
    after('REQUESTED').when(new AcceptReferral({ ...of, hold: 'other' }, m), holding(later)).thenRefused('HOLD_ENDED');
    after('REQUESTED').when(new AcceptReferral({ ...of, hold: 'h' }, m), holding(m.receivedAt)).thenRefused('HOLD_ENDED');
    after('REQUESTED').when(new AcceptReferral({ ...of, hold: 'h' }, m), holding(later)).then({ type: 'ReferralAccepted', data: { hold: 'h' } });
  });

  it('is accepted with a place of their own for each who comes along, all of them held, and once', () => {
    const later = '2026-01-05T13:00:00.000Z';
    const holding: ReferralFacts = { ...addressee, holds: { h: { until: later }, i: { until: later }, j: { until: later }, ended: { until: m.receivedAt } } };
    const accept = (hold: string, ...dependantHolds: string[]) => new AcceptReferral({ ...of, hold, dependantHolds }, m);
    const withTwo: ReferralEvent = { type: 'ReferralAccepted', data: { hold: 'h', dependantHolds: ['i', 'j'] } };
    after('REQUESTED').when(accept('h', 'i', 'j'), holding).then(withTwo);
    after('REQUESTED').when(accept('h'), holding).then({ type: 'ReferralAccepted', data: { hold: 'h' } });
    after('REQUESTED').when(accept('h', 'h'), holding).thenRefused('PLACE_EACH');
    after('REQUESTED').when(accept('h', 'i', 'i'), holding).thenRefused('PLACE_EACH');
    after('REQUESTED').when(accept('h', 'ended'), holding).thenRefused('HOLD_ENDED');
    given(referral)(requested, withTwo).when(accept('h', 'i', 'j'), holding).thenNothing();
    for (const other of [accept('h', 'i'), accept('h'), accept('i', 'h', 'j')]) given(referral)(requested, withTwo).when(other, holding).thenRefused('ANSWERED_OTHERWISE');
    expect(given(referral)(requested, withTwo, started, completed).state).toMatchObject({ places: ['h', 'i', 'j'] });
  });

  it('is accepted beyond the capacity of a house when it is an emergency, and then only', () => {
    const beyond: ReferralFacts = { ...addressee, holds: { h: { until: '2026-01-05T13:00:00.000Z', over: true } } };
    const as = (priority: 'EMERGENCY' | 'URGENT' | 'NORMAL') => given(referral)({ ...requested, data: { ...requested.data, priority } } as ReferralEvent).when(new AcceptReferral({ ...of, hold: 'h' }, m), beyond);
    as('EMERGENCY').then({ type: 'ReferralAccepted', data: { hold: 'h' } });
    as('URGENT').thenRefused('OVERCAPACITY_FOR_EMERGENCY');
    as('NORMAL').thenRefused('OVERCAPACITY_FOR_EMERGENCY');
  });

  it('is closed for a consent that ended while nobody has answered, and goes on where somebody has', () => {
    const close = new CloseReferralForConsent({ ...of, consent: 'c' }, m);
    for (const status of states) {
      const { decision } = after(status).when(close, { ...parties, by: { unit: '', compartment: '' }, standsIn: false });
      const unanswered = ['REQUESTED', 'ACKNOWLEDGED', 'WAITLISTED'].includes(status);
      expect([status, decision]).toEqual([status, unanswered ? [{ type: 'ReferralClosedForConsent', data: { consent: 'c' } }] : []]);
    }
  });

  it('seals what is said about her and leaves codes in clear', () => {
    after('REQUESTED').when(new DeclineReferral({ ...of, reason: 'NOT_SAFE_FOR_HER', note: 'Su agresor trabaja aquí.' }, m), addressee).then({
      type: 'ReferralDeclined',
      data: { reason: 'NOT_SAFE_FOR_HER' },
      personal: [{ subject: 's', fields: { declineNote: 'Su agresor trabaja aquí.' } }],
    });
  });
});

/** The edges of the state machine, as the protocol draws them. */
const unanswered = ['REQUESTED', 'ACKNOWLEDGED', 'WAITLISTED'];
const edges: Readonly<Record<string, readonly string[]>> = {
  REQUESTED: ['ACKNOWLEDGED', 'ACCEPTED', 'WAITLISTED', 'DECLINED'],
  ACKNOWLEDGED: ['ACCEPTED', 'WAITLISTED', 'DECLINED'],
  WAITLISTED: ['ACCEPTED', 'DECLINED'],
  ACCEPTED: ['IN_SERVICE', 'DISCONTINUED'],
  IN_SERVICE: ['ON_HOLD', 'COMPLETED', 'DISCONTINUED'],
  ON_HOLD: ['IN_SERVICE', 'DISCONTINUED'],
  COMPLETED: ['CONFIRMED', 'IN_SERVICE'],
};
const endings = (status: string): readonly string[] => [
  ...(['ACCEPTED', 'IN_SERVICE', 'ON_HOLD', ...unanswered].includes(status) ? ['WITHDRAWN', 'SURVIVOR_DECLINED', 'LAPSED'] : []),
  ...(unanswered.includes(status) ? ['CONSENT_WITHDRAWN'] : []),
  ...(status === 'ENTERED_IN_ERROR' ? [] : ['ENTERED_IN_ERROR']),
];

describe('a referral, whatever is asked of it in whatever order', () => {
  const step = fc.record({ row: fc.constantFrom(...table, { command: new CloseReferralForConsent({ ...of, consent: 'c' }, m), facts: addressee }), facts: fc.constantFrom('own', 'stranger', 'other') });

  it('moves along the edges of the protocol only, and asked the same again writes nothing new', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = given(referral)(requested).state;
        const history: Recorded<ReferralEvent>[] = [recorded(requested)];
        for (const { row, facts } of steps) {
          const asker = facts === 'own' ? row.facts : facts === 'stranger' ? stranger : row.facts.by === azua ? addressee : sender;
          const decision = referral.decide(row.command, state, asker);
          if (isRefusal(decision) || decision.length === 0) continue;
          const before = state.status;
          for (const event of decision.map((one) => recorded(one))) {
            history.push(event);
            state = referral.evolve(state, event);
          }
          expect([...(edges[before] ?? []), ...endings(before)]).toContain(state.status);
          const again = referral.decide(row.command, state, asker);
          if (row.command.type !== 'DisputeOutcome') expect(again).toEqual([]);
        }
        expect(history.reduce(referral.evolve, referral.initial)).toEqual(state);
      }),
    ));
});
