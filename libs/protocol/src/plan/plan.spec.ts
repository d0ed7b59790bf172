import fc from 'fast-check';
import { isRefusal } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { AdoptPlan, plan, PlanAction, planEvents, ReportAction, type actionStatuses, type PlanEvent, type PlanFacts } from './plan';

const m = meta();
const of = { plan: 'pna' };
const adopt = new AdoptPlan({ ...of, body: 'citim', name: 'Plan Nacional de Acción 2025–2027', fromYear: 2025, untilYear: 2027 }, m);
const action = { action: 'a1', title: 'Abrir un refugio en el Cibao', axis: 'PROTECTION', institution: 'mmujer', due: '2027-12-31', indicator: 'END-2.3.7' } as const;
const planAction = (how: Partial<PlanAction['input']> = {}) => new PlanAction({ ...of, ...action, ...how }, m);
const report = (how: Partial<ReportAction['input']> = {}, at = m.at) => new ReportAction({ ...of, action: 'a1', status: 'UNDER_WAY', progress: 40, evidence: 'INF-12/2026', ...how }, meta({ at }));

const secretariat: PlanFacts = { bodyKnown: true, ofSecretariat: true, institution: 'mirex', member: true };
const mmujer: PlanFacts = { bodyKnown: true, ofSecretariat: false, institution: 'mmujer', member: true };
const adopted: PlanEvent = { type: 'PlanAdopted', data: { body: 'citim', name: 'Plan Nacional de Acción 2025–2027', fromYear: 2025, untilYear: 2027 } };
const planned: PlanEvent = { type: 'ActionPlanned', data: action };
const reported: PlanEvent = { type: 'ActionReported', data: { action: 'a1', status: 'UNDER_WAY', progress: 40, evidence: 'INF-12/2026' } };

describe('a plan', () => {
  it('is adopted by a body, through a coordinator of its secretariat, once', () => {
    given(plan)().when(adopt, secretariat).then(adopted);
    given(plan)().when(adopt, mmujer).thenRefused('NOT_THE_SECRETARIAT');
    given(plan)().when(adopt, { ...secretariat, bodyKnown: false }).thenRefused('BODY_UNKNOWN');
    given(plan)(adopted).when(adopt, secretariat).thenRefused('ALREADY_REGISTERED');
  });

  it('ends in the year it begins, or later', () => {
    given(plan)().when(new AdoptPlan({ ...adopt.input, untilYear: 2024 }, m), secretariat).thenRefused('DATES_REVERSED');
    expect(isRefusal(given(plan)().when(new AdoptPlan({ ...adopt.input, untilYear: 2025 }, m), secretariat).decision)).toBe(false);
  });

  it('says nothing about a person: nothing of it is sealed', () => expect(Object.values(planEvents).filter(({ sealed }) => sealed)).toEqual([]));
});

