import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { dataCategories } from '../data-category';
import { institutionKinds, type InstitutionKind } from '../institution/institution';
import { purposes } from '../legal-basis';
import { ageBands, type AgeBand } from './age-band';
import { caseFile, type CaseEvent, type CaseFacts } from './case';
import { GiveConsent, LapseConsent, RefuseConsent, WithdrawConsent } from './consent';

const of = { case: 'k' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const dgm = { unit: 'dgm-sede', compartment: 'dgm' };
const lead: CaseFacts = { by: azua, lead: azua, consent: { receiver: pett, receiverKind: 'PROSECUTION' } };
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };
const at = (receivedAt: string) => meta({ at: receivedAt, receivedAt });
const m = meta();

type Given = ConstructorParameters<typeof GiveConsent>[0];
const asked = { ...of, receiver: pett.unit, categories: ['PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR' } as const;
const terms: Given = { ...asked, consent: 'c', until: '2026-07-05T00:00:00.000Z', history: 'CURRENT', textVersion: '2026-1' };
const give = (how: Partial<Given> = {}) => new GiveConsent({ ...terms, ...how }, m);
const refuse = (how: Partial<Omit<Given, 'consent'>> = {}) => new RefuseConsent({ ...asked, ...how }, m);

/** A case as far as consent reads it. */
const about = (ageBand: AgeBand | undefined, ...languages: string[]) => {
  const history: CaseEvent[] = [{ type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } }];
  if (ageBand) history.push({ type: 'SurvivorDescribed', data: { ageBand, sex: 'FEMALE' } });
  if (languages.length > 0) history.push({ type: 'LanguageNeedRecorded', data: { languages, interpreter: false } });
  return history;
};
const adult = about('24-26', 'spa');
const recordedTerms = { receiver: pett.unit, categories: ['PROTECTION'], purpose: 'PROSECUTION', language: 'spa', by: 'SURVIVOR' } as const;
const consentGiven: CaseEvent = { type: 'ConsentGiven', data: { consent: 'c', until: terms.until, history: 'CURRENT', textVersion: '2026-1', ...recordedTerms } };

