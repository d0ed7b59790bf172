import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { referralEvents, type ReferralEvent } from '../referral/referral-events';
import { consentEnd } from './consent-end.process';

const until = '2026-07-05T00:00:00.000Z';
const noon = meta().at;
const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (stream: string, event: ProtocolEvent): Recorded<ProtocolEvent> => recorded(event, { stream }) as Recorded<ProtocolEvent>;
const gives = (consent: string, end = until) =>
  on('case-k', {
    type: 'ConsentGiven',
    data: { consent, receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'ASSISTANCE', until: end, history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR' },
  });
const withdraws = (consent: string) => on('case-k', { type: 'ConsentWithdrawn', data: { consent, by: 'SURVIVOR' } });
const lapses = (consent: string) => on('case-k', { type: 'ConsentLapsed', data: { consent } });
const requests = (referral: string, ...consents: string[]) =>
  on(`referral-${referral}`, { type: 'ReferralRequested', data: { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents } });
const then = (referral: string, type: ReferralEvent['type'], data: object = {}) => on(`referral-${referral}`, { type, data } as ProtocolEvent);

/** What each event makes it give, as `STREAM COMMAND ITS INPUT`. */
function told(history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[][] {
  return history.map((event) =>
    consentEnd.react(event, memory).map(({ stream, command }) => {
      const { type, input } = command(meta());
      return `${stream} ${type} ${Object.values(input).join(' ')}`;
    }),
  );
}
const last = (history: readonly Recorded<ProtocolEvent>[]): string[] => told(history).pop()!;

describe('the end of a consent', () => {
  it.each([withdraws, lapses])('closes each unanswered referral that rests on it, and no other', (ends) => {
    const history = [gives('c'), gives('d'), requests('r1', 'c'), requests('r2', 'd'), requests('r3', 'd', 'c'), requests('r4'), ends('c')];
    expect(told(history)).toEqual([[], [], [], [], [], [], ['referral-r1 CloseReferralForConsent r1 c', 'referral-r3 CloseReferralForConsent r3 c']]);
  });

  it.each(['ReferralAcknowledged', 'ReferralWaitlisted', 'InformationRequested', 'InformationSupplied', 'ReferralEscalated'] as const)('closes one after %s: that is no answer', (type) =>
    expect(last([gives('c'), requests('r', 'c'), then('r', type), withdraws('c')])).toHaveLength(1));

  const answers = ['ReferralAccepted', 'ReferralDeclined', 'ReferralWithdrawn', 'SurvivorDeclined', 'ReferralLapsed', 'ReferralClosedForConsent', 'ReferralEnteredInError'] as const;
  it.each(answers)('leaves one after %s, and what comes after it', (type) => {
    const settled = [gives('c'), gives('d'), requests('r', 'c', 'd'), then('r', type)];
    for (const consent of ['c', 'd']) expect(last([...settled, withdraws(consent)])).toEqual([]);
    const goingOn = Object.keys(referralEvents).filter((other) => other !== 'ReferralRequested') as ReferralEvent['type'][];
    expect(last([...settled, ...goingOn.map((other) => then('r', other)), withdraws('c')])).toEqual([]);
  });

  it('leaves others when one is settled', () =>
    expect(last([gives('c'), requests('r1', 'c'), requests('r2', 'c'), then('r1', 'ReferralAccepted'), withdraws('c')])).toEqual(['referral-r2 CloseReferralForConsent r2 c']));

  it('closes at once what is requested after it, in a race, once, whichever of its consents ended', () => {
    expect(told([gives('c'), withdraws('c'), requests('r', 'c')])).toEqual([[], [], ['referral-r CloseReferralForConsent r c']]);
    expect(told([gives('c'), lapses('c'), requests('r', 'c')])).toEqual([[], [], ['referral-r CloseReferralForConsent r c']]);
    expect(last([gives('c'), gives('d'), withdraws('d'), requests('r', 'c', 'd')])).toEqual(['referral-r CloseReferralForConsent r d']);
    expect(last([gives('c'), gives('d'), withdraws('c'), withdraws('d'), requests('r', 'c', 'd')])).toEqual(['referral-r CloseReferralForConsent r c']);
  });

  it('tells consents apart whose ids begin alike', () => expect(last([gives('c'), gives('c1'), requests('r', 'c1'), withdraws('c')])).toEqual([]));
});

describe('a consent nobody withdraws', () => {
  it('is due at its date, not before, and is let lapse in its case by a command that it causes', () => {
    const memory = remembering();
    told([gives('c')], memory);
    expect(memory.due('2026-07-04T23:59:59.999Z', 10)).toEqual([]);
    const [item] = memory.due(until, 10);
    const due = consentEnd.due(item!)!;
    expect(due).toMatchObject({ stream: 'case-k', cause: 'c' });
    expect(due.command(meta())).toMatchObject({ type: 'LapseConsent', input: { case: 'k', consent: 'c' }, meta: { at: noon } });
  });

  it.each([withdraws, lapses])('is due no more when it has ended', (ends) => {
    const memory = remembering();
    told([gives('c'), gives('d'), ends('c')], memory);
    expect(memory.due('9999-12-31T00:00:00.000Z', 10).map(({ key }) => key)).toEqual(['d']);
  });

  it('is its own business: what other processes wait for is not', () => {
    for (const kind of ['hold', 'ended-consent', 'resting', 'referral']) expect(consentEnd.due({ kind, key: 'c', due: until, data: {} })).toBeUndefined();
  });
});

describe('told the same history again', () => {
  const history = [gives('c'), gives('d'), requests('r1', 'c'), requests('r2', 'd', 'c'), then('r2', 'ReferralAccepted'), withdraws('c'), requests('r3', 'c')];
  const remembered = (memory: SqliteProcessMemory) => [memory.due('9999', 10), ...['resting', 'referral', 'ended-consent'].map((kind) => memory.beginning(kind, ''))];

  it('gives the same, with its memory lost', () => {
    expect(told(history).flat()).toEqual(['referral-r1 CloseReferralForConsent r1 c', 'referral-r3 CloseReferralForConsent r3 c']);
    expect(told(history)).toEqual(told(history));
  });

  it('from any point of it, with its memory ahead, gives nothing less and remembers the same', () => {
    const whole = told(history);
    for (let from = 0; from <= history.length; from++) {
      const memory = remembering();
      told(history, memory);
      const before = remembered(memory);
      told(history.slice(from), memory).forEach((given, i) => expect(given).toEqual(expect.arrayContaining(whole[from + i]!)));
      expect(remembered(memory)).toEqual(before);
    }
  });
});
