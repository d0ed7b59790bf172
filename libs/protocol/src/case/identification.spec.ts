import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { referral } from '../referral/referral';
import { RequestReferral } from '../referral/referral-request';
import { caseEvents, caseFile, DescribeSurvivor, matters, RecordLanguageNeed, RecordScreening, type Case, type CaseCommand, type CaseEvent, type CaseFacts, type CaseRefusal } from './case';
import { GiveConsent, RefuseConsent } from './consent';
import { DecideIdentification, DecideReconsideration, PresumeVictim, RequestDecisionReview, RequestReconsideration, type identificationDecisions } from './identification';
import { EndRecovery, ExtendRecovery } from './recovery';
import { AgreeSafeContact } from './safe-contact';

const of = { case: 'k' };
const at = (receivedAt: string, said = receivedAt) => meta({ at: said, receivedAt });
const m = meta();
const until = '2026-02-04T12:00:00.000Z'; // thirty days after 5 January
const inRecovery = at('2026-01-20T12:00:00.000Z');
const after = at('2026-02-05T12:00:00.000Z');

const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const casa = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const lead: CaseFacts = { by: azua, lead: azua, hand: 'cc-rosa', competence: 'NOT_ACCREDITED' };
const house: CaseFacts = { by: casa, lead: azua, hand: 'cc-carmen', under: { status: 'ACCEPTED', to: casa.unit, service: 'SHELTER' }, competence: 'NOT_COMPETENT' };
const authority: CaseFacts = { by: pett, lead: azua, hand: 'cc-luisa', under: { status: 'ACCEPTED', to: pett.unit, service: 'IDENTIFICATION' }, competence: 'COMPETENT' };
const another: CaseFacts = { ...authority, hand: 'cc-marta' };
const stranger: CaseFacts = { by: { unit: 'dgm-sede', compartment: 'dgm' }, lead: azua, hand: 'cc-x', competence: 'COMPETENT' };
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };

const said = 'Le quitaron el pasaporte y la encerraron.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const presumed: readonly CaseEvent[] = [
  opened,
  { type: 'IdentificationDecided', data: { decision: 'PRESUMED', hand: 'cc-rosa' } },
  { type: 'RecoveryAndReflectionStarted', data: { until } },
];
const ended: readonly CaseEvent[] = [...presumed, { type: 'RecoveryAndReflectionEnded', data: {} }];
const decidedAs = (decision: 'IDENTIFIED' | 'NOT_IDENTIFIED'): readonly Recorded<CaseEvent>[] =>
  [...ended, { type: 'IdentificationDecided', data: { decision, hand: 'cc-luisa' } } as CaseEvent].map((event, i) => recorded(event, { id: `e${i}` }) as Recorded<CaseEvent>);
const decided = decidedAs('NOT_IDENTIFIED');
const asked: readonly Recorded<CaseEvent>[] = [...decided, recorded<CaseEvent>({ type: 'ReconsiderationRequested', data: { reconsideration: 'r', of: 'e4', by: 'SURVIVOR' } }) as Recorded<CaseEvent>];
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'AT_HER_REQUEST' } };

const under = { under: 'ref' };
const presume = new PresumeVictim({ ...of, grounds: said }, m);
const decide = (decision: 'IDENTIFIED' | 'NOT_IDENTIFIED' = 'IDENTIFIED', surroundings = after, atHerRequest?: boolean) =>
  new DecideIdentification({ ...of, ...under, decision, grounds: said, ...(atHerRequest !== undefined && { atHerRequest }) }, surroundings);
const ask = (reconsideration = 'r') => new RequestReconsideration({ ...of, reconsideration, by: 'SURVIVOR', grounds: said }, after);
const reconsider = (decision: 'IDENTIFIED' | 'NOT_IDENTIFIED' = 'IDENTIFIED', reconsideration = 'r') => new DecideReconsideration({ ...of, ...under, reconsideration, decision, grounds: said }, after);
const extend = (to: string, surroundings = inRecovery) => new ExtendRecovery({ ...of, until: to, reason: 'HEALTH', note: said }, surroundings);

