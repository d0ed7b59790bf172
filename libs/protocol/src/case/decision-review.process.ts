import type { CommandMeta, Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { RequestDecisionReview, type reviewReasons } from './identification';

type Because = (typeof reviewReasons)[number];

/**
 * Rule 12: a decision on identification is recorded with the accreditation it relies on. Where that was revoked, or the
 * certificate it rests on, or the agent suspended, earlier in the order of the log, a review is asked for: the decision falls by no silence.
 */
export const decisionReview: Process = {
  react(event, memory) {
    switch (event.type) {
      case 'AgentAccredited': {
        const { certificate } = event.data;
        memory.put({ kind: 'accreditation', key: keyOf(event), data: { event: event.id, seq: String(event.seq) } });
        if (certificate === undefined) return [];
        memory.put({ kind: 'accreditation-on', key: `${certificate} ${event.id}`, data: { event: event.id } });
        if (memory.find('fallen-certificate', certificate)) memory.put({ kind: 'revoked-accreditation', key: event.id, data: {} });
        return [];
      }
      case 'CertificateRevoked': {
        // The accreditation is revoked after it, by a process of its own: what is decided in between relies on neither.
        const { certificate } = event.data;
        memory.put({ kind: 'fallen-certificate', key: certificate, data: {} });
        for (const { data } of memory.beginning('accreditation-on', `${certificate} `)) memory.put({ kind: 'revoked-accreditation', key: data['event'] ?? '', data: {} });
        return [];
      }
      case 'AccreditationRevoked': {
        const revoked = memory.find('accreditation', keyOf(event));
        // Told again after a newer accreditation was taken in, it revokes the older one, which it did before.
        if (revoked && Number(revoked.data['seq']) < event.seq) memory.put({ kind: 'revoked-accreditation', key: revoked.data['event'] ?? '', data: {} });
        return [];
      }
      case 'AgentSuspended':
        memory.put({ kind: 'suspended', key: keyOf(event), data: {} });
        return [];
      case 'AgentReinstated':
        memory.remove('suspended', keyOf(event));
        return [];
      case 'IdentificationDecided':
        return event.data.decision === 'PRESUMED' ? [] : weigh(event, memory);
      case 'ReconsiderationDecided':
        return weigh(event, memory);
      default:
        return [];
    }
  },

  due: () => undefined,
};

const keyOf = ({ stream, data }: { stream: string; data: { agent: string } }): string => `${stream} ${data.agent}`;

/** Weighed once, when it is first met: what is revoked later in the log takes nothing from it, however often it is told again. */
function weigh(event: Recorded<ProtocolEvent>, memory: ProcessMemory) {
  const known = memory.find('weighed', event.id);
  const because = known ? known.data['because'] : lost(event, memory);
  if (!known) memory.put({ kind: 'weighed', key: event.id, data: because === undefined ? {} : { because } });
  if (because === undefined) return [];
  const input = { case: event.stream.slice('case-'.length), of: event.id, because: because as Because };
  return [{ stream: event.stream, command: (meta: CommandMeta) => new RequestDecisionReview(input, meta) }];
}

function lost({ actor, authority }: Recorded<ProtocolEvent>, memory: ProcessMemory): Because | undefined {
  if (authority && memory.find('revoked-accreditation', authority.event)) return 'ACCREDITATION_REVOKED';
  return memory.find('suspended', `institution-${actor.institution ?? ''} ${actor.agent ?? ''}`) ? 'AGENT_SUSPENDED' : undefined;
}
