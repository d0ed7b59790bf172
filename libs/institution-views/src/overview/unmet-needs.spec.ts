import { cellsOfNeeds, countedNeedsAfter, type CountedNeeds } from './unmet-needs';

const owners: Readonly<Record<string, string>> = { 'mmujer-azua': 'mmujer', 'pgr-pett': 'pgr', 'cc-1': 'pgr' };
const at = '2026-01-05T12:00:00.000Z';
type Told = Parameters<typeof countedNeedsAfter>[1];
const told = (id: string, stream: string, type: string, data: object, when = at, unit = 'mmujer-azua'): Told => ({ id, stream, type, at: when, data, actor: { unit } }) as unknown as Told;
const recorded = (id: string, service = 'SHELTER', when?: string, unit?: string) => told(id, 'case-k', 'UnmetNeedRecorded', { service, reason: 'NO_CAPACITY' }, when, unit);
const decided = (referral: string, step = 'UNMET_NEED', when?: string) => told(`of ${referral}`, `referral-${referral}`, 'NextStepDecided', { step }, when);
const inError = (referral: string) => told(`no ${referral}`, `referral-${referral}`, 'ReferralEnteredInError', { reason: 'DUPLICATE' });
const corrected = (corrects: string, reason = 'WRONG_PERSON') => told(`c ${corrects}`, 'case-k', 'EntryCorrected', { corrects, reason, category: 'PSYCHOSOCIAL' });
const asked = { from: 'mmujer', service: 'SHELTER' } as const;
const fold = (...events: readonly Told[]): CountedNeeds =>
  events.reduce<CountedNeeds>((before, event) => countedNeedsAfter(before, event, (code) => owners[code], event.stream.startsWith('referral-') ? asked : undefined), []);
const cells = (...events: readonly Told[]) => cellsOfNeeds(fold(...events)).map(({ row }) => row);
const shelter = { institution: 'mmujer', service: 'SHELTER', year: 2026 };

describe('needs that nobody met', () => {
  it('are of the institution that recorded or asked, and of the year by the calendar of Santo Domingo', () => {
    expect(cells(recorded('a', 'SHELTER', '2027-01-01T03:00:00.000Z'))).toEqual([shelter]);
    expect(cells(recorded('a', 'SHELTER', '2027-01-01T05:00:00.000Z', 'cc-1'))).toEqual([{ ...shelter, institution: 'pgr', year: 2027 }]);
    expect(cells(decided('r', 'UNMET_NEED', '2027-01-01T03:00:00.000Z'))).toEqual([shelter]);
    expect(cells(decided('r', 'NEW_REFERRAL'))).toEqual([]);
  });

  it.each<[string, Told[]]>([
    ['in the case, then of its referral', [recorded('a'), decided('r')]],
    ['of its referral, then in the case', [decided('r'), recorded('a')]],
    ['of two referrals', [decided('r'), decided('s')]],
    ['twice in the case, another year and by another institution', [recorded('a'), recorded('b', 'SHELTER', '2027-03-05T12:00:00.000Z', 'pgr-pett')]],
  ])('count once for a case and a service, as they were told first: %s', (_, events) => {
    expect(cells(...events)).toEqual([shelter]);
    expect(cells(...events, recorded('z', 'LEGAL_AID'))).toEqual([shelter, { ...shelter, service: 'LEGAL_AID' }]);
  });

  it('go on counting while one telling of them stands, and not when none does', () => {
    const later = recorded('b', 'SHELTER', '2027-03-05T12:00:00.000Z', 'pgr-pett');
    expect(cells(recorded('a'), later, corrected('a'))).toEqual([{ institution: 'pgr', service: 'SHELTER', year: 2027 }]);
    expect(cells(decided('r'), later, inError('r'))).toEqual([{ institution: 'pgr', service: 'SHELTER', year: 2027 }]);
    expect(cells(decided('r'), recorded('a'), corrected('a'))).toEqual([shelter]);
    expect(cells(decided('r'), recorded('a'), corrected('a'), inError('r'))).toEqual([]);
    expect(cells(recorded('a'), corrected('a', 'MISTYPED'))).toEqual([shelter]);
  });

  it('are remembered without a unit, a code or what was written, and as they were by an event that says nothing of them', () => {
    const needs = fold(recorded('a', 'SHELTER', at, 'cc-1'), decided('r'));
    expect(needs).toEqual([{ by: 'a', institution: 'pgr', service: 'SHELTER', year: 2026 }, { by: 'referral-r', ...shelter }]);
    for (const event of [inError('other'), corrected('other'), told('x', 'case-k', 'NeedsAssessed', { needs: ['SHELTER'] })]) expect(countedNeedsAfter(needs, event, (code) => owners[code])).toBe(needs);
  });
});