describe('a presumption (rule 1)', () => {
  it('is any first responder’s, and opens the recovery period with it', () => {
    const personal = [{ subject: 's', fields: { grounds: said } }];
    given(caseFile)(opened)
      .when(presume, lead)
      .then({ type: 'IdentificationDecided', data: { decision: 'PRESUMED', hand: 'cc-rosa' }, personal }, { type: 'RecoveryAndReflectionStarted', data: { until } });
    const { decision } = given(caseFile)(opened).when(new PresumeVictim({ ...of, ...under, grounds: said }, m), house);
    expect(decision).toMatchObject([{ data: { decision: 'PRESUMED', hand: 'cc-carmen', under: 'ref' } }, { type: 'RecoveryAndReflectionStarted' }]);
  });

  it.each(matters)('is taken in a case that was opened as one of %s: what she lived through is found there, and her time begins at once; the matter stays', (matter) => {
    const begun = { type: 'CaseOpened', data: { ...opened.data, matter } } as CaseEvent;
    const { decision } = given(caseFile)(begun).when(presume, lead);
    expect(decision).toMatchObject([{ type: 'IdentificationDecided', data: { decision: 'PRESUMED' } }, { type: 'RecoveryAndReflectionStarted', data: { until } }]);
    const found = [begun, ...(decision as readonly CaseEvent[]), { type: 'RecoveryAndReflectionEnded', data: {} } as CaseEvent];
    expect(given(caseFile)(...found).state.opened?.matter).toBe(matter);
    for (const answer of ['IDENTIFIED', 'NOT_IDENTIFIED'] as const) expect(given(caseFile)(...found).when(decide(answer), authority).decision).toMatchObject([{ data: { decision: answer } }]);
  });

  it('asks for no accreditation', () => {
    for (const competence of ['COMPETENT', 'NOT_ACCREDITED', 'NOT_COMPETENT'] as const) expect(given(caseFile)(opened).when(presume, { ...lead, competence }).decision).toHaveLength(2);
  });

  it('put back in time shortens nothing: the period counts from when it was told', () =>
    expect(given(caseFile)(opened).when(new PresumeVictim({ ...of, grounds: said }, at('2026-03-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')), lead).decision).toMatchObject([
      {},
      { data: { until: '2026-03-31T00:00:00.000Z' } },
    ]));

  it('twice writes nothing, and after a decision it is refused', () => {
    given(caseFile)(...presumed).when(presume, house).thenNothing();
    for (const decision of ['IDENTIFIED', 'NOT_IDENTIFIED'] as const) given(caseFile)(...decidedAs(decision)).when(presume, lead).thenRefused('ANSWERED_OTHERWISE');
  });

  it('begins anew when she was trafficked again, with the whole period', () => {
    const again: CaseEvent = { type: 'CaseReopened', data: { reason: 'TRAFFICKED_AGAIN' } };
    expect(given(caseFile)(...decided, closed, again).when(new PresumeVictim({ ...of, grounds: said }, after), lead).decision).toMatchObject([{ data: { decision: 'PRESUMED' } }, { data: { until: '2026-03-07T12:00:00.000Z' } }]);
    given(caseFile)(...decided, closed, { type: 'CaseReopened', data: { reason: 'CAME_BACK' } }).when(presume, lead).thenRefused('ANSWERED_OTHERWISE');
  });
});

