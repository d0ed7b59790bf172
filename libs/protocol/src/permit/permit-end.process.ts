import type { CommandMeta } from '@amparo/event-sourcing';
import { permitEnds } from '../clocks';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { ClosePermitForConsent, LapsePermit, permitStream } from './permit';

const idOf = (stream: string): string => stream.slice('permit-'.length);
const consentOver = (memory: ProcessMemory, consent: string): boolean => memory.find('permit-ended-consent', consent) !== undefined;

/**
 * A permit lapses by an event when its last day is over. The end of a consent closes the application that waits on it.
 */
export const permitEnd: Process = {
  react(event, memory) {
    switch (event.type) {
      case 'PermitApplied': {
        const permit = idOf(event.stream);
        const { consents } = event.data;
        settle(memory, permit);
        memory.put({ kind: 'permit-application', key: permit, data: { consents: consents.join(' ') } });
        for (const consent of consents) memory.put({ kind: 'permit-resting', key: `${consent} ${permit}`, data: { permit } });
        const gone = consents.find((consent) => consentOver(memory, consent));
        return gone === undefined ? [] : [close(permit, gone)];
      }
      case 'ConsentWithdrawn':
      case 'ConsentLapsed': {
        const { consent } = event.data;
        memory.put({ kind: 'permit-ended-consent', key: consent, data: {} });
        return memory.beginning('permit-resting', `${consent} `).map(({ data: { permit = '' } }) => close(permit, consent));
      }
      case 'PermitGranted':
      case 'PermitRenewed':
      case 'PermitUpgraded': {
        const permit = idOf(event.stream);
        const { until } = event.data;
        settle(memory, permit);
        memory.put({ kind: 'permit', key: permit, due: permitEnds(until), data: { cause: event.id } });
        return [];
      }
      case 'PermitRefused':
      case 'PermitApplicationWithdrawn':
      case 'PermitClosedForConsent': {
        settle(memory, idOf(event.stream));
        return [];
      }
      case 'PermitLapsed':
      case 'PermitRevoked':
      case 'PermitEnteredInError': {
        const permit = idOf(event.stream);
        // What lapses may still be renewed; an application for that waits on.
        if (event.type !== 'PermitLapsed') settle(memory, permit);
        memory.remove('permit', permit);
        return [];
      }
      default:
        return [];
    }
  },

  due({ kind, key, data: { cause = '' } }) {
    return kind === 'permit' ? { stream: permitStream(key), cause, command: (meta) => new LapsePermit({ permit: key }, meta) } : undefined;
  },
};

/** No application of this permit waits any more. */
function settle(memory: ProcessMemory, permit: string): void {
  for (const consent of memory.find('permit-application', permit)?.data['consents']?.split(' ') ?? []) memory.remove('permit-resting', `${consent} ${permit}`);
  memory.remove('permit-application', permit);
}

const close = (permit: string, consent: string) => ({
  stream: permitStream(permit),
  command: (meta: CommandMeta) => new ClosePermitForConsent({ permit, consent }, meta),
});
