import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { caseEvents, caseFile, type Case, type CaseCommand, type CaseEvent, type CaseFacts } from './case';
import { AssessAge, childConcept, DetermineBestInterests, LinkDependant } from './child';
import { GiveConsent } from './consent';
import { AppointGuardian, AppointLegalRepresentative, guardianshipConcept, RecordGuardianConflict } from './guardianship';
import { AssessRisk, ClearRiskFlag, ExplainRights, protectionConcept, RaiseRiskFlag, RecordAlias } from './protection';

const of = { case: 'k' };
const m = meta();
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const casa = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const lead: CaseFacts = { by: azua, lead: azua };
const house: CaseFacts = { ...lead, by: casa, under: { status: 'ACCEPTED', to: casa.unit, service: 'SHELTER' } };
const stranger: CaseFacts = { ...lead, by: { unit: 'dgm-sede', compartment: 'dgm' } };
const said = 'La buscan en la terminal.';
const begun: readonly CaseEvent[] = [
  { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } },
  { type: 'LanguageNeedRecorded', data: { languages: ['hat'], interpreter: true } },
  { type: 'RiskFlagRaised', data: { flag: 'g' } },
];
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'CONTACT_LOST' } };

type Row = Readonly<{ make: (more: { under?: string }) => CaseCommand; event: CaseEvent['type']; entry?: true; whenClosed?: true }>;
const table: readonly Row[] = [
  { make: (more) => new ExplainRights({ ...of, ...more, rights: ['PRIVACY', 'ASSISTANCE', 'PRIVACY'], language: 'hat', textVersion: '1', interpreterName: said }, m), event: 'RightsExplained', entry: true },
  { make: (more) => new AssessRisk({ ...of, ...more, level: 'HIGH', assessment: said, reviewBy: '2026-02-05' }, m), event: 'RiskAssessed', entry: true },
  { make: (more) => new RaiseRiskFlag({ ...of, ...more, flag: 'f', kind: 'DEATH_THREAT', note: said }, m), event: 'RiskFlagRaised', whenClosed: true },
  { make: (more) => new ClearRiskFlag({ ...of, ...more, flag: 'g', reason: 'MITIGATED', note: said }, m), event: 'RiskFlagCleared', whenClosed: true },
  { make: (more) => new RecordAlias({ ...of, ...more, alias: said, usedWhere: said }, m), event: 'AliasRecorded', entry: true },
];

describe.each(table.map((row) => [row.event, row] as const))('%s', (event, { make, entry, whenClosed }) => {
  const events = given(caseFile)(...begun).when(make({}), lead).decision as readonly CaseEvent[];

  it('is written by the lead or who serves her, for nobody else', () => {
    expect(events).toMatchObject([{ type: event }]);
    expect(given(caseFile)(...begun).when(make({ under: 'ref' }), house).decision).toMatchObject([{ type: event, data: { under: 'ref' } }]);
    given(caseFile)(...begun).when(make({}), stranger).thenRefused('NOT_FOUND');
    given(caseFile)().when(make({}), lead).thenRefused('NOT_FOUND');
  });

  it(whenClosed ? 'waits for no reopening: it may save her' : 'waits for a closed case to be reopened', () => {
    const outcome = given(caseFile)(...begun, closed).when(make({}), lead);
    if (whenClosed) expect(outcome.decision).toEqual(events);
    else outcome.thenRefused('CASE_CLOSED');
  });

  it(entry ? 'is an entry each time' : 'writes nothing a second time', () => expect(given(caseFile)(...begun, ...events).when(make({}), lead).decision).toEqual(entry ? events : []));

  it('seals what is said about her: how great a risk is and what a flag warns of too', () => {
    const clear = JSON.stringify(events[0]!.data);
    for (const secret of [said, 'HIGH', 'DEATH_THREAT']) expect(clear).not.toContain(secret);
    expect(events[0]!.personal?.map(({ subject }) => subject)).toEqual(['s']);
  });
});

it('rights are explained in a language she understands, or with an interpreter who is named', () => {
  const explain = (language: string, interpreterName?: string) => new ExplainRights({ ...of, rights: ['PRIVACY'], language, textVersion: '1', ...(interpreterName && { interpreterName }) }, m);
  given(caseFile)(...begun).when(explain('spa'), lead).thenRefused('LANGUAGE_NOT_HERS');
  expect(given(caseFile)(...begun).when(explain('hat'), lead).decision).toHaveLength(1);
  expect(given(caseFile)(...begun).when(explain('spa', 'Wideline'), lead).decision).toHaveLength(1);
});