describe('a decision of the competent authority (rule 1)', () => {
  it.each(['IDENTIFIED', 'NOT_IDENTIFIED'] as const)('%s is taken after the recovery period, its grounds are sealed, and who took it is a code', (decision) =>
    given(caseFile)(...ended)
      .when(decide(decision), authority)
      .then({ type: 'IdentificationDecided', data: { decision, hand: 'cc-luisa', under: 'ref' }, personal: [{ subject: 's', fields: { grounds: said } }] }));

  it.each<[string, Partial<CaseFacts>, CaseRefusal]>([
    ['of an agent who is not accredited', { competence: 'NOT_ACCREDITED' }, 'NOT_ACCREDITED'],
    ['of a unit that houses survivors, or controls migration', { competence: 'NOT_COMPETENT' }, 'NOT_COMPETENT'],
    ['under a referral for something else', { under: { status: 'ACCEPTED', to: pett.unit, service: 'LEGAL_AID' } }, 'NOT_COMPETENT'],
    ['under a referral not accepted yet', { under: { status: 'REQUESTED', to: pett.unit, service: 'IDENTIFICATION' } }, 'NOT_FOUND'],
    ['under a referral to another unit', { under: { status: 'ACCEPTED', to: 'pgr-otra', service: 'IDENTIFICATION' } }, 'NOT_FOUND'],
    ['of who has no business with the case', stranger, 'NOT_FOUND'],
  ])('is not taken %s', (_, facts, refusal) => {
    const { under: _under, ...rest } = authority;
    const by = { ...(facts.under || facts === stranger ? rest : authority), ...facts };
    given(caseFile)(...ended).when(decide(), by).thenRefused(refusal);
    given(caseFile)(...asked).when(reconsider(), { ...by, hand: 'cc-marta' }).thenRefused(refusal);
  });

  it('is the authority’s in a case of its own too', () => {
    const { under: _none, ...own } = { ...authority, lead: pett };
    expect(given(caseFile)({ ...opened, data: { ...opened.data, lead: pett.unit } } as CaseEvent, ...ended.slice(1)).when(decide(), own).decision).toMatchObject([{ data: { decision: 'IDENTIFIED', hand: 'cc-luisa' } }]);
  });

  it('comes after a presumption', () => given(caseFile)(opened).when(decide(), authority).thenRefused('NOT_PRESUMED'));

  it.each<[string, readonly CaseEvent[], ReturnType<typeof meta>, boolean, CaseRefusal | 'taken']>([
    ['while it runs', presumed, inRecovery, false, 'RECOVERY_RUNNING'],
    ['while it runs, when she asks', presumed, inRecovery, true, 'taken'],
    ['a moment before its end', presumed, at('2026-02-04T11:59:59.999Z'), false, 'RECOVERY_RUNNING'],
    ['at its end, before the event that says so', presumed, at(until), false, 'taken'],
    ['after that event', ended, after, false, 'taken'],
    ['while an extension runs', [...presumed, { type: 'RecoveryAndReflectionExtended', data: { until: '2026-03-01T00:00:00.000Z', reason: 'HEALTH' } }], after, false, 'RECOVERY_RUNNING'],
  ])('before recovery ends only if she asks: %s', (_, history, surroundings, atHerRequest, answer) => {
    const outcome = given(caseFile)(...history).when(decide('IDENTIFIED', surroundings, atHerRequest), authority);
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ data: { decision: 'IDENTIFIED', ...(atHerRequest && { atHerRequest: true }) } }]);
    else outcome.thenRefused(answer);
  });

  it('twice writes nothing, another one is refused', () => {
    given(caseFile)(...decided).when(decide('NOT_IDENTIFIED'), another).thenNothing();
    given(caseFile)(...decided).when(decide('IDENTIFIED'), another).thenRefused('ANSWERED_OTHERWISE');
  });
});

