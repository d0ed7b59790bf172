import { given, meta } from '@amparo/event-sourcing/testing';
import { clocks, followUpMonths } from '../clocks';
import { caseFile, type CaseEvent, type CaseFacts } from './case';
import {
  AgreeReintegrationPlan,
  AnswerGrievance,
  followUpOutcomes,
  RaiseGrievance,
  RecordContactLost,
  RecordContactRegained,
  RecordFollowUp,
} from './reintegration';

const of = { case: 'k' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const bani = { unit: 'mmujer-bani', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const m = meta();
const lead: CaseFacts = { by: azua, lead: azua };
const adult: readonly CaseEvent[] = [
  { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } },
  { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } },
];
const plan = (startsOn: string): CaseEvent => ({ type: 'ReintegrationPlanAgreed', data: { startsOn, agreedBy: 'SURVIVOR' } });

describe('a plan of reintegration', () => {
  const agree = (how: Partial<ConstructorParameters<typeof AgreeReintegrationPlan>[0]> = {}) =>
    new AgreeReintegrationPlan({ ...of, startsOn: '2026-02-01', supports: ['Livelihood', 'Education', 'Livelihood'], aims: 'Un salón.', agreedBy: 'SURVIVOR', ...how }, m);

  it('says in clear from when on she is followed up; what it supports and what she aims at is sealed', () =>
    given(caseFile)(...adult)
      .when(agree(), lead)
      .then({ ...plan('2026-02-01'), personal: [{ subject: 's', fields: { supports: ['Livelihood', 'Education'], aims: 'Un salón.' } }] } as CaseEvent));

  it('that she has not agreed to is none', () => {
    given(caseFile)(...adult).when(new AgreeReintegrationPlan({ ...of, startsOn: '2026-02-01', supports: [], aims: '' }, m), lead).thenRefused('AGREEMENT_REQUIRED');
    given(caseFile)(...adult).when(agree({ agreedBy: 'GUARDIAN' }), lead).thenRefused('NOT_A_CHILD');
    given(caseFile)(adult[0]!).when(agree(), lead).thenRefused('GUARDIAN_REQUIRED');
  });

  it.each(['2024-12-01', '2027-02-01', '0001-01-01', '9999-12-31'])('does not start on %s, agreed on 5 January 2026', (startsOn) =>
    given(caseFile)(...adult).when(agree({ startsOn }), lead).thenRefused('DATE_OUT_OF_RANGE'));

  it('agreed anew with another start begins its follow-ups anew, with the same start it does not', () => {
    const followed: CaseEvent = { type: 'FollowUpRecorded', data: { month: 1, outcome: 'WELL' } };
    expect(given(caseFile)(...adult, plan('2026-01-05'), followed, plan('2026-01-05')).state.care.reintegration.followed).toEqual({ 1: 'WELL' });
    expect(given(caseFile)(...adult, plan('2026-01-05'), followed, plan('2026-03-05')).state.care.reintegration.followed).toEqual({});
  });
});

