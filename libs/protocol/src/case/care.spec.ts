import { isRefusal, type Command, type CommandMeta } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { AgreeCarePlan, AssessNeeds, CompletePlanItem, RecordAssistance, RecordServiceRefusal, RecordUnmetNeed, ReviseCarePlan } from './care-plan';
import { careRules, type CareCommand, type CareReadings } from './care';
import { caseFile, CloseCase, CorrectEntry, DescribeSurvivor, type CaseEvent, type CaseFacts } from './case';
import { AgreeSafeContact } from './safe-contact';
import { GiveConsent, LapseConsent, RefuseConsent, WithdrawConsent } from './consent';
import { AgreeReintegrationPlan, AnswerGrievance, RaiseGrievance, RecordContactLost, RecordContactRegained, RecordFollowUp } from './reintegration';
import { DecideNonPunishment, NoteInterview, RecordDeath, ReportSafetyIncident, RequestNonPunishment } from './safety';

const of = { case: 'k' };
const under = { under: 'r' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const bani = { unit: 'mmujer-bani', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const m = meta();
const item = { service: 'LEGAL_AID', unit: 'pgr-pett', due: '2026-02-05' } as const;

/** One of each, as it is given in a case where it is possible. */
const commands: Readonly<Record<CareCommand['type'], (m: CommandMeta) => CareCommand>> = {
  AssessNeeds: (m) => new AssessNeeds({ ...of, needs: ['LEGAL_AID'], assessment: 'Quiere denunciar.' }, m),
  AgreeCarePlan: (m) => new AgreeCarePlan({ ...of, items: [{ ...item, id: 'i2' }], goals: 'Papeles.', agreedBy: 'SURVIVOR' }, m),
  ReviseCarePlan: (m) => new ReviseCarePlan({ ...of, items: [{ ...item, id: 'i3', continues: 'i1' }], goals: 'Papeles.', agreedBy: 'SURVIVOR' }, m),
  CompletePlanItem: (m) => new CompletePlanItem({ ...of, ...under, item: 'i1', outcome: 'ACHIEVED' }, m),
  RecordAssistance: (m) => new RecordAssistance({ ...of, ...under, service: 'LEGAL_AID' }, m),
  RecordServiceRefusal: (m) => new RecordServiceRefusal({ ...of, service: 'SHELTER' }, m),
  RecordUnmetNeed: (m) => new RecordUnmetNeed({ ...of, ...under, service: 'SHELTER', reason: 'NO_CAPACITY' }, m),
  ReportSafetyIncident: (m) => new ReportSafetyIncident({ ...of, ...under, kind: 'FOLLOWED', severity: 'SERIOUS', account: 'Un carro gris.' }, m),
  NoteInterview: (m) => new NoteInterview({ ...of, ...under, for: 'NEEDS', interviewer: 'Yokasta' }, m),
  RequestNonPunishment: (m) => new RequestNonPunishment({ ...of, request: 'q2', offences: 'Documento falso.' }, m),
  DecideNonPunishment: (m) => new DecideNonPunishment({ ...of, ...under, request: 'q1', decision: 'GRANTED', reasons: 'Obligada.' }, m),
  RecordDeath: (m) => new RecordDeath({ ...of, circumstances: 'Acta del hospital.' }, m),
  AgreeReintegrationPlan: (m) => new AgreeReintegrationPlan({ ...of, startsOn: '2026-01-05', supports: ['Livelihood'], aims: 'Un salón.', agreedBy: 'SURVIVOR' }, m),
  RecordFollowUp: (m) => new RecordFollowUp({ ...of, month: 1, outcome: 'WELL' }, m),
  RecordContactLost: (m) => new RecordContactLost(of, m),
  RecordContactRegained: (m) => new RecordContactRegained(of, m),
  RaiseGrievance: (m) => new RaiseGrievance({ ...of, ...under, grievance: 'g2', unit: 'mmujer-azua', kind: 'DELAY', by: 'SURVIVOR', words: 'Esperé.' }, m),
  AnswerGrievance: (m) => new AnswerGrievance({ ...of, ...under, grievance: 'g1', outcome: 'UPHELD', answer: 'Perdón.' }, m),
};
const types = Object.keys(commands) as CareCommand['type'][];

/** A case in which each of them is possible. */
const history: readonly CaseEvent[] = [
  { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } },
  { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } },
  { type: 'CarePlanAgreed', data: { items: [{ item: 'i1', service: 'LEGAL_AID', unit: pett.unit, due: '2026-02-05' }], agreedBy: 'SURVIVOR' } },
  { type: 'NonPunishmentRequested', data: { request: 'q1', hand: 'cc-of-yokasta' } },
  { type: 'ReintegrationPlanAgreed', data: { startsOn: '2026-01-05', agreedBy: 'SURVIVOR' } },
  { type: 'GrievanceRaised', data: { grievance: 'g1', against: 'mmujer-trata', kind: 'DELAY', by: 'SURVIVOR' } },
];
const before = (type: CareCommand['type']): readonly CaseEvent[] => {
  if (type === 'AgreeCarePlan') return history.filter((event) => event.type !== 'CarePlanAgreed');
  return type === 'RecordContactRegained' ? [...history, { type: 'ContactLost', data: {} }] : history;
};
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'REINTEGRATED' } };
const died = recorded<CaseEvent>({ type: 'SurvivorDied', data: {} }, { id: 'e-died' });

