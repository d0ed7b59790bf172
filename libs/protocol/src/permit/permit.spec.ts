import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { dataCategories } from '../data-category';
import { permitAsks, type PermitAsk, type PermitStatus } from './permit-moves';
import {
  ApplyForPermit,
  ApplyForRenewal,
  ApplyForUpgrade,
  ClosePermitForConsent,
  EnterPermitInError,
  GrantPermit,
  LapsePermit,
  permit,
  permitClasses,
  permitEvents,
  RaisePermitRenewal,
  RefusePermit,
  RenewPermit,
  RevokePermit,
  UpgradePermit,
  WithdrawPermitApplication,
  type PermitCommand,
  type PermitEvent,
  type PermitFacts,
} from './permit';

const of = { permit: 'p' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const dgm = { unit: 'dgm-extranjeria', compartment: 'dgm' };
const consent = { receiver: 'dgm', categories: ['MIGRATION'], purpose: 'RESIDENCE', until: '2026-07-05T00:00:00.000Z' } as const;
const unlimited = { agreements: [], from: [], to: [] };
const authority: Required<NonNullable<PermitFacts['authority']>> = { party: dgm, kinds: ['MIGRATION_CONTROL'], open: true, sharing: unlimited };
const base: Omit<PermitFacts, 'by'> = { byKinds: ['WOMEN'], subject: 's', standsIn: false, lead: azua, to: dgm, consents: { c: consent }, caseOpen: true, authority };
const lead: PermitFacts = { ...base, by: azua };
const control: PermitFacts = { ...base, by: dgm, byKinds: ['MIGRATION_CONTROL'] };
const nobody: PermitFacts = { ...base, by: { unit: '', compartment: '' }, byKinds: [] };
const stranger: PermitFacts = { ...base, by: { unit: 'dgm2-sede', compartment: 'dgm2' }, byKinds: ['MIGRATION_CONTROL'], standsIn: true };

const m = meta();
const at = (receivedAt: string) => meta({ at: receivedAt, receivedAt });
const applied = (asks: PermitAsk, how: { consents?: readonly string[] } = {}): PermitEvent => ({
  type: 'PermitApplied',
  data: { asks, class: asks === 'UPGRADE' ? 'TEMPORARY_RESIDENCE' : 'BUSINESS_VISA', to: dgm.unit, consents: how.consents ?? ['c'] },
});
const first = { from: '2026-01-05', until: '2027-01-04' };
const next = { from: '2027-01-05', until: '2028-01-04' };
const granted: PermitEvent = { type: 'PermitGranted', data: { class: 'BUSINESS_VISA', ...first } };
const lapsed: PermitEvent = { type: 'PermitLapsed', data: { until: first.until } };
const refused: PermitEvent = { type: 'PermitRefused', data: { reason: 'DOCUMENTS_MISSING' } };
const later = at('2026-12-01T12:00:00.000Z');

const had = [applied('GRANT'), granted];
/** A history that leads to each state, and to each application waiting in it. */
const histories: Readonly<Record<string, readonly PermitEvent[]>> = {
  'APPLIED GRANT': [applied('GRANT')],
  GRANTED: had,
  'GRANTED RENEWAL': [...had, applied('RENEWAL')],
  'GRANTED UPGRADE': [...had, applied('UPGRADE')],
  LAPSED: [...had, lapsed],
  'LAPSED RENEWAL': [...had, applied('RENEWAL'), lapsed],
  'LAPSED UPGRADE': [...had, lapsed, applied('UPGRADE')],
  REFUSED: [applied('GRANT'), refused],
  WITHDRAWN: [applied('GRANT'), { type: 'PermitApplicationWithdrawn', data: { reason: 'NOT_NEEDED' } }],
  CONSENT_WITHDRAWN: [applied('GRANT'), { type: 'PermitClosedForConsent', data: { consent: 'c' } }],
  REVOKED: [...had, { type: 'PermitRevoked', data: { reason: 'REPLACED' } }],
  ENTERED_IN_ERROR: [...had, { type: 'PermitEnteredInError', data: { reason: 'WRONG_CASE' } }],
};
const states = Object.keys(histories);
const stateOf = (...history: readonly PermitEvent[]): string => {
  const { state } = given(permit)(...history);
  return state.status === 'NONE' ? 'NONE' : `${state.status}${state.pending ? ` ${state.pending.asks}` : ''}`;
};
const after = (state: string) => given(permit)(...(histories[state] ?? []));

const renewed = { ...of, ...next };
const inForce: Readonly<Record<string, PermitFacts['consents']>> = { later: { c: { ...consent, until: '2030-01-01T00:00:00.000Z' } } };
const byThen = (facts: PermitFacts): PermitFacts => ({ ...facts, consents: inForce['later']! });

type Row = Readonly<{ command: PermitCommand; by: 'LEAD' | 'AUTHORITY' | 'EITHER' | 'PROCESS'; event: PermitEvent['type']; moves: Readonly<Record<string, string>>; nothing?: string }>;
/** The table of a permit, written out: from which states to which, and where the same again writes nothing. */
const table: readonly Row[] = [
  { command: new ApplyForRenewal({ ...of, consents: ['c'] }, m), by: 'LEAD', event: 'PermitApplied', moves: { GRANTED: 'GRANTED RENEWAL', LAPSED: 'LAPSED RENEWAL' } },
  { command: new ApplyForUpgrade({ ...of, class: 'TEMPORARY_RESIDENCE', consents: ['c'] }, m), by: 'LEAD', event: 'PermitApplied', moves: { GRANTED: 'GRANTED UPGRADE', LAPSED: 'LAPSED UPGRADE' } },
  { command: new GrantPermit({ ...of, class: 'BUSINESS_VISA', ...first }, m), by: 'AUTHORITY', event: 'PermitGranted', moves: { 'APPLIED GRANT': 'GRANTED' }, nothing: 'GRANTED LAPSED REVOKED' },
  { command: new RenewPermit(renewed, later), by: 'AUTHORITY', event: 'PermitRenewed', moves: { 'GRANTED RENEWAL': 'GRANTED', 'LAPSED RENEWAL': 'GRANTED' } },
  { command: new UpgradePermit({ ...renewed, class: 'TEMPORARY_RESIDENCE' }, later), by: 'AUTHORITY', event: 'PermitUpgraded', moves: { 'GRANTED UPGRADE': 'GRANTED', 'LAPSED UPGRADE': 'GRANTED' } },
  {
    command: new RefusePermit({ ...of, reason: 'DOCUMENTS_MISSING' }, m),
    by: 'AUTHORITY',
    event: 'PermitRefused',
    moves: { 'APPLIED GRANT': 'REFUSED', 'GRANTED RENEWAL': 'GRANTED', 'GRANTED UPGRADE': 'GRANTED', 'LAPSED RENEWAL': 'LAPSED', 'LAPSED UPGRADE': 'LAPSED' },
    nothing: 'REFUSED',
  },
  {
    command: new WithdrawPermitApplication({ ...of, reason: 'NOT_NEEDED' }, m),
    by: 'LEAD',
    event: 'PermitApplicationWithdrawn',
    moves: { 'APPLIED GRANT': 'WITHDRAWN', 'GRANTED RENEWAL': 'GRANTED', 'GRANTED UPGRADE': 'GRANTED', 'LAPSED RENEWAL': 'LAPSED', 'LAPSED UPGRADE': 'LAPSED' },
    nothing: 'WITHDRAWN',
  },
  { command: new RevokePermit({ ...of, reason: 'REPLACED' }, m), by: 'AUTHORITY', event: 'PermitRevoked', moves: { GRANTED: 'REVOKED', 'GRANTED RENEWAL': 'REVOKED', 'GRANTED UPGRADE': 'REVOKED' }, nothing: 'REVOKED' },
  {
    command: new EnterPermitInError({ ...of, reason: 'WRONG_CASE' }, m),
    by: 'EITHER',
    event: 'PermitEnteredInError',
    moves: Object.fromEntries(states.filter((one) => one !== 'ENTERED_IN_ERROR').map((one) => [one, 'ENTERED_IN_ERROR'])),
    nothing: 'ENTERED_IN_ERROR',
  },
  {
    command: new ClosePermitForConsent({ ...of, consent: 'c' }, m),
    by: 'PROCESS',
    event: 'PermitClosedForConsent',
    moves: { 'APPLIED GRANT': 'CONSENT_WITHDRAWN', 'GRANTED RENEWAL': 'GRANTED', 'GRANTED UPGRADE': 'GRANTED', 'LAPSED RENEWAL': 'LAPSED', 'LAPSED UPGRADE': 'LAPSED' },
  },
  { command: new RaisePermitRenewal(of, later), by: 'PROCESS', event: 'PermitRenewalDue', moves: { GRANTED: 'GRANTED' } },
  { command: new LapsePermit(of, at('2027-01-05T04:00:00.000Z')), by: 'PROCESS', event: 'PermitLapsed', moves: { GRANTED: 'LAPSED', 'GRANTED RENEWAL': 'LAPSED RENEWAL', 'GRANTED UPGRADE': 'LAPSED UPGRADE' } },
];
const asker: Readonly<Record<Row['by'], PermitFacts>> = { LEAD: byThen(lead), AUTHORITY: byThen(control), EITHER: byThen(lead), PROCESS: nobody };

describe('a permit', () => {
  it.each(states)('%s is a state its history leads to', (state) => expect(stateOf(...(histories[state] ?? []))).toBe(state));
  it('has every status', () => {
    const all: PermitStatus[] = ['APPLIED', 'GRANTED', 'LAPSED', 'REFUSED', 'WITHDRAWN', 'CONSENT_WITHDRAWN', 'REVOKED', 'ENTERED_IN_ERROR'];
    expect([...new Set(states.map((one) => one.split(' ')[0]))].sort()).toEqual([...all].sort());
  });

  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, by, event, moves, nothing = '' }) => {
    it.each(states)('from %s', (state) => {
      const { decision } = after(state).when(command, asker[by]);
      const to = moves[state];
      if (to !== undefined) {
        expect(decision).toMatchObject([{ type: event }]);
        expect(stateOf(...(histories[state] ?? []), ...(decision as PermitEvent[]))).toBe(to);
      } else if (by === 'PROCESS' || nothing.split(' ').includes(state)) expect(decision).toEqual([]);
      else expect(isRefusal(decision) && ['WRONG_STATE', 'ANSWERED_OTHERWISE', 'NOT_APPLIED_FOR', 'ALREADY_APPLIED'].includes(decision.refused)).toBe(true);
    });

    it('is for its own side: to the other it is refused, to a stranger there is no such permit', () => {
      const state = Object.keys(moves)[0]!;
      if (by === 'PROCESS') return;
      after(state).when(command, stranger).thenRefused('NOT_FOUND');
      given(permit)().when(command, asker[by]).thenRefused('NOT_FOUND');
      after(state).when(command, { ...asker[by], by: { ...asker[by].by, unit: '' } }).thenRefused('UNIT_REQUIRED');
      if (by === 'LEAD') after(state).when(command, byThen(control)).thenRefused('NOT_THE_APPLICANT');
      if (by === 'AUTHORITY') after(state).when(command, byThen(lead)).thenRefused('NOT_THE_AUTHORITY');
      if (by === 'EITHER') expect(after(state).when(command, byThen(control)).decision).toMatchObject([{ type: event }]);
    });
  });

  it('is decided by migration control, by the unit applied to or who stands in for it', () => {
    const grant = new GrantPermit({ ...of, class: 'BUSINESS_VISA', ...first }, m);
    const other = { ...control, by: { unit: 'dgm-puerto-plata', compartment: 'dgm' } };
    after('APPLIED GRANT').when(grant, other).thenRefused('NOT_THE_AUTHORITY');
    expect(after('APPLIED GRANT').when(grant, { ...other, standsIn: true }).decision).toMatchObject([{ type: 'PermitGranted' }]);
    after('APPLIED GRANT').when(grant, { ...control, byKinds: ['MIGRATION_STUDIES'] }).thenRefused('NOT_THE_AUTHORITY');
    after('GRANTED').when(new EnterPermitInError({ ...of, reason: 'WRONG_CASE' }, m), other).thenRefused('NOT_THE_AUTHORITY');
  });

  it('is answered once: a second and different answer is refused, the same again writes nothing', () => {
    const grant = (until: string) => new GrantPermit({ ...of, class: 'BUSINESS_VISA', from: first.from, until }, m);
    after('GRANTED').when(grant(first.until), control).thenNothing();
    after('GRANTED').when(grant('2026-12-31'), control).thenRefused('ANSWERED_OTHERWISE');
    after('GRANTED').when(new RefusePermit({ ...of, reason: 'PUBLIC_ORDER' }, m), control).thenRefused('ANSWERED_OTHERWISE');
    after('REFUSED').when(grant(first.until), control).thenRefused('ANSWERED_OTHERWISE');
    after('REFUSED').when(new RefusePermit({ ...of, reason: 'PUBLIC_ORDER' }, m), control).thenRefused('ANSWERED_OTHERWISE');
    after('REFUSED').when(new WithdrawPermitApplication({ ...of, reason: 'NOT_NEEDED' }, m), lead).thenRefused('ANSWERED_OTHERWISE');
    after('REVOKED').when(new RevokePermit({ ...of, reason: 'AT_HER_REQUEST' }, m), control).thenRefused('ANSWERED_OTHERWISE');
    const renew = new RenewPermit(renewed, later);
    const again = given(permit)(...had, applied('RENEWAL'), { type: 'PermitRenewed', data: next });
    again.when(renew, byThen(control)).thenNothing();
    again.when(new RenewPermit({ ...renewed, until: '2027-12-31' }, later), byThen(control)).thenRefused('ANSWERED_OTHERWISE');
    after('GRANTED').when(renew, byThen(control)).thenRefused('NOT_APPLIED_FOR');
    after('GRANTED UPGRADE').when(renew, byThen(control)).thenRefused('NOT_APPLIED_FOR');
  });

  it('has one application waiting at a time', () => {
    for (const state of ['GRANTED RENEWAL', 'GRANTED UPGRADE', 'LAPSED RENEWAL']) {
      after(state).when(new ApplyForRenewal({ ...of, consents: ['c'] }, m), lead).thenRefused('ALREADY_APPLIED');
      after(state).when(new ApplyForUpgrade({ ...of, class: 'TEMPORARY_RESIDENCE', consents: ['c'] }, m), lead).thenRefused('ALREADY_APPLIED');
    }
  });

  it.each(permitClasses)('%s is upgraded to a firmer stay only, as applied for and as granted', (to) => {
    const firmer = to === 'TEMPORARY_RESIDENCE' || to === 'PERMANENT_RESIDENCE';
    const apply = after('GRANTED').when(new ApplyForUpgrade({ ...of, class: to, consents: ['c'] }, m), lead);
    const grant = after('GRANTED UPGRADE').when(new UpgradePermit({ ...renewed, class: to }, later), byThen(control));
    if (firmer) {
      expect(apply.decision).toMatchObject([{ data: { asks: 'UPGRADE', class: to } }]);
      expect(grant.decision).toMatchObject([{ type: 'PermitUpgraded', data: { class: to, ...next } }]);
    } else {
      apply.thenRefused('NOT_AN_UPGRADE');
      grant.thenRefused('NOT_AN_UPGRADE');
    }
  });

  it('reaches temporary residence from a yearly business visa: what counts it stands in clear, class and term', () => {
    const history: PermitEvent[] = [applied('GRANT')];
    const step = (command: PermitCommand, facts: PermitFacts) => history.push(...(given(permit)(...history).when(command, facts).decision as PermitEvent[]));
    const always: PermitFacts['consents'] = { c: { ...consent, until: '2030-01-01T00:00:00.000Z' } };
    const decidedOn = (day: string) => at(`${day}T12:00:00.000Z`);
    step(new GrantPermit({ ...of, class: 'BUSINESS_VISA', from: '2014-03-01', until: '2015-02-28' }, decidedOn('2014-03-01')), control);
    for (const year of [2015, 2016]) {
      step(new ApplyForRenewal({ ...of, consents: ['c'] }, decidedOn(`${year}-01-10`)), { ...lead, consents: always });
      step(new RenewPermit({ ...of, from: `${year}-03-01`, until: `${year + 1}-02-28` }, decidedOn(`${year}-02-10`)), { ...control, consents: always });
    }
    step(new ApplyForUpgrade({ ...of, class: 'TEMPORARY_RESIDENCE', consents: ['c'] }, decidedOn('2017-01-10')), { ...lead, consents: always });
    step(new UpgradePermit({ ...of, class: 'TEMPORARY_RESIDENCE', from: '2017-03-01', until: '2018-02-28' }, decidedOn('2017-02-10')), { ...control, consents: always });
    expect(history.flatMap(({ type, data }) => (type === 'PermitApplied' ? [] : [[type, data]]))).toEqual([
      ['PermitGranted', { class: 'BUSINESS_VISA', from: '2014-03-01', until: '2015-02-28' }],
      ['PermitRenewed', { from: '2015-03-01', until: '2016-02-28' }],
      ['PermitRenewed', { from: '2016-03-01', until: '2017-02-28' }],
      ['PermitUpgraded', { class: 'TEMPORARY_RESIDENCE', from: '2017-03-01', until: '2018-02-28' }],
    ]);
  });

  it('is MIGRATION data throughout, and what is said about her is sealed so', () => {
    for (const { category, sealed = {} } of Object.values(permitEvents)) expect([category, ...Object.values(sealed)].every((one) => one === 'MIGRATION')).toBe(true);
    after('APPLIED GRANT')
      .when(new GrantPermit({ ...of, class: 'BUSINESS_VISA', ...first, documentNumber: 'RD-7741' }, m), control)
      .then({ ...granted, personal: [{ subject: 's', fields: { documentNumber: 'RD-7741' } }] } as PermitEvent);
    after('APPLIED GRANT')
      .when(new RefusePermit({ ...of, reason: 'DOCUMENTS_MISSING', note: 'Falta el acta.' }, m), control)
      .then({ ...refused, personal: [{ subject: 's', fields: { refusalNote: 'Falta el acta.' } }] } as PermitEvent);
  });
});

