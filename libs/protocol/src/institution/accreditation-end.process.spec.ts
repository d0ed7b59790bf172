import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { accreditationEnd } from './accreditation-end.process';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const on = (stream: string, event: ProtocolEvent): Recorded<ProtocolEvent> => recorded(event, { stream }) as Recorded<ProtocolEvent>;
const accredits = (institution: string, agent: string, certificate?: string) =>
  on(`institution-${institution}`, { type: 'AgentAccredited', data: { agent, accreditation: 'IDENTIFICATION', ...(certificate !== undefined && { course: 'diploma', certificate }) } });
const takes = (institution: string, agent: string) => on(`institution-${institution}`, { type: 'AccreditationRevoked', data: { agent, accreditation: 'IDENTIFICATION' } });
const revokes = (certificate: string) => on('course-diploma', { type: 'CertificateRevoked', data: { certificate, reason: 'OBTAINED_BY_FRAUD' } });

/** What each event makes it give, as `STREAM COMMAND ITS INPUT`. */
const told = (history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[][] =>
  history.map((event) =>
    accreditationEnd.react(event, memory).map(({ stream, command }) => {
      const { type, input } = command(meta());
      return `${stream} ${type} ${Object.values(input).join(' ')}`;
    }),
  );
const command = (institution: string, certificate: string) => `institution-${institution} RevokeAccreditationsOnCertificate ${institution} ${certificate}`;

describe('the revocation of a certificate', () => {
  it('revokes what rests on it in each institution, once for each however many agents, and nothing else', () => {
    const history = [accredits('mmujer', 'ag-1', 'c'), accredits('mmujer', 'ag-2', 'c'), accredits('pgr', 'ag-3', 'c'), accredits('pgr', 'ag-4', 'c1'), accredits('pgr', 'ag-5'), revokes('c')];
    expect(told(history).pop()).toEqual([command('mmujer', 'c'), command('pgr', 'c')]);
    expect(told(history).slice(0, -1).flat()).toEqual([]);
  });

  it('revokes at once what is accredited after it, in a race', () =>
    expect(told([revokes('c'), accredits('mmujer', 'ag-1', 'c'), accredits('mmujer', 'ag-2', 'd'), accredits('mmujer', 'ag-3')])).toEqual([[], [command('mmujer', 'c')], [], []]));

  it('gives nothing for an accreditation that was taken back: what that institution is asked then writes nothing', () => {
    expect(told([accredits('mmujer', 'ag-1', 'c'), takes('mmujer', 'ag-1')]).flat()).toEqual([]);
  });

  it('waits for nothing', () => expect(accreditationEnd.due({ kind: 'accredited', key: 'c mmujer', data: {} })).toBeUndefined());

  it('told again from anywhere, with its memory ahead or lost, gives nothing less', () => {
    const history = [accredits('mmujer', 'ag-1', 'c'), revokes('d'), accredits('pgr', 'ag-3', 'c'), revokes('c'), accredits('pgr', 'ag-4', 'd')];
    const whole = told(history);
    expect(told(history)).toEqual(whole);
    for (let from = 0; from <= history.length; from++) {
      const memory = remembering();
      told(history, memory);
      told(history.slice(from), memory).forEach((given, i) => expect(given).toEqual(expect.arrayContaining(whole[from + i]!)));
    }
  });
});
