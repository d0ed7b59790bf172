import { clocks, type StayEvent } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { occupancyOf, stayView, type StayRow } from './stays';

const place = { file: 'k', own: (code: string | undefined) => code === 'casa-malala', clocks };
const at = '2026-01-05T12:00:00.000Z';
const visible = <E extends StayEvent>(type: E['type'], data: E['data'] | object = {}): Visible => ({ id: type, stream: 'stay-r', type, at, data, shown: { WHEREABOUTS: null }, parts: [] }) as unknown as Visible;
const after = (...events: readonly Visible[]): StayRow => events.reduce<StayRow | undefined>((row, event) => stayView.after(row, event, place), undefined)!;
const admitted = visible('SurvivorAdmitted', { unit: 'casa-malala', place: 'p1', dependants: [{ dependant: 'daughter', place: 'p2' }], met: [] });

describe('a stay, as its house sees it', () => {
  it('is listed from her admission on, with everybody’s place, and due for review after thirty days', () => {
    const row = after(admitted);
    expect(row).toMatchObject({ case: 'k', unit: 'casa-malala', since: at, reviewDue: '2026-02-04T12:00:00.000Z' });
    expect(Object.values(row.places)).toEqual(['p1', 'p2']);
    expect([stayView.lists(row, place), stayView.sort(row)]).toEqual([['CURRENT'], '2026-02-04T12:00:00.000Z']);
  });

  it('is due by the deadline that an operator set, and then by its extension', () => {
    expect(stayView.after(undefined, admitted, { ...place, clocks: { ...clocks, stayReviewed: '10 days' } })).toMatchObject({ reviewDue: '2026-01-15T12:00:00.000Z' });
    expect(after(admitted, visible('StayReviewDue', { due: '' }), visible('StayExtended', { until: '2026-03-01T00:00:00.000Z', reason: 'HEALTH' }))).toMatchObject({ reviewDue: '2026-03-01T00:00:00.000Z', status: 'HOUSED' });
  });

  it('knows who came later and who left before her', () => {
    const row = after(admitted, visible('DependantAdmitted', { dependant: 'son', place: 'p3' }), visible('DependantDischarged', { dependant: 'daughter', place: 'p2', reason: 'FAMILY' }));
    expect(Object.values(row.places).sort()).toEqual(['p1', 'p3']);
  });

  it.each(['SurvivorDischarged', 'SurvivorLeftFreely'] as const)('is in no list after %s, nor where that is all that may be seen of it', (end) => {
    expect(stayView.lists(after(admitted, visible(end)), place)).toEqual([]);
    expect(stayView.lists(after(visible(end)), place)).toEqual([]);
  });

  it('is listed by nobody who is not the house, whatever they may see of it', () => {
    expect(stayView.lists(after(admitted), { ...place, own: () => false })).toEqual([]);
  });
});

describe('the occupancy of a house', () => {
  const now = '2026-01-05T12:00:00.000Z';
  it('counts places declared, held now, taken, too many, and promised to who has not come yet', () => {
    const unit = { places: 3, held: { h1: '2026-01-05T13:00:00.000Z', h2: '2026-01-05T11:00:00.000Z' }, taken: ['p1', 'p2', 'p3'] };
    expect(occupancyOf(unit, new Set(['p1', 'p2']), now)).toEqual({ declared: 3, held: 1, taken: 3, over: 1, promised: 1 });
    expect(occupancyOf({ places: 0, held: {} }, new Set(), now)).toEqual({ declared: 0, held: 0, taken: 0, over: 0, promised: 0 });
  });
});
