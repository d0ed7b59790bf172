import { recorded } from '@amparo/event-sourcing/testing';
import type { DataCategory, ProtocolEvent } from '@amparo/protocol';
import { emptyCase, observeCase } from './case-memory';
import { emptyDirectory, observeDirectory } from './directory-memory';
import { seen } from './visibility';

const directory = emptyDirectory();
for (const [unit, compartment, residential] of [['mmujer-azua', 'mmujer', false], ['casa-malala', 'casa-malala', true]] as const) {
  observeDirectory(directory, recorded({ type: 'UnitOpened', data: { unit, name: unit, institution: 'mmujer', operator: 'mmujer', compartment, kind: 'OFFICE', residential } }));
}
type Told = readonly [stream: string, event: ProtocolEvent];
const opened: Told = ['case-k', { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', lead: 'mmujer-azua', subject: 's' } }];
const admitted: Told = ['stay-r', { type: 'SurvivorAdmitted', data: { unit: 'casa-malala', place: 'p', dependants: [], met: [] } }];
const review: Told = ['stay-r', { type: 'StayReviewDue', data: { due: '2026-02-04T12:00:00.000Z' } }];
const left: Told = ['stay-r', { type: 'SurvivorDischarged', data: { reason: 'MOVED' } }];
const consented = (history: 'CURRENT' | 'SINCE' | 'ALL', categories: DataCategory[] = ['WHEREABOUTS'], purpose: 'ASSISTANCE' | 'RETURN' = 'ASSISTANCE'): Told => [
  'case-k',
  { type: 'ConsentGiven', data: { consent: 'c', receiver: 'mmujer', categories, purpose, history, until: '2027-01-01T00:00:00.000Z', textVersion: '1', language: 'spa', by: 'SURVIVOR' } },
];
const withdrawn: Told = ['case-k', { type: 'ConsentWithdrawn', data: { consent: 'c', by: 'SURVIVOR' } }];

/** Types of the stay's events that a compartment sees when all that was told. */
function shown(compartment: string, told: readonly Told[]): string[] {
  const memory = emptyCase();
  const events = told.map(([stream, event]) => ({ ...recorded(event), stream }));
  events.forEach((event, index) => observeCase(memory, directory, event, index));
  return events.flatMap((event, index) => (event.stream === 'stay-r' && Object.keys(seen(memory, directory, { event, index }, compartment, events.length - 1)).length > 0 ? [event.type] : []));
}

describe('a stay', () => {
  it('is seen by the house she lives in, what nobody recorded included; when she has left, that she has', () => {
    expect(shown('casa-malala', [opened, admitted, review])).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    expect(shown('casa-malala', [opened, admitted, review, left])).toEqual(['SurvivorDischarged']);
  });

  it('is seen by the lead on a consent that names WHEREABOUTS and is for her assistance, as long as it holds', () => {
    const stay = [opened, admitted, review];
    expect(shown('mmujer', stay)).toEqual([]);
    expect(shown('mmujer', [...stay, consented('ALL', ['STATUS', 'PROTECTION'])])).toEqual([]);
    expect(shown('mmujer', [...stay, consented('ALL', ['WHEREABOUTS'], 'RETURN')])).toEqual([]);
    expect(shown('mmujer', [...stay, consented('ALL')])).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    expect(shown('mmujer', [...stay, consented('ALL'), withdrawn])).toEqual([]);
  });

  it('is, on a consent for what is current, the one she is in: of one that had ended it tells nothing', () => {
    expect(shown('mmujer', [opened, admitted, consented('CURRENT'), left])).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect(shown('mmujer', [opened, admitted, left, consented('CURRENT')])).toEqual([]);
    expect(shown('mmujer', [opened, admitted, left, consented('ALL')])).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect(shown('mmujer', [opened, admitted, consented('SINCE'), left])).toEqual(['SurvivorDischarged']);
  });
});
