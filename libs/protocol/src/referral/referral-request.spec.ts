import { legalBases } from '../legal-basis';
import { institutionKinds, type InstitutionKind } from '../institution/institution';
import { services, type Service } from '../service';
import type { Priority } from './priority';
import { open as openStates, type ReferralStatus } from './referral-moves';
import { requestRefusal, type RequestFacts, type RequestRefusal } from './referral-request';

const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const conani = { unit: 'conani-proteccion', compartment: 'conani' };
const now = '2026-01-05T12:00:00.000Z';
const consent = { receiver: conani.unit, categories: ['PROTECTION', 'IDENTITY'], purpose: 'ASSISTANCE', until: '2026-07-05T00:00:00.000Z' } as const;

/** Of a lead that refers an adult on a consent of hers. */
const about: RequestFacts = { caseOpen: true, lead: azua, ageBand: '24-26', consents: { c: consent }, toKind: 'CHILDREN', toOpen: true, toOffers: true };
type Request = Parameters<typeof requestRefusal>[0];
const request: Request = { service: 'DOCUMENT_ISSUANCE', priority: 'NORMAL', consents: ['c'], basis: { kind: 'CONSENT' }, by: azua, to: conani, about, receivedAt: now };

const answer = (how: Partial<Omit<Request, 'about'>> = {}, facts: Partial<RequestFacts> = {}): RequestRefusal | 'may' =>
  requestRefusal({ ...request, ...how, about: { ...about, ...facts } })?.refused ?? 'may';

const everyState: readonly ReferralStatus[] = [
  ...openStates,
  ...(['COMPLETED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN', 'SURVIVOR_DECLINED', 'LAPSED', 'CONSENT_WITHDRAWN', 'DISCONTINUED', 'ENTERED_IN_ERROR'] as const),
];
const serving: readonly string[] = ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'];

describe('a request for a referral', () => {
  it('may be made by the lead on a consent that names the receiver and covers the service', () => expect(answer()).toBe('may'));

  it.each<[string, RequestRefusal, Partial<Omit<Request, 'about'>>, Partial<RequestFacts>?]>([
    ['a closed case', 'CASE_CLOSED', {}, { caseOpen: false }],
    ['a unit that is not there', 'UNIT_UNKNOWN', { to: undefined }],
    ['a unit that was closed', 'UNIT_UNKNOWN', {}, { toOpen: false }],
    ['the own unit', 'OWN_UNIT', { to: azua }],
    ['a service that the unit does not offer', 'SERVICE_NOT_OFFERED', {}, { toOffers: false }],
    ['a superseded referral that is not of this case', 'SUPERSEDES_NOT_ENDED', { supersedes: 'r' }],
    ['a superseded referral of somebody else', 'SUPERSEDES_NOT_ENDED', { supersedes: 'r' }, { superseded: { status: 'DECLINED', from: conani.unit } }],
    ['no consent', 'CONSENT_REQUIRED', { consents: [] }],
    ['a consent of another case', 'CONSENT_REQUIRED', { consents: ['c', 'd'] }],
    ['a consent that was withdrawn', 'CONSENT_ENDED', {}, { consents: { c: { ...consent, ended: 'WITHDRAWN' } } }],
    ['a consent that has lapsed', 'CONSENT_ENDED', {}, { consents: { c: { ...consent, ended: 'LAPSED' } } }],
    ['a consent whose date has come, its event not yet', 'CONSENT_ENDED', { receivedAt: consent.until }],
    ['a consent for another', 'CONSENT_FOR_ANOTHER', {}, { consents: { c: { ...consent, receiver: 'pgr-pett' } } }],
    ['one consent of two that is for another', 'CONSENT_FOR_ANOTHER', { consents: ['c', 'd'] }, { consents: { c: consent, d: { ...consent, receiver: 'pgr-pett' } } }],
    ['a consent without what the service requires', 'CONSENT_TOO_NARROW', {}, { consents: { c: { ...consent, categories: ['PROTECTION'] } } }],
    ['a basis besides a consent', 'BASIS_NOT_OPEN', { basis: { kind: 'COURT_ORDER', ref: '33-2026' } }],
  ])('may not be made on %s: %s', (_, refusal, how, facts = {}) => {
    expect(answer(how, facts)).toBe(refusal);
    // To who neither leads nor serves, whatever else is wrong, there is no such case.
    expect(answer({ ...how, by: { unit: 'dgm-sede', compartment: 'dgm' } }, facts)).toBe('NOT_FOUND');
    expect(answer(how, { ...facts, lead: { unit: 'pgr-pett', compartment: 'pgr-pett' } })).toBe('NOT_FOUND');
  });

  it('is the lead’s compartment’s, whatever unit of it asks; of a case without a lead nobody’s', () => {
    expect(answer({ by: { unit: 'mmujer-bani', compartment: 'mmujer' } })).toBe('may');
    const { lead: _none, ...leaderless } = about;
    expect(requestRefusal({ ...request, about: leaderless })?.refused).toBe('NOT_FOUND');
  });

  it.each(everyState)('is also the unit’s that serves her already under a referral that is %s', (status) => {
    const malala = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
    expect(answer({ by: malala }, { under: { status, service: 'SHELTER', to: malala.unit } })).toBe(serving.includes(status) ? 'may' : 'NOT_FOUND');
    expect(answer({ by: malala }, { under: { status, service: 'SHELTER', to: 'cc-77aa' } })).toBe('NOT_FOUND');
  });

  it.each(everyState)('supersedes one of its own that has ended; one that is %s so', (status) =>
    expect(answer({ supersedes: 'r' }, { superseded: { status, from: azua.unit } })).toBe(openStates.includes(status) ? 'SUPERSEDES_NOT_ENDED' : 'may'));
});

