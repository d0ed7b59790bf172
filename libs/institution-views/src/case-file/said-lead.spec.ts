import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '@amparo/protocol';
import { emptyCase, observeCase } from '../visibility/case-memory';
import { emptyDirectory } from '../visibility/directory-memory';
import { withoutFormerLead } from './said-lead';

const directory = emptyDirectory();
for (const [unit, compartment] of [['mmujer-azua', 'mmujer'], ['conani-proteccion', 'conani'], ['casa-malala', 'casa-malala']] as const) directory.units.set(unit, { compartment } as never);
directory.codes.set('cc-1', { unit: 'casa-malala' } as never);
const led = (...leads: readonly (readonly [type: string, lead: string])[]) => {
  const memory = emptyCase();
  leads.forEach(([type, lead], index) => observeCase(memory, directory, { stream: 'case-k', id: `e${index}`, type, actor: {}, data: { lead } } as unknown as Recorded<ProtocolEvent>, index));
  return memory;
};
const said = (memory: ReturnType<typeof led>, lead: string, compartment: string, asOf?: number) => withoutFormerLead({ lead, assigned: 'ag-1', open: true }, memory, directory, compartment, asOf);
const named = (lead: string) => ({ lead, assigned: 'ag-1', open: true });

describe('who a case is said to be led by', () => {
  it.each(['LeadTransferAccepted', 'LeadReassigned'])('is not who led until %s, nor, to them, whoever leads since; before, they did', (type) => {
    const memory = led(['CaseOpened', 'mmujer-azua'], [type, 'conani-proteccion']);
    expect(said(memory, 'mmujer-azua', 'mmujer')).toEqual({ open: true });
    expect(said(memory, 'mmujer-azua', 'mmujer', 1)).toEqual({ open: true });
    expect(said(memory, 'mmujer-azua', 'mmujer', 0)).toEqual(named('mmujer-azua'));
    expect(said(memory, 'conani-proteccion', 'conani')).toEqual(named('conani-proteccion'));
  });

  it('is of a house the same by its code, and again whoever leads again', () => {
    expect(said(led(['CaseOpened', 'cc-1'], ['LeadReassigned', 'mmujer-azua']), 'cc-1', 'casa-malala')).toEqual({ open: true });
    expect(said(led(['CaseOpened', 'mmujer-azua'], ['LeadReassigned', 'cc-1'], ['LeadTransferAccepted', 'mmujer-azua']), 'mmujer-azua', 'mmujer')).toEqual(named('mmujer-azua'));
  });

  it('is to others as they saw it: that another leads is not theirs to learn', () => {
    expect(said(led(['CaseOpened', 'mmujer-azua'], ['LeadReassigned', 'conani-proteccion']), 'mmujer-azua', 'pgr-pett')).toEqual(named('mmujer-azua'));
  });
});
