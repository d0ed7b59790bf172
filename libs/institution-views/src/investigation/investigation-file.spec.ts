import { clocks, type InvestigationEvent } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { investigationFileOf } from './investigation-file';
import { investigationView, type InvestigationRow } from './investigation-row';

const place = { file: 'i', own: () => true, clocks };
let index = 0;
const visible = (type: InvestigationEvent['type'] | 'ExhibitCollected', data: object = {}, how: Partial<Visible> = {}): Visible =>
  ({ id: `e${++index}`, index, stream: 'investigation-i', type, schema: 1, at: `2026-01-${String(index).padStart(2, '0')}T12:00:00.000Z`, recordedAt: '', actor: {}, data, shown: { INVESTIGATION: null }, parts: [], ...how }) as unknown as Visible;
const row = (...events: readonly Visible[]): InvestigationRow => events.reduce<InvestigationRow | undefined>((before, event) => investigationView.after(before, event, place), undefined)!;
const file = (...events: readonly Visible[]) => investigationFileOf('i', events, ({ type }) => ({ opened: type }));

beforeEach(() => (index = 0));
const filed = (): Visible => visible('ComplaintFiled', { file: 'f', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'RELATIVE' });
const opened = (): Visible => visible('InvestigationOpened', { unit: 'pgr-pett' });
const issued = (mandate: string, until: string): Visible => visible('MandateIssued', { mandate, kind: 'COURT_ORDER', number: 'J-1', case: 'k', to: 'pgr-pett', categories: ['HEALTH'], until });

describe('the list of investigations', () => {
  it.each<[string, () => Visible[]]>([
    ['FILED', () => [filed()]],
    ['REDIRECTED', () => [filed(), visible('ComplaintRedirected', { reason: 'NO_OFFENCE' })]],
    ['OPEN', () => [filed(), opened()]],
    ['CLOSED', () => [filed(), opened(), visible('InvestigationClosed', { reason: 'JUDGED' })]],
    ['OPEN', () => [filed(), opened(), visible('InvestigationClosed', { reason: 'ARCHIVED' }), visible('InvestigationReopened', { reason: 'NEW_EVIDENCE' })]],
  ])('has it under %s', (state, events) => {
    expect(investigationView.lists(row(...events()), place)).toEqual(['ALL', state]);
  });

  it('says why it ended, and not any more when it goes on', () => {
    const before = row(filed(), opened());
    const closed = investigationView.after(before, visible('InvestigationClosed', { reason: 'ARCHIVED' }), place);
    expect(closed).toMatchObject({ because: 'ARCHIVED', endedAt: expect.any(String) });
    expect(investigationView.after(closed, visible('InvestigationReopened', { reason: 'NEW_EVIDENCE' }), place)).toEqual(before);
  });

  it('is its unit’s, and goes with it', () => {
    expect(row(filed(), opened(), visible('InvestigationReassigned', { to: 'pgr-azua' })).unit).toBe('pgr-azua');
  });

  it('knows which mandates have not ended', () => {
    const two = [filed(), opened(), issued('m1', '2026-02-01'), issued('m2', '2026-03-01')];
    expect(row(...two, visible('MandateEnded', { mandate: 'm1', case: 'k', reason: 'QUASHED' })).mandates).toEqual({ m2: '2026-03-01' });
  });

  it('has no row of what is shown of an investigation in a case', () => {
    expect(investigationView.about(visible('DisclosureUnderReserve', {}, { shown: { STATUS: null } }))).toBeUndefined();
  });
});

describe('the file of an investigation', () => {
  it('holds what was said, and of mandates and disclosures how they ended', () => {
    const disclosed = visible('DisclosureUnderReserve', { disclosure: 'd', case: 'k', mandate: 'm1', number: 'J-1', categories: ['HEALTH'], reviewAt: '2026-02-01' });
    const of = file(filed(), opened(), issued('m1', '2026-02-01'), issued('m2', '2026-03-01'), disclosed, visible('MandateLapsed', { mandate: 'm1', case: 'k' }), visible('ReserveEnded', { disclosure: 'd', case: 'k' }));
    expect(of.complaint).toEqual({ opened: 'ComplaintFiled' });
    expect(of.mandates.map(({ data, ended }) => [data['mandate'], ended])).toEqual([['m1', 'LAPSED'], ['m2', undefined]]);
    expect(of.disclosures).toEqual([expect.objectContaining({ reserveEndedAt: expect.any(String), fields: { opened: 'DisclosureUnderReserve' } })]);
  });

  it('tells testimony in advance from a statement', () => {
    const heard = { statement: 's', speaker: 'WITNESS', person: 'w', interview: 1 };
    expect(file(filed(), visible('StatementTaken', heard), visible('AdvanceTestimonyTaken', { ...heard, interview: 2 })).statements.map(({ inAdvance }) => inAdvance)).toEqual([false, true]);
  });

  it('has each exhibit once, as it is', () => {
    const exhibit = (type: 'ExhibitCollected', data: object): Visible => visible(type, data, { stream: 'exhibit-x' });
    expect(file(filed(), exhibit('ExhibitCollected', { kind: 'DEVICE' }), { ...visible('HearingHeld'), stream: 'exhibit-x', type: 'SealBroken' }).exhibits).toEqual([expect.objectContaining({ exhibit: 'x', investigation: 'i', kind: 'DEVICE' })]);
  });
});
