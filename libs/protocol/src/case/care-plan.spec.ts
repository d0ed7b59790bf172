import { given, meta } from '@amparo/event-sourcing/testing';
import { ageBands, countsAsChild } from './age-band';
import { AgreeCarePlan, AssessNeeds, CompletePlanItem, RecordAssistance, RecordServiceRefusal, RecordUnmetNeed, ReviseCarePlan } from './care-plan';
import { caseFile, type CaseEvent, type CaseFacts } from './case';

const of = { case: 'k' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const house = { unit: 'cc-5f2a', compartment: 'cc-5f2a' };
const units = { 'mmujer-azua': azua, 'pgr-pett': pett, 'casa-malala': house };
const lead: CaseFacts = { by: azua, lead: azua, care: { units } };
const serving = (by: typeof azua): CaseFacts => ({ by, lead: azua, care: { under: { status: 'ACCEPTED', to: by.unit } } });
const m = meta();

const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const adult: readonly CaseEvent[] = [opened, { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } }];
const legal = { id: 'i1', service: 'LEGAL_AID', unit: 'pgr-pett', due: '2026-02-05' } as const;
const shelter = { id: 'i2', service: 'SHELTER', unit: 'casa-malala', due: '2026-01-06' } as const;
type Plan = ConstructorParameters<typeof AgreeCarePlan>[0];
const terms: Plan = { ...of, items: [legal, shelter], goals: 'Denunciar y dormir.', agreedBy: 'SURVIVOR' };
const agree = (how: Partial<Plan> = {}, at = m) => new AgreeCarePlan({ ...terms, ...how }, at);
const revise = (items: Plan['items']) => new ReviseCarePlan({ ...terms, items }, m);
const complete = (item: string, outcome: 'ACHIEVED' | 'NOT_POSSIBLE' = 'ACHIEVED') => new CompletePlanItem({ ...of, under: 'r', item, outcome, report: 'Hecho.' }, m);

const planned = (item: string, { service, unit, due }: Plan['items'][number]) => ({ item, service, unit: units[unit as keyof typeof units].unit, due });
const agreed: CaseEvent = { type: 'CarePlanAgreed', data: { items: [planned('i1', legal), planned('i2', shelter)], agreedBy: 'SURVIVOR' } };
const completed = (item: string, outcome: 'ACHIEVED' | 'NOT_POSSIBLE' = 'ACHIEVED'): CaseEvent => ({ type: 'PlanItemCompleted', data: { item, outcome } });

describe('an assessment of needs', () => {
  it('keeps in clear what is counted, each service once, and seals the rest', () => {
    given(caseFile)(...adult)
      .when(new AssessNeeds({ ...of, needs: ['SHELTER', 'LEGAL_AID', 'SHELTER'], assessment: 'No duerme.' }, m), lead)
      .then({ type: 'NeedsAssessed', data: { needs: ['LEGAL_AID', 'SHELTER'] }, personal: [{ subject: 's', fields: { assessment: 'No duerme.' } }] });
    given(caseFile)(...adult).when(new AssessNeeds({ ...of, needs: [] }, m), lead).then({ type: 'NeedsAssessed', data: { needs: [] } });
  });
});

