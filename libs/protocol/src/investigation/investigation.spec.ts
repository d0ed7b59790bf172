import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { BringCharges, RecordHearing, RecordJudgment, RecordProtectiveMeasure, RecordReparation } from './court';
import {
  AttachCase,
  casesOf,
  CloseInvestigation,
  complainants,
  DirectPolice,
  FileComplaint,
  investigation,
  investigationEvents,
  NameSuspect,
  OpenInvestigation,
  ReassignInvestigation,
  RedirectComplaint,
  ReopenInvestigation,
  type Complainant,
  type Investigation,
  type InvestigationCommand,
  type InvestigationEvent,
  type InvestigationFacts,
} from './investigation';
import { DiscloseUnderReserve, EndMandate, EndReserve, IssueMandate, LapseMandate } from './mandate';
import { RecordAdvanceTestimony, TakeStatement } from './testimony';

const of = { investigation: 'i' };
const until = '2026-02-05T12:00:00.000Z';
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const azua = { unit: 'pgr-fiscalia-azua', compartment: 'pgr-fiscalia-azua' };
const prosecutor: InvestigationFacts = { by: pett, prosecutes: true, holder: pett, case: { subject: 'her', referred: true }, named: { ...pett, kind: 'PROSECUTION' } };
const m = meta();
const court = meta({ basis: { kind: 'COURT_ORDER', ref: 'JUZGADO/2026-9' } });

const filed = (complainant: Complainant = 'SURVIVOR'): InvestigationEvent => ({ type: 'ComplaintFiled', data: { file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant } });
const opened: InvestigationEvent = { type: 'InvestigationOpened', data: { unit: 'pgr-pett' } };
const closed: InvestigationEvent = { type: 'InvestigationClosed', data: { reason: 'ARCHIVED' } };
const issued = (mandate: string, caseId = 'k'): InvestigationEvent => ({
  type: 'MandateIssued',
  data: { mandate, kind: 'NUMBERED_REQUEST', number: 'PETT-1', case: caseId, to: 'pgr-pett', categories: ['STATUS'], until },
});
const histories: Readonly<Record<Investigation['status'], readonly InvestigationEvent[]>> = {
  NONE: [],
  FILED: [filed()],
  REDIRECTED: [filed(), { type: 'ComplaintRedirected', data: { reason: 'OTHER_MATTER' } }],
  OPEN: [filed(), opened],
  CLOSED: [filed(), opened, closed],
};
const statuses = Object.keys(histories) as Investigation['status'][];
const after = (status: Investigation['status']) => given(investigation)(...histories[status]);

