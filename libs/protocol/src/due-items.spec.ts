import fc from 'fast-check';
import type { Recorded } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { clocks, permitRenewalDue, returnFollowUpDue, stayReviewDue } from './clocks';
import { clockedStreams, clockStateAfter, dueItems, passedUp, type DueItem } from './due-items';
import { protocolEvents, type ProtocolEvent } from './events';
import { clocksAfter, movesUp, noClocks, running, toAudit, upTheLine, type ClockedStream, type ClockState } from './running-clock';

const noon = '2026-02-23T12:00:00.000Z';
const hours = (n: number, from = noon): string => new Date(Date.parse(from) + n * 3_600_000).toISOString();
type Told = readonly [type: string, after: number, data?: object];

/** Events of a stream, so many hours after noon each. */
const on = (stream: string, ...told: readonly Told[]): Recorded<ProtocolEvent>[] =>
  told.map(([type, after, data = {}], seq) => recorded({ type, data } as never, { id: `${stream}/${seq}`, stream, seq, at: hours(after) }) as Recorded<ProtocolEvent>);
const requested = (priority = 'NORMAL'): Told => ['ReferralRequested', 0, { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority, consents: [] }];
/** What is due, as `CLOCK LEVEL by due`. */
const due = (events: readonly Recorded<ProtocolEvent>[]): string[] => dueItems(events).map((one) => `${one.clock} ${one.level} ${one.by ?? 'nobody'} ${one.due}`);

describe('what is due of a referral', () => {
  const accepted: Told = ['ReferralAccepted', 5];
  const begun: Told[] = [requested(), accepted, ['ServiceStarted', 6]];
  const answer = `ANSWER AGENT pgr-pett ${hours(14 * 24)}`;
  it.each<[string, Told[], string[]]>([
    ['requested: the answer, by the addressee', [requested()], [answer]],
    ['requested in an emergency: within a day', [requested('EMERGENCY')], [`ANSWER AGENT pgr-pett ${hours(24)}`]],
    ['acknowledged: the answer still', [requested(), ['ReferralAcknowledged', 1]], [answer]],
    ['on the waiting list: the answer still', [requested(), ['ReferralWaitlisted', 1]], [answer]],
    ['accepted: the service', [requested(), accepted], [`SERVICE AGENT pgr-pett ${hours(5 + 30 * 24)}`]],
    ['in service: nothing', begun, []],
    ['on hold: nothing', [...begun, ['ServicePaused', 7]], []],
    ['completed: the outcome, by the sender', [...begun, ['ServiceCompleted', 7]], [`OUTCOME AGENT mmujer-azua ${hours(7 + 14 * 24)}`]],
    ['disputed: nothing', [...begun, ['ServiceCompleted', 7], ['OutcomeDisputed', 8]], []],
    ['completed again: the outcome anew', [...begun, ['ServiceCompleted', 7], ['OutcomeDisputed', 8], ['ServiceCompleted', 9]], [`OUTCOME AGENT mmujer-azua ${hours(9 + 14 * 24)}`]],
    ['confirmed: nothing', [...begun, ['ServiceCompleted', 7], ['OutcomeConfirmed', 8]], []],
    ['declined: the next step, by the sender', [requested(), ['ReferralDeclined', 5]], [`NEXT_STEP AGENT mmujer-azua ${hours(5 + 14 * 24)}`]],
    ['lapsed: the next step', [requested(), ['ReferralLapsed', 5]], [`NEXT_STEP AGENT mmujer-azua ${hours(5 + 14 * 24)}`]],
    ['discontinued: the next step', [...begun, ['ServiceDiscontinued', 7]], [`NEXT_STEP AGENT mmujer-azua ${hours(7 + 14 * 24)}`]],
    ['and decided: nothing', [requested(), ['ReferralDeclined', 5], ['NextStepDecided', 6]], []],
    ['withdrawn: nothing', [requested(), ['ReferralWithdrawn', 5]], []],
    ['not wanted by her: nothing', [requested(), accepted, ['SurvivorDeclined', 6]], []],
    ['closed for a consent: nothing', [requested(), ['ReferralClosedForConsent', 5]], []],
    ['entered in error: nothing', [requested(), ['ReferralDeclined', 5], ['ReferralEnteredInError', 6]], []],
    ['seen by its closing only: nothing that is known', [['ReferralWithdrawn', 5]], []],
  ])('%s', (_, told, expected) => expect(due(on('referral-r', ...told))).toEqual(expected));

  it('stands still while information is asked for, once and for three days at most', () => {
    const [item] = dueItems(on('referral-r', requested('URGENT'), ['InformationRequested', 10]));
    expect(item).toMatchObject({ since: noon, due: hours(144), pausedUntil: hours(82) });
    const [going] = dueItems(on('referral-r', requested('URGENT'), ['InformationRequested', 10], ['InformationSupplied', 15]));
    expect(going).toMatchObject({ due: hours(77) });
    expect(going).not.toHaveProperty('pausedUntil');
    expect(dueItems(on('referral-r', requested('EMERGENCY'), ['InformationRequested', 10]))[0]).toEqual(dueItems(on('referral-r', requested('EMERGENCY')))[0]);
  });

  it('moves up: to the supervisor when it is due, and a supervisor’s time later to the coordination body', () => {
    const missed: Told = ['ReferralEscalated', 25, { clock: 'ANSWER', level: 'SUPERVISOR' }];
    const level = (...told: Told[]): DueItem => dueItems(on('referral-r', requested('EMERGENCY'), ...told))[0]!;
    expect(level()).toMatchObject({ level: 'AGENT', next: { level: 'SUPERVISOR', at: hours(24) } });
    expect(level(missed)).toMatchObject({ level: 'SUPERVISOR', due: hours(24), next: { level: 'COORDINATION_BODY', at: hours(49) } });
    const top = level(missed, ['ReferralEscalated', 50, { clock: 'ANSWER', level: 'COORDINATION_BODY' }]);
    expect(top).toMatchObject({ level: 'COORDINATION_BODY' });
    expect(top).not.toHaveProperty('next');
  });

  it('is seen by a coordination body as clock, institution and days: no case, no unit, and not before it came so far', () => {
    const up = (unit: string, ...levels: string[]): DueItem =>
      dueItems(on('referral-r', ['ReferralRequested', 0, { from: 'mmujer-azua', to: unit, priority: 'URGENT' }], ...levels.map((level): Told => ['ReferralEscalated', 73, { clock: 'ANSWER', level }])))[0]!;
    const institutionOf = (unit: string): string | undefined => (({ 'cc-000000000000000000000001': 'pgr' }) as Record<string, string>)[unit];
    const house = 'cc-000000000000000000000001';
    expect(passedUp(up(house, 'SUPERVISOR', 'COORDINATION_BODY'), hours(72 + 60), institutionOf)).toEqual({ clock: 'ANSWER', institution: 'pgr', days: 2 });
    for (const item of [up(house), up(house, 'SUPERVISOR'), up('of-nobody', 'SUPERVISOR', 'COORDINATION_BODY')]) expect(passedUp(item, hours(200), institutionOf)).toBeUndefined();
  });
});

