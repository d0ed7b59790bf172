import { randomUUID } from 'node:crypto';
import { readLeaf, type Envelope } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Recorded, type Refused, type Who } from './running';

jest.setTimeout(60_000);

const administration = { 'purpose-of-use': 'ADMINISTRATION' };
const oversight = { 'purpose-of-use': 'OVERSIGHT' };
const inAYear = (): string => new Date(Date.now() + 365 * 86_400_000).toISOString();

describe('what institutions learn, plan and agree on together', () => {
  let running: Running;
  let offices: Offices;
  const administrators: Record<string, Who> = {};
  const who = (name: string): Who => {
    const found = offices[name] ?? administrators[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const founder = (): Who => running.administrator(0);
  const events = () => running.system.store.head();
  const stream = async (name: string): Promise<Envelope[]> => (await running.system.store.readStream(name)).map(({ leaf }) => readLeaf(leaf));
  /** Waits for what the server does by itself. */
  const soon = (name: string, type: string): Promise<Envelope> =>
    eventually(async () => {
      const events = await stream(name);
      expect(events.map((event) => event.type)).toContain(type);
      return events.find((event) => event.type === type)!;
    });
  const agentOf = (name: string): string => who(name).agent ?? '';
  const courseOf2025 = { title: 'Diplomado en trata de personas, 2.ª edición · 人口贩运 · تدريب', providers: ['mmujer'], from: '2025-02-03', until: '2025-06-30' };
  const schedule = (input: object = courseOf2025): Promise<Recorded> => running.record(who('mmujer administrator'), 'scheduleCourse', input, administration);
  const award = (course: string, input: object): Promise<Recorded> =>
    running.record(who('mmujer administrator'), 'awardCertificate', { course, holderName: 'Mercedes Peña', date: '2025-06-30', ...input }, administration);

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    for (const institution of ['mmujer', 'pgr', 'dgm']) {
      const { id: agent } = await running.record(founder(), 'proposeAgentAppointment', { institution, agentName: `Administradora de ${institution}`, roles: ['administrator'] }, administration);
      await running.record(running.administrator(1), 'appointAgent', { institution, agent }, administration);
      administrators[`${institution} administrator`] = { client: `${institution}-desk`, institution, compartment: institution, agent, own: true };
    }
  });
  afterAll(() => running.end());

  describe('a course', () => {
    it('certifies its participants; an accreditation rests on a certificate of that agent', async () => {
      const { id: course } = await schedule();
      const agent = agentOf('mmujer-azua supervisor');
      const accredit = (input: object = {}) => running.refusal(founder(), 'accreditAgent', { institution: 'mmujer', agent, accreditation: 'IDENTIFICATION', ...input }, administration);
      const { id: others } = await award(course, { institution: 'mmujer', agent: agentOf('mmujer-azua caseworker') });
      expect(await accredit()).toBe('CERTIFICATE_REQUIRED');
      expect(await accredit({ course, certificate: others })).toBe('CERTIFICATE_UNKNOWN');
      expect(await accredit({ course: randomUUID(), certificate: others })).toBe('CERTIFICATE_UNKNOWN');
      const { id: certificate } = await award(course, { institution: 'mmujer', agent });
      const accredited = await running.record(founder(), 'accreditAgent', { institution: 'mmujer', agent, accreditation: 'IDENTIFICATION', course, certificate }, administration);
      expect(accredited.events.map(({ type }) => type)).toEqual(['AgentAccredited']);

      // Revoked, it takes the accreditation with it, whenever the server next runs.
      const revoke = { course, certificate, reason: 'OBTAINED_BY_FRAUD' };
      const revoked = await running.record(who('mmujer administrator'), 'revokeCertificate', revoke, administration);
      await running.stop();
      await running.start();
      const taken = await soon('institution-mmujer', 'AccreditationRevoked');
      expect(taken).toMatchObject({ data: { agent, accreditation: 'IDENTIFICATION' }, actor: { client: 'amparo' }, causation: revoked.events[0]?.id });
      expect(await accredit({ course, certificate })).toBe('CERTIFICATE_REVOKED');
      expect((await running.record(who('mmujer administrator'), 'revokeCertificate', revoke, administration)).events).toEqual([]);
      expect((await stream('institution-mmujer')).filter(({ type }) => type === 'AccreditationRevoked')).toHaveLength(1);
    });

    it('counts a person once, however often certified, and shows no name', async () => {
      const { id: course } = await schedule();
      const { id: second } = await schedule({ ...courseOf2025, title: 'Diplomado de 2003', from: '2003-02-03', until: '2003-06-30' });
      const command = { commandId: randomUUID(), course: second, holderName: 'Altagracia Núñez', date: '2003-07-01' };
      const first = await running.record(who('mmujer administrator'), 'awardCertificate', command, administration);
      expect(await running.send(who('mmujer administrator'), 'awardCertificate', command, administration)).toEqual(first);
      const earlier = { course: second, certificate: first.id };
      const again = await award(course, { holderName: 'Altagracia Núñez', earlier });
      expect((await award(course, { holderName: 'Altagracia Núñez', earlier })).id).toBe(again.id); // held already: nothing is written
      const awards = [...(await stream(`course-${second}`)), ...(await stream(`course-${course}`))].filter(({ type }) => type === 'CertificateAwarded');
      expect(awards.map(({ data }) => data['certificate'])).toEqual([first.id, again.id]);
      expect(new Set(awards.map(({ data }) => data['person'])).size).toBe(1);
      expect(JSON.stringify(awards)).not.toContain('Altagracia');
    });

    it.each<[string, string, string, string, object]>([
      ['scheduled by another institution', 'NOT_ENTITLED', 'pgr administrator', 'scheduleCourse', courseOf2025],
      ['given by nobody', 'INSTITUTION_UNKNOWN', 'mmujer administrator', 'scheduleCourse', { ...courseOf2025, providers: ['mmujer', 'nowhere'] }],
      ['that ends before it begins', 'DATES_REVERSED', 'mmujer administrator', 'scheduleCourse', { ...courseOf2025, until: '2025-02-02' }],
      ['of a day that is none', 'BAD_USER_INPUT', 'mmujer administrator', 'scheduleCourse', { ...courseOf2025, until: '2025-02-30' }],
      ['with a name of 100,000 characters', 'BAD_USER_INPUT', 'mmujer administrator', 'scheduleCourse', { ...courseOf2025, title: 'x'.repeat(100_000) }],
      ['with a name in control characters', 'BAD_USER_INPUT', 'mmujer administrator', 'scheduleCourse', { ...courseOf2025, title: 'a\u0000b' }],
      ['scheduled by a caseworker', 'FORBIDDEN_FOR_ROLE', 'mmujer-azua caseworker', 'scheduleCourse', courseOf2025],
      ['that is not there', 'NOT_FOUND', 'mmujer administrator', 'revokeCertificate', { course: randomUUID(), certificate: randomUUID(), reason: 'MISCONDUCT' }],
    ])('%s is turned down: %s', async (_, code, name, mutation, input) => {
      const before = await events();
      expect(await running.refusal(who(name), mutation, input, administration)).toBe(code);
      expect(await events()).toBe(before);
    });

    it('certifies nobody before it is over, in the future, by the wrong hand, or under an agent that is none', async () => {
      const { id: course } = await schedule();
      const before = await events();
      const input = { course, holderName: 'Mercedes Peña', date: '2025-06-30' };
      const refused = (more: object, name = 'mmujer administrator') => running.refusal(who(name), 'awardCertificate', { ...input, ...more }, administration);
      const tomorrow = new Date(Date.now() + 30 * 3_600_000).toISOString().slice(0, 10);
      expect(await refused({ date: '2025-06-29' })).toBe('COURSE_NOT_OVER');
      expect(await refused({ date: tomorrow })).toBe('DATE_IN_FUTURE');
      expect(await refused({}, 'pgr administrator')).toBe('NOT_ENTITLED');
      expect(await refused({ institution: 'mmujer', agent: agentOf('mmujer administrator') })).toBe('NOT_ONESELF');
      expect(await refused({ institution: 'pgr', agent: agentOf('mmujer-azua supervisor') })).toBe('AGENT_UNKNOWN');
      expect(await refused({ earlier: { course, certificate: randomUUID() } })).toBe('CERTIFICATE_UNKNOWN');
      expect(await refused({ holderName: 'ع'.repeat(201) })).toBe('BAD_USER_INPUT');
      expect(await events()).toBe(before);
    });
  });

  describe('a coordination body', () => {
    const coordinator = (): Who => who('mmujer-ciprom coordinator');
    const action = { title: 'Abrir un refugio en el Cibao', axis: 'PROTECTION', institution: 'pgr', due: '2027-06-30', indicator: 'END-2.3.7' };
    let plan = '';

    it('is constituted by its secretariat, admits its members, and adopts a plan that they report on', async () => {
      await running.record(coordinator(), 'constituteBody', { body: 'ciprom', name: 'Comité Interinstitucional de Protección a la Mujer Migrante' }, oversight);
      await running.record(coordinator(), 'admitMember', { body: 'ciprom', institution: 'pgr' }, oversight);
      plan = (await running.record(coordinator(), 'adoptPlan', { body: 'ciprom', name: 'Plan Nacional 2025–2027', fromYear: 2025, untilYear: 2027 }, oversight)).id;
      const { id } = await running.record(coordinator(), 'planAction', { plan, ...action }, oversight);
      const report = (progress: number, status = 'UNDER_WAY') => running.record(who('pgr administrator'), 'reportAction', { plan, action: id, status, progress, evidence: 'INF-12/2026' }, oversight);
      await report(40);
      expect((await report(40)).events).toEqual([]);
      await report(100, 'DONE');
      const told = await stream(`plan-${plan}`);
      expect(told.map(({ type }) => type)).toEqual(['PlanAdopted', 'ActionPlanned', 'ActionReported', 'ActionReported']);
      expect(told[2]).toMatchObject({ actor: { institution: 'pgr' }, data: { action: id, progress: 40 } });
    });

    it.each<[string, string, string, string, () => object]>([
      ['members admitted by nobody of the secretariat', 'FORBIDDEN_FOR_ROLE', 'pgr administrator', 'admitMember', () => ({ body: 'ciprom', institution: 'dgm' })],
      ['a body that is not there', 'BODY_UNKNOWN', 'mmujer-ciprom coordinator', 'admitMember', () => ({ body: 'citim', institution: 'dgm' })],
      ['a member that is not registered', 'INSTITUTION_UNKNOWN', 'mmujer-ciprom coordinator', 'admitMember', () => ({ body: 'ciprom', institution: 'nowhere' })],
      ['a coordinating institution that leaves', 'COORDINATES_THE_BODY', 'mmujer-ciprom coordinator', 'releaseMember', () => ({ body: 'ciprom', institution: 'mmujer' })],
      ['another body of the same code', 'ALREADY_REGISTERED', 'mmujer-ciprom coordinator', 'constituteBody', () => ({ body: 'ciprom', name: 'CIPROM' })],
      ['a membership before there was a body', 'DATES_REVERSED', 'mmujer-ciprom coordinator', 'admitMember', () => ({ body: 'ciprom', institution: 'dgm', at: '2007-08-01T12:00:00Z', late: 'PAPER_FORM' })],
      ['a plan that ends before it begins', 'DATES_REVERSED', 'mmujer-ciprom coordinator', 'adoptPlan', () => ({ body: 'ciprom', name: 'Plan', fromYear: 2027, untilYear: 2025 })],
      ['an action of who is no member', 'NOT_A_MEMBER', 'mmujer-ciprom coordinator', 'planAction', () => ({ plan, ...action, institution: 'dgm' })],
      ['an action due outside the plan', 'OUTSIDE_THE_PLAN', 'mmujer-ciprom coordinator', 'planAction', () => ({ plan, ...action, due: '2028-01-01' })],
      ['an action of no plan', 'NOT_FOUND', 'mmujer-ciprom coordinator', 'planAction', () => ({ plan: randomUUID(), ...action })],
      ['an indicator that is prose', 'BAD_USER_INPUT', 'mmujer-ciprom coordinator', 'planAction', () => ({ plan, ...action, indicator: 'lo que dijo María' })],
      ['a report on no action', 'ACTION_UNKNOWN', 'pgr administrator', 'reportAction', () => ({ plan, action: randomUUID(), status: 'DONE', progress: 100 })],
      ['progress beyond the whole', 'BAD_USER_INPUT', 'pgr administrator', 'reportAction', () => ({ plan, action: randomUUID(), status: 'DONE', progress: 101 })],
    ])('%s is turned down: %s', async (_, code, name, mutation, input) => {
      const before = await events();
      expect(await running.refusal(who(name), mutation, input(), oversight)).toBe(code);
      expect(await events()).toBe(before);
    });

    it('takes nothing from a coordinator who is suspended', async () => {
      const suspended = { institution: 'mmujer', agent: agentOf('mmujer-ciprom coordinator') };
      await running.record(founder(), 'suspendAgent', { ...suspended, reason: 'LEAVE' }, administration);
      const before = await events();
      expect(await running.refusal(coordinator(), 'admitMember', { body: 'ciprom', institution: 'dgm' }, oversight)).toBe('AGENT_NOT_ACCEPTED');
      expect(await events()).toBe(before);
      await running.record(founder(), 'reinstateAgent', suspended, administration);
    });
  });

  describe('a sharing agreement', () => {
    const terms = { for: 'ASSISTANCE', categories: ['STATUS', 'PROTECTION'], until: inAYear() };
    const propose = (input: object = {}) => running.record(who('mmujer administrator'), 'proposeAgreement', { title: 'Convenio 2026', with: ['pgr'], ...terms, ...input }, administration);
    const sign = (agreement: string, name: string, input: object = {}) => running.refusal(who(name), 'signAgreement', { agreement, ...terms, ...input }, administration);
    const refer = (survivor: string, service: string): Promise<string> =>
      running.refusal(who('mmujer-azua caseworker'), 'requestReferral', { case: survivor, to: 'pgr-pett', service, priority: 'NORMAL', consents: [], basis: { kind: 'LEGAL_OBLIGATION', ref: '137-03' } });

    it('limits what a referral may rest on from the last signature to its end, over a restart too, and never grants', async () => {
      await running.record(founder(), 'offerService', { unit: 'pgr-pett', service: 'DOCUMENT_ISSUANCE', languages: ['spa'] }, administration);
      const { id: survivor } = await running.record(who('mmujer-azua caseworker'), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      const { id: agreement } = await propose();
      expect(await refer(survivor, 'DOCUMENT_ISSUANCE')).toBe('RECORDED'); // signed by one alone it binds nobody
      expect(await sign(agreement, 'pgr administrator')).toBe('RECORDED');
      expect((await stream(`agreement-${agreement}`)).map(({ type }) => type)).toEqual(['AgreementSigned', 'AgreementSigned', 'AgreementInForce']);
      await running.stop();
      await running.start();
      expect(await refer(survivor, 'DOCUMENT_ISSUANCE')).toBe('AGREEMENT_TOO_NARROW');
      expect(await refer(survivor, 'LEGAL_AID')).toBe('RECORDED');
      await running.record(who('pgr administrator'), 'denounceAgreement', { agreement }, administration);
      expect((await running.record(who('mmujer administrator'), 'denounceAgreement', { agreement }, administration)).events).toEqual([]);
      expect(await refer(survivor, 'DOCUMENT_ISSUANCE')).toBe('RECORDED');
      expect(await sign(agreement, 'pgr administrator')).toBe('AGREEMENT_ENDED');
    });

    it('limits what a plan of return and an application for a permit may rest on as it does a referral', async () => {
      const record = (mutation: string, input: object) => running.record(who('mmujer-azua caseworker'), mutation, input);
      const refused = (mutation: string, input: object) => running.refusal(who('mmujer-azua caseworker'), mutation, input);
      const { id: survivor } = await record('openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      await record('describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', foreignNational: true });
      await record('recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
      const consent = async (receiver: string, purpose: string, category: string) =>
        (await record('giveConsent', { case: survivor, receiver, for: purpose, categories: [category], by: 'SURVIVOR', language: 'spa', textVersion: '1', history: 'CURRENT', until: inAYear() })).id;
      const { id: returning } = await record('notifyReturn', { case: survivor, kind: 'VOLUNTARY', direction: 'OUTBOUND', country: 'CO', circumstances: 'Quiere volver.' });
      await record('assessReturnRisk', { return: returning, level: 'LOW', assessment: 'La espera su madre.' });
      await record('consentToReturn', { return: returning, by: 'SURVIVOR', language: 'spa' });
      const plan = { return: returning, with: ['pgr-pett'], consents: [await consent('pgr-pett', 'RETURN', 'REINTEGRATION')], plan: 'Un capital semilla.' };
      const permit = { case: survivor, to: 'dgm-sede', class: 'BUSINESS_VISA', consents: [await consent('dgm', 'RESIDENCE', 'MIGRATION')] };
      for (const [mutation, input, party, purpose] of [['shareReturnPlan', plan, 'pgr', 'RETURN'], ['applyForPermit', permit, 'dgm', 'RESIDENCE']] as const) {
        const { id: agreement } = await propose({ with: [party], for: purpose, categories: ['STATUS'] });
        await sign(agreement, `${party} administrator`, { for: purpose, categories: ['STATUS'] });
        const before = await events();
        expect(await refused(mutation, input)).toBe('AGREEMENT_TOO_NARROW');
        expect(await events()).toBe(before);
        await running.record(who(`${party} administrator`), 'denounceAgreement', { agreement }, administration);
        await record(mutation, input);
      }
    });

    it('ends at its date by itself', async () => {
      const { id: agreement } = await propose({ until: new Date(Date.now() + 1_500).toISOString() });
      expect(await soon(`agreement-${agreement}`, 'AgreementEnded')).toMatchObject({ data: { reason: 'LAPSED' }, actor: { client: 'amparo' } });
    });

    it('is for its parties alone: to others, the founding institution included, there is no such agreement', async () => {
      const { id: agreement } = await propose();
      const before = await events();
      const nowhere = await running.send(who('dgm administrator'), 'signAgreement', { agreement: randomUUID(), ...terms }, administration);
      expect((nowhere as Refused).code).toBe('NOT_FOUND');
      for (const asker of [who('dgm administrator'), founder()]) {
        expect(await running.send(asker, 'signAgreement', { agreement, ...terms }, administration)).toEqual(nowhere);
        expect(await running.send(asker, 'denounceAgreement', { agreement }, administration)).toEqual(nowhere);
      }
      expect(await sign(agreement, 'pgr administrator', { categories: ['STATUS'] })).toBe('TERMS_DIFFER');
      expect(await events()).toBe(before);
    });

    it('is signed by persons, each for one party: nobody signs twice, and no partner for them', async () => {
      const person = (await stream('institution-mmujer')).find(({ type, data }) => type === 'AgentAppointed' && data['agent'] === agentOf('mmujer administrator'))?.data['person'];
      const { id: agent } = await running.record(founder(), 'proposeAgentAppointment', { institution: 'pgr', person, agentName: 'La misma', roles: ['administrator'] }, administration);
      await running.record(running.administrator(1), 'appointAgent', { institution: 'pgr', agent }, administration);
      administrators['the same person at pgr'] = { ...who('pgr administrator'), agent };
      const { id: agreement } = await propose();
      const before = await events();
      expect(await sign(agreement, 'the same person at pgr')).toBe('TWO_PERSONS_REQUIRED');
      expect(await running.refusal({ ...who('pgr administrator'), own: false }, 'signAgreement', { agreement, ...terms }, administration)).toBe('OWN_TOKEN_REQUIRED');
      expect(await events()).toBe(before);
    });

    it.each<[string, string, object]>([
      ['with itself', 'OTHER_PARTY_REQUIRED', { with: ['mmujer'] }],
      ['with nobody', 'INSTITUTION_UNKNOWN', { with: ['pgr', 'nowhere'] }],
      ['that has ended when it is signed', 'DATES_REVERSED', { until: '2020-01-01T00:00:00Z' }],
      ['about nothing', 'BAD_USER_INPUT', { categories: [] }],
      ['about what is no category', 'BAD_USER_INPUT', { categories: ['GOSSIP'] }],
    ])('%s is turned down: %s', async (_, code, input) => {
      const before = await events();
      expect(await running.refusal(who('mmujer administrator'), 'proposeAgreement', { title: 'Convenio', with: ['pgr'], ...terms, ...input }, administration)).toBe(code);
      expect(await events()).toBe(before);
    });
  });
});
