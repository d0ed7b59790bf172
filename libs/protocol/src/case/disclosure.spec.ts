import fc from 'fast-check';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { dataCategories, type DataCategory } from '../data-category';
import type { ProtocolEvent } from '../events';
import { legalBases, purposes } from '../legal-basis';
import { caseEvents, caseFile, type Case, type CaseCommand, type CaseEvent, type CaseFacts, type CaseRefusal } from './case';
import { disclosureConcept, LapseDisclosure, MakeDisclosure, RecordDisclosureInError } from './disclosure';
import { disclosureEnd } from './disclosure-end.process';

const of = { case: 'k' };
const until = '2026-06-01T00:00:00.000Z';
const ordered = meta({ basis: { kind: 'COURT_ORDER', ref: '12-2026' } });
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const clinic = { unit: 'mispas-atencion', compartment: 'mispas' };
const house = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const lead: CaseFacts = { by: azua, lead: azua, told: clinic, toldKind: 'HEALTH' };
const served: CaseFacts = { ...lead, by: house, under: { status: 'ACCEPTED', to: house.unit, service: 'SHELTER' } };
const stranger: CaseFacts = { ...lead, by: { unit: 'dgm-sede', compartment: 'dgm' } };
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };

const said = 'Le leyeron el informe por teléfono.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const adult: CaseEvent = { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } };
const consent: CaseEvent = {
  type: 'ConsentGiven',
  data: { consent: 'c', receiver: clinic.unit, categories: ['HEALTH'], purpose: 'ASSISTANCE', until, history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR' },
};
const begun = [opened, adult, consent];
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'RETURNED' } };
const made: CaseEvent = { type: 'DisclosureMade', data: { disclosure: 'd', receiver: clinic.unit, categories: ['HEALTH'], purpose: 'ASSISTANCE', consents: ['c'] } };
const madeUntil: CaseEvent = { type: 'DisclosureMade', data: { disclosure: 'd', receiver: clinic.unit, categories: ['LEGAL'], purpose: 'PROSECUTION', consents: [], until } };

type Telling = ConstructorParameters<typeof MakeDisclosure>[0];
const tell = (more: Partial<Telling> = {}, surroundings = meta()) =>
  new MakeDisclosure({ ...of, disclosure: 'd', receiver: clinic.unit, categories: ['HEALTH'], for: 'ASSISTANCE', consents: ['c'], disclosed: said, ...more }, surroundings);
const err = (more: Partial<ConstructorParameters<typeof RecordDisclosureInError>[0]> = {}) => new RecordDisclosureInError({ ...of, categories: ['HEALTH'], cause: 'TOO_MUCH', account: said, ...more }, meta());

