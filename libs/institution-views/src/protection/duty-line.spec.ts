import type { UnitRow } from '../directory/directory-view';
import { emptyCase, type CaseMemory } from '../visibility/case-memory';
import { leadDutyLine } from './duty-line';

const until = '2026-01-05T14:00:00.000Z';
const during = '2026-01-05T13:59:59.999Z';
const memory = (more: Partial<CaseMemory> = {}): CaseMemory => ({
  ...emptyCase(),
  leads: [{ compartment: 'conani', unit: 'conani-proteccion', from: 0, to: 1 }, { compartment: 'mmujer', unit: 'mmujer-azua', from: 1 }],
  openings: { ...emptyCase().openings, emergencies: { a: { compartment: 'pgr-pett', further: [], until, from: 2 } } },
  ...more,
});
const unit = (code: string): UnitRow | undefined => ({ 'mmujer-azua': { dutyLine: '*212' }, 'conani-proteccion': { dutyLine: '700' } })[code] as UnitRow | undefined;

describe('the duty line of the lead', () => {
  it('is that of who leads now', () => expect(leadDutyLine(memory(), 'pgr-pett', unit, during)).toBe('*212'));

  it.each<[string, string, string, CaseMemory]>([
    ['to who opened no emergency access', 'mmujer', during, memory()],
    ['when its hours are over, its event there or not', 'pgr-pett', until, memory()],
    ['when it was ended', 'pgr-pett', during, memory({ openings: { ...emptyCase().openings, emergencies: { a: { compartment: 'pgr-pett', further: [], until, from: 2, to: 3 } } } })],
    ['of a house, which leads under a code', 'pgr-pett', during, memory({ leads: [{ compartment: 'casa-malala', unit: 'cc-1', from: 0 }] })],
    ['where views do not know the unit that leads', 'pgr-pett', during, memory({ leads: [{ compartment: 'mmujer', from: 0 }] })],
  ])('is not opened %s', (_, compartment, now, held) => expect(leadDutyLine(held, compartment, unit, now)).toBeUndefined());
});
