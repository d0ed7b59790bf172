import { isRefusal } from '@amparo/event-sourcing';
import { given, meta } from '@amparo/event-sourcing/testing';
import { dataCategories, type DataCategory } from '../data-category';
import { investigation, type InvestigationEvent, type InvestigationFacts } from './investigation';
import { DiscloseUnderReserve, EndMandate, EndReserve, IssueMandate, LapseMandate, mandateEvents } from './mandate';

const of = { investigation: 'i' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const facts: InvestigationFacts = { by: pett, prosecutes: true, holder: pett, case: { subject: 'her', referred: false } };
const noon = meta().at;
const until = '2026-02-05T12:00:00.000Z';
const opened: InvestigationEvent[] = [
  { type: 'ComplaintFiled', data: { file: 'file', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'THIRD_PARTY' } },
  { type: 'InvestigationOpened', data: { unit: 'pgr-pett' } },
];
const issued = (mandate = 'm', more: object = {}): InvestigationEvent => ({
  type: 'MandateIssued',
  data: { mandate, kind: 'NUMBERED_REQUEST', number: 'PETT-2026-114', case: 'k', to: 'pgr-pett', categories: ['PROTECTION', 'STATUS'], until, ...more },
});

const request = { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-114' };
const order = { kind: 'COURT_ORDER', ref: 'JUZGADO/2026-7' };
type Issue = { categories?: readonly DataCategory[]; until?: string; reasons?: string; basis?: { kind: string; ref?: string } };
const issue = ({ basis = request, categories = ['STATUS'], ...input }: Issue = {}) => new IssueMandate({ ...of, mandate: 'm', case: 'k', categories, until, ...input }, meta({ basis }));
const open = () => given(investigation)(...opened);

describe('a mandate (rule 10)', () => {
  it('says in clear which case, what, until when, on which number and to which unit; its reasons are sealed under the file of the investigation', () =>
    open().when(issue({ categories: ['LEGAL', 'IDENTITY', 'LEGAL'], reasons: 'Para citar a la testigo.' }), facts).then({
      type: 'MandateIssued',
      data: { mandate: 'm', kind: 'REASONED_REQUEST', number: 'PETT-2026-114', case: 'k', to: 'pgr-pett', categories: ['IDENTITY', 'LEGAL'], until },
      personal: [{ subject: 'file', fields: { reasons: 'Para citar a la testigo.' } }],
    }));

  /** The rule, written out: the weakest that opens each category, or nothing. */
  const opensOn: Readonly<Record<DataCategory, 'request' | 'reasons' | 'order' | 'nothing'>> = {
    STATUS: 'request',
    PROTECTION: 'request',
    INVESTIGATION: 'request',
    IDENTITY: 'reasons',
    LEGAL: 'reasons',
    HEALTH: 'order',
    PSYCHOSOCIAL: 'order',
    WHEREABOUTS: 'order',
    CONTACT: 'nothing',
    MIGRATION: 'nothing',
    CHILDREN: 'nothing',
    REINTEGRATION: 'nothing',
  };
  const strength = ['request', 'reasons', 'order'];
  const bases = [
    ['a numbered request', 'request', { basis: request }],
    ['a request with empty reasons', 'request', { basis: request, reasons: ' \n' }],
    ['a reasoned request', 'reasons', { basis: request, reasons: 'Motivos.' }],
    ['a court order', 'order', { basis: order }],
  ] as const;
  describe.each(bases)('on %s', (_, basis, how) => {
    it.each(dataCategories)('%s', (category) => {
      const outcome = open().when(issue({ ...how, categories: [category] }), facts);
      const opens = opensOn[category] !== 'nothing' && strength.indexOf(opensOn[category]) <= strength.indexOf(basis);
      if (opens) expect(outcome.decision).toMatchObject([{ type: 'MandateIssued', data: { categories: [category] } }]);
      else outcome.thenRefused('CATEGORY_NOT_OPEN');
    });
  });

  it('opens nothing of what it names when it names one category too many', () =>
    open().when(issue({ categories: ['STATUS', 'HEALTH'] }), facts).thenRefused('CATEGORY_NOT_OPEN'));

  it.each(['CONSENT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'BEST_INTERESTS_OF_CHILD', 'PUBLIC_STATISTICS'])('rests on no %s', (kind) =>
    open().when(issue({ basis: { kind, ref: 'PETT-2026-114' } }), facts).thenRefused('ORDER_NUMBER_REQUIRED'));

  it.each([undefined, '', ' ', 'sobre Altagracia Peña', 'x'.repeat(81)])('has a number that can be one: not %j', (ref) => {
    for (const kind of ['LEGAL_MANDATE', 'COURT_ORDER']) open().when(issue({ basis: { kind, ...(ref !== undefined && { ref }) } }), facts).thenRefused('ORDER_NUMBER_REQUIRED');
  });

  it.each([
    ['before now', '2026-01-05T11:59:59.999Z', false],
    ['now', noon, false],
    ['a moment later', '2026-01-05T12:00:00.001Z', true],
    ['in a year and a day', '2027-01-06T12:00:00.000Z', true],
    ['after that', '2027-01-06T12:00:00.001Z', false],
  ])('ends %s', (_, end, may) => {
    for (const basis of [request, order]) {
      const outcome = open().when(issue({ until: end, basis }), facts);
      if (may) expect(isRefusal(outcome.decision)).toBe(false);
      else outcome.thenRefused('MANDATE_END');
    }
  });

  it('names a case that is there and not hidden from the agent', () => {
    const { case: _hidden, ...blind } = facts;
    open().when(issue(), blind).thenRefused('NOT_FOUND');
  });

  it('is issued in an investigation that is open', () => {
    given(investigation)(opened[0]!).when(issue(), facts).thenRefused('INVESTIGATION_NOT_OPEN');
    given(investigation)(...opened, { type: 'InvestigationClosed', data: { reason: 'ARCHIVED' } }).when(issue(), facts).thenRefused('INVESTIGATION_NOT_OPEN');
  });

  it('ends before its date once, with its reason', () => {
    const end = (reason: 'NOT_NEEDED' | 'QUASHED', mandate = 'm') => new EndMandate({ ...of, mandate, reason }, meta());
    given(investigation)(...opened, issued()).when(end('QUASHED'), facts).then({ type: 'MandateEnded', data: { mandate: 'm', case: 'k', reason: 'QUASHED' } });
    const ended: InvestigationEvent = { type: 'MandateEnded', data: { mandate: 'm', case: 'k', reason: 'QUASHED' } };
    given(investigation)(...opened, issued(), ended).when(end('QUASHED'), facts).thenNothing();
    given(investigation)(...opened, issued(), ended).when(end('NOT_NEEDED'), facts).thenRefused('ANSWERED_OTHERWISE');
    given(investigation)(...opened, issued()).when(end('QUASHED', 'another'), facts).thenRefused('MANDATE_UNKNOWN');
  });

  it('ends at its date by an event, not before, and whatever has become of the investigation', () => {
    const lapse = (at: string) => new LapseMandate({ ...of, mandate: 'm' }, meta({ actor: { client: 'amparo', assurance: 'AUTHENTICATED' }, at, receivedAt: at }));
    const nobody: InvestigationFacts = { by: { unit: '', compartment: '' }, prosecutes: false, holder: pett };
    given(investigation)(...opened, issued()).when(lapse('2026-02-05T11:59:59.999Z'), nobody).thenRefused('NOT_DUE');
    given(investigation)(...opened, issued()).when(lapse(until), nobody).then({ type: 'MandateLapsed', data: { mandate: 'm', case: 'k' } });
    given(investigation)(...opened, issued(), { type: 'MandateLapsed', data: { mandate: 'm', case: 'k' } }).when(lapse(until), nobody).thenNothing();
    open().when(lapse(until), nobody).thenRefused('MANDATE_UNKNOWN');
  });
});

describe('a disclosure under reserve (rule 10)', () => {
  type Disclose = { categories?: readonly DataCategory[]; reviewAt?: string; at?: string; mandate?: string };
  const disclose = ({ categories = ['STATUS'], reviewAt = '2026-06-05T12:00:00.000Z', at = noon, mandate = 'm' }: Disclose = {}) =>
    new DiscloseUnderReserve({ ...of, disclosure: 'd', mandate, categories, reviewAt, shown: 'Ficha de ingreso.' }, meta({ at, receivedAt: at }));
  const under = () => given(investigation)(...opened, issued());

  it('says in clear what of which case on which numbered order, and from when on the case may show it', () =>
    under().when(disclose(), facts).then({
      type: 'DisclosureUnderReserve',
      data: { disclosure: 'd', case: 'k', mandate: 'm', number: 'PETT-2026-114', categories: ['STATUS'], reviewAt: '2026-06-05T12:00:00.000Z' },
      personal: [{ subject: 'file', fields: { shown: 'Ficha de ingreso.' } }],
    }));

  it('rests on a mandate of this investigation, in force, that opens what was shown', () => {
    under().when(disclose({ mandate: 'another' }), facts).thenRefused('MANDATE_UNKNOWN');
    under().when(disclose({ categories: ['IDENTITY'] }), facts).thenRefused('CATEGORY_NOT_OPEN');
    under().when(disclose({ at: until }), facts).thenRefused('MANDATE_ENDED');
    given(investigation)(...opened, issued(), { type: 'MandateLapsed', data: { mandate: 'm', case: 'k' } }).when(disclose(), facts).thenRefused('MANDATE_ENDED');
  });

  it.each([noon, '2025-06-05T12:00:00.000Z', '2027-01-06T12:00:00.001Z'])('is not reviewed at %s', (reviewAt) => under().when(disclose({ reviewAt }), facts).thenRefused('REVIEW_DATE'));

  it('is kept back until its review date, and no longer: an event says so', () => {
    const kept: InvestigationEvent = { type: 'DisclosureUnderReserve', data: { disclosure: 'd', case: 'k', mandate: 'm', number: 'PETT-2026-114', categories: ['STATUS'], reviewAt: until } };
    const end = (at: string, disclosure = 'd') => new EndReserve({ ...of, disclosure }, meta({ at, receivedAt: at }));
    given(investigation)(...opened, issued(), kept).when(end('2026-02-05T11:59:59.999Z'), facts).thenRefused('NOT_DUE');
    given(investigation)(...opened, issued(), kept).when(end(until), facts).then({ type: 'ReserveEnded', data: { disclosure: 'd', case: 'k' } });
    given(investigation)(...opened, issued(), kept, { type: 'ReserveEnded', data: { disclosure: 'd', case: 'k' } }).when(end(until), facts).thenNothing();
    given(investigation)(...opened, issued(), kept).when(end(until, 'another'), facts).thenRefused('NOT_FOUND');
  });
});

it('visibility finds in clear whatever it must know: who, which case, what, from the event until its end', () => {
  for (const field of ['mandate', 'case', 'to', 'categories', 'until']) expect(Object.keys(mandateEvents.MandateIssued.clear)).toContain(field);
  for (const type of ['MandateEnded', 'MandateLapsed'] as const) for (const field of ['mandate', 'case']) expect(Object.keys(mandateEvents[type].clear)).toContain(field);
});
