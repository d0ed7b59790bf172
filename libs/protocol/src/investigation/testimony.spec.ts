import { given, meta } from '@amparo/event-sourcing/testing';
import { investigation, type InvestigationEvent, type InvestigationFacts } from './investigation';
import { interviewReasons, RecordAdvanceTestimony, speakers, TakeStatement, type Speaker } from './testimony';

const of = { investigation: 'i' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const facts: InvestigationFacts = { by: pett, prosecutes: true, holder: pett, case: { subject: 'her', referred: false } };
const m = meta();

const opened: InvestigationEvent[] = [
  { type: 'ComplaintFiled', data: { file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'SURVIVOR' } },
  { type: 'InvestigationOpened', data: { unit: 'pgr-pett' } },
];
const attached: InvestigationEvent = { type: 'CaseAttached', data: { case: 'k', on: 'COMPLAINT' } };
const named: InvestigationEvent = { type: 'SuspectNamed', data: { suspect: 'x', official: false } };
const open = (...more: InvestigationEvent[]) => given(investigation)(...opened, attached, named, ...more);

describe('a statement', () => {
  type Said = { speaker?: Speaker; case?: string; suspect?: string; witness?: string; again?: (typeof interviewReasons)[number]; speakerName?: string; interpreterName?: string };
  const take = ({ speaker = 'SURVIVOR', ...more }: Said = {}) => new TakeStatement({ ...of, statement: 's', speaker, newPerson: 'new', words: 'Me quitaron el pasaporte.', ...(speaker === 'SURVIVOR' && { case: 'k' }), ...more }, m);
  const heard = (person: string, speaker: Speaker, interview: number): InvestigationEvent => ({ type: 'StatementTaken', data: { statement: `s${interview}`, speaker, person, interview } });

  it('is sealed under the key of whose words they are; in clear stand whose and for the how many-th time', () => {
    open()
      .when(take({ interpreterName: 'Marie', speakerName: 'Altagracia' }), facts)
      .then({
        type: 'StatementTaken',
        data: { statement: 's', speaker: 'SURVIVOR', person: 'her', case: 'k', interview: 1 },
        personal: [{ subject: 'her', fields: { words: 'Me quitaron el pasaporte.', speakerName: 'Altagracia', interpreterName: 'Marie' } }],
      });
    const sealedUnder = (said: Said) => open(heard('w', 'WITNESS', 1)).when(take(said), facts).decision;
    expect(sealedUnder({ speaker: 'SUSPECT', suspect: 'x' })).toMatchObject([{ data: { person: 'x', interview: 1 }, personal: [{ subject: 'x' }] }]);
    for (const speaker of ['WITNESS', 'EXPERT'] as const) expect(sealedUnder({ speaker })).toMatchObject([{ data: { person: 'new', interview: 1 }, personal: [{ subject: 'new' }] }]);
    expect(sealedUnder({ speaker: 'WITNESS', witness: 'w' })).toMatchObject([{ data: { person: 'w', interview: 2 }, personal: [{ subject: 'w' }] }]);
  });

  it('of hers names a case that is attached; of a suspect, one who was named; of a witness, one who was heard as that', () => {
    given(investigation)(...opened, named).when(take(), facts).thenRefused('CASE_NOT_ATTACHED');
    open().when(take({ case: 'another' }), facts).thenRefused('CASE_NOT_ATTACHED');
    open().when(take({ speaker: 'SUSPECT', suspect: 'y' }), facts).thenRefused('SUSPECT_UNKNOWN');
    open().when(take({ speaker: 'SUSPECT' }), facts).thenRefused('SUSPECT_UNKNOWN');
    open().when(take({ speaker: 'WITNESS', witness: 'w' }), facts).thenRefused('WITNESS_UNKNOWN');
    open(heard('her', 'SURVIVOR', 1)).when(take({ speaker: 'WITNESS', witness: 'her' }), facts).thenRefused('WITNESS_UNKNOWN');
    open(heard('w', 'WITNESS', 1)).when(take({ speaker: 'EXPERT', witness: 'w' }), facts).thenRefused('WITNESS_UNKNOWN');
  });

  it('of hers after another, or after her advance testimony, says why she is asked again', () => {
    const testimony: InvestigationEvent = { type: 'AdvanceTestimonyTaken', data: { statement: 't', speaker: 'SURVIVOR', person: 'her', case: 'k', interview: 1, setting: 'SCREEN' } };
    for (const before of [heard('her', 'SURVIVOR', 1), testimony]) {
      open(before).when(take(), facts).thenRefused('INTERVIEW_REASON_REQUIRED');
      for (const again of interviewReasons) expect(open(before).when(take({ again }), facts).decision).toMatchObject([{ data: { interview: 2, again } }]);
    }
    expect(open(heard('x', 'SUSPECT', 1)).when(take({ speaker: 'SUSPECT', suspect: 'x' }), facts).decision).toMatchObject([{ data: { interview: 2 } }]);
  });

  it.each(speakers)('of %s may be advance testimony, which counts as an interview', (speaker) => {
    const command = new RecordAdvanceTestimony({ ...of, statement: 't', speaker, newPerson: 'new', words: 'Lo juro.', case: 'k', suspect: 'x', setting: 'GESELL_CHAMBER' }, m);
    expect(open().when(command, facts).decision).toMatchObject([{ type: 'AdvanceTestimonyTaken', data: { speaker, interview: 1, setting: 'GESELL_CHAMBER' } }]);
    expect(open(heard('her', 'SURVIVOR', 1), heard('x', 'SUSPECT', 1)).when(command, facts).decision).toMatchObject([{ data: { interview: ['SURVIVOR', 'SUSPECT'].includes(speaker) ? 2 : 1 } }]);
  });
});
