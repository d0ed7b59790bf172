import type { Purpose } from '@amparo/protocol';
import type { CaseMemory } from './case-memory';
import { reaches } from './consent-memory';
import { inForce } from './interval';
import { widen, type Placed, type Seen } from './seen';

type Stay = CaseMemory['stays'][string];
export const isOfStay = (stream: string): boolean => stream.startsWith('stay-');
const stayOf = ({ stays }: CaseMemory, stream: string): Stay | undefined => (isOfStay(stream) ? stays[stream.slice('stay-'.length)] : undefined);

/** Rule 4: the house she lives in sees her stay there, and who came with her; when it has ended, that it has. */
export function ofHouse(memory: CaseMemory, { event, index }: Placed, compartment: string, asOf: number): Seen {
  const stay = stayOf(memory, event.stream);
  if (stay?.compartment !== compartment) return {};
  if (inForce(stay, asOf)) return { WHEREABOUTS: null, CHILDREN: null, STATUS: null };
  return stay.to === index ? { WHEREABOUTS: null } : {};
}

const ofStays: readonly Purpose[] = ['ASSISTANCE', 'PROTECTION'];
/** To be told when she arrives is not to be told where she lives. */
const ofReturns: readonly Purpose[] = [...ofStays, 'RETURN'];

/**
 * Rule 4: on a consent of hers that names WHEREABOUTS, who leads her case sees where she is; who lives there with her, each with a case
 * and consents of their own, where it names CHILDREN besides.
 */
export function toldLead(memory: CaseMemory, placed: Placed, compartment: string, asOf: number): Seen {
  const { stream } = placed.event;
  const purposes = isOfStay(stream) ? ofStays : stream.startsWith('return-') ? ofReturns : [];
  const shown: Seen = {};
  for (const consent of Object.values(memory.consents)) {
    const names = consent.receiver === compartment && consent.categories.includes('WHEREABOUTS') && purposes.includes(consent.purpose);
    if (!names || !inForce(consent, asOf)) continue;
    // A stay that had ended by then is not where she is.
    const ended = stayOf(memory, stream)?.to ?? Infinity;
    if (reaches(consent, { ...placed, supersededAt: Math.min(placed.supersededAt ?? Infinity, ended) }, consent.from)) {
      widen(shown, { WHEREABOUTS: consent.until, ...(consent.categories.includes('CHILDREN') && { CHILDREN: consent.until }) });
    }
  }
  return shown;
}
