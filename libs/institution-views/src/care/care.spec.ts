import { clocks } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { fileAfter, type FileRow } from '../file-row';
import type { FilePlace, ManyView } from '../view';
import { careFileOf } from './care-file';
import { followUpView } from './follow-ups';
import { planItemView } from './plan-items';

let serial = 0;
const entry = (type: string, data: object = {}): Visible => {
  serial++;
  const id = `e${serial}`;
  return { id, index: serial, stream: 'case-k', type, at: `at ${id}`, recordedAt: `at ${id}`, actor: { client: 'desk', unit: 'mmujer-azua' }, data, shown: { PSYCHOSOCIAL: null, REINTEGRATION: '2027-01-01T00:00:00.000Z' }, parts: [] } as unknown as Visible;
};
const own = (code: string | undefined): boolean => code?.startsWith('mmujer-') === true;

/** The lists after these events, as the projector keeps them: list → ids of rows in their order. */
function listed<Row extends object>(view: ManyView<Row>, events: readonly Visible[], mine = own): Record<string, string[]> {
  let file: FileRow | undefined;
  const rows = new Map<string, Row>();
  const lists = new Map<string, readonly string[]>();
  for (const event of events) {
    file = fileAfter(file, event, 'k', mine);
    if (!view.on.includes(event.type)) continue;
    const place: FilePlace = { file: 'k', own: mine, row: file, clocks };
    for (const [id, row] of view.after(new Map(rows), event, place)) {
      rows.set(id, row);
      lists.set(id, view.lists(row, place));
    }
  }
  const all: Record<string, string[]> = {};
  const inOrder = [...rows].sort(([, a], [, b]) => (view.sort(a) < view.sort(b) ? -1 : 1));
  for (const [id] of inOrder) for (const list of lists.get(id) ?? []) all[list] = [...(all[list] ?? []), id];
  delete all['ALL'];
  return all;
}

