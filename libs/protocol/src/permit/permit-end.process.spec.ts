import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { permit, type PermitCommand, type PermitEvent, type PermitFacts } from './permit';
import { permitEnd } from './permit-end.process';
import type { PermitAsk } from './permit-moves';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

let events = 0;
const on = (stream: string, event: ProtocolEvent): Recorded<ProtocolEvent> =>
  recorded(event, { stream, id: `00000000-0000-8000-8000-${String(++events).padStart(12, '0')}` }) as Recorded<ProtocolEvent>;
const of = (id: string, event: PermitEvent) => on(`permit-${id}`, event);
const applies = (id: string, asks: PermitAsk, ...consents: string[]) => of(id, { type: 'PermitApplied', data: { asks, class: 'BUSINESS_VISA', to: 'dgm-extranjeria', consents } });
const granted = (id: string, until = '2027-01-04') => of(id, { type: 'PermitGranted', data: { class: 'BUSINESS_VISA', from: '2026-01-05', until } });
const renewed = (id: string, until = '2028-01-04') => of(id, { type: 'PermitRenewed', data: { from: '2027-01-05', until } });
const upgraded = (id: string, until = '2028-01-04') => of(id, { type: 'PermitUpgraded', data: { class: 'TEMPORARY_RESIDENCE', from: '2027-01-05', until } });
const refused = (id: string) => of(id, { type: 'PermitRefused', data: { reason: 'DOCUMENTS_MISSING' } });
const withdrawn = (id: string) => of(id, { type: 'PermitApplicationWithdrawn', data: { reason: 'NOT_NEEDED' } });
const closed = (id: string) => of(id, { type: 'PermitClosedForConsent', data: { consent: 'c' } });
const called = (id: string) => of(id, { type: 'PermitRenewalDue', data: { until: '2027-01-04' } });
const lapsed = (id: string) => of(id, { type: 'PermitLapsed', data: { until: '2027-01-04' } });
const revoked = (id: string) => of(id, { type: 'PermitRevoked', data: { reason: 'REPLACED' } });
const inError = (id: string) => of(id, { type: 'PermitEnteredInError', data: { reason: 'WRONG_CASE' } });
const withdraws = (consent: string) => on('case-k', { type: 'ConsentWithdrawn', data: { consent, by: 'SURVIVOR' } });
const lapses = (consent: string) => on('case-k', { type: 'ConsentLapsed', data: { consent } });

