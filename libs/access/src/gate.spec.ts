import { dataCategories, roles } from '@amparo/protocol';
import fc from 'fast-check';
import { foundUnder, gate, looksUnder, mayReadCustody, mayReadDue, mayReadHolders, mayReadOccupancy, mayReadOverview, mayReadTerms, type GatedRow } from './gate';

const row: GatedRow = { categories: ['STATUS', 'IDENTITY', 'PROTECTION', 'INVESTIGATION'], units: ['mmujer-azua'], excluded: [] };
const caseworker = { agent: 'ag-azua', unit: 'mmujer-azua', roles: ['caseworker'] as const };
const shown = (...of: Parameters<typeof gate>): unknown => {
  const open = gate(...of);
  return open === 'NONE' ? open : [...open].sort();
};

describe('the gate inside a compartment', () => {
  it('shows a case worker what concerns her unit and nobody is assigned to', () => {
    expect(shown(caseworker, row)).toEqual(['IDENTITY', 'PROTECTION', 'STATUS']);
  });
  it('shows an assigned case to the agent it is assigned to and not to her colleagues', () => {
    expect(shown(caseworker, { ...row, agent: 'ag-azua' })).not.toBe('NONE');
    expect(shown(caseworker, { ...row, agent: 'ag-other' })).toBe('NONE');
  });
  it('shows the supervisor everything of the compartment but the investigation', () => {
    expect(shown({ agent: 'ag-boss', roles: ['supervisor'] }, { ...row, agent: 'ag-azua' })).toEqual(['IDENTITY', 'PROTECTION', 'STATUS']);
  });
  it('shows another unit nothing', () => {
    expect(shown({ ...caseworker, unit: 'mmujer-bani' }, row)).toBe('NONE');
  });
  it.each(['coordinator', 'administrator', 'auditor', 'steward'] as const)('shows a %s no case', (role) => {
    expect(shown({ ...caseworker, roles: [role] }, row)).toBe('NONE');
  });
  it('shows a partner system without an agent nothing', () => {
    expect(shown({ roles: ['supervisor'] }, row)).toBe('NONE');
  });
  it('adds up what several roles open', () => {
    expect(shown({ ...caseworker, roles: ['intake', 'prosecutor'] }, row)).toContain('INVESTIGATION');
  });

  const rows = fc.record({
    categories: fc.subarray([...dataCategories]),
    units: fc.subarray(['u-1', 'u-2']),
    agent: fc.constantFrom('ag-1', 'ag-2'),
    excluded: fc.subarray(['ag-1', 'u-1']),
  });
  const callers = fc.record({ agent: fc.constantFrom('ag-1', 'ag-2'), unit: fc.constantFrom('u-1', 'u-2'), roles: fc.subarray([...roles]) });

  it('never shows a category that the compartment has no basis for', () => {
    fc.assert(
      fc.property(callers, rows, (caller, of) => {
        const open = gate(caller, of);
        expect(open === 'NONE' || (open.size > 0 && [...open].every((category) => of.categories.includes(category)))).toBe(true);
      }),
    );
  });
  it('never shows anything to who is excluded, whatever the role', () => {
    fc.assert(
      fc.property(callers, rows, (caller, of) => {
        fc.pre(of.excluded.includes(caller.agent) || of.excluded.includes(caller.unit));
        expect(gate(caller, of)).toBe('NONE');
      }),
    );
  });
  it('shows what is found under the keys that a caller looks under, and nothing else, whatever role, unit and assignment', () => {
    const anywhere = fc.record({ units: fc.subarray(['u-1', 'u-2']), agent: fc.option(fc.constantFrom('ag-1', 'ag-2'), { nil: undefined }) });
    const anybody = fc.record({ agent: fc.constantFrom('ag-1', 'ag-2'), unit: fc.option(fc.constantFrom('u-1', 'u-2'), { nil: undefined }), roles: fc.subarray([...roles]) });
    const byKey = { shown: 0, kept: 0 };
    fc.assert(
      fc.property(anybody, anywhere, ({ unit, ...person }, { agent, units }) => {
        const caller = { ...person, ...(unit !== undefined && { unit }) };
        const of = { units, categories: ['STATUS'] as const, excluded: [], ...(agent !== undefined && { agent }) };
        const keys = looksUnder(caller);
        const found = keys === 'COMPARTMENT' || foundUnder(of).some((key) => keys.includes(key));
        expect(found).toBe(gate(caller, of) !== 'NONE');
        if (keys !== 'COMPARTMENT') byKey[found ? 'shown' : 'kept']++;
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(byKey.shown, byKey.kept)).toBeGreaterThan(10);
  });
  it('finds nothing for a partner system without an agent', () => {
    expect(looksUnder({ roles: ['supervisor', 'intake'] })).toEqual([]);
  });
  it('shows no less to somebody with one role more', () => {
    fc.assert(
      fc.property(callers, fc.constantFrom(...roles), rows, (caller, more, of) => {
        const less = gate(caller, of);
        const open = gate({ ...caller, roles: [...caller.roles, more] }, of);
        expect(less === 'NONE' || (open !== 'NONE' && [...less].every((category) => open.has(category)))).toBe(true);
      }),
    );
  });
});

describe('what is due', () => {
  const due: GatedRow = { categories: ['STATUS', 'MIGRATION'], units: ['mmujer-azua'], excluded: [] };

  it('is shown to the unit that must act or leads, and to who sees the whole compartment', () => {
    expect(mayReadDue(caseworker, due)).toBe(true);
    expect(mayReadDue({ ...caseworker, unit: 'mmujer-bani' }, due)).toBe(false);
    expect(mayReadDue({ agent: 'ag-boss', unit: 'mmujer-bani', roles: ['supervisor'] }, due)).toBe(true);
  });
  it('is not shown to a colleague of the agent her case is assigned to', () => {
    expect(mayReadDue(caseworker, { ...due, agent: 'ag-azua' })).toBe(true);
    expect(mayReadDue(caseworker, { ...due, agent: 'ag-other' })).toBe(false);
  });
  it('is no unit’s where no unit is concerned', () => {
    expect(mayReadDue(caseworker, { ...due, units: [] })).toBe(false);
    expect(mayReadDue({ agent: 'ag-boss', roles: ['supervisor'] }, { ...due, units: [] })).toBe(true);
  });
  it('takes every category it tells of, and one at least', () => {
    expect(mayReadDue({ ...caseworker, roles: ['intake'] }, due)).toBe(false);
    expect(mayReadDue({ ...caseworker, roles: ['intake'] }, { ...due, categories: ['STATUS'] })).toBe(true);
    expect(mayReadDue(caseworker, { ...due, categories: [] })).toBe(false);
  });
  it('is kept from the excluded, from a partner system without an agent and from roles that see no person', () => {
    for (const excluded of ['ag-azua', 'mmujer-azua']) expect(mayReadDue(caseworker, { ...due, excluded: [excluded] })).toBe(false);
    expect(mayReadDue({ unit: 'mmujer-azua', roles: ['supervisor'] }, due)).toBe(false);
    for (const role of ['coordinator', 'administrator', 'auditor', 'steward'] as const) expect(mayReadDue({ ...caseworker, roles: [role] }, due)).toBe(false);
  });
});

describe('what is about no survivor and yet not for everybody', () => {
  const who = (institution: string, ...held: readonly (typeof roles)[number][]) => ({ agent: 'ag-1', institution, roles: held });
  const partner = { institution: 'mmujer', roles: [...roles] };

  it.each(roles)('the terms of an agreement are for every agent of its parties, and of others for the auditor alone: %s', (role) => {
    expect(mayReadTerms(who('mmujer', role), ['mmujer', 'pgr'])).toBe(true);
    expect(mayReadTerms(who('dgm', role), ['mmujer', 'pgr'])).toBe(role === 'auditor');
  });
  it.each(roles)('whose a certificate is, is for administrators of who gave the course alone: %s', (role) => {
    expect(mayReadHolders(who('mmujer', role), ['mmujer'])).toBe(role === 'administrator');
    expect(mayReadHolders(who('pgr', role), ['mmujer'])).toBe(false);
  });
  it.each(roles)('what is counted for coordination bodies is for coordinators alone: %s', (role) => expect(mayReadOverview(who('mmujer', role))).toBe(role === 'coordinator'));
  it.each(roles)('how full a house is, is for who directs it alone: %s', (role) => {
    const inCasa = { ...who('mmujer', role), compartment: 'mmujer-casa' };
    expect(mayReadOccupancy(inCasa, 'mmujer-casa')).toBe(['supervisor', 'shelter_manager'].includes(role));
    expect([mayReadOccupancy(inCasa, 'casa-malala'), mayReadOccupancy(inCasa, undefined)]).toEqual([false, false]);
  });
  it('a partner system without an agent is shown none of it', () => {
    expect([mayReadTerms(partner, ['mmujer']), mayReadHolders(partner, ['mmujer']), mayReadOverview(partner)]).toEqual([false, false, false]);
    expect(mayReadOccupancy({ ...partner, compartment: 'mmujer-casa' }, 'mmujer-casa')).toBe(false);
  });
});

describe('the register of exhibits', () => {
  const police = { agent: 'ag-police', unit: 'pn-trata', roles: ['caseworker'] as const };
  const kept = { agents: ['ag-police'], excluded: [] };

  it('shows who keeps an exhibit, or is offered it, their own', () => {
    expect(mayReadCustody(police, kept)).toBe(true);
    expect(mayReadCustody({ ...police, agent: 'ag-other' }, kept)).toBe(false);
  });
  it('shows prosecutors and supervisors all of their compartment', () => {
    for (const role of ['prosecutor', 'supervisor'] as const) expect(mayReadCustody({ agent: 'ag-boss', roles: [role] }, kept)).toBe(true);
  });
  it('shows nothing to a role that keeps no exhibits, to the excluded, or to a partner system without an agent', () => {
    expect(mayReadCustody({ ...police, roles: ['shelter_manager', 'coordinator', 'administrator', 'auditor'] }, kept)).toBe(false);
    expect(mayReadCustody(police, { ...kept, excluded: ['ag-police'] })).toBe(false);
    expect(mayReadCustody(police, { ...kept, excluded: ['pn-trata'] })).toBe(false);
    expect(mayReadCustody({ roles: ['prosecutor'] }, kept)).toBe(false);
  });
});