it.each([
  ['2026-01-05', false],
  ['2026-01-06', true],
  ['2027-01-06', true],
  ['2027-01-07', false],
  ['1926-01-06', false],
  ['9999-12-31', false],
])('a risk assessed on 5 January 2026 may wait until %s: %s', (reviewBy, may) => {
  const outcome = given(caseFile)(...begun).when(new AssessRisk({ ...of, level: 'LOW', assessment: said, reviewBy }, m), lead);
  if (may) expect(outcome.decision).toMatchObject([{ data: { reviewBy } }]);
  else outcome.thenRefused('REVIEW_DAY');
});

it('a flag is cleared that was raised, once, for one reason', () => {
  const clear = (flag: string, reason: 'MITIGATED' | 'NO_LONGER_SO') => new ClearRiskFlag({ ...of, flag, reason }, m);
  for (const flag of ['f', '__proto__']) given(caseFile)(...begun).when(clear(flag, 'MITIGATED'), lead).thenRefused('FLAG_UNKNOWN');
  given(caseFile)(...begun, { type: 'RiskFlagCleared', data: { flag: 'g', reason: 'MITIGATED' } }).when(clear('g', 'NO_LONGER_SO'), lead).thenRefused('ANSWERED_OTHERWISE');
});

describe('protection, whatever is asked in whatever order', () => {
  const id = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`);
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    id('g').map((guardian) => new AppointGuardian({ ...of, guardian, kind: 'RELATIVE', check: 'COURT_FILE', name: said }, m)),
    id('g').map((guardian) => new RecordGuardianConflict({ ...of, guardian, account: said }, m)),
    id('l').map((representative) => new AppointLegalRepresentative({ ...of, representative, kind: 'LEGAL_AID', name: said }, m)),
    fc.constantFrom('9-17' as const, '18-20' as const).map((ageBand) => new AssessAge({ ...of, ageBand, method: 'DOCUMENT', report: said }, m)),
    fc.constant(new DetermineBestInterests({ ...of, question: 'FAMILY', determination: said, reasons: said }, m)),
    id('b').map((dependant) => new LinkDependant({ ...of, dependant, relation: said }, m)),
    id('f').map((flag) => new RaiseRiskFlag({ ...of, flag, kind: 'SELF_HARM', note: said }, m)),
    id('f').map((flag) => new ClearRiskFlag({ ...of, flag, reason: 'RAISED_IN_ERROR' }, m)),
    fc.constantFrom(...table.filter(({ entry }) => entry).map(({ make }) => make({}))),
    fc
      .tuple(id('c'), fc.constantFrom('SURVIVOR' as const, 'GUARDIAN' as const))
      .map(([consent, by]) => new GiveConsent({ ...of, consent, by, receiver: 'pgr-pett', categories: ['PROTECTION'], for: 'ASSISTANCE', language: 'hat', until: '2026-12-01T00:00:00.000Z', history: 'ALL', textVersion: '1' }, m)),
  );
  const facts: CaseFacts = { ...lead, ofChildrensCouncil: true, dependant: { kind: 'DEPENDANT', careOf: 'k', ageBand: '0-8', own: true }, consent: { receiver: { unit: 'pgr-pett', compartment: 'pgr-pett' } } };
  const entries: readonly string[] = ['RightsExplained', 'RiskAssessed', 'AliasRecorded', 'AgeAssessed', 'BestInterestsDetermined'];

  it('no consent of a guardian in conflict is ever in force, and a child never consents alone', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.constantFrom(facts, facts, facts, { ...stranger })), { maxLength: 40, size: 'max' }), (steps) => {
        let state: Case = given(caseFile)(...begun.slice(0, 2)).state;
        for (const [index, [asked, who]] of steps.entries()) {
          const decision = caseFile.decide(asked, state, who);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            const { clear, sealed = {} } = caseEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
            expect(JSON.stringify(event.data)).not.toContain(said);
            if (event.type === 'ConsentGiven') expect([event.data.by, state.ageBand === '18-20']).toEqual(event.data.guardian === undefined ? ['SURVIVOR', true] : ['GUARDIAN', false]);
            state = caseFile.evolve(state, recorded(event, { id: `e${index}` }) as Recorded<CaseEvent>);
            reached.add(event.type);
          }
          for (const { guardian, ended } of Object.values(state.consents)) expect(guardian !== undefined && state.guardianship.guardians[guardian] === 'CONFLICTED' && !ended).toBe(false);
          const again = caseFile.decide(asked, state, who);
          if (!decision.some(({ type }) => entries.includes(type))) expect(isRefusal(again) ? [] : again).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    const own = [guardianshipConcept, childConcept, protectionConcept].flatMap(({ events }) => Object.keys(events));
    expect([...reached].sort()).toEqual([...own, 'ConsentGiven', 'ConsentWithdrawn'].sort());
  });
});