describe('what is due of a case', () => {
  const opened: Told = ['CaseOpened', 0, { lead: 'mmujer-azua' }];
  const screened: Told = ['ScreeningRecorded', 1, { screening: 's1' }];
  const presumption = (by = 'mmujer-azua'): string => `PRESUMPTION AGENT ${by} 2026-03-04T04:00:00.000Z`;
  const decided = (decision: string, after: number): Told => ['IdentificationDecided', after, { decision }];
  it.each<[string, Told[], string[]]>([
    ['screened: a presumption, within five working days, by the lead', [opened, screened], [presumption()]],
    ['screened again: since the first', [opened, screened, ['ScreeningRecorded', 90, { screening: 's2' }]], [presumption()]],
    ['with another lead: by that', [opened, screened, ['LeadReassigned', 2, { lead: 'pgr-pett' }]], [presumption('pgr-pett')]],
    ['presumed: nothing, nor after another screening', [opened, screened, decided('PRESUMED', 3), ['ScreeningRecorded', 4, { screening: 's2' }]], []],
    ['not identified: nothing', [opened, screened, decided('NOT_IDENTIFIED', 3)], []],
    ['not identified and screened anew: a presumption', [opened, ['ScreeningRecorded', -90, {}], decided('NOT_IDENTIFIED', -50), screened], [presumption()]],
    ['closed: nothing', [opened, screened, ['CaseClosed', 2]], []],
    ['reopened: what was due', [opened, screened, ['CaseClosed', 2], ['CaseReopened', 400]], [presumption()]],
  ])('%s', (_, told, expected) => expect(due(on('case-k', ...told))).toEqual(expected));

  const consent = (id: string, until: number): Told => ['ConsentGiven', 0, { consent: id, until: hours(until) }];
  it('is notice of the end of each consent, 30 days before', () => {
    const given = [opened, consent('c', 24 * 90), consent('d', 24 * 40)];
    const [d, c] = dueItems(on('case-k', ...given));
    expect(c).toMatchObject({ clock: 'CONSENT_END', of: 'c', level: 'AGENT', by: 'mmujer-azua', due: hours(24 * 90), since: hours(24 * 60), next: { level: 'AGENT', at: hours(24 * 60) } });
    expect(d).toMatchObject({ of: 'd', since: hours(24 * 10) });
    const noticed = dueItems(on('case-k', ...given, ['CaseEscalated', 24 * 10, { clock: 'CONSENT_END', of: 'd', level: 'AGENT' }]));
    expect(noticed.map(({ of, next }) => [of, next !== undefined])).toEqual([['d', false], ['c', true]]);
    expect(dueItems(on('case-k', ...given, ['ConsentWithdrawn', 5, { consent: 'c' }], ['ConsentLapsed', 5, { consent: 'd' }]))).toEqual([]);
  });
  it('of a consent shorter than the notice is told from the start, by no event of its own', () =>
    expect(dueItems(on('case-k', opened, consent('c', 24 * 7)))[0]).toEqual({ stream: 'case-k', clock: 'CONSENT_END', of: 'c', level: 'AGENT', by: 'mmujer-azua', since: noon, due: hours(24 * 7), cause: 'case-k/1' }));
});

