import type { Purpose } from '@amparo/protocol';
import type { CaseMemory } from './case-memory';
import { reaches } from './consent-memory';
import { inForce } from './interval';
import { widen, type Placed, type Seen } from './seen';

type Stay = CaseMemory['stays'][string];
const stayOf = ({ stays }: CaseMemory, stream: string): Stay | undefined => (stream.startsWith('stay-') ? stays[stream.slice('stay-'.length)] : undefined);

/** Rule 4: the house she lives in sees her stay there, and, when it has ended, that it has. */
export function ofHouse(memory: CaseMemory, { event, index }: Placed, compartment: string, asOf: number): Seen {
  const stay = stayOf(memory, event.stream);
  if (stay?.compartment !== compartment) return {};
  if (inForce(stay, asOf)) return { WHEREABOUTS: null, STATUS: null };
  return stay.to === index ? { WHEREABOUTS: null } : {};
}

const ofStays: readonly Purpose[] = ['ASSISTANCE', 'PROTECTION'];
/** To be told when she arrives is not to be told where she lives. */
const ofReturns: readonly Purpose[] = [...ofStays, 'RETURN'];

/** Rule 4: on a consent of hers that names WHEREABOUTS, who leads her case sees where she is. */
export function toldLead(memory: CaseMemory, placed: Placed, compartment: string, asOf: number): Seen {
  const { stream } = placed.event;
  const purposes = stream.startsWith('stay-') ? ofStays : stream.startsWith('return-') ? ofReturns : [];
  const shown: Seen = {};
  for (const consent of Object.values(memory.consents)) {
    const names = consent.receiver === compartment && consent.categories.includes('WHEREABOUTS') && purposes.includes(consent.purpose);
    if (!names || !inForce(consent, asOf)) continue;
    // A stay that had ended by then is not where she is.
    const ended = stayOf(memory, stream)?.to ?? Infinity;
    if (reaches(consent, { ...placed, supersededAt: Math.min(placed.supersededAt ?? Infinity, ended) }, consent.from)) widen(shown, { WHEREABOUTS: consent.until });
  }
  return shown;
}