describe('a disclosure', () => {
  it('is made by the lead, on consents of hers that are named; what was told is sealed', () => {
    given(caseFile)(...begun).when(tell(), lead).then({ ...made, personal: [{ subject: 's', fields: { disclosed: said } }] } as CaseEvent);
    for (const who of [served, stranger]) given(caseFile)(...begun).when(tell(), who).thenRefused('NOT_FOUND');
    given(caseFile)(...begun, made).when(tell(), lead).thenNothing();
    const { told: _none, ...unknown } = lead;
    given(caseFile)(...begun).when(tell(), unknown).thenRefused('RECEIVER_UNKNOWN');
  });

  it.each<[string, readonly CaseEvent[], Partial<Telling>, CaseRefusal]>([
    ['nothing is named', begun, { consents: [] }, 'CONSENT_REQUIRED'],
    ['it was withdrawn', [...begun, { type: 'ConsentWithdrawn', data: { consent: 'c', by: 'SURVIVOR' } }], {}, 'CONSENT_ENDED'],
    ['it was given for something else', begun, { for: 'PROSECUTION' }, 'CONSENT_FOR_OTHER_PURPOSE'],
    ['it covers less', begun, { categories: ['HEALTH', 'WHEREABOUTS'] }, 'CONSENT_TOO_NARROW'],
    ['she died', [...begun, { type: 'SurvivorDied', data: {} }], {}, 'SURVIVOR_DIED'],
  ])('on consent is not made when %s', (_, history, more, refusal) => given(caseFile)(...history).when(tell(more), lead).thenRefused(refusal));

  it('on an order names its end, and is taken on a closed case too', () => {
    const order = tell({ categories: ['LEGAL'], for: 'PROSECUTION', consents: [], until }, ordered);
    for (const history of [begun, [...begun, closed]]) expect(given(caseFile)(...history).when(order, lead).decision).toMatchObject([madeUntil]);
    const at = (end?: string) => given(caseFile)(...begun).when(tell({ consents: [], ...(end !== undefined && { until: end }) }, ordered), lead);
    at().thenRefused('UNTIL_REQUIRED');
    at('2026-01-05T12:00:00.000Z').thenRefused('UNTIL_NOT_IN_FUTURE');
    expect(at('2027-01-06T12:00:00.000Z').decision).toHaveLength(1);
    at('2027-01-06T12:00:00.001Z').thenRefused('DISCLOSURE_TOO_LONG');
    at('9999-12-31T00:00:00.000Z').thenRefused('DISCLOSURE_TOO_LONG');
  });

  const opens: Readonly<Record<string, readonly DataCategory[]>> = {
    COURT_ORDER: dataCategories,
    LEGAL_OBLIGATION: ['STATUS', 'IDENTITY', 'PROTECTION'],
    BEST_INTERESTS_OF_CHILD: ['STATUS', 'IDENTITY', 'CONTACT', 'PROTECTION', 'HEALTH', 'LEGAL', 'CHILDREN'],
  };
  it.each(legalBases.filter((kind) => kind !== 'CONSENT'))('on %s opens what that basis opens, whereabouts on a court order alone (rules 4 and 10)', (kind) => {
    for (const category of dataCategories) {
      for (const ref of ['12-2026', undefined]) {
        const command = tell({ categories: [category], consents: [], until }, meta({ basis: { kind, ...(ref && { ref }) } }));
        const { decision } = given(caseFile)(opened).when(command, { ...lead, toldKind: 'CHILDREN' });
        const may = ref !== undefined && (opens[kind]?.includes(category) ?? false);
        expect([kind, category, ref, isRefusal(decision) ? decision.refused : 'made']).toEqual([kind, category, ref, may ? 'made' : 'BASIS_NOT_OPEN']);
      }
    }
    if (kind === 'BEST_INTERESTS_OF_CHILD') {
      const command = tell({ categories: ['HEALTH'], consents: [], until }, meta({ basis: { kind, ref: '1' } }));
      given(caseFile)(opened).when(command, lead).thenRefused('BASIS_NOT_OPEN'); // not the council for children
      given(caseFile)(opened, adult).when(command, { ...lead, toldKind: 'CHILDREN' }).thenRefused('BASIS_NOT_OPEN');
    }
  });

  it('tells migration control of migration only, for residence, on consent or a court order (rule 3)', () => {
    for (const kind of legalBases) {
      for (const category of dataCategories) {
        for (const purpose of purposes) {
          const command = tell({ categories: [category], for: purpose, consents: [], until }, meta({ basis: { kind, ref: '1' } }));
          const { decision } = given(caseFile)(...begun).when(command, { ...lead, toldKind: 'MIGRATION_CONTROL' });
          const may = (kind === 'CONSENT' || kind === 'COURT_ORDER') && category === 'MIGRATION' && purpose === 'RESIDENCE';
          expect(isRefusal(decision) && decision.refused === 'MIGRATION_CONTROL_LIMIT').toBe(!may);
        }
      }
    }
  });

  it('that no consent ends ends at its date, once', () => {
    const lapse = (now: string) => new LapseDisclosure({ ...of, disclosure: 'd' }, meta({ receivedAt: now, at: now }));
    given(caseFile)(...begun, madeUntil).when(lapse('2026-05-31T23:59:59.999Z'), nobody).thenRefused('NOT_DUE');
    for (const history of [begun, [...begun, closed]]) given(caseFile)(...history, madeUntil).when(lapse(until), nobody).then({ type: 'DisclosureLapsed', data: { disclosure: 'd' } });
    given(caseFile)(...begun, madeUntil, { type: 'DisclosureLapsed', data: { disclosure: 'd' } }).when(lapse(until), nobody).thenNothing();
    given(caseFile)(...begun, made).when(lapse('9999-01-01T00:00:00.000Z'), nobody).thenNothing();
  });
});

