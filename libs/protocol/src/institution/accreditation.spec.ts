import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Certificate } from '../course/course';
import { AccreditAgent, RevokeAccreditation, RevokeAccreditationsOnCertificate } from './accreditation';
import { institution, NoteAgreement, type InstitutionEvent, type InstitutionFacts } from './institution';

const m = meta();
const of = { institution: 'mmujer', agent: 'ag-trata', accreditation: 'IDENTIFICATION' } as const;
const registered: InstitutionEvent = { type: 'InstitutionRegistered', data: { code: 'mmujer', name: 'Ministerio de la Mujer', kind: 'WOMEN' } };
const appointed = (agent: string, person: string): InstitutionEvent => ({ type: 'AgentAppointed', data: { agent, person, compartment: 'mmujer', roles: ['identification_authority'] } });
const accredited = (agent: string, certificate = 'c1'): InstitutionEvent => ({ type: 'AgentAccredited', data: { agent, accreditation: 'IDENTIFICATION', course: 'diploma', certificate } });
const revoked = (agent: string): InstitutionEvent => ({ type: 'AccreditationRevoked', data: { agent, accreditation: 'IDENTIFICATION' } });
/** As stored before certificates were asked for. */
const before: InstitutionEvent = { type: 'AgentAccredited', data: { agent: 'ag-trata', accreditation: 'IDENTIFICATION' } };

const held: Certificate = { person: 'p-trata', date: '2025-12-01' };
const named = (certificate?: Certificate): InstitutionFacts => ({ administrator: { person: 'p-luz', founding: false }, ...(certificate && { certificate }) });
const accredit = (certificate = 'c1', at = m.at) => new AccreditAgent({ ...of, course: 'diploma', certificate }, meta({ at }));
const trata = [registered, appointed('ag-trata', 'p-trata')];

describe('only accredited staff take identification decisions: an accreditation', () => {
  it('rests on a certificate of the agent’s own that is not revoked, and says on which', () =>
    given(institution)(...trata).when(accredit(), named(held)).then(accredited('ag-trata')));

  it.each<[string, AccreditAgent, Certificate | undefined, 'CERTIFICATE_REQUIRED' | 'CERTIFICATE_UNKNOWN' | 'CERTIFICATE_REVOKED' | 'DATES_REVERSED']>([
    ['no certificate', new AccreditAgent(of, m), held, 'CERTIFICATE_REQUIRED'],
    ['a course alone', new AccreditAgent({ ...of, course: 'diploma' }, m), held, 'CERTIFICATE_REQUIRED'],
    ['a certificate of no course', new AccreditAgent({ ...of, certificate: 'c1' }, m), held, 'CERTIFICATE_REQUIRED'],
    ['one that was never awarded', accredit(), undefined, 'CERTIFICATE_UNKNOWN'],
    ['one of somebody else', accredit(), { ...held, person: 'p-azua' }, 'CERTIFICATE_UNKNOWN'],
    ['one that was revoked', accredit(), { ...held, revoked: 'OBTAINED_BY_FRAUD' }, 'CERTIFICATE_REVOKED'],
    ['one of a later day', accredit('c1', '2025-12-01T03:59:59.999Z'), held, 'DATES_REVERSED'],
  ])('does not rest on %s', (_, command, certificate, refusal) => {
    given(institution)(...trata).when(command, named(certificate)).thenRefused(refusal);
    given(institution)(...trata).when(command, {}).thenRefused('NOT_ENTITLED');
  });

  it('may be of the day of its certificate, in Santo Domingo', () =>
    given(institution)(...trata).when(accredit('c1', '2025-12-01T04:00:00.000Z'), named(held)).then(accredited('ag-trata')));

  it('is given once: again it writes nothing, on something else it is refused until the first is revoked', () => {
    given(institution)(...trata, accredited('ag-trata')).when(accredit(), named(held)).thenNothing();
    given(institution)(...trata, accredited('ag-trata')).when(accredit('c2'), named(held)).thenRefused('ACCREDITED_OTHERWISE');
    given(institution)(...trata, before).when(accredit(), named(held)).thenRefused('ACCREDITED_OTHERWISE');
    given(institution)(...trata, before, revoked('ag-trata')).when(accredit(), named(held)).then(accredited('ag-trata'));
    given(institution)(...trata, accredited('ag-trata'), revoked('ag-trata')).when(accredit('c2'), named(held)).then(accredited('ag-trata', 'c2'));
  });

  it('of before certificates were asked for stays readable, holds, and is revoked like any other', () => {
    const after = given(institution)(...trata, before);
    expect(after.state.agents['ag-trata']).toMatchObject({ accreditations: ['IDENTIFICATION'] });
    expect(after.state.agents['ag-trata']).not.toHaveProperty('certificate');
    after.when(new RevokeAccreditation(of, m), named()).then(revoked('ag-trata'));
    after.when(new RevokeAccreditationsOnCertificate({ institution: 'mmujer', certificate: 'c1' }, m), {}).thenNothing();
  });
});

describe('a certificate that is revoked', () => {
  const take = new RevokeAccreditationsOnCertificate({ institution: 'mmujer', certificate: 'c1' }, m);
  const staff = [...trata, appointed('ag-azua', 'p-trata'), appointed('ag-bani', 'p-bani')];

  it('takes with it every accreditation that rests on it, by nobody’s agent, and no other', () =>
    given(institution)(...staff, accredited('ag-trata'), accredited('ag-azua'), accredited('ag-bani', 'c2')).when(take, {}).then(revoked('ag-trata'), revoked('ag-azua')));

  it('takes nothing twice, nor what was revoked or now rests on another', () => {
    given(institution)(...staff).when(take, {}).thenNothing();
    given(institution)(...staff, accredited('ag-trata'), revoked('ag-trata')).when(take, {}).thenNothing();
    given(institution)(...staff, accredited('ag-trata'), revoked('ag-trata'), accredited('ag-trata', 'c2')).when(take, {}).thenNothing();
  });
});

describe('an agreement', () => {
  it('is noted in the stream of each party once, by the server itself', () => {
    const note = new NoteAgreement({ institution: 'mmujer', agreement: 'a1' }, m);
    const noted: InstitutionEvent = { type: 'AgreementNoted', data: { agreement: 'a1' } };
    given(institution)(registered).when(note, {}).then(noted);
    given(institution)(registered, recorded<InstitutionEvent>(noted)).when(note, {}).thenNothing();
  });
});