describe('what is due of her recovery, and of an emergency access', () => {
  const opened: Told = ['CaseOpened', 0, { lead: 'mmujer-azua' }];
  const started: Told = ['RecoveryAndReflectionStarted', 1, { until: hours(720) }];
  const access = (id: string, after: number): Told => ['EmergencyAccessOpened', after, { access: id, compartment: 'sistema911', until: hours(after + 2) }];
  const died: Told = ['SurvivorDied', 9];
  const [recovery, review] = [`RECOVERY AGENT mmujer-azua ${hours(720)}`, `EMERGENCY_REVIEW SUPERVISOR sistema911 ${hours(74)}`];
  it.each<[string, Told[], string[]]>([
    ['her recovery, at its date, and nobody is late', [opened, started], [recovery]],
    ['her recovery as extended', [opened, started, ['RecoveryAndReflectionExtended', 5, { until: hours(900) }]], [`RECOVERY AGENT mmujer-azua ${hours(900)}`]],
    ['no recovery that has ended', [opened, started, ['RecoveryAndReflectionEnded', 720]], []],
    ['no recovery when she has died', [opened, started, died], []],
    ['a review, with the supervisor of who opened it from the start', [opened, access('a', 2)], [review]],
    ['a review of each access by itself', [opened, access('a', 2), access('b', 4), ['EmergencyAccessReviewed', 6, { access: 'a' }]], [`EMERGENCY_REVIEW SUPERVISOR sistema911 ${hours(76)}`]],
    ['a review also of what is closed, and when she has died', [opened, access('a', 2), ['EmergencyAccessEnded', 4, { access: 'a' }], died, ['CaseClosed', 10, { reason: 'DIED' }]], [review]],
  ])('is %s', (_, told, expected) => expect(due(on('case-k', ...told))).toEqual(expected));

  it('moves up to the coordination body when nobody reviewed it within three days, and no further', () => {
    const [item] = dueItems(on('case-k', opened, access('a', 2)));
    expect(item).toMatchObject({ of: 'a', level: 'SUPERVISOR', next: { level: 'COORDINATION_BODY', at: hours(74) } });
    const [up] = dueItems(on('case-k', opened, access('a', 2), ['CaseEscalated', 75, { clock: 'EMERGENCY_REVIEW', of: 'a', level: 'COORDINATION_BODY' }]));
    expect(up).toMatchObject({ level: 'COORDINATION_BODY' });
    expect(up).not.toHaveProperty('next');
    expect(dueItems(on('case-k', opened, started))[0]).not.toHaveProperty('next');
  });
});