describe('a disclosure in error', () => {
  it('is recorded by the lead or who serves her, each time, on a closed case too, whoever learned it', () => {
    const personal = [{ subject: 's', fields: { errorAccount: said } }];
    const recordedError: CaseEvent = { type: 'DisclosureInErrorRecorded', data: { categories: ['HEALTH'], cause: 'TOO_MUCH' }, personal };
    const { told: _nobodyKnown, ...facts } = lead;
    for (const history of [begun, [...begun, closed], [...begun, recordedError]]) given(caseFile)(...history).when(err(), facts).then(recordedError);
    expect(given(caseFile)(...begun).when(err({ receiver: clinic.unit, under: 'r' }), served).decision).toMatchObject([{ data: { receiver: clinic.unit, under: 'r' } }]);
    given(caseFile)(...begun).when(err(), stranger).thenRefused('NOT_FOUND');
    given(caseFile)(...begun).when(err({ receiver: 'nowhere-at-all' }), facts).thenRefused('RECEIVER_UNKNOWN');
  });

  it('ends the disclosure that it names', () => {
    const { told: _none, ...facts } = lead;
    for (const disclosure of ['x', '__proto__']) given(caseFile)(...begun, made).when(err({ disclosure }), facts).thenRefused('DISCLOSURE_UNKNOWN');
    const [event] = given(caseFile)(...begun, madeUntil).when(err({ disclosure: 'd' }), facts).decision as readonly CaseEvent[];
    expect(given(caseFile)(...begun, madeUntil, event!).state.disclosures).toEqual({ d: { until, ended: true } });
  });
});

it('disclosures, whatever is asked in whatever order, have a form for what they write, and none is ended twice', () => {
  const reached = new Set<string>();
  const id = fc.constantFrom('d', 'e');
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    id.map((disclosure) => tell({ disclosure, consents: [], until, categories: ['LEGAL'] }, ordered)),
    id.map((disclosure) => tell({ disclosure })),
    fc.tuple(id, fc.constantFrom(until, '2026-02-01T00:00:00.000Z')).map(([disclosure, now]) => new LapseDisclosure({ ...of, disclosure }, meta({ at: now, receivedAt: now }))),
    id.map((disclosure) => err({ disclosure })),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.constantFrom(lead, lead, served, stranger)), { maxLength: 30, size: 'max' }), (steps) => {
      let state: Case = given(caseFile)(...begun).state;
      for (const [asked, who] of steps) {
        const decision = caseFile.decide(asked, state, who);
        if (isRefusal(decision)) continue;
        for (const event of decision) {
          const { clear, sealed = {} } = caseEvents[event.type];
          expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
          for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
          expect(JSON.stringify(event.data)).not.toContain(said);
          if (event.type === 'DisclosureLapsed') expect(state.disclosures[event.data.disclosure]?.ended).toBe(false);
          state = caseFile.evolve(state, recorded(event) as Recorded<CaseEvent>);
          reached.add(event.type);
        }
      }
    }),
    { numRuns: 200 },
  );
  expect([...reached].sort()).toEqual(Object.keys(disclosureConcept.events).sort());
});

describe('the end of a disclosure', () => {
  const on = (event: CaseEvent): Recorded<ProtocolEvent> => recorded(event as ProtocolEvent, { stream: 'case-k' }) as Recorded<ProtocolEvent>;
  const dueAfter = (...history: CaseEvent[]): unknown[] => {
    const memory = new SqliteProcessMemory(':memory:', 'epoch');
    for (const event of history) expect(disclosureEnd.react(on(event), memory)).toEqual([]);
    const due = memory.due(until, 10).map((item) => disclosureEnd.due(item)!);
    memory.close();
    return due.map(({ stream, cause, command }) => [stream, cause, command(meta()).type, command(meta()).input]);
  };

  it('is due at its date where it has one, and not when it has ended; told again it comes to the same', () => {
    expect(dueAfter(madeUntil)).toEqual([['case-k', 'd', 'LapseDisclosure', { case: 'k', disclosure: 'd' }]]);
    expect(dueAfter(made)).toEqual([]);
    const ends: CaseEvent[] = [
      { type: 'DisclosureLapsed', data: { disclosure: 'd' } },
      { type: 'DisclosureInErrorRecorded', data: { categories: ['LEGAL'], cause: 'WRONG_RECEIVER', disclosure: 'd' } },
    ];
    for (const end of ends) for (const history of [[madeUntil, end], [madeUntil, end, madeUntil, end], [madeUntil, end, end]]) expect(dueAfter(...history)).toEqual([]);
    expect(dueAfter(madeUntil, { type: 'DisclosureInErrorRecorded', data: { categories: ['LEGAL'], cause: 'LOST_OR_STOLEN' } })).toHaveLength(1);
  });

  it('is its own business', () => expect(disclosureEnd.due({ kind: 'consent', key: 'd', due: until, data: {} })).toBeUndefined());
});