describe('a follow-up', () => {
  const follow = (month: number, outcome: (typeof followUpOutcomes)[number], at = '2027-01-05T12:00:00.000Z') => new RecordFollowUp({ ...of, month, outcome, note: 'Trabaja.' }, meta({ at, receivedAt: at }));
  const begun = [...adult, plan('2026-01-05')];
  const followed = (month: number, outcome: (typeof followUpOutcomes)[number]): CaseEvent => ({ type: 'FollowUpRecorded', data: { month, outcome } });

  it('counts from the day on which reintegration began', () => {
    given(caseFile)(...adult).when(follow(1, 'WELL'), lead).thenRefused('NO_REINTEGRATION_PLAN');
    given(caseFile)(...begun).when(follow(1, 'WELL'), lead).then({ ...followed(1, 'WELL'), personal: [{ subject: 's', fields: { followUpNote: 'Trabaja.' } }] });
  });

  it.each<[number, string, string]>([
    [1, '2026-01-05T03:59:59.999Z', '2026-01-05T04:00:00.000Z'],
    [3, '2026-02-05T03:59:59.999Z', '2026-02-05T04:00:00.000Z'],
    [6, '2026-04-05T03:59:59.999Z', '2026-04-05T04:00:00.000Z'],
    [12, '2026-07-05T03:59:59.999Z', '2026-07-05T04:00:00.000Z'],
  ])('of month %i is not made before the one before it is due: not on %s, on %s it is', (month, tooEarly, inTime) => {
    given(caseFile)(...begun).when(follow(month, 'WELL', tooEarly), lead).thenRefused('NOT_DUE');
    expect(given(caseFile)(...begun).when(follow(month, 'WELL', inTime), lead).decision).toMatchObject([{ data: { month } }]);
  });

  it('is made once for a month; who was not reached may be reached later', () => {
    for (const first of followUpOutcomes) {
      for (const second of followUpOutcomes) {
        const outcome = given(caseFile)(...begun, followed(3, first)).when(follow(3, second), lead);
        if (first === second) outcome.thenNothing();
        else if (first === 'NOT_REACHED') expect(outcome.decision).toMatchObject([{ data: { month: 3, outcome: second } }]);
        else outcome.thenRefused('ANSWERED_OTHERWISE');
      }
    }
  });

  it('is of a month in which one is due, the operator’s where others were set', () => {
    const own = { ...lead, clocks: { ...clocks, followUp: ['2 months', '18 months'] } } as const;
    given(caseFile)(...begun).when(follow(2, 'WELL'), lead).thenRefused('NO_SUCH_FOLLOW_UP');
    given(caseFile)(...begun).when(follow(3, 'WELL'), own).thenRefused('NO_SUCH_FOLLOW_UP');
    expect(given(caseFile)(...begun).when(follow(18, 'WELL', '2026-03-05T04:00:00.000Z'), own).decision).toMatchObject([{ data: { month: 18 } }]);
    given(caseFile)(...begun).when(follow(18, 'WELL', '2026-03-05T03:59:59.999Z'), own).thenRefused('NOT_DUE');
  });

  it('may be missed: the next one is made all the same', () => {
    for (const month of followUpMonths()) expect(given(caseFile)(...begun).when(follow(month, 'AT_RISK'), lead).decision).toMatchObject([{ data: { month, outcome: 'AT_RISK' } }]);
  });
});

describe('contact', () => {
  const lost: CaseEvent = { type: 'ContactLost', data: {} };
  const regained: CaseEvent = { type: 'ContactRegained', data: {} };
  it('is lost and regained, as often as it is; how she was last heard of is sealed', () => {
    given(caseFile)(...adult).when(new RecordContactLost({ ...of, lastContact: 'Llamó el domingo.' }, m), lead).then({ ...lost, personal: [{ subject: 's', fields: { lastContact: 'Llamó el domingo.' } }] });
    given(caseFile)(...adult, lost).when(new RecordContactLost(of, m), lead).thenNothing();
    given(caseFile)(...adult, lost).when(new RecordContactRegained(of, m), lead).then(regained);
    given(caseFile)(...adult, lost, regained).when(new RecordContactRegained(of, m), lead).thenNothing();
    given(caseFile)(...adult, lost, regained).when(new RecordContactLost(of, m), lead).then(lost);
    given(caseFile)(...adult).when(new RecordContactRegained(of, m), lead).thenNothing();
  });
});

