import type { DueItem } from '@amparo/protocol';
import { emptyCase, type CaseMemory } from '../visibility/case-memory';
import { emptyDirectory } from '../visibility/directory-memory';
import type { DueRow } from './due-row';
import { moveOf } from './whose-move';

const directory = emptyDirectory();
for (const [unit, compartment] of [['mmujer-azua', 'mmujer'], ['mmujer-bani', 'mmujer'], ['pgr-pett', 'pgr-pett'], ['casa-malala', 'casa-malala'], ['dgm-sede', 'dgm']] as const) directory.units.set(unit, { compartment, institution: 'any', operator: 'any' });
directory.codes.set('cc-1', { unit: 'casa-malala', of: 'casa-malala' });

const due = (stream: string, by: string | undefined, more: Partial<DueRow> = {}): DueRow => {
  const item = { stream, clock: 'ANY', of: '', since: 'x', due: 'y', level: 'AGENT', cause: 'e', ...(by !== undefined && { by }) } as DueItem;
  return { is: 'ITEM', item, shown: { STATUS: null }, handedHere: false, ...more };
};
const memory = (more: Partial<CaseMemory> = {}): CaseMemory => ({ ...emptyCase(), leads: [{ compartment: 'mmujer', from: 0 }], ...more });
const referral = (more: object = {}) => ({ r: { sender: 'mmujer', addressee: 'casa-malala', open: [{ from: 1 }], ...more } }) as unknown as CaseMemory['referrals'];
/** The units of a compartment that are concerned, in its list of what it must do and in that of what it waits for. */
const seenBy = (compartment: string, row: DueRow, of: CaseMemory, asOf = 5) => {
  const { list } = moveOf(row, 'mmujer-azua', { memory: of, directory, compartment, asOf });
  return [list('OURS'), list('AWAITED')];
};
const nowhere = [undefined, undefined];

describe('whose move it is', () => {
  it('is the unit’s that must act, in its own file by its name, and of who leads the case', () => {
    const asked = due('referral-r', 'cc-1', { startedBy: 'mmujer-azua', sender: 'mmujer-azua' });
    expect(seenBy('casa-malala', asked, memory({ referrals: referral() }))).toEqual([['casa-malala'], undefined]);
    expect(seenBy('mmujer', asked, memory({ referrals: referral() }))).toEqual([['mmujer-azua'], ['mmujer-azua']]);
    for (const other of ['pgr-pett', 'dgm']) expect(seenBy(other, asked, memory({ referrals: referral() }))).toEqual(nowhere);
  });

  it('is awaited by who sent the referral without leading the case', () => {
    const asked = due('referral-r', 'cc-1', { startedBy: 'cc-1', sender: 'pgr-pett' });
    expect(seenBy('pgr-pett', asked, memory({ referrals: referral({ sender: 'pgr-pett' }) }))).toEqual([undefined, ['pgr-pett']]);
  });

  it('is not told to who is only shown the case: neither is it theirs nor do they wait for it', () => {
    expect(seenBy('casa-malala', due('case-k', 'mmujer-azua', { startedBy: 'mmujer-azua' }), memory({ referrals: referral() }))).toEqual(nowhere);
  });

  it('is nobody’s any more whose basis has ended, whatever they recorded: an old lead, a closed referral, a stay that is over', () => {
    const old = memory({ leads: [{ compartment: 'mmujer', from: 0, to: 3 }, { compartment: 'pgr-pett', from: 3 }] });
    const presumption = due('case-k', 'mmujer-azua', { startedBy: 'mmujer-azua' });
    expect(seenBy('mmujer', presumption, old)).toEqual(nowhere);
    expect(seenBy('pgr-pett', presumption, old)[0]).toEqual([]);
    expect(seenBy('mmujer', presumption, old, 2)[0]).toEqual(['mmujer-azua']);
    const closed = memory({ referrals: referral({ open: [{ from: 1, to: 4 }] }) });
    expect(seenBy('casa-malala', due('referral-r', 'cc-1'), closed)).toEqual(nowhere);
    const stay = (to?: number) => memory({ stays: { s: { compartment: 'casa-malala', from: 2, ...(to !== undefined && { to }) } } });
    expect(seenBy('casa-malala', due('stay-s', 'cc-1'), stay())).toEqual([['casa-malala'], undefined]);
    expect(seenBy('casa-malala', due('stay-s', 'cc-1'), stay(4))).toEqual(nowhere);
  });

  it('of a stay is never told to who leads the case, of a permit never to migration control, of an exclusion to nobody', () => {
    expect(seenBy('mmujer', due('stay-s', 'cc-1', { startedBy: 'mmujer-azua' }), memory({ stays: { s: { compartment: 'casa-malala', from: 2 } } }))).toEqual(nowhere);
    const served = memory({ referrals: referral({ addressee: 'dgm' }) });
    expect(seenBy('dgm', due('permit-p', 'mmujer-azua', { startedBy: 'dgm-sede' }), served)).toEqual(nowhere);
    expect(seenBy('mmujer', due('exclusion-x', undefined, { startedBy: 'mmujer-azua' }), memory())).toEqual(nowhere);
  });

  it('of a contact is the desk’s it is offered to, and awaited by the one it lies on', () => {
    const contact = { holders: [{ compartment: 'mmujer', from: 0 }], offers: [{ compartment: 'pgr-pett', by: 'mmujer', from: 1 }], links: {} };
    const offered = due('contact-c', 'pgr-pett', { startedBy: 'mmujer-bani' });
    expect(seenBy('pgr-pett', offered, memory({ leads: [], contact }))).toEqual([['pgr-pett'], undefined]);
    expect(seenBy('mmujer', offered, memory({ leads: [], contact }))).toEqual([undefined, ['mmujer-bani']]);
    expect(seenBy('dgm', offered, memory({ leads: [], contact }))).toEqual(nowhere);
  });

  it('of an exhibit is theirs to whom custody is offered, awaited by who offered it, and the business of who has the investigation', () => {
    const hands = { x: [{ as: 'CUSTODIAN' as const, compartment: 'mmujer', from: 0 }, { as: 'OFFERED' as const, compartment: 'dgm', from: 1 }] };
    const investigation = { holders: [{ compartment: 'pgr-pett', from: 0 }], cases: [], hands };
    const of = memory({ leads: [], investigation });
    expect(seenBy('dgm', due('exhibit-x', 'ag-1', { handedHere: true }), of)).toEqual([[], undefined]);
    expect(seenBy('mmujer', due('exhibit-x', 'ag-1', { startedBy: 'mmujer-bani' }), of)).toEqual([undefined, ['mmujer-bani']]);
    expect(seenBy('pgr-pett', due('exhibit-x', 'ag-1', { startedBy: 'mmujer-bani' }), of)).toEqual([[], []]);
    expect(seenBy('casa-malala', due('exhibit-x', 'ag-1', { startedBy: 'cc-1' }), of)).toEqual(nowhere);
  });
});
