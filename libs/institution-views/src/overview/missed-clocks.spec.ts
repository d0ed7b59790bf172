import { clocks, type ToldToClocks } from '@amparo/protocol';
import { cellsOfClocks, countedClocksAfter, missedAt, missedKind, type CountedClocks, type MissedClocks } from './missed-clocks';

const owners: Readonly<Record<string, string>> = { 'mmujer-azua': 'mmujer', 'pgr-pett': 'pgr', 'casa-malala': 'pgr', 'cc-1': 'pgr', 'cc-2': 'condor' };
let serial = 0;
const told = (stream: string, type: string, data: object = {}, at = '2026-01-05T12:00:00.000Z', unit = 'mmujer-azua'): ToldToClocks => ({ stream, type, id: `e${++serial}`, at, data, actor: { client: 'desk', unit, agent: 'ag-7', assurance: 'ASSERTED' } });
const fold = (events: readonly ToldToClocks[]): CountedClocks | undefined => events.reduce<CountedClocks | undefined>((before, one) => countedClocksAfter(before, one, (code) => owners[code]), undefined);
const cells = (kind: string, events: readonly ToldToClocks[]) => {
  const counted = fold(events);
  return counted === undefined ? [] : cellsOfClocks(events[0]!.stream, counted, clocks).filter((cell) => cell.kind === kind).map(({ row }) => row);
};
const up = (stream: string, type: string, clock: string, level = 'COORDINATION_BODY', more: object = {}) => told(stream, type, { clock, level, ...more });

describe('missed clocks, as coordination bodies see them counted', () => {
  const housed = told('stay-s', 'SurvivorAdmitted', { unit: 'cc-1' }, undefined, 'cc-1');
  const permit = [told('permit-p', 'PermitApplied'), told('permit-p', 'PermitGranted', { until: '2026-12-31' }, undefined, 'dgm-sede'), told('permit-p', 'PermitRenewalDue')];
  it.each<[string, ToldToClocks[], object[]]>([
    ['a referral that nobody answers', [told('referral-r', 'ReferralRequested', { from: 'mmujer-azua', to: 'pgr-pett', priority: 'NORMAL' }), up('referral-r', 'ReferralEscalated', 'ANSWER')], [{ clock: 'ANSWER', institution: 'pgr' }]],
    ['a stay that nobody reviews: of the house whose it is', [housed, told('stay-s', 'StayReviewDue'), up('stay-s', 'StayEscalated', 'REVIEW')], [{ clock: 'REVIEW', institution: 'pgr' }]],
    ['a permit that nobody renews', [...permit, up('permit-p', 'PermitEscalated', 'RENEWAL')], [{ clock: 'RENEWAL', institution: 'mmujer' }]],
    ['a presumption that nobody decides on', [told('case-k', 'CaseOpened', { lead: 'mmujer-azua' }), told('case-k', 'ScreeningRecorded'), up('case-k', 'CaseEscalated', 'PRESUMPTION')], [{ clock: 'PRESUMPTION', institution: 'mmujer' }]],
    ['an item of a plan', [told('case-k', 'CarePlanAgreed', { items: [{ item: 'i', unit: 'cc-2', due: '2026-02-01' }] }), up('case-k', 'CaseEscalated', 'PLAN_ITEM', undefined, { of: 'i' })], [{ clock: 'PLAN_ITEM', institution: 'condor' }]],
    ['a hand-over', [told('contact-c', 'ContactReceived'), told('contact-c', 'ContactHandedOver', { to: 'pgr-pett' }), up('contact-c', 'ContactEscalated', 'HAND_OVER')], [{ clock: 'HAND_OVER', institution: 'pgr' }]],
    ['a visit after her return', [told('return-t', 'ReturnNotified', { notifiedBy: 'mmujer-azua' }), told('return-t', 'ReturnPartyNamed', { task: 'RECEIVES', party: 'cc-2' }), told('return-t', 'ArrivalMet'), up('return-t', 'ReturnEscalated', 'FOLLOW_UP')], [{ clock: 'FOLLOW_UP', institution: 'condor' }]],
    ['not what lies with the agent or the supervisor', [housed, told('stay-s', 'StayReviewDue')], []],
    ['not what has been done meanwhile', [housed, up('stay-s', 'StayEscalated', 'REVIEW'), told('stay-s', 'SurvivorDischarged')], []],
    ['never custody', [told('exhibit-x', 'CustodyOffered', { to: { agent: 'ag-9' } }), up('exhibit-x', 'ExhibitEscalated', 'CUSTODY')], []],
    ['never an exclusion, be it said to have come so far', [told('exclusion-x', 'ExclusionPlaced'), up('exclusion-x', 'ExclusionEscalated', 'CONFIRMATION')], []],
  ])('%s', (_, events, expected) => {
    const rows = cells(missedKind, events);
    expect(rows).toHaveLength(expected.length);
    expect(rows).toMatchObject(expected);
  });

  it('remember no unit, no code and nobody; of an investigation and of an exclusion nothing at all', () => {
    const events = [housed, told('stay-s', 'StayReviewDue'), up('stay-s', 'StayEscalated', 'REVIEW')];
    expect(cells(missedKind, events)).toHaveLength(1);
    for (const hidden of ['cc-1', 'casa-malala', 'ag-7', 'desk']) expect(JSON.stringify([fold(events), cells(missedKind, events)])).not.toContain(hidden);
    for (const stream of ['exhibit-x', 'exclusion-x']) expect(fold([told(stream, 'CustodyOffered', { to: { agent: 'ag-9' } }), told(stream, 'ExclusionPlaced')])).toBeUndefined();
  });

  it('say how many, and for how many whole days the longest has been missed', () => {
    const row = (institution: string, due: string, count: number): MissedClocks => ({ clock: 'ANSWER', institution, due, count });
    expect(missedAt([row('pgr', '2026-01-02T12:00:00.000Z', 2), row('pgr', '2026-01-04T12:00:00.000Z', 1), row('mmujer', '2026-01-05T11:00:00.000Z', 1)], '2026-01-05T12:00:00.000Z')).toEqual([
      { institution: 'mmujer', clock: 'ANSWER', missed: 1, days: 0 },
      { institution: 'pgr', clock: 'ANSWER', missed: 3, days: 3 },
    ]);
  });
});
