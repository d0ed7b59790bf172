import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openOffices, type Offices } from './offices';
import { Running, type Refused, type Who } from './running';

jest.setTimeout(30_000);

describe('bad input', () => {
  let running: Running;
  let offices: Offices;
  let survivor: { case: string; consent: string; referral: string };
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const events = () => running.system.store.head();

  /** Opens a case with a consent for PETT and asks it for legal aid. */
  async function refer(from: Who): Promise<typeof survivor> {
    const { id } = await running.record(from, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(from, 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(from, 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    const consent = await running.record(from, 'giveConsent', consentFor(id));
    const referral = await running.record(from, 'requestReferral', referralOf(id, consent.id));
    return { case: id, consent: consent.id, referral: referral.id };
  }
  const consentFor = (id: string) => ({
    case: id,
    receiver: 'pgr-pett',
    categories: ['STATUS', 'PROTECTION'],
    for: 'PROSECUTION',
    language: 'spa',
    by: 'SURVIVOR',
    until: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    history: 'ALL',
    textVersion: '2026-1',
  });
  const referralOf = (id: string, consent: string) => ({ case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent], need: 'Orientación' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    survivor = await refer(who('mmujer-azua caseworker'));
  });
  afterAll(() => running.end());

  describe('is turned down with a code that says what to do, and nothing is written:', () => {
    type Attempt = [what: string, code: string, who: string, mutation: string, input: () => object, headers?: Record<string, string>];
    const azua = 'mmujer-azua caseworker';
    const attempts: Attempt[] = [
      ['an id that is none', 'BAD_USER_INPUT', azua, 'closeCase', () => ({ case: 'case-1', reason: 'RETURNED' })],
      ['a command id that is no UUID', 'BAD_USER_INPUT', azua, 'openCase', () => ({ commandId: '1', matter: 'TRAFFICKING', kind: 'SURVIVOR' })],
      ['an unknown code of the schema', 'BAD_USER_INPUT', azua, 'openCase', () => ({ matter: 'GOSSIP', kind: 'SURVIVOR' })],
      ['an unknown age band', 'BAD_USER_INPUT', azua, 'describeSurvivor', () => ({ case: survivor.case, ageBand: '24', sex: 'FEMALE' })],
      ['an unknown unit', 'UNIT_UNKNOWN', azua, 'requestReferral', () => ({ ...referralOf(survivor.case, survivor.consent), to: 'mmujer-nowhere' })],
      ['an unknown receiver', 'RECEIVER_UNKNOWN', azua, 'giveConsent', () => ({ ...consentFor(survivor.case), receiver: 'nowhere' })],
      ['an over-long text', 'BAD_USER_INPUT', azua, 'requestReferral', () => ({ ...referralOf(survivor.case, survivor.consent), need: 'x'.repeat(4_001) })],
      ['text that is not NFC', 'BAD_USER_INPUT', azua, 'describeSurvivor', () => ({ case: survivor.case, ageBand: '24-26', sex: 'FEMALE', givenName: 'Mari\u0301a' })],
      ['a date that is none', 'BAD_USER_INPUT', azua, 'describeSurvivor', () => ({ case: survivor.case, ageBand: '24-26', sex: 'FEMALE', birthDate: '2001-02-30' })],
      ['a future date', 'AT_IN_FUTURE', azua, 'closeCase', () => ({ case: survivor.case, reason: 'RETURNED', at: new Date(Date.now() + 60_000).toISOString() })],
      ['a late entry without a reason', 'LATE_WITHOUT_REASON', azua, 'closeCase', () => ({ case: survivor.case, reason: 'RETURNED', at: '2026-01-01T00:00:00Z' })],
      ['a consent that has ended when given', 'UNTIL_NOT_IN_FUTURE', azua, 'giveConsent', () => ({ ...consentFor(survivor.case), until: '2026-01-01T00:00:00Z' })],
      ['a wrong state', 'WRONG_STATE', 'pgr-pett prosecutor', 'completeService', () => ({ referral: survivor.referral, outcome: 'SERVED' })],
      ['the wrong side', 'NOT_THE_ADDRESSEE', azua, 'acceptReferral', () => ({ referral: survivor.referral })],
      ['a role that may not', 'FORBIDDEN_FOR_ROLE', azua, 'registerInstitution', () => ({ institution: 'else', name: 'Else', kind: 'POLICE' })],
      ['a missing purpose', 'PURPOSE_REQUIRED', azua, 'closeCase', () => ({ case: survivor.case, reason: 'RETURNED' }), { 'purpose-of-use': '' }],
      ['an unknown purpose', 'BAD_USER_INPUT', azua, 'closeCase', () => ({ case: survivor.case, reason: 'RETURNED' }), { 'purpose-of-use': 'CURIOSITY' }],
      ['a referral on a consent for somebody else', 'CONSENT_FOR_ANOTHER', azua, 'requestReferral', () => ({ ...referralOf(survivor.case, survivor.consent), to: 'mmujer-bani' })],
      ['migration control asked for more than migration', 'MIGRATION_CONTROL_LIMIT', azua, 'giveConsent', () => ({ ...consentFor(survivor.case), receiver: 'dgm-sede' })],
    ];
    it.each(attempts.map((attempt) => [attempt[0], attempt[1], attempt] as const))('%s is %s', async (_, code, [, , name, mutation, input, headers]) => {
      const before = await events();
      expect(await running.refusal(who(name), mutation, input(), headers)).toBe(code);
      expect(await events()).toBe(before);
    });

    it('an approval on a partner’s word is OWN_TOKEN_REQUIRED', async () => {
      const before = await events();
      const second = { ...running.administrator(1), own: false };
      expect(await running.refusal(second, 'appointAgent', { institution: 'mmujer', agent: 'ag-0000000000000000' })).toBe('OWN_TOKEN_REQUIRED');
      expect(await events()).toBe(before);
    });

    it('a second and different answer is ANSWERED_OTHERWISE, the same again writes nothing', async () => {
      const { referral } = await refer(who('mmujer-azua caseworker'));
      const pett = who('pgr-pett prosecutor');
      await running.record(pett, 'declineReferral', { referral, reason: 'NO_CAPACITY' });
      const before = await events();
      expect(await running.refusal(pett, 'acceptReferral', { referral })).toBe('ANSWERED_OTHERWISE');
      expect(await running.refusal(pett, 'declineReferral', { referral, reason: 'NOT_OUR_MANDATE' })).toBe('ANSWERED_OTHERWISE');
      expect((await running.record(pett, 'declineReferral', { referral, reason: 'NO_CAPACITY' })).events).toEqual([]);
      expect(await events()).toBe(before);
    });

    it('another input under the same command id is COMMAND_ID_REUSED, the same one gets its first answer', async () => {
      const azua = who('mmujer-azua caseworker');
      const command = { commandId: randomUUID(), ...referralOf(survivor.case, survivor.consent) };
      const first = await running.record(azua, 'requestReferral', command);
      const before = await events();
      expect(await running.send(azua, 'requestReferral', command)).toEqual(first);
      expect(await running.refusal(azua, 'requestReferral', { ...command, priority: 'URGENT' })).toBe('COMMAND_ID_REUSED');
      expect(await events()).toBe(before);
    });

    it.each(['expired', 'foreign', 'of another compartment'])('a token that is %s is UNAUTHENTICATED', async (how) => {
      const azua = who('mmujer-azua caseworker');
      const foreign = async (): Promise<string> => {
        const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
        return new SignJWT({ client_id: azua.client, institution: 'mmujer', compartment: 'mmujer', roles: ['caseworker'], jwk: await exportJWK(publicKey) })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
          .setIssuer(running.config.issuer)
          .setAudience(running.config.audience)
          .setSubject('x')
          .setJti('x')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey);
      };
      const tokens: Record<string, () => Promise<string>> = {
        expired: () => running.expired(azua),
        foreign,
        'of another compartment': () => running.token({ ...azua, compartment: 'mmujer-casa' }),
      };
      const before = await events();
      const authorization = `Bearer ${(await tokens[how]?.()) ?? ''}`;
      const answer = await running.post({ query: 'mutation { __typename }' }, { authorization, 'on-behalf-of': azua.agent ?? '' });
      expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
      expect(await events()).toBe(before);
    });

    it('an agent of another compartment, suspended, or unknown is AGENT_NOT_ACCEPTED, all alike', async () => {
      const azua = who('mmujer-azua caseworker');
      const intake = who('mmujer-azua intake');
      await running.record(running.administrator(0), 'suspendAgent', { institution: 'mmujer', agent: intake.agent, reason: 'LEAVE' });
      const agents = [who('pgr-pett prosecutor').agent, who('mmujer-casa shelter_manager').agent, intake.agent, 'ag-0000000000000000'];
      const answers = await Promise.all(agents.map((agent) => running.ask({ ...azua, agent: agent ?? '' }, '{ checkpoint }')));
      expect(answers.map(({ errors }) => errors[0]?.extensions['code'])).toEqual(agents.map(() => 'AGENT_NOT_ACCEPTED'));
      expect(new Set(answers.map(({ errors }) => errors[0]?.message)).size).toBe(1);
      await running.record(running.administrator(0), 'reinstateAgent', { institution: 'mmujer', agent: intake.agent });
    });
  });

  it('never comes back in an answer', async () => {
    const secret = 'María de los Ángeles';
    const attempts = [
      { case: secret, ageBand: secret, sex: secret },
      { case: survivor.case, ageBand: secret, sex: 'FEMALE', givenName: secret },
      { case: survivor.case, ageBand: '24-26', sex: 'FEMALE', birthDate: secret, familyName: secret.repeat(20) },
    ];
    for (const input of attempts) {
      const { text, errors } = await running.attempt(who('mmujer-azua caseworker'), 'describeSurvivor', input);
      expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(text).not.toContain('Ángeles');
    }
  });

  it('tells the excluded, the stranger and the mistaken the same, to the byte', async () => {
    const azua = who('mmujer-azua supervisor');
    const hidden = await refer(who('mmujer-azua caseworker'));
    const before = { commandId: randomUUID(), case: hidden.case, languages: ['spa', 'hat'], interpreter: true };
    await running.record(azua, 'recordLanguageNeed', before);
    const placed = await running.record(who('pgr-pett supervisor'), 'placeExclusion', {
      party: { kind: 'AGENT', id: azua.agent },
      cases: [hidden.case],
      ground: 'Familiar del investigado',
    });
    expect(placed.events.map(({ type }) => type)).toEqual(['ExclusionPlaced']);

    const nowhere = randomUUID();
    const input = (of: string) => ({ case: of, languages: ['spa', 'hat'], interpreter: true });
    const refused = async (asker: Who, of: string, commandId: string = randomUUID()): Promise<Refused> =>
      (await running.send(asker, 'recordLanguageNeed', { ...input(of), commandId })) as Refused;
    const mistaken = await refused(azua, nowhere);
    expect(mistaken.code).toBe('NOT_FOUND');
    expect(await refused(azua, hidden.case)).toEqual(mistaken);
    expect(await refused(azua, hidden.case, before.commandId)).toEqual(mistaken); // a retry of what was once accepted
    expect(await refused(who('dgm-sede caseworker'), hidden.case)).toEqual(mistaken);
    expect(await refused(who('pgr-pett supervisor'), hidden.case)).toEqual(mistaken); // addressed, yet not the lead
    expect(await refused(who('mmujer-azua caseworker'), hidden.case)).toMatchObject({ __typename: 'Recorded' });

    const mistakenReferral = await running.send(azua, 'withdrawReferral', { referral: nowhere, reason: 'NOT_NEEDED' });
    expect(await running.send(azua, 'withdrawReferral', { referral: hidden.referral, reason: 'NOT_NEEDED' })).toEqual(mistakenReferral);
    expect(await running.send(who('dgm-sede caseworker'), 'withdrawReferral', { referral: hidden.referral, reason: 'NOT_NEEDED' })).toEqual(mistakenReferral);
  });
});