describe('a reconsideration (rules 1 and 7)', () => {
  it('is asked of a decision, once at a time', () => {
    const personal = [{ subject: 's', fields: { grounds: said } }];
    given(caseFile)(...decided).when(ask(), lead).then({ type: 'ReconsiderationRequested', data: { reconsideration: 'r', of: 'e4', by: 'SURVIVOR' }, personal });
    given(caseFile)(...asked).when(ask(), lead).thenNothing();
    given(caseFile)(...asked).when(ask('r2'), lead).thenRefused('RECONSIDERATION_OPEN');
    for (const history of [[opened], presumed, ended]) given(caseFile)(...history).when(ask(), lead).thenRefused('NOT_DECIDED');
  });

  it('is decided by another person than who decided', () => {
    given(caseFile)(...asked).when(reconsider(), authority).thenRefused('TWO_PERSONS_REQUIRED');
    expect(given(caseFile)(...asked).when(reconsider(), another).decision).toMatchObject([{ type: 'ReconsiderationDecided', data: { reconsideration: 'r', decision: 'IDENTIFIED', hand: 'cc-marta', under: 'ref' } }]);
  });

  const answered = recorded<CaseEvent>({ type: 'ReconsiderationDecided', data: { reconsideration: 'r', decision: 'IDENTIFIED', hand: 'cc-marta' } }, { id: 'e6' }) as Recorded<CaseEvent>;
  it('is answered once, takes the place of the decision, and can be asked of again: then by a third person', () => {
    const now = given(caseFile)(...asked, answered);
    expect(now.state.identification).toMatchObject({ status: 'IDENTIFIED', decided: 'e6' });
    now.when(reconsider('IDENTIFIED'), another).thenNothing();
    now.when(reconsider('NOT_IDENTIFIED'), another).thenRefused('ANSWERED_OTHERWISE');
    const third = given(caseFile)(...asked, answered, { type: 'ReconsiderationRequested', data: { reconsideration: 'r2', of: 'e6', by: 'FIRST_RESPONDER' } });
    for (const facts of [authority, another]) third.when(reconsider('NOT_IDENTIFIED', 'r2'), facts).thenRefused('TWO_PERSONS_REQUIRED');
    expect(third.when(reconsider('NOT_IDENTIFIED', 'r2'), { ...another, hand: 'cc-ines' }).decision).toHaveLength(1);
  });

  it('that nobody asked for is none', () => {
    for (const id of ['other', '__proto__', 'toString']) given(caseFile)(...asked).when(reconsider('IDENTIFIED', id), another).thenRefused('RECONSIDERATION_UNKNOWN');
  });

  it('is opened by a review too, which is asked for once, on a closed case as well (rule 12)', () => {
    const review = new RequestDecisionReview({ ...of, of: 'e4', because: 'ACCREDITATION_REVOKED' }, after);
    const requested: CaseEvent = { type: 'DecisionReviewRequested', data: { of: 'e4', because: 'ACCREDITATION_REVOKED' } };
    given(caseFile)(...decided).when(review, nobody).then(requested);
    given(caseFile)(...decided, closed).when(review, nobody).then(requested);
    given(caseFile)(...decided, requested).when(review, nobody).thenNothing();
    given(caseFile)(...decided, requested).when(reconsider('IDENTIFIED', 'e4'), authority).thenRefused('TWO_PERSONS_REQUIRED');
    expect(given(caseFile)(...decided, requested).when(reconsider('NOT_IDENTIFIED', 'e4'), another).decision).toHaveLength(1);
    // One new decision answers both, whichever was asked for first.
    expect(given(caseFile)(...asked, requested, answered).state.identification.reconsiderations).toEqual({ r: { of: 'e4', answered: 'IDENTIFIED' }, e4: { of: 'e4', answered: 'IDENTIFIED' } });
  });
});