describe('a consent (rule 2)', () => {
  it('is given per receiver, categories, purpose and end; who was present is sealed', () => {
    given(caseFile)(...adult)
      .when(give({ categories: ['PROTECTION', 'HEALTH', 'PROTECTION'], interpreterName: 'Wideline', witnessName: 'Yokasta' }), lead)
      .then({
        type: 'ConsentGiven',
        data: { consent: 'c', until: terms.until, history: 'CURRENT', textVersion: '2026-1', ...recordedTerms, categories: ['HEALTH', 'PROTECTION'] },
        personal: [{ subject: 's', fields: { interpreterName: 'Wideline', witnessName: 'Yokasta' } }],
      });
    given(caseFile)(...adult).when(give(), lead).then(consentGiven);
  });

  it('may name what she signed, by its number or by a file that is there; that is sealed', () => {
    const signed = { attachments: ['a'.repeat(64)] };
    const giving = (signedForm: NonNullable<Given['signedForm']>, formUnknown = false) => given(caseFile)(...adult).when(give({ signedForm }), { ...lead, formUnknown });
    giving({}).thenRefused('FORM_NOT_NAMED');
    giving(signed, true).thenRefused('ATTACHMENT_UNKNOWN');
    for (const signedForm of [signed, { reference: 'Folio 12' }]) giving(signedForm).then({ ...consentGiven, personal: [{ subject: 's', fields: { signedForm } }] });
  });

  it('names its receiver as it stands in the case, so that no event names a house', () => {
    const house = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
    const { decision } = given(caseFile)(...adult).when(give({ receiver: 'casa-malala' }), { ...lead, consent: { receiver: house } });
    expect(decision).toMatchObject([{ data: { receiver: 'cc-5f2a' } }]);
    expect(JSON.stringify(decision)).not.toContain('casa-malala');
  });

  it('names a receiver that is there', () => given(caseFile)(...adult).when(give({ receiver: 'pgr-nadie' }), { ...lead, consent: {} }).thenRefused('RECEIVER_UNKNOWN'));

  it.each<[string, readonly CaseEvent[], Partial<Given>, 'taken' | 'LANGUAGE_NOT_HERS']>([
    ['in a language of hers', adult, {}, 'taken'],
    ['in another of hers', about('24-26', 'hat', 'spa'), {}, 'taken'],
    ['not in one she does not understand', about('24-26', 'hat'), {}, 'LANGUAGE_NOT_HERS'],
    ['not before her languages are known', about('24-26'), {}, 'LANGUAGE_NOT_HERS'],
    ['in any with an interpreter who is named', about('24-26', 'hat'), { interpreterName: 'Wideline' }, 'taken'],
    ['a witness is no interpreter', about('24-26', 'hat'), { witnessName: 'Yokasta' }, 'LANGUAGE_NOT_HERS'],
    ['the languages recorded last count', [...adult, ...about('24-26', 'hat')], {}, 'LANGUAGE_NOT_HERS'],
  ])('is asked %s', (_, history, how, answer) => {
    const outcome = given(caseFile)(...history).when(give(how), lead);
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ type: 'ConsentGiven' }]);
    else outcome.thenRefused(answer);
  });

  const guardianAppointed: CaseEvent = { type: 'GuardianAppointed', data: { guardian: 'g', kind: 'CONANI', check: 'CHILD_HEARD_ALONE' } };
  const children: readonly AgeBand[] = ['0-8', '9-17', 'UNKNOWN'];
  it.each([undefined, ...ageBands])('at the age %s is hers, or, of a child and while the age is unknown, a guardian’s', (age) => {
    const child = children.includes(age ?? 'UNKNOWN');
    const hers = given(caseFile)(...about(age, 'spa')).when(give({ by: 'SURVIVOR' }), lead);
    const guardians = given(caseFile)(...about(age, 'spa'), guardianAppointed).when(give({ by: 'GUARDIAN' }), lead);
    if (child) hers.thenRefused('GUARDIAN_REQUIRED');
    else guardians.thenRefused('NOT_A_CHILD');
    expect((child ? guardians : hers).decision).toMatchObject([{ type: 'ConsentGiven', data: { by: child ? 'GUARDIAN' : 'SURVIVOR', ...(child && { guardian: 'g' }) } }]);
  });

  it('is a guardian’s who was appointed and is not conflicted; the one appointed last', () => {
    const child = about('9-17', 'spa');
    const conflicted: CaseEvent = { type: 'GuardianConflicted', data: { guardian: 'g' } };
    const another = { ...guardianAppointed, data: { ...guardianAppointed.data, guardian: 'h' } } as CaseEvent;
    const guardians = (...history: CaseEvent[]) => given(caseFile)(...child, ...history).when(give({ by: 'GUARDIAN' }), lead);
    guardians().thenRefused('GUARDIAN_NOT_APPOINTED');
    guardians(guardianAppointed, conflicted).thenRefused('GUARDIAN_CONFLICTED');
    expect(guardians(guardianAppointed, conflicted, another).decision).toMatchObject([{ data: { guardian: 'h' } }]);
    expect(guardians(another, guardianAppointed).decision).toMatchObject([{ data: { guardian: 'g' } }]);
  });

  it.each<[string, 'taken' | 'UNTIL_NOT_IN_FUTURE' | 'UNTIL_TOO_FAR']>([
    ['2025-12-31T00:00:00.000Z', 'UNTIL_NOT_IN_FUTURE'],
    ['2026-01-05T12:00:00.000Z', 'UNTIL_NOT_IN_FUTURE'],
    ['2026-01-05T12:00:00.001Z', 'taken'],
    ['2028-01-05T12:00:00.000Z', 'taken'],
    ['2028-01-06T12:00:00.000Z', 'taken'],
    ['2028-01-06T12:00:00.001Z', 'UNTIL_TOO_FAR'],
    ['9999-12-31T00:00:00.000Z', 'UNTIL_TOO_FAR'],
  ])('given on 5 January 2026 at noon until %s: %s', (until, answer) => {
    const outcome = given(caseFile)(...adult).when(give({ until }), lead);
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ data: { until } }]);
    else outcome.thenRefused(answer);
  });

  it.each<[string, 'taken' | 'UNTIL_NOT_IN_FUTURE' | 'UNTIL_TOO_FAR']>([
    ['2016-02-05T12:00:00.000Z', 'taken'],
    ['2016-01-05T12:00:00.000Z', 'UNTIL_NOT_IN_FUTURE'],
    ['2018-01-06T00:00:00.000Z', 'UNTIL_TOO_FAR'],
  ])('told late counts from when she gave it, not from when it was written down: given in January 2016 until %s: %s', (until, answer) => {
    const late = new GiveConsent({ ...terms, until }, meta({ at: '2016-01-05T12:00:00.000Z', late: 'MOVED_FROM_OTHER_SYSTEM' }));
    const outcome = given(caseFile)(...adult).when(late, lead);
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ data: { until } }]);
    else outcome.thenRefused(answer);
  });

  it('given again under the same id is the one that was given', () =>
    given(caseFile)(...adult, consentGiven).when(give({ categories: ['HEALTH'] }), lead).thenNothing());
});

describe('a refusal (rule 2)', () => {
  it('is recorded, and is no obstacle to asking again', () => {
    const refused: CaseEvent = { type: 'ConsentRefused', data: recordedTerms };
    given(caseFile)(...adult).when(refuse(), lead).then(refused);
    given(caseFile)(...adult, refused).when(give(), lead).then(consentGiven);
  });

  it('is recorded however she was asked: of a child herself, in any language, of what may not be asked', () => {
    const migration: CaseFacts = { ...lead, consent: { receiver: dgm, receiverKind: 'MIGRATION_CONTROL' } };
    for (const history of [about(undefined), about('9-17', 'hat'), about('24-26', 'hat')]) {
      for (const facts of [lead, migration]) expect(given(caseFile)(...history).when(refuse(), facts).decision).toMatchObject([{ type: 'ConsentRefused' }]);
    }
    given(caseFile)(...adult).when(refuse(), { ...lead, consent: {} }).thenRefused('RECEIVER_UNKNOWN');
  });
});

