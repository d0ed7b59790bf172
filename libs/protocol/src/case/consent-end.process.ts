import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import type { ProcessMemory } from '../process-memory';
import { CloseReferralForConsent, referralStream } from '../referral/referral';
import { caseStream } from './case';
import { LapseConsent } from './consent';

/** Moves after which a referral does not wait for an answer any more. */
const settled: readonly string[] = [
  'ReferralAccepted',
  'ReferralDeclined',
  'ReferralWithdrawn',
  'SurvivorDeclined',
  'ReferralLapsed',
  'ReferralClosedForConsent',
  'ReferralEnteredInError',
];

const ended = (memory: ProcessMemory, consent: string): boolean => memory.find('ended-consent', consent) !== undefined;

/**
 * Rule 2: the end of a consent closes the unanswered referrals that rest on it; a referral recorded after the end, in a race,
 * too. And a consent that nobody withdraws ends at its date, by an event.
 */
export const consentEnd: Process = {
  react(event, memory) {
    switch (event.type) {
      case 'ConsentGiven':
        memory.put({ kind: 'consent', key: event.data.consent, due: event.data.until, data: { case: event.stream.slice('case-'.length) } });
        return [];
      case 'ConsentWithdrawn':
      case 'ConsentLapsed': {
        const { consent } = event.data;
        memory.remove('consent', consent);
        memory.put({ kind: 'ended-consent', key: consent, data: {} });
        return memory.beginning('resting', `${consent} `).map(({ data: { referral = '' } }) => close(referral, consent));
      }
      case 'ReferralRequested': {
        const { consents } = event.data;
        const referral = event.stream.slice('referral-'.length);
        for (const consent of consents) memory.put({ kind: 'resting', key: `${consent} ${referral}`, data: { referral } });
        memory.put({ kind: 'referral', key: referral, data: { consents: consents.join(' ') } });
        const gone = consents.find((consent) => ended(memory, consent));
        return gone === undefined ? [] : [close(referral, gone)];
      }
      default: {
        if (!settled.includes(event.type)) return [];
        const referral = event.stream.slice('referral-'.length);
        for (const consent of memory.find('referral', referral)?.data['consents']?.split(' ') ?? []) memory.remove('resting', `${consent} ${referral}`);
        memory.remove('referral', referral);
        return [];
      }
    }
  },

  due({ kind, key, data }) {
    if (kind !== 'consent') return undefined;
    const id = data['case'] ?? '';
    return { stream: caseStream(id), cause: key, command: (meta) => new LapseConsent({ case: id, consent: key }, meta) };
  },
};

const close = (referral: string, consent: string) => ({
  stream: referralStream(referral),
  command: (meta: CommandMeta) => new CloseReferralForConsent({ referral, consent }, meta),
});
