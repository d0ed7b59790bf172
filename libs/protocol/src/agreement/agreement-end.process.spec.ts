import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { agreement, type AgreementEvent, type LapseAgreement } from './agreement';
import { agreementEnd } from './agreement-end.process';

const until = '2026-06-23T00:00:00.000Z';
const terms = { parties: ['mirex', 'pgr'], purpose: 'RETURN', categories: ['STATUS'], until } as const;
const signed = (institution: string): AgreementEvent => ({ type: 'AgreementSigned', data: { institution, ...terms } });
const inForce: AgreementEvent = { type: 'AgreementInForce', data: terms };
const ended: AgreementEvent = { type: 'AgreementEnded', data: { reason: 'DENOUNCED' } };
const nobody = { institutionsKnown: true, signers: [] };

let memory: SqliteProcessMemory;
beforeEach(() => void (memory = new SqliteProcessMemory(':memory:', 'epoch')));
afterEach(() => memory.close());
const tell = (...events: readonly AgreementEvent[]) =>
  events.forEach((event) => expect(agreementEnd.react(recorded(event, { stream: 'agreement-a' }) as Recorded<ProtocolEvent>, memory)).toEqual([]));
const due = (now: string) => memory.due(now, 10);

describe('a sharing agreement', () => {
  it.each([[[signed('mirex')]], [[signed('mirex'), signed('pgr'), inForce]]])('is due at its date, not before, once, whether all have signed or not', (history) => {
    tell(...history);
    expect(due('2026-06-22T23:59:59.999Z')).toEqual([]);
    const [item, ...more] = due(until);
    expect(more).toEqual([]);
    const given_ = agreementEnd.due(item!)!;
    expect(given_).toMatchObject({ stream: 'agreement-a', cause: 'a' });
    const command = given_.command(meta({ at: until, receivedAt: until })) as LapseAgreement;
    expect(command).toMatchObject({ type: 'LapseAgreement', input: { agreement: 'a' } });
    given(agreement)(...history).when(command, nobody).then({ type: 'AgreementEnded', data: { reason: 'LAPSED' } });
    given(agreement)(...history, ended).when(command, nobody).thenNothing();
  });

  it('is due no more when it has ended, told once or again', () => {
    tell(signed('mirex'), signed('pgr'), inForce, ended);
    expect(due('9999')).toEqual([]);
    tell(signed('mirex'), signed('pgr'), inForce, ended);
    expect(due('9999')).toEqual([]);
  });

  it('is its own business: what other processes wait for is not', () => {
    for (const kind of ['consent', 'hold', 'accredited']) expect(agreementEnd.due({ kind, key: 'a', due: until, data: {} })).toBeUndefined();
  });
});