describe('a consent for migration control (rule 3)', () => {
  const kind = (receiverKind: InstitutionKind | undefined): CaseFacts => ({ ...lead, consent: { receiver: dgm, ...(receiverKind && { receiverKind }) } });
  const pairs = dataCategories.flatMap((category) => purposes.map((purpose) => [category, purpose] as const));

  it('opens MIGRATION for RESIDENCE, and no other category for no other purpose', () => {
    for (const [category, purpose] of pairs) {
      const command = give({ categories: [category], for: purpose });
      const { decision } = given(caseFile)(...adult).when(command, kind('MIGRATION_CONTROL'));
      const taken = category === 'MIGRATION' && purpose === 'RESIDENCE';
      expect([category, purpose, isRefusal(decision) ? decision.refused : 'taken']).toEqual([category, purpose, taken ? 'taken' : 'MIGRATION_CONTROL_LIMIT']);
    }
  });

  it('opens nothing beside it', () => {
    for (const category of dataCategories.filter((category) => category !== 'MIGRATION')) {
      given(caseFile)(...adult).when(give({ categories: ['MIGRATION', category], for: 'RESIDENCE' }), kind('MIGRATION_CONTROL')).thenRefused('MIGRATION_CONTROL_LIMIT');
    }
  });

  it('limits nobody else', () => {
    for (const other of [undefined, ...institutionKinds.filter((kind) => kind !== 'MIGRATION_CONTROL')]) {
      for (const [category, purpose] of pairs) {
        expect(given(caseFile)(...adult).when(give({ categories: [category], for: purpose }), kind(other)).decision).toMatchObject([{ type: 'ConsentGiven' }]);
      }
    }
  });
});

describe('the end of a consent', () => {
  const withdraw = (consent = 'c') => new WithdrawConsent({ ...of, consent, by: 'SURVIVOR' }, m);
  const withdrawn: CaseEvent = { type: 'ConsentWithdrawn', data: { consent: 'c', by: 'SURVIVOR' } };
  const lapsed: CaseEvent = { type: 'ConsentLapsed', data: { consent: 'c' } };
  const inForce: readonly (CaseEvent | Recorded<CaseEvent>)[] = [...adult, consentGiven];

  it('takes one command, of the lead or of who receives, on a closed case too', () => {
    const closed = recorded<CaseEvent>({ type: 'CaseClosed', data: { reason: 'RETURNED' } }) as Recorded<CaseEvent>;
    for (const history of [inForce, [...inForce, closed]]) {
      for (const by of [azua, { ...azua, unit: 'mmujer-bani' }, pett]) given(caseFile)(...history).when(withdraw(), { ...lead, by }).then(withdrawn);
      given(caseFile)(...history).when(withdraw(), { ...lead, by: dgm }).thenRefused('NOT_FOUND');
    }
  });

  it('is the receiver’s where a whole compartment receives, whatever unit of it acts', () => {
    const toAll: CaseEvent = { type: 'ConsentGiven', data: { ...consentGiven.data, receiver: 'conani' } as never };
    given(caseFile)(...adult, toAll).when(withdraw(), { ...lead, by: { unit: 'conani-azua', compartment: 'conani' } }).then(withdrawn);
  });

  it('is of a consent that was given; a receiver learns of no other', () => {
    given(caseFile)(...inForce).when(withdraw('d'), lead).thenRefused('CONSENT_UNKNOWN');
    given(caseFile)(...inForce).when(withdraw('d'), { ...lead, by: pett }).thenRefused('NOT_FOUND');
  });

  it('asks for no language, no guardian and no reason: she may, whatever her age', () => {
    const child = about('9-17');
    given(caseFile)(...child, consentGiven).when(withdraw(), lead).then(withdrawn);
  });

  it.each([
    ['2026-07-04T23:59:59.999Z', 'NOT_DUE'],
    ['2026-07-05T00:00:00.000Z', 'lapsed'],
    ['2027-01-01T00:00:00.000Z', 'lapsed'],
  ] as const)('comes by itself at its date: on %s, %s', (now, answer) => {
    const outcome = given(caseFile)(...inForce).when(new LapseConsent({ ...of, consent: 'c' }, at(now)), nobody);
    if (answer === 'lapsed') outcome.then(lapsed);
    else outcome.thenRefused(answer);
  });

  it('comes once, either way', () => {
    const lapse = new LapseConsent({ ...of, consent: 'c' }, at('2027-01-01T00:00:00.000Z'));
    for (const end of [withdrawn, lapsed]) {
      given(caseFile)(...inForce, end).when(withdraw(), lead).thenNothing();
      given(caseFile)(...inForce, end).when(lapse, nobody).thenNothing();
    }
    given(caseFile)(...adult).when(lapse, nobody).thenNothing();
    expect(given(caseFile)(...inForce, withdrawn).state.consents['c']).toMatchObject({ ended: 'WITHDRAWN' });
    expect(given(caseFile)(...inForce, lapsed).state.consents['c']).toMatchObject({ ended: 'LAPSED' });
  });
});
