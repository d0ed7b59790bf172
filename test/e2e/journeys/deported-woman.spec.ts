import type { Who } from '../running';
import { appointAdministrator } from '../told-directory';
import { Story } from './story';

jest.setTimeout(120_000);

const [consulate, inm, gcps, azua] = ['mirex-consulado-madrid caseworker', 'inm-retornos caseworker', 'gcps-programas caseworker', 'mmujer-azua caseworker'];
const memorandum = { for: 'RETURN', categories: ['STATUS', 'IDENTITY', 'WHEREABOUTS', 'PROTECTION', 'REINTEGRATION'], until: '2019-06-23T00:00:00-04:00' };

/** Parts P3 and P7: the memorandum of 23 June 2017, and a woman whom Spain deports under it. */
describe('a woman who is deported', () => {
  let story: Story;
  let survivor = '';
  let back = { return: '' };
  const of = () => ({ case: survivor });
  let [toInm, toGcps] = ['', ''];
  const consent = (receiver: string, categories: string[]) =>
    story.tell(consulate, 'giveConsent', { ...of(), receiver, categories, for: 'RETURN', language: 'spa', by: 'SURVIVOR', until: '2018-12-31T00:00:00-04:00', history: 'ALL', textVersion: '2017-1' });

  beforeAll(async () => {
    story = await Story.begins('2017-06-23T10:00-04:00');
  });
  afterAll(() => story.ends());

  it('comes under an agreement that four institutions signed, in force with the last signature, and shown to none who did not', async () => {
    const administrators: Record<string, Who> = { mirex: story.running.administrator(0) };
    for (const institution of ['gcps', 'pgr', 'inm', 'dgm']) administrators[institution] = await appointAdministrator(story.running, institution);
    const signs = (institution: string, mutation: string, more: object) => story.arrange(administrators[institution]!, mutation, { ...memorandum, ...more, purpose: 'ADMINISTRATION' });
    const agreement = await signs('mirex', 'proposeAgreement', { title: 'Memorándum de entendimiento de 23 de junio de 2017', with: ['gcps', 'pgr', 'inm'] });
    for (const institution of ['gcps', 'pgr', 'inm']) {
      expect(await story.see(gcps, 'query ($agreement: ID!) { agreement(id: $agreement) { status } }', { agreement })).toEqual({ status: 'PROPOSED' });
      await signs(institution, 'signAgreement', { agreement });
    }
    const read = 'query ($agreement: ID!) { agreement(id: $agreement) { status parties signatures { institution } } }';
    expect(await story.see(gcps, read, { agreement })).toEqual({ status: 'IN_FORCE', parties: ['gcps', 'inm', 'mirex', 'pgr'], signatures: ['mirex', 'gcps', 'pgr', 'inm'].map((institution) => ({ institution })) });
    for (const outside of ['dgm-extranjeria caseworker', azua]) expect(await story.see(outside, read, { agreement })).toBeNull();
    expect(await story.refused(administrators['dgm']!, 'signAgreement', { agreement, ...memorandum })).toBe('NOT_FOUND');
  });

  it('is found by the consulate in a centre for foreigners, with an order against her and three days left', async () => {
    await story.later('2017-09-04T09:00+02:00');
    survivor = await story.tell(consulate, 'openCase', { matter: 'RETURN', kind: 'SURVIVOR' });
    await story.tell(consulate, 'recordLanguageNeed', { ...of(), languages: ['spa'], interpreter: false });
    await story.tell(consulate, 'describeSurvivor', { ...of(), ageBand: '24-26', sex: 'FEMALE', givenName: 'Yocasta', familyName: 'Encarnación', birthDate: '1992-02-11' });
    await story.tell(consulate, 'recordScreening', { ...of(), acts: ['Recruitment', 'Transportation'], means: ['DebtBondage'], exploitation: ['SexualExploitation'], note: 'Debía doce mil euros por el viaje.' });
    back = { return: await story.tell(consulate, 'notifyReturn', { ...of(), kind: 'DEPORTED', direction: 'INBOUND', country: 'ES', circumstances: 'Detenida en una redada en el club.' }) };
    // Nobody asked her: the record does not say that she agreed.
    expect(await story.refused(consulate, 'consentToReturn', { ...back, by: 'SURVIVOR', language: 'spa' })).toBe('WRONG_STATE');
    await story.tell(consulate, 'assessReturnRisk', { ...back, level: 'HIGH', assessment: 'Quien la captó vive en su barrio.' });
    await story.tell(consulate, 'issueTravelDocument', { ...back, document: 'EMERGENCY_PASSPORT', documentNumber: 'SP-404718', expiresOn: '2017-12-04' });
  });

  it('says who may know when she lands: the institute that meets her and the office in Azua; migration control never', async () => {
    const naming = { ...back, unit: 'inm-retornos', task: 'MEETS', arrival: 'Vuelo de Madrid, 23:40, puerta 4.' };
    expect(await story.refused(consulate, 'nameReturnParty', { ...naming, consents: [] })).toBe('CONSENT_REQUIRED');
    for (const basis of [{ kind: 'CONSENT' }, { kind: 'LEGAL_OBLIGATION', ref: '285-04' }, { kind: 'COURT_ORDER', ref: '33-2017' }]) {
      expect(await story.refused(consulate, 'nameReturnParty', { ...naming, unit: 'dgm-extranjeria', consents: [], basis })).toBe('MIGRATION_CONTROL_LIMIT');
    }
    expect(await story.refused(inm, 'meetArrival', { ...back, place: 'AIRPORT' })).toBe('NOT_FOUND');
    toInm = await consent('inm', ['STATUS', 'IDENTITY', 'WHEREABOUTS', 'PROTECTION', 'REINTEGRATION']);
    await story.tell(consulate, 'nameReturnParty', { ...naming, consents: [toInm] });
    const toAzua = await consent('mmujer-azua', ['STATUS', 'PROTECTION', 'REINTEGRATION']);
    await story.tell(consulate, 'nameReturnParty', { ...back, unit: 'mmujer-azua', task: 'RECEIVES', consents: [toAzua] });
  });

  it('is met at the airport near midnight by whom she knew would come, and by nobody else', async () => {
    await story.later('2017-09-07T23:55-04:00');
    expect(await story.refused(azua, 'meetArrival', { ...back, place: 'AIRPORT' })).toBe('NOT_NAMED_FOR_IT');
    for (const outside of ['dgm-extranjeria caseworker', 'pn-trata caseworker', gcps]) {
      expect([outside, await story.refused(outside, 'meetArrival', { ...back, place: 'AIRPORT' })]).toEqual([outside, 'NOT_FOUND']);
      expect([outside, await story.timeline(outside, survivor)]).toEqual([outside, null]);
    }
    await story.tell(inm, 'meetArrival', { ...back, place: 'AIRPORT', condition: 'Sin equipaje, con fiebre.' });
    expect((await story.timeline(inm, survivor))?.types).toContain('ArrivalMet');
    expect((await story.timeline(consulate, survivor))?.words).toContain('Sin equipaje, con fiebre.');
  });

  it('has her plan shared with the signatories she named and with no other: not the prosecution, whatever it signed', async () => {
    await story.later('2017-09-12T10:00-04:00');
    const plan = { ...back, plan: 'Curso de cocina y un capital semilla.' };
    toGcps = await consent('gcps', ['STATUS', 'REINTEGRATION']);
    const both = [toInm, toGcps];
    expect(await story.refused(consulate, 'shareReturnPlan', { ...plan, with: ['gcps', 'inm', 'pgr'], consents: both })).toBe('CONSENT_REQUIRED');
    expect(await story.refused(consulate, 'shareReturnPlan', { ...plan, with: ['gcps', 'dgm'], consents: both })).toBe('MIGRATION_CONTROL_LIMIT');
    expect(await story.refused(consulate, 'shareReturnPlan', { ...plan, with: ['conani'], consents: both })).toBe('NOT_A_SIGNATORY');
    expect(await story.refused(gcps, 'deliverSupport', { ...back, service: 'SOCIAL_REINTEGRATION' })).toBe('NOT_FOUND');
    await story.tell(consulate, 'shareReturnPlan', { ...plan, with: ['gcps', 'inm'], consents: both });
    await story.tell(gcps, 'deliverSupport', { ...back, service: 'SOCIAL_REINTEGRATION', report: 'Inscrita en el curso de octubre.' });
    await story.tell(azua, 'deliverSupport', { ...back, service: 'PSYCHOLOGICAL_SUPPORT', report: 'Primera sesión.' });
    const seenByGcps = (await story.timeline(gcps, survivor))!;
    expect(seenByGcps.words).toContain('Inscrita en el curso de octubre.');
    expect(seenByGcps.words).not.toMatch(/Yocasta|SP-404718|puerta 4|doce mil euros/);
  });

  it('is asked how she is after one, three, six and twelve months; the visit nobody made moves up, is made late, and the return completes', async () => {
    await story.later('2017-10-06T10:00-04:00');
    await story.tell(azua, 'followUpReturn', { ...back, found: 'AT_RISK', report: 'La llaman de un número español.' });
    await story.later('2017-12-07T10:00-04:00');
    await story.tell(azua, 'followUpReturn', { ...back, found: 'SAFE', report: 'Cambió de número y de barrio.' });
    await story.later('2018-03-09T10:00-04:00');
    expect((await story.recordOf(`return-${back.return}`)).at(-1)).toBe('ReturnEscalated');
    expect((await story.timeline(consulate, survivor))?.types.at(-1)).toBe('ReturnEscalated');
    await story.tell('mmujer-azua supervisor', 'followUpReturn', { ...back, found: 'SAFE', report: 'Vende comida en el mercado.' });
    await story.later('2018-09-07T10:00-04:00');
    await story.tell(azua, 'followUpReturn', { ...back, found: 'SAFE', report: 'Tiene su propio puesto.' });
    expect(await story.refused(gcps, 'completeReturn', { ...back, outcome: 'REINTEGRATED' })).toBe('NOT_THE_LEAD');
    await story.tell(consulate, 'completeReturn', { ...back, outcome: 'REINTEGRATED' });
    await story.tell(consulate, 'closeCase', { ...of(), reason: 'REINTEGRATED' });
    await story.later('2019-03-01T10:00-04:00');
    // Nothing is due any more.
    expect((await story.recordOf(`return-${back.return}`)).slice(-4)).toEqual(['ReturnEscalated', 'ReturnFollowedUp', 'ReturnFollowedUp', 'ReturnCompleted']);
  });

  it('leaves a trail that verifies, and not a word of hers with the prosecution that signed, with migration control, or with anybody else', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mirex', 'inm', 'gcps', 'mmujer'])).toEqual([]);
  });
});
