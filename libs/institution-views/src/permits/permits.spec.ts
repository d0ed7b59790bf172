import { clocks, permit, type PermitEvent, type Permit } from '@amparo/protocol';
import { recorded } from '@amparo/event-sourcing/testing';
import fc from 'fast-check';
import type { Visible } from '../case-timeline/case-timeline';
import { permitView, type PermitRow } from './permits';

const place = { file: 'k', own: (code: string | undefined) => code === 'dgm-sede', clocks };
const visible = ({ type, data }: PermitEvent, at = '2026-01-05T12:00:00.000Z'): Visible => ({ id: type, stream: 'permit-p', type, at, data, shown: { MIGRATION: null }, parts: [] }) as unknown as Visible;
const after = (...events: readonly PermitEvent[]): PermitRow => events.reduce<PermitRow | undefined>((row, event) => permitView.after(row, visible(event), place), undefined)!;
const lists = (...events: readonly PermitEvent[]) => permitView.lists(after(...events), place);

const applied = (asks: 'GRANT' | 'RENEWAL' | 'UPGRADE' = 'GRANT'): PermitEvent => ({ type: 'PermitApplied', data: { asks, class: 'BUSINESS_VISA', to: 'dgm-sede', consents: [] } });
const granted: PermitEvent = { type: 'PermitGranted', data: { class: 'BUSINESS_VISA', from: '2026-01-05', until: '2027-01-04' } };
const renewed: PermitEvent = { type: 'PermitRenewed', data: { from: '2027-01-05', until: '2028-01-04' } };
const upgraded: PermitEvent = { type: 'PermitUpgraded', data: { class: 'TEMPORARY_RESIDENCE', from: '2027-01-05', until: '2029-01-04' } };
const refused: PermitEvent = { type: 'PermitRefused', data: { reason: 'DOCUMENTS_MISSING' } };
const withdrawn: PermitEvent = { type: 'PermitApplicationWithdrawn', data: { reason: 'NOT_NEEDED' } };
const closed: PermitEvent = { type: 'PermitClosedForConsent', data: { consent: 'c' } };
const lapsed: PermitEvent = { type: 'PermitLapsed', data: { until: '2027-01-04' } };
const revoked: PermitEvent = { type: 'PermitRevoked', data: { reason: 'REPLACED' } };

describe('a permit, as its lead and its authority see it', () => {
  it('waits for its answer, and concerns the unit applied to', () => {
    expect(after(applied())).toMatchObject({ status: 'APPLIED', asks: 'GRANT', to: 'dgm-sede', units: ['dgm-sede'] });
    expect(lists(applied())).toEqual(['CURRENT']);
  });

  it('is due for renewal sixty days before its end, and, applied for, to be answered before she has none', () => {
    expect(after(applied(), granted).dueAt).toBe('2026-11-06T04:00:00.000Z');
    expect(after(applied(), granted, applied('RENEWAL')).dueAt).toBe('2027-01-05T04:00:00.000Z');
    expect(after(applied(), granted, applied('RENEWAL'), refused)).toMatchObject({ status: 'GRANTED', dueAt: '2026-11-06T04:00:00.000Z' });
    expect(after(applied(), granted, applied('RENEWAL'), renewed)).toMatchObject({ status: 'GRANTED', class: 'BUSINESS_VISA', until: '2028-01-04' });
  });

  it('that lapsed stands first until it is renewed; what is only applied for stands last, the oldest first', () => {
    const sorts = [[applied(), granted, lapsed], [applied(), granted, applied('UPGRADE'), upgraded], [applied()]].map((events) => permitView.sort(after(...events)));
    expect([...sorts].sort()).toEqual(sorts);
    expect(permitView.sort(permitView.after(undefined, visible(applied(), '2025-01-05T12:00:00.000Z'), place)) < sorts[2]!).toBe(true);
  });

  it.each([['refused', refused], ['withdrawn', withdrawn], ['closed for consent', closed]])('whose application is %s is not in the list, unless she has one', (_, event) => {
    expect(lists(applied(), event)).toEqual(['ENDED']);
    expect(lists(applied(), granted, applied('RENEWAL'), event)).toEqual(['CURRENT']);
  });

  it('that is revoked or entered in error is not in the list', () => {
    expect(lists(applied(), granted, revoked)).toEqual(['ENDED']);
    expect(lists(applied(), granted, { type: 'PermitEnteredInError', data: { reason: 'DUPLICATE' } })).toEqual(['ENDED']);
  });

  it('of which no more may be seen than what the authority recorded and what it came to has its state all the same', () => {
    expect(after(granted, lapsed)).toMatchObject({ status: 'LAPSED', until: '2027-01-04' });
    expect(after(closed)).toMatchObject({ status: 'CONSENT_WITHDRAWN' });
  });

  it('is in the state that decisions see it in, wherever all of it is seen', () => {
    const moves = fc.constantFrom(applied('RENEWAL'), applied('UPGRADE'), renewed, upgraded, refused, withdrawn, closed, lapsed, revoked);
    const answering: readonly PermitEvent[] = [renewed, upgraded, refused, withdrawn, closed];
    const waits = ({ asks }: PermitRow): boolean => asks !== undefined;
    fc.assert(
      fc.property(fc.boolean(), fc.array(moves, { maxLength: 12 }), (grants, more) => {
        const told: PermitEvent[] = [applied(), grants ? granted : refused];
        // What no decision would record is left out: an answer to nothing, a second application, anything of what has ended.
        for (const event of grants ? more : []) {
          const row = after(...told);
          const answers = answering.includes(event);
          if (row.status === 'REVOKED' || (event === lapsed && row.status !== 'GRANTED') || (event === revoked && row.status !== 'GRANTED')) continue;
          if (answers === waits(row) || event === lapsed || event === revoked) told.push(event);
        }
        const state = told.reduce<Permit>((before, event) => permit.evolve(before, recorded(event)), permit.initial);
        const row = after(...told);
        expect(state).toMatchObject({ status: row.status, class: row.class, ...(row.until !== undefined && { term: { from: row.from, until: row.until } }) });
        expect('pending' in state).toBe(waits(row));
      }),
    );
  });
});
