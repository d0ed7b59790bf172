import type { DomainEvent } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { descriptionOf, emptyRegister, personOf, register, unitOf, type ReadBack, type Register } from './register';

/** What stands in a stream, one event after another, a day apart, in the order of the record. */
type Told = readonly [stream: string, type: string, data: object, envelope?: Readonly<{ case?: string }>];
const azua = { client: 'mmujer-desk', agent: 'ag-azua', unit: 'mmujer-azua', assurance: 'AUTHENTICATED' as const };

/** Events are called by their place: the first is `e0`, on 1 January. */
function known(...told: readonly Told[]): Register {
  const found = emptyRegister();
  told.forEach(([stream, type, data, envelope = {}], n) => {
    const at = `2026-01-${String(n + 1).padStart(2, '0')}T12:00:00.000Z`;
    register(found, { ...recorded({ type, data } as DomainEvent, { id: `e${n}`, stream, at, actor: azua }), envelope } as unknown as ReadBack);
  });
  return found;
}
const errors = (...told: readonly Told[]): string[] => [...known(...told).inError];
const opened: Told = ['case-hers', 'CaseOpened', { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 'her', lead: 'mmujer-azua' }];
const again: Told = ['case-again', 'CaseOpened', { matter: 'LABOUR', kind: 'SURVIVOR', subject: 'unknown', lead: 'mmujer-azua' }];
const third: Told = ['case-third', 'CaseOpened', { matter: 'LABOUR', kind: 'SURVIVOR', subject: 'nobody', lead: 'mmujer-azua' }];
const described = (ageBand: string, more: object = {}): Told => ['case-hers', 'SurvivorDescribed', { ageBand, sex: 'FEMALE', ...more }];
const merged = (from: string, into: string): Told => [`case-${from}`, 'CaseMergedInto', { into }];

