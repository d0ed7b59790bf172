import type { Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import {
  AssignCase,
  caseEvents,
  caseFile,
  CloseCase,
  CorrectEntry,
  DescribeSurvivor,
  OpenCase,
  ReassignLead,
  RecordLanguageNeed,
  RecordScreening,
  ReopenCase,
  type CaseCommand,
  type CaseEvent,
  type CaseFacts,
  type CaseRefusal,
} from './case';
import { AgreeSafeContact, RevokeSafeContact } from './safe-contact';
import { GiveConsent, LapseConsent, RefuseConsent, WithdrawConsent } from './consent';

const of = { case: 'k' };
const m = meta();
const later = meta({ at: '2026-06-01T00:00:00.000Z', receivedAt: '2026-06-01T00:00:00.000Z' });
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const conani = { unit: 'conani-proteccion', compartment: 'conani' };

const lead: CaseFacts = { by: azua, lead: azua, named: { ...azua, agent: 'ag-2' }, consent: { receiver: pett } };
const receiver: CaseFacts = { ...lead, by: pett };
const stranger: CaseFacts = { ...lead, by: { unit: 'dgm-sede', compartment: 'dgm' } };
/** The process manager acts for nobody. */
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };
/** Who placed or confirmed an exclusion of the lead, and the unit that leads from then on. */
const replacing: CaseFacts = { by: pett, lead: azua, named: conani, mayReassign: true };

/** What is said about her, and no event may hold in clear. */
const said = 'Vive con su hermana en Haina.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const consentGiven: CaseEvent = {
  type: 'ConsentGiven',
  data: { consent: 'c', receiver: pett.unit, categories: ['PROTECTION'], purpose: 'ASSISTANCE', until: later.receivedAt, history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR' },
};
const open: readonly Recorded<CaseEvent>[] = [
  opened,
  { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } } as const,
  { type: 'LanguageNeedRecorded', data: { languages: ['spa'], interpreter: false } } as const,
  { type: 'SafeContactAgreed', data: { contact: 'a' } } as const,
  consentGiven,
  { type: 'ScreeningRecorded', data: { screening: 'w' } } as const,
].map((event) => recorded(event, { id: `of ${event.type}` }) as Recorded<CaseEvent>);
const closed = [...open, recorded<CaseEvent>({ type: 'CaseClosed', data: { reason: 'AT_HER_REQUEST' } }) as Recorded<CaseEvent>];