describe('an application to migration control (rule 3)', () => {
  type How = Readonly<{ consents?: readonly string[]; basis?: typeof m.basis; facts?: Partial<PermitFacts> }>;
  const outcomes = ({ consents = ['c'], basis = m.basis, facts = {} }: How) => {
    const about = meta({ basis });
    const asked = { ...lead, ...facts };
    const new_ = new ApplyForPermit({ ...of, case: 'k', to: dgm.unit, class: 'BUSINESS_VISA', consents, grounds: 'Colabora con la fiscalía.' }, about);
    return [
      given(permit)().when(new_, asked),
      after('GRANTED').when(new ApplyForRenewal({ ...of, consents }, about), asked),
      after('GRANTED').when(new ApplyForUpgrade({ ...of, class: 'TEMPORARY_RESIDENCE', consents }, about), asked),
    ].map(({ decision }) => (isRefusal(decision) ? decision.refused : (decision[0]?.type ?? 'nothing')));
  };
  const all = (answer: string): string[] => permitAsks.map(() => answer);

  it('says for which class, to whom and on which consents; its grounds are sealed', () =>
    given(permit)()
      .when(new ApplyForPermit({ ...of, case: 'k', to: dgm.unit, class: 'BUSINESS_VISA', consents: ['c'], grounds: 'Colabora con la fiscalía.' }, m), lead)
      .then({ ...applied('GRANT'), personal: [{ subject: 's', fields: { grounds: 'Colabora con la fiscalía.' } }] } as PermitEvent));

  it.each(dataCategories)('rests on consent to MIGRATION data alone: to %s', (category) => {
    const only = { c: { ...consent, categories: [category] } };
    const beside = { c: { ...consent, categories: ['MIGRATION', category] as const } };
    const split = { c: consent, d: { ...consent, categories: [category] } };
    expect(outcomes({ facts: { consents: only } })).toEqual(all(category === 'MIGRATION' ? 'PermitApplied' : 'CONSENT_TOO_NARROW'));
    expect(outcomes({ facts: { consents: beside } })).toEqual(all(category === 'MIGRATION' ? 'PermitApplied' : 'MIGRATION_CONTROL_LIMIT'));
    expect(outcomes({ consents: ['c', 'd'], facts: { consents: split } })).toEqual(all(category === 'MIGRATION' ? 'PermitApplied' : 'MIGRATION_CONTROL_LIMIT'));
  });

  it.each<[string, string, How]>([
    ['no consent', 'CONSENT_REQUIRED', { consents: [] }],
    ['a consent of another case', 'CONSENT_REQUIRED', { consents: ['c', 'd'] }],
    ['a consent by the name of what every object has', 'CONSENT_REQUIRED', { consents: ['constructor'] }],
    ['a consent that was withdrawn', 'CONSENT_ENDED', { facts: { consents: { c: { ...consent, ended: 'WITHDRAWN' } } } }],
    ['a consent that has lapsed', 'CONSENT_ENDED', { facts: { consents: { c: { ...consent, ended: 'LAPSED' } } } }],
    ['a consent whose date has come', 'CONSENT_ENDED', { facts: { consents: { c: { ...consent, until: m.receivedAt } } } }],
    ['a consent for another receiver', 'CONSENT_FOR_ANOTHER', { facts: { consents: { c: { ...consent, receiver: 'mirex' } } } }],
    ['a consent for another purpose', 'CONSENT_FOR_OTHER_PURPOSE', { facts: { consents: { c: { ...consent, purpose: 'RETURN' } } } }],
    ['an order without its number', 'BASIS_NOT_OPEN', { consents: [], basis: { kind: 'COURT_ORDER' } }],
    ['an order with consents beside it', 'BASIS_NOT_OPEN', { basis: { kind: 'COURT_ORDER', ref: '33-2026' } }],
    ['legal obligation', 'MIGRATION_CONTROL_LIMIT', { consents: [], basis: { kind: 'LEGAL_OBLIGATION', ref: '285-04' } }],
    ['a mandate', 'MIGRATION_CONTROL_LIMIT', { consents: [], basis: { kind: 'LEGAL_MANDATE', ref: '1' } }],
    ['vital interests', 'MIGRATION_CONTROL_LIMIT', { consents: [], basis: { kind: 'VITAL_INTERESTS', ref: '1' } }],
    ['best interests of a child', 'MIGRATION_CONTROL_LIMIT', { consents: [], basis: { kind: 'BEST_INTERESTS_OF_CHILD', ref: '1' } }],
  ])('does not rest on %s: %s', (_, refusal, how) => expect(outcomes(how)).toEqual(all(refusal)));

  it('rests on a court’s order as well, with its number', () => expect(outcomes({ consents: [], basis: { kind: 'COURT_ORDER', ref: '33-2026' } })).toEqual(all('PermitApplied')));

  it('told late rests on the consent that was in force when it was made, and is answered while it was', () => {
    const consents = { c: { ...consent, until: '2014-07-05T00:00:00.000Z' } };
    const then = (day: string) => meta({ at: `2014-${day}T12:00:00.000Z`, late: 'MOVED_FROM_OTHER_SYSTEM' });
    const apply = (day: string) => new ApplyForPermit({ ...of, case: 'k', to: dgm.unit, class: 'BUSINESS_VISA', consents: ['c'] }, then(day));
    const grant = (day: string) => new GrantPermit({ ...of, class: 'BUSINESS_VISA', from: '2014-06-01', until: '2015-05-31' }, then(day));
    expect(given(permit)().when(apply('05-01'), { ...lead, consents }).decision).toMatchObject([{ type: 'PermitApplied' }]);
    given(permit)().when(apply('07-06'), { ...lead, consents }).thenRefused('CONSENT_ENDED');
    expect(after('APPLIED GRANT').when(grant('06-01'), { ...control, consents }).decision).toMatchObject([{ type: 'PermitGranted' }]);
    after('APPLIED GRANT').when(grant('07-06'), { ...control, consents }).thenRefused('CONSENT_ENDED');
  });

  it('goes to an open unit of migration control', () => {
    expect(outcomes({ facts: { authority: { ...authority, open: false } } })).toEqual(all('UNIT_UNKNOWN'));
    expect(outcomes({ facts: { authority: { kinds: [], open: true, sharing: unlimited } } })).toEqual(all('UNIT_UNKNOWN'));
    expect(outcomes({ facts: { authority: { ...authority, kinds: ['FOREIGN_AFFAIRS'] } } })).toEqual(all('NOT_MIGRATION_CONTROL'));
  });

  it('is stopped by an agreement that does not let MIGRATION pass for residence, on consent and on a court’s order, and by no other', () => {
    const terms = { parties: ['dgm', 'mmujer'], purpose: 'RESIDENCE', categories: ['STATUS'], until: '2026-07-05T00:00:00.000Z' } as const;
    const under = (agreement: Partial<(typeof authority.sharing.agreements)[number]>) => ({ authority: { ...authority, sharing: { agreements: [{ ...terms, ...agreement }], from: ['mmujer'], to: ['dgm'] } } });
    expect(outcomes({ facts: under({}) })).toEqual(all('AGREEMENT_TOO_NARROW'));
    expect(outcomes({ consents: [], basis: { kind: 'COURT_ORDER', ref: '33-2026' }, facts: under({}) })).toEqual(all('AGREEMENT_TOO_NARROW'));
    for (const other of [{ categories: ['MIGRATION'] }, { purpose: 'ASSISTANCE' }, { parties: ['dgm', 'pgr'] }, { until: m.at }] as const) expect(outcomes({ facts: under(other) })).toEqual(all('PermitApplied'));
    expect(outcomes({ consents: [], facts: under({}) })).toEqual(all('CONSENT_REQUIRED')); // what rests on nothing is told so first
  });

  it('is the lead’s, of an open case, once; a permit outlives the case, and is renewed after it was closed', () => {
    const apply = new ApplyForPermit({ ...of, case: 'k', to: dgm.unit, class: 'BUSINESS_VISA', consents: ['c'] }, m);
    for (const other of [control, stranger, nobody]) given(permit)().when(apply, other).thenRefused('NOT_FOUND');
    given(permit)().when(apply, { ...lead, by: { unit: '', compartment: 'mmujer' } }).thenRefused('UNIT_REQUIRED');
    given(permit)().when(apply, { ...lead, caseOpen: false }).thenRefused('CASE_CLOSED');
    after('REFUSED').when(apply, lead).thenRefused('ALREADY_THERE');
    expect(after('GRANTED').when(new ApplyForRenewal({ ...of, consents: ['c'] }, m), { ...lead, caseOpen: false }).decision).toMatchObject([{ type: 'PermitApplied' }]);
  });

  it('is answered while her consent holds, not after', () => {
    const answers = [
      ['APPLIED GRANT', new GrantPermit({ ...of, class: 'BUSINESS_VISA', ...first }, m)],
      ['GRANTED RENEWAL', new RenewPermit(renewed, m)],
      ['GRANTED UPGRADE', new UpgradePermit({ ...renewed, class: 'TEMPORARY_RESIDENCE' }, m)],
      ['APPLIED GRANT', new RefusePermit({ ...of, reason: 'PUBLIC_ORDER' }, m)],
    ] as const;
    const gone: PermitFacts['consents'][] = [{}, { c: { ...consent, ended: 'WITHDRAWN' } }, { c: { ...consent, ended: 'LAPSED' } }, { c: { ...consent, until: m.receivedAt } }];
    for (const [state, command] of answers) {
      for (const consents of gone) after(state).when(command, { ...control, consents }).thenRefused('CONSENT_ENDED');
      expect(isRefusal(after(state).when(command, control).decision)).toBe(false);
    }
    const ordered = given(permit)(applied('GRANT', { consents: [] }));
    expect(ordered.when(new GrantPermit({ ...of, class: 'BUSINESS_VISA', ...first }, m), { ...control, consents: {} }).decision).toMatchObject([{ type: 'PermitGranted' }]);
  });

  it('is closed for the consent it rests on, and for no other', () => {
    after('APPLIED GRANT').when(new ClosePermitForConsent({ ...of, consent: 'd' }, m), nobody).thenNothing();
    given(permit)(applied('GRANT', { consents: [] })).when(new ClosePermitForConsent({ ...of, consent: 'c' }, m), nobody).thenNothing();
  });
});

