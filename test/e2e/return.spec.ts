import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, signatories } from './offices';
import { eventually, Running, type Who } from './running';

jest.setTimeout(60_000);

const administration = { 'purpose-of-use': 'ADMINISTRATION' };
const year = 365 * 86_400_000;
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

describe('she goes home, and her stay is lawful', () => {
  let running: Running;
  const offices: Record<string, Who> = {};
  let survivor = '';
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const consulate = (): Who => who('mirex-consulado-madrid caseworker');
  const inm = (): Who => who('inm-retornos caseworker');
  const gcps = (): Who => who('gcps-programas caseworker');
  const dgm = (): Who => who('dgm-sede caseworker');

  const consent = async (receiver: string, categories: string[], purpose: string): Promise<string> =>
    (
      await running.record(azua(), 'giveConsent', {
        case: survivor,
        receiver,
        categories,
        for: purpose,
        language: 'spa',
        by: 'SURVIVOR',
        until: new Date(Date.now() + year).toISOString(),
        history: 'ALL',
        textVersion: '2026-1',
      })
    ).id;
  const streamOf = async (stream: string) => {
    const found = [];
    for await (const events of running.system.store.readAll(0n)) found.push(...events.filter((event) => event.stream === stream));
    return found.map(({ type, leaf }) => ({ type, envelope: readLeaf(leaf) }));
  };
  const types = async (stream: string): Promise<string[]> => (await streamOf(stream)).map(({ type }) => type);
  /** Until a process manager has written that. */
  const waitFor = (stream: string, type: string): Promise<string[]> =>
    eventually(async () => {
      const there = await types(stream);
      expect(there).toContain(type);
      return there;
    });
  /** A mutation that is turned down with a code, and writes nothing. */
  const refused = async (asker: Who, mutation: string, input: object, headers = {}): Promise<string> => {
    const before = await running.system.store.head();
    const code = await running.refusal(asker, mutation, input, headers);
    expect(await running.system.store.head()).toBe(before);
    return code;
  };

  beforeAll(async () => {
    running = await Running.founded();
    Object.assign(offices, await openOffices(running), await openOffices(running, signatories));
    survivor = (await running.record(azua(), 'openCase', { matter: 'RETURN', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(azua(), 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
  });
  afterAll(() => running.end());

  describe('a return', () => {
    let of: { return: string };
    const consents: Record<string, string> = {};

    it('is notified by the consulate that serves her, and by nobody else abroad', async () => {
      const toConsulate = await consent('mirex-consulado-madrid', ['IDENTITY', 'PROTECTION'], 'RETURN');
      const { id: under } = await running.record(azua(), 'requestReferral', { case: survivor, to: 'mirex-consulado-madrid', service: 'CONSULAR_ASSISTANCE', priority: 'URGENT', consents: [toConsulate] });
      const notify = { case: survivor, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'ES', circumstances: 'Escapó de un club. 她逃走了 · Li te sove · هربت', under };
      expect(await refused(consulate(), 'notifyReturn', notify)).toBe('NOT_FOUND');
      await running.record(consulate(), 'acceptReferral', { referral: under });
      expect(await refused(consulate(), 'notifyReturn', { ...notify, country: 'Madrid' })).toBe('BAD_USER_INPUT');
      expect(await refused(consulate(), 'notifyReturn', { ...notify, circumstances: 'x'.repeat(100_000) })).toBe('BAD_USER_INPUT');
      expect(await refused(azua(), 'notifyReturn', { ...notify, kind: 'DEPORTED', direction: 'OUTBOUND' })).toBe('ORDER_REQUIRED');
      const command = { commandId: randomUUID(), ...notify };
      const first = await running.record(consulate(), 'notifyReturn', command);
      expect(await running.send(consulate(), 'notifyReturn', command)).toEqual(first);
      expect(await refused(consulate(), 'notifyReturn', { ...command, kind: 'DEPORTED' })).toBe('COMMAND_ID_REUSED');
      of = { return: first.id };
    });

    it('is decided by her, on a risk that was assessed, and against a high one if she insists', async () => {
      const consenting = { ...of, by: 'SURVIVOR', language: 'spa' };
      expect(await refused(azua(), 'consentToReturn', consenting)).toBe('RISK_NOT_ASSESSED');
      expect(await refused(azua(), 'meetArrival', { ...of, place: 'AIRPORT' })).toBe('WRONG_STATE');
      await running.record(consulate(), 'issueTravelDocument', { ...of, document: 'EMERGENCY_PASSPORT', documentNumber: 'RD-7741', expiresOn: '2028-02-29' });
      expect(await refused(consulate(), 'issueTravelDocument', { ...of, document: 'EMERGENCY_PASSPORT', expiresOn: '2027-02-29' })).toBe('BAD_USER_INPUT');
      await running.record(azua(), 'assessReturnRisk', { ...of, level: 'HIGH', assessment: 'La red opera en su barrio.' });
      expect(await refused(azua(), 'consentToReturn', consenting)).toBe('HIGH_RISK');
      expect(await refused(azua(), 'consentToReturn', { ...consenting, by: 'GUARDIAN', insists: true })).toBe('NOT_A_CHILD');
      await running.record(azua(), 'consentToReturn', { ...consenting, insists: true });
      expect((await running.record(azua(), 'consentToReturn', { ...consenting, insists: true })).events).toEqual([]);
    });

    it('names who meets her on her consent, never migration control; until then they know of nothing', async () => {
      const name = { ...of, unit: 'inm-retornos', task: 'MEETS', consents: [] as string[], arrival: 'AILA, el lunes a las 16:10' };
      expect(await refused(inm(), 'meetArrival', { ...of, place: 'AIRPORT' })).toBe('NOT_FOUND');
      expect(await refused(azua(), 'nameReturnParty', name)).toBe('CONSENT_REQUIRED');
      expect(await refused(azua(), 'nameReturnParty', { ...name, unit: 'dgm-sede', basis: { kind: 'COURT_ORDER', ref: '33-2026' } })).toBe('MIGRATION_CONTROL_LIMIT');
      const narrow = await consent('inm-retornos', ['STATUS'], 'RETURN');
      expect(await refused(azua(), 'nameReturnParty', { ...name, consents: [narrow] })).toBe('CONSENT_TOO_NARROW');
      consents['inm'] = await consent('inm-retornos', ['STATUS', 'WHEREABOUTS', 'REINTEGRATION'], 'RETURN');
      await running.record(azua(), 'nameReturnParty', { ...name, consents: [consents['inm']] });
      const toCasa = await consent('mmujer-casa', ['STATUS', 'PROTECTION'], 'RETURN');
      await running.record(azua(), 'nameReturnParty', { ...of, unit: 'mmujer-casa', task: 'RECEIVES', consents: [toCasa] });
      const stored = JSON.stringify((await streamOf(`return-${of.return}`)).map(({ envelope }) => envelope));
      expect(stored).toMatch(/"party":"cc-/);
      expect(stored).not.toMatch(/mmujer-casa|AILA|Altagracia|RD-7741|"ES"/);
    });

    it('is met, shared with signatories she consented to, supported, followed up, and ends', async () => {
      expect(await refused(gcps(), 'meetArrival', { ...of, place: 'AIRPORT' })).toBe('NOT_FOUND');
      await running.record(inm(), 'meetArrival', { ...of, place: 'AIRPORT', condition: 'Cansada.' });
      expect(await refused(inm(), 'meetArrival', { ...of, place: 'SEAPORT' })).toBe('ANSWERED_OTHERWISE');
      expect(await refused(inm(), 'deliverSupport', { ...of, service: 'SOCIAL_REINTEGRATION' })).toBe('NOT_NAMED_FOR_IT');
      const share = { ...of, with: ['gcps', 'inm'], consents: [consents['inm']], plan: 'Formación y un capital semilla.' };
      expect(await refused(azua(), 'shareReturnPlan', share)).toBe('CONSENT_REQUIRED');
      expect(await refused(azua(), 'shareReturnPlan', { ...share, with: ['auditoria'] })).toBe('NOT_A_SIGNATORY');
      expect(await refused(azua(), 'shareReturnPlan', { ...share, with: ['dgm'] })).toBe('MIGRATION_CONTROL_LIMIT');
      const toGcps = await consent('gcps', ['REINTEGRATION'], 'RETURN');
      const toInm = await consent('inm', ['REINTEGRATION'], 'RETURN');
      await running.record(azua(), 'shareReturnPlan', { ...share, consents: [toGcps, toInm] });
      await running.record(gcps(), 'deliverSupport', { ...of, service: 'SOCIAL_REINTEGRATION', report: 'Curso de cocina.' });
      await running.record(who('mmujer-casa shelter_manager'), 'deliverSupport', { ...of, service: 'SHELTER' });
      await running.record(consulate(), 'followUpReturn', { ...of, found: 'SAFE' });
      expect(await refused(gcps(), 'completeReturn', { ...of, outcome: 'REINTEGRATED' })).toBe('NOT_THE_LEAD');
      await running.record(azua(), 'completeReturn', { ...of, outcome: 'REINTEGRATED' });
      const stored = JSON.stringify((await streamOf(`return-${of.return}`)).map(({ envelope }) => envelope));
      expect(stored).not.toMatch(/mmujer-casa|cocina|semilla|Cansada/);
      expect((await streamOf(`return-${of.return}`)).every(({ envelope }) => envelope.case === survivor)).toBe(true);
    });

    it('of a deported national needs no consent, and says what it was', async () => {
      const { id } = await running.record(azua(), 'notifyReturn', { case: survivor, kind: 'DEPORTED', direction: 'INBOUND', country: 'US' });
      await running.record(azua(), 'meetArrival', { return: id, place: 'AIRPORT' });
      expect(await refused(azua(), 'completeReturn', { return: id, outcome: 'CONTACT_LOST' })).toBe('RISK_NOT_ASSESSED');
      await running.record(azua(), 'enterReturnInError', { return: id, reason: 'DUPLICATE' });
      expect(await types(`return-${id}`)).toEqual(['ReturnNotified', 'ArrivalMet', 'ReturnEnteredInError']);
    });

    it('is nothing to strangers, to the excluded and to who is suspended: one answer as for what is not there', async () => {
      const mistaken = await running.send(dgm(), 'completeReturn', { return: randomUUID(), outcome: 'DIED' });
      expect(await running.send(dgm(), 'completeReturn', { ...of, outcome: 'DIED' })).toEqual(mistaken);
      const supervisor = who('mmujer-azua supervisor');
      const follow = { commandId: randomUUID(), return: (await running.record(supervisor, 'notifyReturn', { case: survivor, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'AR' })).id, level: 'LOW' };
      await running.record(supervisor, 'assessReturnRisk', follow);
      await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: supervisor.agent }, cases: [survivor], ground: 'Familiar' });
      expect(await running.send(supervisor, 'assessReturnRisk', follow)).toEqual(mistaken); // a retry of what was once taken
      expect(await running.send(supervisor, 'notifyReturn', { case: survivor, kind: 'DEPORTED', direction: 'INBOUND', country: 'AR' })).toEqual(mistaken);
      await running.record(running.administrator(0), 'suspendAgent', { institution: 'gcps', agent: gcps().agent, reason: 'LEAVE' }, administration);
      expect(await refused(gcps(), 'deliverSupport', { ...of, service: 'LEGAL_AID' })).toBe('AGENT_NOT_ACCEPTED');
    });
  });

  describe('a permit', () => {
    let of: { permit: string };
    let toDgm = '';

    it('is applied for on consent that names migration control, for residence, or on a court’s order; on nothing else', async () => {
      const apply = { case: survivor, to: 'dgm-sede', class: 'BUSINESS_VISA', consents: [] as string[], grounds: 'Sobreviviente de trata.' };
      expect(await refused(azua(), 'applyForPermit', apply)).toBe('CONSENT_REQUIRED');
      expect(await refused(azua(), 'applyForPermit', { ...apply, basis: { kind: 'LEGAL_OBLIGATION', ref: '285-04' } })).toBe('MIGRATION_CONTROL_LIMIT');
      expect(await refused(azua(), 'applyForPermit', { ...apply, to: 'inm-retornos' })).toBe('NOT_MIGRATION_CONTROL');
      expect(await refused(azua(), 'applyForPermit', { ...apply, to: 'dgm-nowhere' })).toBe('UNIT_UNKNOWN');
      toDgm = await consent('dgm', ['MIGRATION'], 'RESIDENCE');
      const onConsent = { ...apply, consents: [toDgm] };
      expect(await refused(azua(), 'applyForPermit', { ...onConsent, grounds: 'x'.repeat(100_000) })).toBe('BAD_USER_INPUT');
      for (const other of [dgm(), consulate(), inm(), who('mmujer-casa shelter_manager')]) expect(await refused(other, 'applyForPermit', onConsent)).toBe('NOT_FOUND');
      of = { permit: (await running.record(azua(), 'applyForPermit', onConsent)).id };
      const ordered = await running.record(azua(), 'applyForPermit', { ...apply, basis: { kind: 'COURT_ORDER', ref: '33-2026' } });
      await running.record(azua(), 'withdrawPermitApplication', { permit: ordered.id, reason: 'NOT_NEEDED' });
      expect(await types(`permit-${ordered.id}`)).toEqual(['PermitApplied', 'PermitApplicationWithdrawn']);
    });

    it('is granted by migration control alone, for a term that can be', async () => {
      const grant = { ...of, class: 'BUSINESS_VISA', from: day(0), until: day(364), documentNumber: 'NV-2217' };
      expect(await refused(azua(), 'grantPermit', grant)).toBe('NOT_THE_AUTHORITY');
      expect(await refused(consulate(), 'grantPermit', grant)).toBe('NOT_FOUND');
      expect(await refused(dgm(), 'renewPermit', { ...of, from: day(0), until: day(364) })).toBe('WRONG_STATE');
      expect(await refused(dgm(), 'grantPermit', { ...grant, until: day(-1) })).toBe('UNTIL_BEFORE_FROM');
      expect(await refused(dgm(), 'grantPermit', { ...grant, until: '9999-12-31' })).toBe('PERMIT_TOO_LONG');
      expect(await refused(dgm(), 'grantPermit', { ...grant, from: '9999-01-01', until: '9999-12-31' })).toBe('FROM_TOO_FAR');
      expect(await refused(dgm(), 'grantPermit', { ...grant, until: '2027-02-29' })).toBe('BAD_USER_INPUT');
      await running.record(dgm(), 'grantPermit', grant);
      expect((await running.record(dgm(), 'grantPermit', grant)).events).toEqual([]);
      expect(await refused(dgm(), 'grantPermit', { ...grant, until: day(363) })).toBe('ANSWERED_OTHERWISE');
    });

    it('is renewed and upgraded, each on an application of its own', async () => {
      const longer = { ...of, from: day(365), until: day(700) };
      expect(await refused(dgm(), 'renewPermit', longer)).toBe('NOT_APPLIED_FOR');
      await running.record(azua(), 'applyForRenewal', { ...of, consents: [toDgm] });
      expect(await refused(azua(), 'applyForRenewal', { ...of, consents: [toDgm] })).toBe('ALREADY_APPLIED');
      expect(await refused(dgm(), 'renewPermit', { ...longer, from: day(1), until: day(364) })).toBe('RENEWAL_SHORTENS');
      await running.record(dgm(), 'renewPermit', longer);
      expect(await refused(azua(), 'applyForUpgrade', { ...of, class: 'BUSINESS_VISA', consents: [toDgm] })).toBe('NOT_AN_UPGRADE');
      await running.record(azua(), 'applyForUpgrade', { ...of, class: 'TEMPORARY_RESIDENCE', consents: [toDgm] });
      await running.record(dgm(), 'upgradePermit', { ...longer, class: 'TEMPORARY_RESIDENCE', until: day(730), documentNumber: 'RT-0001' });
      const stored = await streamOf(`permit-${of.permit}`);
      expect(stored.map(({ type }) => type)).toEqual(['PermitApplied', 'PermitGranted', 'PermitApplied', 'PermitRenewed', 'PermitApplied', 'PermitUpgraded']);
      expect(JSON.stringify(stored)).not.toMatch(/NV-2217|RT-0001|trata/);
    });

    it('that has ended lapses by an event, after its renewal was called due, and may be renewed late', async () => {
      const { id: permit } = await running.record(azua(), 'applyForPermit', { case: survivor, to: 'dgm-sede', class: 'BUSINESS_VISA', consents: [toDgm] });
      const then = { at: '2014-03-01T14:00:00Z', late: 'PAPER_FORM' };
      expect(await refused(dgm(), 'grantPermit', { permit, class: 'BUSINESS_VISA', from: '2014-03-01', until: '2015-02-28' })).toBe('FROM_TOO_FAR');
      await running.record(dgm(), 'grantPermit', { permit, class: 'BUSINESS_VISA', from: '2014-03-01', until: '2015-02-28', ...then });
      expect(await waitFor(`permit-${permit}`, 'PermitLapsed')).toEqual(['PermitApplied', 'PermitGranted', 'PermitRenewalDue', 'PermitLapsed']);
      await running.record(azua(), 'applyForRenewal', { permit, consents: [toDgm] });
      await running.record(dgm(), 'renewPermit', { permit, from: day(0), until: day(364) });
      expect((await types(`permit-${permit}`)).slice(4)).toEqual(['PermitApplied', 'PermitRenewed']);
    });

    it('is not answered any more when her consent is gone: the application closes, what she was granted stays', async () => {
      const { id: permit } = await running.record(azua(), 'applyForPermit', { case: survivor, to: 'dgm-sede', class: 'HUMANITARIAN', consents: [toDgm] });
      await running.record(azua(), 'withdrawConsent', { case: survivor, consent: toDgm, by: 'SURVIVOR' });
      expect(['CONSENT_ENDED', 'WRONG_STATE']).toContain(await running.refusal(dgm(), 'grantPermit', { permit, class: 'HUMANITARIAN', from: day(0), until: day(100) }));
      expect(await waitFor(`permit-${permit}`, 'PermitClosedForConsent')).toEqual(['PermitApplied', 'PermitClosedForConsent']);
      expect(await refused(azua(), 'applyForRenewal', { ...of, consents: [toDgm] })).toBe('CONSENT_ENDED');
      expect(await types(`permit-${of.permit}`)).toHaveLength(6);
    });

    it('is nothing to the excluded, also what they decided themselves', async () => {
      const mistaken = await running.send(dgm(), 'revokePermit', { permit: randomUUID(), reason: 'REPLACED' });
      await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'INSTITUTION', id: 'dgm' }, cases: [survivor], ground: 'Funcionario implicado' });
      expect(await running.send(dgm(), 'revokePermit', { ...of, reason: 'REPLACED' })).toEqual(mistaken);
    });
  });
});