const asked = { ...of, receiver: pett.unit, categories: ['PROTECTION'], for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', interpreterName: said, witnessName: said } as const;
type Row = Readonly<{
  command: CaseCommand;
  event: CaseEvent['type'];
  facts?: CaseFacts;
  /** On a closed case; without it, it is taken there too. */
  whenClosed?: CaseRefusal;
  /** Asked a second time: without it, nothing is written. */
  again?: 'AN_ENTRY' | CaseRefusal;
}>;
/** Every command on a case that is open, but opening it. */
const table: readonly Row[] = [
  { command: new AssignCase({ ...of, agent: 'ag-2', unit: azua.unit }, m), event: 'CaseAssigned', whenClosed: 'CASE_CLOSED' },
  {
    command: new DescribeSurvivor({ ...of, ageBand: '9-17', sex: 'FEMALE', foreignNational: true, givenName: said, birthDate: said, documents: [{ kind: said, number: said, country: 'HT' }] }, m),
    event: 'SurvivorDescribed',
    whenClosed: 'CASE_CLOSED',
    again: 'AN_ENTRY',
  },
  { command: new AgreeSafeContact({ ...of, contact: 'b', channel: said, address: said, owner: said, codeWord: said }, m), event: 'SafeContactAgreed', whenClosed: 'CASE_CLOSED' },
  { command: new RevokeSafeContact({ ...of, contact: 'a', reason: 'NOT_SAFE' }, m), event: 'SafeContactRevoked', whenClosed: 'CASE_CLOSED' },
  { command: new RecordLanguageNeed({ ...of, languages: ['hat'], interpreter: true }, m), event: 'LanguageNeedRecorded', whenClosed: 'CASE_CLOSED', again: 'AN_ENTRY' },
  { command: new RecordScreening({ ...of, screening: 'x', acts: ['Recruitment'], industry: said, note: said }, m), event: 'ScreeningRecorded', whenClosed: 'CASE_CLOSED', again: 'AN_ENTRY' },
  { command: new GiveConsent({ ...asked, consent: 'd', until: '2026-12-01T00:00:00.000Z', history: 'SINCE', textVersion: '1' }, m), event: 'ConsentGiven', whenClosed: 'CASE_CLOSED' },
  { command: new RefuseConsent(asked, m), event: 'ConsentRefused', whenClosed: 'CASE_CLOSED', again: 'AN_ENTRY' },
  { command: new WithdrawConsent({ ...of, consent: 'c', by: 'SURVIVOR' }, m), event: 'ConsentWithdrawn' },
  { command: new LapseConsent({ ...of, consent: 'c' }, later), event: 'ConsentLapsed', facts: nobody },
  {
    command: new CorrectEntry({ ...of, corrects: 'of SurvivorDescribed', reason: 'MISHEARD', corrected: [{ field: 'givenName', value: said }], note: said }, m),
    event: 'EntryCorrected',
    again: 'AN_ENTRY',
  },
  { command: new CloseCase({ ...of, reason: 'CONTACT_LOST' }, m), event: 'CaseClosed', whenClosed: 'CLOSED_OTHERWISE' },
  { command: new ReassignLead({ ...of, exclusion: 'e', lead: conani.unit }, m), event: 'LeadReassigned', facts: replacing },
];
const noSuchCase = given(caseFile)().when(new CloseCase({ ...of, reason: 'DIED' }, m), lead).decision;

describe('a case', () => {
  it('is opened once, by an agent of a unit, and that unit leads', () => {
    const command = new OpenCase({ ...of, subject: 's', matter: 'LABOUR', kind: 'DEPENDANT', careOf: 'hers' }, m);
    given(caseFile)().when(command, { by: azua }).then({ type: 'CaseOpened', data: { matter: 'LABOUR', kind: 'DEPENDANT', subject: 's', lead: azua.unit, careOf: 'hers' } });
    given(caseFile)().when(command, { by: { unit: '', compartment: 'mmujer' } }).thenRefused('UNIT_REQUIRED');
    given(caseFile)(opened).when(command, lead).thenRefused('ALREADY_OPEN');
    given(caseFile)(...closed).when(command, lead).thenRefused('ALREADY_OPEN');
  });

  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (type, { command, event, facts = lead, whenClosed, again = [] }) => {
    it('is taken while the case is open', () => expect(given(caseFile)(...open).when(command, facts).decision).toMatchObject([{ type: event }]));

    it(whenClosed ? 'waits for a closed case to be reopened' : 'is taken on a closed case too', () => {
      const after = given(caseFile)(...closed).when(command, facts);
      if (whenClosed) after.thenRefused(whenClosed);
      else expect(after.decision).toMatchObject([{ type: event }]);
    });

    it('is answered as for a case that does not exist where there is none, and where it is not theirs', () => {
      given(caseFile)().when(command, facts).thenRefused('NOT_FOUND');
      if (type === 'LapseConsent') return; // nobody's but the process manager's: the table of roles gives it to no one
      for (const history of [open, closed]) expect(given(caseFile)(...history).when(command, stranger).decision).toEqual(noSuchCase);
      expect(given(caseFile)(...open).when(command, { ...stranger, by: { unit: '', compartment: '' } }).decision).toEqual(noSuchCase);
    });

    it(again === 'AN_ENTRY' ? 'is an entry each time' : 'writes nothing a second time', () => {
      const events = given(caseFile)(...open).when(command, facts).decision as readonly CaseEvent[];
      const { decision } = given(caseFile)(...open, ...events).when(command, facts);
      expect(decision).toEqual(again === 'AN_ENTRY' ? events : []);
    });

    it('seals what is said about her, and leaves in clear what has a reader', () => {
      const [decided] = given(caseFile)(...open).when(command, facts).decision as readonly CaseEvent[];
      expect(JSON.stringify(decided!.data)).not.toContain(said);
      const { clear, sealed = {} } = caseEvents[event];
      expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(decided!.data)));
      const asked = JSON.stringify(command.input).split(said).length;
      expect(JSON.stringify(decided!.personal ?? []).split(said)).toHaveLength(asked);
      for (const { subject, fields } of decided!.personal ?? []) {
        expect(subject).toBe('s');
        expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
      }
    });
  });

  it('is the lead’s compartment’s, whatever unit of it acts; a receiver may withdraw what names it, and nothing else', () => {
    const bani: CaseFacts = { ...lead, by: { unit: 'mmujer-bani', compartment: 'mmujer' } };
    for (const { command, event, facts } of table) {
      if (!facts) expect(given(caseFile)(...open).when(command, bani).decision).toMatchObject([{ type: event }]);
      const { decision } = given(caseFile)(...open).when(command, facts ?? receiver);
      if (!facts && command.type !== 'WithdrawConsent') expect(decision).toEqual(noSuchCase);
    }
    given(caseFile)(...open).when(new ReopenCase({ ...of, reason: 'CAME_BACK' }, m), receiver).thenRefused('NOT_FOUND');
  });

  it('is closed and reopened, again and again; the same closing twice writes nothing, another reason is refused', () => {
    const close = (reason: 'CONTACT_LOST' | 'DIED') => new CloseCase({ ...of, reason }, m);
    const reopen = new ReopenCase({ ...of, reason: 'CAME_BACK' }, m);
    const lost: CaseEvent = { type: 'CaseClosed', data: { reason: 'CONTACT_LOST' } };
    const back: CaseEvent = { type: 'CaseReopened', data: { reason: 'CAME_BACK' } };
    given(caseFile)(opened, lost).when(close('CONTACT_LOST'), lead).thenNothing();
    given(caseFile)(opened, lost).when(close('DIED'), lead).thenRefused('CLOSED_OTHERWISE');
    given(caseFile)(opened, lost).when(reopen, lead).then(back);
    given(caseFile)(opened).when(reopen, lead).thenRefused('NOT_CLOSED');
    given(caseFile)(opened, lost, back).when(reopen, lead).thenRefused('NOT_CLOSED');
    given(caseFile)(opened, lost, back).when(close('DIED'), lead).then({ type: 'CaseClosed', data: { reason: 'DIED' } });
    given(caseFile)().when(reopen, lead).thenRefused('NOT_FOUND');
    expect(given(caseFile)(...closed).when(reopen, stranger).decision).toEqual(noSuchCase);
  });

  it('is assigned to an agent of the lead’s compartment, and again when the agent works in another unit of it', () => {
    const assign = new AssignCase({ ...of, agent: 'ag-2', unit: azua.unit }, m);
    const assigned: CaseEvent = { type: 'CaseAssigned', data: { agent: 'ag-2', unit: azua.unit } };
    given(caseFile)(opened).when(assign, { by: azua, lead: azua }).thenRefused('AGENT_UNKNOWN');
    given(caseFile)(opened).when(assign, { ...lead, named: { ...pett, agent: 'ag-2' } }).thenRefused('AGENT_UNKNOWN');
    given(caseFile)(opened, assigned).when(assign, { ...lead, named: { ...azua, agent: 'ag-3' } }).then({ type: 'CaseAssigned', data: { agent: 'ag-3', unit: azua.unit } });
    const moved = { unit: 'mmujer-bani', compartment: 'mmujer', agent: 'ag-2' };
    given(caseFile)(opened, assigned).when(assign, { ...lead, named: moved }).then({ type: 'CaseAssigned', data: { agent: 'ag-2', unit: 'mmujer-bani' } });
  });

  it('revokes a contact that was agreed, and none other', () =>
    given(caseFile)(...open).when(new RevokeSafeContact({ ...of, contact: 'z', reason: 'CHANGED' }, m), lead).thenRefused('CONTACT_UNKNOWN'));

  it('keeps languages once each, in one order, so that the same need reads the same', () =>
    given(caseFile)(...open)
      .when(new RecordLanguageNeed({ ...of, languages: ['spa', 'hat', 'hat'], interpreter: true }, m), lead)
      .then({ type: 'LanguageNeedRecorded', data: { languages: ['hat', 'spa'], interpreter: true } }));

  describe('given another lead', () => {
    const reassign = new ReassignLead({ ...of, exclusion: 'e', lead: conani.unit }, m);
    const replaced: CaseEvent = { type: 'LeadReassigned', data: { lead: conani.unit } };
    it.each<[string, Partial<CaseFacts>, CaseRefusal]>([
      ['without a confirmed exclusion of the lead that is theirs there is no such case', { mayReassign: false }, 'NOT_FOUND'],
      ['nor to the lead itself', { mayReassign: false, by: azua }, 'NOT_FOUND'],
      ['the new lead must be there', { named: undefined as never }, 'UNIT_UNKNOWN'],
      ['the new lead must not be excluded, and who replaces does not learn it', { namedExcluded: true }, 'UNIT_UNKNOWN'],
      ['who replaces takes no case over', { named: { unit: 'pgr-pett-norte', compartment: 'pgr-pett' } }, 'OWN_COMPARTMENT'],
    ])('%s', (_, facts, refusal) => given(caseFile)(...open).when(reassign, { ...replacing, ...facts }).thenRefused(refusal));

    it('is not answered otherwise for an excluded unit than for none', () => {
      const { named: _none, ...unknown } = replacing;
      expect(given(caseFile)(...open).when(reassign, { ...replacing, namedExcluded: true }).decision).toEqual(given(caseFile)(...open).when(reassign, unknown).decision);
    });

    it('leaves the former lead’s agent behind', () => {
      const assigned: CaseEvent = { type: 'CaseAssigned', data: { agent: 'ag-2', unit: azua.unit } };
      given(caseFile)(opened, assigned).when(reassign, replacing).then(replaced);
      expect(given(caseFile)(opened, assigned, replaced).state).toEqual(given(caseFile)({ ...opened, data: { ...opened.data, lead: conani.unit } } as CaseEvent).state);
    });
  });

  describe('a correction (rule 14)', () => {
    const correct = (entry: string, ...fields: string[]) => {
      const corrected = fields.map((field) => ({ field, value: said }));
      return new CorrectEntry({ ...of, corrects: `of ${entry}`, reason: 'MISTYPED', corrected }, m);
    };

    it.each([
      ['SurvivorDescribed', 'IDENTITY', ['familyName', 'givenName']],
      ['SafeContactAgreed', 'CONTACT', ['address']],
      ['ScreeningRecorded', 'PROTECTION', ['note', 'acts']],
      ['ConsentGiven', 'IDENTITY', ['witnessName']],
    ] as const)('of %s is seen as %s, as what it corrects', (entry, category, fields) => {
      const command = correct(entry, ...fields);
      const personal = [{ subject: 's', fields: { corrected: command.input.corrected } }];
      given(caseFile)(...open).when(command, lead).then({ type: 'EntryCorrected', data: { corrects: `of ${entry}`, category, reason: 'MISTYPED' }, personal });
    });

    it('names an entry of this case that says something about her', () => {
      const bare = ['CaseOpened', 'LanguageNeedRecorded', 'another case'];
      for (const entry of bare) given(caseFile)(...open).when(correct(entry, 'lead'), lead).thenRefused('ENTRY_UNKNOWN');
      const correction = recorded<CaseEvent>({ type: 'EntryCorrected', data: { corrects: 'of ScreeningRecorded', category: 'PROTECTION', reason: 'MISTYPED' } }, { id: 'of it' });
      given(caseFile)(...open, correction as Recorded<CaseEvent>).when(correct('it', 'corrected'), lead).thenRefused('ENTRY_UNKNOWN');
    });

    it('names fields that the entry has, all of them', () => {
      given(caseFile)(...open).when(correct('SafeContactAgreed', 'address', 'givenName'), lead).thenRefused('FIELD_UNKNOWN');
      given(caseFile)(...open).when(correct('ScreeningRecorded', 'screening'), lead).thenRefused('RECORD_ANEW');
      for (const field of ['toString', '__proto__', '']) given(caseFile)(...open).when(correct('ScreeningRecorded', field), lead).thenRefused('FIELD_UNKNOWN');
    });
  });
});
