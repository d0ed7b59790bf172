import { Story } from './story';

jest.setTimeout(120_000);

const [police, conani, home, casa, pett, doctor] = ['pn-trata caseworker', 'conani-proteccion caseworker', 'conani-hogar shelter_manager', 'mmujer-casa shelter_manager', 'pgr-pett prosecutor', 'mispas-atencion caseworker'];
const inbox = '{ referralInbox { edges { node { id status } } } }';

/** Parts P1 and P2 with Act 136-03: somebody whose age nobody knows counts as a child, and decides herself from the day on which it is known that she is none. */
describe('a girl of unknown age', () => {
  let story: Story;
  let survivor = '';
  let [aunt, complaint, stay, toHealth] = ['', '', '', ''];
  const of = () => ({ case: survivor });
  const consent = (by: 'SURVIVOR' | 'GUARDIAN', receiver: string, categories: string[], purpose: string) =>
    ({ ...of(), receiver, categories, for: purpose, language: 'hat', interpreterName: 'Intérprete del consejo', by, until: '2026-12-31T00:00:00-04:00', history: 'ALL', textVersion: '2026-1' });
  const forChild = { basis: { kind: 'BEST_INTERESTS_OF_CHILD', ref: 'Ley 136-03' } };

  beforeAll(async () => {
    story = await Story.begins('2026-01-16T23:10-04:00');
  });
  afterAll(() => story.ends());

  it('is found in a raid without a paper, and passed on to the council for children as the law demands', async () => {
    const contact = await story.tell(police, 'receiveContact', { channel: 'OUTREACH', language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: true, account: 'Estaba en el cuarto del fondo; dice que no sabe cuándo nació.' });
    expect(await story.refused(police, 'handOverContact', { contact, to: 'conani-proteccion', ...forChild })).toBe('HAND_OVER_BASIS');
    await story.tell(police, 'handOverContact', { contact, to: 'conani-proteccion', basis: { kind: 'LEGAL_OBLIGATION', ref: 'Ley 136-03, art. 14' } });
    await story.tell(conani, 'takeContact', { contact });
    survivor = await story.tell(conani, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(conani, 'linkContactToCase', { contact, ...of() });
    await story.tell(conani, 'closeContact', { contact, outcome: 'CASE_OPENED' });
    await story.tell(conani, 'recordLanguageNeed', { ...of(), languages: ['hat'], interpreter: true });
    await story.tell(conani, 'describeSurvivor', { ...of(), ageBand: 'UNKNOWN', sex: 'FEMALE', foreignNational: true, givenName: 'Mirlande' });
    expect(await story.see(police, 'query ($contact: ID!) { contact(id: $contact) { status cases } }', { contact })).toEqual({ status: 'ELSEWHERE', cases: [] });
    expect(await story.timeline(police, survivor)).toBeNull();
  });

  it('counts as a child: nobody says otherwise without an assessment, and she sleeps in the children’s house that night', async () => {
    expect(await story.refused(conani, 'describeSurvivor', { ...of(), ageBand: '18-20', sex: 'FEMALE' })).toBe('AGE_ASSESSMENT_REQUIRED');
    expect(await story.refused(conani, 'giveConsent', consent('SURVIVOR', 'conani-hogar', ['STATUS'], 'PROTECTION'))).toBe('GUARDIAN_REQUIRED');
    await story.tell(`${conani}!`, 'determineBestInterests', { ...of(), question: 'PLACEMENT', determination: 'Hogar de paso esta noche.', reasons: 'Nadie responde por ella.' });
    stay = await story.tell(conani, 'requestReferral', { ...of(), to: 'conani-hogar', service: 'SHELTER', priority: 'EMERGENCY', consents: [], need: 'Habla creole; no ha comido.', ...forChild });
    expect(await story.list(home, inbox)).toMatchObject([{ id: stay, status: 'REQUESTED' }]);
    const hold = await story.tell(home, 'holdPlace', { unit: 'conani-hogar' });
    await story.tell(home, 'acceptReferral', { referral: stay, hold });
    await story.tell(home, 'startService', { referral: stay });
    await story.tell(home, 'admitSurvivor', { referral: stay, dependants: [] });
    expect((await story.timeline(home, survivor))?.words).toContain('no ha comido');
  });

  it('is given a guardian who turns out to have sold her: what that guardian agreed to ends with it, and is closed where it waits', async () => {
    await story.later('2026-01-20T10:00-04:00');
    expect(await story.refused(conani, 'giveConsent', consent('GUARDIAN', 'pgr-pett', ['STATUS', 'PROTECTION'], 'PROSECUTION'))).toBe('GUARDIAN_NOT_APPOINTED');
    aunt = await story.tell(conani, 'appointGuardian', { ...of(), kind: 'RELATIVE', check: 'SOCIAL_REPORT', name: 'Guerline Joseph', reach: '829 555 0143' });
    await story.tell(conani, 'recordScreening', { ...of(), acts: ['Recruitment', 'Harbouring'], exploitation: ['Servitude'], note: 'La trajo una mujer que se dice su tía.' });
    await story.tell(conani, 'presumeVictim', { ...of(), grounds: 'Es niña: los medios no hacen falta.' });
    const toPett = await story.tell(conani, 'giveConsent', consent('GUARDIAN', 'pgr-pett', ['STATUS', 'PROTECTION'], 'PROSECUTION'));
    complaint = await story.tell(conani, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'URGENT', consents: [toPett] });
    expect((await story.timeline(pett, survivor))?.words).toContain('se dice su tía');

    await story.later('2026-01-22T09:00-04:00');
    await story.tell(conani, 'recordGuardianConflict', { ...of(), guardian: aunt, account: 'La niña contó a solas que la tía cobraba.' });
    expect(await story.refused(conani, 'giveConsent', consent('GUARDIAN', 'pgr-pett', ['STATUS'], 'PROSECUTION'))).toBe('GUARDIAN_CONFLICTED');
    await story.later('2026-01-22T09:05-04:00');
    expect(await story.list(pett, inbox)).toEqual([{ id: complaint, status: 'CONSENT_WITHDRAWN' }]);
    expect(await story.recordOf(`referral-${complaint}`)).toEqual(['ReferralRequested', 'ReferralClosedForConsent']);
    expect((await story.timeline(pett, survivor))?.types).toEqual(['ReferralClosedForConsent']);
  });

  it('is represented by whom a court appoints; the doctors who look at her read neither who that is nor who the aunt was', async () => {
    const court = await story.tell(conani, 'appointGuardian', { ...of(), kind: 'COURT_APPOINTED', check: 'COURT_FILE', name: 'Licda. Mercedes Rosario' });
    expect(court).not.toBe(aunt);
    toHealth = await story.tell(conani, 'giveConsent', consent('GUARDIAN', 'mispas-atencion', ['STATUS', 'PROTECTION', 'HEALTH'], 'ASSISTANCE'));
    const visit = await story.tell(conani, 'requestReferral', { ...of(), to: 'mispas-atencion', service: 'HEALTH_CARE', priority: 'URGENT', consents: [toHealth], need: 'Radiografía y evaluación integral.' });
    await story.tell(doctor, 'acceptReferral', { referral: visit });
    const seen = (await story.timeline(doctor, survivor))!;
    expect(seen.types).toContain('GuardianAppointed');
    expect(seen.words).toContain('se dice su tía');
    expect(seen.words).not.toMatch(/Mirlande|Guerline|829 555|Rosario/);
    await story.tell(doctor, 'startService', { referral: visit });
    await story.tell(doctor, 'completeService', { referral: visit, outcome: 'SERVED', report: 'Entre dieciocho y veinte años.' });
    await story.tell(conani, 'confirmOutcome', { referral: visit });
  });

  it('is found to be of age, by several hands and on an own token; from then on she decides, and she alone', async () => {
    await story.later('2026-02-12T11:00-04:00');
    const assessment = { ...of(), ageBand: '18-20', method: 'MULTIDISCIPLINARY', report: 'Médica, psicóloga y trabajadora social: diecinueve años.' };
    expect(await story.refused(conani, 'assessAge', assessment)).toBe('OWN_TOKEN_REQUIRED');
    await story.tell(`${conani}!`, 'assessAge', assessment);
    expect(await story.refused(conani, 'giveConsent', consent('GUARDIAN', 'pgr-pett', ['STATUS'], 'PROSECUTION'))).toBe('NOT_A_CHILD');
    expect(await story.refused(`${conani}!`, 'determineBestInterests', { ...of(), question: 'FAMILY', determination: 'No volver.', reasons: 'La tía.' })).toBe('NOT_A_CHILD');
    await story.tell(conani, 'withdrawConsent', { ...of(), consent: toHealth, by: 'SURVIVOR' });
    const toCasa = await story.tell(conani, 'giveConsent', consent('SURVIVOR', 'mmujer-casa', ['STATUS', 'IDENTITY', 'PROTECTION'], 'PROTECTION'));
    const there = await story.tell(conani, 'requestReferral', { ...of(), to: 'mmujer-casa', service: 'SHELTER', priority: 'URGENT', consents: [toCasa] });
    const hold = await story.tell(casa, 'holdPlace', { unit: 'mmujer-casa' });
    await story.tell(casa, 'acceptReferral', { referral: there, hold });
    await story.tell(casa, 'startService', { referral: there });
    await story.tell(casa, 'admitSurvivor', { referral: there, dependants: [] });
    await story.later('2026-02-12T18:00-04:00');
    expect(await story.recordOf(`stay-${stay}`)).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect((await story.timeline(casa, survivor))?.words).toContain('Mirlande');
    const again = await story.tell(conani, 'giveConsent', consent('SURVIVOR', 'pgr-pett', ['STATUS', 'IDENTITY', 'PROTECTION'], 'PROSECUTION'));
    const hers = await story.tell(conani, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'NORMAL', consents: [again], supersedes: complaint, need: 'Quiere denunciar ella misma.' });
    await story.tell(pett, 'acceptReferral', { referral: hers });
    expect((await story.timeline(pett, survivor))?.words).toMatch(/Mirlande.*Quiere denunciar ella misma/);
  });

  it('leaves a trail that verifies, and nothing of her with who had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['pn', 'conani', 'conani-hogar', 'mispas', 'mmujer-casa', 'pgr-pett'])).toEqual([]);
  });
});
