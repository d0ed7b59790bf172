import { Story } from './story';

jest.setTimeout(120_000);

const [point, desk, azua, pett] = ['mmujer-azua-orientacion intake', 'mmujer-azua intake', 'mmujer-azua caseworker', 'pgr-pett prosecutor'];
const herself = { channel: 'IN_PERSON', language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: true };
const desks = 'query ($list: ContactList!) { contacts(list: $list, first: 50) { edges { node { id status because redirectedTo } } } }';
type Contact = { id: string; status: string; because: string | null; redirectedTo: string | null };

/** Parts P2, P9 and P10: an orientation point in a provincial office, and what is not trafficking. */
describe('the orientation point in the office of Azua', () => {
  let story: Story;
  let [first, again, survivor] = ['', '', ''];
  const of = () => ({ case: survivor });
  const listed = (who: string, list: string): Promise<Contact[]> => story.list<Contact>(who, desks, { list });

  beforeAll(async () => {
    story = await Story.begins('2026-02-02T09:30-04:00');
  });
  afterAll(() => story.ends());

  it('tells a woman her rights who says nothing of herself, and keeps nothing by which she could be found', async () => {
    first = await story.tell(point, 'receiveContact', { ...herself, account: 'Pregunta por una amiga que limpia sin que le paguen.' });
    expect(await story.refused(point, 'describeCaller', { contact: first, language: 'hat', caller: 'SELF', sex: 'FEMALE', anonymous: true, callerName: 'Roseline' })).toBe('ANONYMOUS_CALLER');
    await story.tell(point, 'giveOrientation', { contact: first, topics: ['RIGHTS', 'LEGAL_AID', 'RESIDENCE_STATUS'] });
    await story.tell(point, 'closeContact', { contact: first, outcome: 'ORIENTED' });
    expect(await listed(point, 'ENDED')).toEqual([{ id: first, status: 'CLOSED', because: 'ORIENTED', redirectedTo: null }]);
    expect(await story.see(point, 'query ($id: ID!) { contact(id: $id) { anonymous reachable { name } cases } }', { id: first })).toEqual({ anonymous: true, reachable: [], cases: [] });
    expect(await story.list(azua, '{ cases { edges { node { id } } } }')).toEqual([]);
  });

  it('sends who was not paid by her shop to the labour ministry, with the reason, and nothing of her goes there', async () => {
    const labour = await story.tell(point, 'receiveContact', { ...herself, account: 'El colmado le debe dos quincenas; entra y sale cuando quiere.' });
    await story.tell(point, 'triageThreat', { contact: labour, level: 'NONE' });
    await story.tell(point, 'giveOrientation', { contact: labour, topics: ['LABOUR_RIGHTS'] });
    await story.tell(point, 'redirectContact', { contact: labour, to: 'LABOUR', reason: 'NOT_OUR_MANDATE' });
    expect(await listed(point, 'ENDED')).toContainEqual({ id: labour, status: 'REDIRECTED', because: 'NOT_OUR_MANDATE', redirectedTo: 'LABOUR' });
    expect(await story.refused(point, 'closeContact', { contact: labour, outcome: 'ORIENTED' })).toBe('CONTACT_ENDED');
    expect(await listed('mt-inspeccion caseworker', 'OPEN')).toEqual([]);
  });

  it('sees her again five weeks later, when the friend turns out to be herself; only the point that saw her before knows it', async () => {
    await story.later('2026-03-10T10:15-04:00');
    expect(await story.refused('mmujer-linea intake', 'receiveContact', { ...herself, channel: 'CALL', repeats: first })).toBe('EARLIER_CONTACT_UNKNOWN');
    again = await story.tell(point, 'receiveContact', { ...herself, repeats: first, account: 'Era ella: duerme en la cocina y no la dejan salir.' });
    expect(await story.see(point, 'query ($id: ID!) { contact(id: $id) { repeats } }', { id: again })).toEqual({ repeats: first });
    await story.tell(point, 'triageThreat', { contact: again, level: 'HIGH', threats: ['VIOLENCE'], details: 'La patrona la golpeó el domingo.' });
    await story.tell(point, 'describeCaller', { contact: again, language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: false, callerName: 'Roseline', callBack: { address: '829 555 0177', mayLeaveMessage: false } });
    await story.tell(point, 'takeComplaint', { contact: again, matter: 'TRAFFICKING', complaint: 'Le quitaron el pasaporte y la encierran.' });
    await story.tell(point, 'handOverContact', { contact: again, to: 'mmujer-azua' });
    expect(await listed(desk, 'OFFERED_TO_US')).toMatchObject([{ id: again }]);
    await story.tell(desk, 'takeContact', { contact: again });
    // Who does not hold the earlier contact is not told that there is one.
    expect(await story.see(desk, 'query ($id: ID!) { contact(id: $id) { repeats danger complaints { complaint } reachable { name } } }', { id: again })).toMatchObject({ repeats: null, danger: 'HIGH', complaints: [{ complaint: 'Le quitaron el pasaporte y la encierran.' }] });
  });

  it('becomes a case of the office: legal aid and psychological help are given there, without a referral and with a date each', async () => {
    survivor = await story.tell(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    for (const contact of [first, again]) await story.tell(azua, 'linkContactToCase', { contact, ...of() });
    await story.tell(azua, 'closeContact', { contact: again, outcome: 'CASE_OPENED' });
    await story.tell(azua, 'recordLanguageNeed', { ...of(), languages: ['hat'], interpreter: true });
    await story.tell(azua, 'describeSurvivor', { ...of(), ageBand: '21-23', sex: 'FEMALE', foreignNational: true, givenName: 'Roseline' });
    await story.tell(azua, 'recordScreening', { ...of(), acts: ['Receipt'], means: ['WithholdsDocuments', 'PhysicalAbuse'], exploitation: ['Servitude'] });
    await story.tell(azua, 'presumeVictim', { ...of(), grounds: 'Encierro, golpes, documentos retenidos.' });
    await story.tell(azua, 'recordAssistance', { ...of(), service: 'LEGAL_AID', note: 'Acompañada a recuperar su pasaporte.' });
    await story.later('2026-03-17T10:00-04:00');
    await story.tell(azua, 'recordAssistance', { ...of(), service: 'PSYCHOLOGICAL_SUPPORT', note: 'Primera sesión, con intérprete.' });
    const file = await story.see<{ care: { assistance: object[] } }>(azua, 'query ($of: ID!) { case(id: $of) { care { assistance { service unit fields { value } } } } }', { of: survivor });
    expect(file.care.assistance).toMatchObject([{ service: 'LEGAL_AID', unit: 'mmujer-azua' }, { service: 'PSYCHOLOGICAL_SUPPORT', unit: 'mmujer-azua' }]);
    expect((await story.list<Contact>(azua, 'query ($of: ID!) { contactsOfCase(case: $of) { edges { node { id status because } } } }', { of: survivor })).map(({ id }) => id).sort()).toEqual([first, again].sort());
  });

  it('keeps smuggling apart: a kind of its own from the first complaint to the charge, and nothing of it with the prosecutor but what was filed', async () => {
    const contact = await story.tell(point, 'receiveContact', { ...herself, sex: 'MALE', account: 'Pagó por cruzar y lo dejaron en el monte; nadie lo retuvo.' });
    await story.tell(point, 'takeComplaint', { contact, matter: 'SMUGGLING', complaint: 'Dos hombres cobran por pasar la frontera.' });
    const smuggled = await story.tell(azua, 'openCase', { matter: 'SMUGGLING', kind: 'SURVIVOR' });
    await story.tell(azua, 'linkContactToCase', { contact, case: smuggled });
    await story.tell(azua, 'closeContact', { contact, outcome: 'CASE_OPENED' });
    await story.tell(azua, 'recordScreening', { case: smuggled, acts: ['Transportation'], note: 'Consintió el viaje; no hay explotación.' });
    const investigation = await story.tell(azua, 'fileComplaint', { to: 'pgr-pett', matter: 'SMUGGLING', complainant: 'INSTITUTION', account: 'Cobran por pasar la frontera de noche.' });
    await story.tell(`${pett}!`, 'openInvestigation', { investigation });
    const suspect = await story.tell(`${pett}!`, 'nameSuspect', { investigation, official: false, suspectName: 'El de la camioneta' });
    await story.tell(`${pett}!`, 'bringCharges', { investigation, suspect, offences: ['SMUGGLING_OF_MIGRANTS'] });
    expect(await story.list(`${pett}!`, '{ investigations { edges { node { id matter } } } }')).toEqual([{ id: investigation, matter: 'SMUGGLING' }]);
    expect(await story.list(azua, '{ cases { edges { node { id matter } } } }')).toEqual(expect.arrayContaining([{ id: survivor, matter: 'TRAFFICKING' }, { id: smuggled, matter: 'SMUGGLING' }]));
    expect(await story.timeline(pett, smuggled)).toBeNull();
  });

  it('leaves a trail that verifies, and nothing of any of them with who had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'pgr-pett'])).toEqual([]);
  });
});