describe('what is due of what is planned with her', () => {
  const opened: Told = ['CaseOpened', 0, { lead: 'mmujer-azua' }];
  const item = (id: string, due: string, unit = 'pgr-pett') => ({ item: id, service: 'LEGAL_AID', unit, due });
  const agreed: Told = ['CarePlanAgreed', 1, { items: [item('i', '2026-03-05'), item('j', '2026-04-05', 'cc-1')] }];
  const [i, j] = ['PLAN_ITEM AGENT pgr-pett 2026-03-06T04:00:00.000Z', 'PLAN_ITEM AGENT cc-1 2026-04-06T04:00:00.000Z'];
  const died: Told = ['SurvivorDied', 9];
  it.each<[string, Told[], string[]]>([
    ['each item on its day, by the unit that is responsible for it', [agreed], [i, j]],
    ['not what is completed', [agreed, ['PlanItemCompleted', 2, { item: 'i' }]], [j]],
    ['not what a revised plan does not name', [agreed, ['CarePlanRevised', 2, { items: [item('j', '2026-04-05', 'cc-1')] }]], [j]],
    ['on another day, by another unit, as revised', [agreed, ['CarePlanRevised', 2, { items: [item('i', '2026-05-05', 'mirex')] }]], ['PLAN_ITEM AGENT mirex 2026-05-06T04:00:00.000Z']],
    ['what a revised plan adds', [agreed, ['CarePlanRevised', 2, { items: [item('i', '2026-03-05'), item('k', '2026-03-01')] }]], ['PLAN_ITEM AGENT pgr-pett 2026-03-02T04:00:00.000Z', i]],
    ['nothing in a closed case', [agreed, ['CaseClosed', 2, { reason: 'REINTEGRATED' }]], []],
    ['nothing when she has died', [agreed, died], []],
    ['all of it when it was another woman who died', [agreed, died, ['EntryCorrected', 10, { corrects: 'case-k/1', reason: 'WRONG_PERSON' }]], [i, j]],
    ['nothing when the entry of her death was corrected otherwise', [agreed, died, ['EntryCorrected', 10, { corrects: 'case-k/1', reason: 'MISTYPED' }]], []],
  ])('is %s', (_, told, expected) => expect(due(on('case-k', ...told))).toEqual(expected));

  it('moves up item by item, and anew where its day is another', () => {
    const missed: Told = ['CaseEscalated', 300, { clock: 'PLAN_ITEM', of: 'i', level: 'SUPERVISOR' }];
    const levels = (...told: Told[]): string[] => dueItems(on('case-k', agreed, missed, ...told)).map(({ of, level }) => `${of} ${level}`);
    expect(levels()).toEqual(['i SUPERVISOR', 'j AGENT']);
    expect(levels(['CarePlanRevised', 301, { items: [item('i', '2026-03-05')] }])).toEqual(['i SUPERVISOR']);
    expect(levels(['CarePlanRevised', 301, { items: [item('i', '2026-03-25')] }])).toEqual(['i AGENT']);
  });

  const began: Told = ['ReintegrationPlanAgreed', 1, { startsOn: '2026-03-05' }];
  const followed = (month: number, outcome = 'WELL'): Told => ['FollowUpRecorded', 2, { month, outcome }];
  const up = (day: string): string[] => [`FOLLOW_UP AGENT mmujer-azua ${day}T04:00:00.000Z`];
  it.each<[string, Told[], string[]]>([
    ['the first', [began], up('2026-04-06')],
    ['one after another', [began, followed(1)], up('2026-06-06')],
    ['none when all were made', [began, followed(1), followed(3), followed(6), followed(12)], []],
    ['the next, where some were missed and made late', [began, followed(6), followed(1)], up('2027-03-06')],
    ['still the one at which she was not reached', [began, followed(1, 'NOT_REACHED')], up('2026-04-06')],
    ['from another start anew', [began, followed(1), ['ReintegrationPlanAgreed', 3, { startsOn: '2026-03-10' }]], up('2026-04-11')],
    ['from the same start on', [began, followed(1), ['ReintegrationPlanAgreed', 3, { startsOn: '2026-03-05' }]], up('2026-06-06')],
    ['also when her case was closed because she is reintegrated', [began, ['CaseClosed', 2, { reason: 'REINTEGRATED' }]], up('2026-04-06')],
    ['not when it was closed for another reason', [began, ['CaseClosed', 2, { reason: 'AT_HER_REQUEST' }]], []],
    ['none when she has died', [began, died], []],
  ])('is a follow-up: %s', (_, told, expected) => expect(due(on('case-k', opened, ...told))).toEqual(expected));
});

