import { recorded } from '@amparo/event-sourcing/testing';
import type { UnitEvent } from '@amparo/protocol';
import { unitAfter, type UnitRow } from './directory-view';
import { fits, type Wanted } from './place-search';

const unit = (...events: UnitEvent[]): UnitRow => events.reduce<UnitRow | undefined>((row, event) => unitAfter(row, recorded(event)), undefined)!;
const opened = (unitCode: string, more: { territory?: string; residential?: boolean } = {}): UnitEvent => ({
  type: 'UnitOpened',
  data: { unit: unitCode, name: unitCode, institution: 'mmujer', operator: 'mmujer', compartment: unitCode, kind: 'OFFICE', residential: false, ...more },
});
const office = unit(
  opened('mmujer-azua', { territory: '0201' }),
  { type: 'ServiceOffered', data: { service: 'LEGAL_AID', languages: ['hat', 'spa'], schedule: [{ day: 'MO', from: '08:00', until: '16:00' }, { day: 'SA', from: '20:00', until: '24:00' }] } },
  { type: 'ServiceOffered', data: { service: 'PSYCHOLOGICAL_SUPPORT', languages: ['spa'], accessibility: ['STEP_FREE', 'SIGN_LANGUAGE'] } },
);
const house = unit(
  opened('mmujer-casa', { territory: '0101', residential: true }),
  { type: 'ServiceOffered', data: { service: 'SHELTER', languages: ['spa'] } },
  { type: 'CriteriaSet', data: { criteria: { sexes: ['FEMALE'], ageFrom: 18, ageTo: 65, dependants: false } } },
);
const bare = unit(opened('mmujer-bani'));

describe('a place is searched for', () => {
  it.each<[string, Wanted, UnitRow, boolean]>([
    ['nothing in particular', {}, bare, true],
    ['left open in GraphQL', { service: null, language: null, accessibility: null, sex: null, age: null, dependants: null, openOn: null, openAt: null }, bare, true],
    ['by service', { service: 'LEGAL_AID' }, office, true],
    ['by a service it does not offer', { service: 'SHELTER' }, office, false],
    ['by language', { language: 'hat' }, office, true],
    ['by a language of another of its services', { service: 'PSYCHOLOGICAL_SUPPORT', language: 'hat' }, office, false],
    ['by accessibility', { accessibility: ['STEP_FREE'] }, office, true],
    ['by what it does not offer besides', { accessibility: ['STEP_FREE', 'EASY_LANGUAGE'] }, office, false],
    ['by accessibility and language of two different services', { language: 'hat', accessibility: ['STEP_FREE'] }, office, false],
    ['on a day', { openOn: 'MO' }, office, true],
    ['on a day it is closed', { openOn: 'TU' }, office, false],
    ['at an hour', { openOn: 'MO', openAt: '15:59' }, office, true],
    ['when it closes', { openOn: 'MO', openAt: '16:00' }, office, false],
    ['at an hour of another day', { openOn: 'SA', openAt: '09:00' }, office, false],
    ['at an hour of any day', { openAt: '23:30' }, office, true],
    ['on a day, where no hours are known', { service: 'PSYCHOLOGICAL_SUPPORT', openOn: 'MO' }, office, false],
    ['where something must be offered, and nothing is', { language: 'spa' }, bare, false],
    ['where nothing is known of whom it takes in', { sex: 'MALE', age: 3, dependants: true }, office, true],
    ['for a woman of that age', { sex: 'FEMALE', age: 18 }, house, true],
    ['for a man', { sex: 'MALE' }, house, false],
    ['for a girl', { age: 17 }, house, false],
    ['for somebody older', { age: 66 }, house, false],
    ['with dependants, where none come along', { dependants: true }, house, false],
    ['without dependants', { dependants: false }, house, true],
    ['in a territory', { territory: '02' }, office, true],
    ['in the territory of a house, which is secret', { territory: '01' }, house, false],
    ['of an institution', { institution: 'pgr' }, office, false],
  ])('%s', (_, wanted, where, found) => expect(fits(where, wanted)).toBe(found));

  it('among those that are open', () => expect(fits(unit(opened('mmujer-azua'), { type: 'UnitClosed', data: { reason: 'MOVED' } }), {})).toBe(false));
});
