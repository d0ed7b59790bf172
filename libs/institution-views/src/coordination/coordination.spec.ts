import fc from 'fast-check';
import { recorded } from '@amparo/event-sourcing/testing';
import type { BodyEvent, PlanEvent, ProtocolEvent } from '@amparo/protocol';
import { bodyView, membersOf, type BodyRow } from './bodies';
import { isOverdue, matricesOf, newestReport, planView, type PlanRow } from './plans';

const known = { residential: () => false };
const day = (n: number): string => `2026-0${n}-01T12:00:00.000Z`;

describe('a coordination body', () => {
  const after = (...events: [BodyEvent, string][]): BodyRow | undefined =>
    events.reduce<BodyRow | undefined>((row, [event, at]) => bodyView.after(row, { event: recorded<ProtocolEvent>(event, { stream: 'body-ciprom', at }), schema: 1, parts: [] }, known), undefined);
  const constituted: BodyEvent = { type: 'BodyConstituted', data: { code: 'ciprom', name: 'CIPROM', institution: 'mmujer', secretariat: 'mmujer-ciprom' } };
  const joined: BodyEvent = { type: 'MemberJoined', data: { institution: 'pgr' } };
  const left: BodyEvent = { type: 'MemberLeft', data: { institution: 'pgr' } };

  it('has the members it has now, and tells since when, and who was one', () => {
    const row = after([constituted, day(1)], [joined, day(2)], [left, day(3)], [joined, day(4)]);
    expect(row?.members).toEqual([
      { institution: 'mmujer', since: day(1) },
      { institution: 'pgr', since: day(2), until: day(3) },
      { institution: 'pgr', since: day(4) },
    ]);
    expect(membersOf(row!)).toEqual(['mmujer', 'pgr']);
    expect(membersOf(after([constituted, day(1)], [joined, day(2)], [left, day(3)])!)).toEqual(['mmujer']);
  });
});

describe('a plan', () => {
  const planned = (action: string, axis: 'PREVENTION' | 'PROTECTION', due: string): PlanEvent => ({ type: 'ActionPlanned', data: { action, title: action, axis, institution: 'pgr', due, indicator: 'END-2.3.7' } });
  const reported = (progress: number, status: 'UNDER_WAY' | 'DONE' | 'DROPPED' = 'UNDER_WAY'): PlanEvent => ({ type: 'ActionReported', data: { action: 'a', status, progress } });
  const adopted: PlanEvent = { type: 'PlanAdopted', data: { body: 'ciprom', name: 'Plan', fromYear: 2025, untilYear: 2027 } };
  const after = (...events: [PlanEvent, string][]): PlanRow =>
    [[adopted, day(1)] as const, ...events].reduce<PlanRow | undefined>((row, [event, at]) => planView.after(row, { event: recorded<ProtocolEvent>(event, { stream: 'plan-p', at }), schema: 1, parts: [] }, known), undefined)!;
  const actionIn = (row: PlanRow) => row.actions.find(({ action }) => action === 'a')!;

  it('is a matrix for each axis, in the order of what is due', () => {
    const row = after([planned('b', 'PREVENTION', '2026-12-31'), day(1)], [planned('a', 'PREVENTION', '2026-06-30'), day(1)], [planned('c', 'PROTECTION', '2026-01-31'), day(1)]);
    expect(matricesOf(row).map(({ axis, actions }) => [axis, actions.map(({ action }) => action)])).toEqual([['PREVENTION', ['a', 'b']], ['DETECTION_AND_PROSECUTION', []], ['PROTECTION', ['c']]]);
  });

  it('stands as the newest report says by what it reports on: one of an earlier day that comes late supersedes nothing, and stays', () => {
    const row = after([planned('a', 'PREVENTION', '2026-12-31'), day(1)], [reported(70), day(5)], [reported(40), day(3)]);
    expect(newestReport(actionIn(row))).toMatchObject({ progress: 70, at: day(5) });
    expect(actionIn(row).reports.map(({ progress }) => progress)).toEqual([40, 70]);
  });

  it('tells how each action stands as the write side does, whatever order reports come in', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 99 })), { minLength: 1, maxLength: 8 }), (reports) => {
        const row = after([planned('a', 'PREVENTION', '2026-12-31'), day(1)], ...reports.map(([n, progress]): [PlanEvent, string] => [reported(progress), day(n)]));
        // Otherwise: walk them in the order of the record, and keep what no later day supersedes.
        let newest = reports[0]!;
        for (const one of reports) if (one[0] >= newest[0]) newest = one;
        expect(newestReport(actionIn(row))).toMatchObject({ progress: newest[1], at: day(newest[0]) });
        expect(actionIn(row).reports).toHaveLength(reports.length);
      }),
    ));

  it.each<[string, [PlanEvent, string][], string, boolean]>([
    ['not reported on, on its day', [], '2026-06-30', false],
    ['not reported on, the day after', [], '2026-07-01', true],
    ['under way the day after', [[reported(90), day(6)]], '2026-07-01', true],
    ['done', [[reported(100, 'DONE'), day(6)]], '2026-07-01', false],
    ['dropped', [[reported(10, 'DROPPED'), day(6)]], '2026-07-01', false],
    ['done, then found not to be', [[reported(100, 'DONE'), day(5)], [reported(80), day(6)]], '2026-07-01', true],
  ])('has an action that is overdue only after its day and while neither done nor dropped: %s', (_, reports, today, expected) =>
    expect(isOverdue(actionIn(after([planned('a', 'PREVENTION', '2026-06-30'), day(1)], ...reports)), today)).toBe(expected));
});