const readings: CareReadings = { units: { 'pgr-pett': pett }, hand: 'cc-of-the-prosecutor', prosecutes: true, concerned: { unit: azua.unit } };
const lead: CaseFacts = { by: azua, lead: azua, care: readings };
const server: CaseFacts = { by: pett, lead: azua, care: { ...readings, under: { status: 'IN_SERVICE', to: pett.unit } } };
const answer = (type: CareCommand['type'], facts: CaseFacts, ...more: CaseEvent[]): string => {
  const { decision } = given(caseFile)(...before(type), ...more).when(commands[type](m), facts);
  return isRefusal(decision) ? decision.refused : 'taken';
};

const byWhoServesHer = ['CompletePlanItem', 'RecordAssistance', 'RecordUnmetNeed', 'ReportSafetyIncident', 'NoteInterview', 'DecideNonPunishment', 'RaiseGrievance', 'AnswerGrievance'];
const whatIsAgreed = ['AssessNeeds', 'AgreeCarePlan', 'ReviseCarePlan', 'RequestNonPunishment', 'AgreeReintegrationPlan'];
const hers = ['RecordServiceRefusal', 'RecordFollowUp', 'RecordContactLost', 'RecordContactRegained'];

describe('what is done for her', () => {
  it('is one of these commands', () => expect(types.sort()).toEqual(Object.keys(careRules).sort()));

  it.each(types)('%s: whatever unit of the lead’s compartment acts', (type) => {
    for (const by of [azua, bani]) expect(answer(type, { ...lead, by })).toBe('taken');
  });

  it.each(types)('%s: to who neither leads nor serves there is no such case', (type) => {
    for (const by of [pett, { unit: '', compartment: '' }, { unit: 'pgr-fiscalia', compartment: 'pgr' }]) expect(answer(type, { ...lead, by })).toBe('NOT_FOUND');
    const { decision } = given(caseFile)().when(commands[type](m), { by: azua, care: readings });
    expect(decision).toMatchObject({ refused: 'NOT_FOUND' });
  });

  it.each(types)('%s: by who serves her under an accepted referral, where it says so', (type) => {
    expect(answer(type, server)).toBe(byWhoServesHer.includes(type) ? 'taken' : 'NOT_FOUND');
  });

  it.each(['REQUESTED', 'ACKNOWLEDGED', 'WAITLISTED', 'DECLINED', 'COMPLETED', 'CONFIRMED', 'DISCONTINUED', 'WITHDRAWN', 'LAPSED', 'CONSENT_WITHDRAWN', 'ENTERED_IN_ERROR'])(
    'is nobody’s on a referral that is %s',
    (status) => {
      for (const type of types) expect(answer(type, { ...server, care: { ...readings, under: { status, to: pett.unit } } })).toBe('NOT_FOUND');
    },
  );

  it('is of the very unit that serves her: not of another, nor of who sent the referral', () => {
    for (const type of types) expect(answer(type, { ...server, by: { unit: 'pgr-pett-sur', compartment: 'pgr-pett' } })).toBe('NOT_FOUND');
  });

  it('names the referral where it is not the lead’s, and only there', () => {
    const event = (facts: CaseFacts) => (given(caseFile)(...history).when(commands.RecordAssistance(m), facts).decision as readonly CaseEvent[])[0]!.data;
    expect(event(server)).toEqual({ service: 'LEGAL_AID', under: 'r' });
    expect(event(lead)).toEqual({ service: 'LEGAL_AID' });
  });

  it.each(types)('%s: on a closed case, what happened is taken, what must be agreed is not', (type) => {
    expect(answer(type, lead, closed)).toBe(whatIsAgreed.includes(type) ? 'CASE_CLOSED' : 'taken');
  });

  it.each(types)('%s: sent again under another command id it writes nothing, or it is an entry of its own', (type) => {
    const entries = ['AssessNeeds', 'ReviseCarePlan', 'RecordAssistance', 'RecordServiceRefusal', 'RecordUnmetNeed', 'ReportSafetyIncident', 'AgreeReintegrationPlan'];
    const { decision } = given(caseFile)(...before(type)).when(commands[type](m), lead);
    const again = given(caseFile)(...before(type), ...(decision as readonly CaseEvent[])).when(commands[type](m), lead).decision;
    if (entries.includes(type)) expect(again).toEqual(decision);
    else expect(isRefusal(again) ? again.refused : again).toEqual(type === 'AgreeCarePlan' ? 'CARE_PLAN_EXISTS' : type === 'NoteInterview' ? 'ALREADY_INTERVIEWED' : []);
  });
});

