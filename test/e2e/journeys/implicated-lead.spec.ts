import { randomUUID } from 'node:crypto';
import { Story } from './story';

jest.setTimeout(120_000);

const [official, azua, pett, head, expert, police, auditor, steward] = ['mmujer-bani caseworker', 'mmujer-azua caseworker', 'pgr-pett prosecutor!', 'pgr-pett supervisor', 'pgr-pett supervisor!', 'pn-trata caseworker!', 'auditoria-sede auditor', 'auditoria-sede steward'];
const digest = 'c'.repeat(64);
const cases = '{ cases { edges { node { id } } } }';
const reads = 'query ($of: ID!) { survivorReads(case: $of, first: 100, purpose: SUBJECT_ACCESS) { edges { node { unit agent operation shown } } } }';
type Read = { unit: string | null; agent: string | null; operation: string; shown: number };

/** Parts P2 and P4: the Special Prosecutor, and an official who leads the case of the woman whom he sold. */
describe('an official who leads the case in which he is implicated', () => {
  let story: Story;
  let [survivor, referral, investigation, suspect, exclusion] = ['', '', '', '', ''];
  let before: Read[] = [];
  const of = () => ({ case: survivor });
  const ordered = (ref: string) => ({ basis: { kind: 'COURT_ORDER', ref } });
  const act = (mutation: string, input: object = {}) => story.tell(pett, mutation, { investigation, ...input });
  const interview = { commandId: randomUUID(), for: 'NEEDS', interviewer: 'El encargado de la oficina' };
  const hisReads = async (): Promise<Read[]> => (await story.list<Read>(steward, reads, { of: survivor })).filter(({ agent }) => agent === story.who(official).agent);

  beforeAll(async () => {
    story = await Story.begins('2016-04-04T09:00-04:00');
  });
  afterAll(() => story.ends());

  it('opens her case as any other, reads it, and sends her to the special prosecutor, as he must', async () => {
    survivor = await story.tell(official, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(official, 'recordLanguageNeed', { ...of(), languages: ['spa'], interpreter: false });
    await story.tell(official, 'describeSurvivor', { ...of(), ageBand: '21-23', sex: 'FEMALE', givenName: 'Yuleidy', familyName: 'Brazobán' });
    await story.tell(official, 'recordScreening', { ...of(), acts: ['Harbouring'], means: ['DebtBondage'], exploitation: ['SexualExploitation'], note: 'Un bar junto a la playa de Los Almendros.' });
    await story.tell(official, 'noteInterview', { ...of(), ...interview });
    const toPett = await story.tell(official, 'giveConsent', { ...of(), receiver: 'pgr-pett', categories: ['STATUS', 'IDENTITY', 'PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until: '2018-04-01T00:00:00-04:00', history: 'ALL', textVersion: '2016-1' });
    referral = await story.tell(official, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'NORMAL', consents: [toPett] });
    await story.tell(pett, 'acceptReferral', { referral });
    expect((await story.timeline(official, survivor))!.words).toContain('Los Almendros');
    before = await hisReads();
    expect(before).toContainEqual({ unit: 'mmujer-bani', agent: story.who(official).agent, operation: 'caseTimeline', shown: expect.any(Number) as number });
  });

  it('is named in a complaint that nobody signed: the prosecutor opens an investigation of which no case tells', async () => {
    await story.later('2016-04-11T16:00-04:00');
    investigation = await story.tell(police, 'fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'ANONYMOUS', account: 'El encargado de Baní cobra del dueño del bar y le avisa.' });
    await act('openInvestigation');
    await act('attachCase', { ...of(), on: 'REFERRAL', ref: referral });
    suspect = await act('nameSuspect', { official: true, suspectName: 'Encargado de la oficina de Baní', description: 'Lleva el caso de ella.' });
    const known = JSON.stringify([await story.timeline(official, survivor), await story.timeline('mmujer-azua supervisor', survivor)]);
    expect(known).toContain('Yuleidy');
    expect(known).not.toMatch(/cobra del dueño|Lleva el caso|InvestigationOpened|SuspectNamed/);
  });

  it('is kept away by audit from the moment it is placed; a second person of another institution confirms, and he does not learn of it', async () => {
    const placed = { party: { kind: 'UNIT', id: 'mmujer-bani' }, cases: [survivor], ground: 'El encargado es investigado en el mismo hecho.' };
    expect(await story.refused('conani-proteccion supervisor', 'placeExclusion', placed)).toBe('NOT_FOUND');
    exclusion = await story.tell(auditor, 'placeExclusion', placed);
    const mistaken = await story.running.attempt(story.who(official), 'noteInterview', { case: randomUUID(), ...interview, commandId: randomUUID() });
    expect(mistaken.data).toMatchObject({ noteInterview: { code: 'NOT_FOUND' } });
    const shape = ({ status, data }: typeof mistaken) => ({ status, data });
    for (const input of [{ ...of(), ...interview, commandId: randomUUID() }, { ...of(), ...interview }]) {
      // A retry of what he once recorded is answered as a mistake in the number is.
      expect(shape(await story.running.attempt(story.who(official), 'noteInterview', input))).toEqual(shape(mistaken));
    }
    expect(await story.timeline(official, survivor)).toBeNull();
    expect(await story.list(official, cases)).toEqual([]);
    for (const other of [official, 'mmujer-azua supervisor!']) expect(await story.refused(other, 'liftExclusion', { exclusion, reason: 'UNFOUNDED' })).toMatch(/NOT_FOUND|FORBIDDEN_FOR_ROLE/);
    expect(await story.refused(`${auditor}!`, 'confirmExclusion', { exclusion })).toBe('TWO_PERSONS_REQUIRED');
    expect(await story.refused(head, 'reassignLead', { ...of(), lead: 'mmujer-azua', exclusion })).toBe('NOT_FOUND');
    await story.tell(`${head}!`, 'confirmExclusion', { exclusion });
    expect(await story.list(auditor, '{ exclusions(purpose: AUDIT) { edges { node { id status party } } } }')).toEqual([{ id: exclusion, status: 'CONFIRMED', party: 'mmujer-bani' }]);
  });

  it('is replaced without being asked: another office leads, with all that was recorded, his own entries too', async () => {
    await story.tell(head, 'reassignLead', { ...of(), lead: 'mmujer-azua', exclusion });
    expect(await story.see(azua, 'query ($of: ID!) { case(id: $of) { lead } }', { of: survivor })).toEqual({ lead: 'mmujer-azua' });
    expect((await story.timeline(azua, survivor))!.words).toMatch(/Yuleidy.*Los Almendros/);
    await story.tell(azua, 'reportSafetyIncident', { ...of(), kind: 'PLACE_KNOWN', severity: 'SERIOUS', account: 'Preguntaron por ella en la oficina vieja.' });
    await story.later('2016-04-12T09:00-04:00');
    expect(await story.list(official, cases)).toEqual([]);
    expect(await story.refused(official, 'withdrawReferral', { referral, reason: 'NOT_NEEDED' })).toBe('NOT_FOUND');
  });

  it('had read what the log of reads says he had, and has read nothing since', async () => {
    expect(await hisReads()).toEqual([...before, before.at(-1)]); // the last one was after the complaint
    const units = (await story.list<Read>(steward, reads, { of: survivor })).map(({ unit }) => unit);
    expect(units).toEqual(expect.arrayContaining(['mmujer-azua', 'mmujer-bani']));
    // She is not told, by her own file, that anybody is kept from it.
    expect(JSON.stringify(await story.see(steward, 'query ($of: ID!) { survivorFile(case: $of, first: 100, purpose: SUBJECT_ACCESS) { edges { node { type } } } }', { of: survivor }))).not.toContain('Exclusion');
  });

  it('is charged on a telephone that passed from hand to hand with its digest, and on what she said once', async () => {
    await act('directPolice', { unit: 'pn-trata' });
    const exhibit = await story.tell(police, 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PN-2016-31', item: 'Teléfono plateado del encargado.' });
    const offer = { exhibit, agent: story.who(expert).agent, institution: 'pgr' };
    await story.tell(police, 'offerCustody', offer);
    await story.tell(expert, 'acceptCustody', { exhibit, sha256: 'd'.repeat(64) });
    await story.tell(police, 'offerCustody', offer);
    await story.tell(expert, 'acceptCustody', { exhibit, sha256: digest });
    await story.tell(expert, 'breakSeal', { exhibit, reason: 'EXAMINATION' });
    await story.tell(expert, 'examineExhibit', { exhibit, examination: 'DIGITAL', findings: 'Mensajes al dueño con la hora de cada redada.' });
    expect(await story.recordOf(`exhibit-${exhibit}`)).toEqual(['ExhibitCollected', 'CustodyOffered', 'CustodyRefused', 'CustodyOffered', 'CustodyAccepted', 'SealBroken', 'ExhibitExamined']);
    expect(await story.list(police, '{ custodyRegister { edges { node { id } } } }')).toEqual([]);
    await act('recordAdvanceTestimony', { speaker: 'SURVIVOR', ...of(), setting: 'GESELL_CHAMBER', words: 'Él me llevó al bar y cobró.' });
    expect(await story.refused(pett, 'takeStatement', { investigation, speaker: 'SURVIVOR', ...of(), words: 'Otra vez.' })).toBe('INTERVIEW_REASON_REQUIRED');
    await act('recordProtectiveMeasure', { measure: 'NO_CONTACT', ...of(), suspect, ...ordered('J-31/2016') });
    await act('bringCharges', { suspect, offences: ['TRAFFICKING_IN_PERSONS', 'CORRUPTION'], accusation: 'La captó y la entregó.' });
  });

  it('is convicted the next year, and owes her reparation; the file of it is the prosecutor’s alone', async () => {
    await story.later('2017-02-20T11:00-04:00');
    await act('recordHearing', { hearing: 'TRIAL', minutes: 'Oída por videograbación, no compareció.' });
    await act('recordJudgment', { suspect, instance: 'TRIAL_COURT', verdict: 'CONVICTED', sentence: 'Quince años.', ...ordered('J-118/2017') });
    await act('recordReparation', { ...of(), terms: 'Dos millones de pesos.', ...ordered('J-118/2017') });
    await act('closeInvestigation', { reason: 'JUDGED' });
    const file = 'query ($investigation: ID!) { investigation(id: $investigation) { state suspects { official } charges { offences } judgments { verdict } reparations { case } exhibits { kind } } }';
    expect(await story.see(pett, file, { investigation })).toEqual({ state: 'CLOSED', suspects: [{ official: true }], charges: [{ offences: ['CORRUPTION', 'TRAFFICKING_IN_PERSONS'] }], judgments: [{ verdict: 'CONVICTED' }], reparations: [{ case: survivor }], exhibits: [{ kind: 'DEVICE' }] });
    for (const other of [official, azua, police]) expect([other, await story.see(other, file, { investigation })]).toEqual([other, null]);
  });

  it('leaves a trail that verifies, and not a word of it with him and his office, nor with anybody outside', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'pgr-pett', 'pn'], [official, 'mmujer-bani intake'])).toEqual([]);
  });
});