describe('a care plan', () => {
  it('says which service, by which unit, by when; a house stands in it by its code, and her goals are sealed', () => {
    given(caseFile)(...adult).when(agree(), lead).then({ ...agreed, personal: [{ subject: 's', fields: { goals: 'Denunciar y dormir.' } }] });
    expect(JSON.stringify(given(caseFile)(...adult).when(agree(), lead).decision)).not.toContain('casa-malala');
  });

  it('that she has not agreed to is none', () => {
    const { agreedBy: _nobody, ...without } = terms;
    given(caseFile)(...adult).when(new AgreeCarePlan(without, m), lead).thenRefused('AGREEMENT_REQUIRED');
    given(caseFile)(...adult, agreed).when(new ReviseCarePlan(without, m), lead).thenRefused('AGREEMENT_REQUIRED');
  });

  it.each(ageBands)('at the age %s is agreed by her, or, of a child and while the age is unknown, by a guardian who was appointed', (ageBand) => {
    const described: readonly CaseEvent[] = [opened, { type: 'SurvivorDescribed', data: { ageBand, sex: 'FEMALE' } }];
    if (countsAsChild(ageBand)) given(caseFile)(...described).when(agree({ agreedBy: 'GUARDIAN' }), lead).thenRefused('GUARDIAN_NOT_APPOINTED');
    const history: readonly CaseEvent[] = [...described, { type: 'GuardianAppointed', data: { guardian: 'g', kind: 'CONANI', check: 'CHILD_HEARD_ALONE' } }];
    const hers = given(caseFile)(...history).when(agree(), lead);
    const guardians = given(caseFile)(...history).when(agree({ agreedBy: 'GUARDIAN' }), lead);
    if (countsAsChild(ageBand)) hers.thenRefused('GUARDIAN_REQUIRED');
    else guardians.thenRefused('NOT_A_CHILD');
    expect((countsAsChild(ageBand) ? guardians : hers).decision).toMatchObject([{ type: 'CarePlanAgreed' }]);
  });

  it('names units that are there', () => given(caseFile)(...adult).when(agree({ items: [legal, { ...shelter, unit: 'casa-cerrada' }] }), lead).thenRefused('UNIT_UNKNOWN'));

  it.each(['2026-01-04', '2028-01-07', '0001-01-01', '9999-12-31'])('is not due on %s, agreed on 5 January 2026', (due) =>
    given(caseFile)(...adult).when(agree({ items: [{ ...legal, due }] }), lead).thenRefused('DATE_OUT_OF_RANGE'));

  it('entered late from paper may have been due meanwhile: what counts is the day it was agreed', () => {
    const late = meta({ at: '2025-11-01T12:00:00.000Z', receivedAt: '2026-01-05T12:00:00.000Z', late: 'PAPER_FORM' });
    expect(given(caseFile)(...adult).when(agree({ items: [{ ...legal, due: '2025-12-01' }] }, late), lead).decision).toMatchObject([{ type: 'CarePlanAgreed' }]);
  });

  it('is agreed once and then revised', () => {
    given(caseFile)(...adult, agreed).when(agree(), lead).thenRefused('CARE_PLAN_EXISTS');
    given(caseFile)(...adult).when(revise([legal]), lead).thenRefused('NO_CARE_PLAN');
  });

  it('as she agreed to it last is the plan: an item goes on under its id, another is gone, a new one is there', () => {
    const outcome = given(caseFile)(...adult, agreed).when(revise([{ ...legal, id: 'i8', continues: 'i1', due: '2026-03-05' }, { ...legal, id: 'i9', service: 'HEALTH_CARE' }]), lead);
    expect(outcome.decision).toMatchObject([{ type: 'CarePlanRevised', data: { items: [{ item: 'i1', due: '2026-03-05' }, { item: 'i9', service: 'HEALTH_CARE' }] } }]);
    const { state } = given(caseFile)(...adult, agreed, ...(outcome.decision as readonly CaseEvent[]));
    expect(Object.keys(state.care.plan.items)).toEqual(['i1', 'i9']);
  });

  it.each<[string, string, readonly CaseEvent[], Plan['items']]>([
    ['an item that is not in it', 'PLAN_ITEM_UNKNOWN', [], [{ ...legal, continues: 'i7' }]],
    ['an item that has ended', 'PLAN_ITEM_ENDED', [completed('i1')], [{ ...legal, continues: 'i1' }]],
    ['one item as two', 'PLAN_ITEM_TWICE', [], [{ ...legal, continues: 'i1' }, { ...shelter, continues: 'i1' }]],
  ])('does not go on with %s: %s', (_, code, more, items) =>
    given(caseFile)(...adult, agreed, ...more).when(revise(items), lead).thenRefused(code as 'PLAN_ITEM_UNKNOWN'));

  it('keeps what has ended, whatever is planned afterwards', () => {
    const revised: CaseEvent = { type: 'CarePlanRevised', data: { items: [planned('i9', legal)], agreedBy: 'SURVIVOR' } };
    given(caseFile)(...adult, agreed, completed('i1'), revised).when(complete('i1'), lead).thenNothing();
    given(caseFile)(...adult, agreed, completed('i1'), revised).when(complete('i2'), lead).thenRefused('PLAN_ITEM_UNKNOWN');
  });
});