describe('the death of a survivor', () => {
  it('is recorded once, and says in clear nothing but that', () => {
    given(caseFile)(...history).when(commands.RecordDeath(m), lead).then({ type: 'SurvivorDied', data: {}, personal: [{ subject: 's', fields: { circumstances: 'Acta del hospital.' } }] });
    given(caseFile)(...history, died).when(commands.RecordDeath(m), lead).thenNothing();
  });

  it.each(types)('%s: what happened is still taken after it, what needs her is not', (type) => {
    const { decision } = given(caseFile)(...before(type), died).when(commands[type](m), lead);
    const outcome = isRefusal(decision) ? decision.refused : 'taken';
    expect(outcome).toBe([...whatIsAgreed, ...hers].includes(type) ? 'SURVIVOR_DIED' : 'taken');
  });

  const consent = { ...of, receiver: 'pgr-pett', categories: ['PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR' } as const;
  const until = '2026-07-05T00:00:00.000Z';
  const languages: CaseEvent = { type: 'LanguageNeedRecorded', data: { languages: ['spa'], interpreter: false } };
  const gave: CaseEvent = { type: 'ConsentGiven', data: { consent: 'c', receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until, history: 'ALL', textVersion: '1' } };
  it.each<[string, Command, string]>([
    ['a consent', new GiveConsent({ ...consent, consent: 'd', until, history: 'ALL', textVersion: '1' }, m), 'SURVIVOR_DIED'],
    ['a way to reach her', new AgreeSafeContact({ ...of, contact: 'a', channel: 'PHONE', address: '+1 809 555 0101', owner: 'hermana' }, m), 'SURVIVOR_DIED'],
    ['a refusal recorded late', new RefuseConsent(consent, m), 'ConsentRefused'],
    ['a withdrawal', new WithdrawConsent({ ...of, consent: 'c', by: 'SURVIVOR' }, m), 'ConsentWithdrawn'],
    ['the end of a consent at its date', new LapseConsent({ ...of, consent: 'c' }, meta({ receivedAt: until })), 'ConsentLapsed'],
    ['a description of who she was', new DescribeSurvivor({ ...of, ageBand: '24-26', sex: 'FEMALE' }, m), 'SurvivorDescribed'],
    ['the end of the case', new CloseCase({ ...of, reason: 'DIED' }, m), 'CaseClosed'],
  ])('closes nothing by itself: %s is %s', (_, command, outcome) => {
    const { decision } = given(caseFile)(...history, languages, gave, died).when(command as never, { ...lead, consent: { receiver: pett } });
    expect(isRefusal(decision) ? decision.refused : decision[0]?.type).toBe(outcome);
  });

  it('of somebody else is corrected, and then blocks nothing; a correction of anything else leaves it', () => {
    const correct = (corrects: string, reason: 'WRONG_PERSON' | 'MISTYPED') => new CorrectEntry({ ...of, corrects, reason, corrected: [{ field: 'circumstances', value: '"De otra mujer."' }] }, m);
    const after = (command: CorrectEntry) => {
      const { decision } = given(caseFile)(...history, died).when(command, lead);
      return given(caseFile)(...history, died, ...(decision as readonly CaseEvent[])).when(commands.AssessNeeds(m), lead);
    };
    expect(after(correct('e-died', 'WRONG_PERSON')).decision).toMatchObject([{ type: 'NeedsAssessed' }]);
    // Who may see that she died may not see why: the correction says in clear what it undoes.
    expect(given(caseFile)(...history, died).when(correct('e-died', 'WRONG_PERSON'), lead).decision).toMatchObject([{ data: { category: 'PROTECTION', undoes: 'SurvivorDied' } }]);
    expect(given(caseFile)(...history, died).when(correct('e-died', 'MISTYPED'), lead).decision).not.toMatchObject([{ data: { undoes: 'SurvivorDied' } }]);
    after(correct('e-died', 'MISTYPED')).thenRefused('SURVIVOR_DIED');
  });
});