describe('what is due of a stay', () => {
  const admitted: Told = ['SurvivorAdmitted', 0, { unit: 'cc-1' }];
  const raised: Told = ['StayReviewDue', 720, { due: hours(720) }];
  it.each<[string, Told[], string[]]>([
    ['its review, by the house, within thirty days', [admitted], [`REVIEW AGENT cc-1 ${hours(720)}`]],
    ['raised with who directs the house', [admitted, raised], [`REVIEW SUPERVISOR cc-1 ${hours(720)}`]],
    ['at the end of an extension, anew', [admitted, raised, ['StayExtended', 730, { until: hours(900) }]], [`REVIEW AGENT cc-1 ${hours(900)}`]],
    ['nothing of who was discharged', [admitted, raised, ['SurvivorDischarged', 730]], []],
    ['nothing of who left', [admitted, raised, ['SurvivorLeftFreely', 730]], []],
    ['unmoved by who comes and goes with her', [admitted, ['DependantAdmitted', 3], ['DependantDischarged', 5]], [`REVIEW AGENT cc-1 ${hours(720)}`]],
  ])('is %s', (_, told, expected) => expect(due(on('stay-s', ...told))).toEqual(expected));

  it('comes to a coordination body without the house', () => {
    const [item] = dueItems(on('stay-s', admitted, raised, ['StayEscalated', 900, { clock: 'REVIEW', level: 'COORDINATION_BODY' }]));
    expect(passedUp(item!, hours(720 + 48), (unit) => (unit === 'cc-1' ? 'pgr' : undefined))).toEqual({ clock: 'REVIEW', institution: 'pgr', days: 2 });
  });
});

describe('what is due of a return', () => {
  const told: Told[] = [['ReturnNotified', 0, { notifiedBy: 'mirex-madrid' }], ['ReturnPartyNamed', 1, { task: 'MEETS', party: 'inm' }]];
  const met: Told = ['ArrivalMet', 2];
  const receives: Told = ['ReturnPartyNamed', 1, { task: 'RECEIVES', party: 'cc-1' }];
  const visited = (found = 'SAFE'): Told => ['ReturnFollowedUp', 3, { found }];
  it.each<[string, Told[], string[]]>([
    ['nothing before she is here', told, []],
    ['a first visit within a month, by who notified it', [...told, met], ['FOLLOW_UP AGENT mirex-madrid 2026-03-24T04:00:00.000Z']],
    ['by who receives her', [...told, receives, met], ['FOLLOW_UP AGENT cc-1 2026-03-24T04:00:00.000Z']],
    ['the next, counted from her arrival', [...told, met, visited()], ['FOLLOW_UP AGENT mirex-madrid 2026-05-24T04:00:00.000Z']],
    ['still the first where she was not reached', [...told, met, visited('NOT_REACHED')], ['FOLLOW_UP AGENT mirex-madrid 2026-03-24T04:00:00.000Z']],
    ['nothing after the last', [...told, met, visited(), visited(), visited(), visited()], []],
    ['nothing when it is completed', [...told, met, ['ReturnCompleted', 4]], []],
    ['nothing when it was entered in error', [...told, met, ['ReturnEnteredInError', 4]], []],
  ])('is %s', (_, events, expected) => expect(due(on('return-r', ...events))).toEqual(expected));
});

describe('what is due of a permit', () => {
  const applied = (asks = 'RENEWAL'): Told => ['PermitApplied', 1, { asks }];
  const granted: Told = ['PermitGranted', 1, { until: '2027-01-04' }];
  const renewal = (level = 'AGENT', day = '2026-11-06'): string[] => [`RENEWAL ${level} nobody ${day}T04:00:00.000Z`];
  it.each<[string, Told[], string[]]>([
    ['nothing before it is granted, nor where that came to nothing', [applied('GRANT'), ['PermitRefused', 2]], []],
    ['its renewal, sixty days before its end', [applied('GRANT'), granted], renewal()],
    ['called due: with the supervisor', [granted, ['PermitRenewalDue', 9, { until: '2027-01-04' }]], renewal('SUPERVISOR')],
    ['nothing while it is applied for', [granted, applied()], []],
    ['refused: the renewal again', [granted, applied(), ['PermitRefused', 2]], renewal()],
    ['withdrawn: the renewal again', [granted, applied(), ['PermitApplicationWithdrawn', 2]], renewal()],
    ['closed for a consent: the renewal again', [granted, applied(), ['PermitClosedForConsent', 2]], renewal()],
    ['renewed: the next renewal', [granted, applied(), ['PermitRenewed', 2, { until: '2028-01-04' }]], renewal('AGENT', '2027-11-06')],
    ['upgraded: the next renewal', [granted, applied('UPGRADE'), ['PermitUpgraded', 2, { until: '2028-01-04' }]], renewal('AGENT', '2027-11-06')],
    ['nothing of what has lapsed, nor when a late application comes to nothing', [granted, ['PermitLapsed', 2], applied(), ['PermitRefused', 3]], []],
    ['again of what was renewed late', [granted, ['PermitLapsed', 2], applied(), ['PermitRenewed', 3, { until: '2028-01-04' }]], renewal('AGENT', '2027-11-06')],
    ['nothing of what was revoked', [granted, ['PermitRevoked', 2]], []],
    ['nothing of what was entered in error', [granted, ['PermitEnteredInError', 2]], []],
  ])('is %s', (_, told, expected) => expect(due(on('permit-p', ...told))).toEqual(expected));

  it('is the business of the unit that applied, in the terms of the case', () => {
    const [first, ...rest] = on('permit-p', applied('GRANT'), granted);
    const byLead = { ...first!, actor: { ...first!.actor, unit: 'mmujer-azua' } };
    expect(due([byLead, ...rest])).toEqual(['RENEWAL AGENT mmujer-azua 2026-11-06T04:00:00.000Z']);
  });
});

