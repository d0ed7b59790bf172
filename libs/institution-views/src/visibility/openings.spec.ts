import { recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { emptyCase, observeCase } from './case-memory';
import { emptyDirectory, observeDirectory } from './directory-memory';
import { openedTo } from './openings';
import { seen } from './visibility';

const directory = emptyDirectory();
for (const [code, kind] of [['mmujer', 'WOMEN'], ['conani', 'CHILDREN'], ['pgr', 'PROSECUTION']] as const) observeDirectory(directory, recorded({ type: 'InstitutionRegistered', data: { code, name: code, kind } }));

const given = (type: string, unit: string, data: object, n: number): Recorded<ProtocolEvent> =>
  ({ ...recorded({ type, data } as ProtocolEvent), id: `e${n}`, stream: 'case-k', actor: { client: 'amparo', unit }, envelope: { basis: { kind: 'LEGAL_OBLIGATION' } } }) as unknown as Recorded<ProtocolEvent>;

describe('an emergency access', () => {
  const opening = (access: string, compartment: string): [string, string, object] => ['EmergencyAccessOpened', compartment, { access, compartment, reason: 'MISSING', further: [], until: '2027-01-01T00:00:00.000Z', hand: 'h' }];
  const told: [string, string, object][] = [
    ['CaseOpened', 'mmujer', { lead: 'mmujer' }],
    opening('a', 'conani'),
    opening('b', 'pgr'),
    ['EmergencyAccessEnded', 'mmujer', { access: 'a', because: 'TIME' }],
    ['EmergencyAccessReviewed', 'mmujer', { access: 'a', finding: 'JUSTIFIED' }],
  ];
  const memory = emptyCase();
  const events = told.map(([type, unit, data], n) => given(type, unit, data, n));
  events.forEach((event, n) => observeCase(memory, directory, event, n));
  const shown = (n: number, compartment: string, asOf = events.length - 1): object => seen(memory, directory, { event: events[n]!, index: n }, compartment, asOf);

  it('tells who opened it that it ended and what was found of it, under STATUS; not another who opened one of their own', () => {
    for (const n of [3, 4]) {
      expect(shown(n, 'conani')).toEqual({ STATUS: null });
      expect(shown(n, 'pgr')).toEqual({});
    }
  });

  it('reaches, reviewed after its end, the compartment that opened it', () => {
    expect(openedTo(memory.openings, 4)).toEqual(['conani', 'pgr']);
  });
});
