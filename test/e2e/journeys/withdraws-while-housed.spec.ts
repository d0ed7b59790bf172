import { Story } from './story';

jest.setTimeout(120_000);

const [azua, malala, pett, doctor] = ['mmujer-azua caseworker', 'casa-malala shelter_manager', 'pgr-pett prosecutor', 'mispas-atencion caseworker'];
const inbox = '{ referralInbox { edges { node { id status } } } }';
const file = 'query ($of: ID!) { case(id: $of) { description { name value } screenings { id } consents { receiver status } } }';

/** Parts P5 and P6: Casa Malala, which the prosecution owns and another institution runs; consent that acts at once, and a house that stays open. */
describe('a survivor who takes everything back while she lives in Casa Malala', () => {
  let story: Story;
  let survivor = '';
  let [stay, complaint, visit] = ['', '', ''];
  const consents: string[] = [];
  const of = () => ({ case: survivor });
  const consent = async (receiver: string, categories: string[], purpose: string): Promise<string> => {
    const id = await story.tell(azua, 'giveConsent', { ...of(), receiver, categories, for: purpose, language: 'spa', by: 'SURVIVOR', until: '2018-03-01T00:00:00-04:00', history: 'ALL', textVersion: '2017-1' });
    consents.push(id);
    return id;
  };

  beforeAll(async () => {
    story = await Story.begins('2017-03-06T16:20-04:00');
  });
  afterAll(() => story.ends());

  it('is taken in on the day she asks for it; the case names the house by a code, and its owner does not learn that she is there', async () => {
    survivor = await story.tell(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(azua, 'recordLanguageNeed', { ...of(), languages: ['spa'], interpreter: false });
    await story.tell(azua, 'describeSurvivor', { ...of(), ageBand: '30-38', sex: 'FEMALE', foreignNational: true, givenName: 'Luz Marina', familyName: 'Ospina', birthDate: '1984-08-19' });
    await story.tell(azua, 'recordScreening', { ...of(), acts: ['Recruitment'], means: ['DebtBondage', 'WithholdsDocuments'], exploitation: ['SexualExploitation'], note: 'La trajeron de Cali con un contrato de mesera.' });
    const toHouse = await consent('casa-malala', ['STATUS', 'IDENTITY', 'PROTECTION', 'WHEREABOUTS'], 'PROTECTION');
    stay = await story.tell(azua, 'requestReferral', { ...of(), to: 'casa-malala', service: 'SHELTER', priority: 'EMERGENCY', consents: [toHouse] });
    const hold = await story.tell(malala, 'holdPlace', { unit: 'casa-malala' });
    await story.tell(malala, 'acceptReferral', { referral: stay, hold });
    await story.tell(malala, 'startService', { referral: stay });
    await story.tell(malala, 'admitSurvivor', { referral: stay, dependants: [], note: 'Llegó con una mochila.' });
    expect((await story.timeline(malala, survivor))!.words).toMatch(/Luz Marina.*contrato de mesera/);
    expect((await story.timeline(azua, survivor))!.words).not.toContain('casa-malala');
    expect(await story.timeline(pett, survivor)).toBeNull();
  });

  it('complains to the special prosecutor, who serves her and sees nothing of her nights; a doctor is asked and has not answered', async () => {
    await story.later('2017-03-09T10:00-04:00');
    const toPett = await consent('pgr-pett', ['STATUS', 'IDENTITY', 'PROTECTION'], 'PROSECUTION');
    complaint = await story.tell(azua, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'NORMAL', consents: [toPett] });
    await story.tell(pett, 'acceptReferral', { referral: complaint });
    await story.tell(pett, 'startService', { referral: complaint });
    const toDoctor = await consent('mispas-atencion', ['STATUS', 'HEALTH'], 'ASSISTANCE');
    visit = await story.tell(azua, 'requestReferral', { ...of(), to: 'mispas-atencion', service: 'HEALTH_CARE', priority: 'NORMAL', consents: [toDoctor], need: 'Control médico general.' });
    expect(await story.list(doctor, inbox)).toEqual([{ id: visit, status: 'REQUESTED' }]);
    const { types, words } = (await story.timeline(pett, survivor))!;
    expect(words).toMatch(/Luz Marina.*contrato de mesera/);
    expect(types.filter((type) => /Survivor(Admitted|Discharged)|Stay/.test(type))).toEqual([]);
    expect(words).not.toMatch(/malala|condor|mochila|"cc-/);
    for (const [mutation, input] of [['extendStay', { stay, until: '2017-05-01T12:00:00-04:00', reason: 'PROCEEDINGS' }], ['dischargeSurvivor', { stay, reason: 'MOVED' }]] as const) {
      expect(await story.refused('pgr-pett supervisor', mutation, input)).toBe('NOT_FOUND');
    }
  });

  it('withdraws: every view is empty of her at once, what waits for an answer closes, and nobody is told more than that', async () => {
    await story.later('2017-03-15T19:00-04:00');
    for (const given of consents) await story.tell(azua, 'withdrawConsent', { ...of(), consent: given, by: 'SURVIVOR' });
    // At once: nothing has followed yet but the withdrawals themselves.
    for (const receiver of [pett, doctor, malala]) {
      const shown = JSON.stringify([await story.timeline(receiver, survivor), await story.see(receiver, file, { of: survivor })]);
      expect([receiver, shown]).toEqual([receiver, expect.not.stringMatching(/Luz Marina|Ospina|1984|contrato de mesera|Control médico/)]);
    }
    await story.later('2017-03-15T19:05-04:00');
    expect(await story.list(doctor, inbox)).toEqual([{ id: visit, status: 'CONSENT_WITHDRAWN' }]);
    expect((await story.timeline(doctor, survivor))!.types).toEqual(['ReferralClosedForConsent']);
    expect(await story.refused(doctor, 'acceptReferral', { referral: visit })).toBe('WRONG_STATE');
    expect(await story.refused(azua, 'requestReferral', { ...of(), to: 'mispas-atencion', service: 'HEALTH_CARE', priority: 'NORMAL', consents: [consents[2]] })).toBe('CONSENT_ENDED');
    expect(await story.see(azua, file, { of: survivor })).toMatchObject({ consents: ['casa-malala', 'pgr-pett', 'mispas-atencion'].map(() => ({ status: 'WITHDRAWN' })) });
  });

  it('is not put out: the house goes on with what it recorded itself, and so does her complaint', async () => {
    expect(await story.recordOf(`stay-${stay}`)).toEqual(['SurvivorAdmitted']);
    expect(await story.recordOf(`referral-${stay}`)).not.toContain('ReferralClosedForConsent');
    expect((await story.timeline(malala, survivor))!.words).toContain('Llegó con una mochila.');
    await story.tell(malala, 'recordAssistance', { ...of(), under: stay, service: 'PSYCHOLOGICAL_SUPPORT', note: 'Duerme mejor; no quiere que se comparta nada.' });
    await story.tell(malala, 'extendStay', { stay, until: '2017-04-13T12:00:00-04:00', reason: 'AT_HER_REQUEST', note: 'Pide un mes más.' });
    await story.tell(pett, 'completeService', { referral: complaint, outcome: 'SERVED', report: 'Denuncia recibida; no seguirá.' });
    // What is recorded from now on is for who leads her case, and for its author.
    await story.tell(azua, 'assessNeeds', { ...of(), needs: ['SOCIAL_REINTEGRATION'], assessment: 'Busca trabajo en una panadería.' });
    for (const receiver of [pett, doctor, malala]) expect((await story.timeline(receiver, survivor))!.words).not.toContain('panadería');
    expect((await story.timeline(malala, survivor))!.words).toContain('Duerme mejor');
    expect((await story.timeline(pett, survivor))!.words).not.toMatch(/Duerme mejor|un mes más/);
  });

  it('leaves freely in April, on a day of her own choosing, and her place is free for another', async () => {
    await story.later('2017-04-10T08:30-04:00');
    const places = 'query { unit(code: "casa-malala") { freePlaces } }';
    expect(await story.see(azua, places)).toEqual({ freePlaces: 3 });
    await story.tell(malala, 'recordSurvivorLeft', { stay });
    await story.later('2017-04-10T09:00-04:00');
    expect((await story.recordOf(`stay-${stay}`)).at(-1)).toBe('SurvivorLeftFreely');
    expect(await story.see(azua, places)).toEqual({ freePlaces: 4 });
    await story.tell(malala, 'completeService', { referral: stay, outcome: 'SERVED', report: 'Salió por su pie y acompañada.' });
    await story.tell(azua, 'confirmOutcome', { referral: stay });
  });

  it('leaves a trail that verifies, and nothing of her with her house’s owner and operator outside its walls, or with anybody else', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'casa-malala', 'pgr-pett', 'mispas'])).toEqual([]);
  });
});