/** What each event makes it give, as `STREAM COMMAND ITS INPUT`. */
function told(history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[][] {
  return history.map((event) =>
    permitEnd.react(event, memory).map(({ stream, command }) => {
      const { type, input } = command(meta());
      return `${stream} ${type} ${Object.values(input).join(' ')}`;
    }),
  );
}
const last = (history: readonly Recorded<ProtocolEvent>[]): string[] => told(history).pop()!;
/** What is due after a history, as `DUE KIND PERMIT`. */
function due(...history: readonly Recorded<ProtocolEvent>[]): string[] {
  const memory = remembering();
  told(history, memory);
  return memory.due('9999', 20).map((item) => `${item.due} ${item.kind} ${item.key}`);
}
const end = (year: number, id = 'p') => `${year}-01-05T04:00:00.000Z permit ${id}`;

describe('the end of a permit', () => {
  it('is due when its last day is over', () => expect(due(applies('p', 'GRANT', 'c'), granted('p'))).toEqual([end(2027)]));

  it('is that of its newest term', () => {
    for (const prolonged of [renewed('p'), upgraded('p')]) expect(due(granted('p'), applies('p', 'RENEWAL', 'c'), prolonged)).toEqual([end(2028)]);
  });

  it('stays due while its renewal is called for, applied for, and when the application came to nothing', () => {
    expect(due(granted('p'), called('p'))).toEqual([end(2027)]);
    expect(due(granted('p'), called('p'), applies('p', 'RENEWAL', 'c'))).toEqual([end(2027)]);
    for (const ends of [refused, withdrawn, closed]) expect(due(granted('p'), called('p'), applies('p', 'RENEWAL', 'c'), ends('p'))).toEqual([end(2027)]);
  });
  it.each([refused, withdrawn, closed])('is not due of what was never granted', (ends) => expect(due(applies('p', 'GRANT', 'c'), ends('p'))).toEqual([]));
  it.each([lapsed, revoked, inError])('is due no more when it has ended', (ends) => expect(due(granted('p'), granted('q'), ends('p'))).toEqual([end(2027, 'q')]));
  it('is due again when it was renewed after it had lapsed', () => expect(due(granted('p'), lapsed('p'), applies('p', 'RENEWAL', 'c'), renewed('p'))).toEqual([end(2028)]));

  it('comes by a command with a cause of its own for each term, and the permit takes it once', () => {
    const memory = remembering();
    const nobody: PermitFacts = { by: { unit: '', compartment: '' }, byKinds: [], subject: '', standsIn: false, consents: {}, caseOpen: false };
    told([granted('p')], memory);
    const [first, ...others] = memory.due('9999', 20).map((item) => permitEnd.due(item)!);
    expect([first!.stream, others]).toEqual(['permit-p', []]);
    const command = first!.command(meta({ at: '2027-01-05T04:00:00.000Z', receivedAt: '2027-01-05T04:00:00.000Z' })) as PermitCommand;
    expect([command.type, command.input]).toEqual(['LapsePermit', { permit: 'p' }]);
    const known = given(permit)({ type: 'PermitApplied', data: { asks: 'GRANT', class: 'BUSINESS_VISA', to: 'dgm', consents: [] } }, { type: 'PermitGranted', data: { class: 'BUSINESS_VISA', from: '2026-01-05', until: '2027-01-04' } });
    expect(known.when(command, nobody).decision).toMatchObject([{ type: 'PermitLapsed' }]);
    told([renewed('p')], memory);
    const [second] = memory.due('9999', 20).map((item) => permitEnd.due(item)!);
    expect(second!.cause).not.toBe(first!.cause);
  });

  it('is its own business: what other processes wait for is not', () => {
    for (const kind of ['hold', 'consent', 'permit-resting', 'permit-application', 'permit-ended-consent']) expect(permitEnd.due({ kind, key: 'p', due: '2027', data: {} })).toBeUndefined();
  });
});

describe('the end of a consent', () => {
  it.each([withdraws, lapses])('closes each application that waits on it, and no other', (ends) => {
    const history = [applies('p', 'GRANT', 'c'), applies('q', 'GRANT', 'd'), applies('r', 'GRANT', 'd', 'c'), applies('s', 'GRANT'), ends('c')];
    expect(last(history)).toEqual(['permit-p ClosePermitForConsent p c', 'permit-r ClosePermitForConsent r c']);
  });

  it.each([granted, renewed, upgraded, refused, withdrawn, closed, revoked, inError])('leaves one that was answered or has ended', (answers) => {
    expect(last([applies('p', 'GRANT', 'c', 'd'), answers('p'), withdraws('c')])).toEqual([]);
    expect(last([applies('p', 'GRANT', 'c', 'd'), answers('p'), withdraws('d')])).toEqual([]);
  });
  it.each([called, lapsed])('closes one whose permit only lapsed, or was called due, meanwhile', (meanwhile) =>
    expect(last([granted('p'), applies('p', 'RENEWAL', 'c'), meanwhile('p'), withdraws('c')])).toEqual(['permit-p ClosePermitForConsent p c']));
  it('leaves what an earlier application of the permit rested on', () => {
    const history = [applies('p', 'GRANT', 'c'), granted('p'), applies('p', 'RENEWAL', 'd')];
    expect(last([...history, withdraws('c')])).toEqual([]);
    expect(last([...history, withdraws('d')])).toEqual(['permit-p ClosePermitForConsent p d']);
  });
  it('closes at once what is applied for after it, in a race', () => {
    expect(last([withdraws('c'), applies('p', 'GRANT', 'd', 'c')])).toEqual(['permit-p ClosePermitForConsent p c']);
    expect(last([withdraws('c'), applies('p', 'GRANT', 'c1')])).toEqual([]);
  });
});

describe('told the same history again', () => {
  const history = [applies('p', 'GRANT', 'c'), granted('p'), called('p'), applies('p', 'RENEWAL', 'd'), applies('q', 'GRANT', 'c'), refused('p'), withdraws('c'), lapsed('p'), applies('p', 'RENEWAL', 'd'), renewed('p'), applies('r', 'GRANT', 'c')];
  const remembered = (memory: SqliteProcessMemory) => [memory.due('9999', 20), ...['permit', 'permit-resting', 'permit-application', 'permit-ended-consent'].map((kind) => memory.beginning(kind, ''))];

  it('gives the same, with its memory lost', () => expect(told(history)).toEqual(told(history)));

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