const file = (more: object = {}) => new FileComplaint({ ...of, file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'SURVIVOR', account: 'La retienen en un bar.', ...more }, m);
const spoken = { ...of, statement: 's', speaker: 'WITNESS', newPerson: 'w', words: 'Vi al dueño.' } as const;
/** Every command that a prosecutor gives, and the event that comes of it in an open investigation. */
const commands: readonly (readonly [InvestigationCommand, InvestigationEvent['type'] | 'REFUSED'])[] = [
  [new RedirectComplaint({ ...of, reason: 'OTHER_MATTER' }, m), 'REFUSED'],
  [new OpenInvestigation(of, m), 'REFUSED'],
  [new DirectPolice({ ...of, unit: 'pn-trata' }, m), 'PoliceDirected'],
  [new AttachCase({ ...of, case: 'k', on: 'REFERRAL', ref: 'r' }, m), 'CaseAttached'],
  [new NameSuspect({ ...of, suspect: 'x', official: false, suspectName: 'El Dueño' }, m), 'SuspectNamed'],
  [new TakeStatement(spoken, m), 'StatementTaken'],
  [new RecordAdvanceTestimony({ ...spoken, setting: 'SCREEN' }, m), 'AdvanceTestimonyTaken'],
  [new IssueMandate({ ...of, mandate: 'm', case: 'k', categories: ['STATUS'], until }, meta({ basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-1' } })), 'MandateIssued'],
  [new EndMandate({ ...of, mandate: 'm', reason: 'NOT_NEEDED' }, m), 'REFUSED'],
  [new DiscloseUnderReserve({ ...of, disclosure: 'd', mandate: 'm', categories: ['STATUS'], reviewAt: until }, m), 'REFUSED'],
  [new RecordProtectiveMeasure({ ...of, measure: 'POLICE_PROTECTION' }, court), 'ProtectiveMeasureOrdered'],
  [new BringCharges({ ...of, suspect: 'x', offences: ['PIMPING'] }, m), 'REFUSED'],
  [new RecordHearing({ ...of, hearing: 'TRIAL' }, m), 'HearingHeld'],
  [new RecordJudgment({ ...of, suspect: 'x', instance: 'TRIAL_COURT', verdict: 'CONVICTED' }, court), 'REFUSED'],
  [new RecordReparation({ ...of, case: 'k' }, court), 'REFUSED'],
  [new CloseInvestigation({ ...of, reason: 'ARCHIVED' }, m), 'InvestigationClosed'],
  [new ReopenInvestigation({ ...of, reason: 'NEW_EVIDENCE' }, m), 'REFUSED'],
];
const police: InvestigationFacts = { ...prosecutor, named: { unit: 'pn-trata', compartment: 'pn', kind: 'POLICE' } };
const factsFor = ({ type }: InvestigationCommand): InvestigationFacts => (type === 'DirectPolice' ? police : prosecutor);

describe('a complaint', () => {
  it('says in clear to whom, on what and by whom in kind; who complains, of what, is sealed under a file of its own', () =>
    given(investigation)()
      .when(file({ complainantName: 'Altagracia', complainantContact: '809-555-0142' }), prosecutor)
      .then({
        type: 'ComplaintFiled',
        data: { file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'SURVIVOR' },
        personal: [{ subject: 'file', fields: { account: 'La retienen en un bar.', complainantName: 'Altagracia', complainantContact: '809-555-0142' } }],
      }));

  it.each(complainants)('by %s is filed by an agent of any unit; of the prosecution itself, by one that prosecutes', (complainant) => {
    const azuaOffice: InvestigationFacts = { ...prosecutor, by: { unit: 'mmujer-azua', compartment: 'mmujer' }, prosecutes: false };
    const outcome = given(investigation)().when(file({ complainant }), azuaOffice);
    if (complainant === 'EX_OFFICIO') outcome.thenRefused('NOT_PROSECUTION');
    else expect(outcome.decision).toMatchObject([{ type: 'ComplaintFiled' }]);
    expect(given(investigation)().when(file({ complainant }), prosecutor).decision).toMatchObject([{ type: 'ComplaintFiled' }]);
  });

  it('goes to a unit that is there and prosecutes: not to Casa Malala, which the same institution owns', () => {
    const { named: _named, ...blind } = prosecutor;
    given(investigation)().when(file(), blind).thenRefused('UNIT_UNKNOWN');
    for (const kind of ['OTHER', 'POLICE'] as const) given(investigation)().when(file(), { ...prosecutor, named: { ...pett, kind } }).thenRefused('NOT_PROSECUTION');
    given(investigation)().when(file(), { ...prosecutor, by: { unit: '', compartment: 'mmujer' } }).thenRefused('UNIT_REQUIRED');
  });

  it('is filed once', () => {
    for (const status of statuses.filter((one) => one !== 'NONE')) after(status).when(file(), prosecutor).thenRefused('ALREADY_FILED');
  });

  it('that is not ours is redirected, with a reason, once; or opened, once; never both', () => {
    const redirect = (reason: 'OTHER_MATTER' | 'NO_OFFENCE', more: object = {}) => new RedirectComplaint({ ...of, reason, ...more }, m);
    const labour: InvestigationFacts = { ...prosecutor, named: { unit: 'mt-inspeccion', compartment: 'mt', kind: 'OTHER' } };
    after('FILED').when(redirect('OTHER_MATTER', { matter: 'LABOUR', to: 'mt-inspeccion' }), labour).then({ type: 'ComplaintRedirected', data: { reason: 'OTHER_MATTER', matter: 'LABOUR', to: 'mt-inspeccion' } });
    const { named: _named, ...blind } = prosecutor;
    after('FILED').when(redirect('OTHER_MATTER', { to: 'mt-nowhere' }), blind).thenRefused('UNIT_UNKNOWN');
    after('REDIRECTED').when(redirect('OTHER_MATTER'), prosecutor).thenNothing();
    after('REDIRECTED').when(redirect('NO_OFFENCE'), prosecutor).thenRefused('ANSWERED_OTHERWISE');
    for (const status of ['OPEN', 'CLOSED'] as const) after(status).when(redirect('OTHER_MATTER'), prosecutor).thenRefused('ANSWERED_OTHERWISE');
    after('FILED').when(new OpenInvestigation(of, m), prosecutor).then(opened);
    after('OPEN').when(new OpenInvestigation(of, m), prosecutor).thenNothing();
    for (const status of ['REDIRECTED', 'CLOSED'] as const) after(status).when(new OpenInvestigation(of, m), prosecutor).thenRefused('ANSWERED_OTHERWISE');
  });
});

describe('an investigation', () => {
  it.each(commands.map(([command, type]) => [command.type, type, command] as const))('%s comes of an open one: %s', (_, type, command) => {
    const { decision } = after('OPEN').when(command, factsFor(command));
    if (type === 'REFUSED') expect(isRefusal(decision) ? [] : decision).toEqual([]);
    else expect(decision).toMatchObject([{ type }]);
  });

  const open = ['AttachCase', 'NameSuspect', 'TakeStatement', 'RecordAdvanceTestimony', 'IssueMandate', 'EndMandate', 'DiscloseUnderReserve', 'RecordProtectiveMeasure', 'BringCharges', 'RecordHearing', 'RecordJudgment', 'RecordReparation'];
  it.each(commands.filter(([{ type }]) => open.includes(type)).map(([command]) => [command.type, command] as const))('%s is for one that is open', (_, command) => {
    for (const status of ['FILED', 'REDIRECTED', 'CLOSED'] as const) after(status).when(command, prosecutor).thenRefused('INVESTIGATION_NOT_OPEN');
  });

  describe('does not exist', () => {
    const strangers: readonly (readonly [string, InvestigationFacts])[] = [
      ['an agent of Casa Malala, which is the PGR’s too', { ...prosecutor, by: { unit: 'casa-malala', compartment: 'casa-malala' }, prosecutes: false }],
      ['headquarters of the PGR', { ...prosecutor, by: { unit: 'pgr-sede', compartment: 'pgr' }, prosecutes: false }],
      ['another prosecutor’s unit', { ...prosecutor, by: azua }],
      ['the police it directs', { ...prosecutor, by: { unit: 'pn-trata', compartment: 'pn' }, prosecutes: false }],
      ['whoever complained', { ...prosecutor, by: { unit: 'mmujer-azua', compartment: 'mmujer' }, prosecutes: false }],
      ['somebody of its own compartment who does not prosecute', { ...prosecutor, prosecutes: false }],
    ];
    const none = given(investigation)().when(new OpenInvestigation(of, m), prosecutor).decision;
    it.each(strangers)('for %s, in any state, whatever is asked', (_, facts) => {
      for (const status of statuses) for (const [command] of commands) expect(after(status).when(command, { ...facts, ...(command.type === 'DirectPolice' && { named: police.named! }) }).decision).toEqual(none);
    });
    it('before anybody complained', () => {
      for (const [command] of commands) given(investigation)().when(command, prosecutor).thenRefused('NOT_FOUND');
    });
  });

  it('directs units of the police, each once, before it is opened too, and none that is kept from it', () => {
    const direct = new DirectPolice({ ...of, unit: 'pn-trata' }, m);
    const directed: InvestigationEvent = { type: 'PoliceDirected', data: { unit: 'pn-trata' } };
    for (const status of ['FILED', 'OPEN'] as const) after(status).when(direct, police).then(directed);
    for (const status of ['REDIRECTED', 'CLOSED'] as const) after(status).when(direct, police).thenRefused('INVESTIGATION_NOT_OPEN');
    given(investigation)(filed(), directed).when(direct, police).thenNothing();
    after('OPEN').when(direct, { ...police, namedExcluded: true }).thenRefused('UNIT_UNKNOWN');
    after('OPEN').when(direct, prosecutor).thenRefused('NOT_POLICE');
  });

  it('names a suspect under a key of their own, and says in clear no more than that an official is suspected', () =>
    after('OPEN')
      .when(new NameSuspect({ ...of, suspect: 'x', official: true, suspectName: 'El Dueño', aliases: ['Chepe'], description: 'Alto.' }, m), prosecutor)
      .then({ type: 'SuspectNamed', data: { suspect: 'x', official: true }, personal: [{ subject: 'x', fields: { suspectName: 'El Dueño', aliases: ['Chepe'], description: 'Alto.' } }] }));

  it('closes with every mandate in force, and is reopened without them', () => {
    given(investigation)(filed(), opened, issued('m1'), issued('m2'), { type: 'MandateLapsed', data: { mandate: 'm2', case: 'k' } })
      .when(new CloseInvestigation({ ...of, reason: 'JUDGED' }, m), prosecutor)
      .then({ type: 'InvestigationClosed', data: { reason: 'JUDGED' } }, { type: 'MandateEnded', data: { mandate: 'm1', case: 'k', reason: 'INVESTIGATION_CLOSED' } });
    after('CLOSED').when(new CloseInvestigation({ ...of, reason: 'ARCHIVED' }, m), prosecutor).thenNothing();
    after('CLOSED').when(new CloseInvestigation({ ...of, reason: 'JUDGED' }, m), prosecutor).thenRefused('ANSWERED_OTHERWISE');
    const reopen = new ReopenInvestigation({ ...of, reason: 'NEW_EVIDENCE' }, m);
    after('CLOSED').when(reopen, prosecutor).then({ type: 'InvestigationReopened', data: { reason: 'NEW_EVIDENCE' } });
    for (const status of ['FILED', 'REDIRECTED'] as const) after(status).when(reopen, prosecutor).thenRefused('INVESTIGATION_NOT_OPEN');
  });

  it('has everything said in it sealed for the prosecution alone', () => {
    for (const { category, sealed = {} } of Object.values(investigationEvents)) expect(new Set([category, ...Object.values(sealed)])).toEqual(new Set(['INVESTIGATION']));
  });
});

describe('a case', () => {
  const attach = (on: 'REFERRAL' | 'COMPLAINT' | 'MANDATE', ref?: string) => new AttachCase({ ...of, case: 'k', on, ...(ref !== undefined && { ref }) }, m);
  const attached = (on: 'REFERRAL' | 'COMPLAINT' | 'MANDATE', ref?: string): InvestigationEvent => ({ type: 'CaseAttached', data: { case: 'k', on, ...(ref !== undefined && { ref }) } });

  it('is attached on her accepted referral to the prosecution', () => {
    after('OPEN').when(attach('REFERRAL', 'r'), prosecutor).then(attached('REFERRAL', 'r'));
    after('OPEN').when(attach('REFERRAL', 'r'), { ...prosecutor, case: { subject: 'her', referred: false } }).thenRefused('ATTACHMENT_UNFOUNDED');
  });

  it.each(complainants)('is attached on her complaint, not on one by %s unless that is she', (complainant) => {
    const outcome = given(investigation)(filed(complainant), opened).when(attach('COMPLAINT'), prosecutor);
    if (complainant === 'SURVIVOR') outcome.then(attached('COMPLAINT'));
    else outcome.thenRefused('ATTACHMENT_UNFOUNDED');
  });

  it('is attached on a mandate in force that names it', () => {
    const under = (...more: InvestigationEvent[]) => given(investigation)(filed('ANONYMOUS'), opened, ...more);
    under(issued('m')).when(attach('MANDATE', 'm'), prosecutor).then(attached('MANDATE', 'm'));
    under(issued('m', 'another')).when(attach('MANDATE', 'm'), prosecutor).thenRefused('ATTACHMENT_UNFOUNDED');
    under(issued('m')).when(attach('MANDATE'), prosecutor).thenRefused('ATTACHMENT_UNFOUNDED');
    under(issued('m'), { type: 'MandateLapsed', data: { mandate: 'm', case: 'k' } }).when(attach('MANDATE', 'm'), prosecutor).thenRefused('ATTACHMENT_UNFOUNDED');
    const late = new AttachCase({ ...of, case: 'k', on: 'MANDATE', ref: 'm' }, meta({ at: until, receivedAt: until }));
    under(issued('m')).when(late, prosecutor).thenRefused('ATTACHMENT_UNFOUNDED');
  });

  it('is attached once on the same basis, and on another as well', () => {
    const with_ = given(investigation)(filed(), opened, attached('COMPLAINT'));
    with_.when(attach('COMPLAINT'), prosecutor).thenNothing();
    with_.when(attach('REFERRAL', 'r'), prosecutor).then(attached('REFERRAL', 'r'));
  });

  it('that is not there, or hidden from the agent, is not found', () => {
    const { case: _hidden, ...blind } = prosecutor;
    for (const on of ['REFERRAL', 'COMPLAINT', 'MANDATE'] as const) after('OPEN').when(attach(on, 'r'), blind).thenRefused('NOT_FOUND');
  });

  it('attached opens nothing: what opens categories is a mandate, and no other event names any', () => {
    const naming = Object.entries(investigationEvents).filter(([, { clear }]) => 'categories' in clear).map(([type]) => type);
    expect(naming.sort()).toEqual(['DisclosureUnderReserve', 'MandateIssued']);
  });

  it('is counted among those an investigation names from its mandate or its attachment on, for whoever is excluded from it', () => {
    const { state } = given(investigation)(filed(), opened, attached('COMPLAINT'), issued('m', 'another'), issued('n'));
    expect(casesOf(state).sort()).toEqual(['another', 'k']);
  });
});

describe('an investigation whose unit is excluded (rule 8)', () => {
  const reassign = new ReassignInvestigation({ ...of, exclusion: 'e', to: azua.unit }, m);
  const hand: InvestigationFacts = { by: { unit: 'auditoria-sede', compartment: 'auditoria-sede' }, prosecutes: false, holder: pett, named: { ...azua, kind: 'PROSECUTION' }, mayReassign: true };

  it('goes to another unit of the prosecution, and what was opened to the one is not opened to the other', () =>
    given(investigation)(filed(), opened, issued('m'))
      .when(reassign, hand)
      .then({ type: 'InvestigationReassigned', data: { to: azua.unit } }, { type: 'MandateEnded', data: { mandate: 'm', case: 'k', reason: 'REASSIGNED' } }));

  it('is reassigned in any state, by a hand of the exclusion alone, and not to oneself', () => {
    for (const status of ['FILED', 'OPEN', 'CLOSED'] as const) expect(after(status).when(reassign, hand).decision).toMatchObject([{ type: 'InvestigationReassigned' }]);
    after('OPEN').when(reassign, { ...hand, mayReassign: false }).thenRefused('NOT_FOUND');
    after('NONE').when(reassign, hand).thenRefused('NOT_FOUND');
    after('OPEN').when(reassign, { ...hand, by: azua }).thenRefused('OWN_COMPARTMENT');
    after('OPEN').when(reassign, { ...hand, namedExcluded: true }).thenRefused('UNIT_UNKNOWN');
    after('OPEN').when(reassign, { ...hand, named: { ...azua, kind: 'OTHER' } }).thenRefused('NOT_PROSECUTION');
  });

  it('is the other’s from then on', () => {
    const { state } = given(investigation)(filed(), opened, { type: 'InvestigationReassigned', data: { to: azua.unit } });
    expect(state.unit).toBe(azua.unit);
    given(investigation)(filed(), opened, { type: 'InvestigationReassigned', data: { to: azua.unit } }).when(reassign, hand).thenNothing();
  });
});

describe('an investigation, whatever is asked of it in whatever order', () => {
  const times = ['2026-01-05T12:00:00.000Z', '2026-02-05T12:00:00.000Z', '2026-03-05T12:00:00.000Z'];
  const asked: ((at: string) => InvestigationCommand)[] = [
    ...commands.map(([command]) => (at: string) => new (command.constructor as new (input: object, meta: object) => InvestigationCommand)(command.input, { ...command.meta, at, receivedAt: at })),
    () => file(),
    (at) => new LapseMandate({ ...of, mandate: 'm' }, meta({ at, receivedAt: at })),
    (at) => new EndReserve({ ...of, disclosure: 'd' }, meta({ at, receivedAt: at })),
    (at) => new ReassignInvestigation({ ...of, exclusion: 'e', to: azua.unit }, meta({ at, receivedAt: at })),
  ];
  const step = fc.record({ ask: fc.constantFrom(...asked), at: fc.constantFrom(...times), who: fc.constantFrom('prosecutor', 'stranger', 'other prosecutor', 'hand'), excluded: fc.boolean() });

  it('is written in by its own prosecutor alone, keeps no mandate when it is closed or changes hands, and never acts on a case hidden from who asks', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = investigation.initial;
        for (const { ask, at, who, excluded } of steps) {
          const command = ask(at);
          const holder = { unit: state.unit, compartment: state.unit };
          const facts: InvestigationFacts = {
            ...(excluded ? {} : { case: { subject: 'her', referred: true } }),
            by: who === 'prosecutor' ? holder : who === 'other prosecutor' ? { unit: 'pgr-otra', compartment: 'pgr-otra' } : { unit: 'casa-malala', compartment: 'casa-malala' },
            prosecutes: who === 'prosecutor' || who === 'other prosecutor',
            holder,
            named: command.type === 'DirectPolice' ? police.named! : { ...(command.type === 'ReassignInvestigation' ? azua : pett), kind: 'PROSECUTION' },
            mayReassign: who === 'hand',
          };
          const decision = investigation.decide(command, state, facts);
          if (isRefusal(decision)) continue;
          const byRule = ['FileComplaint', 'LapseMandate', 'EndReserve', 'ReassignInvestigation'].includes(command.type);
          if (decision.length > 0 && !byRule) expect(who).toBe('prosecutor');
          for (const event of decision) {
            if (excluded) expect(['CaseAttached', 'MandateIssued', 'ReparationOrdered']).not.toContain(event.type);
            state = investigation.evolve(state, recorded(event) as Recorded<InvestigationEvent>);
          }
          if (state.status === 'CLOSED' || decision.some(({ type }) => type === 'InvestigationReassigned')) {
            expect(Object.values(state.mandates).filter(({ ended }) => ended === undefined)).toEqual([]);
          }
          for (const event of decision) if (event.type === 'MandateEnded' || event.type === 'MandateLapsed') expect(state.mandates[event.data.mandate]?.ended).toBeDefined();
        }
      }),
    ));
});
