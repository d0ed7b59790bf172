import type { Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { ageBands, countsAsChild } from './age-band';
import { caseEvents, caseFile, CorrectEntry, DescribeSurvivor, type CaseCommand, type CaseEvent, type CaseFacts, type CaseRefusal } from './case';
import { AssessAge, DetermineBestInterests, LinkDependant } from './child';
import { AppointGuardian, AppointLegalRepresentative, RecordGuardianConflict } from './guardianship';

const of = { case: 'k' };
const m = meta();
const conani = { unit: 'conani-proteccion', compartment: 'conani' };
const casa = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const brother = { kind: 'DEPENDANT', careOf: 'k', ageBand: '0-8', own: true } as const;
const lead: CaseFacts = { by: conani, lead: conani, ofChildrensCouncil: true, dependant: brother };
const house: CaseFacts = { ...lead, by: casa, under: { status: 'IN_SERVICE', to: casa.unit, service: 'SHELTER' } };
const stranger: CaseFacts = { ...lead, by: { unit: 'dgm-sede', compartment: 'dgm' } };

const said = 'El padrastro cobraba el dinero.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: conani.unit } };
const described = (ageBand: (typeof ageBands)[number]): CaseEvent => ({ type: 'SurvivorDescribed', data: { ageBand, sex: 'FEMALE' } });
const assessed = (ageBand: '9-17' | '18-20'): CaseEvent => ({ type: 'AgeAssessed', data: { ageBand, method: 'DOCUMENT' } });
const child = [opened, described('9-17')];
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'RETURNED' } };
const appointed: CaseEvent = { type: 'GuardianAppointed', data: { guardian: 'g', kind: 'RELATIVE', check: 'SOCIAL_REPORT' } };
const consent = (id: string, guardian?: string): CaseEvent => ({
  type: 'ConsentGiven',
  data: {
    consent: id,
    receiver: 'pgr-pett',
    categories: ['PROTECTION'],
    purpose: 'ASSISTANCE',
    until: '2026-12-01T00:00:00.000Z',
    history: 'ALL',
    textVersion: '1',
    language: 'spa',
    by: guardian === undefined ? 'SURVIVOR' : 'GUARDIAN',
    ...(guardian !== undefined && { guardian }),
  },
});

const appoint = new AppointGuardian({ ...of, guardian: 'g', kind: 'RELATIVE', check: 'SOCIAL_REPORT', name: said, reach: said }, m);
const conflict = (guardian = 'g') => new RecordGuardianConflict({ ...of, guardian, account: said }, m);
type Row = Readonly<{ command: CaseCommand; event: CaseEvent['type']; subject?: string; served?: false; again?: 'AN_ENTRY'; whenClosed?: true; history?: readonly CaseEvent[] }>;
const table: readonly Row[] = [
  { command: appoint, event: 'GuardianAppointed', subject: 'g' },
  { command: conflict(), event: 'GuardianConflicted', whenClosed: true, history: [...child, appointed] },
  { command: new AppointLegalRepresentative({ ...of, representative: 'l', kind: 'AD_LITEM', name: said, reach: said }, m), event: 'LegalRepresentativeAppointed', subject: 'l' },
  { command: new AssessAge({ ...of, ageBand: '9-17', method: 'INTERVIEW', report: said }, m), event: 'AgeAssessed', again: 'AN_ENTRY' },
  { command: new DetermineBestInterests({ ...of, question: 'PLACEMENT', determination: said, reasons: said }, m), event: 'BestInterestsDetermined', again: 'AN_ENTRY' },
  { command: new LinkDependant({ ...of, dependant: 'b', relation: said }, m), event: 'DependantLinked', served: false },
];

describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, event, subject = 's', served = true, again, whenClosed, history = child }) => {
  const events = given(caseFile)(...history).when(command, lead).decision as readonly CaseEvent[];

  it('is the lead’s, and theirs who serve the child where it is about care', () => {
    expect(events).toMatchObject([{ type: event }]);
    const ofHouse = given(caseFile)(...history).when(Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input: { ...command.input, under: 'ref' } }) as CaseCommand, house);
    if (served) expect(ofHouse.decision).toMatchObject([{ type: event, data: { under: 'ref' } }]);
    else ofHouse.thenRefused('NOT_FOUND');
    given(caseFile)(...history).when(command, stranger).thenRefused('NOT_FOUND');
    given(caseFile)().when(command, lead).thenRefused('NOT_FOUND');
  });

  it(whenClosed ? 'is taken on a closed case too' : 'waits for a closed case to be reopened', () => {
    const outcome = given(caseFile)(...history, closed).when(command, lead);
    if (whenClosed) expect(outcome.decision).toEqual(events);
    else outcome.thenRefused('CASE_CLOSED');
  });

  it(again ? 'is an entry each time' : 'writes nothing a second time', () => expect(given(caseFile)(...history, ...events).when(command, lead).decision).toEqual(again ? events : []));

  it('seals what is said, under the key of whom it is said about', () => {
    const { clear, sealed = {} } = caseEvents[event];
    expect(JSON.stringify(events[0]!.data)).not.toContain(said);
    expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(events[0]!.data)));
    expect(events[0]!.personal?.map((one) => one.subject)).toEqual([subject]);
    expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(events[0]!.personal![0]!.fields)));
  });
});

describe('a guardian (rule 2)', () => {
  it('is appointed for a child, and while the age is unknown', () => {
    for (const band of ageBands) {
      const outcome = given(caseFile)(opened, described(band)).when(appoint, lead);
      if (countsAsChild(band)) expect(outcome.decision).toMatchObject([{ type: 'GuardianAppointed' }]);
      else outcome.thenRefused('NOT_A_CHILD');
    }
  });

  it('found in conflict takes with it what that guardian consented to, and nothing that another did', () => {
    const withdrawn: CaseEvent = { type: 'ConsentWithdrawn', data: { consent: 'ended', by: 'GUARDIAN' } };
    const history = [...child, appointed, consent('c', 'g'), consent('d', 'h'), consent('hers'), consent('ended', 'g'), withdrawn, consent('e', 'g')];
    expect(given(caseFile)(...history).when(conflict(), lead).decision).toMatchObject([
      { type: 'GuardianConflicted', data: { guardian: 'g' } },
      { type: 'ConsentWithdrawn', data: { consent: 'c', because: 'GUARDIAN_CONFLICTED' } },
      { type: 'ConsentWithdrawn', data: { consent: 'e', because: 'GUARDIAN_CONFLICTED' } },
    ]);
    for (const unknown of ['x', '__proto__']) given(caseFile)(...child, appointed).when(conflict(unknown), lead).thenRefused('GUARDIAN_UNKNOWN');
  });

  it('has a name whose correction is sealed under the same key', () => {
    const stored = recorded<CaseEvent>(appointed, { id: 'e' }) as Recorded<CaseEvent>;
    const correct = new CorrectEntry({ ...of, corrects: 'e', reason: 'MISHEARD', corrected: [{ field: 'guardianName', value: said }] }, m);
    expect(given(caseFile)(...child, stored).when(correct, lead).decision).toMatchObject([{ data: { category: 'IDENTITY' }, personal: [{ subject: 'g' }] }]);
  });
});

describe('age unknown counts as a child until it is assessed (rule 1)', () => {
  const describeAs = (ageBand: (typeof ageBands)[number]) => new DescribeSurvivor({ ...of, ageBand, sex: 'FEMALE' }, m);
  it.each<[string, readonly CaseEvent[], (typeof ageBands)[number], CaseRefusal | 'taken']>([
    ['described first as an adult', [], '24-26', 'taken'],
    ['unknown, then described as an adult', [described('UNKNOWN')], '24-26', 'AGE_ASSESSMENT_REQUIRED'],
    ['a child, then described as an adult', [described('9-17')], '18-20', 'AGE_ASSESSMENT_REQUIRED'],
    ['unknown, then described as a child', [described('UNKNOWN')], '0-8', 'taken'],
    ['an adult, then described as a child', [described('24-26')], '9-17', 'taken'],
    ['assessed as an adult, then described as one', [described('UNKNOWN'), assessed('18-20')], '21-23', 'taken'],
    ['assessed as an adult, then described as a child', [assessed('18-20')], '9-17', 'AGE_ASSESSMENT_REQUIRED'],
    ['assessed as a child, then described as an adult', [described('24-26'), assessed('9-17')], '24-26', 'AGE_ASSESSMENT_REQUIRED'],
  ])('%s: %s', (_, history, ageBand, answer) => {
    const outcome = given(caseFile)(opened, ...history).when(describeAs(ageBand), lead);
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ type: 'SurvivorDescribed', data: { ageBand } }]);
    else outcome.thenRefused(answer);
  });

  it('what was assessed stands, whatever is described after it', () => {
    expect(given(caseFile)(opened, described('UNKNOWN'), assessed('18-20'), described('48+')).state).toMatchObject({ ageBand: '18-20', ageBy: 'ASSESSMENT' });
    expect(given(caseFile)(opened, assessed('9-17'), assessed('18-20')).state.ageBand).toBe('18-20');
  });
});

