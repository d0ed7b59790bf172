import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { DataCategory } from '../data-category';
import { caseEvents, caseFile, type Case, type CaseCommand, type CaseEvent, type CaseFacts, type CaseRefusal } from './case';
import { AcceptLeadTransfer, DeclineLeadTransfer, openToLead, RequestLeadTransfer, transferConcept } from './lead-transfer';

const of = { case: 'k' };
const m = meta();
const later = meta({ at: '2026-02-01T00:00:00.000Z', receivedAt: '2026-02-01T00:00:00.000Z' });
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const conani = { unit: 'conani-proteccion', compartment: 'conani' };
const lead: CaseFacts = { by: azua, lead: azua, hand: 'cc-rosa', addressed: conani, addressedKind: 'CHILDREN' };
const receiver: CaseFacts = { by: conani, lead: azua, hand: 'cc-ines', addressed: conani };
const stranger: CaseFacts = { ...receiver, by: { unit: 'dgm-sede', compartment: 'dgm' } };

const said = 'Se muda con una tía.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const adult: CaseEvent = { type: 'SurvivorDescribed', data: { ageBand: '24-26', sex: 'FEMALE' } };
const consents = (more: Partial<Extract<CaseEvent, { type: 'ConsentGiven' }>['data']> = {}): CaseEvent => ({
  type: 'ConsentGiven',
  data: { consent: 'c', receiver: conani.unit, categories: openToLead, purpose: 'ASSISTANCE', until: '2026-01-20T00:00:00.000Z', history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR', ...more },
});
const begun = [opened, adult, consents()];
const asked: CaseEvent = { type: 'LeadTransferRequested', data: { transfer: 't', from: azua.unit, to: conani.unit, reason: 'SHE_MOVED', consents: ['c'], hand: 'cc-rosa' } };
const accepted: CaseEvent = { type: 'LeadTransferAccepted', data: { transfer: 't', lead: conani.unit } };
const declined: CaseEvent = { type: 'LeadTransferDeclined', data: { transfer: 't', reason: 'NO_CAPACITY' } };

const request = (more: Partial<ConstructorParameters<typeof RequestLeadTransfer>[0]> = {}, surroundings = m) =>
  new RequestLeadTransfer({ ...of, transfer: 't', to: conani.unit, reason: 'SHE_MOVED', consents: ['c'], note: said, ...more }, surroundings);
const accept = (surroundings = m, transfer = 't') => new AcceptLeadTransfer({ ...of, transfer }, surroundings);
const decline = (reason: 'NO_CAPACITY' | 'SHE_DECLINES' = 'NO_CAPACITY') => new DeclineLeadTransfer({ ...of, transfer: 't', reason, note: said }, m);

describe('a transfer of the lead', () => {
  it('is asked for by the lead, on consents of hers that are named', () => {
    given(caseFile)(...begun).when(request(), lead).then({ ...asked, personal: [{ subject: 's', fields: { transferNote: said } }] } as CaseEvent);
    given(caseFile)(...begun).when(request(), receiver).thenRefused('NOT_FOUND');
    given(caseFile)(...begun, asked).when(request(), lead).thenNothing();
  });

  it.each<[string, Partial<Extract<CaseEvent, { type: 'ConsentGiven' }>['data']>, CaseRefusal]>([
    ['to another', { receiver: 'pgr-pett' }, 'CONSENT_FOR_ANOTHER'],
    ['for another purpose', { purpose: 'PROSECUTION' }, 'CONSENT_FOR_OTHER_PURPOSE'],
    ['that has ended', { until: '2026-01-05T12:00:00.000Z' }, 'CONSENT_ENDED'],
    ...openToLead.map((category): [string, object, CaseRefusal] => [`without ${category}`, { categories: openToLead.filter((one) => one !== category) as DataCategory[] }, 'CONSENT_TOO_NARROW']),
  ])('rests on no consent %s: who leads sees all of it', (_, terms, refusal) => given(caseFile)(opened, adult, consents(terms)).when(request(), lead).thenRefused(refusal));

  it.each<[string, readonly CaseEvent[], Parameters<typeof meta>[0], Partial<CaseFacts>, CaseRefusal | 'taken']>([
    ['the best interests of a child, to the council for children', [opened], { basis: { kind: 'BEST_INTERESTS_OF_CHILD' } }, {}, 'taken'],
    ['the same, of an adult', [opened, adult], { basis: { kind: 'BEST_INTERESTS_OF_CHILD' } }, {}, 'BASIS_NOT_OPEN'],
    ['the same, to another', [opened], { basis: { kind: 'BEST_INTERESTS_OF_CHILD' } }, { addressedKind: 'HEALTH' }, 'BASIS_NOT_OPEN'],
    ['the order of a court', [opened, adult], { basis: { kind: 'COURT_ORDER', ref: '12-2026' } }, {}, 'taken'],
    ['an order without a number', [opened, adult], { basis: { kind: 'COURT_ORDER' } }, {}, 'BASIS_NOT_OPEN'],
    ['a mandate', [opened, adult], { basis: { kind: 'LEGAL_MANDATE', ref: '12-2026' } }, { addressedKind: 'PROSECUTION' }, 'BASIS_NOT_OPEN'],
    ['nothing', [opened, adult], {}, {}, 'CONSENT_REQUIRED'],
    ['anything, to migration control', [opened, adult], { basis: { kind: 'COURT_ORDER', ref: '12-2026' } }, { addressedKind: 'MIGRATION_CONTROL' }, 'MIGRATION_CONTROL_LIMIT'],
  ])('on %s: %#', (_, history, surroundings, facts, answer) => {
    const outcome = given(caseFile)(...history).when(request({ consents: [] }, meta(surroundings)), { ...lead, ...facts });
    if (answer === 'taken') expect(outcome.decision).toMatchObject([{ type: 'LeadTransferRequested', data: { consents: [] } }]);
    else outcome.thenRefused(answer);
  });

  it('goes to a unit that is there, of another compartment', () => {
    const { addressed: _none, ...unknown } = lead;
    given(caseFile)(...begun).when(request(), unknown).thenRefused('UNIT_UNKNOWN');
    given(caseFile)(...begun).when(request(), { ...lead, addressed: { unit: 'mmujer-bani', compartment: 'mmujer' } }).thenRefused('TRANSFER_WITHIN');
  });

  it('is accepted by who was asked, or its supervisor, who leads from then on; the former agent stays behind', () => {
    const assigned: CaseEvent = { type: 'CaseAssigned', data: { agent: 'ag-2', unit: azua.unit } };
    given(caseFile)(...begun, assigned, asked).when(accept(), receiver).then(accepted);
    const supervisor = { ...receiver, by: { unit: 'conani-sede', compartment: 'conani' } };
    given(caseFile)(...begun, asked).when(accept(), { ...supervisor, standsIn: true }).then(accepted);
    given(caseFile)(...begun, asked).when(accept(), supervisor).thenRefused('NOT_FOUND');
    const { state } = given(caseFile)(...begun, assigned, asked, accepted);
    expect([state.opened?.lead, state.assigned]).toEqual([conani.unit, undefined]);
    given(caseFile)(...begun, asked, accepted).when(accept(), { ...receiver, lead: conani }).thenNothing();
  });

  it('is nobody else’s to answer: the lead is told so, others find no case', () => {
    for (const command of [accept(), decline()]) {
      given(caseFile)(...begun, asked).when(command, { ...lead, addressed: conani }).thenRefused('NOT_THE_ADDRESSEE');
      given(caseFile)(...begun, asked).when(command, stranger).thenRefused('NOT_FOUND');
    }
    given(caseFile)(...begun, asked).when(accept(m, '__proto__'), lead).thenRefused('TRANSFER_UNKNOWN');
    given(caseFile)(...begun, asked).when(accept(m, 'x'), { ...receiver, addressed: undefined as never }).thenRefused('NOT_FOUND');
  });

  it('takes two persons', () => given(caseFile)(...begun, asked).when(accept(), { ...receiver, hand: 'cc-rosa' }).thenRefused('TWO_PERSONS_REQUIRED'));

  it.each<[string, readonly CaseEvent[], ReturnType<typeof meta>, CaseRefusal]>([
    ['her consent was withdrawn', [{ type: 'ConsentWithdrawn', data: { consent: 'c', by: 'SURVIVOR' } }], m, 'CONSENT_ENDED'],
    ['it has run out', [], later, 'CONSENT_ENDED'],
    ['another transfer was asked for', [{ ...asked, data: { ...asked.data, transfer: 't2' } } as CaseEvent], m, 'TRANSFER_ENDED'],
    ['another leads now', [{ type: 'LeadReassigned', data: { lead: 'pgr-pett' } }], m, 'TRANSFER_ENDED'],
    ['it was declined', [declined], m, 'ANSWERED_OTHERWISE'],
    ['the case is closed', [{ type: 'CaseClosed', data: { reason: 'DIED' } }], m, 'CASE_CLOSED'],
  ])('is not accepted when %s', (_, since, surroundings, refusal) => given(caseFile)(...begun, asked, ...since).when(accept(surroundings), receiver).thenRefused(refusal));

  it('is declined with a reason, once', () => {
    given(caseFile)(...begun, asked).when(decline(), receiver).then({ ...declined, personal: [{ subject: 's', fields: { transferNote: said } }] } as CaseEvent);
    given(caseFile)(...begun, asked, declined).when(decline(), receiver).thenNothing();
    given(caseFile)(...begun, asked, declined).when(decline('SHE_DECLINES'), receiver).thenRefused('ANSWERED_OTHERWISE');
    given(caseFile)(...begun, asked, accepted).when(decline(), { ...receiver, lead: conani }).thenRefused('ANSWERED_OTHERWISE');
  });
});

describe('transfers, whatever is asked in whatever order', () => {
  const id = fc.constantFrom('t', 't2');
  const unit = fc.constantFrom(azua, conani);
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    id.map((transfer) => request({ transfer, consents: [] }, meta({ basis: { kind: 'COURT_ORDER', ref: '1' } }))),
    id.map((transfer) => accept(m, transfer)),
    id.map((transfer) => new DeclineLeadTransfer({ ...of, transfer, reason: 'NOT_OUR_MANDATE' }, m)),
  );

  it('leave one lead at every moment: the one that accepted last', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, unit), { maxLength: 30, size: 'max' }), (steps) => {
        let state: Case = given(caseFile)(opened).state;
        let leads = azua;
        for (const [asking, by] of steps) {
          const { transfer } = asking.input as { transfer: string };
          const other = by === azua ? conani : azua;
          const to = asking.type === 'RequestLeadTransfer' ? other : [azua, conani].find(({ unit }) => unit === state.transfers[transfer]?.to);
          const facts: CaseFacts = { by, lead: leads, hand: `cc-${by.unit}`, ...(to && { addressed: to }) };
          const decision = caseFile.decide(asking, state, facts);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            const { clear } = caseEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            state = caseFile.evolve(state, recorded(event) as Recorded<CaseEvent>);
            reached.add(event.type);
            if (event.type === 'LeadTransferAccepted') leads = by;
          }
          expect(state.opened?.lead).toBe(leads.unit);
          expect(Object.values(state.transfers).filter(({ status }) => status === 'REQUESTED').length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
    expect([...reached].sort()).toEqual(Object.keys(transferConcept.events).sort());
  });
});
