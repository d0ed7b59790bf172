import type { Caller } from '@amparo/access';
import { recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '@amparo/protocol';
import type { Visible } from './case-timeline/case-timeline';
import { fileAfter } from './file-row';
import { filePass, partPass, passed } from './gated-case';
import { partUntil, type Seen } from './visibility/visibility';

const prosecutor = { client: 'pgr-pett-desk', institution: 'pgr', compartment: 'pgr-pett', agent: 'ag-pett', unit: 'pgr-pett', roles: ['prosecutor'] } as unknown as Caller;
const [before, until, after] = ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'];
const entry = (type: ProtocolEvent['type'], stream: string, shown: Seen, parts: Visible['parts'] = []): Visible =>
  ({ id: type, index: 0, stream, type, schema: 1, at: before, recordedAt: before, actor: {}, data: {}, shown, parts }) as unknown as Visible;

describe('what is shown at the moment of reading', () => {
  it('is nothing of what a mandate opened whose date has come, though no event has ended it yet', () => {
    const part = { category: 'HEALTH', until } as Visible['parts'][number];
    const opened = entry('CaseOpened', 'case-k', { STATUS: until, HEALTH: until }, [part]);
    const row = fileAfter(undefined, opened, 'k', () => false);
    expect(filePass(prosecutor, row, [], before)).toEqual(new Set(['STATUS', 'HEALTH']));
    expect(filePass(prosecutor, row, [], after)).toBe('NONE');
    expect(passed(opened, new Set(['STATUS', 'HEALTH']), before)?.parts).toEqual([part]);
    expect(passed(opened, new Set(['STATUS', 'HEALTH']), after)).toBeUndefined();
  });

  it('is under STATUS what is shown in clear only, and no sealed part of it', () => {
    const collected = entry('ExhibitCollected', 'exhibit-x', { STATUS: null });
    expect(passed(collected, new Set(['STATUS']), before)).toBeDefined();
    expect(passed(collected, new Set(['INVESTIGATION']), before)).toBeUndefined();
    expect(partUntil(recorded({ type: 'ExhibitCollected', data: {} } as never), ['item', 'foundAt'], { STATUS: null })).toBeUndefined();
  });

  it('belongs to the case where it is shown in the case, and to the investigation where it is shown there', () => {
    expect(fileAfter(undefined, entry('DisclosureUnderReserve', 'investigation-i', { STATUS: null }), 'k', () => false).type).toBe('CASE');
    expect(fileAfter(undefined, entry('DisclosureUnderReserve', 'investigation-i', { INVESTIGATION: null }), 'i', () => false).type).toBe('INVESTIGATION');
    expect(fileAfter(undefined, entry('ExhibitCollected', 'exhibit-x', { INVESTIGATION: null }), 'i', () => false).type).toBe('INVESTIGATION');
  });
});

describe('a return that names units of a compartment', () => {
  const caseworker = (unit: string): Caller => ({ institution: 'mmujer', compartment: 'mmujer', agent: `ag-${unit}`, unit, roles: ['caseworker'] }) as unknown as Caller;
  const told = (stream: string, data: object): Visible => ({ ...entry('ReturnPartyNamed', stream, { STATUS: null }), data }) as Visible;
  const own = (code: string): boolean => code.startsWith('mmujer-');

  it('concerns these and no other unit, where the compartment has no other part in the case', () => {
    const row = fileAfter(undefined, told('return-t', { party: 'mmujer-bani', with: ['gcps'] }), 'k', own);
    expect(filePass(caseworker('mmujer-bani'), row, [], before)).toEqual(new Set(['STATUS']));
    expect(filePass(caseworker('mmujer-azua'), row, [], before)).toBe('NONE');
  });

  it('concerns a unit no longer when another one is named for its task, and those whom her plan was shared with all the same', () => {
    const namings = [
      told('return-t', { party: 'mmujer-bani', task: 'MEETS' }),
      { ...told('return-t', { with: ['mmujer-linea'] }), type: 'ReturnPlanShared' } as Visible,
      told('return-t', { party: 'mmujer-azua', task: 'MEETS' }),
    ];
    const row = namings.reduce<ReturnType<typeof fileAfter> | undefined>((before, event) => fileAfter(before, event, 'k', own), undefined);
    const reads = ['mmujer-bani', 'mmujer-linea', 'mmujer-azua'].filter((unit) => filePass(caseworker(unit), row, [], before) !== 'NONE');
    expect(reads).toEqual(['mmujer-linea', 'mmujer-azua']);
  });

  it('opens itself alone to them, where another unit has the case, be it assigned; to the excluded it opens nothing', () => {
    const led = fileAfter(undefined, { ...entry('CaseOpened', 'case-k', { STATUS: null }), data: { lead: 'mmujer-azua' } } as Visible, 'k', own);
    const row = { ...fileAfter(led, told('return-t', { party: 'mmujer-bani' }), 'k', own), assigned: 'ag-mmujer-azua' };
    expect(filePass(caseworker('mmujer-bani'), row, [], before)).toBe('NONE');
    expect(partPass(caseworker('mmujer-bani'), row, ['mmujer-bani'], [], before)).toEqual(new Set(['STATUS']));
    expect(partPass(caseworker('mmujer-linea'), row, ['mmujer-bani'], [], before)).toBe('NONE');
    expect(partPass(caseworker('mmujer-bani'), row, ['mmujer-bani'], ['mmujer-bani'], before)).toBe('NONE');
    expect(partPass(caseworker('mmujer-azua'), row, ['mmujer-bani'], [], before)).toEqual(new Set(['STATUS']));
  });
});