describe('found an adult she decides herself (rule 2)', () => {
  const withdrawn: CaseEvent = { type: 'ConsentWithdrawn', data: { consent: 'ended', by: 'GUARDIAN' } };
  const olderForm = consent('o', 'x');
  delete (olderForm.data as { guardian?: string }).guardian; // who consented for her was not said once
  const history = [opened, appointed, consent('c', 'g'), consent('d', 'h'), olderForm, consent('hers'), consent('ended', 'g'), withdrawn];
  const ends = ['c', 'd', 'o'].map((one) => ({ type: 'ConsentWithdrawn', data: { consent: one, because: 'FOUND_ADULT' } }));
  const assess = (ageBand: '9-17' | '18-20') => new AssessAge({ ...of, ageBand, method: 'DOCUMENT', report: said }, m);

  it('what guardians consented to is void by the decision that finds her adult, and nothing that she consented to herself', () => {
    expect(given(caseFile)(...history).when(assess('18-20'), lead).decision).toMatchObject([{ type: 'AgeAssessed' }, ...ends]);
    expect(given(caseFile)(...history, ...(ends as CaseEvent[])).when(assess('18-20'), lead).decision).toMatchObject([{ type: 'AgeAssessed' }]);
  });

  it('so it is where nothing was said of her age before she is described as an adult', () =>
    expect(given(caseFile)(...history).when(new DescribeSurvivor({ ...of, ageBand: '24-26', sex: 'FEMALE' }, m), lead).decision).toMatchObject([{ type: 'SurvivorDescribed' }, ...ends]));

  it('found a child, or described as one, what her guardians consented to stands', () => {
    expect(given(caseFile)(...history).when(assess('9-17'), lead).decision).toHaveLength(1);
    expect(given(caseFile)(...history).when(new DescribeSurvivor({ ...of, ageBand: '9-17', sex: 'FEMALE' }, m), lead).decision).toHaveLength(1);
  });
});

it('best interests are determined by the council for children, of a child', () => {
  const determine = new DetermineBestInterests({ ...of, question: 'RETURN', determination: said, reasons: said }, m);
  given(caseFile)(...child).when(determine, { ...lead, ofChildrensCouncil: false }).thenRefused('CHILDRENS_COUNCIL_ONLY');
  given(caseFile)(opened, described('24-26')).when(determine, lead).thenRefused('NOT_A_CHILD');
});

describe('a dependant', () => {
  const link = new LinkDependant({ ...of, dependant: 'b', relation: said }, m);
  it.each<[string, CaseFacts['dependant']]>([
    ['that is not there, or hidden', undefined],
    ['that is a survivor’s own', { ...brother, kind: 'SURVIVOR' }],
    ['in the care of somebody else', { ...brother, careOf: 'l' }],
    ['that another leads', { ...brother, own: false }],
  ])('case %s is not linked, and all are answered alike', (_, dependant) => {
    const { dependant: _brother, ...facts } = lead;
    given(caseFile)(...child).when(link, { ...facts, ...(dependant && { dependant }) }).thenRefused('DEPENDANT_UNKNOWN');
  });

  it('is linked anew when the age band has changed', () => {
    const linked: CaseEvent = { type: 'DependantLinked', data: { dependant: 'b', ageBand: 'UNKNOWN' } };
    expect(given(caseFile)(...child, linked).when(link, lead).decision).toMatchObject([{ data: { dependant: 'b', ageBand: '0-8' } }]);
  });
});
