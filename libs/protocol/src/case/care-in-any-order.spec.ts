import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import { AgreeCarePlan, AssessNeeds, CompletePlanItem, RecordAssistance, RecordServiceRefusal, RecordUnmetNeed, ReviseCarePlan } from './care-plan';
import { careEvents, careRules, endedWithHer, type CareCommand } from './care';
import { caseEvents, caseFile, CloseCase, CorrectEntry, DescribeSurvivor, OpenCase, ReopenCase, type Case, type CaseCommand, type CaseEvent, type CaseFacts } from './case';
import { AgreeReintegrationPlan, AnswerGrievance, RaiseGrievance, RecordContactLost, RecordContactRegained, RecordFollowUp } from './reintegration';
import { DecideNonPunishment, NoteInterview, RecordDeath, ReportSafetyIncident, RequestNonPunishment } from './safety';

const of = { case: 'k' };
const units: readonly string[] = ['mmujer-azua', 'mmujer-bani', 'pgr-pett', 'cc-5f2a'];
const party = (unit: string) => ({ unit, compartment: unit.startsWith('mmujer') ? 'mmujer' : unit });

const when = fc.constantFrom('2026-01-05T12:00:00.000Z', '2026-02-10T12:00:00.000Z', '2027-02-01T12:00:00.000Z').map((at) => meta({ at, receivedAt: at }));
const few = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`);
const unit = fc.constantFrom(...units);
const agreedBy = fc.oneof({ weight: 6, arbitrary: fc.constant('SURVIVOR' as const) }, fc.constantFrom('GUARDIAN' as const, undefined));
const service = fc.constantFrom('LEGAL_AID' as const, 'SHELTER' as const);
const under = fc.constantFrom({}, { under: 'r' });
const item = fc.record({ id: few('i'), service, unit, due: fc.constantFrom('2027-12-31', '2027-12-30', '9999-12-31') });
const revised = fc.oneof(item, fc.tuple(item, few('i')).map(([one, continues]) => ({ ...one, continues })));
const planned = <Item>(items: fc.Arbitrary<Item>) => fc.record({ items: fc.array(items, { minLength: 1, maxLength: 2 }), by: agreedBy });
const plan = <Item>({ items, by }: { items: Item[]; by: 'SURVIVOR' | 'GUARDIAN' | undefined }) => ({ ...of, items, goals: 'Dormir.', ...(by && { agreedBy: by }) });

/** Any command of care, with few ids, so that commands meet; and, less often, what closes, ends or corrects around them. */
const care: fc.Arbitrary<CareCommand> = fc.oneof(
  fc.tuple(fc.array(service), when).map(([needs, m]) => new AssessNeeds({ ...of, needs }, m)),
  fc.tuple(planned(item), when).map(([asked, m]) => new AgreeCarePlan(plan(asked), m)),
  fc.tuple(planned(revised), when).map(([asked, m]) => new ReviseCarePlan(plan(asked), m)),
  fc.tuple(few('i'), fc.constantFrom('ACHIEVED' as const, 'NOT_POSSIBLE' as const), under, when).map(([item, outcome, r, m]) => new CompletePlanItem({ ...of, ...r, item, outcome }, m)),
  fc.tuple(service, under, when).map(([service, r, m]) => new RecordAssistance({ ...of, ...r, service, note: 'Escuchada.' }, m)),
  fc.tuple(service, when).map(([service, m]) => new RecordServiceRefusal({ ...of, service }, m)),
  fc.tuple(service, under, when).map(([service, r, m]) => new RecordUnmetNeed({ ...of, ...r, service, reason: 'NO_CAPACITY' }, m)),
  fc.tuple(under, when).map(([r, m]) => new ReportSafetyIncident({ ...of, ...r, kind: 'THREAT', severity: 'LOW', account: 'Un mensaje.' }, m)),
  fc.tuple(fc.constantFrom(undefined, 'ORDERED' as const), under, when).map(([again, r, m]) => new NoteInterview({ ...of, ...r, for: 'STATEMENT', interviewer: 'Yokasta', ...(again && { again }) }, m)),
  fc.tuple(few('q'), when).map(([request, m]) => new RequestNonPunishment({ ...of, request, offences: 'Documento falso.' }, m)),
  fc.tuple(few('q'), fc.constantFrom('GRANTED' as const, 'REFUSED' as const), under, when).map(([request, decision, r, m]) => new DecideNonPunishment({ ...of, ...r, request, decision, reasons: 'Obligada.' }, m)),
  fc.tuple(fc.constantFrom('2026-01-05', '2026-03-01', '2206-01-05'), agreedBy, when).map(([startsOn, by, m]) => new AgreeReintegrationPlan({ ...of, startsOn, supports: ['Legal'], aims: 'Un salón.', ...(by && { agreedBy: by }) }, m)),
  fc.tuple(fc.constantFrom(1 as const, 12 as const), fc.constantFrom('WELL' as const, 'NOT_REACHED' as const), when).map(([month, outcome, m]) => new RecordFollowUp({ ...of, month, outcome }, m)),
  when.map((m) => new RecordContactLost({ ...of, lastContact: 'El domingo.' }, m)),
  when.map((m) => new RecordContactRegained(of, m)),
  fc.tuple(few('g'), unit, under, when).map(([grievance, unit, r, m]) => new RaiseGrievance({ ...of, ...r, grievance, unit, kind: 'DELAY', by: 'SURVIVOR', words: 'Esperé.' }, m)),
  fc.tuple(few('g'), fc.constantFrom('UPHELD' as const, 'NOT_UPHELD' as const), under, when).map(([grievance, outcome, r, m]) => new AnswerGrievance({ ...of, ...r, grievance, outcome, answer: 'Perdón.' }, m)),
);
const around: fc.Arbitrary<CaseCommand> = fc.oneof(
  when.map((m) => new RecordDeath({ ...of, circumstances: 'Acta.' }, m)),
  when.map((m) => new CloseCase({ ...of, reason: 'REINTEGRATED' }, m)),
  { weight: 4, arbitrary: when.map((m) => new ReopenCase({ ...of, reason: 'CAME_BACK' }, m)) },
  fc.tuple(fc.nat(20), when).map(([n, m]) => new CorrectEntry({ ...of, corrects: `e${n}`, reason: 'WRONG_PERSON', corrected: [{ field: 'circumstances', value: '"De otra."' }] }, m)),
);
const command = fc.oneof({ weight: 15, arbitrary: care as fc.Arbitrary<CaseCommand> }, { weight: 1, arbitrary: around });
const asker = fc.record({ by: fc.constantFrom('mmujer-azua', ...units), status: fc.constantFrom('ACCEPTED', 'IN_SERVICE', 'REQUESTED', 'COMPLETED') });
type Asker = { by: string; status: string };

/** The facts as a handler would read them: the referral that is named was sent to the prosecutor. */
function factsOf({ input }: CaseCommand, state: Case, { by, status }: Asker): CaseFacts {
  const { under, unit } = input as { under?: string; unit?: string };
  return {
    by: party(by),
    ...(state.opened && { lead: party(state.opened.lead) }),
    care: {
      ...(under !== undefined && { under: { status, to: 'pgr-pett' } }),
      units: Object.fromEntries(units.map((code) => [code, party(code)])),
      hand: `cc-of-${by}`,
      prosecutes: by === 'pgr-pett',
      ...(unit !== undefined && { concerned: { unit } }),
    },
  };
}

/** What was observed or agreed is an entry each time; everything else is so, or is not. */
const entries: readonly string[] = [
  'SurvivorDescribed',
  'NeedsAssessed',
  'CarePlanRevised',
  'AssistanceProvided',
  'ServiceRefusedBySurvivor',
  'UnmetNeedRecorded',
  'SafetyIncidentReported',
  'InterviewNoted',
  'ReintegrationPlanAgreed',
  'EntryCorrected',
];
const m = meta();
const begun = [new OpenCase({ ...of, subject: 's', matter: 'RETURN', kind: 'SURVIVOR' }, m), new DescribeSurvivor({ ...of, ageBand: '24-26', sex: 'FEMALE' }, m)].map(
  (command) => [command, { by: 'mmujer-azua', status: 'REQUESTED' }] as const,
);

describe('what is done for her, whatever is asked in whatever order', () => {
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
            for (const { subject, fields } of event.personal ?? []) expect([subject, Object.keys(sealed)]).toEqual(['s', expect.arrayContaining(Object.keys(fields))]);
            if (event.type in careEvents) {
              const rule = careRules[asked.type as CareCommand['type']];
              if (before.closed !== undefined) expect(rule.whenClosed).toBe(true);
              expect(endedWithHer(before.care, asked)).toBe(false);
              if (facts.lead?.compartment !== facts.by.compartment) expect([rule.serving, event.data]).toEqual([true, expect.objectContaining({ under: 'r' })]);
            }
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
    expect(Object.keys(careEvents).filter((type) => !reached.has(type))).toEqual([]); // nothing was left untried
  });
});