describe('consent as its basis', () => {
  it('may name the receiver’s compartment', () => expect(answer({}, { consents: { c: { ...consent, receiver: conani.compartment } } })).toBe('may'));

  it('may be several, which together cover what the service requires', () => {
    const two = { c: { ...consent, categories: ['PROTECTION'] as const }, d: { ...consent, categories: ['IDENTITY'] as const } };
    expect(answer({ consents: ['c', 'd'] }, { consents: two })).toBe('may');
    expect(answer({ consents: ['c'] }, { consents: two })).toBe('CONSENT_TOO_NARROW');
  });

  it.each(Object.keys(services) as Service[])('covers what %s requires', (service) => {
    const required = services[service].requires.length > 0;
    expect(answer({ service }, { consents: { c: { ...consent, categories: ['STATUS'] } } })).toBe(required ? 'CONSENT_TOO_NARROW' : 'may');
    expect(answer({ service }, { consents: { c: { ...consent, categories: services[service].requires } } })).toBe('may');
  });
});

/** Each other basis: with what it opens a referral, and with what it does not. Migration control aside. */
const child: Partial<RequestFacts> = { toKind: 'CHILDREN', ageBand: '9-17' };
type With = Readonly<{ ref?: string; priority?: Priority; facts?: Partial<RequestFacts> }>;
const bases: Readonly<Record<string, { opens: readonly With[]; not: readonly With[] }>> = {
  BEST_INTERESTS_OF_CHILD: {
    opens: [{ facts: child }, { facts: { ...child, ageBand: '0-8' } }, { facts: { ...child, ageBand: 'UNKNOWN' } }],
    not: [{ facts: { ...child, ageBand: '18-20' } }, { facts: { ...child, toKind: 'WOMEN' }, ref: '136-03' }],
  },
  VITAL_INTERESTS: { opens: [{ priority: 'EMERGENCY' }], not: [{ priority: 'URGENT', ref: '7' }, { priority: 'NORMAL', ref: '7' }] },
  LEGAL_OBLIGATION: { opens: [{ ref: '14-1' }], not: [{}, { priority: 'EMERGENCY' }] },
  LEGAL_MANDATE: { opens: [{ ref: '2026-118', facts: { toKind: 'PROSECUTION' } }], not: [{ facts: { toKind: 'PROSECUTION' } }, { ref: '2026-118', facts: { toKind: 'POLICE' } }] },
  COURT_ORDER: { opens: [{ ref: '33-2026' }], not: [{}, { priority: 'EMERGENCY' }] },
  PUBLIC_STATISTICS: { opens: [], not: [{ ref: '1', priority: 'EMERGENCY', facts: child }] },
};
const on = (kind: string, { ref, priority = 'NORMAL', facts }: With, toKind?: InstitutionKind) =>
  answer({ consents: [], priority, basis: { kind, ...(ref !== undefined && { ref }) } }, { ...facts, ...(toKind && { toKind }) });

describe('another legal basis', () => {
  it('is one of the protocol’s', () => {
    expect(Object.keys(bases).sort()).toEqual(legalBases.filter((basis) => basis !== 'CONSENT').sort());
    for (const kind of ['', 'AGREEMENT', 'toString', '__proto__']) expect(on(kind, { ref: '1', priority: 'EMERGENCY', facts: child })).toBe('BASIS_NOT_OPEN');
  });

  it.each(Object.entries(bases))('%s opens a referral where the protocol allows it, and no other', (kind, { opens, not }) => {
    for (const how of opens) expect([how, on(kind, how)]).toEqual([how, 'may']);
    for (const how of not) expect([how, on(kind, how)]).toEqual([how, 'BASIS_NOT_OPEN']);
  });

  it.each(Object.entries(bases))('%s stands alone: no consent is named beside it', (kind, { opens }) => {
    for (const { ref, priority = 'NORMAL', facts } of opens) {
      expect(answer({ priority, basis: { kind, ...(ref !== undefined && { ref }) } }, facts)).toBe('BASIS_NOT_OPEN');
    }
  });
});

describe('a referral to migration control (rule 3)', () => {
  it.each(Object.entries(bases))('is not made on %s, unless that is a court’s order with its number', (kind, { opens, not }) => {
    for (const how of [...opens, ...not, { ref: '33-2026', priority: 'EMERGENCY' as const }]) {
      const expected = kind !== 'COURT_ORDER' ? 'MIGRATION_CONTROL_LIMIT' : how.ref === undefined ? 'BASIS_NOT_OPEN' : 'may';
      expect(on(kind, how, 'MIGRATION_CONTROL')).toBe(expected);
    }
  });

  it('is limited for no other kind of institution', () => {
    for (const toKind of institutionKinds.filter((kind) => kind !== 'MIGRATION_CONTROL')) {
      for (const kind of Object.keys(bases)) expect(on(kind, { ref: '1', priority: 'EMERGENCY' }, toKind)).not.toBe('MIGRATION_CONTROL_LIMIT');
    }
  });
});