describe('what is due of a contact', () => {
  const received: Told = ['ContactReceived', 0, { unit: 'mmujer-linea' }];
  const offered: Told = ['ContactHandedOver', 1, { to: 'mi-911' }];
  const triaged = (level: string): Told => ['ThreatTriaged', 0.5, { level }];
  const within = (more: number): string[] => [`HAND_OVER AGENT mi-911 ${hours(1 + more)}`];
  it.each<[string, Told[], string[]]>([
    ['nothing while it lies on one desk', [received], []],
    ['that it is taken, by whom it is offered to: in immediate danger within a quarter of an hour', [received, triaged('IMMEDIATE'), offered], within(0.25)],
    ['in high danger within an hour', [received, triaged('HIGH'), offered], within(1)],
    ['within an hour where nobody triaged it', [received, offered], within(1)],
    ['within a day where nothing presses', [received, triaged('LOW'), offered], within(24)],
    ['sooner when the danger is seen meanwhile', [received, triaged('NONE'), offered, ['ThreatTriaged', 2, { level: 'IMMEDIATE' }]], within(0.25)],
    ['anew with the next it is offered to', [received, offered, ['HandOverDeclined', 1.5], ['ContactHandedOver', 2, { to: 'pgr-pett' }]], [`HAND_OVER AGENT pgr-pett ${hours(3)}`]],
    ['nothing when it is taken', [received, offered, ['ContactTaken', 2]], []],
    ['nothing when it is declined', [received, offered, ['HandOverDeclined', 2]], []],
    ['nothing when it is taken back', [received, offered, ['HandOverTakenBack', 2]], []],
    ['nothing when it was entered in error', [received, offered, ['ContactEnteredInError', 2]], []],
  ])('is %s', (_, told, expected) => expect(due(on('contact-c', ...told))).toEqual(expected));
});

describe('what is due of an exhibit', () => {
  const offered = (agent: string, after = 1): Told => ['CustodyOffered', after, { to: { agent, institution: 'pgr' } }];
  it.each<[string, Told[], string[]]>([
    ['that custody is answered, by whom it was offered to', [offered('ag-2')], [`CUSTODY AGENT ag-2 ${hours(73)}`]],
    ['by the next, where it is offered to another', [offered('ag-2'), offered('ag-3', 5)], [`CUSTODY AGENT ag-3 ${hours(77)}`]],
    ...['CustodyAccepted', 'CustodyRefused', 'CustodyReassigned', 'SealBroken', 'ExhibitReturned'].map((type): [string, Told[], string[]] => [`nothing after ${type}`, [offered('ag-2'), [type, 2]], []]),
  ])('is %s', (_, told, expected) => expect(due(on('exhibit-x', ...told))).toEqual(expected));

  it('goes to the supervising prosecutor, and to no coordination body', () => {
    const [item] = dueItems(on('exhibit-x', offered('ag-2'), ['ExhibitEscalated', 80, { clock: 'CUSTODY', level: 'SUPERVISOR' }]));
    expect(item).toMatchObject({ level: 'SUPERVISOR' });
    expect(item).not.toHaveProperty('next');
  });
});

