import fc from 'fast-check';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { dataCategories } from '../data-category';
import type { ProtocolEvent } from '../events';
import { caseEvents, caseFile, type Case, type CaseCommand, type CaseEvent, type CaseFacts } from './case';
import { emergencyAccessEnd } from './emergency-access-end.process';
import { emergencyCategories, emergencyConcept, EndEmergencyAccess, LapseEmergencyAccess, OpenEmergencyAccess, ReviewEmergencyAccess } from './emergency-access';

const of = { case: 'k' };
const at = (receivedAt: string, said = receivedAt) => meta({ at: said, receivedAt });
const noon = '2026-01-05T12:00:00.000Z';
const until = '2026-01-05T14:00:00.000Z';
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const police = { unit: 'pn-azua', compartment: 'pn' };
const lead: CaseFacts = { by: azua, lead: azua, hand: 'cc-rosa' };
const officer: CaseFacts = { by: police, lead: azua, hand: 'cc-pedro' };
const sergeant: CaseFacts = { ...officer, hand: 'cc-ana' };
const stranger: CaseFacts = { by: { unit: 'inm-sede', compartment: 'inm' }, lead: azua, hand: 'cc-x' };
const migration: CaseFacts = { by: { unit: 'dgm-sede', compartment: 'dgm' }, lead: azua, hand: 'cc-y', controlsMigration: true };
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };

const said = 'La encontraron herida en la carretera.';
const begun: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'CONTACT_LOST' } };
const openedBy = (access: string, compartment = police.compartment, hand = 'cc-pedro'): CaseEvent => ({
  type: 'EmergencyAccessOpened',
  data: { access, compartment, reason: 'MEDICAL_EMERGENCY', further: [], until, hand },
});
const over: CaseEvent = { type: 'EmergencyAccessEnded', data: { access: 'a', because: 'TIME' } };
const reviewedAs = (finding: 'JUSTIFIED' | 'NOT_JUSTIFIED'): CaseEvent => ({ type: 'EmergencyAccessReviewed', data: { access: 'a', finding } });

type Opening = Partial<ConstructorParameters<typeof OpenEmergencyAccess>[0]>;
const open = (more: Opening = {}, surroundings = meta()) => new OpenEmergencyAccess({ ...of, access: 'a', reason: 'MEDICAL_EMERGENCY', circumstances: said, ...more }, surroundings);
const end = new EndEmergencyAccess({ ...of, access: 'a' }, meta());
const lapse = (now: string) => new LapseEmergencyAccess({ ...of, access: 'a' }, at(now));
const review = (finding: 'JUSTIFIED' | 'NOT_JUSTIFIED' = 'JUSTIFIED', access = 'a') => new ReviewEmergencyAccess({ ...of, access, finding, note: said }, at('2026-01-06T12:00:00.000Z'));

