import { given, meta } from '@amparo/event-sourcing/testing';
import { caseFile, type CaseEvent, type CaseFacts } from './case';
import { DecideNonPunishment, NoteInterview, ReportSafetyIncident, RequestNonPunishment, safetyEvents } from './safety';

const of = { case: 'k' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const malala = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const m = meta();
const lead: CaseFacts = { by: azua, lead: azua, care: { hand: 'cc-of-yokasta' } };
const serving = (by: typeof azua, how: CaseFacts['care'] = {}): CaseFacts => ({ by, lead: azua, care: { under: { status: 'ACCEPTED', to: by.unit }, hand: 'cc-of-the-prosecutor', ...how } });
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };

describe('a safety incident', () => {
  it('says in clear what kind and how grave; what happened, and who did it, is sealed', () => {
    given(caseFile)(opened)
      .when(new ReportSafetyIncident({ ...of, under: 'r', kind: 'APPROACHED', severity: 'IMMEDIATE_DANGER', account: 'Un policía en la puerta.' }, m), serving(malala))
      .then({ type: 'SafetyIncidentReported', data: { kind: 'APPROACHED', severity: 'IMMEDIATE_DANGER', under: 'r' }, personal: [{ subject: 's', fields: { account: 'Un policía en la puerta.' } }] });
    expect(Object.keys(safetyEvents.SafetyIncidentReported.clear)).toEqual(['kind', 'severity', 'under']);
  });
});

describe('an interview', () => {
  const interview = (how: Partial<ConstructorParameters<typeof NoteInterview>[0]> = {}) => new NoteInterview({ ...of, for: 'STATEMENT', interviewer: 'Fiscal Peña', ...how }, m);
  const noted: CaseEvent = { type: 'InterviewNoted', data: { for: 'STATEMENT' } };

  it('is noted: for what and when, by whom is sealed, and what she said has no place here', () => {
    given(caseFile)(opened).when(interview(), lead).then({ ...noted, personal: [{ subject: 's', fields: { interviewer: 'Fiscal Peña' } }] });
    expect(safetyEvents.InterviewNoted.sealed).toEqual({ interviewer: 'PROTECTION' });
  });

  it('for the same a second time takes a reason, whoever held the first one', () => {
    for (const facts of [lead, serving(pett)]) {
      given(caseFile)(opened, noted).when(interview({ under: 'r' }), facts).thenRefused('ALREADY_INTERVIEWED');
      expect(given(caseFile)(opened, noted).when(interview({ under: 'r', again: 'NEW_FACTS' }), facts).decision).toMatchObject([{ data: { for: 'STATEMENT', again: 'NEW_FACTS' } }]);
    }
    expect(given(caseFile)(opened, noted).when(interview({ for: 'HEALTH' }), lead).decision).toMatchObject([{ data: { for: 'HEALTH' } }]);
  });

  it('for the first time has none, whatever is said', () => {
    expect(given(caseFile)(opened).when(interview({ again: 'NEW_FACTS' }), lead).decision).toMatchObject([{ data: { for: 'STATEMENT' } }]);
    expect(JSON.stringify(given(caseFile)(opened).when(interview({ again: 'NEW_FACTS' }), lead).decision)).not.toContain('NEW_FACTS');
  });
});

describe('that she is not punished for what she was made to do', () => {
  const ask = new RequestNonPunishment({ ...of, request: 'q', offences: 'Pasaporte falso.' }, m);
  const decide = (decision: 'GRANTED' | 'REFUSED' = 'GRANTED', request = 'q') => new DecideNonPunishment({ ...of, under: 'r', request, decision, reasons: 'Actuó obligada.' }, m);
  const requested: CaseEvent = { type: 'NonPunishmentRequested', data: { request: 'q', hand: 'cc-of-yokasta' } };
  const granted: CaseEvent = { type: 'NonPunishmentDecided', data: { request: 'q', decision: 'GRANTED', under: 'r' } };
  const prosecution = serving(pett, { prosecutes: true });

  it('is asked for by the lead; of what she is accused is sealed', () => {
    given(caseFile)(opened).when(ask, lead).then({ ...requested, personal: [{ subject: 's', fields: { offences: 'Pasaporte falso.' } }] });
    given(caseFile)(opened, requested).when(ask, lead).thenNothing();
    given(caseFile)(opened).when(ask, prosecution).thenRefused('NOT_FOUND');
  });

  it('is decided by the prosecution, which serves her under an accepted referral; the reasons are sealed', () => {
    given(caseFile)(opened, requested).when(decide(), prosecution).then({ ...granted, personal: [{ subject: 's', fields: { decisionReasons: 'Actuó obligada.' } }] });
    given(caseFile)(opened, requested).when(decide(), { ...prosecution, care: { prosecutes: true, hand: 'cc-of-the-prosecutor' } }).thenRefused('NOT_FOUND');
  });

  it('is not decided by who serves her otherwise, nor by the lead', () => {
    for (const facts of [serving(malala), serving(malala, { prosecutes: false }), lead]) given(caseFile)(opened, requested).when(decide(), facts).thenRefused('PROSECUTION_ONLY');
  });

  it('takes two persons, whatever each acts for (rule 7)', () => {
    given(caseFile)(opened, requested).when(decide(), serving(pett, { prosecutes: true, hand: 'cc-of-yokasta' })).thenRefused('TWO_PERSONS_REQUIRED');
    const leads: CaseFacts = { by: pett, lead: pett, care: { prosecutes: true, hand: 'cc-of-another-prosecutor' } };
    expect(given(caseFile)(opened, requested).when(decide(), leads).decision).toMatchObject([{ type: 'NonPunishmentDecided' }]);
    given(caseFile)(opened, requested).when(decide(), { ...leads, care: { prosecutes: true, hand: 'cc-of-yokasta' } }).thenRefused('TWO_PERSONS_REQUIRED');
  });

  it('is decided once', () => {
    given(caseFile)(opened, requested, granted).when(decide(), prosecution).thenNothing();
    given(caseFile)(opened, requested, granted).when(decide('REFUSED'), prosecution).thenRefused('ANSWERED_OTHERWISE');
    given(caseFile)(opened, requested).when(decide('GRANTED', 'another'), prosecution).thenRefused('NON_PUNISHMENT_UNKNOWN');
  });
});
