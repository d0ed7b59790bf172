import { recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import type { PlacedFact } from '../projector/projection';
import { emptyCase, observeCase, type CaseMemory } from '../visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../visibility/directory-memory';
import { askedAbout, everything, heldBy, ordered } from './oversight';

const by = (unit: string) => ({ client: `${unit}-desk`, unit, assurance: 'AUTHENTICATED' as const });
const given = (type: string, stream: string, data: object, unit = 'mmujer-azua'): Recorded<ProtocolEvent> =>
  recorded({ type, data } as never, { id: `${stream} ${type}`, stream, actor: by(unit) });

const directory: DirectoryMemory = emptyDirectory();
for (const [unit, compartment] of [['mmujer-azua', 'mmujer'], ['pgr-pett', 'pgr-pett'], ['mmujer-casa', 'mmujer-casa']] as const) {
  const institution = unit.split('-')[0]!;
  observeDirectory(directory, given('InstitutionRegistered', `institution-${institution}`, { code: institution, name: institution, kind: 'WOMEN' }));
  observeDirectory(directory, given('UnitOpened', `unit-${unit}`, { unit, institution, operator: institution, compartment }));
}
for (const [code, of] of [['cc-here', 'mmujer-casa'], ['cc-elsewhere', 'mmujer-casa'], ['cc-agent', 'ag-1']]) observeDirectory(directory, given('CaseCodeIssued', 'unit-mmujer-casa', { code, of, stands: 'UNIT' }));
const residential = (compartment: string): boolean => compartment === 'mmujer-casa';

/** The history of a case, observed as the projector does. */
function historyOf(...events: readonly Recorded<ProtocolEvent>[]): { history: PlacedFact[]; memory: CaseMemory } {
  const memory = emptyCase();
  const history = events.map((event, index) => {
    observeCase(memory, directory, event, index);
    const names = event.type === 'ScreeningRecorded' ? ['note'] : event.type === 'SafeContactAgreed' ? ['address'] : [];
    const sealed = names.length > 0 ? [{ kid: 'k', names }] : [];
    return { fact: { event: { ...event, envelope: { sealed } }, parts: [] }, placed: { event, index } } as unknown as PlacedFact;
  });
  return { history, memory };
}
const opened = given('CaseOpened', 'case-k', { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's' });
const screening = given('ScreeningRecorded', 'case-k', { screening: 's' });
const contact = given('SafeContactAgreed', 'case-k', { contact: 'c' });
const until = '2026-06-01T00:00:00.000Z';
const consent = given('ConsentGiven', 'case-k', { consent: 'c', receiver: 'pgr-pett', categories: ['PROTECTION'], history: 'ALL', until });
const referral = given('ReferralRequested', 'referral-r', { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', consents: ['c'] });

describe('what a compartment held', () => {
  const { history, memory } = historyOf(opened, screening, contact, consent, referral, given('ConsentWithdrawn', 'case-k', { consent: 'c' }));
  const types = (compartment: string, index: number, time = '2026-01-05T12:00:00.000Z', within?: ReadonlySet<'PROTECTION' | 'STATUS'>) =>
    heldBy(history, memory, directory, compartment, { index, time }, within).map(({ entry, sealed }) => [entry.fact.event.type, sealed]);

  it('is what it held then: before a basis opened, while it lasted, after it ended', () => {
    expect(types('pgr-pett', 3)).toEqual([]);
    expect(types('pgr-pett', 4)).toContainEqual(['ScreeningRecorded', ['note']]);
    expect(types('pgr-pett', 4)).not.toContainEqual(['SafeContactAgreed', ['address']]);
    expect(types('pgr-pett', 5)).toEqual([]);
    expect(types('mmujer', 2)).toEqual([['CaseOpened', []], ['ScreeningRecorded', ['note']], ['SafeContactAgreed', ['address']]]);
  });

  it('ends by its date even where no event had come yet, and names what was erased since', () => {
    expect(types('pgr-pett', 4, until)).not.toContainEqual(['ScreeningRecorded', ['note']]);
    expect(history.every(({ fact }) => fact.parts.length === 0)).toBe(true); // the names are the envelope's
  });

  it('is told within an order’s categories and not beyond them', () => expect(types('mmujer', 5, until, new Set(['PROTECTION']))).toEqual([['ScreeningRecorded', ['note']]]));

  it('has a disclosure that was under reserve, as its lead has, from the end of the reserve on', () => {
    const disclosure = given('DisclosureUnderReserve', 'investigation-i', { disclosure: 'd', case: 'k', mandate: 'm', number: 'n', categories: ['STATUS'], reviewAt: until }, 'pgr-pett');
    const told = historyOf(opened, disclosure, given('ReserveEnded', 'investigation-i', { disclosure: 'd', case: 'k' }, 'pgr-pett'));
    const of = (index: number) => heldBy(told.history, told.memory, directory, 'mmujer', { index, time: until }).map(({ entry }) => entry.fact.event.type);
    expect([of(1), of(2)]).toEqual([['CaseOpened'], ['CaseOpened', 'DisclosureUnderReserve']]);
  });

  it('is part of everything, of which the names of all sealed fields are told', () => expect(everything(history).map(({ sealed }) => sealed)).toEqual([[], ['note'], ['address'], [], [], []]));
});

describe('the compartment asked about', () => {
  const { history } = historyOf(opened, given('ReferralRequested', 'referral-r', { from: 'mmujer-azua', to: 'cc-here', service: 'SHELTER', consents: [] }), given('ReferralAccepted', 'referral-r', { agent: 'cc-agent' }, 'cc-here'));

  it.each<[string, string, string | undefined]>([
    ['by its code in the directory', 'mmujer', 'mmujer'],
    ['a house by its code in this case', 'cc-here', 'mmujer-casa'],
    ['not a house by its name', 'mmujer-casa', undefined],
    ['not a house by its code in another case', 'cc-elsewhere', undefined],
    ['not a house by the code of who works there', 'cc-agent', undefined],
    ['not by a unit inside it', 'mmujer-azua', undefined],
    ['not one that is none', 'nowhere', undefined],
  ])('is named %s: %s is %s', (_, named, compartment) => expect(askedAbout(history, directory, named, residential)).toBe(compartment));
});

describe('what a court ordered', () => {
  const now = '2026-01-05T12:00:00.000Z';
  const order = (more: object = {}) => given('MandateIssued', 'investigation-i', { mandate: 'm', kind: 'COURT_ORDER', number: 'J-1', case: 'k', to: 'pgr-pett', categories: ['HEALTH'], until, ...more }, 'pgr-pett');
  const categories = (...events: readonly Recorded<ProtocolEvent>[]) => [...ordered(events.map((event) => ({ fact: { event } }) as unknown as PlacedFact), directory, 'k', 'pgr-pett', now)];

  it('opens its categories to whom it was issued, of that case, until it ends', () => {
    expect(categories(order(), order({ mandate: 'n', categories: ['STATUS'] }))).toEqual(['HEALTH', 'STATUS']);
    for (const ended of ['MandateEnded', 'MandateLapsed']) expect(categories(order(), given(ended, 'investigation-i', { mandate: 'm', case: 'k' }))).toEqual([]);
  });

  it.each<[string, object]>([
    ['a request of the prosecution, reasoned or not', { kind: 'REASONED_REQUEST' }],
    ['an order about another case', { case: 'other' }],
    ['an order to another office', { to: 'mmujer-azua' }],
    ['an order whose date has come', { until: now }],
  ])('is not %s', (_, more) => expect(categories(order(more))).toEqual([]));
});
