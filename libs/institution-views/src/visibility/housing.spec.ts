import { recorded } from '@amparo/event-sourcing/testing';
import type { DataCategory, ProtocolEvent } from '@amparo/protocol';
import { visible } from '../case-timeline/case-timeline';
import { emptyCase, observeCase, observeExclusion, type CaseMemory } from './case-memory';
import { emptyDirectory, observeDirectory } from './directory-memory';
import { seen } from './visibility';

const directory = emptyDirectory();
for (const [code, kind] of [['mmujer', 'WOMEN'], ['pgr', 'PROSECUTION'], ['condor', 'CIVIL_SOCIETY'], ['caipacla', 'CIVIL_SOCIETY'], ['dgm', 'MIGRATION_CONTROL']] as const) {
  observeDirectory(directory, recorded({ type: 'InstitutionRegistered', data: { code, name: code, kind } }));
}
/** Casa Malala is the prosecution's, and run by others. */
const units = [
  ['mmujer-azua', 'mmujer', 'mmujer', 'mmujer'],
  ['casa-malala', 'casa-malala', 'pgr', 'condor'],
  ['pgr-pett', 'pgr-pett', 'pgr', 'pgr'],
  ['caipacla-legal', 'caipacla', 'caipacla', 'caipacla'],
  ['dgm-sede', 'dgm', 'dgm', 'dgm'],
] as const;
for (const [unit, compartment, institution, operator] of units) {
  observeDirectory(directory, recorded({ type: 'UnitOpened', data: { unit, name: unit, institution, operator, compartment, kind: 'OFFICE', residential: unit === 'casa-malala' } }));
}
observeDirectory(directory, { ...recorded({ type: 'CaseCodeIssued', data: { code: 'cc-1', stands: 'UNIT', of: 'casa-malala' } }), stream: 'unit-casa-malala' });

