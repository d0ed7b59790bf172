import { clocks } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { FilePlace } from '../view';
import { dueView, isShownAt, type DueRow } from './due-row';

let serial = 0;
const noon = Date.parse('2026-02-23T12:00:00.000Z');
const at = (hours: number): string => new Date(noon + hours * 3_600_000).toISOString();
const entry = (stream: string, type: string, hours: number, data: object = {}, more: object = {}): Visible => {
  const id = `e${++serial}`;
  return { id, index: serial, stream, type, at: at(hours), recordedAt: at(hours), actor: { client: 'desk', unit: 'mmujer-azua' }, data, shown: { STATUS: null, PROTECTION: null, PSYCHOSOCIAL: '2026-09-01T00:00:00.000Z' }, parts: [], ...more } as unknown as Visible;
};
const place = { file: 'k', own: () => false, clocks, row: { type: 'CASE' } } as unknown as FilePlace;

/** The rows that stand in the list, as the projector keeps them. */
function listed(events: readonly Visible[]): DueRow[] {
  const rows = new Map<string, Parameters<typeof dueView.sort>[0]>();
  for (const event of events) if (dueView.on.includes(event.type)) for (const [id, row] of dueView.after(new Map(rows), event, place)) rows.set(id, row);
  const inOrder = [...rows.values()].sort((a, b) => (dueView.sort(a) < dueView.sort(b) ? -1 : 1));
  return inOrder.filter((row) => dueView.lists(row, place).length > 0) as unknown as DueRow[];
}
const requested = (hours = 0) => entry('referral-r', 'ReferralRequested', hours, { from: 'mmujer-azua', to: 'cc-1', service: 'SHELTER', priority: 'URGENT', consents: [] });
const accepted = entry('referral-r', 'ReferralAccepted', 5, {}, { actor: { client: 'desk', unit: 'cc-1' } });
const plan = (hours: number, ...items: string[]) => entry('case-k', 'CarePlanAgreed', hours, { items: items.map((item) => ({ item, unit: 'mmujer-azua', due: '2026-04-01', service: 'LEGAL_AID' })) });
const brief = (events: readonly Visible[]) => listed(events).map(({ item }) => [item.clock, item.of, item.level]);

describe('the rows of what is due', () => {
  it('stand soonest first, of all streams of a case, each as long as its clock runs', () => {
    expect(brief([plan(0, 'i-1', 'i-2'), requested()])).toEqual([['ANSWER', '', 'AGENT'], ['PLAN_ITEM', 'i-1', 'AGENT'], ['PLAN_ITEM', 'i-2', 'AGENT']]);
    expect(brief([plan(0, 'i-1', 'i-2'), requested(), entry('referral-r', 'ReferralWithdrawn', 2), entry('case-k', 'PlanItemCompleted', 3, { item: 'i-1' })])).toEqual([['PLAN_ITEM', 'i-2', 'AGENT']]);
    expect(brief([plan(0, 'i-1'), entry('case-k', 'CaseClosed', 2, { reason: 'OTHER' })])).toEqual([]);
    expect(brief([plan(0, 'i-1'), entry('case-k', 'CaseClosed', 2, { reason: 'OTHER' }), entry('case-k', 'CaseReopened', 3)])).toEqual([['PLAN_ITEM', 'i-1', 'AGENT']]);
  });

  it('say what is told by what was seen and no more: what moved up unseen lies with the agent still, an answer that was not seen did not stop it', () => {
    const up = entry('referral-r', 'ReferralEscalated', 80, { clock: 'ANSWER', level: 'SUPERVISOR' });
    expect(brief([requested(), up])).toEqual([['ANSWER', '', 'SUPERVISOR']]);
    expect(brief([requested()])).toEqual([['ANSWER', '', 'AGENT']]);
    expect(brief([up])).toEqual([]);
    expect(listed([accepted])[0]?.item).not.toHaveProperty('by'); // by its acceptance alone nobody knows whose move it is
  });

  it('tell of everything that a clock rests on, each category until the earlier of its dates', () => {
    expect(listed([plan(0, 'i-1')])[0]?.shown).toEqual({ PSYCHOSOCIAL: '2026-09-01T00:00:00.000Z' });
    const until = '2026-08-01T00:00:00.000Z';
    const lead = entry('case-k', 'CaseOpened', 0, { lead: 'mmujer-azua' }, { shown: { STATUS: until } });
    expect(listed([lead, plan(1, 'i-1')])[0]?.shown).toEqual({ STATUS: until, PSYCHOSOCIAL: '2026-09-01T00:00:00.000Z' });
    for (const [first, then] of [[until, '2026-09-01T00:00:00.000Z'], ['2026-09-01T00:00:00.000Z', until], [until, null], [null, until]]) {
      const began = entry('case-k', 'CarePlanAgreed', 0, { items: [{ item: 'i-1', unit: 'mmujer-azua', due: '2026-04-01' }] }, { shown: { PSYCHOSOCIAL: first } });
      const revised = entry('case-k', 'CarePlanRevised', 9, { items: [{ item: 'i-1', unit: 'mmujer-azua', due: '2026-05-01' }] }, { shown: { PSYCHOSOCIAL: then } });
      expect(listed([began, revised])[0]?.shown).toEqual({ PSYCHOSOCIAL: until });
    }
    const screened = entry('case-k', 'ScreeningRecorded', 1, {}, { shown: { STATUS: null, PROTECTION: null } });
    const up = entry('case-k', 'CaseEscalated', 999, { clock: 'PRESUMPTION', level: 'SUPERVISOR' }, { shown: { PROTECTION: until } });
    expect(listed([screened, up])[0]?.shown).toEqual({ PROTECTION: until });
  });

  it('are shown until the first of their dates, though no event has come of it', () => {
    const shown = { STATUS: null, PSYCHOSOCIAL: '2026-09-01T00:00:00.000Z' };
    expect(['2026-08-31T23:59:59.999Z', '2026-09-01T00:00:00.000Z'].map((now) => isShownAt({ shown }, now))).toEqual([true, false]);
  });

  it('keep who began it, who sent the referral, and whether an exhibit is offered here', () => {
    expect(listed([requested(), accepted])[0]).toMatchObject({ item: { clock: 'SERVICE', by: 'cc-1' }, startedBy: 'cc-1', sender: 'mmujer-azua', handedHere: false, case: 'k' });
    const offered = entry('exhibit-x', 'CustodyOffered', 0, { to: { agent: 'ag-1' } }, { intoHands: true, shown: { STATUS: null } });
    const again = entry('exhibit-x', 'CustodyOffered', 4, { to: { agent: 'ag-2' } }, { shown: { STATUS: null } });
    expect(listed([offered])[0]).toMatchObject({ item: { by: 'ag-1' }, handedHere: true, shown: { STATUS: null } });
    expect(listed([offered, again])[0]).toMatchObject({ item: { by: 'ag-2' }, handedHere: false });
  });
});