describe('the end of a permit', () => {
  it.each([
    ['2027-01-04T23:59:59.999Z', 'NOT_DUE'],
    ['2027-01-05T03:59:59.999Z', 'NOT_DUE'],
    ['2027-01-05T04:00:00.000Z', 'lapsed'],
    ['2030-01-01T00:00:00.000Z', 'lapsed'],
  ])('comes when its last day is over in Santo Domingo: on %s, %s', (now, answer) => {
    const outcome = after('GRANTED').when(new LapsePermit(of, at(now)), nobody);
    if (answer === 'lapsed') outcome.then(lapsed);
    else outcome.thenRefused('NOT_DUE');
  });

  it('is that of its newest term', () => {
    const twice = given(permit)(...had, applied('RENEWAL'), { type: 'PermitRenewed', data: next });
    twice.when(new LapsePermit(of, at('2027-06-01T00:00:00.000Z')), nobody).thenRefused('NOT_DUE');
    twice.when(new LapsePermit(of, at('2028-01-05T04:00:00.000Z')), nobody).then({ type: 'PermitLapsed', data: { until: next.until } });
  });

  it.each([
    ['2026-11-06T03:59:59.999Z', 'NOT_DUE'],
    ['2026-11-06T04:00:00.000Z', 'due'],
    ['2026-12-31T00:00:00.000Z', 'due'],
  ])('is announced sixty days before: on %s, %s', (now, answer) => {
    const outcome = after('GRANTED').when(new RaisePermitRenewal(of, at(now)), nobody);
    if (answer === 'due') outcome.then({ type: 'PermitRenewalDue', data: { until: first.until } });
    else outcome.thenRefused('NOT_DUE');
  });

  it('is announced once, and again when the application for its renewal came to nothing', () => {
    const due: PermitEvent = { type: 'PermitRenewalDue', data: { until: first.until } };
    const raise = new RaisePermitRenewal(of, later);
    given(permit)(...had, due).when(raise, nobody).thenNothing();
    given(permit)(...had, due, applied('RENEWAL')).when(raise, nobody).thenNothing();
    for (const ending of [refused, { type: 'PermitApplicationWithdrawn', data: { reason: 'NOT_NEEDED' } }, { type: 'PermitClosedForConsent', data: { consent: 'c' } }] as const) {
      given(permit)(...had, due, applied('RENEWAL'), ending).when(raise, nobody).then(due);
    }
  });
});

