import { recorded } from '@amparo/event-sourcing/testing';
import type { UnitEvent } from '@amparo/protocol';
import { unitAfter, type UnitRow } from './directory-view';

const opened: UnitEvent = { type: 'UnitOpened', data: { unit: 'mmujer-azua', name: 'Azua', institution: 'mmujer', operator: 'mmujer', compartment: 'mmujer', kind: 'OFFICE', residential: false } };
const offered = (...languages: string[]): UnitEvent => ({ type: 'ServiceOffered', data: { service: 'LEGAL_AID', languages } });

it('a service that is offered again, in other languages, stands in the directory once, as it was offered last', () => {
  const row = [opened, offered('spa'), offered('hat', 'spa')].reduce<UnitRow | undefined>((before, event) => unitAfter(before, recorded(event)), undefined);
  expect(row?.services).toEqual([{ service: 'LEGAL_AID', languages: ['hat', 'spa'] }]);
});
