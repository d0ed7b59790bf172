import { clocks, type ReturnEvent } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { returnView, type ReturnRow } from './returns';

const place = { file: 'k', own: (code: string | undefined) => code === 'mmujer-bani', clocks };
let minute = 0;
const visible = <E extends ReturnEvent>(type: E['type'], data: E['data'] | object = {}, at?: string): Visible =>
  ({ id: type, stream: 'return-t', type, at: at ?? `2026-01-05T12:${String(minute++ % 60).padStart(2, '0')}:00.000Z`, data, shown: { STATUS: null }, parts: [] }) as unknown as Visible;
const after = (...events: readonly Visible[]): ReturnRow => events.reduce<ReturnRow | undefined>((row, event) => returnView.after(row, event, place), undefined)!;
const lists = (...events: readonly Visible[]) => returnView.lists(after(...events), place);
const sort = (...events: readonly Visible[]) => returnView.sort(after(...events));

const notified = visible('ReturnNotified', { kind: 'VOLUNTARY', direction: 'INBOUND', notifiedBy: 'mirex-madrid' });
const risk = (level: string): Visible => visible('ReturnRiskAssessed', { level });
const consented = (insists = false): Visible => visible('ReturnConsented', { by: 'SURVIVOR', language: 'spa', insists });
const meets = (party = 'mmujer-bani'): Visible => visible('ReturnPartyNamed', { party, task: 'MEETS', consents: [] });
const met = visible('ArrivalMet', { metBy: 'mmujer-bani', place: 'AIRPORT' }, '2026-01-10T12:00:00.000Z');

describe('a return, as one of those who have a part in it sees it', () => {
  it('is expected until she arrives, the nearest to arrival first', () => {
    const steps = [[notified, consented(), meets()], [notified, consented()], [notified, meets()]];
    for (const events of steps) expect(lists(...events)).toEqual(['EXPECTED']);
    expect(steps.map((events) => sort(...events))).toEqual([...steps.map((events) => sort(...events))].sort());
  });

  it('of who is deported is decided by whoever deports her', () => {
    expect(after(visible('ReturnNotified', { kind: 'DEPORTED', direction: 'INBOUND', notifiedBy: 'x' }))).toMatchObject({ status: 'ORDERED', decided: 'DEPORTATION' });
  });

  it('is to be decided again when the risk turns out to be high, unless she insisted', () => {
    expect(after(notified, risk('LOW'), consented(), risk('HIGH'))).toMatchObject({ status: 'NOTIFIED', risk: 'HIGH' });
    expect(after(notified, risk('HIGH'), consented(true), risk('HIGH'))).toMatchObject({ status: 'CONSENTED' });
  });

  it('names who meets her last, and which units of this compartment it concerns', () => {
    expect(after(notified, meets('inm-retornos'), meets())).toMatchObject({ meets: 'mmujer-bani', units: ['mmujer-bani'] });
    expect(after(notified, visible('ReturnPlanShared', { with: ['gcps', 'mmujer-bani'], consents: [] }))).toMatchObject({ sharedWith: ['gcps', 'mmujer-bani'], units: ['mmujer-bani'] });
  });

  it('concerns a unit no more that is not to meet her any more: the gate goes by who is named now', () => {
    expect(after(notified, meets(), meets('inm-retornos'))).toMatchObject({ meets: 'inm-retornos', units: [] });
  });

  it('is followed up after she arrived: who was not reached is still to be asked, and after the last nothing is due', () => {
    const asked = visible('ReturnFollowedUp', { found: 'SAFE' });
    expect(lists(notified, consented(), met)).toEqual(['ARRIVED']);
    const dues = [[], [visible('ReturnFollowedUp', { found: 'NOT_REACHED' })], [asked], [asked, asked, asked, asked]].map((events) => after(notified, consented(), met, ...events).followUpDue);
    expect(dues[0]).toMatch(/^2026-02-1[01]T/);
    expect([dues[1], dues[3]]).toEqual([dues[0], undefined]);
    expect(dues[2]! > dues[0]!).toBe(true);
  });

  it('is in neither list when it has ended, nor where no more than one’s own records may be seen', () => {
    expect(lists(notified, visible('ReturnCancelled', { reason: 'RISK' }))).toEqual(['ENDED']);
    expect(after(notified, visible('ReturnCancelled', { reason: 'RISK' }))).toMatchObject({ status: 'CANCELLED', outcome: 'RISK' });
    expect([lists(met), lists(visible('ReturnCompleted', { outcome: 'REINTEGRATED' }))]).toEqual([['PART'], ['PART']]);
  });
});