describe('the register of what figures count', () => {
  describe('of institutions and units', () => {
    const office: Told = ['unit-mmujer-azua', 'UnitOpened', { unit: 'mmujer-azua', institution: 'mmujer', kind: 'OFFICE' }];

    it('holds an institution by its kind', () => expect([...known(['institution-mmujer', 'InstitutionRegistered', { code: 'mmujer', kind: 'WOMEN' }]).institutions]).toEqual([['mmujer', 'WOMEN']]));
    it('holds a unit from its opening', () => expect(known(office).units.get('mmujer-azua')).toEqual({ opened: { event: 'e0', at: '2026-01-01T12:00:00.000Z' }, institution: 'mmujer', kind: 'OFFICE' }));
    it('holds when a unit was closed, and still when it was opened', () =>
      expect(known(office, ['unit-mmujer-azua', 'UnitClosed', { reason: 'ENDED' }]).units.get('mmujer-azua')).toMatchObject({ opened: { event: 'e0' }, kind: 'OFFICE', closedAt: '2026-01-02T12:00:00.000Z' }));
    it('opens no unit by its closing', () => expect(known(['unit-mmujer-azua', 'UnitClosed', { reason: 'ENDED' }]).units.size).toBe(0));
    it('finds a unit by its code in the directory and by its code in a case', () => {
      const found = known(office, ['unit-mmujer-azua', 'CaseCodeIssued', { code: 'cc-1', stands: 'UNIT', of: 'mmujer-azua' }]);
      expect([unitOf(found, 'cc-1')?.opened.event, unitOf(found, 'mmujer-azua')?.opened.event, unitOf(found, 'cc-2')]).toEqual(['e0', 'e0', undefined]);
    });
    it('takes the code of an agent or a client in a case for no unit', () => {
      for (const stands of ['AGENT', 'CLIENT']) expect(unitOf(known(office, ['unit-mmujer-azua', 'CaseCodeIssued', { code: 'cc-1', stands, of: 'ag-azua' }]), 'cc-1')).toBeUndefined();
    });
  });

  describe('of courses and permits', () => {
    const awarded: Told = ['course-1', 'CertificateAwarded', { certificate: 'c1', person: 'p1', date: '2015-06-30' }];
    const certificate = (reason: string) => known(awarded, ['course-1', 'CertificateRevoked', { certificate: 'c1', reason }]);
    const of = { case: 'hers' };

    it('holds who was certified and of which day', () => expect([...known(awarded).certificates]).toEqual([['c1', { event: 'e0', at: '2026-01-01T12:00:00.000Z', person: 'p1', date: '2015-06-30' }]]));
    it.each(['AWARDED_IN_ERROR', 'OBTAINED_BY_FRAUD'])('takes back a certificate that was revoked as %s', (reason) => expect([...certificate(reason).inError]).toEqual(['certificate c1']));
    it('leaves what was learnt to whom misconduct took the right away', () => {
      expect([...certificate('MISCONDUCT').inError]).toEqual([]);
      expect(certificate('MISCONDUCT').certificates.has('c1')).toBe(true);
    });
    it.each(['PermitGranted', 'PermitUpgraded'])('holds a temporary residence of the case that it was %s for', (type) =>
      expect(known(['permit-1', type, { class: 'TEMPORARY_RESIDENCE' }, of]).residences).toEqual([{ event: 'e0', at: '2026-01-01T12:00:00.000Z', permit: '1', case: 'hers' }]));
    it.each(['BUSINESS_VISA', 'HUMANITARIAN', 'PERMANENT_RESIDENCE'])('takes %s for no temporary residence, granted or upgraded to', (other) => {
      for (const type of ['PermitGranted', 'PermitUpgraded']) expect(known(['permit-1', type, { class: other }, of]).residences).toEqual([]);
    });
    it('takes back a permit that was entered in error', () => expect(errors(['permit-1', 'PermitEnteredInError', { reason: 'DUPLICATE' }])).toEqual(['permit 1']));
  });

  describe('of contacts', () => {
    const call = (caller: string) => ({ caller, sex: 'FEMALE', language: 'hat', anonymous: true });
    const received: Told = ['contact-1', 'ContactReceived', { ...call('SELF'), unit: 'mmujer-linea', channel: 'CALL', subject: 's' }];

    it('holds where a contact came in, how, and who called', () => expect(known(received).contacts.get('1')).toMatchObject({ event: 'e0', unit: 'mmujer-linea', channel: 'CALL', about: { caller: 'SELF', sex: 'FEMALE' } }));
    it('holds the newest description of the caller, all of it', () => {
      const found = known([received[0], received[1], { ...received[2], migrant: true }], ['contact-1', 'CallerDescribed', call('RELATIVE')]).contacts.get('1');
      expect(found).toMatchObject({ event: 'e0', channel: 'CALL', about: { caller: 'RELATIVE' } });
      expect(found?.about.migrant).toBeUndefined();
    });
    it('holds with what a contact was closed', () => expect(known(received, ['contact-1', 'ContactClosed', { outcome: 'NOT_GENUINE' }]).contacts.get('1')).toMatchObject({ event: 'e0', outcome: 'NOT_GENUINE' }));
    it('makes no contact of what is told of one that nobody received', () => expect(known(['contact-1', 'CallerDescribed', call('SELF')], ['contact-1', 'ContactClosed', { outcome: 'ADVISED' }]).contacts.size).toBe(0));
    it('takes back a contact that was entered in error', () => expect(errors(received, ['contact-1', 'ContactEnteredInError', { reason: 'TEST' }])).toEqual(['contact 1']));
  });

  describe('of cases', () => {
    it('holds whose a case is, of what matter and kind', () => expect(known(opened).cases.get('hers')).toEqual({ opened: 'e0', subject: 'her', matter: 'TRAFFICKING', kind: 'SURVIVOR' }));
    it('describes nobody whose case was not opened', () => expect(known(described('24-26'), ['case-hers', 'AgeAssessed', { ageBand: '24-26' }]).cases.size).toBe(0));
    it('describes her as she was described last, all of it', () => {
      expect(descriptionOf(known(opened), 'hers')).toBeUndefined();
      expect(descriptionOf(known(opened, described('24-26', { foreignNational: true }), described('27-29')), 'hers')).toEqual({ ageBand: '27-29', sex: 'FEMALE' });
    });
    it('takes an assessed age over a described one, whichever came first', () => {
      const assessed: Told = ['case-hers', 'AgeAssessed', { ageBand: '9-17', method: 'DOCUMENT' }];
      for (const told of [[described('18-20'), assessed], [assessed, described('18-20')]]) expect(descriptionOf(known(opened, ...told), 'hers')).toEqual({ ageBand: '9-17', sex: 'FEMALE' });
      expect(descriptionOf(known(opened, assessed), 'hers')).toBeUndefined(); // of an age alone nobody is described
    });
    it('takes the newest of two assessments', () =>
      expect(descriptionOf(known(opened, described('18-20'), ['case-hers', 'AgeAssessed', { ageBand: '9-17' }], ['case-hers', 'AgeAssessed', { ageBand: '21-23' }]), 'hers')?.ageBand).toBe('21-23'));
    it('counts a merged case as hers whose case it goes on in, through every merger', () => {
      const found = known(opened, again, third, merged('third', 'again'), merged('again', 'hers'));
      expect(['hers', 'again', 'third', 'none'].map((one) => personOf(found, one))).toEqual(['her', 'her', 'her', undefined]);
      expect(personOf(known(opened, again), 'again')).toBe('unknown');
    });
    it('counts a case for itself again when the merger was mistaken; what is told to the case it went into changes nothing', () => {
      const unmerged = (side: string, of: string, other: string): Told => [`case-${of}`, 'CasesUnmerged', { other, side, entries: [] }];
      expect(personOf(known(opened, again, merged('again', 'hers'), unmerged('MERGED', 'again', 'hers')), 'again')).toBe('unknown');
      // The case it went into may be merged itself, and stays so.
      const both = known(opened, again, third, merged('third', 'again'), merged('again', 'hers'), unmerged('INTO', 'again', 'third'), unmerged('MERGED', 'third', 'again'));
      expect(['again', 'third'].map((one) => personOf(both, one))).toEqual(['her', 'nobody']);
    });
    it('holds who assisted in a case, and with what', () =>
      expect(known(opened, ['case-hers', 'AssistanceProvided', { service: 'LEGAL_AID' }]).assistance).toEqual([{ event: 'e1', at: '2026-01-02T12:00:00.000Z', case: 'hers', unit: 'mmujer-azua', service: 'LEGAL_AID' }]));
    it('takes back an entry of another person, and none that was corrected otherwise', () => {
      const corrected = (reason: string): Told => ['case-hers', 'EntryCorrected', { corrects: 'e1', category: 'STATUS', reason }];
      expect(errors(opened, corrected('WRONG_PERSON'))).toEqual(['entry e1']);
      for (const reason of ['MISTYPED', 'MISHEARD', 'MISTRANSLATED', 'NEW_INFORMATION']) expect(errors(opened, corrected(reason))).toEqual([]);
    });
    it('takes back a case that was opened in error, and none that was closed otherwise, until it is opened again', () => {
      const closed = (reason: string): Told => ['case-hers', 'CaseClosed', { reason }];
      expect(errors(opened, closed('OPENED_IN_ERROR'))).toEqual(['case hers']);
      for (const reason of ['REINTEGRATED', 'RETURNED', 'AT_HER_REQUEST', 'CONTACT_LOST', 'DIED', 'REDIRECTED']) expect(errors(opened, closed(reason))).toEqual([]);
      expect(errors(opened, closed('OPENED_IN_ERROR'), ['case-hers', 'CaseReopened', { reason: 'CLOSED_IN_ERROR' }])).toEqual([]);
    });
  });

  describe('of matches', () => {
    const match = (type: string, one: string, other: string): Told => [`subject-${one}`, type, { other }];
    const persons = (...told: readonly Told[]): (string | undefined)[] => ['hers', 'again', 'third'].map((one) => personOf(known(opened, again, third, ...told), one));

    it('takes for one person whom a steward confirmed to be one, whichever case is asked for', () => expect(persons(match('MatchConfirmed', 'her', 'unknown'))).toEqual(['her', 'her', 'nobody']));
    it('takes for one person all that are joined by matches, whatever their order', () => {
      const [both, other] = [match('MatchConfirmed', 'her', 'nobody'), match('MatchConfirmed', 'nobody', 'unknown')];
      expect([persons(both, other), persons(other, both)]).toEqual([['her', 'her', 'her'], ['her', 'her', 'her']]);
    });
    it('joins nobody by a proposal, nor by a match that was taken back', () => {
      expect(persons(match('MatchProposed', 'her', 'unknown'))).toEqual(['her', 'unknown', 'nobody']);
      expect(persons(match('MatchConfirmed', 'her', 'unknown'), match('MatchRejected', 'her', 'unknown'))).toEqual(['her', 'unknown', 'nobody']);
    });
  });

  describe('of stays', () => {
    const of = { case: 'hers' };
    const admitted: Told = ['stay-1', 'SurvivorAdmitted', { unit: 'cc-casa', place: 'place-1', dependants: [{ dependant: 'child', place: 'place-2' }], met: [] }, of];
    const baby: Told = ['stay-1', 'DependantAdmitted', { dependant: 'baby', place: 'place-3' }, of];

    it('holds the survivor and each who came along, each by their own case and place', () =>
      expect(known(admitted).admissions).toEqual(
        [['hers', 'place-1'], ['child', 'place-2']].map(([one, place]) => ({ event: 'e0', at: '2026-01-01T12:00:00.000Z', stay: '1', case: one, unit: 'cc-casa', place })),
      ));
    it('holds who comes after her in the unit in which she is, and not in that of another stay', () => {
      const other: Told = ['stay-2', 'SurvivorAdmitted', { unit: 'cc-other', place: 'place-9', dependants: [], met: [] }, { case: 'again' }];
      expect(known(other, admitted, baby).admissions.at(-1)).toEqual({ event: 'e2', at: '2026-01-03T12:00:00.000Z', stay: '1', case: 'baby', unit: 'cc-casa', place: 'place-3' });
    });
    it('takes back a stay that she was admitted to in error, and none that ended otherwise', () => {
      expect(errors(admitted, ['stay-1', 'SurvivorDischarged', { reason: 'ADMITTED_IN_ERROR' }])).toEqual(['stay 1']);
      expect(errors(admitted, ['stay-1', 'SurvivorDischarged', { reason: 'REINTEGRATED' }])).toEqual([]);
    });
    it('takes back one place of a stay when one of the dependants was admitted in error, and none that ended otherwise', () => {
      const left = (reason: string): Told => ['stay-1', 'DependantDischarged', { dependant: 'child', place: 'place-2', reason }];
      expect(errors(admitted, left('ADMITTED_IN_ERROR'))).toEqual(['place 1 place-2']);
      expect(errors(admitted, left('REINTEGRATED'))).toEqual([]);
    });
    it('takes back the stay with its referral when that was entered in error', () => expect(errors(admitted, ['referral-1', 'ReferralEnteredInError', { reason: 'WRONG_PERSON' }])).toEqual(['stay 1']));
  });

  it('passes over what no figure counts', () => expect(known(['case-hers', 'ScreeningRecorded', {}], ['referral-1', 'ReferralAccepted', {}])).toEqual(emptyRegister()));
});
