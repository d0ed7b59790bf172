import { given, meta } from '@amparo/event-sourcing/testing';
import type { Letter, LetterFacts } from './letter';
import { AcceptReferral, ConfirmOutcome, DeclineReferral, referral, type ReferralFacts } from './referral';
import type { ReferralEvent } from './referral-events';

const of = { referral: 'r' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const inspection = { unit: 'mt-inspeccion', compartment: 'mt' };
const without: LetterFacts = { hasSystem: false, fileUnknown: false };
const facts = (letter: Partial<LetterFacts> = {}, more: Partial<ReferralFacts> = {}): ReferralFacts => ({ by: azua, from: azua, to: inspection, subject: 's', standsIn: false, letter: { ...without, ...letter }, hand: 'cc-ana', ...more });
const letter: Letter = { date: '2026-01-05', reference: '114/2026' };
const onBehalfOf = inspection.unit;
const requested: ReferralEvent = { type: 'ReferralRequested', data: { from: azua.unit, to: inspection.unit, service: 'LABOUR_INSPECTION', priority: 'NORMAL', consents: ['c'] } };
const accept = (given: Letter = letter, at = meta()) => new AcceptReferral({ ...of, letter: given }, at);

describe('an answer by letter', () => {
  it('says for whom it is recorded, and seals the letter with what else is said about her', () => {
    given(referral)(requested).when(accept(), facts()).then({ type: 'ReferralAccepted', data: { onBehalfOf }, personal: [{ subject: 's', fields: { letter } }] });
    given(referral)(requested)
      .when(new DeclineReferral({ ...of, reason: 'NO_CAPACITY', note: 'sin inspectores', letter }, meta()), facts())
      .then({ type: 'ReferralDeclined', data: { reason: 'NO_CAPACITY', onBehalfOf }, personal: [{ subject: 's', fields: { declineNote: 'sin inspectores', letter } }] });
  });

  it('is refused for a unit that has a system, without number and file, from tomorrow, or with a file that is not there', () => {
    const after = given(referral)(requested);
    after.when(accept(), facts({ hasSystem: true })).thenRefused('ANSWERS_ITSELF');
    after.when(accept({ date: letter.date }), facts()).thenRefused('LETTER_NOT_NAMED');
    after.when(accept({ ...letter, date: '2026-01-06' }), facts()).thenRefused('LETTER_IN_FUTURE');
    after.when(accept({ date: letter.date, attachments: ['0'.repeat(64)] }), facts({ fileUnknown: true })).thenRefused('ATTACHMENT_UNKNOWN');
    // In Santo Domingo it is still the fifth.
    after.when(accept({ ...letter, date: '2026-01-06' }, meta({ receivedAt: '2026-01-06T03:00:00.000Z' })), facts()).thenRefused('LETTER_IN_FUTURE');
  });

  it('is the sender’s to record: another unit of its compartment only where it stands in, and nobody else', () => {
    const bani = { unit: 'mmujer-bani', compartment: 'mmujer' };
    given(referral)(requested).when(accept(), facts({}, { by: bani })).thenRefused('NOT_THE_SENDER');
    given(referral)(requested).when(accept(), facts({}, { by: { unit: 'dgm-sede', compartment: 'dgm' } })).thenRefused('NOT_FOUND');
    expect(given(referral)(requested).when(accept(), facts({}, { by: bani, standsIn: true })).decision).toHaveLength(1);
  });

  it('that she was served is confirmed by another person than who recorded it', () => {
    const served = given(referral)(requested, { type: 'ReferralAccepted', data: { onBehalfOf } }, { type: 'ServiceStarted', data: { onBehalfOf } }, { type: 'ServiceCompleted', data: { outcome: 'SERVED', onBehalfOf, hand: 'cc-ana' } });
    served.when(new ConfirmOutcome(of, meta()), facts()).thenRefused('TWO_PERSONS_REQUIRED');
    served.when(new ConfirmOutcome(of, meta()), facts({}, { hand: 'cc-luz' })).then({ type: 'OutcomeConfirmed', data: {} });
  });
});
