import { recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '@amparo/protocol';
import { placedInOrder, type Fact } from '../projector/projection';
import { emptyCase, observeCase } from '../visibility/case-memory';
import { emptyDirectory, observeDirectory } from '../visibility/directory-memory';
import { canonicalReplay, replay, type Known } from './replay';

const hour = (n: number): string => new Date(Date.UTC(2026, 0, 5, n)).toISOString();
type Given = Readonly<{ type: string; stream?: string; data?: object; unit?: string; at?: string }>;

const directory = emptyDirectory();
for (const unit of ['mmujer-azua', 'pgr-pett', 'mmujer-casa']) {
  const institution = unit.split('-')[0]!;
  const compartment = unit === 'mmujer-azua' ? 'mmujer' : unit;
  observeDirectory(directory, recorded({ type: 'InstitutionRegistered', data: { code: institution, name: institution, kind: 'WOMEN' } } as never, { stream: `institution-${institution}` }));
  observeDirectory(directory, recorded({ type: 'UnitOpened', data: { unit, institution, operator: institution, compartment } } as never, { stream: `unit-${unit}` }));
}
observeDirectory(directory, recorded({ type: 'CaseCodeIssued', data: { code: 'cc-here', of: 'mmujer-casa', stands: 'UNIT' } } as never, { stream: 'unit-mmujer-casa' }));

/** A case whose events were recorded one an hour, each at its place in the log; `at` says when it happened. */
function known(...given: readonly Given[]): Known {
  const memory = emptyCase();
  const facts = given.map(({ type, stream = 'case-k', data = {}, unit = 'mmujer-azua', at }, index) => {
    const event = recorded({ type, data } as unknown as ProtocolEvent, { id: `e${index}`, stream, seq: index, at: at ?? hour(index), recordedAt: hour(index), actor: { client: 'desk', unit, assurance: 'AUTHENTICATED' } });
    observeCase(memory, directory, event, index);
    return { fact: { event: { ...event, envelope: {} }, parts: [] } as unknown as Fact, index };
  });
  return { case: 'k', history: placedInOrder(facts), memory, directory, residential: (compartment) => compartment === 'mmujer-casa' };
}
const at = (of: Known, index: number, time = hour(index)) => replay(of, { index, time }, { kind: 'AUDIT' })!;

const opened: Given = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: 'mmujer-azua' } };
const screening: Given = { type: 'ScreeningRecorded', data: { screening: 's' } };
const consent = (until = hour(100)): Given => ({ type: 'ConsentGiven', data: { consent: 'c', receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', history: 'ALL', until } });
const referral: Given = { type: 'ReferralRequested', stream: 'referral-r', data: { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'EMERGENCY', consents: ['c'] } };

describe('a case as it stood', () => {
  const history = known(opened, screening, consent(), referral, { type: 'ReferralAccepted', stream: 'referral-r', unit: 'pgr-pett' }, { type: 'ConsentWithdrawn', data: { consent: 'c' } }, { type: 'CaseClosed', data: { reason: 'AT_HER_REQUEST' } });

  it('had been opened by then, or is none', () => expect(replay(known({ ...screening, stream: 'contact-x' }, opened), { index: 0, time: hour(0) }, { kind: 'AUDIT' })).toBeUndefined());

  it('is each of its streams as the next decision would have read it', () => {
    const state = (index: number) => Object.fromEntries(at(history, index).stood.streams.map((one) => [one.stream, one.state['status'] ?? one.state['closed'] ?? 'open']));
    expect([state(2), state(3), state(4), state(6)]).toEqual([{ 'case-k': 'open' }, { 'case-k': 'open', 'referral-r': 'REQUESTED' }, { 'case-k': 'open', 'referral-r': 'ACCEPTED' }, { 'case-k': 'AT_HER_REQUEST', 'referral-r': 'ACCEPTED' }]);
    expect([at(history, 5).stood.status, at(history, 6).stood.status, at(history, 6).stood.lead]).toEqual(['OPEN', 'CLOSED', { unit: 'mmujer-azua', from: 0 }]);
  });

  it('says who held which basis, from which event on, and what that opened', () => {
    const of = (index: number, compartment = 'pgr-pett') => at(history, index).stood.holders.find((one) => one.compartment === compartment);
    const relied = { consent: 'c', given: 2, categories: ['PROTECTION'], passed: ['PROTECTION'], purpose: 'PROSECUTION', history: 'ALL', until: hour(100) };
    expect(of(2)).toBeUndefined();
    expect(of(3)).toEqual({ compartment: 'pgr-pett', bases: [{ kind: 'ADDRESSEE', from: 3, of: 'r', legal: 'CONSENT', consents: [relied] }], held: expect.arrayContaining([{ categories: ['PROTECTION', 'STATUS'], entries: expect.arrayContaining([1]) as number[] }]) as unknown });
    expect(of(4)!.bases).toEqual([{ kind: 'ADDRESSEE', from: 3, of: 'r', legal: 'CONSENT', accepted: 4, consents: [relied] }, { kind: 'AUTHOR', from: 4 }]);
    expect(of(5)!.bases[0]).toMatchObject({ kind: 'ADDRESSEE', consents: [] }); // service goes on, sharing has stopped
    expect(of(5)!.held!.flatMap(({ entries }) => entries)).not.toContain(1);
    expect(of(5, 'mmujer')!.bases.map(({ kind }) => kind)).toEqual(['AUTHOR', 'LEAD', 'SENDER']);
  });

  it('says of consents which held, by event and by date', () => {
    const given = known(opened, consent(hour(3)));
    const consents = (of: Known, index: number, time?: string) => at(of, index, time).stood.consents.map((one) => one.consent);
    expect([consents(history, 4), consents(history, 5), consents(given, 1), consents(given, 1, hour(3))]).toEqual([['c'], [], ['c'], []]);
  });

  it('says what was due, and what overdue, at that time', () => {
    const due = (time: string) => at(history, 3, time).stood.due.filter(({ stream }) => stream === 'referral-r').map(({ clock, due: by, overdue }) => [clock, by, overdue]);
    expect([due(hour(3)), due(hour(26)), due(hour(27))]).toEqual([false, false, true].map((overdue) => [['ANSWER', hour(27), overdue]]));
  });

  it('names a house by its code in the case', () => {
    const housed = known(opened, { type: 'SurvivorAdmitted', stream: 'stay-t', data: { unit: 'cc-here', place: 'p', dependants: [] }, unit: 'cc-here' });
    const { json } = canonicalReplay(at(housed, 1));
    expect(at(housed, 1).stood.holders.find(({ compartment }) => compartment === 'cc-here')?.bases.map(({ kind }) => kind)).toEqual(['AUTHOR', 'HOUSING']);
    expect(json).not.toContain('mmujer-casa');
  });

  it('is the same bytes whoever asks, whenever, and whatever is recorded later', () => {
    const [whole, ended] = [at(history, 4), at(known(opened, screening, consent(), referral, { type: 'ReferralAccepted', stream: 'referral-r', unit: 'pgr-pett' }), 4)];
    expect(ended.stoodHash).toBe(whole.stoodHash);
    expect(whole.stoodHash).not.toBe(at(history, 5).stoodHash);
    const { json, hash } = canonicalReplay(whole);
    expect([json, hash]).toEqual(Object.values(canonicalReplay(at(history, 4))));
    expect(JSON.parse(json)).toEqual(whole);
  });
});

describe('what has been learned since', () => {
  const history = known(
    opened,
    screening,
    { type: 'DisclosureMade', data: { disclosure: 'd', receiver: 'pgr-pett', categories: ['LEGAL'], purpose: 'PROSECUTION', consents: [] } },
    referral,
    { type: 'ScreeningRecorded', data: { screening: 't' }, at: hour(2) },
    { type: 'EntryCorrected', data: { corrects: 'e1', category: 'PROTECTION', reason: 'MISHEARD' } },
    { type: 'EntryCorrected', data: { corrects: 'e4', category: 'PROTECTION', reason: 'MISTYPED' } },
    { type: 'DisclosureInErrorRecorded', data: { disclosure: 'd', receiver: 'pgr-pett', categories: ['LEGAL'], cause: 'WRONG_RECEIVER' } },
    { type: 'ReferralEnteredInError', stream: 'referral-r', data: { reason: 'WRONG_CASE' } },
  );

  it('is everything recorded later, of it what had happened by then, what corrects an entry that stood there and what says it never should have', () => {
    const { entries, ...since } = at(history, 3).since;
    expect(entries.map(({ index, type }) => [index, type])).toEqual([
      [4, 'ScreeningRecorded'],
      [5, 'EntryCorrected'],
      [6, 'EntryCorrected'],
      [7, 'DisclosureInErrorRecorded'],
      [8, 'ReferralEnteredInError'],
    ]);
    expect(since).toEqual({
      late: [4],
      corrections: [{ index: 5, corrects: 1, type: 'ScreeningRecorded', reason: 'MISHEARD', category: 'PROTECTION' }],
      inError: [
        { index: 7, annuls: 2, type: 'DisclosureInErrorRecorded' },
        { index: 8, annuls: 3, type: 'ReferralEnteredInError' },
      ],
    });
  });

  it('is about nothing that did not stand there yet', () => {
    const { corrections, inError, late } = at(history, 1).since;
    expect([corrections.map(({ index }) => index), inError, late]).toEqual([[5], [], []]);
    expect(at(history, 8).since).toEqual({ entries: [], late: [], corrections: [], inError: [] });
  });
});
