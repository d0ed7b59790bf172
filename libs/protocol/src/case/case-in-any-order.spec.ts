import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import { careEvents } from './care';
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
  type Case,
  type CaseCommand,
  type CaseEvent,
  type CaseFacts,
} from './case';
import { AgreeSafeContact, RevokeSafeContact } from './safe-contact';
import { EscalateCase } from './case-clocks';
import { childConcept } from './child';
import { GiveConsent, LapseConsent, RefuseConsent, WithdrawConsent } from './consent';
import { disclosureConcept } from './disclosure';
import { emergencyConcept } from './emergency-access';
import { guardianshipConcept } from './guardianship';
import { identificationConcept } from './identification';
import { transferConcept } from './lead-transfer';
import { mergingConcept } from './merging';
import { protectionConcept } from './protection';

const of = { case: 'k' };
const until = '2026-03-01T00:00:00.000Z';
const units = ['mmujer-azua', 'mmujer-bani', 'pgr-pett', 'conani-proteccion'];
const party = (unit: string) => ({ unit, compartment: unit === 'pgr-pett' ? unit : unit.split('-')[0]! });

const when = fc.constantFrom('2026-01-05T12:00:00.000Z', until).map((receivedAt) => meta({ at: receivedAt, receivedAt }));
const unit = fc.constantFrom(...units);
const by = fc.constantFrom('SURVIVOR' as const, 'GUARDIAN' as const);
const language = fc.constantFrom('spa', 'hat');
const id = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`);
const asked = { case: fc.constant('k'), receiver: unit, categories: fc.constant(['PROTECTION'] as const), for: fc.constant('ASSISTANCE' as const), language, by };

/** Any command on the case, with few ids, so that commands meet. */
const command: fc.Arbitrary<CaseCommand> = fc.oneof(
  when.map((m) => new OpenCase({ ...of, subject: 's', matter: 'TRAFFICKING', kind: 'SURVIVOR' }, m)),
  fc.tuple(unit, when).map(([to, m]) => new AssignCase({ ...of, agent: 'ag-2', unit: to }, m)),
  fc.tuple(fc.constantFrom('9-17' as const, '24-26' as const), when).map(([ageBand, m]) => new DescribeSurvivor({ ...of, ageBand, sex: 'FEMALE', givenName: 'Altagracia' }, m)),
  fc.tuple(id('a'), when).map(([contact, m]) => new AgreeSafeContact({ ...of, contact, channel: 'PHONE', address: '+1 809 555 0101', owner: 'hermana' }, m)),
  fc.tuple(id('a'), when).map(([contact, m]) => new RevokeSafeContact({ ...of, contact, reason: 'NOT_SAFE' }, m)),
  fc.tuple(fc.uniqueArray(language), when).map(([languages, m]) => new RecordLanguageNeed({ ...of, languages, interpreter: false }, m)),
  when.map((m) => new RecordScreening({ ...of, screening: 'w', note: 'Pasaporte retenido.' }, m)),
  fc.tuple(fc.record(asked), id('c'), when).map(([of, consent, m]) => new GiveConsent({ ...of, consent, until, history: 'ALL', textVersion: '1' }, m)),
  fc.tuple(fc.record(asked), when).map(([of, m]) => new RefuseConsent(of, m)),
  fc.tuple(id('c'), by, when).map(([consent, whose, m]) => new WithdrawConsent({ ...of, consent, by: whose }, m)),
  fc.tuple(id('c'), when).map(([consent, m]) => new LapseConsent({ ...of, consent }, m)),
  fc
    .tuple(fc.nat(8), fc.constantFrom('givenName', 'address', 'note', 'lead'), when)
    .map(([n, field, m]) => new CorrectEntry({ ...of, corrects: `e${n}`, reason: 'MISTYPED', corrected: [{ field, value: 'Altagracia' }] }, m)),
  fc.tuple(fc.constantFrom('DIED' as const, 'CONTACT_LOST' as const), when).map(([reason, m]) => new CloseCase({ ...of, reason }, m)),
  when.map((m) => new ReopenCase({ ...of, reason: 'CAME_BACK' }, m)),
  when.map((m) => new EscalateCase({ ...of, clock: 'PRESUMPTION', level: 'SUPERVISOR' }, m)),
  fc.tuple(unit, when).map(([lead, m]) => new ReassignLead({ ...of, exclusion: 'e', lead }, m)),
);
const asker = fc.record({ by: fc.constantFrom('mmujer-azua', 'mmujer-azua', ...units), mayReassign: fc.boolean(), namedExcluded: fc.boolean() });

/** The facts as a handler would read them. */
function factsOf(command: CaseCommand, state: Case, { by, mayReassign, namedExcluded }: { by: string; mayReassign: boolean; namedExcluded: boolean }): CaseFacts {
  const { unit: assignee, lead, receiver } = command.input as { unit?: string; lead?: string; receiver?: string };
  const named = assignee ?? lead;
  return {
    by: party(by),
    mayReassign,
    namedExcluded,
    ...(state.opened && { lead: party(state.opened.lead) }),
    ...(named && { named: { ...party(named), ...(assignee && { agent: 'ag-2' }) } }),
    ...(receiver && { consent: { receiver: party(receiver) } }),
  };
}

/** What was observed is an entry each time; everything else is so, or is not. */
const entries: readonly CaseEvent['type'][] = ['SurvivorDescribed', 'LanguageNeedRecorded', 'ScreeningRecorded', 'ConsentRefused', 'EntryCorrected'];
const takenWhenClosed: readonly CaseEvent['type'][] = ['CaseReopened', 'EntryCorrected', 'ConsentWithdrawn', 'ConsentLapsed', 'LeadReassigned'];
const takenFromOthers: readonly CaseEvent['type'][] = ['ConsentWithdrawn', 'ConsentLapsed', 'LeadReassigned', 'CaseEscalated'];

/** Concepts whose own specs ask everything in any order. */
const triedBesideThem: readonly { events: object }[] = [identificationConcept, guardianshipConcept, childConcept, protectionConcept, emergencyConcept, transferConcept, disclosureConcept, mergingConcept];

/** A case of an adult who understands Spanish and consented to something. */
const m = meta();
const begun = [
  new OpenCase({ ...of, subject: 's', matter: 'RETURN', kind: 'SURVIVOR' }, m),
  new DescribeSurvivor({ ...of, ageBand: '24-26', sex: 'FEMALE' }, m),
  new RecordLanguageNeed({ ...of, languages: ['spa'], interpreter: false }, m),
  new GiveConsent({ ...of, consent: 'c1', receiver: 'pgr-pett', categories: ['PROTECTION'], for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', until, history: 'ALL', textVersion: '1' }, m),
].map((command) => [command, { by: 'mmujer-azua', mayReassign: false, namedExcluded: false }] as const);

describe('a case, whatever is asked of it in whatever order', () => {
  it('writes what has a form, once, for whom it may, and is what its history says', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, asker), { maxLength: 40, size: 'max' }), (steps) => {
        let state = caseFile.initial;
        const history: Recorded<CaseEvent>[] = [];
        for (const [asked, who] of [...begun, ...steps]) {
          const before = state;
          const facts = factsOf(asked, before, who);
          const decision = caseFile.decide(asked, before, facts);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            const { clear, sealed = {} } = caseEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
            if (event.type === 'EntryCorrected') {
              const corrected = history.find(({ id }) => id === event.data.corrects);
              expect(Object.values(caseEvents[corrected!.type].sealed!)).toContain(event.data.category);
            }
            if (before.closed !== undefined) expect(takenWhenClosed).toContain(event.type);
            if (facts.lead && facts.lead.compartment !== facts.by.compartment) expect(takenFromOthers).toContain(event.type);

            reached.add(event.type);
            const stored = recorded(event, { id: `e${history.length}` }) as Recorded<CaseEvent>;
            history.push(stored);
            state = caseFile.evolve(state, stored);
          }
          const again = caseFile.decide(asked, state, factsOf(asked, state, who));
          if (!decision.some(({ type }) => entries.includes(type))) expect(isRefusal(again) ? [] : again).toEqual([]);
        }
        expect(history.reduce(caseFile.evolve, caseFile.initial)).toEqual(state);
      }),
      { numRuns: 300 },
    );
    const others = Object.keys(caseEvents).filter((type) => !(type in careEvents) && !triedBesideThem.some(({ events }) => type in events)); // those of care are tried in `care-in-any-order.spec.ts`
    expect([...reached].sort()).toEqual(others.sort()); // nothing was left untried
  });
});