describe('what is due of an exclusion', () => {
  it('is audit’s alone, from the start', () => {
    const [item] = dueItems(on('exclusion-e', ['ExclusionPlaced', 0, { party: { kind: 'AGENT', id: 'ag-1' }, cases: ['k'] }]));
    expect(item).toEqual({ stream: 'exclusion-e', clock: 'CONFIRMATION', of: '', level: 'AUDIT', since: noon, due: hours(72), cause: 'exclusion-e/0', next: { level: 'AUDIT', at: hours(72) } });
    for (const end of ['ExclusionConfirmed', 'ExclusionLifted']) expect(dueItems(on('exclusion-e', ['ExclusionPlaced', 0], [end, 1]))).toEqual([]);
  });
  it('is no item of the case it keeps somebody from', () => {
    const events = [...on('case-k', ['CaseOpened', 0, { lead: 'mmujer-azua' }]), ...on('exclusion-e', ['ExclusionPlaced', 0, { cases: ['k'] }])];
    expect(dueItems(events).map(({ stream, level }) => [stream, level])).toEqual([['exclusion-e', 'AUDIT']]);
  });
});

describe('the streams that have clocks', () => {
  const named = ({ knows, movedUp, raised = {}, sleeps = [], wakes = [], clocks }: ClockedStream): string[] => [
    ...Object.keys(knows),
    ...Object.keys(raised),
    movedUp,
    ...sleeps,
    ...wakes,
    ...clocks.flatMap(({ starts, stops, again = [], pauses = [] }) => [...starts, ...stops, ...again, ...pauses]),
  ];
  it('name events of the protocol', () => {
    const known = Object.keys(protocolEvents);
    expect(clockedStreams.flatMap(named).filter((type) => !known.includes(type))).toEqual([]);
  });
  it('are no others', () => {
    expect(clockStateAfter(undefined, on('unit-casa-malala', ['PlaceHeld', 0])[0]!)).toBeUndefined();
    expect(dueItems(on('unit-casa-malala', ['PlaceHeld', 0]))).toEqual([]);
  });

  const types = clockedStreams.flatMap((stream) => named(stream).map((type) => [stream.stream, type] as const));
  const event = fc.tuple(fc.constantFrom(...types), fc.nat(2_000), fc.constantFrom('1', '2'), fc.constantFrom('SUPERVISOR', 'COORDINATION_BODY')).map(([[stream, type], after, n, level]) => {
    const more = { unit: 'mmujer-casa', notifiedBy: 'mirex', startsOn: `2026-0${n}-05`, month: Number(n), items: [{ item: n, unit: 'pgr-pett', due: hours(after + 3_000).slice(0, 10) }], item: n };
    const data = { from: 'mmujer-azua', to: 'pgr-pett', priority: 'URGENT', lead: 'mmujer-azua', consent: n, until: stream === 'permit' ? hours(after + 3_000).slice(0, 10) : hours(after + 3_000), clock: 'ANSWER', level, ...more };
    return recorded({ type, data } as never, { id: `${stream}/${after}`, stream: `${stream}-${n}`, at: hours(after) }) as Recorded<ProtocolEvent>;
  });
  it('give the same whether events are told at once, one by one, or by what a view kept as JSON', () =>
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const kept = new Map<string, string>();
        for (const one of events) {
          const before = kept.get(one.stream);
          const state = clockStateAfter(before === undefined ? undefined : (JSON.parse(before) as ClockState), one);
          kept.set(one.stream, JSON.stringify(state));
        }
        for (const [stream, state] of kept) expect(JSON.parse(state)).toEqual(events.filter((one) => one.stream === stream).reduce<ClockState | undefined>(clockStateAfter, undefined));
        for (const item of dueItems(events)) expect(item.due >= item.since).toBe(true);
      }),
    ));
  it('never are due earlier for a pause', () =>
    fc.assert(
      fc.property(fc.constantFrom('URGENT', 'NORMAL', 'EMERGENCY'), fc.nat(400), fc.option(fc.integer({ min: -50, max: 400 }), { nil: undefined }), (priority, asked, supplied) => {
        const pause: Told[] = [['InformationRequested', asked], ...(supplied === undefined ? [] : [['InformationSupplied', asked + supplied] as const])];
        const [plain, paused] = [dueItems(on('referral-r', requested(priority)))[0]!, dueItems(on('referral-r', requested(priority), ...pause))[0]!];
        expect(paused.due >= plain.due).toBe(true);
        expect(paused.next!.at >= plain.next!.at).toBe(true);
      }),
    ));
});

