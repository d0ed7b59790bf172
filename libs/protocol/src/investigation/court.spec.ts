import { given, meta } from '@amparo/event-sourcing/testing';
import { BringCharges, RecordHearing, RecordJudgment, RecordProtectiveMeasure, RecordReparation, type Offence } from './court';
import { investigation, type InvestigationEvent, type InvestigationFacts } from './investigation';

const of = { investigation: 'i' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const facts: InvestigationFacts = { by: pett, prosecutes: true, holder: pett, case: { subject: 'her', referred: false } };
const m = meta();
const order = (ref = 'JUZGADO/2026-9') => meta({ basis: { kind: 'COURT_ORDER', ref } });

const opened: InvestigationEvent[] = [
  { type: 'ComplaintFiled', data: { file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'SURVIVOR' } },
  { type: 'InvestigationOpened', data: { unit: 'pgr-pett' } },
];
const attached: InvestigationEvent = { type: 'CaseAttached', data: { case: 'k', on: 'COMPLAINT' } };
const named: InvestigationEvent = { type: 'SuspectNamed', data: { suspect: 'x', official: false } };
const charged: InvestigationEvent = { type: 'ChargesBrought', data: { suspect: 'x', offences: ['PIMPING'] } };
const judged = (verdict: 'CONVICTED' | 'ACQUITTED' | 'DISMISSED'): InvestigationEvent => ({ type: 'JudgmentGiven', data: { suspect: 'x', instance: 'TRIAL_COURT', verdict, number: 'JUZGADO/2026-9' } });
const open = (...more: InvestigationEvent[]) => given(investigation)(...opened, attached, named, ...more);

describe('a protective measure', () => {
  const measure = (more: object = {}, how = order()) => new RecordProtectiveMeasure({ ...of, measure: 'NO_CONTACT', ...more }, how);

  it('has the number of the court’s decision, and its terms are sealed under whom they are about: her, else the suspect, else the file', () => {
    const terms = 'No acercarse a 500 metros.';
    const about = (more: object) => open().when(measure({ terms, ...more }), facts).decision;
    expect(about({ case: 'k', suspect: 'x' })).toEqual([
      { type: 'ProtectiveMeasureOrdered', data: { measure: 'NO_CONTACT', number: 'JUZGADO/2026-9', case: 'k', suspect: 'x' }, personal: [{ subject: 'her', fields: { terms } }] },
    ]);
    expect(about({ suspect: 'x' })).toMatchObject([{ personal: [{ subject: 'x' }] }]);
    expect(about({})).toMatchObject([{ personal: [{ subject: 'file' }] }]);
    open().when(measure({}, m), facts).thenRefused('ORDER_NUMBER_REQUIRED');
    open().when(measure({}, meta({ basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-1' } })), facts).thenRefused('ORDER_NUMBER_REQUIRED');
  });

  it('names what is attached and named, and is recorded once', () => {
    open().when(measure({ case: 'another' }), facts).thenRefused('CASE_NOT_ATTACHED');
    open().when(measure({ suspect: 'y' }), facts).thenRefused('SUSPECT_UNKNOWN');
    const ordered: InvestigationEvent = { type: 'ProtectiveMeasureOrdered', data: { measure: 'NO_CONTACT', number: 'JUZGADO/2026-9', case: 'k' } };
    open(ordered).when(measure({ case: 'k' }), facts).thenNothing();
    for (const other of [measure({ case: 'k', suspect: 'x' }), measure({ case: 'k' }, order('JUZGADO/2026-10')), measure({ case: 'k', measure: 'DETENTION' })]) expect(open(ordered).when(other, facts).decision).toHaveLength(1);
  });
});

describe('charges', () => {
  const charge = (offences: readonly Offence[], suspect = 'x') => new BringCharges({ ...of, suspect, offences, accusation: 'La explotó.' }, m);

  it('are brought against a suspect who was named; the accusation is sealed under the suspect’s key', () => {
    open().when(charge(['TRAFFICKING_IN_PERSONS', 'PIMPING', 'PIMPING']), facts).then({
      type: 'ChargesBrought',
      data: { suspect: 'x', offences: ['PIMPING', 'TRAFFICKING_IN_PERSONS'] },
      personal: [{ subject: 'x', fields: { accusation: 'La explotó.' } }],
    });
    open().when(charge(['PIMPING'], 'y'), facts).thenRefused('SUSPECT_UNKNOWN');
  });

  it('are widened, and not repeated', () => {
    open(charged).when(charge(['PIMPING']), facts).thenNothing();
    expect(open(charged).when(charge(['PIMPING', 'CORRUPTION']), facts).decision).toHaveLength(1);
  });
});

describe('a judgment', () => {
  const judge = (verdict: 'CONVICTED' | 'ACQUITTED' | 'DISMISSED', how = order()) => new RecordJudgment({ ...of, suspect: 'x', instance: 'TRIAL_COURT', verdict, sentence: 'Veinte años.' }, how);

  it('is on a suspect who was charged, with its number; the sentence is sealed under the suspect’s key', () => {
    open(charged).when(judge('CONVICTED'), facts).then({ ...judged('CONVICTED'), personal: [{ subject: 'x', fields: { sentence: 'Veinte años.' } }] });
    open().when(judge('CONVICTED'), facts).thenRefused('NOT_CHARGED');
    open(charged).when(judge('CONVICTED', m), facts).thenRefused('ORDER_NUMBER_REQUIRED');
  });

  it('is recorded once; a second trial is another judgment, another verdict under the same number is none', () => {
    open(charged, judged('CONVICTED')).when(judge('CONVICTED'), facts).thenNothing();
    open(charged, judged('CONVICTED')).when(judge('ACQUITTED'), facts).thenRefused('ANSWERED_OTHERWISE');
    expect(open(charged, judged('CONVICTED')).when(judge('ACQUITTED', order('JUZGADO/2027-1')), facts).decision).toHaveLength(1);
  });
});

describe('reparation', () => {
  const repair = (how = order(), caseId = 'k') => new RecordReparation({ ...of, case: caseId, terms: 'Un millón de pesos.' }, how);

  it('is hers: it follows on a conviction, and its terms are sealed under her key', () => {
    open(charged, judged('CONVICTED')).when(repair(), facts).then({ type: 'ReparationOrdered', data: { case: 'k', number: 'JUZGADO/2026-9' }, personal: [{ subject: 'her', fields: { terms: 'Un millón de pesos.' } }] });
    for (const verdict of ['ACQUITTED', 'DISMISSED'] as const) open(charged, judged(verdict)).when(repair(), facts).thenRefused('NOT_CONVICTED');
    open(charged).when(repair(), facts).thenRefused('NOT_CONVICTED');
    open(charged, judged('CONVICTED')).when(repair(m), facts).thenRefused('ORDER_NUMBER_REQUIRED');
    open(charged, judged('CONVICTED')).when(repair(order(), 'another'), facts).thenRefused('CASE_NOT_ATTACHED');
    open(charged, judged('CONVICTED'), { type: 'ReparationOrdered', data: { case: 'k', number: 'JUZGADO/2026-9' } }).when(repair(), facts).thenNothing();
  });
});

it('a hearing is an entry each time, its minutes sealed under the file', () => {
  const held: InvestigationEvent = { type: 'HearingHeld', data: { hearing: 'TRIAL' } };
  const hearing = new RecordHearing({ ...of, hearing: 'TRIAL', minutes: 'Se aplaza.' }, m);
  for (const before of [open(), open(held)]) before.when(hearing, facts).then({ ...held, personal: [{ subject: 'file', fields: { minutes: 'Se aplaza.' } }] });
  open().when(new RecordHearing({ ...of, hearing: 'TRIAL' }, m), facts).then(held);
});