describe('the recovery and reflection period', () => {
  it.each<[string, CaseRefusal | 'taken' | 'nothing']>([
    ['2026-02-04T12:00:00.000Z', 'nothing'],
    ['2026-02-04T12:00:00.001Z', 'taken'],
    ['2026-05-05T12:00:00.000Z', 'taken'],
    ['2026-05-05T12:00:00.001Z', 'EXTENSION_TOO_LONG'],
    ['9999-12-31T00:00:00.000Z', 'EXTENSION_TOO_LONG'],
    ['2026-02-04T11:59:59.999Z', 'RECOVERY_NOT_SHORTENED'],
  ])('until 4 February at noon, extended to %s: %s', (to, answer) => {
    const outcome = given(caseFile)(...presumed).when(extend(to), lead);
    if (answer === 'taken') outcome.then({ type: 'RecoveryAndReflectionExtended', data: { until: to, reason: 'HEALTH' }, personal: [{ subject: 's', fields: { extensionNote: said } }] });
    else if (answer === 'nothing') outcome.thenNothing();
    else outcome.thenRefused(answer);
  });

  it('is extended while it runs, by the lead or who serves her', () => {
    given(caseFile)(opened).when(extend('2026-03-01T00:00:00.000Z'), lead).thenRefused('NOT_PRESUMED');
    given(caseFile)(...ended).when(extend('2026-03-01T00:00:00.000Z', after), lead).thenRefused('RECOVERY_ENDED');
    given(caseFile)(...presumed).when(extend('2026-03-01T00:00:00.000Z', after), lead).thenRefused('RECOVERY_ENDED');
    expect(given(caseFile)(...presumed).when(extend('2026-03-01T00:00:00.000Z'), house).decision).toHaveLength(1);
    given(caseFile)(...presumed).when(extend('2026-03-01T00:00:00.000Z'), stranger).thenRefused('NOT_FOUND');
  });

  it('ends by itself, once, not before its date, on a closed case too; a decision at her request ends nothing', () => {
    const end = new EndRecovery(of, at(until));
    const over: CaseEvent = { type: 'RecoveryAndReflectionEnded', data: {} };
    given(caseFile)(...presumed).when(end, nobody).then(over);
    given(caseFile)(...presumed, closed).when(end, nobody).then(over);
    given(caseFile)(...presumed).when(new EndRecovery(of, inRecovery), nobody).thenRefused('NOT_DUE');
    given(caseFile)(...ended).when(end, nobody).thenNothing();
    given(caseFile)(opened).when(end, nobody).thenNothing();
    const early: CaseEvent = { type: 'IdentificationDecided', data: { decision: 'IDENTIFIED', hand: 'cc-luisa', atHerRequest: true } };
    expect(given(caseFile)(...presumed, early).state.identification.recovery).toEqual({ until, ended: false });
  });
});

