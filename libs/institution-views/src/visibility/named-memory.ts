import type { ProtocolEvent, Purpose } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { allHold, consentHolds, type Consent } from './consent-memory';
import { compartmentOf, institutionsOf, type Between, type DirectoryMemory } from './directory-memory';
import { end, inForce, isOpen, type Interval } from './interval';

/** What for: who notified a return, meets her, receives her, was told her plan; who decides on a permit. */
export type Task = 'NOTIFIES' | 'MEETS' | 'RECEIVES' | 'PLAN' | 'DECIDES';

/** Somebody whom a return or a permit names, from where in the order to where. What that opens is of this stream alone. */
export type Named = Interval &
  Readonly<{
    compartment: string;
    task: Task;
    basis: string;
    /** What for, where it rests on no consent: each consent is for a purpose of its own. */
    purpose: Purpose;
    consents: readonly string[];
    between: Between;
  }> & {
    /** The return ended while something was open to them: they are told that it did. */
    told?: true;
  };

/** What a consent must be for to be relied on. */
const purposeOf = (task: Task): Purpose => (task === 'DECIDES' ? 'RESIDENCE' : 'RETURN');

/** By stream. */
type Remembered = { named: Record<string, Named[]>; readonly consents: Readonly<Record<string, Consent>> };

/** Events after which a return opens nothing any more to whom it named. */
export const returnClosings: readonly ProtocolEvent['type'][] = ['ReturnCompleted', 'ReturnCancelled', 'ReturnEnteredInError'];
/** What an application, or a permit, comes to. */
export const permitClosings: readonly ProtocolEvent['type'][] = [
  'PermitRefused',
  'PermitApplicationWithdrawn',
  'PermitClosedForConsent',
  'PermitLapsed',
  'PermitRevoked',
  'PermitEnteredInError',
];

/** Takes in an event of a return or a permit, at its index. @returns the compartments whose bases changed by it. */
export function observeNamed(memory: Remembered, directory: DirectoryMemory, event: Recorded<ProtocolEvent>, index: number): string[] {
  const stream = (memory.named[event.stream] ??= []);
  const name = (task: Task, code: string, relied: readonly string[]): string => {
    const { basis, purpose } = statedIn(event);
    const compartment = compartmentOf(directory, code) ?? '';
    const consents = relied.filter((id) => memory.consents[id]?.receiver === compartment && memory.consents[id].purpose === purposeOf(task));
    // Rule 3: migration control receives on consent or a court's order, and on nothing else.
    const opens = task === 'NOTIFIES' || (basis === 'CONSENT' ? allHold(memory, consents, index) : task !== 'DECIDES' || basis === 'COURT_ORDER');
    const between = { from: institutionsOf(directory, event.actor.unit ?? '', event.actor.institution), to: institutionsOf(directory, code) };
    stream.push({ compartment, task, basis, purpose, consents, between, from: index, ...(!opens && { to: index }) });
    return compartment;
  };
  const endAll = (tasks: readonly Task[]): Named[] => {
    const ending = stream.filter((one) => tasks.includes(one.task) && isOpen(one));
    ending.forEach((one) => end(one, index));
    return ending;
  };
  switch (event.type) {
    case 'ReturnNotified':
      name('NOTIFIES', event.data.notifiedBy, []);
      return [];
    case 'ReturnPartyNamed': {
      const { party, task, consents } = event.data;
      return [...endAll([task]).map(({ compartment }) => compartment), name(task, party, consents)];
    }
    case 'ReturnPlanShared': {
      const { consents } = event.data;
      return event.data.with.map((code) => name('PLAN', code, consents));
    }
    case 'ReturnCompleted':
    case 'ReturnCancelled':
    case 'ReturnEnteredInError': {
      const ended = endAll(['MEETS', 'RECEIVES', 'PLAN']);
      for (const one of ended) if (rests(memory, one, index)) one.told = true;
      return ended.map(({ compartment }) => compartment);
    }
    case 'PermitApplied': {
      const { to, consents } = event.data;
      return [...endAll(['DECIDES']).map(({ compartment }) => compartment), name('DECIDES', to, consents)];
    }
    case 'PermitRefused':
    case 'PermitApplicationWithdrawn':
    case 'PermitClosedForConsent':
    case 'PermitRevoked':
    case 'PermitEnteredInError':
      return endAll(['DECIDES']).map(({ compartment }) => compartment);
    default:
      return [];
  }
}

/** Whether a compartment is named now, on something that holds: a consent that has ended makes nobody a party. @param now ISO 8601: what ends by its date has ended then. */
export const hasPart = (memory: Remembered, compartment: string | undefined, asOf: number, now: string): boolean =>
  Object.values(memory.named).flat().some((one) => one.compartment === compartment && inForce(one, asOf) && (one.task === 'NOTIFIES' || rests(memory, one, asOf, now)));

/** Whether something is left of what it rests on. */
const rests = (memory: Remembered, { basis, consents }: Named, asOf: number, now = ''): boolean =>
  basis !== 'CONSENT' || consents.some((id) => consentHolds(memory, id, asOf) && memory.consents[id]!.until > now);

export function statedIn(event: Recorded<ProtocolEvent>): { basis: string; purpose: Purpose } {
  const { envelope } = event as { envelope?: { basis: { kind: string }; purpose: Purpose } };
  return { basis: envelope?.basis.kind ?? 'CONSENT', purpose: envelope?.purpose ?? 'ASSISTANCE' };
}
