import { clocks } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { fileAfter, type FileRow } from '../file-row';
import { isKeptFrom } from './concerned';
import { grievanceView } from './grievances';

const entry = (id: string, type: string, data: object, unit = 'mmujer-bani'): Visible =>
  ({ id, index: Number(id), stream: 'case-k', type, at: `at ${id}`, recordedAt: `recorded ${id}`, actor: { client: 'mmujer-desk', unit }, data, shown: { PSYCHOSOCIAL: null, STATUS: null }, parts: [] }) as unknown as Visible;

const opened = entry('1', 'CaseOpened', { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' });
const raised = entry('2', 'GrievanceRaised', { grievance: 'g', against: 'mmujer-azua', concerns: 'cc-person', kind: 'PRESSURE', by: 'SURVIVOR' });
const answered = entry('3', 'GrievanceAnswered', { grievance: 'g', outcome: 'UPHELD' });
const corrected = entry('4', 'EntryCorrected', { corrects: '2', category: 'PSYCHOSOCIAL', reason: 'MISHEARD' });
const described = entry('5', 'EntryCorrected', { corrects: '9', category: 'IDENTITY', reason: 'MISHEARD' });
const own = (code: string): boolean => code.startsWith('mmujer-');
const rowOf = (...events: readonly Visible[]): FileRow => events.reduce<FileRow | undefined>((row, event) => fileAfter(row, event, 'k', own), undefined)!;

describe('a grievance', () => {
  const { grievances = {} } = rowOf(opened, raised, answered, corrected, described);

  it.each([
    ['an agent of the unit it concerns', { unit: 'mmujer-azua', person: 'cc-other' }, true],
    ['the person it concerns, who works elsewhere now', { unit: 'mmujer-bani', person: 'cc-person' }, true],
    ['somebody of another unit', { unit: 'mmujer-bani', person: 'cc-other' }, false],
    ['somebody of no unit', { person: 'cc-other' }, false],
  ])('with its answer and their corrections is kept from %s: %o %s', (_, asking, kept) => {
    for (const event of [raised, answered, corrected]) expect([event.type, isKeptFrom(grievances, event, asking)]).toEqual([event.type, kept]);
    for (const event of [opened, described]) expect(isKeptFrom(grievances, event, asking)).toBe(false);
  });

  it('that a compartment is not shown: its answer is read by the unit that gave it, and by no other there', () => {
    expect(isKeptFrom({}, answered, { unit: 'mmujer-bani' })).toBe(false);
    expect(isKeptFrom({}, answered, { unit: 'mmujer-azua' })).toBe(true);
  });

  it('about a unit of the compartment does not show in when its file changed; one about another does', () => {
    const before = rowOf(opened);
    expect(rowOf(opened, raised, answered, corrected)).toMatchObject({ changedAt: before.changedAt, changedIndex: before.changedIndex });
    const elsewhere = { ...raised, data: { ...raised.data, against: 'pgr-pett' } };
    expect(rowOf(opened, elsewhere)).toMatchObject({ changedAt: 'recorded 2', changedIndex: 2 });
  });

  it('is listed until it is answered, the oldest first', () => {
    const place = { file: 'k', own: () => false, clocks };
    const row = grievanceView.after(undefined, raised, place);
    expect(row).toEqual({ grievance: 'g', case: 'k', against: 'mmujer-azua', concerns: 'cc-person', kind: 'PRESSURE', by: 'SURVIVOR', raisedAt: 'at 2', answered: false, until: null });
    expect([grievanceView.lists(row, place), grievanceView.sort(row)]).toEqual([['OPEN'], 'at 2']);
    expect(grievanceView.lists(grievanceView.after(row, answered, place), place)).toEqual([]);
    expect([raised, answered, corrected].map((event) => grievanceView.about(event))).toEqual(['g', 'g', undefined]);
  });
});