describe('a permit, whatever is asked of it in whatever order', () => {
  it('moves along its table only, is in force exactly while it was granted last, and asked the same again writes nothing', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ row: fc.constantFrom(...table), who: fc.constantFrom<'own' | 'other' | 'stranger'>('own', 'own', 'other', 'stranger') }), { maxLength: 30 }), (steps) => {
        const history: Recorded<PermitEvent>[] = [recorded(applied('GRANT'))];
        let state = history.reduce(permit.evolve, permit.initial);
        const name = (): string => (state.status === 'NONE' ? 'NONE' : `${state.status}${state.pending ? ` ${state.pending.asks}` : ''}`);
        for (const { row, who } of steps) {
          const facts = who === 'own' || row.by === 'PROCESS' ? asker[row.by] : who === 'stranger' ? stranger : asker[row.by === 'LEAD' ? 'AUTHORITY' : 'LEAD'];
          const decision = permit.decide(row.command, state, facts);
          if (isRefusal(decision) || decision.length === 0) continue;
          expect(who === 'stranger' && row.by !== 'PROCESS').toBe(false);
          const before = name();
          for (const event of decision.map((one) => recorded(one))) {
            history.push(event);
            state = permit.evolve(state, event);
          }
          expect([before, name()]).toEqual([before, row.moves[before]]);
          const again = permit.decide(row.command, state, facts);
          expect(isRefusal(again) ? again.refused : again).toEqual(row.event === 'PermitApplied' ? 'ALREADY_APPLIED' : []);
        }
        expect(history.reduce(permit.evolve, permit.initial)).toEqual(state);
      }),
    ));
});