const opened = entry('CaseOpened', { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' });
const item = (id: string, unit: string, due: string) => ({ item: id, service: 'LEGAL_AID', unit, due });
const agreed = entry('CarePlanAgreed', { agreedBy: 'SURVIVOR', items: [item('late', 'mmujer-azua', '2026-03-01'), item('early', 'mmujer-azua', '2026-02-01'), item('pett', 'pgr-pett', '2026-02-15'), item('bani', 'mmujer-bani', '2026-02-01')] });
const revised = entry('CarePlanRevised', { agreedBy: 'SURVIVOR', items: [item('late', 'mmujer-azua', '2026-04-01'), item('bani', 'pgr-pett', '2026-02-01'), item('new', 'mmujer-azua', '2026-03-15')] });
const done = (id: string) => entry('PlanItemCompleted', { item: id, outcome: 'ACHIEVED' });
const died = entry('SurvivorDied');
const another = entry('EntryCorrected', { corrects: died.id, category: 'PROTECTION', reason: 'WRONG_PERSON', undoes: 'SurvivorDied' });
const mistyped = entry('EntryCorrected', { corrects: died.id, category: 'PROTECTION', reason: 'MISTYPED' });
const [closed, reopened] = [entry('CaseClosed', { reason: 'REINTEGRATED' }), entry('CaseReopened', { reason: 'CAME_BACK' })];
const reintegration = (startsOn: string) => entry('ReintegrationPlanAgreed', { startsOn, agreedBy: 'SURVIVOR' });
const followUp = (month: number, outcome: string) => entry('FollowUpRecorded', { month, outcome });

describe('items of plans that are due', () => {
  it.each<[string, Visible[], Record<string, string[]>]>([
    ['by the unit responsible, of this compartment, what is due first', [agreed], { 'UNIT mmujer-azua': ['early', 'late'], 'UNIT mmujer-bani': ['bani'] }],
    ['not what has ended', [agreed, done('early')], { 'UNIT mmujer-azua': ['late'], 'UNIT mmujer-bani': ['bani'] }],
    ['what she agreed to last: an item left out, or given to others, is not due here', [agreed, revised], { 'UNIT mmujer-azua': ['new', 'late'] }],
    ['what has ended stays ended in another plan', [agreed, done('late'), revised], { 'UNIT mmujer-azua': ['new'] }],
    ['nothing while the case is closed', [agreed, closed], {}],
    ['the same again when it is reopened', [agreed, closed, reopened], { 'UNIT mmujer-azua': ['early', 'late'], 'UNIT mmujer-bani': ['bani'] }],
    ['nothing after her death', [agreed, died, mistyped], {}],
    ['the same again when it was another woman', [agreed, died, another], { 'UNIT mmujer-azua': ['early', 'late'], 'UNIT mmujer-bani': ['bani'] }],
  ])('are listed %s', (_, events, lists) => expect(listed(planItemView, [opened, ...events])).toEqual(lists));
});

describe('follow-ups that are due', () => {
  const from = reintegration('2026-01-31');
  const ids = (...months: string[]) => ({ DUE: months.map((month) => `k ${month}`) });
  it.each<[string, Visible[], Record<string, string[]>]>([
    ['after 1, 3, 6 and 12 months', [from], ids('01', '03', '06', '12')],
    ['until she was reached', [from, followUp(1, 'WELL'), followUp(3, 'NOT_REACHED')], ids('03', '06', '12')],
    ['until she says she does not wish any', [from, followUp(1, 'DID_NOT_WISH')], ids('03', '06', '12')],
    ['on, after the case is closed', [from, closed], ids('01', '03', '06', '12')],
    ['anew, with another start', [from, followUp(1, 'WELL'), reintegration('2026-06-01')], ids('01', '03', '06', '12')],
    ['on, with another plan of the same start', [from, followUp(1, 'WELL'), reintegration('2026-01-31')], ids('03', '06', '12')],
    ['never after her death', [from, died], {}],
    ['as before, when it was another woman', [from, died, another], ids('01', '03', '06', '12')],
  ])('are listed %s', (_, events, lists) => expect(listed(followUpView, [opened, ...events])).toEqual(lists));

  it('are the lead’s: in the compartment of who serves her, and of who led her before, none is listed', () => {
    expect(listed(followUpView, [opened, from], (code) => code === 'pgr-pett')).toEqual({});
    const moved = [opened, from, entry('LeadReassigned', { lead: 'pgr-pett' })];
    expect(listed(followUpView, moved)).toEqual({});
    expect(listed(followUpView, moved, (code) => code === 'pgr-pett')).toEqual(ids('01', '03', '06', '12'));
  });
});

describe('what is done for her', () => {
  const of = (moment: string, ...events: Visible[]) => careFileOf([opened, ...events], ({ id }) => ({ said: id }), moment, clocks);

  it('has the plan as it stands, with what ended, and what is overdue at the moment asked for', () => {
    const completed = done('early');
    const { plan } = of('2026-03-16T04:00:00.000Z', agreed, completed, revised);
    expect(plan).toMatchObject({ id: revised.id, agreedBy: 'SURVIVOR', revised: true, fields: { said: revised.id } });
    expect(plan?.items.map(({ id, overdue, outcome }) => [id, overdue, outcome])).toEqual([['early', false, 'ACHIEVED'], ['late', false, undefined], ['bani', true, undefined], ['new', true, undefined]]);
    expect(plan?.items[0]).toMatchObject({ completedAt: completed.at, fields: { said: completed.id } });
    expect(of('2026-03-16T03:59:59.999Z', agreed, revised).plan?.items.find(({ id }) => id === 'new')?.overdue).toBe(false);
  });

  it('has nothing overdue in a closed case but follow-ups, and nothing at all after her death', () => {
    const late = '2027-12-31T00:00:00.000Z';
    const overdue = (...events: Visible[]) => {
      const { plan, reintegration: back } = of(late, agreed, reintegration('2026-01-31'), ...events);
      return [plan?.items.some((one) => one.overdue), back?.followUps.some((one) => one.overdue)];
    };
    expect([overdue(), overdue(closed), overdue(closed, reopened), overdue(died), overdue(died, another)]).toEqual([[true, true], [false, true], [true, true], [false, false], [true, true]]);
  });

  it('has a follow-up outstanding until she was reached', () => {
    const { reintegration: back } = of('2026-05-01T04:00:00.000Z', reintegration('2026-01-31'), followUp(1, 'NOT_REACHED'), followUp(3, 'WELL'));
    expect(back?.followUps.map(({ month, outstanding, overdue, outcome }) => [month, outstanding, overdue, outcome])).toEqual([
      [1, true, true, 'NOT_REACHED'],
      [3, false, false, 'WELL'],
      [6, true, false, undefined],
      [12, true, false, undefined],
    ]);
  });

  it('has the follow-ups of the months that the operator set', () => {
    const months = (policy: typeof clocks) => careFileOf([opened, reintegration('2026-01-31')], () => ({}), '2026-05-01', policy).reintegration?.followUps.map(({ month }) => month);
    expect([months(clocks), months({ ...clocks, followUp: ['2 months', '4 months'] })]).toEqual([[1, 3, 6, 12], [2, 4]]);
  });

  it('has each entry, whose it is, and interviews by what they were for', () => {
    const interview = (purpose: string, again?: string) => entry('InterviewNoted', { for: purpose, ...(again !== undefined && { again }) });
    const file = of('2026-01-01', entry('AssistanceProvided', { service: 'SHELTER' }), entry('AssistanceProvided', { service: 'SHELTER' }), entry('SafetyIncidentReported', { kind: 'THREAT', severity: 'SERIOUS' }), interview('STATEMENT'), interview('HEALTH'), interview('STATEMENT', 'NEW_FACTS'));
    expect(file.assistance.map(({ service, unit }) => [service, unit])).toEqual([['SHELTER', 'mmujer-azua'], ['SHELTER', 'mmujer-azua']]);
    expect(file.incidents).toMatchObject([{ kind: 'THREAT', severity: 'SERIOUS' }]);
    expect(file.interviews.map((group) => [group.for, group.interviews.map(({ again }) => again)])).toEqual([['STATEMENT', [undefined, 'NEW_FACTS']], ['HEALTH', [undefined]]]);
  });

  it('has requests and grievances with their answers, contact lost until it is regained, and her death until it was another’s', () => {
    const file = of('2026-01-01', entry('NonPunishmentRequested', { request: 'r', hand: 'cc' }), entry('NonPunishmentDecided', { request: 'r', decision: 'GRANTED' }), entry('GrievanceRaised', { grievance: 'g', against: 'pgr-pett', kind: 'DELAY', by: 'SURVIVOR' }), entry('ContactLost'), died);
    expect(file.nonPunishment).toMatchObject([{ id: 'r', decision: 'GRANTED' }]);
    expect(file.grievances).toMatchObject([{ id: 'g', against: 'pgr-pett', answered: false, answer: {} }]);
    expect([file.contactLost, file.died]).toMatchObject([{ unit: 'mmujer-azua' }, { id: died.id }]);
    const later = of('2026-01-01', entry('GrievanceRaised', { grievance: 'g', against: 'x', kind: 'DELAY', by: 'SURVIVOR' }), entry('GrievanceAnswered', { grievance: 'g', outcome: 'UPHELD' }), entry('ContactLost'), entry('ContactRegained'), died, another);
    expect([later.grievances[0]?.outcome, later.contactLost, later.died]).toEqual(['UPHELD', undefined, undefined]);
  });

  it('is shown as far as it is seen: how an item or a month ended, without the plan, is nothing of a file', () => {
    expect(of('2026-01-01', done('x'), followUp(1, 'WELL'), entry('GrievanceAnswered', { grievance: 'g', outcome: 'UPHELD' }))).toMatchObject({ grievances: [] });
    expect(of('2026-01-01', done('x'), followUp(1, 'WELL'))).not.toHaveProperty('plan');
  });
});
