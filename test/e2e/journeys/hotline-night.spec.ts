import { Story } from './story';

jest.setTimeout(120_000);

const [linea, central, azua, casa, supervisor, pett] = ['mmujer-linea intake', 'sne911-central intake', 'mmujer-azua caseworker', 'mmujer-casa shelter_manager', 'mmujer-azua supervisor', 'pgr-pett prosecutor'];
const agreed = { kind: 'CONSENT' };
const inbox = '{ referralInbox { edges { node { id status priority dueAt } } } }';
type Inbox = { id: string; status: string; priority: string; dueAt: string | null };

/** Parts P1, P3, P9 and P11: the hotline and 911 in both directions, identification, shelter, services, reintegration. */
describe('a call to *212 at night', () => {
  let story: Story;
  let contact = '';
  let survivor = '';
  const of = () => ({ case: survivor });
  const consent = (receiver: string, categories: string[], purpose: string, until: string) =>
    story.tell(azua, 'giveConsent', { ...of(), receiver, categories, for: purpose, language: 'hat', interpreterName: 'Intérprete de turno', by: 'SURVIVOR', until, history: 'ALL', textVersion: '2026-1' });

  beforeAll(async () => {
    story = await Story.begins('2026-03-07T23:40-04:00');
  });
  afterAll(() => story.ends());

  it('comes from a woman who is locked in and gives no name: *212 hands her to 911, who finds her', async () => {
    contact = await story.tell(linea, 'receiveContact', { channel: 'CALL', language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: true, account: 'Habla bajo: la encerraron en una casa.' });
    await story.tell(linea, 'triageThreat', { contact, level: 'IMMEDIATE', threats: ['HELD_AGAINST_HER_WILL'], details: 'Una casa azul junto al canal.' });
    expect(await story.refused(linea, 'closeContact', { contact, outcome: 'ORIENTED' })).toBe('IN_DANGER');
    await story.tell(linea, 'handOverContact', { contact, to: 'sne911-central', basis: { kind: 'VITAL_INTERESTS' } });
    await story.later('2026-03-07T23:52-04:00');
    await story.tell(central, 'takeContact', { contact });
    await story.later('2026-03-08T01:15-04:00');
    await story.tell(central, 'triageThreat', { contact, level: 'LOW', details: 'La sacaron de la casa.' });
    await story.tell(central, 'handOverContact', { contact, to: 'mmujer-linea', basis: agreed });
    await story.tell(linea, 'takeContact', { contact });
  });

  it('becomes a case of the office in Azua, which she agreed to, and a presumption that opens assistance', async () => {
    await story.tell(linea, 'handOverContact', { contact, to: 'mmujer-azua', basis: agreed, note: 'Prefiere hablar con una mujer.' });
    await story.later('2026-03-08T08:10-04:00');
    await story.tell('mmujer-azua intake', 'takeContact', { contact });
    survivor = await story.tell(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(azua, 'linkContactToCase', { contact, ...of() });
    await story.tell(azua, 'closeContact', { contact, outcome: 'CASE_OPENED' });
    await story.tell(azua, 'recordLanguageNeed', { ...of(), languages: ['hat'], interpreter: true });
    await story.tell(azua, 'describeSurvivor', { ...of(), ageBand: '24-26', sex: 'FEMALE', foreignNational: true, givenName: 'Wideline', familyName: 'Pierre-Louis', birthDate: '2000-05-14' });
    await story.tell(azua, 'explainRights', { ...of(), rights: ['ASSISTANCE', 'PRIVACY'], language: 'hat', textVersion: '2026-1', interpreterName: 'Intérprete de turno' });
    await story.tell(azua, 'recordScreening', { ...of(), acts: ['Recruitment'], means: ['FalsePromises', 'WithholdsDocuments'], exploitation: ['Servitude'], note: 'Le quitaron el pasaporte al llegar.' });
    await story.tell(azua, 'presumeVictim', { ...of(), grounds: 'Los tres elementos.' });
    expect(await story.recordOf(`case-${survivor}`)).toEqual(expect.arrayContaining(['IdentificationDecided', 'RecoveryAndReflectionStarted']));
  });

  it('finds her a bed the same day: the shelter holds a place, accepts, and takes her in', async () => {
    const toCasa = await consent('mmujer-casa', ['STATUS', 'IDENTITY', 'PROTECTION', 'WHEREABOUTS'], 'PROTECTION', '2026-09-08T00:00:00Z');
    const stay = await story.tell(azua, 'requestReferral', { ...of(), to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [toCasa], need: 'No puede volver a esa casa.' });
    expect(await story.list<Inbox>(casa, inbox)).toMatchObject([{ id: stay, status: 'REQUESTED', priority: 'EMERGENCY' }]);
    const hold = await story.tell(casa, 'holdPlace', { unit: 'mmujer-casa' });
    await story.tell(casa, 'acceptReferral', { referral: stay, hold });
    await story.tell(casa, 'startService', { referral: stay });
    await story.tell(casa, 'admitSurvivor', { referral: stay, dependants: [], age: 25, note: 'Llegó sin nada.' });

    // Day 30 escalates and discharges nobody.
    await story.later('2026-04-08T09:00-04:00');
    expect(await story.recordOf(`stay-${stay}`)).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    await story.tell(casa, 'extendStay', { stay, until: '2026-05-07T12:00:00-04:00', reason: 'RISK_CONTINUES', note: 'Todavía no es seguro salir.' });
    await story.later('2026-05-02T10:00-04:00');
    await story.tell(casa, 'dischargeSurvivor', { stay, reason: 'HOME_OF_HER_OWN', destination: 'Con una amiga en otra provincia.' });
    await story.tell(casa, 'completeService', { referral: stay, outcome: 'SERVED', report: 'Salió por su cuenta y bien.' });
    await story.tell(azua, 'confirmOutcome', { referral: stay });
  });

  it('is served with a plan she agreed to, and the lawyer’s answer comes back to who referred her', async () => {
    const toPett = await consent('pgr-pett', ['STATUS', 'IDENTITY', 'PROTECTION', 'LEGAL'], 'PROSECUTION', '2027-03-01T00:00:00Z');
    await story.tell(azua, 'assessNeeds', { ...of(), needs: ['LEGAL_AID', 'SOCIAL_REINTEGRATION'], assessment: 'Quiere denunciar y trabajar.' });
    await story.tell(azua, 'agreeCarePlan', { ...of(), items: [{ service: 'LEGAL_AID', unit: 'pgr-pett', due: '2026-07-01' }], goals: 'Denunciar, y aprender a coser.', agreedBy: 'SURVIVOR' });
    const legal = await story.tell(azua, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'LEGAL_AID', priority: 'URGENT', consents: [toPett], need: 'Acompañarla en la denuncia.' });
    await story.later('2026-05-03T09:00-04:00');
    await story.tell(pett, 'acceptReferral', { referral: legal });
    await story.tell(pett, 'startService', { referral: legal });
    await story.tell(pett, 'completeService', { referral: legal, outcome: 'SERVED', report: 'Denuncia presentada con su acuerdo.' });
    await story.tell(azua, 'confirmOutcome', { referral: legal });
  });

  it('is followed up at one, three, six and twelve months; the one that is forgotten moves up, and is made', async () => {
    await story.tell(azua, 'agreeReintegrationPlan', { ...of(), startsOn: '2026-05-04', supports: ['Livelihood'], aims: 'Un taller de costura.', agreedBy: 'SURVIVOR' });
    await story.tell(azua, 'closeCase', { ...of(), reason: 'REINTEGRATED' });
    const followUps = '{ followUps { edges { node { month outcome overdue } } } }';
    for (const [month, on] of [[1, '2026-06-04'], [3, '2026-08-04'], [6, '2026-11-04']] as const) {
      await story.later(`${on}T11:00-04:00`);
      await story.tell(azua, 'recordFollowUp', { ...of(), month, outcome: 'WELL', note: 'Trabaja y está tranquila.' });
    }
    await story.later('2027-05-06T09:00-04:00');
    expect(await story.list(azua, followUps)).toEqual([{ month: 12, outcome: null, overdue: true }]);
    expect((await story.recordOf(`case-${survivor}`)).at(-1)).toBe('CaseEscalated');
    await story.tell(supervisor, 'recordFollowUp', { ...of(), month: 12, outcome: 'WELL', note: 'Abrió su propio taller.' });
    expect(await story.list(azua, followUps)).toEqual([]);
  });

  it('leaves a trail that verifies from the first word to the last, and nothing of her with anyone who had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer-linea', 'sne911-central', 'mmujer', 'mmujer-casa', 'pgr-pett'])).toEqual([]);
  });
});