describe('a grievance', () => {
  type Raised = ConstructorParameters<typeof RaiseGrievance>[0];
  const raise = (how: Partial<Raised> = {}) => new RaiseGrievance({ ...of, grievance: 'g', unit: 'mmujer-azua', kind: 'PRESSURE', by: 'SURVIVOR', words: 'Me presionaron.', ...how }, m);
  const answerIt = (outcome: 'UPHELD' | 'NOT_UPHELD' = 'UPHELD') => new AnswerGrievance({ ...of, under: 'r', grievance: 'g', outcome, answer: 'Tenía razón.' }, m);
  const about = (concerned: NonNullable<CaseFacts['care']>['concerned']): CaseFacts => ({ ...lead, care: { ...(concerned && { concerned }) } });
  const raised: CaseEvent = { type: 'GrievanceRaised', data: { grievance: 'g', against: azua.unit, kind: 'PRESSURE', by: 'SURVIVOR' } };
  const named: CaseEvent = { type: 'GrievanceRaised', data: { ...raised.data, concerns: 'cc-of-yokasta' } as never };
  const by = (party: typeof azua, hand = 'cc-of-somebody'): CaseFacts => ({ by: party, lead: azua, care: { hand, under: { status: 'IN_SERVICE', to: pett.unit } } });

  it('names a unit, and whom of it by a code that leads to nobody: her words and the agent are sealed', () => {
    given(caseFile)(...adult).when(raise(), about({ unit: azua.unit })).then({ ...raised, personal: [{ subject: 's', fields: { herGrievance: 'Me presionaron.' } }] });
    given(caseFile)(...adult)
      .when(raise({ agent: 'ag-0000000000000001' }), about({ unit: azua.unit, hand: 'cc-of-yokasta' }))
      .then({ ...named, personal: [{ subject: 's', fields: { herGrievance: 'Me presionaron.', concernedAgent: 'ag-0000000000000001' } }] });
  });

  it('is about who is there, and raised once under its id', () => {
    given(caseFile)(...adult).when(raise({ unit: 'mmujer-nowhere' }), about(undefined)).thenRefused('UNIT_UNKNOWN');
    given(caseFile)(...adult).when(raise({ agent: 'ag-0000000000000009' }), about({ unit: azua.unit })).thenRefused('AGENT_UNKNOWN');
    given(caseFile)(...adult, raised).when(raise({ kind: 'DELAY' }), about({ unit: azua.unit })).thenNothing();
  });

  it('against the lead can be raised by who serves her', () => {
    const facts: CaseFacts = { by: pett, lead: azua, care: { concerned: { unit: azua.unit }, under: { status: 'IN_SERVICE', to: pett.unit } } };
    expect(given(caseFile)(...adult).when(raise({ under: 'r' }), facts).decision).toMatchObject([{ data: { against: 'mmujer-azua', under: 'r' } }]);
  });

  it('is answered by nobody of the unit it concerns; by another unit of the lead’s, or who serves her, it is', () => {
    given(caseFile)(...adult, raised).when(answerIt(), by(azua)).thenRefused('GRIEVANCE_CONCERNS_YOU');
    for (const party of [bani, pett]) expect(given(caseFile)(...adult, raised).when(answerIt(), by(party)).decision).toMatchObject([{ type: 'GrievanceAnswered', data: { outcome: 'UPHELD' } }]);
  });

  it('is not answered by the person it concerns, wherever they act now (rule 7)', () => {
    for (const party of [bani, pett]) given(caseFile)(...adult, named).when(answerIt(), by(party, 'cc-of-yokasta')).thenRefused('GRIEVANCE_CONCERNS_YOU');
  });

  it('is answered once', () => {
    const answered: CaseEvent = { type: 'GrievanceAnswered', data: { grievance: 'g', outcome: 'UPHELD' } };
    given(caseFile)(...adult, raised).when(answerIt(), by(bani)).then({ ...answered, personal: [{ subject: 's', fields: { grievanceAnswer: 'Tenía razón.' } }] });
    given(caseFile)(...adult, raised, answered).when(answerIt(), by(bani)).thenNothing();
    given(caseFile)(...adult, raised, answered).when(answerIt('NOT_UPHELD'), by(bani)).thenRefused('ANSWERED_OTHERWISE');
    given(caseFile)(...adult).when(answerIt(), by(bani)).thenRefused('GRIEVANCE_UNKNOWN');
  });
});
