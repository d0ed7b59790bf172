import type { Who } from '../running';
import { appointAdministrator } from '../told-directory';
import { Story } from './story';

jest.setTimeout(120_000);

const lead = 'mmujer-trata caseworker';
const administration = { purpose: 'ADMINISTRATION' };
const course2017 = { title: 'Diplomado en trata de personas y tráfico ilícito de migrantes, edición 2017', providers: ['inm'], from: '2017-02-06', until: '2017-06-30' };
const certificates = 'query ($id: ID!) { course(id: $id) { title certificates(purpose: ADMINISTRATION) { edges { node { institution revoked holderName } } } } }';

/** Parts P1 and P12: a diploma course, the accreditation that rests on its certificate, and what becomes of a decision when the certificate was false. */
describe('a diploma course, and who decides on it whether she is a victim', () => {
  let story: Story;
  let [inm, pgr, luisa, marta, ramon]: Who[] = [];
  let [course, ofLuisa, survivor, under, reconsideration] = ['', '', '', '', ''];
  const of = () => ({ case: survivor });
  const types = async () => (await story.recordOf(`case-${survivor}`)).filter((type) => /Identif|Recovery|Reconsider|Review/.test(type));

  /** An agent of the special prosecutor who is to identify, appointed by two persons. */
  const appointed = async (agentName: string): Promise<Who> => {
    const agent = await story.arrange(story.running.administrator(0), 'proposeAgentAppointment', { institution: 'pgr', agentName, roles: ['identification_authority'], unit: 'pgr-pett', ...administration });
    await story.arrange(story.running.administrator(1), 'appointAgent', { institution: 'pgr', agent, ...administration });
    return { ...story.who('pgr-pett prosecutor'), agent, own: true };
  };
  const award = (who: Who, holderName: string, date: string): Promise<string> => story.arrange(inm!, 'awardCertificate', { course, holderName, date, institution: 'pgr', agent: who.agent, ...administration });
  const accreditation = (who: Who, certificate?: string) => ({ institution: 'pgr', agent: who.agent, accreditation: 'IDENTIFICATION', ...(certificate !== undefined && { course, certificate }), ...administration });

  beforeAll(async () => {
    story = await Story.begins('2017-02-01T10:00-04:00');
    [inm, pgr] = [await appointAdministrator(story.running, 'inm'), await appointAdministrator(story.running, 'pgr')];
    [luisa, marta, ramon] = [await appointed('Luisa Peralta'), await appointed('Marta Encarnación'), await appointed('Ramón Abreu')];
  });
  afterAll(() => story.ends());

  it('is given from February to June; who finished it is certified, by name to who gave it and to nobody else', async () => {
    course = await story.arrange(inm!, 'scheduleCourse', { ...course2017, ...administration });
    expect(await story.refused(inm!, 'awardCertificate', { course, holderName: 'Luisa Peralta', date: '2017-02-01', ...administration })).toBe('COURSE_NOT_OVER');
    await story.later('2017-07-03T09:00-04:00');
    ofLuisa = await award(luisa!, 'Luisa Peralta', '2017-06-30');
    const ofMarta = await award(marta!, 'Marta Encarnación', '2017-07-01');
    const named = { title: course2017.title, certificates: { edges: ['Luisa Peralta', 'Marta Encarnación'].map((holderName) => ({ node: { institution: 'pgr', revoked: null, holderName } })) } };
    expect(await story.see(inm!, certificates, { id: course })).toEqual(named);
    for (const other of [pgr!, lead, 'inm-retornos caseworker', 'auditoria-sede auditor']) expect(JSON.stringify(await story.see(other, certificates, { id: course }))).not.toMatch(/Peralta|Encarnación/);
    expect(await story.refused(pgr!, 'accreditAgent', accreditation(ramon!, ofMarta))).toBe('CERTIFICATE_UNKNOWN');
    expect(await story.refused(pgr!, 'accreditAgent', accreditation(ramon!))).toBe('CERTIFICATE_REQUIRED');
    await story.arrange(pgr!, 'accreditAgent', accreditation(luisa!, ofLuisa));
    await story.arrange(pgr!, 'accreditAgent', accreditation(marta!, ofMarta));
  });

  it('lets the accredited alone decide, not before her recovery has ended', async () => {
    survivor = await story.tell(lead, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(lead, 'recordLanguageNeed', { ...of(), languages: ['spa'], interpreter: false });
    await story.tell(lead, 'describeSurvivor', { ...of(), ageBand: '27-29', sex: 'FEMALE', givenName: 'Kenia', familyName: 'Moquete' });
    await story.tell(lead, 'recordScreening', { ...of(), acts: ['Recruitment'], means: ['FalsePromises'], exploitation: ['ForcedLabour'], note: 'Catorce horas al día en una finca.' });
    await story.tell(lead, 'presumeVictim', { ...of(), grounds: 'Engaño y jornada forzada.' });
    under = await story.tell(lead, 'requestReferral', { ...of(), to: 'pgr-pett', service: 'IDENTIFICATION', priority: 'URGENT', consents: [], basis: { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' } });
    await story.tell(luisa!, 'acceptReferral', { referral: under });
    await story.tell(luisa!, 'startService', { referral: under });
    const decision = { ...of(), under, decision: 'NOT_IDENTIFIED', grounds: 'No se probó el encierro.' };
    expect(await story.refused(luisa!, 'decideIdentification', decision)).toBe('RECOVERY_RUNNING');
    await story.later('2017-08-04T10:00-04:00');
    expect(await types()).toEqual(['IdentificationDecided', 'RecoveryAndReflectionStarted', 'RecoveryAndReflectionEnded']);
    expect(await story.refused(ramon!, 'decideIdentification', decision)).toBe('NOT_ACCREDITED');
    expect(await story.refused('pgr-pett prosecutor!', 'decideIdentification', decision)).toBe('FORBIDDEN_FOR_ROLE');
    expect(await story.refused({ ...luisa!, own: false }, 'decideIdentification', decision)).toBe('OWN_TOKEN_REQUIRED');
    await story.tell(luisa!, 'decideIdentification', decision);
    expect((await story.timeline(lead, survivor))!.words).toMatch(/NOT_IDENTIFIED.*No se probó el encierro/);
    await story.tell(lead, 'recordAssistance', { ...of(), service: 'PSYCHOLOGICAL_SUPPORT', note: 'Sigue viniendo: la atención no depende de eso.' });
  });

  it('ends an accreditation with the certificate it rests on, which was obtained by fraud', async () => {
    reconsideration = await story.tell(lead, 'requestReconsideration', { ...of(), by: 'SURVIVOR', grounds: 'Nadie la oyó en la finca.' });
    const anew = { ...of(), under, reconsideration, decision: 'NOT_IDENTIFIED', grounds: 'Se mantiene.' };
    expect(await story.refused(luisa!, 'decideReconsideration', anew)).toBe('TWO_PERSONS_REQUIRED');
    await story.arrange(inm!, 'revokeCertificate', { course, certificate: ofLuisa, reason: 'OBTAINED_BY_FRAUD', ...administration });
    await story.later('2017-08-21T09:00-04:00');
    expect(await story.recordOf('institution-pgr')).toContain('AccreditationRevoked');
    expect(await story.see(inm!, certificates, { id: course })).toMatchObject({ certificates: { edges: [{ node: { revoked: 'OBTAINED_BY_FRAUD' } }, { node: { revoked: null } }] } });
    expect(await story.refused(luisa!, 'decideReconsideration', anew)).toBe('NOT_ACCREDITED');
    expect(await story.refused(pgr!, 'accreditAgent', accreditation(luisa!, ofLuisa))).toBe('CERTIFICATE_REVOKED');
    // Nothing falls silently: what was decided while the accreditation stood stands, until another person decides it anew.
    expect(await types()).toEqual(['IdentificationDecided', 'RecoveryAndReflectionStarted', 'RecoveryAndReflectionEnded', 'IdentificationDecided', 'ReconsiderationRequested']);
  });

  it('is reconsidered by another person, who went to the farm and identifies her', async () => {
    await story.tell(marta!, 'decideReconsideration', { ...of(), under, reconsideration, decision: 'IDENTIFIED', grounds: 'Visita a la finca: candados por fuera.' });
    expect(await story.refused(marta!, 'decideReconsideration', { ...of(), under, reconsideration, decision: 'NOT_IDENTIFIED', grounds: 'No.' })).toBe('ANSWERED_OTHERWISE');
    await story.tell(marta!, 'completeService', { referral: under, outcome: 'SERVED', report: 'Identificada.' });
    await story.tell(lead, 'confirmOutcome', { referral: under });
    const { types: shown, words } = (await story.timeline(lead, survivor))!;
    expect(shown.filter((type) => /Identif|Reconsider/.test(type))).toEqual(['IdentificationDecided', 'IdentificationDecided', 'ReconsiderationRequested', 'ReconsiderationDecided']);
    expect(words).toContain('candados por fuera');
    // Who decides is in her file a hand of the authority's, and no name.
    expect(words).not.toMatch(/Luisa|Marta/);
  });

  it('leaves a trail that verifies, and nothing of her with who taught or had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'pgr-pett'])).toEqual([]);
  });
});
