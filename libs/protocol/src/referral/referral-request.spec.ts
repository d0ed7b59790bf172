import { legalBases } from '../legal-basis';
import { institutionKinds, type InstitutionKind } from '../institution/institution';
import { services, type Service } from '../service';
import type { Priority } from './priority';
import { open as openStates, type ReferralStatus } from './referral-moves';
import type { Sharing } from '../agreement/limited-by';
import { requestRefusal, type RequestFacts, type RequestRefusal } from './referral-request';

const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const conani = { unit: 'conani-proteccion', compartment: 'conani' };
const now = '2026-01-05T12:00:00.000Z';
const consent = { receiver: conani.unit, categories: ['PROTECTION', 'IDENTITY'], purpose: 'ASSISTANCE', until: '2026-07-05T00:00:00.000Z' } as const;

/** Between the two institutions no agreement is in force. */
const none: Sharing = { agreements: [], from: ['mmujer'], to: ['conani'] };

/** Of a lead that refers an adult on a consent of hers. */
const about: RequestFacts = { caseOpen: true, survivorDied: false, lead: azua, ageBand: '24-26', consents: { c: consent }, toKind: 'CHILDREN', toOpen: true, toOffers: true, sharing: none };
type Request = Parameters<typeof requestRefusal>[0];
const request: Request = { service: 'DOCUMENT_ISSUANCE', priority: 'NORMAL', consents: ['c'], basis: { kind: 'CONSENT' }, purpose: 'ASSISTANCE', by: azua, to: conani, about, at: now };

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
    ['a survivor who died and cannot take her consent back', 'SURVIVOR_DIED', {}, { survivorDied: true }],
    ['no consent', 'CONSENT_REQUIRED', { consents: [] }],
    ['a consent of another case', 'CONSENT_REQUIRED', { consents: ['c', 'd'] }],
    ['a consent that was withdrawn', 'CONSENT_ENDED', {}, { consents: { c: { ...consent, ended: 'WITHDRAWN' } } }],
    ['a consent that has lapsed', 'CONSENT_ENDED', {}, { consents: { c: { ...consent, ended: 'LAPSED' } } }],
    ['a consent whose date has come, its event not yet', 'CONSENT_ENDED', { at: consent.until }],
    ['a consent for another', 'CONSENT_FOR_ANOTHER', {}, { consents: { c: { ...consent, receiver: 'pgr-pett' } } }],
    ['a consent for another purpose', 'CONSENT_FOR_OTHER_PURPOSE', {}, { consents: { c: { ...consent, purpose: 'STATISTICS' } } }],
    ['one consent of two that is for another', 'CONSENT_FOR_ANOTHER', { consents: ['c', 'd'] }, { consents: { c: consent, d: { ...consent, receiver: 'pgr-pett' } } }],
    ['a consent without what the service requires', 'CONSENT_TOO_NARROW', {}, { consents: { c: { ...consent, categories: ['PROTECTION'] } } }],
    ['a basis besides a consent', 'BASIS_NOT_OPEN', { basis: { kind: 'COURT_ORDER', ref: '33-2026' } }],
  ])('may not be made on %s: %s', (_, refusal, how, facts = {}) => {
    expect(answer(how, facts)).toBe(refusal);
    // To who neither leads nor serves, whatever else is wrong, there is no such case.
    expect(answer({ ...how, by: { unit: 'dgm-sede', compartment: 'dgm' } }, facts)).toBe('NOT_FOUND');
    expect(answer(how, { ...facts, lead: { unit: 'pgr-pett', compartment: 'pgr-pett' } })).toBe('NOT_FOUND');
  });

  it('told late rests on the consent that was in force when it was made, and on none that has ended by an event', () => {
    const years = { ...consent, until: '2016-07-05T00:00:00.000Z' };
    const then = '2016-07-04T23:59:59.999Z';
    expect(answer({ at: then }, { consents: { c: years } })).toBe('may');
    expect(answer({ at: years.until }, { consents: { c: years } })).toBe('CONSENT_ENDED');
    for (const ended of ['WITHDRAWN', 'LAPSED'] as const) expect(answer({ at: then }, { consents: { c: { ...years, ended } } })).toBe('CONSENT_ENDED');
  });

  it('is the lead’s compartment’s, whatever unit of it asks; of a case without a lead nobody’s', () => {
    expect(answer({ by: { unit: 'mmujer-bani', compartment: 'mmujer' } })).toBe('may');
    const { lead: _none, ...leaderless } = about;
    expect(requestRefusal({ ...request, about: leaderless })?.refused).toBe('NOT_FOUND');
  });

  it.each(everyState)('is also the unit’s that serves her already under a referral that is %s', (status) => {
    const malala = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
    expect(answer({ by: malala }, { under: { status, to: malala.unit } })).toBe(serving.includes(status) ? 'may' : 'NOT_FOUND');
    expect(answer({ by: malala }, { under: { status, to: 'cc-77aa' } })).toBe('NOT_FOUND');
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
    for (const purpose of services[service].for) {
      expect(answer({ service }, { consents: { c: { ...consent, purpose, categories: ['STATUS'] } } })).toBe(required ? 'CONSENT_TOO_NARROW' : 'may');
      expect(answer({ service }, { consents: { c: { ...consent, purpose, categories: services[service].requires } } })).toBe('may');
    }
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

describe('a sharing agreement between sender and addressee', () => {
  const documents = { parties: ['conani', 'mmujer'], purpose: 'ASSISTANCE', categories: ['STATUS', 'PROTECTION'], until: '2026-07-05T00:00:00.000Z' } as const;
  const wide = { ...documents, categories: ['IDENTITY', 'STATUS'] } as const;
  const under = (...agreements: Sharing['agreements']): Partial<RequestFacts> => ({ sharing: { ...none, agreements } });
  const services_ = Object.keys(services) as Service[];
  const ordered = { consents: [], basis: { kind: 'COURT_ORDER', ref: '33-2026' } };

  it('stops what its categories do not cover, whatever she consented to, and nothing else', () => {
    expect(answer({}, under(documents))).toBe('AGREEMENT_TOO_NARROW');
    expect(answer({}, under(wide))).toBe('may');
    expect(answer({}, under(wide, documents))).toBe('AGREEMENT_TOO_NARROW'); // each limits
    for (const service of services_) expect(answer({ ...ordered, service }, under(documents))).toBe(services[service].requires.some((category) => !(documents.categories as readonly string[]).includes(category)) ? 'AGREEMENT_TOO_NARROW' : 'may');
  });

  it('never grants: what the consent does not cover stays closed', () =>
    expect(answer({}, { ...under(wide), consents: { c: { ...consent, categories: ['PROTECTION'] } } })).toBe('CONSENT_TOO_NARROW'));

  it.each<[string, Sharing['agreements'][number]]>([
    ['for another purpose', { ...documents, purpose: 'RETURN' }],
    ['of others', { ...documents, parties: ['conani', 'pgr'] }],
    ['whose date has come, its event not yet', { ...documents, until: now }],
  ])('%s limits nothing', (_, agreement) => expect(answer({}, under(agreement))).toBe('may'));

  it('goes by the purpose of the consent, not by the one that the request states; on another basis by that', () => {
    expect(answer({ purpose: 'PROSECUTION' }, under(documents))).toBe('AGREEMENT_TOO_NARROW');
    expect(answer(ordered, under(documents))).toBe('AGREEMENT_TOO_NARROW');
    expect(answer({ ...ordered, purpose: 'PROSECUTION' }, under(documents))).toBe('may');
  });

  it('binds a unit through who owns it and through who runs it', () => {
    const withOperator = { ...documents, parties: ['condor', 'mmujer'] };
    const to = (...institutions: string[]) => answer({}, { sharing: { agreements: [withOperator], from: ['mmujer'], to: institutions } });
    expect([to('pgr'), to('pgr', 'condor')]).toEqual(['may', 'AGREEMENT_TOO_NARROW']);
  });

  it('is read last: to who may not refer at all it says nothing', () =>
    expect(answer({ by: { unit: 'dgm-sede', compartment: 'dgm' } }, under(documents))).toBe('NOT_FOUND'));
});