type Told = readonly [stream: string, event: ProtocolEvent];
const opened: Told = ['case-k', { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', lead: 'mmujer-azua', subject: 's' } }];
const admitted: Told = ['stay-r', { type: 'SurvivorAdmitted', data: { unit: 'cc-1', place: 'p', dependants: [{ dependant: 'daughter', place: 'p2' }], met: ['DEPENDANTS'] } }];
const joined: Told = ['stay-r', { type: 'DependantAdmitted', data: { dependant: 'son', place: 'p3' } }];
const review: Told = ['stay-r', { type: 'StayReviewDue', data: { due: '2026-02-04T12:00:00.000Z' } }];
const left: Told = ['stay-r', { type: 'SurvivorDischarged', data: { reason: 'MOVED' } }];
type Consented = Readonly<{ history?: 'CURRENT' | 'SINCE' | 'ALL'; categories?: DataCategory[]; purpose?: 'ASSISTANCE' | 'RETURN'; receiver?: string; consent?: string }>;
const consented = ({ history = 'ALL', categories = ['WHEREABOUTS'], purpose = 'ASSISTANCE', receiver = 'mmujer', consent = 'c' }: Consented = {}): Told => [
  'case-k',
  { type: 'ConsentGiven', data: { consent, receiver, categories, purpose, history, until: '2027-01-01T00:00:00.000Z', textVersion: '1', language: 'spa', by: 'SURVIVOR' } },
];
const withdrawn: Told = ['case-k', { type: 'ConsentWithdrawn', data: { consent: 'c', by: 'SURVIVOR' } }];
const everything: DataCategory[] = ['STATUS', 'IDENTITY', 'CONTACT', 'WHEREABOUTS', 'PROTECTION', 'HEALTH', 'LEGAL', 'MIGRATION', 'CHILDREN', 'REINTEGRATION'];
const served = (to: string, consent = 'c'): Told[] => [
  ['referral-x', { type: 'ReferralRequested', data: { from: 'mmujer-azua', to, service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] } } as unknown as ProtocolEvent],
  ['referral-x', { type: 'ReferralAccepted', data: {} } as ProtocolEvent],
  ['referral-x', { type: 'ServiceStarted', data: {} } as ProtocolEvent],
];
const mandate = (kind: string, categories: DataCategory[], to = 'pgr-pett'): Told => [
  'investigation-i',
  { type: 'MandateIssued', data: { mandate: 'm', kind, number: 'J-1', case: 'k', to, categories, until: '2027-01-01T00:00:00.000Z' } } as ProtocolEvent,
];
const ended: Told = ['investigation-i', { type: 'MandateEnded', data: { mandate: 'm', case: 'k', reason: 'QUASHED' } }];

const remembered = (told: readonly Told[]): { memory: CaseMemory; events: ReturnType<typeof recorded<ProtocolEvent>>[] } => {
  const memory = emptyCase();
  const events = told.map(([stream, event], index) => ({ ...recorded(event), id: `e${index}`, stream }));
  events.forEach((event, index) => observeCase(memory, directory, event, index));
  return { memory, events };
};

/** What a compartment reads of the stay when all that was told. */
function read(compartment: string, told: readonly Told[], { memory, events } = remembered(told), asOf = events.length - 1) {
  return events.flatMap((event, index) => {
    const shown = seen(memory, directory, { event, index }, compartment, asOf);
    return event.stream === 'stay-r' && Object.keys(shown).length > 0 ? [visible(event, 1, index, [], shown, compartment, directory)] : [];
  });
}
const shown = (compartment: string, told: readonly Told[]): string[] => read(compartment, told).map(({ type }) => type);

describe('a stay', () => {
  it('is seen by the house she lives in, what nobody recorded included; when she has left, that she has', () => {
    expect(shown('casa-malala', [opened, admitted, review])).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    expect(shown('casa-malala', [opened, admitted, review, left])).toEqual(['SurvivorDischarged']);
  });

  it('is seen by the lead on a consent that names WHEREABOUTS and is for her assistance, as long as it holds', () => {
    const stay = [opened, admitted, review];
    expect(shown('mmujer', stay)).toEqual([]);
    expect(shown('mmujer', [...stay, consented({ categories: ['STATUS', 'PROTECTION'] })])).toEqual([]);
    expect(shown('mmujer', [...stay, consented({ purpose: 'RETURN' })])).toEqual([]);
    expect(shown('mmujer', [...stay, consented()])).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    expect(shown('mmujer', [...stay, consented(), withdrawn])).toEqual([]);
  });

  it('is, on a consent for what is current, the one she is in: of one that had ended it tells nothing', () => {
    expect(shown('mmujer', [opened, admitted, consented({ history: 'CURRENT' }), left])).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect(shown('mmujer', [opened, admitted, left, consented({ history: 'CURRENT' })])).toEqual([]);
    expect(shown('mmujer', [opened, admitted, left, consented()])).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect(shown('mmujer', [opened, admitted, consented({ history: 'SINCE' }), left])).toEqual(['SurvivorDischarged']);
  });

  it('is not opened to who merely serves her: on the widest consent and an accepted referral a provider sees no stay, no house and no date of it', () => {
    const stay = [admitted, joined, review, left];
    const told = [opened, consented({ receiver: 'caipacla-legal', categories: everything }), ...served('caipacla-legal'), ...stay];
    // It does serve her: what the consent names is open to it in her file.
    const { memory, events } = remembered(told);
    expect(Object.keys(seen(memory, directory, { event: events[4]!, index: 4 }, 'caipacla', 8))).toContain('WHEREABOUTS');
    for (let asOf = 0; asOf < told.length; asOf++) expect(read('caipacla', told, { memory, events }, asOf)).toEqual([]);
  });

  it.each([
    ['who owns the house', 'pgr'],
    ['who runs it', 'condor'],
    ['the prosecution', 'pgr-pett'],
    ['migration control', 'dgm'],
  ])('is kept from %s, whatever is shared with them or requested by them, a court’s order aside', (_who, compartment) => {
    const { memory, events } = remembered([
      opened,
      consented({ receiver: compartment, categories: everything }),
      ...served(compartment),
      mandate('REASONED_REQUEST', ['STATUS', 'PROTECTION', 'INVESTIGATION', 'IDENTITY', 'LEGAL'], compartment),
      admitted,
      joined,
      review,
      left,
    ]);
    for (let asOf = 0; asOf < events.length; asOf++) expect([asOf, read(compartment, [], { memory, events }, asOf)]).toEqual([asOf, []]);
  });

  it('is told to the prosecution on a court’s order that names WHEREABOUTS, the house by its name and nobody who came with her, until it is quashed', () => {
    const told = [opened, admitted, joined, mandate('COURT_ORDER', ['WHEREABOUTS'])];
    expect(read('pgr-pett', told).map(({ type, data }) => [type, data])).toEqual([['SurvivorAdmitted', { unit: 'casa-malala', place: 'p' }]]);
    expect(read('pgr-pett', [...told, ended])).toEqual([]);
    expect(read('pgr-pett', [opened, admitted, mandate('COURT_ORDER', ['HEALTH'])])).toEqual([]);
    // Rule 3: an order opens to migration control MIGRATION at most.
    expect(read('dgm', [opened, admitted, mandate('COURT_ORDER', ['WHEREABOUTS'], 'dgm-sede')])).toEqual([]);
  });

  it('tells who came with her to the house, and to the lead where she consented to CHILDREN besides: each has a case of their own', () => {
    const stay = [opened, admitted, joined];
    const dependants = (compartment: string, told: readonly Told[]) => read(compartment, told).map(({ type, data }) => [type, data['dependants'] ?? data['dependant'], data['met']]);
    const all = [['SurvivorAdmitted', [{ dependant: 'daughter', place: 'p2' }], ['DEPENDANTS']], ['DependantAdmitted', 'son', undefined]];
    expect(dependants('casa-malala', stay)).toEqual(all);
    expect(dependants('mmujer', [...stay, consented()])).toEqual([['SurvivorAdmitted', undefined, undefined]]);
    expect(dependants('mmujer', [...stay, consented({ categories: ['WHEREABOUTS', 'CHILDREN'] })])).toEqual(all);
    // Two consents are two: what one of them names is not where the other one says.
    expect(dependants('mmujer', [...stay, consented(), consented({ consent: 'c2', categories: ['CHILDREN'] })])).toEqual([['SurvivorAdmitted', undefined, undefined]]);
  });

  it('is, once she has left an excluded house, not there for it: neither its own entries nor the end', () => {
    const housed = (more: readonly Told[]) => remembered([opened, admitted, review, ...more]);
    const [there, gone] = [housed([]), housed([left])];
    for (const { memory } of [there, gone]) observeExclusion(memory, directory, 'x', { kind: 'UNIT', id: 'casa-malala' }, 2);
    expect(read('casa-malala', [], there)).toHaveLength(2);
    expect(read('casa-malala', [], gone)).toEqual([]);
  });
});