describe('an action', () => {
  const after = given(plan)(adopted);

  it('is planned by that secretariat, for a member of the body, in a year of the plan, once', () => {
    after.when(planAction(), secretariat).then(planned);
    after.when(planAction(), mmujer).thenRefused('NOT_THE_SECRETARIAT');
    after.when(planAction(), { ...secretariat, member: false }).thenRefused('NOT_A_MEMBER');
    for (const due of ['2024-12-31', '2028-01-01']) after.when(planAction({ due }), secretariat).thenRefused('OUTSIDE_THE_PLAN');
    for (const due of ['2025-01-01', '2027-12-31']) expect(isRefusal(after.when(planAction({ due }), secretariat).decision)).toBe(false);
    given(plan)(adopted, planned).when(planAction(), secretariat).thenNothing();
    given(plan)().when(planAction(), secretariat).thenRefused('NOT_FOUND');
  });

  const under = given(plan)(adopted, planned);
  it('is reported on by the institution that is responsible, and by no other, the secretariat included', () => {
    under.when(report(), mmujer).then(reported);
    under.when(report(), { ...mmujer, member: false }).then(reported); // it has left the body; the action stays with it
    under.when(report(), secretariat).thenRefused('NOT_RESPONSIBLE');
    under.when(report({ action: 'a2' }), mmujer).thenRefused('ACTION_UNKNOWN');
    given(plan)().when(report(), mmujer).thenRefused('NOT_FOUND');
  });

  it.each<[(typeof actionStatuses)[number], number, boolean]>([
    ['NOT_STARTED', 0, true],
    ['NOT_STARTED', 1, false],
    ['UNDER_WAY', 0, true],
    ['UNDER_WAY', 99, true],
    ['UNDER_WAY', 100, false],
    ['DONE', 99, false],
    ['DONE', 100, true],
    ['DROPPED', 0, true],
    ['DROPPED', 60, true],
  ])('that is %s stands at %d: %s', (status, progress, may) => {
    const { decision } = under.when(report({ status, progress }), mmujer);
    expect(isRefusal(decision) ? decision.refused : 'may').toBe(may ? 'may' : 'PROGRESS_CONTRADICTS');
  });

  it('is not reported on before it was planned', () => {
    const history = [adopted, recorded<PlanEvent>(planned, { at: '2026-01-05T11:00:00.000Z' })];
    given(plan)(...history).when(report({}, '2026-01-05T10:59:59.999Z'), mmujer).thenRefused('DATES_REVERSED');
    given(plan)(...history).when(report({}, '2026-01-05T11:00:00.000Z'), mmujer).then(reported);
  });

  it('reported on again: the same writes nothing, a change stays beside what was said before, back again too', () => {
    given(plan)(adopted, planned, reported).when(report(), mmujer).thenNothing();
    const further: PlanEvent = { type: 'ActionReported', data: { action: 'a1', status: 'UNDER_WAY', progress: 60 } };
    const { evidence: _none, ...input } = report({ progress: 60 }).input;
    given(plan)(adopted, planned, reported).when(new ReportAction(input, m), mmujer).then(further);
    given(plan)(adopted, planned, reported, further).when(report(), mmujer).then(reported);
  });

  it('a report of an earlier day that comes late stays as well, and supersedes nothing', () => {
    const on = (progress: number, at: string) => recorded<PlanEvent>({ type: 'ActionReported', data: { action: 'a1', status: 'UNDER_WAY', progress } }, { at });
    const start = recorded<PlanEvent>(planned, { at: '2026-01-01T12:00:00.000Z' });
    const { state } = given(plan)(adopted, start, on(60, '2026-01-04T12:00:00.000Z'), on(20, '2026-01-02T12:00:00.000Z'));
    expect(state.actions['a1']?.newest).toMatchObject({ progress: 60 });
    const { evidence: _none, ...same } = report({ progress: 60 }).input;
    given(plan)(adopted, start, on(60, '2026-01-04T12:00:00.000Z')).when(new ReportAction(same, m), mmujer).thenNothing();
    expect(given(plan)(adopted, start, on(60, '2026-01-04T12:00:00.000Z')).when(new ReportAction(same, meta({ at: '2026-01-03T12:00:00.000Z' })), mmujer).decision).toHaveLength(1);
  });

  it('stands as the newest report says, in whatever order they come', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 9 })), { selector: ([, day]) => day, minLength: 1 }), (reports) => {
        let { state } = given(plan)(adopted, recorded<PlanEvent>(planned, { at: '2026-01-01T00:00:00.000Z' }));
        for (const [progress, day] of reports) {
          const at = `2026-01-0${day}T12:00:00.000Z`;
          const decision = plan.decide(report({ progress }, at), state, mmujer);
          if (!isRefusal(decision)) for (const event of decision) state = plan.evolve(state, recorded(event, { at }));
        }
        const [newest] = [...reports].sort(([, a], [, b]) => b - a);
        expect(state.actions['a1']?.newest?.progress).toBe(newest?.[0]);
      }),
    ));
});