describe('an item of a plan', () => {
  it('is completed once; a second and different answer is refused', () => {
    given(caseFile)(...adult, agreed).when(complete('i1'), lead).then({ ...completed('i1'), personal: [{ subject: 's', fields: { itemReport: 'Hecho.' } }] });
    given(caseFile)(...adult, agreed, completed('i1')).when(complete('i1'), lead).thenNothing();
    given(caseFile)(...adult, agreed, completed('i1')).when(complete('i1', 'NOT_POSSIBLE'), lead).thenRefused('ANSWERED_OTHERWISE');
    given(caseFile)(...adult, agreed).when(complete('i7'), lead).thenRefused('PLAN_ITEM_UNKNOWN');
  });

  it('is completed by the unit responsible that serves her, which learns of no other item', () => {
    expect(given(caseFile)(...adult, agreed).when(complete('i1'), serving(pett)).decision).toMatchObject([{ data: { item: 'i1', under: 'r' } }]);
    expect(given(caseFile)(...adult, agreed).when(complete('i2'), serving(house)).decision).toMatchObject([{ data: { item: 'i2', under: 'r' } }]);
    const others = given(caseFile)(...adult, agreed, completed('i2')).when(complete('i2'), serving(pett)).decision;
    expect(others).toEqual(given(caseFile)(...adult, agreed).when(complete('i7'), serving(pett)).decision);
  });
});

describe('assistance', () => {
  it('is counted by unit and service, so an agent of a unit gives it; the note is sealed', () => {
    const assist = new RecordAssistance({ ...of, service: 'PSYCHOLOGICAL_SUPPORT', note: 'Primera sesión.' }, m);
    given(caseFile)(...adult).when(assist, lead).then({ type: 'AssistanceProvided', data: { service: 'PSYCHOLOGICAL_SUPPORT' }, personal: [{ subject: 's', fields: { assistanceNote: 'Primera sesión.' } }] });
    given(caseFile)(...adult).when(assist, { ...lead, by: { unit: '', compartment: 'mmujer' } }).thenRefused('UNIT_REQUIRED');
  });

  it('never depends on identification, consent to share, or co-operation with the prosecution (rule 1)', () => {
    const refused: CaseEvent = {
      type: 'ConsentRefused',
      data: { receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', language: 'spa', by: 'SURVIVOR' },
    };
    expect(given(caseFile)(opened, refused).when(new RecordAssistance({ ...of, service: 'HEALTH_CARE' }, m), lead).decision).toMatchObject([{ type: 'AssistanceProvided' }]);
  });

  it('that she refused is no disadvantage: the same service is planned, given and found wanting as before', () => {
    const no = new RecordServiceRefusal({ ...of, service: 'LEGAL_AID', words: 'Ahora no.' }, m);
    const refused: CaseEvent = { type: 'ServiceRefusedBySurvivor', data: { service: 'LEGAL_AID' } };
    given(caseFile)(...adult).when(no, lead).then({ ...refused, personal: [{ subject: 's', fields: { herWords: 'Ahora no.' } }] });
    const { state } = given(caseFile)(...adult, refused);
    expect(state.care).toEqual(given(caseFile)(...adult).state.care);
    for (const command of [agree(), new RecordAssistance({ ...of, service: 'LEGAL_AID' }, m), no]) {
      expect(given(caseFile)(...adult, refused).when(command, lead).decision).toEqual(given(caseFile)(...adult).when(command, lead).decision);
    }
  });

  it('that nobody gave is counted, with its reason', () => {
    given(caseFile)(...adult)
      .when(new RecordUnmetNeed({ ...of, under: 'r', service: 'SHELTER', reason: 'CRITERIA_NOT_MET', note: 'Su hijo tiene 15.' }, m), serving(pett))
      .then({ type: 'UnmetNeedRecorded', data: { service: 'SHELTER', reason: 'CRITERIA_NOT_MET', under: 'r' }, personal: [{ subject: 's', fields: { unmetNote: 'Su hijo tiene 15.' } }] });
  });
});