/** What another aggregate needs to have clocks: an entry each. */
describe('an entry', () => {
  const stays: ClockedStream = {
    stream: 'stay',
    knows: { SurvivorAdmitted: ['unit'] },
    movedUp: 'StayReviewDue',
    clocks: [
      {
        clock: 'REVIEW',
        starts: ['SurvivorAdmitted'],
        again: ['StayExtended'],
        stops: ['SurvivorDischarged'],
        due: ({ run, policy }) => stayReviewDue(run.at, policy),
        by: ['unit'],
        next: upTheLine,
      },
      { clock: 'PERMIT', starts: ['PermitGranted'], again: ['PermitRenewed'], stops: ['PermitLapsed'], tells: ['until'], due: ({ run, policy }) => permitRenewalDue(run.told['until'] ?? '', policy), next: upTheLine },
      {
        clock: 'FOLLOW_UP',
        starts: ['ReintegrationPlanAgreed'],
        again: ['FollowUpRecorded'],
        stops: ['ContactLost'],
        due: ({ run, policy }) => returnFollowUpDue(run.firstAt, run.rounds, policy),
        next: toAudit,
      },
    ],
  };
  const after = (...told: Told[]): ClockState => on('stay-s', ...told).reduce<ClockState>((state, event) => clocksAfter(stays, state, event), noClocks);
  const dues = (...told: Told[]): string[] => running(stays, after(...told), clocks).map(({ clock, due: at }) => `${clock} ${at}`);

  it('of a stay begins another round when it is extended, and its escalation anew', () => {
    const admitted: Told = ['SurvivorAdmitted', 0, { unit: 'casa-malala' }];
    const reviewed: Told = ['StayReviewDue', 721, { clock: 'REVIEW', level: 'SUPERVISOR' }];
    expect(running(stays, after(admitted, reviewed), clocks)).toMatchObject([{ level: 'SUPERVISOR', due: hours(720), cause: 'stay-s/0', by: 'casa-malala' }]);
    expect(running(stays, after(admitted, reviewed, ['StayExtended', 722]), clocks)).toMatchObject([{ level: 'AGENT', due: hours(722 + 720), cause: 'stay-s/2' }]);
    expect(dues(admitted, ['StayExtended', 722], ['SurvivorDischarged', 723])).toEqual([]);
    expect(dues(['StayExtended', 722])).toEqual([]);
  });
  it('of a permit counts from its newest end', () => {
    const granted: Told = ['PermitGranted', 0, { until: '2027-01-04' }];
    expect(dues(granted)).toEqual(['PERMIT 2026-11-06T04:00:00.000Z']);
    expect(dues(granted, ['PermitRenewed', 24 * 50, { until: '2028-01-04' }])).toEqual(['PERMIT 2027-11-06T04:00:00.000Z']);
  });
  it('of follow-ups has as many rounds as the policy says', () => {
    const agreed: Told = ['ReintegrationPlanAgreed', 0];
    for (let done = 0; done <= 4; done++) {
      const told = Array.from({ length: done }, (_, i): Told => ['FollowUpRecorded', 700 + i]);
      expect(dues(agreed, ...told)).toEqual(done < 4 ? [`FOLLOW_UP ${returnFollowUpDue(noon, done)}`] : []);
    }
  });
  it('moves up once to each level, when it is time, and not for what runs no more', () => {
    const moving = (level: 'AGENT' | 'SUPERVISOR' | 'COORDINATION_BODY') => ({ clock: 'REVIEW', of: '', level });
    const state = after(['SurvivorAdmitted', 0]);
    expect(movesUp(stays, state, moving('SUPERVISOR'), hours(720), clocks)).toBe(true);
    expect(movesUp(stays, state, moving('SUPERVISOR'), hours(719), clocks)).toMatchObject({ refused: 'NOT_DUE' });
    expect(movesUp(stays, state, moving('COORDINATION_BODY'), hours(10_000), clocks)).toMatchObject({ refused: 'NOT_DUE' });
    expect(movesUp(stays, state, moving('AGENT'), hours(10_000), clocks)).toBe(false);
    expect(movesUp(stays, after(['SurvivorAdmitted', 0], ['SurvivorDischarged', 1]), moving('SUPERVISOR'), hours(720), clocks)).toBe(false);
    expect(movesUp(stays, after(['SurvivorAdmitted', 0], ['StayReviewDue', 721, moving('SUPERVISOR')]), moving('SUPERVISOR'), hours(722), clocks)).toBe(false);
  });
});