describe('emergency access (rule 9)', () => {
  it('is opened by who has no business with the case, for two hours, with a reason; what happened is sealed', () => {
    given(caseFile)(begun).when(open(), officer).then({ ...openedBy('a'), personal: [{ subject: 's', fields: { circumstances: said } }] } as CaseEvent);
    for (const history of [[begun], [begun, closed]]) expect(given(caseFile)(...history).when(open(), officer).decision).toHaveLength(1);
  });

  it('counts its hours from when the server was asked, whatever time is told', () =>
    expect(given(caseFile)(begun).when(open({}, at(noon, '2026-01-03T00:00:00.000Z')), officer).decision).toMatchObject([{ data: { until } }]));

  it('opens more only on a further reason, and whereabouts never', () => {
    given(caseFile)(begun).when(open({ further: ['HEALTH'] }), officer).thenRefused('FURTHER_REASON_REQUIRED');
    const more = open({ further: ['IDENTITY', 'HEALTH', 'IDENTITY'], furtherReason: 'MEDICAL_TREATMENT' });
    expect(given(caseFile)(begun).when(more, officer).decision).toMatchObject([{ data: { further: ['HEALTH', 'IDENTITY'], furtherReason: 'MEDICAL_TREATMENT' } }]);
    const never = dataCategories.filter((category) => !emergencyCategories.some((one) => one === category));
    expect(never).toEqual(expect.arrayContaining(['WHEREABOUTS', 'MIGRATION', 'INVESTIGATION', 'PSYCHOSOCIAL', 'LEGAL']));
  });

  it('is never migration control’s: to it there is no such case, whatever it asks again (rule 3)', () => {
    const none = given(caseFile)().when(open(), officer).decision;
    for (const history of [[begun], [begun, openedBy('a', 'dgm', 'cc-y')]]) expect(given(caseFile)(...history).when(open(), migration).decision).toEqual(none);
  });

  it('is of no use to the lead, and none of an agent without a unit', () => {
    given(caseFile)(begun).when(open(), lead).thenRefused('EMERGENCY_NOT_NEEDED');
    given(caseFile)(begun).when(open(), { ...officer, by: { unit: '', compartment: 'pn' } }).thenRefused('NOT_FOUND');
  });

  it('is opened once while it runs; more may be opened meanwhile, and again when it has ended', () => {
    given(caseFile)(begun, openedBy('a')).when(open(), officer).thenNothing();
    given(caseFile)(begun, openedBy('a')).when(open({ access: 'b' }), sergeant).thenRefused('EMERGENCY_OPEN');
    expect(given(caseFile)(begun, openedBy('a')).when(open({ access: 'b', further: ['HEALTH'], furtherReason: 'MEDICAL_TREATMENT' }), officer).decision).toHaveLength(1);
    expect(given(caseFile)(begun, openedBy('a'), over).when(open({ access: 'b' }), officer).decision).toHaveLength(1);
    expect(given(caseFile)(begun, openedBy('a')).when(open({ access: 'b' }, at(until)), officer).decision).toHaveLength(1);
    expect(given(caseFile)(begun, openedBy('a')).when(open({ access: 'b' }), stranger).decision).toHaveLength(1);
  });

  it('ends after two hours by an event, not before, or earlier by who opened it or the lead', () => {
    given(caseFile)(begun, openedBy('a')).when(lapse('2026-01-05T13:59:59.999Z'), nobody).thenRefused('NOT_DUE');
    for (const history of [[begun, openedBy('a')], [begun, openedBy('a'), closed]]) {
      given(caseFile)(...history).when(lapse(until), nobody).then(over);
      for (const who of [officer, sergeant, lead]) given(caseFile)(...history).when(end, who).then({ type: 'EmergencyAccessEnded', data: { access: 'a', because: 'NOT_NEEDED' } });
      given(caseFile)(...history).when(end, stranger).thenRefused('NOT_FOUND');
    }
    for (const ending of [lapse(until), end]) given(caseFile)(begun, openedBy('a'), over).when(ending, officer).thenNothing();
    given(caseFile)(begun).when(lapse(until), nobody).thenNothing();
  });

  it('is reviewed by another person than who opened it, of the compartment that opened it or of the lead', () => {
    given(caseFile)(begun, openedBy('a'), over).when(review(), officer).thenRefused('TWO_PERSONS_REQUIRED');
    for (const who of [sergeant, lead]) {
      given(caseFile)(begun, openedBy('a'), over).when(review(), who).then({ ...reviewedAs('JUSTIFIED'), personal: [{ subject: 's', fields: { reviewNote: said } }] } as CaseEvent);
    }
    given(caseFile)(begun, openedBy('a'), over).when(review(), stranger).thenRefused('NOT_FOUND');
    // The same person in another office is still the same person.
    given(caseFile)(begun, openedBy('a'), over).when(review(), { ...lead, hand: 'cc-pedro' }).thenRefused('TWO_PERSONS_REQUIRED');
  });

  it('found not justified while it runs ends at once', () =>
    expect(given(caseFile)(begun, openedBy('a')).when(review('NOT_JUSTIFIED'), sergeant).decision).toMatchObject([{ data: { finding: 'NOT_JUSTIFIED' } }, { type: 'EmergencyAccessEnded', data: { because: 'REVIEW' } }]));

  it('is reviewed once; what nobody opened is unknown to the lead and not there to others', () => {
    given(caseFile)(begun, openedBy('a'), over, reviewedAs('JUSTIFIED')).when(review(), sergeant).thenNothing();
    given(caseFile)(begun, openedBy('a'), over, reviewedAs('JUSTIFIED')).when(review('NOT_JUSTIFIED'), lead).thenRefused('ANSWERED_OTHERWISE');
    for (const access of ['z', '__proto__']) {
      given(caseFile)(begun, openedBy('a')).when(review('JUSTIFIED', access), lead).thenRefused('ACCESS_UNKNOWN');
      given(caseFile)(begun, openedBy('a')).when(review('JUSTIFIED', access), sergeant).thenRefused('NOT_FOUND');
    }
  });
});

