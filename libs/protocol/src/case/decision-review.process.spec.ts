import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { decisionReview } from './decision-review.process';

const memories: SqliteProcessMemory[] = [];
const remembering = () => memories[memories.push(new SqliteProcessMemory(':memory:', 'epoch')) - 1]!;
afterEach(() => memories.splice(0).forEach((memory) => memory.close()));

const institution = 'institution-pgr';
const luisa = 'ag-0000000000000002';
const on = (stream: string, event: ProtocolEvent, how: object): Recorded<ProtocolEvent> => recorded(event, { stream, ...how }) as Recorded<ProtocolEvent>;
const accredited = (seq: number, agent = luisa, stream = institution) => on(stream, { type: 'AgentAccredited', data: { agent, accreditation: 'IDENTIFICATION' } }, { id: `accreditation ${seq}`, seq });
const revoked = (seq: number, agent = luisa) => on(institution, { type: 'AccreditationRevoked', data: { agent, accreditation: 'IDENTIFICATION' } }, { seq });
const suspended = (agent = luisa) => on(institution, { type: 'AgentSuspended', data: { agent, reason: 'INVESTIGATED' } }, {});
const reinstated = on(institution, { type: 'AgentReinstated', data: { agent: luisa } }, {});
const hand = 'cc-luisa';
/** A decision of hers, on the accreditation of that number. */
const decides = (on_: number, event: ProtocolEvent = { type: 'IdentificationDecided', data: { decision: 'IDENTIFIED', hand } }, id = 'd') =>
  on('case-k', event, {
    id,
    actor: { client: 'pgr-desk', agent: luisa, institution: 'pgr', assurance: 'AUTHENTICATED' },
    authority: { event: `accreditation ${on_}`, stream: institution, seq: on_ },
  });

function told(history: readonly Recorded<ProtocolEvent>[], memory = remembering()): string[][] {
  return history.map((event) =>
    decisionReview.react(event, memory).map(({ stream, command }) => {
      const { type, input } = command(meta());
      return `${stream} ${type} ${Object.values(input).join(' ')}`;
    }),
  );
}
const last = (...history: Recorded<ProtocolEvent>[]): string[] => told(history).pop()!;
const review = ['case-k RequestDecisionReview k d ACCREDITATION_REVOKED'];

describe('authority (rule 12): where its revocation comes earlier in the order of the log than the decision', () => {
  it('a review is asked for', () => {
    expect(last(accredited(1), revoked(2), decides(1))).toEqual(review);
    expect(last(accredited(1), revoked(2), decides(1, { type: 'ReconsiderationDecided', data: { reconsideration: 'r', decision: 'IDENTIFIED', hand } }))).toEqual(review);
  });

  it('also where the agent was accredited again in between: the decision relied on what was revoked', () => {
    expect(last(accredited(1), revoked(2), accredited(3), decides(1))).toEqual(review);
    expect(last(accredited(1), revoked(2), accredited(3), decides(3))).toEqual([]);
  });

  it('none where it comes later, where it is another’s, or where a first responder presumed', () => {
    expect(told([accredited(1), decides(1), revoked(2)]).flat()).toEqual([]);
    expect(last(accredited(1), accredited(2, 'ag-0000000000000003'), revoked(3, 'ag-0000000000000003'), decides(1))).toEqual([]);
    expect(last(accredited(1), revoked(2), decides(1, { type: 'IdentificationDecided', data: { decision: 'PRESUMED', hand } }))).toEqual([]);
  });

  it('so also for an agent who was suspended, until reinstated', () => {
    expect(last(accredited(1), suspended(), decides(1))).toEqual(['case-k RequestDecisionReview k d AGENT_SUSPENDED']);
    expect(last(accredited(1), suspended(), reinstated, decides(1))).toEqual([]);
    expect(last(accredited(1), suspended('ag-0000000000000003'), decides(1))).toEqual([]);
  });

  it('so also from the revocation of the certificate on, before that of the accreditation follows it', () => {
    const on_ = (seq: number, certificate: string) => on(institution, { type: 'AgentAccredited', data: { agent: luisa, accreditation: 'IDENTIFICATION', course: 'c', certificate } }, { id: `accreditation ${seq}`, seq });
    const falls = on('course-c', { type: 'CertificateRevoked', data: { certificate: 'false', reason: 'OBTAINED_BY_FRAUD' } }, { seq: 9 });
    expect(last(on_(1, 'false'), falls, decides(1))).toEqual(review);
    expect(last(falls, on_(1, 'false'), decides(1))).toEqual(review); // the two were recorded at once
    expect(last(on_(1, 'true'), falls, decides(1))).toEqual([]);
    expect(last(on_(1, 'false'), falls, revoked(2), on_(3, 'true'), decides(3))).toEqual([]);
    expect(told([on_(1, 'false'), decides(1), falls, revoked(2)]).flat()).toEqual([]);
  });

  const history = [accredited(1), decides(1, undefined, 'before'), suspended(), reinstated, revoked(2), decides(1, undefined, 'between'), accredited(3), decides(3, undefined, 'after'), revoked(4)];
  const asked = [[], [], [], [], [], ['case-k RequestDecisionReview k between ACCREDITATION_REVOKED'], [], [], []];
  it('told again from any point, with its memory ahead or lost, it asks for the same and for nothing else', () => {
    expect(told(history)).toEqual(asked);
    for (let until = 0; until <= history.length; until++) {
      for (let from = 0; from <= until; from++) {
        const memory = remembering();
        told(history.slice(0, until), memory);
        expect(told(history.slice(from), memory)).toEqual(asked.slice(from));
      }
    }
  });

  it('waits for no date', () => expect(decisionReview.due({ kind: 'weighed', key: 'd', data: {} })).toBeUndefined());
});
