import { recorded } from '@amparo/event-sourcing/testing';
import type { DataCategory, ProtocolEvent, Purpose } from '@amparo/protocol';
import { emptyCase, observeCase } from './case-memory';
import { emptyDirectory, observeDirectory } from './directory-memory';
import { hasPart } from './named-memory';
import { seen } from './visibility';

const directory = emptyDirectory();
for (const [code, kind] of [['mmujer', 'WOMEN'], ['inm', 'MIGRATION_STUDIES'], ['dgm', 'MIGRATION_CONTROL']] as const) {
  observeDirectory(directory, recorded({ type: 'InstitutionRegistered', data: { code, name: code, kind } }));
  observeDirectory(directory, recorded({ type: 'UnitOpened', data: { unit: `${code}-sede`, name: code, institution: code, operator: code, compartment: code, kind: 'OFFICE', residential: false } }));
}
const now = '2026-01-05T12:00:00.000Z';

type Told = readonly [stream: string, type: ProtocolEvent['type'], data: object, basis?: string];
const opened: Told = ['case-k', 'CaseOpened', { matter: 'TRAFFICKING', kind: 'SURVIVOR', lead: 'mmujer-sede', subject: 's' }];
const consented = (receiver: string, purpose: Purpose, categories: DataCategory[]): Told => ['case-k', 'ConsentGiven', { consent: 'c', receiver, categories, purpose, history: 'ALL', until: '2027-01-01T00:00:00.000Z' }];
const withdrawn: Told = ['case-k', 'ConsentWithdrawn', { consent: 'c', by: 'SURVIVOR' }];
const notified: Told = ['return-t', 'ReturnNotified', { kind: 'VOLUNTARY', direction: 'INBOUND', notifiedBy: 'mmujer-sede' }];
const meets = (basis = 'CONSENT'): Told => ['return-t', 'ReturnPartyNamed', { party: 'inm-sede', task: 'MEETS', consents: basis === 'CONSENT' ? ['c'] : [] }, basis];
const completed: Told = ['return-t', 'ReturnCompleted', { outcome: 'REINTEGRATED' }];
const applied = (basis = 'CONSENT'): Told => ['permit-p', 'PermitApplied', { asks: 'GRANT', class: 'BUSINESS_VISA', to: 'dgm-sede', consents: basis === 'CONSENT' ? ['c'] : [] }, basis];

function after(told: readonly Told[]) {
  const memory = emptyCase();
  const events = told.map(([stream, type, data, basis = 'CONSENT'], index) => ({ ...recorded({ type, data } as ProtocolEvent), id: `e${index}`, stream, actor: { client: 'amparo' }, envelope: { basis: { kind: basis }, purpose: 'RETURN' } }) as unknown as ReturnType<typeof recorded<ProtocolEvent>>);
  events.forEach((event, index) => observeCase(memory, directory, event, index));
  const asOf = events.length - 1;
  return {
    shown: (compartment: string) => events.flatMap((event, index) => (Object.keys(seen(memory, directory, { event, index }, compartment, asOf)).length > 0 ? [event.type] : [])),
    part: (compartment: string, at = now) => hasPart(memory, compartment, asOf, at),
  };
}

describe('who is named in a return', () => {
  const told = [opened, consented('inm', 'RETURN', ['STATUS', 'WHEREABOUTS']), notified, meets()];

  it('has a part in the case while a consent of hers holds, and none by one that was withdrawn, has run out, or was gone when they were named', () => {
    expect(after(told).part('inm')).toBe(true);
    expect(after(told).shown('inm')).toEqual(['ReturnNotified', 'ReturnPartyNamed']);
    for (const gone of [[...told, withdrawn], [...told.slice(0, 2), withdrawn, ...told.slice(2)], [...told, completed]]) expect([after(gone).part('inm'), after(gone).shown('inm').filter((type) => type !== 'ReturnCompleted')]).toEqual([false, []]);
    expect(after(told).part('inm', '2027-01-01T00:00:00.000Z')).toBe(false);
    expect(after(told).part('dgm')).toBe(false);
  });

  it('is opened nothing by a consent that is for something else', () => {
    const other = after([opened, consented('inm', 'ASSISTANCE', ['STATUS', 'WHEREABOUTS']), notified, meets()]);
    expect([other.shown('inm'), other.part('inm')]).toEqual([[], false]);
  });
});

describe('who decides on a permit', () => {
  it('is migration control on a consent for residence that names MIGRATION, or on a court’s order: on no other basis, and for no other purpose', () => {
    expect(after([opened, consented('dgm', 'RESIDENCE', ['MIGRATION', 'IDENTITY', 'WHEREABOUTS']), applied()]).shown('dgm')).toEqual(['PermitApplied']);
    expect(after([opened, applied('COURT_ORDER')]).shown('dgm')).toEqual(['PermitApplied']);
    for (const purpose of ['ASSISTANCE', 'RETURN', 'PROTECTION'] as const) expect([purpose, after([opened, consented('dgm', purpose, ['MIGRATION']), applied()]).shown('dgm')]).toEqual([purpose, []]);
    for (const basis of ['LEGAL_OBLIGATION', 'LEGAL_MANDATE', 'VITAL_INTERESTS']) expect([basis, after([opened, applied(basis)]).shown('dgm')]).toEqual([basis, []]);
  });

  it('is shown no more than that it closed when her consent is gone, and nothing by a later end of what they never saw', () => {
    const closed: Told = ['permit-p', 'PermitClosedForConsent', { consent: 'c' }];
    const lapsed: Told = ['permit-p', 'PermitLapsed', { until: '2026-06-30' }];
    expect(after([opened, consented('dgm', 'RESIDENCE', ['MIGRATION']), applied(), withdrawn, closed]).shown('dgm')).toEqual(['PermitClosedForConsent']);
    expect(after([opened, consented('dgm', 'RESIDENCE', ['MIGRATION']), withdrawn, applied(), closed, lapsed]).shown('dgm')).toEqual(['PermitClosedForConsent']);
  });
});