describe('emergency access, whatever is asked in whatever order', () => {
  const id = fc.constantFrom('a', 'b');
  const when = fc.constantFrom(at(noon), at(until), at('2026-01-06T00:00:00.000Z'));
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    fc.tuple(id, fc.boolean(), when).map(([access, more, s]) => open({ access, ...(more && { further: ['HEALTH'], furtherReason: 'MEDICAL_TREATMENT' }) }, s)),
    fc.tuple(id, when).map(([access, s]) => new EndEmergencyAccess({ ...of, access }, s)),
    fc.tuple(id, when).map(([access, s]) => new LapseEmergencyAccess({ ...of, access }, s)),
    fc.tuple(id, fc.constantFrom('JUSTIFIED' as const, 'NOT_JUSTIFIED' as const)).map(([access, finding]) => review(finding, access)),
  );

  it('has a form for what it writes, writes it once, and nobody reviews their own', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.constantFrom(officer, sergeant, lead, stranger, migration)), { maxLength: 30, size: 'max' }), (steps) => {
        let state: Case = given(caseFile)(begun).state;
        for (const [asked, who] of steps) {
          const decision = caseFile.decide(asked, state, who);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            const { clear, sealed = {} } = caseEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
            expect(JSON.stringify(event.data)).not.toContain(said);
            if (event.type === 'EmergencyAccessReviewed') expect(state.accesses[event.data.access]?.hand).not.toBe(who.hand);
            if (event.type === 'EmergencyAccessOpened') expect([migration, lead]).not.toContain(who);
            state = caseFile.evolve(state, recorded(event) as Recorded<CaseEvent>);
            reached.add(event.type);
          }
          const again = caseFile.decide(asked, state, who);
          expect(isRefusal(again) ? [] : again).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
    expect([...reached].sort()).toEqual(Object.keys(emergencyConcept.events).sort());
  });
});

describe('the end of emergency access', () => {
  const on = (event: ProtocolEvent): Recorded<ProtocolEvent> => recorded(event, { stream: 'case-k' }) as Recorded<ProtocolEvent>;
  const history = [openedBy('a'), openedBy('b', 'inm'), { ...over, data: { access: 'b', because: 'REVIEW' } } as CaseEvent].map(on);

  it('is due at its hour, once, and not when it has ended already; told again from any point it comes to the same', () => {
    for (let from = 0; from <= history.length; from++) {
      const memory = new SqliteProcessMemory(':memory:', 'epoch');
      for (const event of [...history, ...history.slice(from)]) expect(emergencyAccessEnd.react(event, memory)).toEqual([]);
      expect(memory.due('2026-01-05T13:59:59.999Z', 10)).toEqual([]);
      const due = memory.due(until, 10).map((item) => emergencyAccessEnd.due(item)!);
      expect(due.map(({ stream, cause, command }) => [stream, cause, command(meta()).type, command(meta()).input])).toEqual([['case-k', 'a', 'LapseEmergencyAccess', { case: 'k', access: 'a' }]]);
      memory.close();
    }
  });

  it('is its own business', () => expect(emergencyAccessEnd.due({ kind: 'consent', key: 'a', due: until, data: {} })).toBeUndefined());
});
