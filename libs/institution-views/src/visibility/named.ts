import type { DataCategory } from '@amparo/protocol';
import { passing } from './agreement-memory';
import type { CaseMemory } from './case-memory';
import { consentHolds, isCurrent, reaches } from './consent-memory';
import type { DirectoryMemory } from './directory-memory';
import { inForce } from './interval';
import { permitClosings, returnClosings, type Named } from './named-memory';
import { widen, type Placed, type Seen } from './seen';

/**
 * What a return or a permit opens, of itself alone, to whom it names: what their consents cover as long as these hold, or, on another
 * basis, that it is. When she arrives, and where, on a court's order or a consent that says so. When it has ended, that it has.
 */
export function ofNamed(memory: CaseMemory, directory: DirectoryMemory, placed: Placed, compartment: string, asOf: number): Seen {
  const { event, index } = placed;
  const shown: Seen = {};
  const named = memory.named[event.stream] ?? [];
  for (const one of named) {
    if (one.compartment !== compartment || one.from > asOf) continue;
    if (one.task === 'NOTIFIES') widen(shown, { STATUS: null });
    else if (inForce(one, asOf)) widen(shown, opened(memory, directory, one, placed, asOf));
    else if (one.told && returnClosings.includes(event.type)) widen(shown, { STATUS: null });
  }
  // Whoever decides is told what an application, or the permit, came to; who could never see it, that it closed for want of a consent.
  const ofOpened = event.type !== 'PermitClosedForConsent';
  const deciding = named.filter(({ task, from, to }) => task === 'DECIDES' && from <= index && !(ofOpened && to === from)).at(-1);
  if (deciding?.compartment === compartment && permitClosings.includes(event.type)) widen(shown, { MIGRATION: null });
  return shown;
}

function opened(memory: CaseMemory, directory: DirectoryMemory, one: Named, placed: Placed, asOf: number): Seen {
  const { task, basis, purpose, consents, between, from } = one;
  const current = isCurrent(placed, from);
  const shown: Seen = {};
  if (basis !== 'CONSENT') {
    if (!current) return {};
    if (task === 'DECIDES') return unlimited(passing(directory, between, purpose, ['MIGRATION'], asOf));
    const ordered = basis === 'COURT_ORDER' ? passing(directory, between, purpose, ['WHEREABOUTS'], asOf) : [];
    return unlimited(['STATUS', ...ordered]);
  }
  for (const id of consents) {
    const consent = memory.consents[id];
    if (!consent || !consentHolds(memory, id, asOf)) continue;
    const covered = reaches(consent, placed, from) ? consent.categories.filter((category) => task !== 'DECIDES' || category === 'MIGRATION') : [];
    for (const category of passing(directory, between, consent.purpose, covered, asOf)) widen(shown, { [category]: consent.until });
    if (current && task !== 'DECIDES') widen(shown, { STATUS: consent.until });
  }
  return shown;
}

const unlimited = (categories: readonly DataCategory[]): Seen => Object.fromEntries(categories.map((category) => [category, null]));