describe('assistance never depends on identification, consent to share, or co-operation with the prosecution', () => {
  const asked = { ...of, receiver: 'pgr-pett', categories: ['PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', interpreterName: 'Wideline' } as const;
  const adult: CaseEvent = { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } };
  const refused: CaseEvent = { type: 'ConsentRefused', data: { receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', language: 'spa', by: 'SURVIVOR' } };
  const histories: Readonly<Record<(typeof identificationDecisions)[number] | 'NONE' | 'CONSENT_REFUSED', readonly (CaseEvent | Recorded<CaseEvent>)[]>> = {
    NONE: [opened, adult],
    PRESUMED: [...presumed, adult],
    IDENTIFIED: [...decidedAs('IDENTIFIED'), adult],
    NOT_IDENTIFIED: [...decided, adult],
    CONSENT_REFUSED: [opened, adult, refused],
  };
  const steps: readonly CaseCommand[] = [
    new DescribeSurvivor({ ...of, ageBand: '24-26', sex: 'FEMALE' }, after),
    new AgreeSafeContact({ ...of, contact: 'a', channel: 'PHONE', address: '809 555 0100', owner: 'una vecina' }, after),
    new RecordLanguageNeed({ ...of, languages: ['hat'], interpreter: true }, after),
    new RecordScreening({ ...of, screening: 'w', note: said }, after),
    new RefuseConsent(asked, after),
    new GiveConsent({ ...asked, consent: 'c', until: '2026-12-01T00:00:00.000Z', history: 'ALL', textVersion: '1' }, after),
  ];
  const facts: CaseFacts = { ...lead, consent: { receiver: pett } };

  it.each(Object.entries(histories))('of a case that is %s', (_, history) => {
    for (const step of steps) expect(given(caseFile)(...history).when(step, facts).decision).toEqual(given(caseFile)(opened, adult).when(step, facts).decision);
    // What a referral reads of the case: no decision on her, no refusal of hers.
    const { state } = given(caseFile)(...history);
    const request = new RequestReferral({ ...of, referral: 'r', to: 'mispas', service: 'HEALTH_CARE', priority: 'EMERGENCY', consents: [] }, meta({ basis: { kind: 'VITAL_INTERESTS' } }));
    const about = { caseOpen: state.closed === undefined, survivorDied: false, sharing: { agreements: [], from: [], to: [] }, ageBand: state.ageBand, consents: state.consents, toOpen: true, toOffers: true, lead: azua };
    const mispas = { unit: 'mispas-atencion', compartment: 'mispas' };
    expect(given(referral)().when(request, { by: azua, standsIn: false, subject: 's', to: mispas, request: about }).decision).toMatchObject([{ type: 'ReferralRequested', data: { service: 'HEALTH_CARE' } }]);
  });
});

describe('identification, whatever is asked in whatever order', () => {
  const when = fc.constantFrom(m, inRecovery, after, at('2026-06-01T00:00:00.000Z'));
  const decision = fc.constantFrom('IDENTIFIED' as const, 'NOT_IDENTIFIED' as const);
  const id = fc.constantFrom('r1', 'r2', 'e1', 'e2', 'e3', 'e4', 'e5');
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    when.map((s) => new PresumeVictim({ ...of, grounds: said }, s)),
    fc.tuple(decision, fc.boolean(), when).map(([d, r, s]) => decide(d, s, r)),
    fc.tuple(id, when).map(([i, s]) => new RequestReconsideration({ ...of, reconsideration: i, by: 'SURVIVOR', grounds: said }, s)),
    fc.tuple(id, decision, when).map(([i, d, s]) => new DecideReconsideration({ ...of, reconsideration: i, decision: d, grounds: said }, s)),
    fc.tuple(id, when).map(([i, s]) => new RequestDecisionReview({ ...of, of: i, because: 'AGENT_SUSPENDED' }, s)),
    fc.tuple(fc.constantFrom('2026-02-10T00:00:00.000Z', '2026-04-01T00:00:00.000Z'), when).map(([to, s]) => extend(to, s)),
    when.map((s) => new EndRecovery(of, s)),
  );
  const who = fc.constantFrom(lead, house, authority, authority, another, another, stranger);

  it('has a form for what it writes, writes it once, never shortens her time, and lets nobody decide twice', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, who), { maxLength: 40, size: 'max' }), (steps) => {
        let state: Case = given(caseFile)(opened).state;
        const hands: string[] = [];
        let longest = '';
        for (const [index, [asked, facts]] of steps.entries()) {
          const events = caseFile.decide(asked, state, facts);
          if (isRefusal(events)) continue;
          for (const event of events) {
            const { clear, sealed = {} } = caseEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
            expect(JSON.stringify(event.data)).not.toContain(said);
            if ((event.type === 'IdentificationDecided' && event.data.decision !== 'PRESUMED') || event.type === 'ReconsiderationDecided') {
              expect(hands).not.toContain(event.data.hand);
              hands.push(event.data.hand);
            }
            state = caseFile.evolve(state, recorded(event, { id: `e${index}` }) as Recorded<CaseEvent>);
            reached.add(event.type);
          }
          expect((state.identification.recovery?.until ?? '') >= longest).toBe(true);
          longest = state.identification.recovery?.until ?? '';
          const again = caseFile.decide(asked, state, facts);
          expect(isRefusal(again) ? [] : again).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect([...reached].sort()).toEqual(['DecisionReviewRequested', 'IdentificationDecided', 'ReconsiderationDecided', 'ReconsiderationRequested', 'RecoveryAndReflectionEnded', 'RecoveryAndReflectionExtended', 'RecoveryAndReflectionStarted']);
  });
});
